// Which key does what at the triage card, and the list in which a person changes it; kept in her browser.

const USUAL = {
  next: "j", previous: "k", starred: "s", later: "l", hidden: "x", inbox: "i",
  tag: "t", note: "n", undo: "u", search: "/", help: "?",
};
const WORDS = {
  next: "Next", previous: "Previous", starred: "Star", later: "Later", hidden: "Hide", inbox: "Inbox",
  tag: "Tag", note: "Note", undo: "Undo", search: "Search", help: "Keys",
};
const TAKEN = ["r", "c"]; // Streamlit's own: run again, clear the cache
const KEPT = "digest-atlas-keys";

function keysOf() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    const known = Object.entries(kept).filter(([verb, key]) => verb in USUAL && typeof key === "string" && key.length === 1);
    return { ...USUAL, ...Object.fromEntries(known) };
  } catch { return { ...USUAL }; }
}

class Keys {
  // `leave` takes the focus when the list is shut.
  constructor(root, leave) {
    this.root = root;
    this.list = root.querySelector(".atlas-triage-keys");
    this.leave = leave;
    this.choosing = null; // the verb that waits for a key
    this.kept = keysOf();
    this.show();
  }

  get shown() { return !this.list.hidden; }

  verb(key) { return Object.keys(this.kept).find((verb) => this.kept[verb] === key); }

  toggle() {
    this.list.hidden = this.shown;
    if (!this.shown) return this.leave();
    this.list.querySelector("button")?.focus({ preventScroll: true });
    this.list.scrollIntoView({ block: "nearest" }); // whole: the focus alone brings in its first line
  }

  show() {
    const items = Object.keys(USUAL).map((verb) => {
      const item = make("li", "", `${WORDS[verb]} `);
      const button = make("button", "", this.kept[verb]);
      button.setAttribute("aria-label", `${WORDS[verb]}: key ${this.kept[verb]}. Press to choose another`);
      button.onclick = () => { button.textContent = "press a key"; this.choosing = verb; };
      item.append(button);
      return item;
    });
    const usual = make("button", "atlas-triage-plain", "Usual keys");
    usual.onclick = () => { localStorage.removeItem(KEPT); this.kept = { ...USUAL }; this.show(); };
    const shut = make("button", "atlas-triage-plain", "Close");
    shut.onclick = () => this.toggle();
    const list = make("ul");
    list.append(...items);
    this.words = make("p", "", "Press one to change it. 1 to 5 rate. R and C belong to the page.");
    this.list.replaceChildren(list, this.words, usual, shut);
    for (const button of this.root.querySelectorAll("[data-verb]")) {
      const key = this.kept[button.dataset.verb];
      button.setAttribute("aria-keyshortcuts", key);
      button.querySelector("kbd").textContent = key.toUpperCase();
    }
  }

  choose(key) {
    const verb = this.choosing, known = this.verb(key), other = known === verb ? undefined : known;
    this.choosing = null;
    const free = key.length === 1 && !TAKEN.includes(key) && !/[0-9\s]/.test(key) && !other;
    if (free) {
      this.kept[verb] = key;
      localStorage.setItem(KEPT, JSON.stringify(this.kept));
    }
    this.show();
    if (!free) this.words.textContent =
      other ? `“${key}” is ${WORDS[other]} already.` : "This key cannot be taken: choose a letter or a sign.";
  }
}
