// How papers and selections travel: numbers as base64, sets of rows as "3-9,12".

/**
 * @typedef {object} PackedPapers as Python's `packed_points` sends them
 * @property {string} key
 * @property {string[]} ids
 * @property {string[]} titles
 * @property {string[]} gists a sentence a paper, or none at all
 * @property {string[]} facts authors, venue and year of each paper in a few words, or none at all
 * @property {number} scale steps of `x` and `y` to 1
 * @property {string} x 16-bit numbers, base64
 * @property {string} y
 * @property {number[]} topic which of `topics` each paper is in
 * @property {string[]} topics
 * @property {Range2} range
 *
 * @typedef {{ x: [number, number], y: [number, number] }} Range2 a part of the map
 *
 * @typedef {Omit<PackedPapers, "x" | "y"> & { x: Float32Array, y: Float32Array, row: Map<string, number> }} Papers
 *   the papers of a map, a row a paper; `row` by id
 *
 * @typedef {object} Marks what is so of each paper: 1 or 0, a row a paper
 * @property {Uint8Array} shown it is under the filters
 * @property {Uint8Array} solid its true neighbours are near it on the map
 * @property {Uint8Array} starred
 * @property {Uint8Array} provisional its place is provisional
 */

/** @param {string} text base64 */
export const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/**
 * @param {PackedPapers} packed
 * @returns {Papers}
 */
export function unpackPapers(packed) {
  /** @param {string} text */
  const places = (text) => Float32Array.from(new Int16Array(bytes(text).buffer), (steps) => steps / packed.scale);
  const row = new Map(packed.ids.map((id, index) => [id, index]));
  return { ...packed, x: places(packed.x), y: places(packed.y), row };
}

/**
 * Which group each paper is in.
 * @param {string} text base64
 * @param {boolean} wide whether it is two bytes a paper
 */
export function unpackGroups(text, wide) {
  const group = bytes(text);
  return wide ? new Uint16Array(group.buffer) : group;
}

/**
 * @param {string} text base64, a byte a paper with a bit a mark
 * @returns {Marks}
 */
export function unpackMarks(text) {
  const marks = bytes(text);
  /** @param {number} bit */
  const mark = (bit) => marks.map((value) => (value >> bit) & 1);
  return { shown: mark(0), solid: mark(1), starred: mark(2), provisional: mark(3) };
}

/**
 * A set of row numbers as text, runs shortened: "3-9,12". A selection of thousands of papers stays a few kilobytes.
 * @param {number[]} rows
 */
export function packRows(rows) {
  const sorted = [...rows].sort((a, b) => a - b);
  const parts = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (sorted[end + 1] === sorted[end] + 1) end++;
    parts.push(end === start ? `${sorted[start]}` : `${sorted[start]}-${sorted[end]}`);
    start = end + 1;
  }
  return parts.join(",");
}

/**
 * The row numbers that such a text names.
 * @param {string} text
 */
export function unpackRows(text) {
  const rows = [];
  for (const part of text ? text.split(",") : []) {
    const [first, last = first] = part.split("-").map(Number);
    for (let row = first; row <= last; row++) rows.push(row);
  }
  return rows;
}
