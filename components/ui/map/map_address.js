// Zoom stands in the page's address, and the server is not asked: the browser alone owns it.

/** @typedef {import("./packing.js").Range2} Range2 */

const VIEW = "view";

/**
 * The part of the map that an address names; null for the whole map.
 * @param {string} search the address from its question mark on
 * @returns {Range2 | null}
 */
export function readView(search) {
  const numbers = (new URLSearchParams(search).get(VIEW) ?? "").split(",").map(Number);
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) return null;
  const [left, right, bottom, top] = numbers;
  return left < right && bottom < top ? { x: [left, right], y: [bottom, top] } : null;
}

/**
 * An address that names this part of the map.
 * @param {string} address
 * @param {Range2 | null} view
 */
export function withView(address, view) {
  const changed = new URL(address);
  if (view) changed.searchParams.set(VIEW, [...view.x, ...view.y].map((number) => number.toFixed(3)).join(","));
  else changed.searchParams.delete(VIEW);
  return changed.href;
}

/** @param {Range2 | null} view */
export function putViewIntoAddress(view) {
  const address = withView(location.href, view);
  if (address !== location.href) history.replaceState(history.state, "", address);
}
