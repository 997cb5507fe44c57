// Which keys are in use, and which can be chosen.

import assert from "node:assert/strict";
import { test } from "node:test";

import { USUAL, LABELS, actionOf, forgetKeys, keyOf, readKeys, refusal, storageOf, storeKeys } from "../../../components/ui/picks/key_map.js";

const storage = (text = null) => ({
  getItem: () => text,
  setItem: (_, value) => { text = value; },
  removeItem: () => { text = null; },
});

test("the usual keys are different, and each action has a label", () => {
  assert.equal(new Set(Object.values(USUAL)).size, Object.keys(USUAL).length);
  assert.deepEqual(Object.keys(LABELS), Object.keys(USUAL));
  for (const [action, key] of Object.entries(USUAL)) assert.equal(refusal(USUAL, action, key), "");
});

test("what a visitor chose is read again, until it is forgotten", () => {
  const kept = storage();
  storeKeys(kept, { ...USUAL, starred: "f" });
  assert.equal(readKeys(kept).starred, "f");
  assert.equal(actionOf(readKeys(kept), "f"), "starred");
  assert.equal(actionOf(readKeys(kept), "s"), undefined);
  forgetKeys(kept);
  assert.deepEqual(readKeys(kept), USUAL);
});

for (const damaged of ["{", "null", "3", '{"starred": 5, "later": "ab", "destroy": "d", "__proto__": "p"}']) {
  test(`damaged settings leave the usual keys: ${damaged}`, () => assert.deepEqual(readKeys(storage(damaged)), USUAL));
}

test("a browser that refuses its storage leaves the usual keys", () => {
  const refusing = { getItem: () => { throw new Error("denied"); } };
  assert.deepEqual(readKeys(refusing), USUAL);
});

test("a key is refused that another action has, that Streamlit has, that rates, that is no sign", () => {
  assert.match(refusal(USUAL, "starred", "l"), /“l” is Later already/);
  for (const key of ["r", "c", "4", " ", "Enter", "ArrowUp", ""]) assert.match(refusal(USUAL, "starred", key), /cannot/);
  for (const key of ["s", "f", ".", "é"]) assert.equal(refusal(USUAL, "starred", key), "");
});

test("a frame that may not store keeps nothing and hangs nothing", () => {
  const nowhere = storageOf({ get localStorage() { throw new Error("SecurityError"); } });
  storeKeys(nowhere, { ...USUAL, starred: "f" });
  assert.deepEqual(readKeys(nowhere), USUAL);
  forgetKeys(nowhere);
  const full = { getItem: () => null, setItem: () => { throw new Error("QuotaExceededError"); }, removeItem: () => { throw new Error(); } };
  storeKeys(full, USUAL);
  forgetKeys(full);
});

const pressed = (key, code, shiftKey = false) => keyOf(USUAL, { key, code, shiftKey });

test("on a keyboard of another alphabet the places of the keys count", () => {
  assert.equal(pressed("ы", "KeyS"), "s");
  assert.equal(pressed("Ы", "KeyS", true), "s");
  assert.equal(pressed("о", "KeyJ"), "j");
  assert.equal(pressed("۱", "Digit1"), "1");
  assert.equal(pressed("ю", "Slash"), "/");
  assert.equal(pressed("…", "Slash", true), "?");
});

test("on a Latin keyboard the signs count, wherever they are, and a sign that was chosen always does", () => {
  assert.equal(pressed("s", "KeyO"), "s"); // Dvorak
  assert.equal(pressed("S", "KeyS", true), "s");
  assert.equal(pressed("Escape", "Escape"), "Escape");
  assert.equal(keyOf({ ...USUAL, starred: "ы" }, { key: "ы", code: "KeyS", shiftKey: false }), "ы");
});
