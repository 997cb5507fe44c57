// The names on the map: which have their turn, where they go, and how they follow a gesture. They are elements above the
// picture, so that they keep their size while it is enlarged, and lie above papers that WebGL draws.

import { isForZoom, placeLabels } from "../shared/label_placement.js";
import { make } from "../shared/elements.js";
import { wrap } from "./plotly_text.js";
import { zoomOf } from "./map_view.js";

/**
 * @typedef {import("./packing.js").Range2} Range2
 * @typedef {{ text: string, x: number, y: number, kind: "area" | "topic" | "why", shown: boolean }} Name
 * @typedef {Name & { element: HTMLElement, aside: [x: number, y: number] }} Placed
 *   with how many pixels aside of its place its middle is
 */

const AT_REST = 18; // names of areas and topics on the whole map; as many times more as it is enlarged
const LINE = 22; // characters
const FEW = 400; // papers up to which no name needs to cover more than one
const SAMPLE = 1500; // papers that are enough to see where it is crowded

/**
 * The names that have their turn at this zoom, the most important first: why papers are near, then areas, then topics.
 * @param {import("./map_traces.js").MapData} map
 * @param {number} zoom
 * @returns {Name[]}
 */
export function namesAt(map, zoom) {
  /** @type {Name[]} */
  const names = map.nearest.flatMap((id, number) => {
    const row = map.row.get(id), text = map.why[number];
    return row === undefined || !text || !map.open ? [] : [{ text, x: map.x[row], y: map.y[row], kind: "why", shown: true }];
  });
  const areas = new Set();
  for (const label of map.labels) {
    if (!isForZoom(label, zoom)) continue;
    if (label.area) areas.add(label.text);
    else if (areas.has(label.text)) continue; // an area goes by the name of its largest topic
    names.push({ text: label.text, x: label.x, y: label.y, kind: label.area ? "area" : "topic", shown: label.shown });
  }
  return names;
}

/**
 * Where something on the map is, in pixels from the left top corner.
 * @param {Range2} view
 * @param {number} width
 * @param {number} height
 * @returns {(x: number, y: number) => [x: number, y: number]}
 */
export function pixelsOf(view, width, height) {
  const across = width / (view.x[1] - view.x[0]), up = height / (view.y[1] - view.y[0]);
  return (x, y) => [(x - view.x[0]) * across, (view.y[1] - y) * up];
}

/**
 * Find a place for each name; what this costs is too much for every frame of a gesture.
 * @param {HTMLElement} box
 * @param {import("./map_traces.js").MapData} map
 * @param {Range2} whole
 * @param {Range2} view
 * @returns {Placed[]}
 */
export function placeNames(box, map, whole, view) {
  const width = box.clientWidth, height = box.clientHeight, zoom = zoomOf(whole, view), at = pixelsOf(view, width, height);
  const names = namesAt(map, zoom);
  const elements = names.map((name) => {
    const element = make("span", `atlas-map-name atlas-map-${name.kind}`);
    element.dataset.shown = String(name.shown);
    wrap(name.text, LINE, false).forEach((line) => element.append(make("span", "", line)));
    return element;
  });
  box.replaceChildren(...elements); // to be measured
  const candidates = names.map(({ x, y }, number) => {
    const element = elements[number];
    return { at: at(x, y), width: element.offsetWidth + 4, height: element.offsetHeight };
  });
  const every = Math.ceil(map.ids.length / SAMPLE);
  /** @type {[number, number][]} */
  const papers = [];
  for (let row = 0; row < map.ids.length; row += every) papers.push(at(map.x[row], map.y[row]));
  let free = Math.round(AT_REST * zoom);
  const places = placeLabels(candidates, papers, [width, height], true, map.ids.length > FEW ? Infinity : 1);
  const placed = places.flatMap((place, number) => {
    const isName = names[number].kind !== "why";
    if (!place || (isName && !free)) return [];
    if (isName) free--;
    const [x, y] = candidates[number].at;
    return [{ ...names[number], element: elements[number], aside: /** @type {[number, number]} */ ([place[0] - x, place[1] - y]) }];
  });
  box.replaceChildren(...placed.map(({ element }) => element));
  moveNames(box, placed, view);
  return placed;
}

/**
 * Bring names to where a part of the map shows what they name.
 * @param {HTMLElement} box
 * @param {Placed[]} placed
 * @param {Range2} view
 */
export function moveNames(box, placed, view) {
  const at = pixelsOf(view, box.clientWidth, box.clientHeight);
  for (const { element, aside, x, y } of placed) {
    const [left, top] = at(x, y);
    element.style.transform = `translate(${left + aside[0]}px, ${top + aside[1]}px) translate(-50%, -50%)`;
  }
}

/**
 * The names as plotly.js writes them into a picture that is saved.
 * @param {HTMLElement} box
 * @param {Placed[]} placed
 * @param {Range2} view
 */
export function annotations(box, placed, view) {
  const across = (view.x[1] - view.x[0]) / box.clientWidth, up = (view.y[1] - view.y[0]) / box.clientHeight;
  return placed.map(({ text, x, y, aside, element }) => {
    const style = getComputedStyle(element);
    return {
      x: x + aside[0] * across, y: y - aside[1] * up, text: wrap(text, LINE).join("<br>"), showarrow: false,
      font: { size: parseFloat(style.fontSize), color: style.color, weight: Number(style.fontWeight), family: style.fontFamily },
    };
  });
}
