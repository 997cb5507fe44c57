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

test("areas have their turn while much of the map is in view, topics always", () => {
  assert.deepEqual([1, 2, 3].map((zoom) => isForZoom({ area: true }, zoom)), [true, true, false]);
  assert.deepEqual([1, 3].map((zoom) => isForZoom({ area: false }, zoom)), [true, true]);
});

test("a name covers a paper or two sooner than it goes so far that it seems to name something else", () => {
  const few = [[200, 150]], many = Array.from({ length: 900 }, (_, index) => [(index % 30) * 13, Math.floor(index / 30) * 10]);
  for (const papers of [few, many]) {
    const [[x, y]] = placeLabels([name(200, 150)], papers, SIZE, true);
    assert.ok(Math.abs(x - 200) + Math.abs(y - 150) < 90, `${x}, ${y}`);
  }
});

test("a name that finds no place without covering more papers than it may is left out", () => {
  const papers = Array.from({ length: 900 }, (_, index) => [(index % 30) * 13, Math.floor(index / 30) * 10]);
  assert.deepEqual(placeLabels([name(200, 150)], papers, SIZE, true, 1), [null]);
  assert.deepEqual(placeLabels([name(200, 150)], [[200, 150]], SIZE, false, 0), [[200, 134]]);
});
