// The part of the map in view: it fills its box, is enlarged about a point, and never leaves the papers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { rowAt } from "../../../components/ui/map/map_card.js";
import { namesAt, pixelsOf } from "../../../components/ui/map/map_names.js";
import { NEAREST, fitted, isSame, moved, wholeView, zoomOf, zoomed } from "../../../components/ui/map/map_view.js";

const PAPERS = { x: [-1, 1], y: [-0.5, 0.5] };
const box = (width, height, free = 0) => ({ width, height, left: free, right: free, top: free, bottom: free });
const close = (one, other) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`);

for (const [width, height] of [[800, 600], [1400, 500], [345, 500], [200, 900]]) {
  test(`all papers lie in a box of ${width} × ${height}, at the edge of the free part in one direction at least`, () => {
    const whole = wholeView(PAPERS, box(width, height, 20)), at = pixelsOf(whole, width, height);
    const [left, top] = at(-1, 0.5), [right, bottom] = at(1, -0.5);
    assert.ok(left >= 20 - 1e-9 && top >= 20 - 1e-9 && right <= width - 20 + 1e-9 && bottom <= height - 20 + 1e-9);
    close(Math.min(left, top), 20);
    const stretch = ((right - left) / 2) / (bottom - top);
    assert.ok(stretch < 1.91 && stretch > 1 / 1.91, `${stretch}`);
    close(left, width - right);
  });
}

test("what is under the mouse stays there while the wheel turns, and the way back ends at the whole map", () => {
  const whole = { x: [0, 10], y: [0, 5] };
  let view = zoomed(whole, whole, 3, 0.3, 0.8);
  close(zoomOf(whole, view), 3);
  close(view.x[0] + 0.3 * (view.x[1] - view.x[0]), 3);
  close(view.y[0] + 0.8 * (view.y[1] - view.y[0]), 4);
  assert.ok(isSame(zoomed(view, whole, 0.01, 0.9, 0.1), whole));
  for (let turn = 0; turn < 50; turn++) view = zoomed(view, whole, 2, 0.5, 0.5);
  close(zoomOf(whole, view), NEAREST);
});

test("a drag ends where the papers end", () => {
  const whole = { x: [0, 10], y: [0, 5] }, view = { x: [4, 6], y: [2, 3] };
  assert.deepEqual(moved(view, whole, 0.5, -0.5), { x: [5, 7], y: [1.5, 2.5] });
  assert.deepEqual(moved(view, whole, 9, -9), { x: [8, 10], y: [0, 1] });
  assert.deepEqual(moved(whole, whole, 0.2, 0.2), whole);
});

test("a part that an address names gets the shape of this box, around the same middle", () => {
  const whole = { x: [0, 10], y: [0, 5] };
  assert.deepEqual(fitted({ x: [4, 6], y: [2, 3] }, whole), { x: [4, 6], y: [2, 3] });
  assert.deepEqual(fitted({ x: [4, 6], y: [0, 5] }, whole), whole);
  assert.ok(isSame(fitted({ x: [-900, 900], y: [-9, 9] }, whole), whole));
});

test("a finger meets what a mouse misses; what filters leave out is met by neither", () => {
  const map = { ids: ["a", "b", "c"], x: [10, 40, 12], y: [10, 10, 10], shown: [1, 1, 0], open: "" };
  const at = (x, y) => [x, y];
  assert.equal(rowAt(map, at, 12, 10, false), 0);
  assert.equal(rowAt(map, at, 25, 25, false), -1);
  assert.equal(rowAt(map, at, 26, 20, true), 1);
  assert.equal(rowAt({ ...map, open: "c" }, at, 13, 10, false), 2);
});

test("why papers are near comes first, then areas, then topics that do not repeat an area's name", () => {
  const map = {
    open: "p", nearest: ["a", "gone", "b"], why: ["Mamba", "x", ""], row: new Map([["a", 0], ["b", 1]]), x: [1, 2], y: [1, 2],
    labels: [["Vision", true], ["Vision", false], ["Speech", false]].map(([text, area]) => ({ text, area, x: 0, y: 0, shown: true })),
  };
  const names = (zoom) => namesAt(map, zoom).map(({ kind, text }) => `${kind} ${text}`);
  assert.deepEqual(names(1), ["why Mamba", "area Vision", "topic Speech"]);
  assert.deepEqual(names(4), ["why Mamba", "topic Vision", "topic Speech"]);
  assert.deepEqual(namesAt({ ...map, open: "" }, 4).length, 2);
});
