// What each page of the site shows of the papers: overview, table, topics, links.

import { make } from "../shared/elements.js";
import { textOf } from "./data.js";

/**
 * @typedef {object} Site what all views read
 * @property {import("./data.js").Core} core
 * @property {number[]} rows those that are shown, in their order
 * @property {import("./site_state.js").SiteState} state
 * @property {Record<string, import("./mine.js").Mine>} mine
 * @property {(change: Partial<import("./site_state.js").SiteState>) => void} go
 * @property {(row: number) => void} star
 * @property {string[]} colours
 * @property {Record<string, [label: string, meaning: string, colour: string]>} states of links
 * @property {[label: string, file: string][]} downloads
 */

const AT_ONCE = 60; // rows that are added as the reader comes near the end
const WORTH = 5;

/**
 * A button that leads to another view.
 * @param {string} text
 * @param {() => void} act
 * @param {string} [className]
 */
export function pressed(text, act, className) {
  const button = make("button", className, text);
  button.addEventListener("click", act);
  return button;
}

/**
 * One paper as a row: star, title, who and when, topic.
 * @param {Site} site
 * @param {number} row
 */
export function paperRow(site, row) {
  const { core, mine, go } = site;
  const line = make("li", "row"), about = make("p", "about");
  const title = make("a", "", core.titles[row]);
  title.href = `p/${core.names[row]}.html`;
  title.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ paper: core.names[row] });
  });
  const topic = core.topics[core.topic[row]];
  const facts = [core.authors[row], core.dates[row], core.votes[row] === null ? "" : `${core.votes[row]} votes`];
  about.append(facts.filter(Boolean).join(" · "));
  if (topic) {
    const chip = pressed(topic.name, () => go({ topic: topic.slug, area: "" }), "topic");
    chip.style.setProperty("--hue", site.colours[topic.hue % site.colours.length]);
    about.append(chip);
  }
  const gist = make("p", "row-gist");
  line.append(starButton(site, row), title, gist, about);
  textOf(core, row).then((text) => {
    gist.textContent = text.gist ?? "";
    gist.hidden = !text.gist;
    return gist;
  });
  line.classList.toggle("starred", Boolean(mine[core.ids[row]]?.starred));
  return line;
}

/**
 * @param {Site} site
 * @param {number} row
 */
export function starButton({ core, mine, star }, row) {
  const starred = Boolean(mine[core.ids[row]]?.starred);
  const button = pressed(starred ? "★" : "☆", () => star(row), "star");
  button.setAttribute("aria-pressed", String(starred));
  button.setAttribute("aria-label", `Star “${core.titles[row]}”`);
  return button;
}

/**
 * The papers as a list that grows while it is read.
 * @param {Site} site
 */
export function table(site) {
  const box = make("section"), list = make("ul", "papers"), end = make("div", "end");
  let drawn = 0;
  const more = () => {
    list.append(...site.rows.slice(drawn, drawn + AT_ONCE).map((row) => paperRow(site, row)));
    drawn += AT_ONCE;
    if (drawn >= site.rows.length) watcher.disconnect();
  };
  const watcher = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && more(), { rootMargin: "800px" });
  more();
  box.append(sorter(site), list, end);
  if (!site.rows.length) list.append(make("li", "none", "No paper answers this. Remove a filter, or search for less."));
  if (drawn < site.rows.length) watcher.observe(end);
  return box;
}

/** @param {Site} site */
function sorter({ core, state, go, rows }) {
  const bar = make("div", "bar"), select = make("select"), label = make("label", "", "Order ");
  const orders = { "": state.query ? "best match" : "as published", date: "newest", votes: "most votes", title: "title" };
  for (const [value, text] of Object.entries(orders)) {
    if (value === "votes" && !core.votes.some((votes) => votes !== null)) continue;
    if (value === "date" && !core.dates.some(Boolean)) continue;
    const option = make("option", "", text);
    option.value = value;
    option.selected = value === state.sort;
    select.append(option);
  }
  select.addEventListener("change", () => go({ sort: select.value }));
  label.append(select);
  bar.append(make("span", "", `${rows.length.toLocaleString("en")} of ${core.ids.length.toLocaleString("en")} papers`), label);
  return bar;
}

/**
 * Areas with their topics as bars; a press filters.
 * @param {Site} site
 * @param {number} [most] topics
 */
export function topics(site, most = Infinity) {
  const { core, rows, colours, go, state } = site, box = make("section", "topics");
  const counts = core.topics.map(() => 0);
  for (const row of rows) counts[core.topic[row]]++;
  const largest = Math.max(1, ...counts);
  core.areas.forEach((area, number) => {
    const own = core.topics.map((topic, index) => ({ ...topic, count: counts[index] })).filter((topic) => topic.area === number && topic.count);
    if (!own.length) return;
    const part = make("div", "area-part");
    const isItsOnlyTopic = own.length === 1 && own[0].name === area.name;
    const page = most < Infinity ? "table" : state.page;
    if (!isItsOnlyTopic) part.append(pressed(area.name, () => go({ page, area: area.name, topic: "" }), "area-name"));
    for (const topic of own.sort((a, b) => b.count - a.count).slice(0, most)) {
      const bar = pressed("", () => go({ page: "table", topic: topic.slug, area: "" }), "topic-bar");
      const fill = make("span", "fill");
      fill.style.width = `${(100 * topic.count) / largest}%`;
      fill.style.background = colours[topic.hue % colours.length];
      bar.append(make("span", "name", topic.name), make("span", "count", String(topic.count)), fill);
      part.append(bar);
    }
    box.append(part);
  });
  if (!core.topics.length) box.append(make("p", "none", "These papers have no topics: fewer than 15, or their map was not computed."));
  return box;
}

/**
 * The links with the state of their last check.
 * @param {Site} site
 */
export function links(site) {
  const { core, rows, states, go } = site, shown = new Set(rows), box = make("section"), list = make("ul", "papers");
  const mineOnly = core.links.filter(([, , , , papers]) => papers.some((row) => shown.has(row)));
  const days = mineOnly.map((link) => link[3]).filter(Boolean).sort();
  const checked = days.length ? `checked ${days[0]}${days[0] === days.at(-1) ? "" : ` to ${days.at(-1)}`}` : "not checked";
  box.append(make("p", "bar", `${mineOnly.length.toLocaleString("en")} links, ${checked}`), list);
  for (const [url, kind, state, day, papers] of mineOnly) {
    const line = make("li", "row"), address = make("a", "", url), about = make("p", "about", kind);
    if (/^https?:/.test(url)) address.href = url;
    address.rel = "noopener noreferrer";
    const chip = make("span", `state ${states[state]?.[2] ?? "gray"}`, states[state]?.[0] ?? "Unchecked");
    chip.title = states[state] ? `${states[state][1]} Checked ${day}.` : "";
    about.append(" ", chip);
    for (const row of papers.filter((one) => shown.has(one)).slice(0, 3)) {
      about.append(" ", pressed(core.titles[row], () => go({ paper: core.names[row] }), "topic"));
    }
    line.append(address, about);
    list.append(line);
  }
  return box;
}

/**
 * The first page: what these papers are, their map, topics, some to begin with.
 * @param {Site} site
 * @param {HTMLElement} map
 */
export function overview(site, map) {
  const { core, rows, downloads, go } = site, box = make("section", "overview");
  const shown = new Set(rows), rowOf = new Map(core.ids.map((id, row) => [id, row]));
  const worth = core.topics.map((topic) => rowOf.get(topic.typical) ?? -1).filter((row) => shown.has(row));
  const begin = worth.length ? worth.slice(0, WORTH) : rows.slice(0, WORTH);
  const list = make("ul", "papers"), files = make("p", "files", "Take them away: ");
  list.append(...begin.map((row) => paperRow(site, row)));
  for (const [label, file] of downloads) {
    const link = make("a", "", label);
    link.href = file;
    files.append(link, " ");
  }
  const left = make("div"), right = make("div");
  left.append(map, pressed("Open the map", () => go({ page: "map" }), "more"));
  right.append(make("h2", "", "What they are about"), topics(site, 4));
  const top = make("div", "halves");
  top.append(left, right);
  const date = make("p", "about", `${core.about} · published ${core.made}`);
  box.append(date, top, make("h2", "", "To begin with"), list, pressed("All papers", () => go({ page: "table" }), "more"), files);
  return box;
}
