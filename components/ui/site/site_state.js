// What is shown, as the end of the address: `#map?q=causal&topic=…`, so that every view is a link and Back goes back.

export const PAGES = ["overview", "table", "map", "topics", "links", "starred"];
export const SORTS = ["best", "date", "votes", "title"];

/**
 * @typedef {object} SiteState
 * @property {string} page
 * @property {string} query
 * @property {string} topic slug, "" for all
 * @property {string} area name
 * @property {string} year
 * @property {string} kind of links: a bit's name
 * @property {string} sort
 * @property {string} paper the name of its page, "" where none is open
 */

const PARAMETERS = /** @type {const} */ ({ q: "query", topic: "topic", area: "area", year: "year", kind: "kind", sort: "sort", paper: "paper" });

/**
 * @param {string} hash with or without #
 * @returns {SiteState}
 */
export function readState(hash) {
  const text = hash.replace(/^#/, "");
  const onlyPaper = text.startsWith("paper=");
  const [page, rest] = onlyPaper ? ["map", text] : [text.split("?")[0], text.slice(text.indexOf("?") + 1)];
  const asked = new URLSearchParams(onlyPaper || text.includes("?") ? rest : "");
  const state = { page: PAGES.includes(page) ? page : "overview", query: "", topic: "", area: "", year: "", kind: "", sort: "", paper: "" };
  for (const [name, key] of Object.entries(PARAMETERS)) state[key] = (asked.get(name) ?? "").slice(0, 1000);
  if (!SORTS.includes(state.sort)) state.sort = "";
  return state;
}

/**
 * @param {SiteState} state
 */
export function writeState(state) {
  const asked = new URLSearchParams();
  for (const [name, key] of Object.entries(PARAMETERS)) if (state[key]) asked.set(name, state[key]);
  const text = asked.toString();
  return `#${state.page}${text ? `?${text}` : ""}`;
}
