// The map of papers, drawn by plotly.js. The picture is a function of `data`; zoom belongs to the browser.
// Streamlit calls the default export again on every change of data, with the same element, so zoom and
// selection survive recolouring, filtering and opening a paper: one Plotly.react, never a new plot.

import { find } from "../shared/elements.js";
import { putViewIntoAddress, readView } from "./map_address.js";
import { hideCard, rowAt, showCard, showTapCard } from "./map_card.js";
import { gestures } from "./map_gestures.js";
import { nearestInDirection } from "./map_keys.js";
import { legend } from "./map_legend.js";
import { drawLive, endLive } from "./map_live.js";
import { annotations, moveNames, pixelsOf, placeNames } from "./map_names.js";
import { outline } from "./map_outline.js";
import { points } from "./map_points.js";
import { savingButtons } from "./map_saving.js";
import { tools } from "./map_tools.js";
import { POINTS, layout, mapData, traces } from "./map_traces.js";
import { fitted, isSame, moved, wholeView } from "./map_view.js";
import { packRows } from "./packing.js";
import { plotly } from "./plotly.js";

/**
 * @typedef {import("./map_traces.js").MapData} MapData
 * @typedef {import("./map_traces.js").Theme} Theme
 * @typedef {import("./packing.js").Range2} Range2
 * @typedef {ComponentArguments<import("./map_traces.js").Paint>} Arguments
 * @typedef {{ live: HTMLCanvasElement, names: HTMLElement, card: HTMLElement, ring: HTMLElement, tools: HTMLElement, status: HTMLElement, words: HTMLElement }} Parts
 *
 * @typedef {HTMLElement & {
 *   atlas: MapData, turn?: number, drawnKey?: string, whole: Range2, cursor?: number, parts: Parts,
 *   names: import("./map_names.js").Placed[], gestures?: ReturnType<typeof gestures>, inHand: (tool: string) => void,
 *   send: { state: Arguments["setStateValue"], trigger: Arguments["setTriggerValue"] },
 *   data: any, layout: any, _fullLayout: any, on: (event: string, listener: (event: any) => void) => void
 * }} MapElement the element that plotly.js draws into, with what it keeps there (`data` to `on`) and what we do: the data
 *   that is drawn, how often it was asked to draw, which papers are drawn, what the whole map shows, where the keyboard is
 */

const CONFIG = { responsive: true, displayModeBar: false, scrollZoom: false, doubleClick: false };
const HELP =
  "Scroll or pinch to zoom. Draw round papers to list them, with Shift to add, with Shift and Alt to take away; click " +
  "one to read it. With the keyboard: arrow keys go from paper to paper, Enter opens, + and − zoom, Escape lets go. Save as";
const FAILED = "The map could not be drawn. Reload the page; if that does not help, use the table.";
const NARROW = 500; // pixels up to which the tools lie above the papers, and not at their right

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
 * The whole map in the box as it is now; papers leave the tools free.
 * @param {HTMLElement} div
 * @param {MapData} map
 */
function whole(div, map) {
  const width = div.clientWidth, height = div.clientHeight, narrow = width < NARROW;
  return wholeView(map.range, { width, height, left: 16, right: narrow ? 16 : 56, top: narrow ? 52 : 20, bottom: 20 });
}

/** @param {MapElement} div @returns {Range2} */
const drawn = (div) => ({ x: div._fullLayout.xaxis.range, y: div._fullLayout.yaxis.range });

/** @param {MapElement} div @param {number} row */
const pixels = (div, row) => pixelsOf(drawn(div), div.clientWidth, div.clientHeight)(div.atlas.x[row], div.atlas.y[row]);

/** @param {MapElement} div */
const rename = (div) => (div.names = placeNames(div.parts.names, div.atlas, div.whole, drawn(div)));

/** @param {MapElement} div */
const rememberView = (div) => putViewIntoAddress(isSame(drawn(div), div.whole) ? null : drawn(div));

/**
 * Once a plot: what a visitor does to it goes to the server.
 * @param {any} P plotly.js
 * @param {MapElement} div
 */
function listen(P, div) {
  const { live, names, card, ring } = div.parts;
  div.on("plotly_selected", (event) => {
    /** @type {{ curveNumber: number, pointIndex: number }[] | undefined} */
    const inside = event?.points;
    if (!inside) return;
    const shown = inside.filter((point) => point.curveNumber === POINTS && div.atlas.shown[point.pointIndex]);
    div.send.state("selected", packRows(shown.map((point) => point.pointIndex))); // papers under the filters only
  });
  div.on("plotly_deselect", () => div.send.state("selected", ""));
  div.on("plotly_relayout", (/** @type {object} */ change) => {
    if ("autosize" in change) resized(P, div);
  });
  const rowUnder = (/** @type {number} */ x, /** @type {number} */ y, touch = false) =>
    rowAt(div.atlas, pixelsOf(drawn(div), div.clientWidth, div.clientHeight), x, y, touch);
  const isTapped = () => !card.hidden && card.classList.contains("atlas-map-tap");
  div.gestures = gestures(div, {
    drawn: () => drawn(div),
    whole: () => div.whole,
    moves: () => div._fullLayout.dragmode === "pan",
    follow(view) {
      drawLive(live, div, view);
      moveNames(names, div.names, view);
    },
    async rest(view) {
      await P.relayout(div, { "xaxis.range": view.x, "yaxis.range": view.y });
      endLive(live, div);
      rename(div);
      rememberView(div);
    },
    tap(x, y, touch) {
      const row = rowUnder(x, y, touch);
      if (row >= 0 && touch) tapped(div, row);
      else if (row >= 0) div.send.trigger("opened", div.atlas.ids[row]);
      else hideCard(card, ring);
    },
    point(x, y) {
      const row = rowUnder(x, y);
      div.style.cursor = row < 0 ? "" : "pointer";
      if (row >= 0) showCard(card, ring, div.atlas, row, pixels(div, row));
      else if (!isTapped()) hideCard(card, ring);
    },
    leave: () => hideCard(card, ring),
  });
  div.inHand = tools(div.parts.tools, {
    async take(tool) {
      await P.relayout(div, { dragmode: tool });
      div.inHand(tool);
      div.gestures?.tool();
    },
    step: (inwards) => div.gestures?.step(inwards),
    whole: () => div.gestures?.show(div.whole),
  });
  div.addEventListener("keydown", (event) => keyPressed(div, event));
}

/** @param {MapElement} div @param {number} row */
function tapped(div, row) {
  const { card, ring } = div.parts;
  showTapCard(card, ring, div.atlas, row, pixels(div, row), {
    open: (id) => div.send.trigger("opened", id),
    star: (id) => div.send.trigger("starred", id),
    close: () => hideCard(card, ring),
  });
}

/** @param {any} P @param {MapElement} div */
async function resized(P, div) {
  const before = div.whole, view = drawn(div);
  div.whole = whole(div, div.atlas);
  const now = isSame(view, before) ? div.whole : fitted(view, div.whole);
  await P.relayout(div, { "xaxis.range": now.x, "yaxis.range": now.y });
  hideCard(div.parts.card, div.parts.ring);
  rename(div);
}

/**
 * @param {MapElement} div
 * @param {KeyboardEvent} event
 */
function keyPressed(div, event) {
  const map = div.atlas, { card, ring, status } = div.parts;
  if (event.key === "Escape") {
    hideCard(card, ring);
    return div.send.state("selected", "");
  }
  if (event.key.startsWith("Arrow")) {
    const from = div.cursor ?? map.row.get(map.open);
    div.cursor = from === undefined ? map.shown.indexOf(1) : (nearestInDirection(map, from, event.key) ?? from);
    if (div.cursor >= 0) pointAt(div, div.cursor);
  } else if (event.key === "Enter" && div.cursor !== undefined && div.cursor >= 0) {
    div.send.trigger("opened", map.ids[div.cursor]);
  } else if (event.key === "+" || event.key === "=" || event.key === "-") div.gestures?.step(event.key !== "-");
  else if (event.key === "0") div.gestures?.show(div.whole);
  else return;
  event.preventDefault();
  /** @param {MapElement} on @param {number} row */
  function pointAt(on, row) {
    const [x, y] = pixels(on, row), { x: across, y: up } = drawn(on);
    status.textContent = map.titles[row];
    if (x >= 0 && y >= 0 && x <= on.clientWidth && y <= on.clientHeight) return showCard(card, ring, map, row, [x, y]);
    hideCard(card, ring); // out of view: the map goes there
    const right = (map.x[row] - (across[0] + across[1]) / 2) / (across[1] - across[0]);
    on.gestures?.show(moved(drawn(on), on.whole, right, (map.y[row] - (up[0] + up[1]) / 2) / (up[1] - up[0])));
  }
}

/**
 * Draw the map, or draw it anew in place.
 * @param {any} P plotly.js
 * @param {MapElement} div
 * @param {MapData} map
 */
async function draw(P, div, map) {
  const theme = themeOf(div), frame = layout(map, theme);
  const isFirst = !div.dataset.drawn, isOther = isFirst || div.drawnKey !== map.key;
  div.atlas = map;
  if (isOther) {
    div.parts.words.replaceChildren(`${map.trustworthiness} ${HELP} `, ...savingButtons(P, div, () => annotations(div.parts.names, div.names, drawn(div))));
    div.drawnKey = map.key;
    div.whole = whole(div, map);
    const view = readView(location.search);
    Object.assign(frame, ranges(view ? fitted(view, div.whole) : div.whole));
    hideCard(div.parts.card, div.parts.ring);
  } else { // what the visitor did to the picture stays: the part in view, the tool, the selection's outline
    const { dragmode, selections } = div.layout;
    Object.assign(frame, ranges(drawn(div)), { dragmode, selections: map.chosen.length ? selections : [] });
  }
  await P.react(div, traces(map, theme, div.clientWidth), frame, CONFIG);
  if (isFirst) listen(P, div);
  rename(div);
  if (!isOther) rememberView(div); // Streamlit may have written the address anew
  div.inHand(div._fullLayout.dragmode);
  const { card } = div.parts;
  if (!card.hidden && card.classList.contains("atlas-map-tap")) tapped(div, Number(card.dataset.row));

  /** @param {Range2} view */
  function ranges(view) {
    return { xaxis: { ...frame.xaxis, range: [...view.x] }, yaxis: { ...frame.yaxis, range: [...view.y] } };
  }
}

/** @param {HTMLElement} root @returns {Parts} */
function partsOf(root) {
  const part = (/** @type {string} */ name) => find(root, `.atlas-map-${name}`);
  const live = /** @type {HTMLCanvasElement} */ (part("live"));
  return { live, names: part("names"), card: part("card"), ring: part("ring"), tools: part("tools"), status: part("status"), words: part("words") };
}

/** @type {Draw<import("./map_traces.js").Paint>} */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const div = /** @type {MapElement} */ (find(parentElement, ".atlas-map"));
  div.parts = partsOf(parentElement);
  div.send = { state: setStateValue, trigger: setTriggerValue };
  legend(find(parentElement, ".atlas-legend"), data, {
    group: (value) => setTriggerValue("toggled", value),
    area: (value) => setTriggerValue("area", value),
  });
  const turn = (div.turn = (div.turn ?? 0) + 1);
  Promise.all([plotly(), points(data.key)]).then(async ([P, papers]) => {
    if (turn !== div.turn) return; // newer data came while something was loading
    const map = mapData(data, papers);
    await draw(P, div, map);
    const details = /** @type {HTMLDetailsElement} */ (find(parentElement, ".atlas-outline"));
    outline(details, map, (id) => setTriggerValue("opened", id));
    div.setAttribute("aria-label", map.alt);
    Object.assign(div.dataset, {
      points: map.ids.length, shown: map.shown.reduce((sum, shown) => sum + shown, 0), selected: map.chosen.length,
      open: map.open, drawn: "1",
    });
  }).catch((error) => {
    console.warn(error);
    div.parts.status.textContent = FAILED;
  });
  return () => { // plotly.js listens to the window and holds WebGL for each plot
    div.turn = (div.turn ?? 0) + 1; // nothing that still loads is drawn
    div.gestures?.end();
    window.Plotly?.purge(div);
  };
}
