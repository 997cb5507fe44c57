// The index of words: a query is split as texts were (`sharing/site/word_index.py`), rows are read from packed gaps.

const LONGEST_WORD = 30;

/**
 * The words of a text without case and accents.
 * @param {string} text
 * @returns {string[]}
 */
export const wordsOf = (text) =>
  (text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length <= LONGEST_WORD);

/**
 * Which part of the index a word stands in.
 * @param {string} word
 */
export const partOf = (word) => (/^[a-z]/.test(word) ? word[0] : "_");

/**
 * A part of the index made ready.
 * @param {import("./data.js").WordPart} part
 */
export function readPart({ words, sizes, rows, common }) {
  const content = Uint8Array.from(atob(rows), (sign) => sign.charCodeAt(0));
  const list = words ? words.split(" ") : [];
  const starts = new Uint32Array(list.length + 1);
  sizes.forEach((size, number) => (starts[number + 1] = starts[number] + size));
  return { list, starts, content, common };
}

/**
 * The rows of the papers that say a word which begins so, each once, and whether almost every paper does.
 * @param {ReturnType<typeof readPart>} part
 * @param {string} beginning
 */
export function rowsOf({ list, starts, content, common }, beginning) {
  /** @type {Set<number>} */
  const found = new Set();
  for (let at = firstFrom(list, beginning); at < list.length && list[at].startsWith(beginning); at++) {
    for (const row of ungap(content.subarray(starts[at], starts[at + 1]))) found.add(row);
  }
  return { rows: found, everywhere: common.some((word) => word.startsWith(beginning)) };
}

/**
 * @param {string[]} list in order
 * @param {string} word
 */
function firstFrom(list, word) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Ascending numbers from the differences between them.
 * @param {Uint8Array} packed
 */
export function ungap(packed) {
  const found = [];
  let row = -1, gap = 0, shift = 0;
  for (const byte of packed) {
    gap |= (byte & 127) << shift;
    shift += 7;
    if (byte & 128) continue;
    row += gap + 1;
    found.push(row);
    gap = 0;
    shift = 0;
  }
  return found;
}
