// The site: reads the data, then shows what the address asks for. Nothing is fetched but the site's own files.

import { find, make } from "../shared/elements.js";
import { load, textOf } from "./data.js";
import { asLines, keep, mine } from "./mine.js";
import { drawPaper } from "./paper_sheet.js";
import { searched } from "./search.js";
import { mapNames, mapPapers, siteMap } from "./site_map.js";
import { PAGES, readState, writeState } from "./site_state.js";
import { links, overview, paperRow, pressed, table, topics } from "./site_views.js";
import { wordsOf } from "./words.js";

/** @type {import("./data.js").Core} */
const core = await load("core");
const settings = /** @type {{ atlasSettings: { states: any, downloads: any } }} */ (/** @type {unknown} */ (window)).atlasSettings;
const rowOfName = new Map(core.names.map((name, row) => [name, row]));
const rowOfId = new Map(core.ids.map((id, row) => [id, row]));
const titleWords = core.titles.map(wordsOf);
const dark = matchMedia("(prefers-color-scheme: dark)");
const main = find(document, "#main"), sheet = /** @type {HTMLDialogElement} */ (find(document, "#paper"));
const query = /** @type {HTMLInputElement} */ (find(document, "#query"));
const papers = mapPapers(core), mapBox = make("div", "map");
mapBox.setAttribute("role", "img");
mapBox.setAttribute("aria-label", "Map of the papers; the table has the same papers as a list");
let state = readState(location.hash), turn = 0;
const colours = () => core.hues[dark.matches ? 1 : 0];
const map = papers && siteMap(mapBox, papers, mapNames(core, papers), {
  get colours() {
    return colours();
  },
  titleOf: (row) => [core.titles[row], core.authors[row]].filter(Boolean).join("\n"),
  open: (row) => go({ paper: core.names[row] }),
  near: async (row) => (await textOf(core, row)).near ?? [],
});

/** @param {Partial<import("./site_state.js").SiteState>} change */
function go(change) {
  const next = writeState({ ...state, ...change });
  if (next === writeState(state)) return;
  history.pushState(null, "", next);
  state = readState(next);
  show();
}

/** @param {number} row */
function star(row) {
  keep(core.ids[row], { starred: !mine()[core.ids[row]]?.starred });
  show();
}

/** The rows that the filters show, best first where there is a query; `scores` null without one. */
async function rows() {
  const scores = await searched(titleWords, state.query), kept = mine();
  const passes = (/** @type {number} */ row) =>
    (!scores || scores.has(row)) &&
    (!state.topic || core.topics[core.topic[row]]?.slug === state.topic) &&
    (!state.area || core.areas[core.topics[core.topic[row]]?.area]?.name === state.area) &&
    (!state.year || core.dates[row].startsWith(state.year)) &&
    (!state.kind || Boolean(core.kinds[row] & (core.bits[state.kind] ?? 0))) &&
    (state.page !== "starred" || kept[core.ids[row]]?.starred);
  const found = core.ids.flatMap((_, row) => (passes(row) ? [row] : []));
  const orders = {
    date: (/** @type {number} */ a, /** @type {number} */ b) => core.dates[b].localeCompare(core.dates[a]),
    votes: (/** @type {number} */ a, /** @type {number} */ b) => (core.votes[b] ?? -1) - (core.votes[a] ?? -1),
    title: (/** @type {number} */ a, /** @type {number} */ b) => core.titles[a].localeCompare(core.titles[b]),
    best: (/** @type {number} */ a, /** @type {number} */ b) => (scores?.get(b) ?? 0) - (scores?.get(a) ?? 0),
  };
  return found.sort(orders[/** @type {keyof typeof orders} */ (state.sort || "best")]);
}

async function show() {
  const mineNow = mine(), now = ++turn, found = await rows();
  if (now !== turn) return; // another key was pressed meanwhile
  const site = { core, rows: found, state, mine: mineNow, go, star, colours: colours(), ...settings };
  const narrowed = found.length < core.ids.length;
  drawPages();
  drawChosen();
  if (query.value !== state.query) query.value = state.query;
  const at = window.scrollY, samePage = main.dataset.page === state.page;
  main.dataset.page = state.page;
  main.replaceChildren(viewOf(site));
  if (samePage) window.scrollTo(0, at);
  const open = rowOfName.get(state.paper) ?? -1;
  const starred = new Set(Object.entries(mineNow).flatMap(([id, own]) => (own.starred ? [rowOfId.get(id) ?? -1] : [])));
  map?.show(narrowed ? new Set(found) : null, starred, open);
  document.title = open < 0 ? core.title : `${core.titles[open]} – ${core.title}`;
  if (open < 0) return sheet.close();
  if (!sheet.open) sheet.show();
  drawPaper(sheet, site, open);
}

/** @param {import("./site_views.js").Site} site */
function viewOf(site) {
  if (state.page === "table") return table(site);
  if (state.page === "topics") return topics(site);
  if (state.page === "links") return links(site);
  if (state.page === "starred") return starredView(site);
  if (state.page === "map") return mapView();
  return overview(site, mapBox);
}

function mapView() {
  const box = make("section", "map-page");
  if (!map) return make("p", "none", "There is no map: it needs 15 papers or more.");
  const legend = make("p", "legend");
  core.areas.forEach((area) => {
    const chip = pressed(area.name, () => go({ area: state.area === area.name ? "" : area.name, topic: "" }), "topic");
    chip.style.setProperty("--hue", colours()[area.hue % colours().length]);
    chip.setAttribute("aria-pressed", String(state.area === area.name));
    legend.append(chip);
  });
  const keys = make("p", "map-keys");
  const near = pressed("+", () => map.zoom(1.6)), far = pressed("−", () => map.zoom(1 / 1.6));
  near.setAttribute("aria-label", "Nearer");
  far.setAttribute("aria-label", "Further away");
  keys.append(near, far, pressed("Whole map", () => map.whole()));
  box.append(mapBox, keys, legend);
  return box;
}

/** @param {import("./site_views.js").Site} site */
function starredView(site) {
  const box = make("section"), list = make("ul", "papers");
  list.append(...site.rows.map((row) => paperRow(site, row)));
  const save = make("a", "more", "Save as a file for Digest Atlas (Picks → History → Backup takes it)");
  const lines = asLines(mine(), (id) => core.titles[rowOfId.get(id) ?? -1] ?? "");
  save.href = URL.createObjectURL(new Blob([lines], { type: "application/jsonl" }));
  save.download = "my-stars-and-notes.jsonl";
  box.append(site.rows.length ? list : make("p", "none", "Star papers, and they gather here, in this browser only."), lines ? save : "");
  return box;
}

function drawPages() {
  const names = PAGES.map((page) => {
    const link = make("a", "", page[0].toUpperCase() + page.slice(1));
    link.href = writeState({ ...state, page, paper: "" });
    if (page === state.page) link.setAttribute("aria-current", "page");
    return link;
  });
  find(document, "#pages").replaceChildren(...names);
}

function drawChosen() {
  const chips = [
    state.topic && [core.topics.find((topic) => topic.slug === state.topic)?.name ?? state.topic, { topic: "" }],
    state.area && [state.area, { area: "" }],
    state.year && [state.year, { year: "" }],
    state.kind && [`with ${state.kind}`, { kind: "" }],
  ].filter(Boolean);
  const years = [...new Set(core.dates.map((date) => date.slice(0, 4)).filter((year) => /^\d{4}$/.test(year)))].sort().toReversed();
  const pickers = [
    picker("Year", years, state.year, (year) => go({ year })),
    picker("Any links", Object.keys(core.bits).filter((kind) => core.kinds.some((kinds) => kinds & core.bits[kind])), state.kind, (kind) => go({ kind })),
  ];
  find(document, "#chosen").replaceChildren(
    ...chips.map((chip) => pressed(`${/** @type {any} */ (chip)[0]} ×`, () => go(/** @type {any} */ (chip)[1]), "chip")),
    ...pickers,
  );
}

/**
 * @param {string} name
 * @param {string[]} values
 * @param {string} chosen
 * @param {(value: string) => void} act
 */
function picker(name, values, chosen, act) {
  if (values.length < 2 && !chosen) return "";
  const select = make("select");
  select.setAttribute("aria-label", name);
  for (const value of ["", ...values]) {
    const option = make("option", "", value || name);
    option.value = value;
    option.selected = value === chosen;
    select.append(option);
  }
  select.addEventListener("change", () => act(select.value));
  return select;
}

query.addEventListener("input", () => {
  const page = state.page === "overview" ? "table" : state.page;
  state = { ...state, query: query.value, page };
  history.replaceState(null, "", writeState(state));
  show();
});
find(document, "#search").addEventListener("submit", (event) => event.preventDefault());
const arrived = () => {
  state = readState(location.hash);
  show();
};
window.addEventListener("popstate", arrived);
window.addEventListener("hashchange", arrived);
dark.addEventListener("change", () => show());
sheet.addEventListener("cancel", () => go({ paper: "" }));
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if (event.key === "Escape" && state.paper) go({ paper: "" });
  else if (event.key === "/" && !typing) {
    event.preventDefault();
    query.focus();
  }
});
await show();
