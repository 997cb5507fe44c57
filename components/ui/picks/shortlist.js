// A shortlist that can be put in order: by dragging, by the arrow keys, by buttons. It shows the order it is given last,
// and asks its owner for changes. Titles are set as text, never as HTML.

import { find, make } from "../shared/elements.js";
import { movedAfter, neighbourAfterStep, stepOfKey } from "./list_order.js";

/**
 * @typedef {object} Requests what a visitor asks of the list
 * @property {(id: string, after: string) => void} move put a paper right behind another one, "" for the first place
 * @property {(id: string) => void} remove
 * @property {(id: string) => void} open
 *
 * @typedef {object} Item one row of the list
 * @property {HTMLLIElement} row
 * @property {HTMLButtonElement} handle
 * @property {HTMLButtonElement} title
 * @property {Record<ButtonName, HTMLButtonElement>} buttons
 *
 * @typedef {"up" | "down" | "remove"} ButtonName
 */

/** @type {Record<ButtonName, [sign: string, words: string]>} */
const BUTTONS = { up: ["↑", "Move up"], down: ["↓", "Move down"], remove: ["×", "Remove from the shortlist"] };
const EDGE = 36; // pixels from the list's edge at which a drag scrolls it
const DRAG_FROM = 5; // pixels of a move that make it a drag

export class Shortlist {
  /**
   * @param {HTMLElement} root
   * @param {Requests} requests
   */
  constructor(root, requests) {
    this.root = root;
    this.list = find(root, "ol");
    this.requests = requests;
    /** @type {Map<string, Item>} */
    this.items = new Map();
    /** @type {string[]} */
    this.order = [];
    this.editable = false;
    /** @type {(id: string) => string | undefined} */
    this.titleOf = () => undefined;
    this.dragged = "";
  }

  /**
   * @param {string[]} order ids in order
   * @param {(id: string) => string | undefined} titleOf
   * @param {boolean} editable
   */
  show(order, titleOf, editable) {
    Object.assign(this, { order, titleOf, editable });
    this.root.dataset.mine = String(editable);
    this.root.dataset.amount = String(order.length);
    find(this.root, "summary").textContent = order.length ? `Shortlist · ${order.length.toLocaleString("en")}` : "Shortlist";
    if (this.dragged) return; // the row that is being dragged stays where it is
    const focus = document.activeElement;
    const focused = focus instanceof HTMLButtonElement && this.list.contains(focus) ? focus : null;
    for (const [id, item] of this.items) {
      if (!order.includes(id)) {
        item.row.remove();
        this.items.delete(id);
      }
    }
    order.forEach((id, index) => this.showItem(id, index));
    if (focused && document.activeElement !== focused) this.restoreFocus(focused);
  }

  /**
   * @param {string} id
   * @param {number} index
   */
  showItem(id, index) {
    const { row, handle, title, buttons } = this.items.get(id) ?? this.addItem(id);
    const text = this.titleOf(id) ?? id;
    if (title.textContent !== text) {
      title.textContent = title.title = text;
      for (const [name, [, words]] of Object.entries(BUTTONS)) {
        buttons[/** @type {ButtonName} */ (name)].setAttribute("aria-label", `${words}: ${text}`);
      }
    }
    handle.setAttribute("aria-label", `Place ${index + 1} of ${this.order.length}: ${text}. Arrow keys move it.`);
    buttons.up.disabled = index === 0;
    buttons.down.disabled = index === this.order.length - 1;
    if (this.list.children[index] !== row) this.list.insertBefore(row, this.list.children[index] ?? null);
  }

  /**
   * Moving a row in the page takes its focus away, and a button that was pressed may be disabled now.
   * @param {HTMLButtonElement} focused
   */
  restoreFocus(focused) {
    const row = focused.closest("li");
    const item = [...this.items.values()].find((each) => each.row === row);
    const target = item ? (focused.disabled ? item.handle : focused) : this.list.querySelector("button");
    target?.focus({ preventScroll: true });
  }

  /** @param {string} id */
  addItem(id) {
    const row = make("li");
    const handle = make("button", "atlas-shortlist-handle", "⠿");
    const title = make("button", "atlas-shortlist-words");
    title.onclick = () => this.requests.open(id);
    /** @type {Record<ButtonName, () => void>} */
    const actions = { up: () => this.step(id, -1), down: () => this.step(id, 1), remove: () => this.requests.remove(id) };
    /** @param {ButtonName} name */
    const button = (name) => {
      const [sign, words] = BUTTONS[name];
      const element = make("button", "", sign);
      element.title = words;
      element.onclick = actions[name];
      return element;
    };
    const buttons = { up: button("up"), down: button("down"), remove: button("remove") };
    const box = make("span", "atlas-shortlist-steps");
    box.append(...Object.values(buttons));
    row.append(handle, title, box);
    const item = { row, handle, title, buttons };
    row.onkeydown = (event) => this.keyPressed(event, id, item);
    row.onpointerdown = (event) => this.startDrag(event, id, item);
    this.items.set(id, item);
    return item;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} id
   * @param {Item} item
   */
  keyPressed(event, id, item) {
    const onHandle = event.target === item.handle && !event.ctrlKey && !event.metaKey;
    const by = stepOfKey(event.key, this.order.indexOf(id), this.order.length - 1, onHandle);
    if (by === undefined || !(event.altKey || onHandle)) return;
    event.preventDefault();
    event.stopPropagation();
    this.step(id, by);
  }

  /**
   * Move a paper by some places, and say where it is now.
   * @param {string} id
   * @param {number} by
   */
  step(id, by) {
    const after = neighbourAfterStep(this.order, id, by);
    if (after === undefined || !this.editable) return;
    this.requests.move(id, after);
    const item = this.items.get(id);
    item?.row.scrollIntoView({ block: "nearest" });
    find(this.root, ".atlas-shortlist-status").textContent =
      `Place ${this.order.indexOf(id) + 1} of ${this.order.length}: ${item?.title.textContent}`;
  }

  /**
   * A finger drags by the handle, so that it can scroll by the rest; a mouse by the whole row.
   * @param {PointerEvent} event
   * @param {string} id
   * @param {Item} item
   */
  startDrag(event, id, item) {
    const grabs = event.target === item.handle || (event.pointerType === "mouse" && event.target === item.title);
    if (event.button || !this.editable || !grabs) return;
    const before = [...this.order];
    const ended = new AbortController();
    /** @param {boolean} keep */
    const drop = (keep) => {
      ended.abort();
      if (this.dragged) this.drop(id, item, keep ? before : null);
    };
    const options = { signal: ended.signal, capture: true };
    window.addEventListener("pointermove", (moved) => this.drag(moved, event.clientY, id, item), options);
    window.addEventListener("pointerup", () => drop(true), options);
    window.addEventListener("pointercancel", () => drop(false), options);
    window.addEventListener("keydown", (key) => {
      if (key.key !== "Escape") return;
      key.stopPropagation();
      drop(false);
    }, options);
  }

  /**
   * @param {PointerEvent} moved
   * @param {number} start where the drag began
   * @param {string} id
   * @param {Item} item
   */
  drag(moved, start, id, { row }) {
    if (!this.dragged && Math.abs(moved.clientY - start) < DRAG_FROM) return;
    this.dragged = id;
    row.dataset.dragged = "true";
    moved.preventDefault();
    const edges = this.list.getBoundingClientRect();
    if (moved.clientY < edges.top + EDGE) this.list.scrollTop -= 12;
    if (moved.clientY > edges.bottom - EDGE) this.list.scrollTop += 12;
    const next = [...this.list.children].find((each) => {
      const box = each.getBoundingClientRect();
      return each !== row && moved.clientY < box.top + box.height / 2;
    });
    if (next !== row.nextElementSibling) this.list.insertBefore(row, next ?? null);
  }

  /**
   * @param {string} id
   * @param {Item} item
   * @param {string[] | null} before the order when the drag began; null where it is called off
   */
  drop(id, { row }, before) {
    this.dragged = "";
    delete row.dataset.dragged;
    const quiet = new AbortController(); // the end of a drag is no click on what was dragged
    window.addEventListener("click", (click) => click.stopPropagation(), { signal: quiet.signal, capture: true });
    setTimeout(() => quiet.abort(), 0);
    const after = [...this.items].find(([, each]) => each.row === row.previousElementSibling)?.[0] ?? "";
    if (before && row.isConnected && movedAfter(before, id, after).join() !== before.join()) this.requests.move(id, after);
    else this.show(this.order, this.titleOf, this.editable);
  }
}
