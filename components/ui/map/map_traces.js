// What plotly.js is to draw: a function of the map's data and the theme's colours.

import { unpackGroups, unpackMarks, unpackRows } from "./packing.js";
import { escape, wrap } from "./plotly_text.js";

/**
 * @typedef {object} Group one colour of the map
 * @property {string} name
 * @property {string} colour
 * @property {number} count papers of it under the filters
 * @property {string} value what a click filters by; "" where it cannot
 * @property {boolean} on whether the filters have it
 *
 * @typedef {object} Area several colours that go together
 * @property {string} name
 * @property {string} colour
 * @property {number} count
 * @property {string} value
 * @property {boolean} on
 * @property {number[]} groups which of the colours, the largest first
 *
 * @typedef {object} Paint how the papers look now, as Python sends it
 * @property {string} key which papers they are
 * @property {Group[]} groups
 * @property {Area[]} areas none where colours are no topics
 * @property {string} group which of `groups` each paper is in: packed
 * @property {boolean} wide whether that is two bytes a paper
 * @property {string} marks packed
 * @property {import("../shared/label_placement.js").Label[]} labels the most important first
 * @property {string} open the open paper
 * @property {string[]} nearest its true neighbours
 * @property {string[]} why what each of them and the open paper both say, in a few words
 * @property {string} selected rows
 * @property {[x: number, y: number][]} placement where a pasted text falls
 * @property {string} alt
 * @property {string} trustworthiness what the picture keeps, in a sentence
 *
 * @typedef {import("./packing.js").Papers} Papers
 *
 * @typedef {Papers & import("./packing.js").Marks & Omit<Paint, "group"> & {
 *   group: ArrayLike<number>, chosen: number[], papers: Papers
 * }} MapData the papers together with how they look; `chosen` are the selected rows
 *
 * @typedef {{ text: string, background: string, accent: string, font: string }} Theme
 */

const MANY = 2000; // papers from which WebGL draws them
export const POINTS = 1; // which of the traces below the papers are
const SMALL = 500; // pixels of width up to which a map is a phone's
const GOLD = "#F2B600", GOLD_EDGE = "#6B4E00";

/**
 * @param {Paint} paint
 * @param {Papers} papers
 * @returns {MapData}
 */
export function mapData(paint, papers) {
  const group = unpackGroups(paint.group, paint.wide);
  return { ...papers, ...paint, ...unpackMarks(paint.marks), group, chosen: unpackRows(paint.selected), papers };
}

/** @param {MapData} map */
export const hasMany = (map) => map.ids.length > MANY;

/**
 * The colour of what is filtered out, on a light or a dark background.
 * @param {string} background #rrggbb
 */
export function grey(background) {
  const [red, green, blue] = (background.match(/^#(..)(..)(..)$/) ?? ["", "ff", "ff", "ff"])
    .slice(1)
    .map((digits) => parseInt(digits, 16));
  return red + green + blue > 380 ? "#C9CED6" : "#3A4653";
}

/**
 * The pixels of an ordinary point.
 * @param {number} papers
 * @param {number} width of the map in pixels
 */
const sizeFor = (papers, width) => (papers > 30_000 ? 3 : papers > 5_000 ? 5 : papers > 800 ? 7 : width < SMALL ? 9 : 12);

/**
 * Colours and sizes, a value a paper.
 * @param {MapData} map
 * @param {Theme} theme
 * @param {number} size of an ordinary point
 */
export function markers(map, theme, size) {
  const many = hasMany(map), faded = grey(theme.background);
  const ring = [], fill = [], width = [], opacity = [], sizes = [];
  for (let row = 0; row < map.ids.length; row++) {
    const hue = map.groups[map.group[row]]?.colour ?? faded;
    const shown = map.shown[row] === 1 || map.ids[row] === map.open; // the open paper stays visible under any filter
    const full = map.solid[row] || map.starred[row];
    fill.push(shown ? (full || many ? hue : theme.background) : faded);
    ring.push(shown ? hue : faded);
    width.push(shown && !full && !many ? 2 : 0);
    opacity.push(!shown ? 0.4 : full || !many ? 0.92 : 0.42); // rings of five pixels would be a grey mist: paler instead
    sizes.push(shown ? size : Math.max(2, size - 3));
  }
  return { ring, fill, width, opacity, sizes };
}

/**
 * The text at a point of a picture that is saved as a page: title, gist and topic.
 * @param {MapData} map
 */
export const hoverTexts = (map) => map.titles.map((title, row) => {
  const topic = map.topics[map.topic[row]], gist = map.gists[row];
  return `<b>${wrap(title, 56).join("<br>")}</b>` + (gist ? `<br>${wrap(gist, 64).join("<br>")}` : "") + (topic ? `<br><i>${escape(topic)}</i>` : "");
});

/**
 * All that is drawn, from the bottom to the top; names lie above it (`map_names.js`).
 * @param {MapData} map
 * @param {Theme} theme
 * @param {number} width of the map in pixels
 */
export function traces(map, theme, width) {
  const size = sizeFor(map.ids.length, width), type = hasMany(map) ? "scattergl" : "scatter";
  const { ring, fill, width: widths, opacity, sizes } = markers(map, theme, size);
  const papers = {
    type, mode: "markers", x: map.x, y: map.y, hoverinfo: "skip",
    marker: { color: fill, opacity, size: sizes, symbol: symbols(map), line: { color: ring, width: widths } },
    selectedpoints: map.chosen.length ? map.chosen : null,
    selected: { marker: { opacity: 0.95 } }, unselected: { marker: { opacity: 0.22 } },
  };
  const silent = { type, hoverinfo: "skip" };
  const starred = map.ids.map((_, row) => row).filter((row) => map.starred[row] && map.shown[row]);
  const stars = {
    ...silent, mode: "markers", ...at(map, starred),
    marker: { symbol: "star", size: size * 1.6 + 4, color: GOLD, line: { color: GOLD_EDGE, width: 1 } },
  };
  const open = map.row.get(map.open);
  const halo = {
    ...silent, mode: "markers", ...at(map, open === undefined ? [] : [open]),
    marker: { size: size + 11, color: "rgba(0,0,0,0)", line: { color: theme.accent, width: 3 } },
  };
  const spokes = {
    ...silent, mode: "lines", ...lines(map, open), line: { color: theme.accent, width: 1.5 }, opacity: 0.7,
  };
  const placement = {
    ...silent, mode: "markers", x: map.placement.map(([x]) => x), y: map.placement.map(([, y]) => y),
    marker: { symbol: "cross-thin", size: size + 1, line: { color: theme.accent, width: 2 }, opacity: 0.7 },
  };
  return [spokes, papers, stars, halo, placement];
}

/** @param {MapData} map */
function symbols(map) {
  if (!map.provisional.includes(1)) return "circle";
  return Array.from(map.provisional, (is) => (is ? "diamond" : "circle"));
}

/**
 * @param {MapData} map
 * @param {number[]} rows
 */
const at = (map, rows) => ({ x: rows.map((row) => map.x[row]), y: rows.map((row) => map.y[row]) });

/**
 * A line from the open paper to each of its true neighbours.
 * @param {MapData} map
 * @param {number | undefined} open
 */
function lines(map, open) {
  /** @type {{ x: (number | null)[], y: (number | null)[] }} */
  const drawn = { x: [], y: [] };
  for (const id of open === undefined ? [] : map.nearest) {
    const to = map.row.get(id);
    if (open === undefined || to === undefined) continue;
    drawn.x.push(map.x[open], map.x[to], null);
    drawn.y.push(map.y[open], map.y[to], null);
  }
  return drawn;
}

/** Whether this is a screen for fingers: they move the map first of all. */
const isTouched = () => window.matchMedia("(pointer: coarse)").matches;

/**
 * @param {MapData} map
 * @param {Theme} theme
 */
export function layout(map, theme) {
  const axis = { visible: false, fixedrange: false, zeroline: false };
  return {
    selectionrevision: map.chosen.length ? map.key : "none",
    dragmode: isTouched() ? "pan" : "lasso", hovermode: false, showlegend: false,
    margin: { l: 0, r: 0, t: 0, b: 0 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    xaxis: { ...axis, range: map.range.x }, yaxis: { ...axis, range: map.range.y },
    font: { color: theme.text, family: theme.font },
    newselection: { line: { color: theme.accent, width: 1.5, dash: "solid" } },
    activeselection: { fillcolor: theme.accent, opacity: 0.06 },
  };
}
