// The map: drag and wheel or two fingers move it, a point tells its paper, a click opens it, what is filtered for lights up.

import { make } from "../shared/elements.js";
import { placeLabels } from "../shared/label_placement.js";

/**
 * @typedef {object} MapPapers
 * @property {Float32Array} x 0 at the left, 1 at the right
 * @property {Float32Array} y 0 at the top, 1 at the bottom
 * @property {number[]} hue one a paper
 *
 * @typedef {{ text: string, x: number, y: number, area: boolean }} MapName
 *
 * @typedef {{ scale: number, left: number, top: number }} Lens the whole map at scale 1
 */

const REST = 120; // milliseconds without a move, after which names find new places
const EDGE = 30; // pixels around the papers
const REACH = 14; // pixels from a point at which the pointer is on it
const NEAREST_LENS = 60;
const NAMES_AT_REST = 18, AREAS_BELOW = 1.8; // names; scale from which topics are named in place of areas

/**
 * The places of papers from the site's data; null without a map.
 * @param {import("./data.js").Core} core
 * @returns {MapPapers | null}
 */
export function mapPapers(core) {
  if (!core.x) return null;
  const read = (/** @type {string} */ text) =>
    new Uint16Array(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer);
  return {
    x: Float32Array.from(read(core.x), (place) => place / core.steps),
    y: Float32Array.from(read(core.y), (place) => 1 - place / core.steps),
    hue: core.topic.map((topic) => core.topics[topic]?.hue ?? 0),
  };
}

/**
 * The names on the map, each in the middle of its papers: areas first, the largest first.
 * @param {import("./data.js").Core} core
 * @param {MapPapers} papers
 * @returns {MapName[]}
 */
export function mapNames(core, papers) {
  const middle = (/** @type {(row: number) => boolean} */ isOfIt) => {
    const rows = core.topic.flatMap((_, row) => (isOfIt(row) ? [row] : []));
    const at = (/** @type {Float32Array} */ places) => median(rows.map((row) => places[row]));
    return { size: rows.length, x: at(papers.x), y: at(papers.y) };
  };
  const areas = core.areas.map((area, number) => ({
    text: area.name,
    area: true,
    ...middle((row) => core.topics[core.topic[row]]?.area === number),
  }));
  const topics = core.topics.map((topic, number) => ({ text: topic.name, area: false, ...middle((row) => core.topic[row] === number) }));
  return [...areas, ...topics].filter((name) => name.size).sort((a, b) => Number(b.area) - Number(a.area) || b.size - a.size);
}

/** @param {number[]} values */
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

/**
 * A map in a box. `shown` says which rows light up, `open` is the row of the open paper or -1.
 * @param {HTMLElement} box
 * @param {MapPapers} papers
 * @param {MapName[]} names
 * @param {{ colours: string[], titleOf: (row: number) => string, open: (row: number) => void, near: (row: number) => Promise<number[]> }} how
 */
export function siteMap(box, papers, names, how) {
  const canvas = make("canvas"), card = make("div", "card"), labels = make("div", "labels");
  canvas.tabIndex = -1;
  card.hidden = true;
  box.replaceChildren(canvas, labels, card);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Lens} */
  let lens = { scale: 1, left: 0, top: 0 };
  /** @type {Set<number> | null} */
  let shown = null;
  /** @type {Set<number>} */
  let stars = new Set();
  let open = -1, waiting = 0, width = 0, height = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** @type {{ name: MapName, element: HTMLElement, aside: number[] }[]} */
  let placed = [];
  /** @type {number[]} */
  let spokes = [];

  const left = (/** @type {number} */ row) => EDGE + papers.x[row] * (width - 2 * EDGE) * lens.scale - lens.left;
  const top = (/** @type {number} */ row) => EDGE + papers.y[row] * (height - 2 * EDGE) * lens.scale - lens.top;

  function draw() {
    waiting = 0;
    const density = window.devicePixelRatio || 1;
    [width, height] = [box.clientWidth, box.clientHeight];
    if (!width || !height) return;
    if (canvas.width !== Math.round(width * density) || canvas.height !== Math.round(height * density)) {
      canvas.width = Math.round(width * density);
      canvas.height = Math.round(height * density);
    }
    pen.setTransform(density, 0, 0, density, 0, 0);
    pen.clearRect(0, 0, width, height);
    const style = getComputedStyle(box);
    const faint = style.getPropertyValue("--faint"), ink = style.getPropertyValue("--text"), gold = style.getPropertyValue("--gold");
    const size = Math.max(1.6, Math.min(5, 60 / Math.sqrt(papers.x.length))) * Math.min(2, Math.sqrt(lens.scale));
    for (const lit of shown ? [false, true] : [true]) {
      for (let row = 0; row < papers.x.length; row++) {
        if (shown && shown.has(row) !== lit) continue;
        const x = left(row), y = top(row);
        if (x < -9 || y < -9 || x > width + 9 || y > height + 9) continue;
        pen.fillStyle = !lit ? faint : stars.has(row) ? gold : how.colours[papers.hue[row] % how.colours.length];
        const own = (lit ? size : size * 0.8) * (stars.has(row) ? 1.6 : 1);
        if (papers.x.length > 3000) {
          pen.fillRect(x - own, y - own, 2 * own, 2 * own); // a square is drawn many times quicker than a circle
        } else {
          pen.beginPath();
          pen.arc(x, y, own, 0, 2 * Math.PI);
          pen.fill();
        }
      }
    }
    if (open >= 0) {
      pen.strokeStyle = ink;
      pen.lineWidth = 1;
      pen.beginPath();
      for (const other of spokes) {
        pen.moveTo(left(open), top(open));
        pen.lineTo(left(other), top(other));
      }
      pen.stroke();
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(left(open), top(open), size + 4, 0, 2 * Math.PI);
      pen.stroke();
    }
    moveNames();
    clearTimeout(resting);
    resting = setTimeout(placeNames, placed.length ? REST : 0);
  }

  const anchor = (/** @type {MapName} */ name) =>
    /** @type {[x: number, y: number]} */ ([
      EDGE + name.x * (width - 2 * EDGE) * lens.scale - lens.left,
      EDGE + name.y * (height - 2 * EDGE) * lens.scale - lens.top,
    ]);

  /** Find a place for each name; what this costs is too much for every frame of a gesture. */
  function placeNames() {
    const hasAreas = names.some((name) => name.area && names.length > 1);
    const turn = names.filter((name) => !hasAreas || name.area === lens.scale < AREAS_BELOW).slice(0, NAMES_AT_REST * Math.ceil(lens.scale));
    const elements = turn.map((name) => make("span", name.area ? "area" : "", name.text));
    labels.replaceChildren(...elements);
    const candidates = turn.map((name, number) => ({
      at: anchor(name),
      width: elements[number].offsetWidth + 4,
      height: elements[number].offsetHeight,
    }));
    const step = Math.ceil(papers.x.length / 500);
    const few = /** @type {[number, number][]} */ ([]);
    for (let row = 0; row < papers.x.length; row += step) few.push([left(row), top(row)]);
    placed = placeLabels(candidates, few, [width, height], true).flatMap((at, number) => {
      if (!at) {
        elements[number].remove();
        return [];
      }
      const [x, y] = candidates[number].at;
      return [{ name: turn[number], element: elements[number], aside: [at[0] - x, at[1] - y] }];
    });
    moveNames();
  }

  function moveNames() {
    for (const { name, element, aside } of placed) {
      const [x, y] = anchor(name);
      element.style.transform = `translate(${x + aside[0]}px, ${y + aside[1]}px) translate(-50%, -50%)`;
    }
  }

  const later = () => (waiting ||= requestAnimationFrame(draw));

  /**
   * @param {number} factor
   * @param {number} x
   * @param {number} y
   */
  function zoom(factor, x, y) {
    const scale = Math.min(NEAREST_LENS, Math.max(1, lens.scale * factor)), by = scale / lens.scale;
    lens = { scale, left: (lens.left + x - EDGE) * by - x + EDGE, top: (lens.top + y - EDGE) * by - y + EDGE };
    bounded();
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  function move(x, y) {
    lens = { ...lens, left: lens.left - x, top: lens.top - y };
    bounded();
  }

  function bounded() {
    const most = (/** @type {number} */ side) => (side - 2 * EDGE) * (lens.scale - 1);
    lens.left = Math.min(Math.max(lens.left, 0), most(width));
    lens.top = Math.min(Math.max(lens.top, 0), most(height));
    card.hidden = true;
    later();
  }

  /**
   * The row of the paper at a place, -1 where there is none.
   * @param {number} x
   * @param {number} y
   */
  function rowAt(x, y) {
    let best = -1, least = REACH;
    for (let row = 0; row < papers.x.length; row++) {
      if (shown && !shown.has(row)) continue;
      const far = Math.hypot(left(row) - x, top(row) - y);
      if (far < least) [best, least] = [row, far];
    }
    return best;
  }

  /** @param {{ offsetX: number, offsetY: number }} event */
  function tell({ offsetX, offsetY }) {
    const row = rowAt(offsetX, offsetY);
    card.hidden = row < 0;
    canvas.style.cursor = row < 0 ? "grab" : "pointer";
    if (row < 0) return;
    card.textContent = how.titleOf(row);
    card.style.left = `${Math.min(offsetX + 14, Math.max(0, width - 270))}px`;
    card.style.top = `${Math.min(offsetY + 14, height - 70)}px`;
  }

  /** @type {Map<number, PointerEvent>} */
  const fingers = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    moved = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return tell(event);
    const others = [...fingers.values()].filter((finger) => finger.pointerId !== event.pointerId);
    moved += Math.abs(event.offsetX - before.offsetX) + Math.abs(event.offsetY - before.offsetY);
    if (others.length) {
      const [other] = others, far = (/** @type {PointerEvent} */ one) => Math.hypot(one.offsetX - other.offsetX, one.offsetY - other.offsetY);
      zoom(far(event) / Math.max(1, far(before)), (event.offsetX + other.offsetX) / 2, (event.offsetY + other.offsetY) / 2);
    } else if (moved > 4) move(event.offsetX - before.offsetX, event.offsetY - before.offsetY);
    fingers.set(event.pointerId, event);
  });
  const lift = (/** @type {PointerEvent} */ event) => {
    if (!fingers.delete(event.pointerId) || moved > 4 || event.type === "pointercancel") return;
    const row = rowAt(event.offsetX, event.offsetY);
    if (row >= 0) how.open(row);
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => (card.hidden = true));
  canvas.addEventListener("dblclick", (event) => zoom(2, event.offsetX, event.offsetY));
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.offsetX, event.offsetY);
    },
    { passive: false },
  );
  new ResizeObserver(later).observe(box);

  return {
    /**
     * @param {Set<number> | null} rows null for all
     * @param {Set<number>} starred
     * @param {number} row of the open paper, -1 for none
     */
    async show(rows, starred, row) {
      [shown, stars, open, spokes] = [rows, starred, row, []];
      later();
      if (row < 0) return;
      spokes = await how.near(row);
      later();
    },
    zoom: (/** @type {number} */ factor) => zoom(factor, width / 2, height / 2),
    whole() {
      lens = { scale: 1, left: 0, top: 0 };
      later();
    },
  };
}
