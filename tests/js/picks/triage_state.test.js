// Pending actions, undo and the way through the queue.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { MOST_SENT, TriageState } from "../../../components/ui/picks/triage_state.js";

const ME = "0123456789abcdef";
let state, sent, shown;

const row = (id, changes = {}) => ({ id, decision: "inbox", rating: 0, tags: [], note: "", ...changes });
const server = (changes = {}) => ({
  queue_key: "one", queue: ["a", "b", "c"].map((id) => row(id)), more: false, open: "a", end: "", progress: "", names: [],
  client_session_id: "", confirmed: 0, message: "", error: "", ...changes,
});
const confirmed = (number, changes = {}) => server({ client_session_id: ME, confirmed: number, ...changes });
const last = () => JSON.parse(sent.at(-1));
const list = (...ids) => ({ shortlist: ids.map((id) => [id, id.toUpperCase()]), editable: true });

beforeEach(() => {
  sent = [];
  shown = 0;
  state = new TriageState(ME, { changed: () => shown++, send: (text) => sent.push(text) });
  state.receiveShortlist(list());
  state.receive(server());
});

test("a decision is shown at once, goes on to the next paper and is sent with a number", () => {
  state.toggleDecision("starred");
  assert.equal(state.papers.get("a").decision, "starred");
  assert.equal(state.current, "b");
  assert.equal(state.message, "Starred");
  assert.deepEqual(last(), { client_session_id: ME, at: "b", actions: [[1, "a", "starred", ""]] });
});

test("actions are sent again until they are confirmed, each with the number it had", () => {
  state.toggleDecision("starred");
  state.toggleDecision("hidden");
  assert.deepEqual(last().actions, [[1, "a", "starred", ""], [2, "b", "hidden", ""]]);
  state.receive(confirmed(1, { queue: [row("a", { decision: "starred" }), row("b"), row("c")] }));
  assert.deepEqual(state.pending, [[2, "b", "hidden", ""]]);
  assert.equal(state.papers.get("b").decision, "hidden", "what is not confirmed is done to the server's state again");
  assert.ok(state.saving);
  state.receive(confirmed(2));
  assert.deepEqual(state.pending, []);
  assert.ok(!state.saving);
});

test("what the server confirms of another card confirms nothing here", () => {
  state.toggleDecision("later");
  state.receive(server({ client_session_id: "f".repeat(16), confirmed: 9, error: "not for us" }));
  assert.equal(state.pending.length, 1);
  assert.equal(state.message, "Kept for later");
});

test("an error of the server is shown", () => {
  state.tag("-no");
  state.receive(confirmed(1, { error: "“-no” cannot be a tag." }));
  assert.equal(state.message, "“-no” cannot be a tag.");
  assert.deepEqual(state.paper.tags, []);
});

test("the decision that a paper has already puts it back into the inbox and stays there", () => {
  state.toggleDecision("starred");
  state.move(-1);
  state.toggleDecision("starred");
  assert.equal(state.papers.get("a").decision, "inbox");
  assert.equal(state.current, "a");
  state.toggleDecision("inbox");
  assert.equal(state.number, 2, "a paper in the inbox is not put there again");
});

test("undo takes back step by step, goes to the paper and keeps the state here until the server has done it", () => {
  state.toggleDecision("starred");
  state.rate(4);
  state.tag("to read");
  state.note("b", "Ask Ana");
  for (const expected of [["", ["to read"], 4], ["", [], 4], ["", [], 0]]) {
    state.undo();
    const { note, tags, rating } = state.papers.get("b");
    assert.deepEqual([note, tags, rating], expected);
  }
  state.undo();
  assert.equal(state.papers.get("a").decision, "inbox");
  assert.equal(state.current, "a");
  assert.deepEqual(state.order, []);
  assert.equal(last().actions.length, 8);
  // The server has done the first four only: what it says of the papers is older than what is shown.
  state.receive(confirmed(4, { queue: [row("a", { decision: "starred" }), row("b", { rating: 4, note: "Ask Ana" }), row("c")] }));
  assert.equal(state.papers.get("a").decision, "inbox");
  assert.equal(state.papers.get("b").note, "");
  state.receive(confirmed(8, { message: "Undone: Starred 1 paper" }));
  assert.equal(state.message, "Undone: Starred 1 paper");
  assert.deepEqual(state.pending, []);
});

test("undo names its own step, so that another tab's stays", () => {
  state.toggleDecision("starred");
  state.rate(4);
  state.undo();
  assert.deepEqual(last().actions.at(-1), [3, "b", "undo", "2"]);
  state.undo();
  assert.deepEqual(last().actions.at(-1), [4, "a", "undo", "1"]);
});

test("actions beyond what the server takes at once are sent as soon as the first are confirmed", () => {
  for (let turn = 0; turn < MOST_SENT + 20; turn++) state.rate((turn % 5) + 1);
  assert.equal(last().actions.length, MOST_SENT);
  const before = sent.length;
  state.receive(confirmed(MOST_SENT));
  assert.equal(sent.length, before + 1);
  assert.deepEqual(last().actions.map(([number]) => number), Array.from({ length: 20 }, (_, turn) => MOST_SENT + turn + 1));
  state.receive(confirmed(MOST_SENT + 20));
  assert.equal(sent.length, before + 1);
});

test("undo beyond what was done here is asked of the server", () => {
  state.undo();
  assert.deepEqual(last().actions, [[1, "", "undo", ""]]);
  assert.equal(state.message, "Undoing …");
});

test("another queue forgets what undo would take back here and begins with the open paper", () => {
  state.rate(3);
  state.receive(confirmed(1, { queue_key: "two", queue: [row("x"), row("y")], open: "y" }));
  assert.deepEqual(state.undoSteps, []);
  assert.equal(state.current, "y");
});

test("a queue that comes again keeps the place by its paper", () => {
  state.move(1);
  state.receive(server({ queue: ["b", "c", "d"].map((id) => row(id)) }));
  assert.equal(state.current, "b");
  state.receive(server({ queue: ["c", "d"].map((id) => row(id)) }));
  assert.equal(state.current, "c", "where the paper is gone the place stays");
});

test("tags are the same in capitals and small letters", () => {
  state.tag("LLM");
  state.tag("llm");
  assert.deepEqual(state.paper.tags, ["LLM"]);
  state.tag("LLM", "untag");
  assert.deepEqual(state.paper.tags, []);
});

test("a rating is taken away by the same number; a note that did not change is not sent", () => {
  state.rate(4);
  state.rate(4);
  assert.equal(state.paper.rating, 0);
  state.note("a", "");
  assert.equal(state.number, 2);
});

test("the shortlist follows decisions and moves, the server's order with what is pending", () => {
  state.receiveShortlist(list("x", "y"));
  state.toggleDecision("starred");
  assert.deepEqual(state.order, ["x", "y", "a"]);
  state.place("a", "");
  assert.deepEqual(state.order, ["a", "x", "y"]);
  state.receiveShortlist(list("y", "x"));
  assert.deepEqual(state.order, ["a", "y", "x"]);
  state.decide("x", "inbox"); // a paper that was never dealt to this card
  assert.deepEqual(state.order, ["a", "y"]);
  state.undo();
  assert.deepEqual(state.order, ["a", "y", "x"]);
  state.undo();
  assert.deepEqual(state.order, ["x", "y", "a"], "as it was before that move; the server's answer has the order it keeps");
});

test("a paper of the shortlist is opened at once where it was dealt, else as soon as it is", () => {
  state.goTo("c");
  assert.equal(state.current, "c");
  assert.equal(sent.length, 0);
  state.goTo("far");
  assert.deepEqual(last().actions, [[1, "far", "open", ""]]);
  state.receive(confirmed(1, { queue: ["a", "b", "c", "far"].map((id) => row(id)) }));
  assert.equal(state.current, "far");
});

test("more papers are asked for before they run out, and once at the end", () => {
  state.receive(server({ more: true, queue: ["a", "b", "c", "d", "e"].map((id) => row(id)) }));
  state.move(1);
  assert.equal(sent.length, 0);
  state.move(1);
  assert.deepEqual(last(), { client_session_id: ME, at: "c", actions: [] });
  for (let count = 0; count < 3; count++) state.move(1);
  assert.equal(state.current, undefined);
  const before = sent.length;
  state.receive(server({ more: true, queue: ["a", "b", "c", "d", "e"].map((id) => row(id)) }));
  assert.equal(sent.length, before, "the end asked already");
  state.move(1);
  assert.equal(state.index, 5, "there is nothing beyond the end");
});

test("nothing happens before the server has sent a queue", () => {
  const early = new TriageState(ME, { changed: () => undefined, send: () => assert.fail("nothing is sent") });
  early.toggleDecision("starred");
  early.rate(3);
  early.move(1);
  assert.equal(early.pending.length, 0);
});
