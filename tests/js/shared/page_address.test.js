// Addresses of pages: one parameter more, the others as they were.

import assert from "node:assert/strict";
import { test } from "node:test";

import { withParameter } from "../../../components/ui/shared/page_address.js";

test("a parameter is added, and replaced where it is there", () => {
  assert.equal(withParameter("", "view", "decide"), "view=decide");
  assert.equal(withParameter("q=a+b&topic=x&topic=y", "view", "decide"), "q=a+b&topic=x&topic=y&view=decide");
  assert.equal(withParameter("view=list&q=%26", "view", "decide"), "view=decide&q=%26");
});
