// What a finger on the triage card means: a clear sweep aside decides, everything else leaves the card where it is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { swipeOf } from "../../../components/ui/picks/swipe.js";

const WIDTH = 340;
for (const [why, aside, down, milliseconds, decision] of [
  ["far to the right", 140, 10, 600, "starred"],
  ["far to the left", -140, -20, 600, "hidden"],
  ["short and slow", 60, 0, 600, null],
  ["short and quick", 60, 5, 90, "starred"],
  ["a touch", 4, 3, 60, null],
  ["quick but tiny", 20, 0, 10, null],
  ["a scroll", 100, 300, 300, null],
  ["as far down as aside", -150, 140, 400, null],
  ["still held", 140, 10, Infinity, "starred"],
]) {
  test(`a touch that goes ${why} means ${decision}`, () => {
    assert.equal(swipeOf(aside, down, milliseconds, WIDTH), decision);
  });
}
