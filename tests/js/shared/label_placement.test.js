// Names cover few papers, never each other, and stay on the map.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isForZoom, placeLabels } from "../../../components/ui/shared/label_placement.js";

const SIZE = [400, 300];
const name = (x, y, width = 80, height = 20) => ({ at: [x, y], width, height });
const box = ([x, y], { width, height }) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];

test("a name stands in the middle of what it names where nothing is in its way", () => {
  assert.deepEqual(placeLabels([name(200, 150)], [], SIZE, true), [[200, 150]]);
});

test("a name goes to where it covers fewer papers", () => {
  const [[x, y]] = placeLabels([name(200, 150)], [[200, 150], [190, 150], [210, 152]], SIZE, true);
  assert.notDeepEqual([x, y], [200, 150]);
  assert.ok(Math.abs(y - 150) > 14, "beyond the papers, up or down");
  assert.equal(x, 200);
});

test("names do not meet: the more important one stays, another moves or is left out", () => {
  const names = Array.from({ length: 12 }, () => name(200, 150));
  const places = placeLabels(names, [], SIZE, false);
  const boxes = places.flatMap((place, index) => (place ? [box(place, names[index])] : []));
  assert.deepEqual(places[0], [200, 150]);
  assert.ok(boxes.length > 1 && boxes.length < 12);
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    assert.ok(!(a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]), `${a} meets ${b}`);
  }));
});

test("names stay on the map, those of what is out of view are left out", () => {
  const names = [name(2, 2), name(398, 298), name(-1, 50), name(50, 301), name(200, 100, 900)];
  const [first, last, left, below, wide] = placeLabels(names, [], SIZE, true);
  assert.deepEqual(first, [42, 10]);
  assert.deepEqual(last, [358, 290]);
  assert.deepEqual([left, below], [null, null]);
  assert.equal(wide[0], 452, "one that is wider than the map begins at its left");
});

test("only up and down where names may not move aside", () => {
  const papers = Array.from({ length: 40 }, (_, index) => [200, 100 + index * 3]);
  assert.equal(placeLabels([name(200, 150)], papers, SIZE, false)[0][0], 200);
});

test("areas have their turn on the whole map, topics when it is enlarged; without areas topics always", () => {
  const area = { area: true }, topic = { area: false };
  assert.deepEqual([1, 2, 3].map((zoom) => isForZoom(area, zoom, true)), [true, true, false]);
  assert.deepEqual([1, 1.4, 3].map((zoom) => isForZoom(topic, zoom, true)), [false, true, true]);
  assert.ok(isForZoom(topic, 1, false));
});
