// What Python packs is unpacked as it was, and back.

import assert from "node:assert/strict";
import { test } from "node:test";

import { packRows, unpackGroups, unpackMarks, unpackPapers, unpackRows } from "../../../components/ui/map/packing.js";

const base64 = (values) => Buffer.from(values.buffer).toString("base64");

test("places come back to a step of the scale", () => {
  const packed = {
    key: "k", ids: ["a", "b"], titles: ["A", "B"], gists: [], scale: 16_000, topic: [0, 0], topics: ["t"],
    x: base64(Int16Array.of(-32_767, 16_000)), y: base64(Int16Array.of(0, 1)), range: { x: [-2, 2], y: [-2, 2] },
  };
  const papers = unpackPapers(packed);
  assert.ok(Math.abs(papers.x[0] + 32_767 / 16_000) < 1e-6);
  assert.deepEqual([papers.x[1], papers.y[0]], [1, 0]);
  assert.equal(papers.row.get("b"), 1);
  assert.deepEqual(papers.titles, ["A", "B"]);
});

test("groups are one byte a paper or two", () => {
  assert.deepEqual([...unpackGroups(base64(Uint8Array.of(0, 255)), false)], [0, 255]);
  assert.deepEqual([...unpackGroups(base64(Uint16Array.of(0, 256, 65_535)), true)], [0, 256, 65_535]);
});

test("marks are a bit each", () => {
  const { shown, solid, starred, provisional } = unpackMarks(base64(Uint8Array.of(0b0001, 0b1010, 0b1111)));
  assert.deepEqual([shown, solid, starred, provisional].map((mark) => [...mark]), [[1, 0, 1], [0, 1, 1], [0, 0, 1], [0, 1, 1]]);
});

test("rows are packed in runs, whatever their order", () => {
  assert.equal(packRows([12, 3, 4, 5, 9, 8]), "3-5,8-9,12");
  assert.equal(packRows([]), "");
  assert.deepEqual(unpackRows(""), []);
  assert.deepEqual(unpackRows("3-5,8-9,12"), [3, 4, 5, 8, 9, 12]);
});

test("any set of rows comes back", () => {
  let seed = 1;
  for (let round = 0; round < 200; round++) {
    const rows = Array.from({ length: 60 }, (_, row) => row).filter(() => (seed = (seed * 16_807) % 2_147_483_647) % 3);
    assert.deepEqual(unpackRows(packRows(rows)), rows);
  }
});
