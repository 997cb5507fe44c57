// The order of a list that its reader puts in order: where something lands, and by which key.

/**
 * The order with one id right behind another one, "" for the first place; the same order where that means nothing.
 * @param {string[]} order
 * @param {string} id
 * @param {string} after
 */
export function movedAfter(order, id, after) {
  const others = order.filter((each) => each !== id);
  if (!order.includes(id) || id === after || (after && !others.includes(after))) return order;
  others.splice(after ? others.indexOf(after) + 1 : 0, 0, id);
  return others;
}

/**
 * The id behind which one lands that moves by some places, "" for the first place; undefined where it cannot.
 * @param {string[]} order
 * @param {string} id
 * @param {number} by
 */
export function neighbourAfterStep(order, id, by) {
  const others = order.filter((each) => each !== id);
  const to = order.indexOf(id) + by;
  if (!by || !order.includes(id) || to < 0 || to > others.length) return undefined;
  return to ? others[to - 1] : "";
}

/**
 * By how many places a key moves what stands at an index; undefined for a key that moves nothing. Home and End only
 * move where the key press is on the handle itself.
 * @param {string} key
 * @param {number} index
 * @param {number} last
 * @param {boolean} onHandle
 */
export function stepOfKey(key, index, last, onHandle) {
  /** @type {Record<string, number>} */
  const targets = { ArrowUp: index - 1, ArrowDown: index + 1, ...(onHandle && { Home: 0, End: last }) };
  const target = targets[key];
  return target === undefined ? undefined : Math.min(last, Math.max(0, target)) - index;
}
