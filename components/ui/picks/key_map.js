// Which key does what at the triage card: the usual keys, those that a visitor chose, and which of them can be chosen.

/** @type {Readonly<Record<string, string>>} action → its usual key */
export const USUAL = {
  next: "j", previous: "k", starred: "s", later: "l", hidden: "x", inbox: "i",
  tag: "t", note: "n", undo: "u", search: "/", help: "?",
};
/** @type {Readonly<Record<string, string>>} action → how it is called on the page */
export const LABELS = {
  next: "Next", previous: "Previous", starred: "Star", later: "Later", hidden: "Hide", inbox: "Inbox",
  tag: "Tag", note: "Note", undo: "Undo", search: "Search", help: "Keys",
};
const RESERVED = new Set(["r", "c"]); // Streamlit's own: run again, clear the cache
const STORED = "digest-atlas-keys";

/**
 * The keys in use: the usual ones, or those that the visitor chose.
 * @param {Pick<Storage, "getItem">} storage
 * @returns {Record<string, string>}
 */
export function readKeys(storage) {
  try {
    const stored = Object.entries(JSON.parse(storage.getItem(STORED) ?? "{}"));
    const valid = stored.filter(([action, key]) => Object.hasOwn(USUAL, action) && typeof key === "string" && key.length === 1);
    return { ...USUAL, ...Object.fromEntries(valid) };
  } catch {
    return { ...USUAL };
  }
}

/**
 * @param {Pick<Storage, "setItem">} storage
 * @param {Record<string, string>} keys
 */
export const storeKeys = (storage, keys) => storage.setItem(STORED, JSON.stringify(keys));

/** @param {Pick<Storage, "removeItem">} storage */
export const forgetKeys = (storage) => storage.removeItem(STORED);

/**
 * The action of a key.
 * @param {Record<string, string>} keys
 * @param {string} key
 * @returns {string | undefined}
 */
export const actionOf = (keys, key) => Object.keys(keys).find((action) => keys[action] === key);

/**
 * Why an action cannot have this key, in a sentence; "" where it can.
 * @param {Record<string, string>} keys
 * @param {string} action
 * @param {string} key
 */
export function refusal(keys, action, key) {
  const other = actionOf(keys, key);
  if (other && other !== action) return `“${key}” is ${LABELS[other]} already.`;
  const possible = key.length === 1 && !RESERVED.has(key) && !/[0-9\s]/.test(key);
  return possible ? "" : "This key cannot be taken: choose a letter or a sign.";
}
