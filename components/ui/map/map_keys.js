// From paper to paper by arrow keys.

/** @type {Readonly<Record<string, [x: number, y: number]>>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * The row of the shown paper nearest to where an arrow key points: within 45° of that direction, the closest first;
 * undefined where there is none.
 * @param {{ x: ArrayLike<number>, y: ArrayLike<number>, shown: ArrayLike<number> }} map
 * @param {number} from
 * @param {string} key
 */
export function nearestInDirection(map, from, key) {
  const [right, up] = DIRECTIONS[key];
  let best;
  let least = Infinity;
  for (let row = 0; row < map.x.length; row++) {
    if (row === from || !map.shown[row]) continue;
    const dx = map.x[row] - map.x[from], dy = map.y[row] - map.y[from];
    const along = dx * right + dy * up, across = Math.abs(dx * up - dy * right);
    if (along > 0 && across <= along && along + across < least) {
      least = along + across;
      best = row;
    }
  }
  return best;
}
