import assert from "node:assert/strict";
import test from "node:test";

import { readState, writeState } from "../../../components/ui/site/site_state.js";

test("a view is its address and comes back from it", () => {
  const state = { page: "map", query: "a & b=c #d", topic: "x-y", area: "Ä, b", year: "2024", kind: "code", sort: "date", paper: "arxiv-1" };
  assert.deepEqual(readState(writeState(state)), state);
});

test("an address that asks for nothing known shows the overview", () => {
  for (const hash of ["", "#", "#nonsense", "#__proto__", "#overview?sort=up"]) {
    const state = readState(hash);
    assert.equal(state.page, "overview", hash);
    assert.equal(state.sort, "", hash);
    assert.equal(writeState(state), "#overview");
  }
});

test("the address of a paper's page opens it on the map", () => {
  const state = readState("#paper=arxiv-2404.06773");
  assert.equal(state.page, "map");
  assert.equal(state.paper, "arxiv-2404.06773");
});
