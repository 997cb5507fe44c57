// Papers of a map that come, and that cannot be read.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

globalThis.window = {};
const { default: receive, points } = await import("../../../components/ui/map/map_points.js");

beforeEach(() => {
  window.digestAtlasPoints = {};
});

test("papers that cannot be unpacked are told to the map that waits for them, which stays blank no longer", async () => {
  const waiting = points("one");
  receive({ data: new Uint8Array([1, 2, 3]) });
  await assert.rejects(waiting);
});

test("what comes after it is taken", async () => {
  const waiting = points("one");
  receive({ data: new Uint8Array([1, 2, 3]) });
  await assert.rejects(waiting);
  let taken = false;
  points("one").then(() => { taken = true; });
  window.digestAtlasPoints.one.resolve({ key: "one" });
  await points("one");
  assert.equal(taken, true);
});

test("nothing is said of no data, and nobody needs to wait", async () => {
  receive({ data: null });
  receive({ data: new Uint8Array([9]) });
  await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual(window.digestAtlasPoints, {});
});
