import assert from "node:assert/strict";
import test from "node:test";

import { partOf, readPart, rowsOf, ungap, wordsOf } from "../../../components/ui/site/words.js";

test("a query is split into words without case and accents, long ones left out", () => {
  assert.deepEqual(wordsOf("Müller’s GPT-4: “causal”"), ["muller", "s", "gpt", "4", "causal"]);
  assert.deepEqual(wordsOf("因果 推断"), ["因果", "推断"]);
  assert.deepEqual(wordsOf("विज्ञान और कारण"), ["वजञन", "और", "करण"]);
  assert.deepEqual(wordsOf(`x ${"a".repeat(31)}`), ["x"]);
  assert.deepEqual(wordsOf("  ·  "), []);
});

test("a word stands in the part of its first letter", () => {
  assert.equal(partOf("causal"), "c");
  assert.equal(partOf("4d"), "_");
  assert.equal(partOf("因果"), "_");
});

test("gaps of more than 127 take more bytes", () => {
  assert.deepEqual(ungap(Uint8Array.from([0])), [0]);
  assert.deepEqual(ungap(Uint8Array.from([5, 0, 0])), [5, 6, 7]);
  assert.deepEqual(ungap(Uint8Array.from([128 | 2, 1])), [130]);
  assert.deepEqual(ungap(Uint8Array.from([])), []);
});

test("all words that begin so are found, and those that almost every paper says are told", () => {
  const rows = Buffer.from([0, 1, 2, 5]).toString("base64");
  const part = readPart({ words: "cat causal cause", sizes: [1, 2, 1], rows, common: ["can"] });
  assert.deepEqual([...rowsOf(part, "cau").rows].sort(), [1, 4, 5]);
  assert.equal(rowsOf(part, "cau").everywhere, false);
  assert.deepEqual([...rowsOf(part, "cat").rows], [0]);
  assert.equal(rowsOf(part, "ca").everywhere, true);
  assert.equal(rowsOf(part, "dog").rows.size, 0);
  assert.equal(rowsOf(readPart({ words: "", sizes: [], rows: "", common: [] }), "a").rows.size, 0);
});
