// A shortlist that can be put in order: by dragging, by the arrow keys, by buttons. Whoever shows it says the order
// and hears what is wanted of it; what is shown is always what was last said. Titles are set as text, never as HTML.

const STEPS = { up: ["↑", "Move up"], down: ["↓", "Move down"], away: ["×", "Take out of the shortlist"] };
const EDGE = 36; // pixels from the list's edge at which a drag scrolls it

// The order with one paper right behind another one, "" for the first place.
function placed(order, id, after) {
  const others = order.filter((each) => each !== id);
  if (!order.includes(id) || id === after || (after && !others.includes(after))) return order;
  others.splice(after ? others.indexOf(after) + 1 : 0, 0, id);
  return others;
}

class Shortlist {
  // `wants` has the functions move(id, after), away(id) and open(id).
  constructor(root, wants) {
    this.root = root;
    this.list = root.querySelector("ol");
    this.wants = wants;
    this.items = new Map(); // id → its row
    this.order = [];
  }

  // Say what stands in it: ids in order, their titles, whether it may be changed.
  show(order, titles, mine) {
    this.order = order;
    this.shown = [order, titles, mine];
    this.root.dataset.mine = String(mine);
    this.root.dataset.amount = String(order.length);
    this.root.querySelector("summary").textContent = order.length ? `Shortlist · ${order.length.toLocaleString("en")}` : "Shortlist";
    if (this.dragged) return; // what is in a hand stays there
    const focus = document.activeElement, held = this.list.contains(focus) ? focus : null;
    for (const [id, item] of this.items) {
      if (!order.includes(id)) { item.remove(); this.items.delete(id); }
    }
    order.forEach((id, number) => {
      const item = this.items.get(id) ?? this.make(id);
      const title = titles.get(id) ?? id;
      if (item.words.textContent !== title) {
        item.words.textContent = item.words.title = title;
        for (const [step, button] of Object.entries(item.buttons)) button.setAttribute("aria-label", `${STEPS[step][1]}: ${title}`);
      }
      item.handle.setAttribute("aria-label", `Place ${number + 1} of ${order.length}: ${title}. Arrow keys move it.`);
      item.buttons.up.disabled = number === 0;
      item.buttons.down.disabled = number === order.length - 1;
      if (this.list.children[number] !== item) this.list.insertBefore(item, this.list.children[number] ?? null);
    });
    if (held && document.activeElement !== held) {
      if (held.isConnected) (held.disabled ? held.closest("li").handle : held).focus({ preventScroll: true });
      else this.list.querySelector("button")?.focus({ preventScroll: true });
    }
  }

  make(id) {
    const item = make("li");
    item.handle = make("button", "atlas-shortlist-handle", "⠿");
    item.words = make("button", "atlas-shortlist-words");
    item.words.onclick = () => this.wants.open(id);
    const steps = make("span", "atlas-shortlist-steps");
    item.buttons = Object.fromEntries(Object.entries(STEPS).map(([step, [sign, words]]) => {
      const button = make("button", "", sign);
      button.title = words;
      button.onclick = () => (step === "away" ? this.wants.away(id) : this.step(id, step === "up" ? -1 : 1));
      return [step, button];
    }));
    steps.append(...Object.values(item.buttons));
    item.append(item.handle, item.words, steps);
    item.onkeydown = (event) => this.pressed(event, id, item);
    item.onpointerdown = (event) => this.take(event, id, item);
    this.items.set(id, item);
    return item;
  }

  pressed(event, id, item) {
    const bare = event.target === item.handle && !event.ctrlKey && !event.metaKey;
    const at = this.order.indexOf(id), last = this.order.length - 1;
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, ...(bare && { Home: 0, End: last }) }[event.key];
    if (to === undefined || !(event.altKey || bare)) return;
    event.preventDefault();
    event.stopPropagation();
    this.step(id, Math.min(last, Math.max(0, to)) - at);
  }

  step(id, by) {
    const others = this.order.filter((each) => each !== id), to = this.order.indexOf(id) + by;
    if (!by || to < 0 || to > others.length || this.root.dataset.mine !== "true") return;
    this.wants.move(id, to ? others[to - 1] : "");
    const item = this.items.get(id);
    item?.scrollIntoView({ block: "nearest" });
    this.root.querySelector(".atlas-shortlist-said").textContent = `Place ${this.order.indexOf(id) + 1} of ${this.order.length}: ${item?.words.textContent}`;
  }

  // A finger drags by the handle, so that it can scroll by the rest; a mouse by the whole row.
  take(event, id, item) {
    const byHandle = event.target === item.handle;
    if (event.button || this.root.dataset.mine !== "true" || !(byHandle || (event.pointerType === "mouse" && event.target === item.words))) return;
    const start = event.clientY, before = [...this.order], signal = new AbortController();
    const listen = (kind, act) => window.addEventListener(kind, act, { signal: signal.signal, capture: true });
    const drag = (moved) => {
      if (!this.dragged && Math.abs(moved.clientY - start) < 5) return;
      this.dragged = id;
      item.dataset.dragged = "true";
      moved.preventDefault();
      const room = this.list.getBoundingClientRect();
      if (moved.clientY < room.top + EDGE) this.list.scrollTop -= 12;
      if (moved.clientY > room.bottom - EDGE) this.list.scrollTop += 12;
      const next = [...this.list.children].find((each) => {
        const box = each.getBoundingClientRect();
        return each !== item && moved.clientY < box.top + box.height / 2;
      });
      if (next !== item.nextElementSibling) this.list.insertBefore(item, next ?? null);
    };
    const drop = (keep) => {
      signal.abort();
      if (!this.dragged) return;
      this.dragged = null;
      delete item.dataset.dragged;
      const quiet = new AbortController(); // letting go is no click on what was dragged
      window.addEventListener("click", (click) => click.stopPropagation(), { signal: quiet.signal, capture: true });
      setTimeout(() => quiet.abort(), 0);
      const after = [...this.items].find(([, each]) => each === item.previousElementSibling)?.[0] ?? "";
      if (keep && item.isConnected && placed(before, id, after).join() !== before.join()) this.wants.move(id, after);
      else this.show(...this.shown);
    };
    listen("pointermove", drag);
    listen("pointerup", () => drop(true));
    listen("pointercancel", () => drop(false));
    listen("keydown", (key) => { if (key.key === "Escape") { key.stopPropagation(); drop(false); } });
  }
}
