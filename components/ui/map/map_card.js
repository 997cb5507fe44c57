// What a point says: a card beside it under the mouse and the arrow keys, a card at the map's foot after a tap.

import { make } from "../shared/elements.js";

/** @typedef {import("./map_traces.js").MapData} MapData */

const GAP = 14; // pixels between a point and its card
const REACH = { mouse: 11, finger: 24 }; // pixels from a point within which it is meant

/**
 * The row of the paper at a place: the nearest that the filters show; −1 where there is none.
 * @param {MapData} map
 * @param {(x: number, y: number) => [x: number, y: number]} pixels
 * @param {number} x
 * @param {number} y
 * @param {boolean} touch
 */
export function rowAt(map, pixels, x, y, touch) {
  let best = -1, least = touch ? REACH.finger : REACH.mouse;
  for (let row = 0; row < map.ids.length; row++) {
    if (!map.shown[row] && map.ids[row] !== map.open) continue;
    const [left, top] = pixels(map.x[row], map.y[row]), far = Math.hypot(left - x, top - y);
    if (far < least) [best, least] = [row, far];
  }
  return best;
}

/**
 * What is known of a paper here: title, who and when, gist, topic.
 * @param {MapData} map
 * @param {number} row
 */
function words(map, row) {
  const topic = map.topics[map.topic[row]] ?? "", facts = map.facts[row] ?? "", gist = map.gists[row] ?? "";
  const about = make("p", "atlas-map-card-topic", topic), dot = make("span", "atlas-legend-dot");
  dot.style.background = map.groups[map.group[row]]?.colour ?? "";
  about.prepend(dot);
  return [
    make("b", "", map.titles[row]),
    ...(facts ? [make("p", "atlas-map-card-facts", facts)] : []),
    ...(gist ? [make("p", "atlas-map-card-gist", gist)] : []),
    ...(topic ? [about] : []),
  ];
}

/**
 * The card beside a point, inside the map whatever the point.
 * @param {HTMLElement} card
 * @param {HTMLElement} ring marks the point
 * @param {MapData} map
 * @param {number} row
 * @param {[x: number, y: number]} at pixels
 */
export function showCard(card, ring, map, row, [x, y]) {
  const box = /** @type {HTMLElement} */ (card.offsetParent ?? card.parentElement);
  if (card.dataset.row !== String(row)) card.replaceChildren(...words(map, row));
  card.dataset.row = String(row);
  card.classList.remove("atlas-map-tap");
  card.hidden = ring.hidden = false;
  ring.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
  const width = card.offsetWidth, height = card.offsetHeight, most = box.clientWidth - width - 4;
  const left = x + GAP + width <= box.clientWidth ? x + GAP : x - GAP - width;
  const top = Math.min(Math.max(y - height / 2, 4), Math.max(box.clientHeight - height - 4, 4));
  const beside = left >= 0;
  card.style.left = `${beside ? left : Math.max(Math.min(x - width / 2, most), 4)}px`;
  card.style.top = `${beside ? top : y + GAP + height <= box.clientHeight ? y + GAP : Math.max(y - GAP - height, 4)}px`;
}

/**
 * The card of a tapped point: what it says, and what to do with it.
 * @param {HTMLElement} card
 * @param {HTMLElement} ring
 * @param {MapData} map
 * @param {number} row
 * @param {[x: number, y: number]} at
 * @param {{ open: (id: string) => void, star: (id: string) => void, close: () => void }} acts
 */
export function showTapCard(card, ring, map, row, [x, y], acts) {
  const id = map.ids[row], starred = map.starred[row] === 1;
  const button = (/** @type {string} */ text, /** @type {() => void} */ act, className = "") => {
    const made = make("button", className, text);
    made.onclick = act;
    return made;
  };
  const star = button(starred ? "★ Starred" : "☆ Star", () => acts.star(id));
  star.setAttribute("aria-pressed", String(starred));
  const close = button("×", acts.close, "atlas-map-card-close"), buttons = make("div", "atlas-map-card-acts");
  close.setAttribute("aria-label", "Close");
  buttons.append(button("Open", () => acts.open(id), "atlas-map-card-open"), star);
  card.replaceChildren(close, ...words(map, row), buttons);
  card.dataset.row = String(row);
  card.classList.add("atlas-map-tap");
  card.removeAttribute("style");
  card.hidden = ring.hidden = false;
  ring.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
}

/**
 * @param {HTMLElement} card
 * @param {HTMLElement} ring
 */
export function hideCard(card, ring) {
  card.hidden = ring.hidden = true;
  delete card.dataset.row;
}
