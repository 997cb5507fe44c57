// Papers as cards. Everything from a digest is set as text, never as HTML.

import { find, make, redrawKeepingFocus } from "../elements.js";

/**
 * @typedef {object} Card
 * @property {string} id
 * @property {string} title
 * @property {string} gist
 * @property {string} facts authors, venue, year, as far as they are known
 * @property {string} topic
 * @property {string} colour
 * @property {boolean} starred
 *
 * @typedef {object} Cards
 * @property {Card[]} papers
 * @property {string} open the paper that is open
 * @property {number} more how many the next step brings, 0 for none
 * @property {number} of how many there are in all
 */

/**
 * @param {Card} paper
 * @param {string} open
 * @param {ComponentArguments<any>["setTriggerValue"]} send
 */
function card(paper, open, send) {
  const item = make("li", "atlas-card"), name = make("button", "atlas-card-title", paper.title);
  name.onclick = () => send("opened", paper.id);
  if (paper.id === open) name.setAttribute("aria-current", "true");
  const star = make("button", "atlas-card-star", paper.starred ? "★" : "☆");
  star.setAttribute("aria-pressed", String(paper.starred));
  star.setAttribute("aria-label", `Star: ${paper.title}`);
  star.onclick = () => send("starred", paper.id);
  const facts = make("p", "atlas-card-facts");
  if (paper.topic) {
    const dot = make("span", "atlas-card-dot"), words = make("span", "", paper.topic);
    dot.style.background = paper.colour;
    words.prepend(dot);
    facts.append(words);
  }
  if (paper.facts) facts.append(make("span", "", paper.facts));
  item.append(name, star, facts);
  if (paper.gist) item.append(make("p", "atlas-card-gist", paper.gist));
  return item;
}

/** @type {Draw<Cards>} */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = find(parentElement, ".atlas-cards");
  const list = make("ul");
  list.append(...data.papers.map((paper) => card(paper, data.open, setTriggerValue)));
  /** @type {HTMLElement[]} */
  const rest = [];
  if (data.more) {
    const more = make("button", "atlas-card-more", `Show ${data.more} more of ${data.of.toLocaleString("en")}`);
    more.onclick = () => setTriggerValue("more", data.papers.length);
    rest.push(more);
  }
  redrawKeepingFocus(root, () => root.replaceChildren(list, ...rest));
}
