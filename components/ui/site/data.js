// The site's data: each file calls `atlas(name, value)`, since a page opened from disk may load scripts and nothing else.

/**
 * @typedef {object} Core what the first view needs; every list has one value a paper
 * @property {string} title
 * @property {string} about
 * @property {string} made a day
 * @property {number} part papers of one file of texts
 * @property {number} steps places a side of the map
 * @property {[light: string[], dark: string[]]} hues
 * @property {{ slug: string, name: string, area: number, hue: number, typical: string }[]} topics
 * @property {{ name: string, hue: number }[]} areas
 * @property {number[]} topic empty without topics
 * @property {string} x base64 of two bytes a paper, from the left; empty without a map
 * @property {string} y the same, from the bottom
 * @property {string[]} ids
 * @property {string[]} names of the papers' own pages
 * @property {string[]} titles
 * @property {string[]} authors
 * @property {string[]} dates
 * @property {(number | null)[]} votes
 * @property {number[]} kinds which kinds of links, as bits
 * @property {Record<string, number>} bits of the kinds of links
 * @property {[url: string, kind: string, state: string, checked: string, rows: number[]][]} links
 *
 * @typedef {object} PaperText what is told of one paper; what is not known is missing
 * @property {string} [abstract]
 * @property {string} [gist]
 * @property {string} [summary]
 * @property {string[]} [authors]
 * @property {string} [organisation]
 * @property {string} [published]
 * @property {string} [url]
 * @property {string} [arxiv]
 * @property {string} [doi]
 * @property {string[]} [keywords]
 * @property {string[]} [digests]
 * @property {string[]} [tags]
 * @property {string} [note]
 * @property {[url: string, kind: string][]} [links]
 * @property {number[]} [near] rows
 *
 * @typedef {{ words: string, sizes: number[], rows: string, common: string[] }} WordPart
 */

/** @type {Map<string, (value: any) => void>} */
const awaited = new Map();
/** @type {Map<string, Promise<any>>} */
const asked = new Map();

Object.assign(window, {
  /**
   * @param {string} name
   * @param {unknown} value
   */
  atlas(name, value) {
    awaited.get(name)?.(value);
  },
});

/**
 * One of the site's data files; null where there is none.
 * @param {string} name
 * @returns {Promise<any>}
 */
export function load(name) {
  const known = asked.get(name);
  if (known) return known;
  const coming = new Promise((resolve) => {
    awaited.set(name, resolve);
    const script = document.createElement("script");
    script.src = `data/${name}.js`;
    script.addEventListener("error", () => resolve(null));
    document.head.append(script);
  });
  asked.set(name, coming);
  return coming;
}

/**
 * What is told of one paper.
 * @param {Core} core
 * @param {number} row
 * @returns {Promise<PaperText>}
 */
export async function textOf(core, row) {
  const part = await load(`text-${Math.floor(row / core.part)}`);
  return part?.[row % core.part] ?? {};
}
