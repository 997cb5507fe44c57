// The map of papers, drawn by plotly.js. The picture is a function of `data`; zoom belongs to the browser.
// Streamlit calls the default export again on every change of data, with the same element, so zoom and
// selection survive recolouring, filtering and opening a paper: one Plotly.react, never a new plot.

import { find, make, redrawKeepingFocus } from "../shared/elements.js";
import { putViewIntoAddress, readView } from "./map_address.js";
import { nearestInDirection } from "./map_keys.js";
import { relabel } from "./map_labels.js";
import { outline } from "./map_outline.js";
import { points } from "./map_points.js";
import { savingButtons } from "./map_saving.js";
import { POINTS, layout, mapData, traces } from "./map_traces.js";
import { packRows } from "./packing.js";
import { plotly } from "./plotly.js";

/**
 * @typedef {import("./map_traces.js").MapData} MapData
 * @typedef {import("./map_traces.js").Theme} Theme
 * @typedef {import("./packing.js").Range2} Range2
 * @typedef {ComponentArguments<import("./map_traces.js").Paint>} Arguments
 *
 * @typedef {HTMLElement & {
 *   atlas: MapData, turn?: number, drawnKey?: string, whole: Range2, cursor?: number,
 *   send: { state: Arguments["setStateValue"], trigger: Arguments["setTriggerValue"] },
 *   data: any, layout: any, _fullLayout: any, on: (event: string, listener: (event: any) => void) => void
 * }} MapElement the element that plotly.js draws into, with what it keeps there (`data` to `on`) and what we do: the data
 *   that is drawn, how often it was asked to draw, which papers are drawn, what the whole map shows, where the keyboard is
 */

const CONFIG = {
  responsive: true, displaylogo: false, scrollZoom: true, displayModeBar: true, doubleClick: "reset",
  modeBarButtons: [["pan2d", "lasso2d", "select2d", "resetScale2d"]],
};
const HELP =
  "Draw round papers to list them, with Shift to add, with Shift and Alt to take away; click one to read it; " +
  "scroll to zoom. With the keyboard: arrow keys go from paper to paper, Enter opens, Escape lets go. Save as";
const FAILED = "The map could not be drawn. Reload the page; if that does not help, use the table.";

/**
 * The theme's colours and font, as Streamlit gives them to a component.
 * @param {HTMLElement} element
 * @returns {Theme}
 */
function themeOf(element) {
  const style = getComputedStyle(element);
  /**
   * @param {string} name
   * @param {string} otherwise
   */
  const read = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  return {
    text: read("--st-text-color", "#1B1F24"),
    background: read("--st-background-color", "#FFFFFF"),
    accent: read("--st-primary-color", "#2F5BEA"),
    font: read("--st-font", "sans-serif"),
  };
}

/**
 * Once a plot: what a visitor does to it goes to the server.
 * @param {any} P plotly.js
 * @param {MapElement} div
 * @param {HTMLElement} status
 */
function listen(P, div, status) {
  div.on("plotly_selected", (event) => {
    /** @type {{ curveNumber: number, pointIndex: number }[] | undefined} */
    const inside = event?.points;
    if (!inside) return;
    const shown = inside.filter((point) => point.curveNumber === POINTS && div.atlas.shown[point.pointIndex]);
    div.send.state("selected", packRows(shown.map((point) => point.pointIndex))); // papers under the filters only
  });
  div.on("plotly_deselect", () => div.send.state("selected", ""));
  div.on("plotly_click", (event) => {
    const point = event.points.find((/** @type {any} */ each) => each.curveNumber === POINTS);
    if (point) div.send.trigger("opened", div.atlas.ids[point.pointIndex]);
  });
  div.on("plotly_relayout", (change) => {
    const names = Object.keys(change);
    if (!names.some((name) => name.startsWith("xaxis") || name.startsWith("yaxis") || name === "autosize")) return;
    relabel(P, div, div.atlas, themeOf(div));
    rememberView(div);
  });
  div.addEventListener("keydown", (event) => keyPressed(P, div, status, event));
}

/**
 * @param {any} P plotly.js
 * @param {MapElement} div
 * @param {HTMLElement} status
 * @param {KeyboardEvent} event
 */
function keyPressed(P, div, status, event) {
  const map = div.atlas;
  if (event.key === "Escape") return div.send.state("selected", "");
  if (event.key.startsWith("Arrow")) {
    const from = div.cursor ?? map.row.get(map.open);
    div.cursor = from === undefined ? map.shown.indexOf(1) : (nearestInDirection(map, from, event.key) ?? from);
    if (div.cursor >= 0) {
      P.Fx.hover(div, [{ curveNumber: POINTS, pointNumber: div.cursor }]);
      status.textContent = map.titles[div.cursor];
    }
  } else if (event.key === "Enter" && div.cursor !== undefined && div.cursor >= 0) {
    div.send.trigger("opened", map.ids[div.cursor]);
  } else return;
  event.preventDefault();
}

/** @param {MapElement} div */
function rememberView(div) {
  const { xaxis, yaxis } = div._fullLayout;
  /**
   * @param {number} a
   * @param {number} b
   */
  const near = (a, b) => Math.abs(a - b) < 1e-6;
  const isWhole = near(xaxis.range[0], div.whole.x[0]) && near(xaxis.range[1], div.whole.x[1]);
  putViewIntoAddress(isWhole ? null : { x: xaxis.range, y: yaxis.range });
}

/**
 * The legend doubles as a filter: each entry is a button that says how many papers it holds.
 * @param {HTMLElement} box
 * @param {import("./map_traces.js").Group[]} groups
 * @param {Arguments["setTriggerValue"]} send
 */
function legend(box, groups, send) {
  const entries = groups.map((group) => {
    const button = make("button", "atlas-legend-entry");
    button.setAttribute("aria-pressed", String(group.on));
    const dot = make("span", "atlas-legend-dot");
    dot.style.background = group.colour;
    button.append(dot, group.name, make("span", "atlas-legend-count", String(group.count)));
    if (group.value) button.onclick = () => send("toggled", group.value);
    else button.disabled = true;
    return button;
  });
  redrawKeepingFocus(box, () => box.replaceChildren(...entries));
}

/**
 * Draw the map, or draw it anew in place.
 * @param {any} P plotly.js
 * @param {MapElement} div
 * @param {MapData} map
 * @param {{ status: HTMLElement, words: HTMLElement }} parts
 */
async function draw(P, div, map, { status, words }) {
  const theme = themeOf(div), frame = layout(map, theme);
  const isFirst = !div.dataset.drawn, isOther = isFirst || div.drawnKey !== map.key;
  div.atlas = map;
  if (isOther) {
    words.replaceChildren(`${map.trustworthiness} ${HELP} `, ...savingButtons(P, div));
    div.drawnKey = map.key;
  } else { // what the visitor did to the picture stays: the part in view, the tool, the selection's outline
    frame.xaxis.range = div._fullLayout.xaxis.range.slice();
    frame.yaxis.range = div._fullLayout.yaxis.range.slice();
    const { dragmode, selections } = div.layout;
    Object.assign(frame, { dragmode, selections: map.chosen.length ? selections : [] });
  }
  await P.react(div, traces(map, theme), frame, CONFIG);
  if (isFirst) listen(P, div, status);
  if (isOther) {
    div.whole = { x: div._fullLayout.xaxis.range.slice(), y: div._fullLayout.yaxis.range.slice() };
    const view = readView(location.search);
    if (view) await P.relayout(div, { "xaxis.range": view.x, "yaxis.range": view.y });
  } else rememberView(div); // Streamlit may have written the address anew
  await relabel(P, div, map, theme);
}

/** @type {Draw<import("./map_traces.js").Paint>} */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const div = /** @type {MapElement} */ (find(parentElement, ".atlas-map"));
  const status = find(parentElement, ".atlas-map-status"), words = find(parentElement, ".atlas-map-words");
  div.send = { state: setStateValue, trigger: setTriggerValue };
  legend(find(parentElement, ".atlas-legend"), data.groups, setTriggerValue);
  const turn = (div.turn = (div.turn ?? 0) + 1);
  Promise.all([plotly(), points(data.key)]).then(async ([P, papers]) => {
    if (turn !== div.turn) return; // newer data came while something was loading
    const map = mapData(data, papers);
    await draw(P, div, map, { status, words });
    const details = /** @type {HTMLDetailsElement} */ (find(parentElement, ".atlas-outline"));
    outline(details, map, (id) => setTriggerValue("opened", id));
    div.setAttribute("aria-label", map.alt);
    Object.assign(div.dataset, {
      points: map.ids.length, shown: map.shown.reduce((sum, shown) => sum + shown, 0), selected: map.chosen.length,
      open: map.open, drawn: "1",
    });
  }).catch((error) => {
    console.warn(error);
    status.textContent = FAILED;
  });
  return () => { // plotly.js listens to the window and holds WebGL for each plot
    div.turn = (div.turn ?? 0) + 1; // nothing that still loads is drawn
    window.Plotly?.purge(div);
  };
}
