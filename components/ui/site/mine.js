// A visitor's stars and notes: kept in their browser, and given as a file that the atlas takes back (Picks → Backup).

/** @typedef {{ starred?: boolean, note?: string }} Mine */

const KEY = `digest-atlas ${location.pathname}`;

/** @returns {Record<string, Mine>} by paper id */
export function mine() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
  } catch {
    return {};
  }
}

/**
 * @param {string} id
 * @param {Mine} change
 */
export function keep(id, change) {
  const all = mine();
  const own = { ...all[id], ...change };
  if (own.starred || own.note) all[id] = own;
  else delete all[id];
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    return false; // a browser that keeps nothing
  }
  return true;
}

/**
 * The stars and notes as JSON lines, in the form of the atlas's own export.
 * @param {Record<string, Mine>} all
 * @param {(id: string) => string} titleOf
 */
export const asLines = (all, titleOf) =>
  Object.entries(all)
    .map(([id, { starred, note }]) =>
      JSON.stringify({
        schema: "digest-atlas-paper/1",
        paper_id: id,
        title: titleOf(id),
        arxiv_id: id.startsWith("arxiv:") ? id.slice(6) : "",
        decision: starred ? "starred" : "inbox",
        note: note ?? "",
      }),
    )
    .join("\n");
