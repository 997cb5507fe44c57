// The map as a small picture on a canvas, with names that cover few papers and never each other.

import { make } from "../shared/elements.js";
import { placeLabels } from "../shared/label_placement.js";

/**
 * @typedef {object} Name
 * @property {string} text
 * @property {number} x 0 at the left, 1 at the right
 * @property {number} y 0 at the bottom, 1 at the top
 *
 * @typedef {object} Picture
 * @property {number} steps places a side
 * @property {number} ratio of the map's width to its height
 * @property {string} x base64 of two bytes a paper, from the left
 * @property {string} y the same, from the bottom
 * @property {string} topic the same, which colour
 * @property {string} marks base64 of a byte a paper: 1 shown by the filters, 2 starred
 * @property {string[]} colours
 * @property {Name[]} names the largest group first
 */

const MARGIN = 26; // pixels around the papers
const STAR = [1, 0.45]; // outer and inner radius of a star, shares of its size

/** @param {string} text */
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** @param {string} text */
const pairs = (text) => new Uint16Array(bytes(text).buffer);

/**
 * Draw the picture into a box, to the box's size; the box's own size must not depend on it.
 * @param {HTMLElement} box
 * @param {Picture} picture
 */
export function drawPicture(box, picture) {
  const width = box.clientWidth, height = box.clientHeight;
  if (!width || !height) return;
  const canvas = make("canvas");
  const density = window.devicePixelRatio || 1;
  canvas.width = width * density;
  canvas.height = height * density;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(density, density);
  const places = spread(picture, width, height);
  const style = getComputedStyle(box);
  dots(pen, picture, places, style.getPropertyValue("--atlas-faint"), style.getPropertyValue("--atlas-star"));
  box.replaceChildren(canvas, ...labels(box, picture, places, [width, height]));
}

/**
 * Where each paper stands, in pixels. Widths and heights may be stretched a little, so that the picture fills its box.
 * @param {Picture} picture
 * @param {number} width
 * @param {number} height
 */
function spread({ x, y, steps }, width, height) {
  const lefts = pairs(x), ups = pairs(y);
  return Array.from(lefts, (left, row) => place(left / steps, ups[row] / steps, width, height));
}

/**
 * @param {number} right
 * @param {number} up
 * @param {number} width
 * @param {number} height
 * @returns {[x: number, y: number]}
 */
const place = (right, up, width, height) => [
  MARGIN + right * (width - 2 * MARGIN),
  height - MARGIN - up * (height - 2 * MARGIN),
];

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Picture} picture
 * @param {[x: number, y: number][]} places
 * @param {string} faint the colour of papers that the filters leave out
 * @param {string} gold the colour of stars
 */
function dots(pen, picture, places, faint, gold) {
  const topics = pairs(picture.topic), marks = bytes(picture.marks);
  const radius = Math.max(1.6, Math.min(5, 60 / Math.sqrt(places.length)));
  // Those left out first, so that they lie below; starred ones last.
  for (const layer of [0, 1, 3]) {
    places.forEach(([x, y], row) => {
      const mark = marks[row] & 2 ? marks[row] | 1 : marks[row];
      if (mark !== layer) return;
      pen.globalAlpha = layer ? 0.85 : 1;
      pen.fillStyle = layer === 3 ? gold : layer ? picture.colours[topics[row]] : faint;
      pen.beginPath();
      if (layer === 3) star(pen, x, y, 1.7 * radius + 2);
      else pen.arc(x, y, layer ? radius : radius * 0.75, 0, 2 * Math.PI);
      pen.fill();
    });
  }
  pen.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function star(pen, x, y, size) {
  for (let corner = 0; corner < 10; corner++) {
    const angle = (Math.PI * corner) / 5 - Math.PI / 2, far = size * STAR[corner % 2];
    pen.lineTo(x + far * Math.cos(angle), y + far * Math.sin(angle));
  }
  pen.closePath();
}

/**
 * The names that find a place.
 * @param {HTMLElement} box
 * @param {Picture} picture
 * @param {[x: number, y: number][]} papers
 * @param {[width: number, height: number]} size
 */
function labels(box, { names }, papers, size) {
  const elements = names.map(({ text }) => make("span", "atlas-picture-name", text));
  box.replaceChildren(...elements); // to be measured
  const candidates = names.map(({ x, y }, number) => ({
    at: place(x, y, ...size),
    width: elements[number].offsetWidth + 4,
    height: elements[number].offsetHeight,
  }));
  const few = papers.filter((_, row) => row % Math.ceil(papers.length / 800) === 0);
  return placeLabels(candidates, few, size, true).flatMap((at, number) => {
    if (!at) return [];
    elements[number].style.left = `${at[0]}px`;
    elements[number].style.top = `${at[1]}px`;
    return [elements[number]];
  });
}
