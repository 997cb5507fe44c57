// Which key does what at the triage card: the usual keys, those that a visitor chose, and which of them can be chosen.

/** @type {Readonly<Record<string, string>>} action → its usual key */
export const USUAL = {
  next: "j", previous: "k", starred: "s", later: "l", hidden: "x", inbox: "i",
  tag: "t", note: "n", undo: "u", search: "/", help: "?",
};
/** @type {Readonly<Record<string, string>>} action → how it is called on the page */
export const LABELS = {
  next: "Next", previous: "Previous", starred: "Star", later: "Later", hidden: "Hide", inbox: "Undecided",
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
export function storeKeys(storage, keys) {
  try {
    storage.setItem(STORED, JSON.stringify(keys));
  } catch { // refused or full: the keys hold for as long as the page is open
  }
}

/** @param {Pick<Storage, "removeItem">} storage */
export function forgetKeys(storage) {
  try {
    storage.removeItem(STORED);
  } catch { // nothing is stored where storage is refused
  }
}

/**
 * The browser's storage, or one that keeps nothing: in a frame that may not store, a look at it is an error.
 * @param {{ localStorage: Storage }} page
 * @returns {Pick<Storage, "getItem" | "setItem" | "removeItem">}
 */
export function storageOf(page) {
  try {
    return page.localStorage ?? NOWHERE;
  } catch {
    return NOWHERE;
  }
}

const NOWHERE = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

/**
 * The key that was pressed. Where a keyboard writes another alphabet, the letter, digit or slash in that place of a
 * Latin one, unless the sign itself was chosen for something.
 * @param {Record<string, string>} keys
 * @param {Pick<KeyboardEvent, "key" | "code" | "shiftKey">} event
 */
export function keyOf(keys, event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key.length !== 1 || key.charCodeAt(0) < 0x80 || actionOf(keys, key)) return key;
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return /^(?:Key|Digit)(\w)$/.exec(event.code)?.[1].toLowerCase() ?? key;
}

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
