// The picture while a gesture lasts: points alone, on a canvas above what plotly.js drew, which takes many times longer.

import { POINTS } from "./map_traces.js";
import { pixelsOf } from "./map_names.js";

const ROUND_UP_TO = 3000; // papers; a square is drawn many times quicker than a circle
const DRAWN = 20_000; // papers at most: of more, every so many
const GOLD = "#F2B600";

/**
 * Show a part of the map on the canvas; what lies below is hidden meanwhile.
 * @param {HTMLCanvasElement} canvas
 * @param {import("./map.js").MapElement} div
 * @param {import("./packing.js").Range2} view
 */
export function drawLive(canvas, div, view) {
  const width = div.clientWidth, height = div.clientHeight, density = window.devicePixelRatio || 1;
  // Thousands of small shapes are drawn by the processor in a tenth of what a graphics card that is emulated takes.
  const pen = canvas.getContext("2d", { willReadFrequently: true }), picture = div.querySelector(".svg-container");
  if (!pen || !(picture instanceof HTMLElement)) return;
  if (canvas.width !== Math.round(width * density) || canvas.height !== Math.round(height * density)) {
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
  }
  canvas.hidden = false;
  picture.style.visibility = "hidden";
  pen.setTransform(density, 0, 0, density, 0, 0);
  pen.clearRect(0, 0, width, height);
  const map = div.atlas, { color, size, opacity } = div.data[POINTS].marker, at = pixelsOf(view, width, height);
  const every = Math.ceil(map.ids.length / DRAWN), round = map.ids.length <= ROUND_UP_TO;
  for (const lit of [0, 1]) {
    for (let row = 0; row < map.ids.length; row += every) {
      if (map.shown[row] !== lit) continue;
      const [x, y] = at(map.x[row], map.y[row]), half = size[row] / 2;
      if (x < -half || y < -half || x > width + half || y > height + half) continue;
      pen.globalAlpha = opacity[row];
      pen.fillStyle = map.starred[row] ? GOLD : map.solid[row] || !round ? color[row] : map.groups[map.group[row]].colour;
      if (round) {
        pen.beginPath();
        pen.arc(x, y, half, 0, 2 * Math.PI);
        pen.fill();
      } else pen.fillRect(x - half, y - half, 2 * half, 2 * half);
    }
  }
}

/**
 * The gesture is over and plotly.js has drawn.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} div
 */
export function endLive(canvas, div) {
  canvas.hidden = true;
  const picture = div.querySelector(".svg-container");
  if (picture instanceof HTMLElement) picture.style.visibility = "";
}
