// Which part of the map is in view: the whole fitted to its box, enlarged about a point, moved, never beyond its papers.

/**
 * @typedef {import("./packing.js").Range2} Range2
 * @typedef {{ width: number, height: number, left: number, right: number, top: number, bottom: number }} Box
 *   the box in pixels, and how many of them are kept free of papers at each side
 */

const STRETCH = 1.9; // how much more one direction may be enlarged than the other, so that the papers fill the box
export const NEAREST = 60; // how many times the map may be enlarged

/** @param {[number, number]} range */
const span = ([low, high]) => high - low;

/**
 * The whole map in a box: papers fill it, stretched a little where the box has another shape.
 * @param {Range2} papers what all papers lie within
 * @param {Box} box
 * @returns {Range2}
 */
export function wholeView(papers, box) {
  const wide = Math.max(box.width - box.left - box.right, 1), high = Math.max(box.height - box.top - box.bottom, 1);
  let across = wide / span(papers.x), up = high / span(papers.y); // pixels a unit
  across = Math.min(across, up * STRETCH);
  up = Math.min(up, across * STRETCH);
  const freeX = box.width - span(papers.x) * across - box.left - box.right;
  const freeY = box.height - span(papers.y) * up - box.top - box.bottom;
  const left = papers.x[0] - (box.left + freeX / 2) / across, bottom = papers.y[0] - (box.bottom + freeY / 2) / up;
  return { x: [left, left + box.width / across], y: [bottom, bottom + box.height / up] };
}

/**
 * How many times a part of the map is enlarged.
 * @param {Range2} whole
 * @param {Range2} view
 */
export const zoomOf = (whole, view) => span(whole.x) / span(view.x);

/**
 * Another part of the map, enlarged `factor` times more; the point at these shares of the box (from the left and from the
 * bottom) stays where it is.
 * @param {Range2} view
 * @param {Range2} whole
 * @param {number} factor
 * @param {number} right 0 to 1
 * @param {number} up 0 to 1
 * @returns {Range2}
 */
export function zoomed(view, whole, factor, right, up) {
  const wanted = Math.min(Math.max(zoomOf(whole, view) * factor, 1), NEAREST), by = zoomOf(whole, view) / wanted;
  /** @type {(range: [number, number], share: number) => [number, number]} */
  const about = ([low, high], share) => {
    const point = low + share * (high - low);
    return [point - (point - low) * by, point + (high - point) * by];
  };
  return within({ x: about(view.x, right), y: about(view.y, up) }, whole);
}

/**
 * The part of the map beside: moved by shares of what is in view.
 * @param {Range2} view
 * @param {Range2} whole
 * @param {number} right
 * @param {number} up
 */
export function moved(view, whole, right, up) {
  const x = right * span(view.x), y = up * span(view.y);
  return within({ x: [view.x[0] + x, view.x[1] + x], y: [view.y[0] + y, view.y[1] + y] }, whole);
}

/**
 * A part of the map in the shape of this box, around the same middle: an address may come from a screen of another shape.
 * @param {Range2} view
 * @param {Range2} whole
 */
export function fitted(view, whole) {
  const zoom = Math.min(Math.max(Math.min(zoomOf(whole, view), span(whole.y) / span(view.y)), 1), NEAREST);
  /** @type {(range: [number, number], all: [number, number]) => [number, number]} */
  const around = (range, all) => {
    const middle = (range[0] + range[1]) / 2, half = span(all) / zoom / 2;
    return [middle - half, middle + half];
  };
  return within({ x: around(view.x, whole.x), y: around(view.y, whole.y) }, whole);
}

/**
 * @param {Range2} view
 * @param {Range2} whole
 * @returns {Range2}
 */
function within(view, whole) {
  /** @type {(range: [number, number], all: [number, number]) => [number, number]} */
  const pushed = ([low, high], all) => {
    const by = Math.max(all[0] - low, 0) || Math.min(all[1] - high, 0);
    return high - low >= span(all) ? all : [low + by, high + by];
  };
  return { x: pushed(view.x, whole.x), y: pushed(view.y, whole.y) };
}

/** @type {(one: Range2, other: Range2) => boolean} */
export function isSame(one, other) {
  const close = 1e-6 * span(other.x);
  return [one.x[0] - other.x[0], one.x[1] - other.x[1], one.y[0] - other.y[0], one.y[1] - other.y[1]].every(
    (gap) => Math.abs(gap) < close,
  );
}
