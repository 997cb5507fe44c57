// The overview: what the papers are and where to begin. Everything from a digest is set as text, never as HTML.

import { find, make, redrawKeepingFocus } from "../shared/elements.js";
import { leadTo, withParameter } from "../shared/page_address.js";
import { drawPicture } from "./picture.js";

/**
 * @typedef {object} Bar
 * @property {"area" | "topic"} kind
 * @property {string} slug
 * @property {string} name
 * @property {number} count papers of it under the filters
 * @property {number} share percent of the largest
 * @property {string} colour
 * @property {boolean} on whether the filters ask for it
 * @property {boolean} inner whether it is a topic of the area above
 *
 * @typedef {object} Paper
 * @property {string} id
 * @property {string} title
 * @property {string} why it is worth opening
 * @property {string} facts authors, venue, year, as far as they are known
 * @property {string} gist
 * @property {string} topic
 * @property {string} colour
 *
 * @typedef {object} RisingTopic
 * @property {string} slug
 * @property {string} name
 * @property {number} new
 * @property {boolean} grew more than chance would give
 * @property {string} colour
 *
 * @typedef {{ title: string, sentence: string, topics: RisingTopic[] }} Rising
 * @typedef {{ state: string, name: string, count: number }} LinkState
 *
 * @typedef {object} Overview
 * @property {string} sentence
 * @property {string} query what links to other pages take along
 * @property {string} begin how many papers are undecided, in words; "" for none
 * @property {string} found how many papers the filters leave, in words; "" where they leave all
 * @property {boolean} own whether the papers are the visitor's own
 * @property {import("./picture.js").Picture | null} picture
 * @property {Bar[]} bars
 * @property {number} topics how many there are
 * @property {Paper[]} papers
 * @property {Rising[]} rising
 * @property {LinkState[]} links
 *
 * @typedef {ComponentArguments<any>["setTriggerValue"]} Send
 */

const ABOUT = "Search and sort them, see which are alike, check their links, and keep the ones worth reading.";
/** @type {WeakMap<HTMLElement, ResizeObserver>} */
const watched = new WeakMap();

/**
 * A link to another page.
 * @param {string} words
 * @param {string} path
 * @param {string} query
 * @param {string} [className]
 */
function way(words, path, query, className = "atlas-way") {
  const link = make("a", className, words);
  leadTo(link, path, query);
  return link;
}

/**
 * @param {string} title
 * @param {string} name of the class
 * @param {(Node | string)[]} content
 */
function section(title, name, ...content) {
  const box = make("section", name);
  box.append(make("h2", "", title), ...content);
  return box;
}

/** @param {Overview} data */
function head(data) {
  const box = make("header", "atlas-overview-head");
  const ways = make("div", "atlas-ways");
  // Whoever has searched wants to see what was found; whoever has not, what there is to do.
  if (data.found) ways.append(way(`See ${data.found}`, "table", data.query, "atlas-begin"));
  const prominent = data.found ? "atlas-way" : "atlas-begin";
  if (data.begin && data.own) {
    const begin = way("Decide in five minutes", "picks", withParameter(data.query, "view", "decide"), prominent);
    begin.title = `One paper at a time, keep it or not: ${data.begin} to decide`;
    ways.append(begin);
  } else if (data.own) ways.append(way("Read your shortlist", "picks", data.query, prominent));
  if (!data.found) ways.append(way("All papers as a table", "table", data.query));
  if (data.own && !data.found) ways.append(way("Add your own digests", "digests", ""));
  box.append(make("h1", "", `${data.sentence}.`), ...(data.found ? [] : [make("p", "atlas-about", ABOUT)]), ways);
  return box;
}

/** @param {Overview} data */
function map(data) {
  const link = way("", "map", data.query, "atlas-picture");
  link.setAttribute("aria-label", "Map of the papers: open it");
  const words = make("span", "atlas-picture-words");
  words.append(make("span", "", "Papers that are alike stand near each other."), make("b", "", "Open the map"));
  link.append(make("span", "atlas-picture-box"), words);
  return link;
}

/**
 * A bar that filters, and how many papers it stands for.
 * @param {Omit<Bar, "inner">} bar
 * @param {Send} send
 */
function bar({ kind, slug, name, count, share, colour, on }, send) {
  const button = make("button", "atlas-bar");
  button.setAttribute("aria-pressed", String(on));
  button.title = on ? `${name}: show all again` : `Only ${name}`;
  const line = make("span", "atlas-bar-line");
  const part = make("span");
  part.style.width = `${share}%`;
  part.style.background = colour;
  line.append(part);
  button.append(make("span", "atlas-bar-name", name), line, make("span", "atlas-number", count.toLocaleString("en")));
  button.onclick = () => send(kind, slug);
  return button;
}

/**
 * @param {Overview} data
 * @param {Send} send
 */
function topics(data, send) {
  const list = make("ul", "atlas-bars");
  for (const each of data.bars) {
    const item = make("li", each.inner ? "atlas-inner" : "");
    item.append(bar(each, send));
    list.append(item);
  }
  const title = data.topics === 1 ? "One topic" : `${data.topics.toLocaleString("en")} topics`;
  return section(title, "atlas-topics-box", list, way("More about the topics", "topics", data.query));
}

/**
 * @param {Paper} paper
 * @param {Send} send
 */
function paper({ id, title, why, facts, gist, topic, colour }, send) {
  const item = make("li", "atlas-paper");
  const name = make("button", "atlas-paper-title", title);
  name.onclick = () => send("opened", id);
  const line = make("p", "atlas-paper-facts");
  line.append(make("span", "atlas-why", why));
  if (topic) {
    const dot = make("span", "atlas-dot");
    dot.style.background = colour;
    const words = make("span", "", topic);
    words.prepend(dot);
    line.append(words);
  }
  if (facts) line.append(make("span", "", facts));
  const heading = make("h3");
  heading.append(name);
  item.append(heading, line);
  if (gist) item.append(make("p", "atlas-paper-gist", gist));
  return item;
}

/**
 * @param {Overview} data
 * @param {Send} send
 */
function papers(data, send) {
  const list = make("ol", "atlas-papers");
  list.append(...data.papers.map((each) => paper(each, send)));
  const title = data.papers.length === 1 ? "The paper" : `${inWords(data.papers.length)} papers worth opening`;
  return section(title, "atlas-papers-box", list);
}

/** @param {number} number from 2 to 5 */
const inWords = (number) => ["Two", "Three", "Four", "Five"][number - 2] ?? String(number);

/**
 * @param {Rising} rising
 * @param {Send} send
 */
function news({ title, sentence, topics: grown }, send) {
  const list = make("ul", "atlas-rising");
  for (const topic of grown) {
    const item = make("li"), name = make("button", "atlas-word", topic.name), dot = make("span", "atlas-dot");
    dot.style.background = topic.colour;
    name.prepend(dot);
    name.title = `Only ${topic.name}`;
    name.onclick = () => send("topic", topic.slug);
    item.append(name, make("span", "atlas-number", topic.grew ? `${topic.new} ↑` : String(topic.new)));
    list.append(item);
  }
  return section(title, "atlas-news", make("p", "", sentence), list);
}

/** @param {Overview} data */
function links({ links: states, query }) {
  const total = states.reduce((sum, { count }) => sum + count, 0);
  if (!total) return section("Links", "atlas-links", make("p", "", "These papers give no links in their abstracts."));
  const line = make("div", "atlas-link-line"), list = make("ul", "atlas-link-states");
  for (const { state, name, count } of states) {
    const part = make("span");
    part.style.flexGrow = String(count);
    part.dataset.state = state;
    line.append(part);
    const item = make("li"), dot = make("span", "atlas-dot");
    dot.dataset.state = state;
    item.append(dot, `${count.toLocaleString("en")} ${name.toLowerCase()}`);
    list.append(item);
  }
  const unchecked = states.every(({ state }) => state === "unchecked");
  const words = unchecked ? "Check which of them still work" : "All links";
  const title = total === 1 ? "One link to code, demos and pages" : `${total.toLocaleString("en")} links to code, demos and pages`;
  return section(title, "atlas-links", line, list, way(words, "links", query));
}

/**
 * Draw the picture now and whenever its box changes size.
 * @param {HTMLElement} root
 * @param {Overview["picture"]} picture
 */
function keepDrawn(root, picture) {
  watched.get(root)?.disconnect();
  const box = root.querySelector(".atlas-picture-box");
  if (!picture || !(box instanceof HTMLElement)) return;
  const watch = new ResizeObserver(() => drawPicture(box, picture));
  watch.observe(box);
  watched.set(root, watch);
}

/** @type {Draw<Overview>} */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = find(parentElement, ".atlas-overview");
  const side = make("div", "atlas-side");
  side.append(...data.rising.map((each) => news(each, setTriggerValue)), links(data));
  redrawKeepingFocus(root, () =>
    root.replaceChildren(
      head(data),
      ...(data.picture ? [map(data)] : []),
      ...(data.bars.length ? [topics(data, setTriggerValue)] : []),
      papers(data, setTriggerValue),
      side,
    ),
  );
  keepDrawn(root, data.picture);
  return () => watched.get(root)?.disconnect();
}
