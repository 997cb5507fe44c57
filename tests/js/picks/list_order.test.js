// Where something lands in a list that is put in order.

import assert from "node:assert/strict";
import { test } from "node:test";

import { movedAfter, neighbourAfterStep, stepOfKey } from "../../../components/ui/picks/list_order.js";

const ORDER = ["a", "b", "c", "d"];

test("a move puts one behind another, or first", () => {
  assert.deepEqual(movedAfter(ORDER, "a", "c"), ["b", "c", "a", "d"]);
  assert.deepEqual(movedAfter(ORDER, "d", ""), ["d", "a", "b", "c"]);
  assert.deepEqual(movedAfter(ORDER, "d", "a"), ["a", "d", "b", "c"]);
});

test("a move that means nothing changes nothing", () => {
  for (const [id, after] of [["x", "a"], ["a", "x"], ["a", "a"]]) assert.equal(movedAfter(ORDER, id, after), ORDER);
});

test("a step names the neighbour, and the ends stop it", () => {
  assert.equal(neighbourAfterStep(ORDER, "c", -1), "a");
  assert.equal(neighbourAfterStep(ORDER, "b", -1), "");
  assert.equal(neighbourAfterStep(ORDER, "b", 2), "d");
  for (const [id, by] of [["a", -1], ["d", 1], ["b", 0], ["x", 1]]) assert.equal(neighbourAfterStep(ORDER, id, by), undefined);
});

test("each step of each paper does what the order says", () => {
  for (const id of ORDER) {
    for (let by = -3; by <= 3; by++) {
      const after = neighbourAfterStep(ORDER, id, by);
      if (after !== undefined) assert.equal(movedAfter(ORDER, id, after).indexOf(id), ORDER.indexOf(id) + by);
    }
  }
});

test("arrow keys move by one, Home and End to the ends where the handle has the focus", () => {
  assert.equal(stepOfKey("ArrowUp", 2, 3, false), -1);
  assert.equal(stepOfKey("ArrowDown", 3, 3, false), 0);
  assert.equal(stepOfKey("Home", 2, 3, true), -2);
  assert.equal(stepOfKey("End", 1, 3, true), 2);
  assert.equal(stepOfKey("Home", 2, 3, false), undefined);
  assert.equal(stepOfKey("x", 2, 3, true), undefined);
});
