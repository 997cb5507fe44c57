// The list of the triage card's keys, in which a visitor changes them; kept in their browser.

import { find, make } from "../shared/elements.js";
import { LABELS, USUAL, actionOf, forgetKeys, keyOf, readKeys, refusal, storageOf, storeKeys } from "./key_map.js";

export class KeyList {
  /**
   * @param {HTMLElement} root
   * @param {() => void} leave takes the focus when the list is closed
   */
  constructor(root, leave) {
    this.root = root;
    this.list = find(root, ".atlas-triage-keys");
    this.leave = leave;
    /** @type {string | null} the action that waits for a key */
    this.choosing = null;
    this.storage = storageOf(window);
    this.keys = readKeys(this.storage);
    this.show();
  }

  get shown() {
    return !this.list.hidden;
  }

  /** @param {string} key */
  action(key) {
    return actionOf(this.keys, key);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    return keyOf(this.keys, event);
  }

  toggle() {
    this.list.hidden = this.shown;
    if (!this.shown) return this.leave();
    this.list.querySelector("button")?.focus({ preventScroll: true });
    this.list.scrollIntoView({ block: "nearest" }); // whole: the focus alone brings in its first line
  }

  show(sentence = "Press one to change it. 1 to 5 rate. R and C belong to the page.") {
    const items = make("ul");
    items.append(...Object.keys(USUAL).map((action) => this.item(action)));
    const usual = make("button", "atlas-triage-plain", "Usual keys");
    usual.onclick = () => {
      forgetKeys(this.storage);
      this.keys = { ...USUAL };
      this.show();
    };
    const close = make("button", "atlas-triage-plain", "Close");
    close.onclick = () => this.toggle();
    this.list.replaceChildren(items, make("p", "", sentence), usual, close);
    for (const button of this.root.querySelectorAll(/** @type {"button"} */ ("[data-verb]"))) {
      const key = this.keys[button.dataset.verb ?? ""];
      button.setAttribute("aria-keyshortcuts", key);
      find(button, "kbd").textContent = key.toUpperCase();
    }
  }

  /** @param {string} action */
  item(action) {
    const item = make("li", "", `${LABELS[action]} `);
    const button = make("button", "", this.keys[action]);
    button.setAttribute("aria-label", `${LABELS[action]}: key ${this.keys[action]}. Press to choose another`);
    button.onclick = () => {
      button.textContent = "press a key";
      this.choosing = action;
    };
    item.append(button);
    return item;
  }

  /**
   * Give the action that waits for a key this one.
   * @param {string} key
   */
  choose(key) {
    const action = this.choosing;
    this.choosing = null;
    if (!action) return;
    const refused = refusal(this.keys, action, key);
    if (!refused) {
      this.keys[action] = key;
      storeKeys(this.storage, this.keys);
    }
    this.show(refused || undefined);
  }
}
