// The names on the map: which have their turn, how large they are on this screen, where they go.

import { isForZoom, placeLabels } from "../shared/label_placement.js";
import { LABELS, grey, hasMany } from "./map_traces.js";
import { wrap } from "./plotly_text.js";

const AREA_SIZE = 16, TOPIC_SIZE = 13; // pixels
const LINE = 22; // characters
const SAMPLE = 4000; // papers that are enough to see where it is crowded

/**
 * Draw the names anew: after each change of the picture, of its size or of the part in view.
 * @param {any} P plotly.js
 * @param {import("./map.js").MapElement} div
 * @param {import("./map_traces.js").MapData} map
 * @param {import("./map_traces.js").Theme} theme
 */
export function relabel(P, div, map, theme) {
  const names = labels(map, div, theme);
  if (hasMany(map)) {
    const annotations = names.map(({ x, y, text, size, color }) => ({
      x, y, text, showarrow: false, captureevents: false, font: { size, color, weight: 600, family: theme.font },
    }));
    return P.relayout(div, { annotations });
  }
  return P.restyle(div, {
    x: [names.map(({ x }) => x)], y: [names.map(({ y }) => y)], text: [names.map(({ text }) => text)],
    "textfont.color": [names.map(({ color }) => color)], "textfont.size": [names.map(({ size }) => size)],
  }, [LABELS]);
}

/**
 * @param {import("./map_traces.js").MapData} map
 * @param {import("./map.js").MapElement} div
 * @param {import("./map_traces.js").Theme} theme
 */
function labels(map, div, theme) {
  const { xaxis, yaxis } = div._fullLayout;
  const zoom = (map.range.x[1] - map.range.x[0]) / (xaxis.range[1] - xaxis.range[0]);
  /** @returns {[x: number, y: number]} */
  const pixels = (/** @type {number} */ x, /** @type {number} */ y) => [xaxis.l2p(x), yaxis.l2p(y)];
  const every = Math.ceil(map.ids.length / SAMPLE);
  const papers = [];
  for (let row = 0; row < map.ids.length; row += every) papers.push(pixels(map.x[row], map.y[row]));
  const pen = document.createElement("canvas").getContext("2d");
  const turn = map.labels.filter((label) => isForZoom(label, zoom, map.labels[0].area));
  const names = turn.map((label) => {
    const size = label.area ? AREA_SIZE : TOPIC_SIZE, lines = wrap(label.text, LINE);
    if (pen) pen.font = `600 ${size}px ${theme.font}`;
    const widths = lines.map((line) => pen?.measureText(line).width ?? 0);
    const color = label.shown ? theme.text : grey(theme.background);
    const width = Math.max(...widths) + 6, height = lines.length * size * 1.3;
    return { at: pixels(label.x, label.y), width, height, size, color, text: lines.join("<br>") };
  });
  const places = placeLabels(names, papers, [xaxis._length, yaxis._length], !hasMany(map));
  return names.flatMap(({ text, size, color }, index) => {
    const place = places[index];
    return place ? [{ x: xaxis.p2l(place[0]), y: yaxis.p2l(place[1]), text, size, color }] : [];
  });
}
