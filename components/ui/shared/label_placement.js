// Where names stand on the map: near the middle of what they name, where they cover the fewest papers, none on another.

/**
 * @typedef {object} Label
 * @property {string} text
 * @property {number} x
 * @property {number} y
 * @property {boolean} shown whether the filters show any paper of it
 * @property {boolean} area whether it names an area; areas come first
 *
 * @typedef {[left: number, top: number, right: number, bottom: number]} Box
 *
 * @typedef {object} Candidate a name at its best place, in pixels
 * @property {[x: number, y: number]} at
 * @property {number} width
 * @property {number} height
 */

const AREAS_UP_TO = 2.5; // zoom
const SHIFTS = [0, -8, 8, -16, 16, -24, 24, -32, 32, -40, 40, -48, 48, -56, 56, -64, 64, -72, 72]; // pixels up and down
const ASIDES = [0, -0.15, 0.15, -0.3, 0.3, -0.45, 0.45, -0.6, 0.6, -0.75, 0.75, -0.9, 0.9]; // shares of the name's width
const COVERED = 4; // what one covered paper costs, in units of 40 pixels aside
const FAR = 80; // pixels from which a name soon seems to belong to something else
const AROUND = [5, 4]; // pixels around a name that count as covered

/**
 * Whether a label has its turn at this zoom: areas while much of the map is in view, topics always: they find a place
 * where areas leave one.
 * @param {Label} label
 * @param {number} zoom 1 for the whole map
 */
export const isForZoom = (label, zoom) => !label.area || zoom <= AREAS_UP_TO;

/**
 * The middle of each name, in pixels, the most important first; null for a name that finds no place.
 * @param {Candidate[]} names
 * @param {[x: number, y: number][]} papers enough of them to see where it is crowded, in pixels
 * @param {[width: number, height: number]} size of the map in pixels
 * @param {boolean} aside whether names may move aside as well as up and down
 * @param {number} [most] papers that a name may cover; one that would cover more is left out
 * @returns {([x: number, y: number] | null)[]}
 */
export function placeLabels(names, papers, [width, height], aside, most = Infinity) {
  /** @type {Box[]} */
  const taken = [];
  return names.map((name) => {
    if (!isInside(name.at, width, height)) return null;
    /** @type {{ x: number, y: number, box: Box } | null} */
    let best = null;
    let least = Infinity;
    for (const share of aside ? ASIDES : [0]) {
      for (const shift of SHIFTS) {
        const x = within(name.at[0] + share * name.width, name.width / 2 + 2, width - name.width / 2 - 2);
        const y = Math.min(Math.max(name.at[1] + shift, name.height / 2), height - name.height / 2);
        /** @type {Box} */
        const box = [x - name.width / 2, y - name.height / 2, x + name.width / 2, y + name.height / 2];
        if (taken.some((other) => meet(box, other))) continue;
        const away = Math.abs(shift) + Math.abs(share * name.width);
        const under = covered(box, papers);
        if (under > most) continue;
        const cost = COVERED * under + away / 40 + (away / FAR) ** 2;
        if (cost < least) {
          least = cost;
          best = { x, y, box };
        }
      }
    }
    if (!best) return null;
    taken.push(best.box);
    return [best.x, best.y];
  });
}

/**
 * @param {[x: number, y: number]} at
 * @param {number} width
 * @param {number} height
 */
const isInside = ([x, y], width, height) => x >= 0 && y >= 0 && x <= width && y <= height;

/**
 * Between two bounds; the lower one where they have changed places: a name wider than the map begins at its left.
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
const within = (value, low, high) => Math.min(Math.max(value, low), Math.max(high, low));

/**
 * @param {Box} a
 * @param {Box} b
 */
const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/**
 * How many papers lie under a name or close to it.
 * @param {Box} box
 * @param {[x: number, y: number][]} papers
 */
function covered([left, top, right, bottom], papers) {
  let count = 0;
  for (const [x, y] of papers) {
    if (x > left - AROUND[0] && x < right + AROUND[0] && y > top - AROUND[1] && y < bottom + AROUND[1]) count++;
  }
  return count;
}
