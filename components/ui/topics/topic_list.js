// Topics as cards. Everything from a digest is set as text, never as HTML.

import { find, make, redrawKeepingFocus } from "../shared/elements.js";

/**
 * @typedef {object} Area
 * @property {string} slug "" above the topics that are areas by themselves
 * @property {string} name
 * @property {string} count
 * @property {boolean} on whether the filters ask for it
 *
 * @typedef {object} TopicCard
 * @property {string} slug
 * @property {string} name
 * @property {string} count how many papers of it the filters show, in words
 * @property {number} share percent of the largest topic
 * @property {string} colour
 * @property {boolean} on whether the filters ask for it
 * @property {boolean} looked whether its details are open
 * @property {string} phrases
 * @property {{ id: string, title: string } | null} typical
 * @property {Area} [area] the heading above it, where it is the first of its area
 *
 * @typedef {ComponentArguments<any>["setTriggerValue"]} Send
 */

/**
 * @param {TopicCard} topic
 * @param {Send} send
 */
function card(topic, send) {
  const box = make("section", "atlas-topic");
  box.dataset.on = String(topic.on);
  box.dataset.topic = topic.slug;
  box.dataset.looked = String(topic.looked);
  const name = make("button", "atlas-topic-name", topic.name);
  name.setAttribute("aria-pressed", String(topic.on));
  name.onclick = () => send("toggled", topic.slug);
  box.append(name, bar(topic), row(topic, send));
  if (topic.phrases) box.append(make("p", "atlas-topic-phrases", topic.phrases));
  if (topic.typical) {
    const { id, title } = topic.typical;
    const typical = make("button", "atlas-topic-typical", title);
    typical.title = "The most typical paper: read it";
    typical.onclick = () => send("opened", id);
    box.append(typical);
  }
  return box;
}

/** @param {TopicCard} topic */
function bar(topic) {
  const box = make("div", "atlas-topic-bar");
  const part = make("span");
  part.style.width = `${topic.share}%`;
  part.style.background = topic.colour;
  box.append(part);
  return box;
}

/**
 * @param {TopicCard} topic
 * @param {Send} send
 */
function row(topic, send) {
  const box = make("div", "atlas-topic-row");
  const filter = make("button", "atlas-topic-filter", topic.on ? "Show all topics" : "Show only this");
  filter.onclick = () => send("toggled", topic.slug);
  const details = make("button", "atlas-topic-filter", "Details");
  details.setAttribute("aria-expanded", String(topic.looked));
  details.setAttribute("aria-label", `Details of ${topic.name}`);
  details.onclick = () => send("looked", topic.slug);
  const actions = make("span", "atlas-topic-acts");
  actions.append(details, filter);
  box.append(make("span", "atlas-topic-count", topic.count), actions);
  return box;
}

/**
 * @param {Area} area
 * @param {Send} send
 */
function heading(area, send) {
  const head = make("h3", "atlas-area", area.slug ? undefined : area.name);
  if (!area.slug) return head;
  const name = make("button", "", area.name);
  name.title = area.on ? "Show all areas" : "Only papers of this area";
  name.setAttribute("aria-pressed", String(area.on));
  name.onclick = () => send("area", area.slug);
  head.append(name, make("span", "atlas-topic-count", area.count));
  return head;
}

/** @type {Draw<{ topics: TopicCard[] }>} */
export default function ({ data, parentElement, setTriggerValue }) {
  const list = find(parentElement, ".atlas-topics");
  const elements = data.topics.flatMap((topic) => [
    ...(topic.area ? [heading(topic.area, setTriggerValue)] : []),
    card(topic, setTriggerValue),
  ]);
  redrawKeepingFocus(list, () => list.replaceChildren(...elements));
}
