// One topic. Everything from a digest is set as text, never as HTML.

import { find, make, redrawKeepingFocus } from "../shared/elements.js";

/**
 * @typedef {object} Phrase
 * @property {string} text
 * @property {number} count papers under the filters that have it
 * @property {"only" | "without" | ""} state what the filters ask of it
 *
 * @typedef {object} Paper
 * @property {string} id
 * @property {string} title
 * @property {string} note
 * @property {string} figures a tooltip
 *
 * @typedef {object} OtherTopic
 * @property {string} slug
 * @property {string} name
 * @property {string} note
 * @property {string} figures a tooltip
 *
 * @typedef {object} DigestShare
 * @property {string} label
 * @property {number} count papers of the digest that are in the topic
 * @property {number} share percent of the digest's papers
 *
 * @typedef {object} TopicDetail
 * @property {string} slug
 * @property {string} name
 * @property {string} facts
 * @property {string} figures the tooltip of the facts
 * @property {Phrase[]} phrases
 * @property {Paper[]} typical
 * @property {Paper[]} bridges
 * @property {OtherTopic[]} alike
 * @property {DigestShare[]} seen
 *
 * @typedef {ComponentArguments<any>["setTriggerValue"]} Send
 */

/**
 * @param {string} title
 * @param {...HTMLElement} children
 */
function section(title, ...children) {
  const box = make("section", "atlas-detail-part");
  box.append(make("h4", "", title), ...children);
  return box;
}

/**
 * @param {Phrase} phrase
 * @param {Send} send
 */
function phraseChip(phrase, send) {
  const chip = make("span", "atlas-detail-phrase");
  chip.dataset.state = phrase.state;
  const only = make("button", "", `${phrase.text} · ${phrase.count}`);
  only.title = phrase.state === "only" ? "Show papers without it too" : "Only papers that say this";
  only.setAttribute("aria-pressed", String(phrase.state === "only"));
  only.onclick = () => send("phrase", phrase.text);
  const without = make("button", "atlas-detail-without", "not");
  without.setAttribute("aria-label", `Without ${phrase.text}`);
  without.title = phrase.state === "without" ? "Show papers that say it again" : "Only papers that do not say this";
  without.setAttribute("aria-pressed", String(phrase.state === "without"));
  without.onclick = () => send("without", phrase.text);
  chip.append(only, without);
  return chip;
}

/**
 * A list of buttons, each with a note beside it.
 * @param {{ text: string, note: string, figures: string, send: () => void }[]} lines
 */
function buttons(lines) {
  const box = make("ul", "atlas-detail-list");
  for (const { text, note, figures, send } of lines) {
    const line = make("li");
    const button = make("button", "", text);
    button.onclick = send;
    button.title = figures;
    line.append(button, make("span", "atlas-detail-note", note));
    box.append(line);
  }
  return box;
}

/**
 * @param {Paper[]} papers
 * @param {Send} send
 */
const paperList = (papers, send) =>
  buttons(
    papers.map(({ id, title, note, figures }) => ({ text: title, note, figures, send: () => send("opened", id) })),
  );

/** @param {DigestShare[]} shares */
function digestShares(shares) {
  const most = Math.max(...shares.map(({ share }) => share), 1);
  const box = make("div", "atlas-detail-seen");
  for (const { label, count, share } of shares) {
    const bar = make("span", "atlas-detail-bar");
    const part = make("i");
    part.style.width = `${(100 * share) / most}%`;
    bar.append(part);
    box.append(make("span", "", label), bar, make("span", "atlas-detail-note", `${count}, ${share} % of it`));
  }
  return box;
}

/** @type {Draw<TopicDetail>} */
export default function ({ data, parentElement, setTriggerValue: send }) {
  const box = find(parentElement, ".atlas-detail");
  const head = make("div", "atlas-detail-head");
  const close = make("button", "atlas-detail-close", "Close");
  close.setAttribute("aria-label", "Close the details");
  close.onclick = () => send("looked", data.slug);
  head.append(make("h3", "", data.name), close);
  const facts = make("p", "atlas-detail-note", data.facts);
  facts.title = data.figures;
  /** @type {HTMLElement[]} */
  const parts = [head, facts];
  if (data.phrases.length) {
    const chips = make("div", "atlas-detail-phrases");
    chips.append(...data.phrases.map((phrase) => phraseChip(phrase, send)));
    parts.push(section("Phrases", chips));
  }
  if (data.typical.length) parts.push(section("Typical", paperList(data.typical, send)));
  if (data.bridges.length) parts.push(section("Bridges to other topics", paperList(data.bridges, send)));
  if (data.alike.length) {
    const topics = data.alike.map(({ slug, name, note, figures }) => ({
      text: name,
      note,
      figures,
      send: () => send("looked", slug),
    }));
    parts.push(section("Most alike", buttons(topics)));
  }
  if (data.seen.length) parts.push(section("In each digest", digestShares(data.seen)));
  redrawKeepingFocus(box, () => box.replaceChildren(...parts));
}
