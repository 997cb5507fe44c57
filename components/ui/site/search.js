// Search by words: every word of the query has to be said, in the title or in the abstract; a word may be cut short.

import { load } from "./data.js";
import { partOf, readPart, rowsOf, wordsOf } from "./words.js";

const IN_TITLE = 4; // times what a word counts that only the abstract says

/** @type {Map<string, ReturnType<typeof readPart> | null>} */
const ready = new Map();

/**
 * How well each paper that answers a query does so, by row; null for an empty query.
 * @param {string[][]} titles the words of each title
 * @param {string} query
 * @returns {Promise<Map<number, number> | null>}
 */
export async function searched(titles, query) {
  const words = [...new Set(wordsOf(query))];
  if (!words.length) return null;
  const parts = await Promise.all(words.map(indexOf));
  /** @type {Map<number, number> | null} */
  let found = null;
  words.forEach((word, number) => {
    const scores = scoresOf(titles, word, parts[number]);
    if (scores) found = found ? both(found, scores) : scores;
  });
  return found ?? new Map(titles.map((_, row) => [row, 0])); // only words that every paper says
}

/** @param {string} word */
async function indexOf(word) {
  const name = partOf(word);
  if (!ready.has(name)) {
    const part = await load(`words-${name}`);
    ready.set(name, part && readPart(part));
  }
  return ready.get(name) ?? null;
}

/**
 * @param {string[][]} titles
 * @param {string} word
 * @param {ReturnType<typeof readPart> | null} part
 * @returns {Map<number, number> | null} null where almost every paper says it
 */
function scoresOf(titles, word, part) {
  const { rows, everywhere } = part ? rowsOf(part, word) : { rows: new Set(), everywhere: false };
  /** @type {Set<number>} */
  const inTitle = new Set();
  titles.forEach((own, row) => {
    if (own.some((one) => one.startsWith(word))) inTitle.add(row);
  });
  if (everywhere && !inTitle.size) return null;
  const all = new Set([...rows, ...inTitle]);
  const rare = Math.log(1 + titles.length / (1 + all.size));
  const scores = new Map([...all].map((row) => [row, rare * (inTitle.has(row) ? IN_TITLE : 1)]));
  if (everywhere) titles.forEach((_, row) => scores.has(row) || scores.set(row, 0));
  return scores;
}

/**
 * @param {Map<number, number>} some
 * @param {Map<number, number>} others
 * @returns {Map<number, number>}
 */
const both = (some, others) =>
  new Map([...some].flatMap(([row, score]) => (others.has(row) ? [[row, score + (others.get(row) ?? 0)]] : [])));
