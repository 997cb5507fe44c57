// What the triage card knows and decides, without a page: the queue and the place in it, what the visitor did that the
// server has not confirmed, what undo takes back, the shortlist's order. Every action takes effect here at once and goes
// to the server as a numbered one, sent again with each later one until it is confirmed; the server does each once.

import { movedAfter } from "./list_order.js";

/**
 * @typedef {import("./triage_data.js").Row} Row
 * @typedef {import("./triage_data.js").ServerState} ServerState
 * @typedef {import("./triage_data.js").ServerShortlist} ServerShortlist
 *
 * @typedef {[number: number, paperId: string, verb: string, value: string | number]} PendingAction
 *
 * @typedef {{ id: string, number?: number, order?: string[] } & (
 *   { what: "decision", before: string | undefined } | { what: "rating", before: number } |
 *   { what: "tags", before: string[] } | { what: "note", before: string } | { what: "place" }
 * )} UndoStep what undo takes back: a paper's value before, and the shortlist's order where that changed
 */

/** @type {Readonly<Record<string, string>>} decision → the sentence that confirms it */
export const DECISIONS = { starred: "Starred", later: "Kept for later", hidden: "Hidden", inbox: "Back in the inbox" };
const AHEAD = 3; // cards that should still lie ahead before more are asked for
export const MOST_SENT = 500; // actions the server takes at once

export class TriageState {
  /**
   * @param {string} clientSessionId 16 hex digits of this card on this page
   * @param {{ changed: () => void, send: (text: string) => void }} on `changed` is called when there is something else
   *   to show, `send` with what goes to the server
   */
  constructor(clientSessionId, on) {
    this.clientSessionId = clientSessionId;
    this.on = on;
    /** @type {ServerState | null} */
    this.server = null;
    /** @type {ServerShortlist | null} */
    this.list = null;
    /** @type {Map<string, Row>} the queue's papers as they are with what is pending */
    this.papers = new Map();
    /** @type {string[]} the shortlist's order with what is pending */
    this.order = [];
    /** @type {PendingAction[]} what the server has not confirmed */
    this.pending = [];
    /** @type {UndoStep[]} */
    this.undoSteps = [];
    this.number = 0; // of the last action
    this.index = 0; // the place in the queue; its length where nothing is left
    /** @type {string | undefined} the paper at that place */
    this.current = undefined;
    /** @type {string | null} a paper to go to as soon as it is dealt */
    this.wanted = null;
    /** @type {string | undefined} the last paper of the queue when more were asked for */
    this.askedAfter = undefined;
    this.unsent = false; // there was more than the server takes at once
    this.saving = false;
    this.message = "";
  }

  /** The queue; empty before the server has sent one. */
  get queue() {
    return this.server?.queue ?? [];
  }

  get row() {
    return /** @type {Row | undefined} */ (this.queue[this.index]);
  }

  /** The open paper with what is pending. */
  get paper() {
    return this.row && this.papers.get(this.row.id);
  }

  /** Only the page knows the state of papers while the server has not confirmed an undo. */
  get undoIsPending() {
    return this.pending.some(([, , verb]) => verb === "undo");
  }

  /**
   * The shortlist as the server has it. What it has not confirmed is done to it again.
   * @param {ServerShortlist} list
   */
  receiveShortlist(list) {
    this.list = list;
    if (this.server && !this.undoIsPending) this.resetOrder(list);
  }

  /**
   * The queue with the state of each paper, what is confirmed, progress.
   * @param {ServerState} server
   */
  receive(server) {
    if (server === this.server) return this.update(); // more cards, nothing else
    const isOther = this.server?.queue_key !== server.queue_key;
    this.server = server;
    const isOurs = server.client_session_id === this.clientSessionId;
    const before = this.pending.length;
    if (isOurs) this.pending = this.pending.filter(([number]) => number > server.confirmed);
    const kept = this.undoIsPending ? this.papers : null;
    this.papers = new Map(server.queue.map((row) => [row.id, kept?.get(row.id) ?? { ...row, tags: [...row.tags] }]));
    if (!kept) {
      for (const [, id, verb, value] of this.pending) this.apply(id, verb, value);
      if (this.list) this.resetOrder(this.list);
    }
    this.index = isOther ? this.firstIndex(server) : this.keptIndex(server);
    if (isOther) this.undoSteps = [];
    const wanted = this.indexOf(this.wanted);
    if (wanted >= 0) {
      this.index = wanted;
      this.wanted = null;
    }
    if (server.error && isOurs) this.message = server.error;
    else if (!this.pending.length && this.saving) this.message = server.message || this.message;
    this.saving = this.pending.length > 0;
    this.update();
    if (isOurs && before > this.pending.length && this.unsent) this.report(); // the rest, without waiting for a key
  }

  /** @param {string | null | undefined} id */
  indexOf(id) {
    return this.queue.findIndex((row) => row.id === id);
  }

  /** @param {ServerState} server */
  firstIndex(server) {
    const open = this.indexOf(this.current ?? server.open);
    return open >= 0 ? open : Math.max(0, this.indexOf(server.open));
  }

  /** @param {ServerState} server */
  keptIndex(server) {
    const here = this.indexOf(this.current);
    if (here >= 0) return here;
    return this.current ? Math.min(this.index, server.queue.length) : this.index;
  }

  /** @param {ServerShortlist} list */
  resetOrder(list) {
    this.order = list.shortlist.map(([id]) => id);
    for (const [, id, verb, value] of this.pending) this.applyToOrder(id, verb, value);
  }

  /** Show what changed; where nothing is left ask for more, once. */
  update() {
    this.current = this.row?.id;
    this.on.changed();
    const last = this.queue.at(-1)?.id;
    if (!this.row && this.server?.more && !this.pending.length && this.askedAfter !== last) {
      this.askedAfter = last;
      this.report();
    }
  }

  /**
   * Do an action to the paper here.
   * @param {string} id
   * @param {string} verb
   * @param {string | number} value
   */
  apply(id, verb, value) {
    const paper = this.papers.get(id);
    if (!paper) return;
    const text = String(value);
    if (verb in DECISIONS) paper.decision = verb;
    else if (verb === "rate") paper.rating = Number(value);
    else if (verb === "note") paper.note = text;
    else if (verb === "tag" && !paper.tags.some((name) => name.toLowerCase() === text.toLowerCase())) paper.tags.push(text);
    else if (verb === "untag") paper.tags = paper.tags.filter((name) => name !== text);
  }

  /**
   * Do an action to the shortlist here.
   * @param {string} id
   * @param {string} verb
   * @param {string | number} [value]
   */
  applyToOrder(id, verb, value = "") {
    if (verb === "move") this.order = movedAfter(this.order, id, String(value));
    else if (verb === "starred") this.order = this.order.includes(id) ? this.order : [...this.order, id];
    else if (verb in DECISIONS) this.order = this.order.filter((each) => each !== id);
  }

  /**
   * Show what an action changed here, then send it.
   * @param {string} id
   * @param {string} verb
   * @param {string | number} value
   */
  submit(id, verb, value) {
    this.update();
    this.pending.push([++this.number, id, verb, value]);
    this.saving = true;
    this.report();
  }

  /** Send what is not confirmed, as much as the server takes, and where the visitor is. */
  report() {
    const actions = this.pending.slice(0, MOST_SENT);
    this.unsent = actions.length < this.pending.length;
    this.on.send(
      JSON.stringify({ client_session_id: this.clientSessionId, at: this.current ?? "", actions }),
    );
  }

  /**
   * Decide about the open paper and go on; the decision it has already puts it back into the inbox.
   * @param {string} verb
   */
  toggleDecision(verb) {
    const paper = this.paper;
    if (!paper) return;
    const decision = paper.decision === verb ? "inbox" : verb;
    if (paper.decision === decision) return;
    if (decision !== "inbox") this.index += 1;
    this.decide(paper.id, decision);
  }

  /**
   * @param {string} id
   * @param {string} decision
   */
  decide(id, decision) {
    const paper = this.papers.get(id); // none where the paper was never dealt to this card
    this.remember({ id, what: "decision", before: paper?.decision, order: this.order });
    if (paper) paper.decision = decision;
    this.applyToOrder(id, decision);
    this.message = DECISIONS[decision];
    this.submit(id, decision, "");
  }

  /**
   * Put a paper of the shortlist right behind another one, "" for the first place.
   * @param {string} id
   * @param {string} after
   */
  place(id, after) {
    this.remember({ id, what: "place", order: this.order });
    this.applyToOrder(id, "move", after);
    this.message = "Moved";
    this.submit(id, "move", after);
  }

  /**
   * Go to a paper of the shortlist: at once where it was dealt, else as soon as it is.
   * @param {string} id
   */
  goTo(id) {
    const here = this.indexOf(id);
    if (here >= 0) {
      this.index = here;
      return this.update();
    }
    this.wanted = id;
    this.submit(id, "open", "");
  }

  /** @param {number} value 1 to 5; the rating it has already takes it away */
  rate(value) {
    const paper = this.paper;
    if (!paper) return;
    this.remember({ id: paper.id, what: "rating", before: paper.rating });
    paper.rating = paper.rating === value ? 0 : value;
    this.message = paper.rating ? `Rated ${paper.rating} of 5` : "Rating removed";
    this.submit(paper.id, "rate", paper.rating);
  }

  /**
   * @param {string} name
   * @param {"tag" | "untag"} verb
   */
  tag(name, verb = "tag") {
    const paper = this.paper;
    if (!paper) return;
    this.remember({ id: paper.id, what: "tags", before: [...paper.tags] });
    this.apply(paper.id, verb, name);
    this.message = verb === "tag" ? `Tagged “${name}”` : `Tag “${name}” removed`;
    this.submit(paper.id, verb, name);
  }

  /**
   * @param {string} id
   * @param {string} text "" for no note
   */
  note(id, text) {
    const paper = this.papers.get(id);
    if (!paper || text === paper.note) return;
    this.remember({ id, what: "note", before: paper.note });
    paper.note = text;
    this.message = text ? "Note saved" : "Note removed";
    this.submit(id, "note", text);
  }

  /**
   * Keep what undo would take back: the step that the action about to be sent makes.
   * @param {UndoStep} step
   */
  remember(step) {
    this.undoSteps.push({ ...step, number: this.number + 1 });
  }

  /** Take the last action back: what was done here at once; beyond that the server knows, and says what it was. */
  undo() {
    const step = this.undoSteps.pop();
    if (step) {
      this.takeBack(step);
      const index = this.indexOf(step.id);
      if (index >= 0 && step.what !== "place") this.index = index;
    }
    this.message = step ? "Undone" : "Undoing …";
    this.submit(step ? step.id : "", "undo", step ? String(step.number) : "");
  }

  /** @param {UndoStep} step */
  takeBack(step) {
    const paper = this.papers.get(step.id);
    if (step.order) this.order = step.order;
    if (!paper || step.what === "place") return;
    if (step.what === "decision") paper.decision = step.before ?? paper.decision;
    else if (step.what === "rating") paper.rating = step.before;
    else if (step.what === "tags") paper.tags = step.before;
    else paper.note = step.before;
  }

  /**
   * Go on or back by some papers; more are asked for before they run out.
   * @param {number} by
   */
  move(by) {
    const to = this.index + by;
    if (to < 0 || to > this.queue.length) return;
    this.index = to;
    this.message = "";
    this.update();
    if (this.queue.length - this.index <= AHEAD && this.server?.more && !this.pending.length) this.report();
  }
}
