// The papers of a map (ids, titles, places) come once, packed, by a component of their own; `map.js` draws them.

import { unpackPapers } from "./packing.js";

/**
 * @typedef {import("./packing.js").Papers} Papers
 * @typedef {{
 *   promise: Promise<Papers>, resolve: (papers: Papers) => void, reject: (error: unknown) => void, here: boolean
 * }} PointsEntry
 */

/**
 * @param {string} key
 * @returns {PointsEntry}
 */
function entryOf(key) {
  const entries = (window.digestAtlasPoints ??= {});
  if (!entries[key]) {
    /** @type {(papers: Papers) => void} */
    let resolve = () => undefined;
    /** @type {(error: unknown) => void} */
    let reject = () => undefined;
    const promise = new Promise((/** @type {(papers: Papers) => void} */ done, fail) => {
      resolve = done;
      reject = fail;
    });
    promise.catch(() => undefined); // who waits for it says so; nobody may be waiting yet
    entries[key] = { promise, resolve, reject, here: false };
  }
  return entries[key];
}

/**
 * The papers of this key, once they are here; rejected where what came cannot be read.
 * @param {string} key
 */
export const points = (key) => entryOf(key).promise;

/**
 * @param {Uint8Array<ArrayBuffer>} data gzip of JSON
 * @returns {Promise<Papers>}
 */
async function unpack(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return unpackPapers(await new Response(stream).json());
}

/** @type {Draw<Uint8Array<ArrayBuffer> | null>} */
export default function ({ data }) {
  if (!data?.length) return;
  unpack(data).then((papers) => {
    const entry = entryOf(papers.key), entries = window.digestAtlasPoints ?? {};
    for (const key of Object.keys(entries)) {
      if (entries[key].here && key !== papers.key) delete entries[key]; // one map at a time
    }
    entry.here = true;
    entry.resolve(papers);
  }).catch((error) => { // which papers they were cannot be read: every map that waits is told
    for (const [key, entry] of Object.entries(window.digestAtlasPoints ?? {})) {
      if (entry.here) continue;
      delete window.digestAtlasPoints?.[key]; // papers that come later are taken
      entry.reject(error);
    }
  });
}
