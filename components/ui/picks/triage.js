// The triage card: one paper at a time, decided by one key. What happens at a key is decided in `triage_state.js`; this
// module draws it and listens to the visitor. Everything from a digest is set as text, never as HTML.

import { find, make } from "../shared/elements.js";
import { Shortlist } from "./shortlist.js";
import { swipes } from "./swipe.js";
import { CHANGED, triageData } from "./triage_data.js";
import { KeyList } from "./triage_keys.js";
import { DECISIONS, TriageState } from "./triage_state.js";

/**
 * @typedef {import("./triage_data.js").Card} Card
 * @typedef {import("./triage_data.js").Row} Row
 */

/** Where keys belong to what is typed or chosen, not to the card. */
const TYPING = "input, textarea, select, [contenteditable=true], [role=dialog], [role=listbox]";
const WIDE = "(min-width: 981px)"; // the shortlist stands beside the card; on a phone below it, folded

/** 16 hex digits that no other card has. */
function newClientSessionId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {HTMLElement} element
 * @param {string[]} pieces plain, marked, plain, …
 */
function setMarked(element, pieces) {
  element.replaceChildren(...pieces.map((piece, index) => (index % 2 ? make("mark", "", piece) : piece)));
}

class Triage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {(text: string) => void} */
    this.send = () => undefined;
    this.state = new TriageState(newClientSessionId(), { changed: () => this.show(), send: (text) => this.send(text) });
    /** @type {string | undefined} the paper that is shown */
    this.shown = undefined;
    /** @type {Map<string, string>} titles of the shortlist */
    this.titles = new Map();
    const focusCard = () => this.part("card").focus({ preventScroll: true });
    this.keys = new KeyList(root, focusCard);
    const list = /** @type {HTMLDetailsElement} */ (find(root, ".atlas-shortlist"));
    list.open = window.matchMedia(WIDE).matches;
    this.shortlist = new Shortlist(list, {
      move: (id, after) => this.state.place(id, after),
      remove: (id) => this.state.decide(id, "inbox"),
      open: (id) => this.state.goTo(id),
    });
    this.tagging = /** @type {HTMLInputElement} */ (this.part("tagging"));
    this.noting = /** @type {HTMLTextAreaElement} */ (this.part("noting"));
    this.stars = [1, 2, 3, 4, 5].map((value) => this.star(value));
    this.part("rating").replaceChildren(...this.stars);
    this.listenToFields();
    swipes(this.part("card"), (decision) => {
      if (this.state.paper?.decision === decision) this.state.move(1); // it is so already
      else this.act(decision);
    });
    for (const button of this.buttons()) {
      button.onclick = () => {
        this.act(button.dataset.verb ?? "");
        button.blur();
      };
    }
    // The same functions always: a listener that is added twice is still called once.
    this.keyPressed = this.keyPressed.bind(this);
    this.receive = this.receive.bind(this);
  }

  /** @param {string} name */
  part(name) {
    return find(this.root, `.atlas-triage-${name}`);
  }

  /** @returns {NodeListOf<HTMLButtonElement>} */
  buttons() {
    return this.root.querySelectorAll(/** @type {"button"} */ ("[data-verb]"));
  }

  /** @param {number} value */
  star(value) {
    const star = make("button", "", "★");
    star.setAttribute("aria-label", `Rate ${value} of 5`);
    star.title = `Rate ${value} of 5 (key ${value})`;
    star.onclick = () => this.state.rate(value);
    return star;
  }

  listenToFields() {
    const { tagging, noting } = this;
    tagging.onkeydown = (event) => {
      event.stopPropagation();
      if (event.isComposing) return; // Enter ends a word of an input method, it is not meant for us
      const name = tagging.value.trim();
      if (event.key === "Enter" && name) {
        this.state.tag(name);
        tagging.value = "";
      }
      if (event.key === "Escape" || (event.key === "Enter" && !tagging.value)) this.close(tagging);
    };
    tagging.onblur = () => {
      if (!tagging.value) this.close(tagging);
    };
    noting.onkeydown = (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) noting.blur();
    };
    noting.onblur = () => {
      const text = noting.value.trim(), id = noting.dataset.paper ?? "";
      this.close(noting);
      this.state.note(id, text);
    };
  }

  /** Take what has come from the server. */
  receive() {
    const { list, state } = triageData();
    if (list && list !== this.state.list) {
      this.titles = new Map(list.shortlist);
      this.state.receiveShortlist(list);
    }
    if (!state) return;
    if (state !== this.state.server) this.part("names").replaceChildren(...state.names.map((name) => new Option("", name)));
    this.state.receive(state);
  }

  /**
   * Do what a key or a button means.
   * @param {string} action
   */
  act(action) {
    const { state } = this;
    if (!state.server) return;
    if (action === "help") this.keys.toggle();
    else if (action === "search") this.focusSearch();
    else if (action === "next") state.move(1);
    else if (action === "previous") state.move(-1);
    else if (action === "undo") state.undo();
    else if (!state.row) return;
    else if (action === "tag") this.open(this.tagging);
    else if (action === "note") this.openNote(state.row.id);
    else state.toggleDecision(action);
  }

  /** @param {string} id */
  openNote(id) {
    this.noting.dataset.paper = id;
    this.noting.value = this.state.papers.get(id)?.note ?? "";
    this.open(this.noting);
  }

  /** @param {HTMLElement} field */
  open(field) {
    field.hidden = false;
    field.focus();
  }

  /** @param {HTMLInputElement | HTMLTextAreaElement} field */
  close(field) {
    field.hidden = true;
    field.value = "";
    this.part("card").focus({ preventScroll: true });
  }

  focusSearch() {
    /** @type {HTMLInputElement | null} */
    const field = document.querySelector('input[aria-label="Search papers"]');
    field?.focus();
    field?.select();
  }

  /** @param {KeyboardEvent} event */
  keyPressed(event) {
    if (!this.root.isConnected || !this.state.server || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.isComposing) return;
    if (event.target instanceof Element && event.target.closest(TYPING)) return;
    if (this.keys.choosing) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return this.keys.choose(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    }
    const key = this.keys.key(event);
    if (key === "Escape" && this.keys.shown) return this.keys.toggle();
    const action = this.keys.action(key);
    if (action) this.act(action);
    else if (/^[1-5]$/.test(key)) this.state.rate(Number(key));
    else return;
    event.preventDefault();
  }

  show() {
    const { state } = this, { server, row, paper } = state;
    if (!server) return;
    const card = row && triageData().cards.get(row.id);
    const isOther = this.shown !== row?.id;
    this.shown = row?.id;
    if (isOther) this.tagging.hidden = this.noting.hidden = true;
    this.root.dataset.paper = card ? card.id : "";
    this.root.dataset.saved = String(!state.pending.length && !state.saving);
    this.part("card").hidden = !card;
    this.part("empty").hidden = Boolean(card);
    if (card && paper) this.showCard(card, paper, isOther);
    else this.part("empty").textContent = row || server.more ? "Loading more papers …" : server.end;
    for (const button of this.buttons()) {
      const verb = button.dataset.verb ?? "";
      if (verb in DECISIONS) button.setAttribute("aria-pressed", String(Boolean(card) && paper?.decision === verb));
    }
    if (state.list) this.shortlist.show(state.order, (id) => this.titleOf(id), state.list.editable);
    this.part("status").textContent = state.message;
    this.part("progress").textContent = server.progress;
    if (card && isOther) this.putIntoAddress(card.id);
  }

  /** @param {string} id */
  putIntoAddress(id) {
    const address = new URL(location.href);
    address.searchParams.set("paper", id);
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  /** @param {string} id */
  titleOf(id) {
    return this.titles.get(id) ?? triageData().cards.get(id)?.title.join("");
  }

  /**
   * @param {Card} card
   * @param {Row} paper
   * @param {boolean} isOther whether another paper was shown before
   */
  showCard(card, paper, isOther) {
    setMarked(this.part("title"), card.title);
    this.part("facts").textContent = card.facts.join(" · ");
    this.part("gist").textContent = card.gist;
    setMarked(this.part("abstract"), card.abstract);
    this.part("summary").textContent = card.summary;
    this.part("links").replaceChildren(...card.links.map(({ url, words, about }) => {
      const link = make("a", "", words);
      link.href = url;
      link.target = "_blank";
      link.rel = "noopener noreferrer nofollow";
      const item = make("li");
      item.append(link, make("span", "", about ? ` ${about}` : ""));
      return item;
    }));
    this.part("why").textContent = card.why;
    this.stars.forEach((star, index) => {
      star.dataset.on = String(index < paper.rating);
    });
    this.part("tags").replaceChildren(...paper.tags.map((name) => {
      const chip = make("button", "", `${name} ×`);
      chip.setAttribute("aria-label", `Remove the tag ${name}`);
      chip.onclick = () => this.state.tag(name, "untag");
      return chip;
    }));
    this.part("note").textContent = paper.note;
    this.part("note").hidden = !paper.note;
    if (isOther) this.part("card").scrollTop = 0;
  }
}

/** @type {WeakMap<HTMLElement, Triage>} */
const cards = new WeakMap();

/** @type {Draw<null>} */
export default function ({ parentElement, setStateValue }) {
  const root = find(parentElement, ".atlas-triage");
  const triage = cards.get(root) ?? new Triage(root);
  cards.set(root, triage);
  triage.send = (text) => setStateValue("actions", text);
  document.addEventListener("keydown", triage.keyPressed);
  window.addEventListener(CHANGED, triage.receive);
  triage.receive();
  return () => {
    document.removeEventListener("keydown", triage.keyPressed);
    window.removeEventListener(CHANGED, triage.receive);
  };
}
