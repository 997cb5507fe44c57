// One paper at a time, decided by one key. The next card is shown at once; what was decided goes to the server in
// numbered acts, which it keeps once and confirms. Everything from a digest is set as text, never as HTML. Joined before
// it: `elements.js`, `shortlist.js` (the list beside the card) and `triage_keys.js` (which key does what).

const DONE = { starred: "Starred", later: "Kept for later", hidden: "Hidden", inbox: "Back in the inbox" };
const AHEAD = 3; // cards that should still lie ahead before more are asked for

// Pieces alternate: plain, marked, plain, …
function setMarked(element, pieces) {
  element.replaceChildren(...pieces.map((piece, number) => (number % 2 ? make("mark", "", piece) : document.createTextNode(piece))));
}

class Triage {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`.atlas-triage-${name}`);
    this.sitting = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.number = 0;
    this.pending = []; // acts the server has not confirmed: [number, paper, verb, value]
    this.steps = []; // what undo takes back here: [paper, what, value before]
    this.at = 0;
    this.order = []; // the shortlist
    this.said = "";
    this.pressed = this.pressed.bind(this); // the same function always: added twice it is still heard once
    this.listen = this.listen.bind(this);
    this.build();
  }

  build() {
    const list = this.root.querySelector(".atlas-shortlist");
    list.open = window.matchMedia("(min-width: 981px)").matches; // beside the card; on a phone below it, folded
    this.shortlist = new Shortlist(list, {
      move: (id, after) => this.place(id, after),
      away: (id) => this.decide(id, "inbox"),
      open: (id) => this.read(id),
    });
    for (const button of this.root.querySelectorAll("[data-verb]")) {
      button.onclick = () => { this.act(button.dataset.verb); button.blur(); };
    }
    this.stars = [1, 2, 3, 4, 5].map((value) => {
      const star = make("button", "", "★");
      star.setAttribute("aria-label", `Rate ${value} of 5`);
      star.title = `Rate ${value} of 5 (key ${value})`;
      star.onclick = () => this.rate(value);
      return star;
    });
    this.part("rating").replaceChildren(...this.stars);
    const tag = this.part("tagging"), note = this.part("noting");
    tag.onkeydown = (event) => {
      if (event.key === "Enter" && tag.value.trim()) { this.tag(tag.value.trim()); tag.value = ""; }
      if (event.key === "Escape" || (event.key === "Enter" && !tag.value)) this.close(tag);
      event.stopPropagation();
    };
    note.onkeydown = (event) => {
      if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) note.blur();
      event.stopPropagation();
    };
    note.onblur = () => this.writeNote();
    tag.onblur = () => { if (!tag.value) this.close(tag); };
    this.keys = new Keys(this.root, () => this.part("card").focus({ preventScroll: true }));
  }

  listen() {
    const news = window.digestAtlasTriage;
    if (news?.listed && news.listed !== this.listed) this.hearList(news.listed);
    if (news?.desk) this.hear(news.desk);
  }

  // The shortlist as the server has it. What it has not confirmed is done to it again.
  hearList(listed) {
    this.listed = listed;
    this.titles = new Map(listed.shortlist);
    if (this.data && !this.waitsForUndo) this.setOrder();
  }

  setOrder() {
    this.order = this.listed.shortlist.map(([id]) => id);
    for (const [, id, verb, value] of this.pending) this.enlist(id, verb, value);
  }

  get waitsForUndo() { return this.pending.some(([, , verb]) => verb === "undo"); } // only the page knows yet

  // What the server says: the queue with the truth of each paper, what is confirmed, progress.
  hear(data) {
    if (data === this.data) return this.show(); // more cards, nothing else
    const other = this.data?.queue_key !== data.queue_key;
    this.data = data;
    if (data.sitting === this.sitting) this.pending = this.pending.filter(([number]) => number > data.confirmed);
    const before = this.waitsForUndo ? this.truth : null;
    this.truth = new Map(data.queue.map((row) => [row.id, before?.get(row.id) ?? { ...row, tags: [...row.tags] }]));
    if (!before) for (const [, id, verb, value] of this.pending) this.apply(id, verb, value);
    if (!before && this.listed) this.setOrder();
    if (other) {
      this.steps = [];
      const open = data.queue.findIndex((row) => row.id === (this.current ?? data.open));
      this.at = open >= 0 ? open : Math.max(0, data.queue.findIndex((row) => row.id === data.open));
    } else {
      const here = data.queue.findIndex((row) => row.id === this.current);
      if (here >= 0) this.at = here;
      else if (this.current) this.at = Math.min(this.at, data.queue.length);
    }
    const asked = data.queue.findIndex((row) => row.id === this.wanted);
    if (asked >= 0) { this.at = asked; this.wanted = null; }
    const names = this.part("names");
    names.replaceChildren(...data.names.map((name) => { const option = make("option"); option.value = name; return option; }));
    if (data.trouble && data.sitting === this.sitting) this.said = data.trouble;
    else if (!this.pending.length && this.saving) this.said = data.says || this.said;
    this.saving = this.pending.length > 0;
    this.show();
  }

  get row() { return this.data.queue[this.at]; }

  apply(id, verb, value) {
    const paper = this.truth.get(id);
    if (!paper) return;
    if (verb in DONE) paper.decision = verb;
    else if (verb === "rate") paper.rating = value;
    else if (verb === "note") paper.note = value;
    else if (verb === "tag" && !paper.tags.some((name) => name.toLowerCase() === value.toLowerCase())) paper.tags.push(value);
    else if (verb === "untag") paper.tags = paper.tags.filter((name) => name !== value);
  }

  // What an act does to the shortlist.
  enlist(id, verb, value) {
    if (verb === "move") this.order = placed(this.order, id, value);
    else if (verb === "starred") this.order = this.order.includes(id) ? this.order : [...this.order, id];
    else if (verb in DONE) this.order = this.order.filter((each) => each !== id);
  }

  tell(id, verb, value) {
    this.pending.push([++this.number, id, verb, value]);
    this.saving = true;
    this.report();
  }

  report() {
    this.send("acts", JSON.stringify({ sitting: this.sitting, at: this.current ?? "", acts: this.pending }));
  }

  act(verb) {
    if (!this.data) return;
    if (verb === "help") return this.keys.toggle();
    if (verb === "search") return this.search();
    if (verb === "next") return this.move(1);
    if (verb === "previous") return this.move(-1);
    if (verb === "undo") return this.undo();
    const row = this.row;
    if (!row) return;
    if (verb === "tag") return this.open(this.part("tagging"));
    if (verb === "note") return this.open(this.part("noting"));
    const wanted = this.truth.get(row.id).decision === verb ? "inbox" : verb;
    if (this.truth.get(row.id).decision === wanted) return;
    if (wanted !== "inbox") this.at += 1;
    this.decide(row.id, wanted);
  }

  decide(id, wanted) {
    const paper = this.truth.get(id); // none where the card has not been at this paper
    this.steps.push([id, "decision", paper?.decision, this.order]);
    if (paper) paper.decision = wanted;
    this.enlist(id, wanted);
    this.said = DONE[wanted];
    this.show();
    this.tell(id, wanted, "");
  }

  place(id, after) {
    this.steps.push([id, "place", null, this.order]);
    this.enlist(id, "move", after);
    this.said = "Moved";
    this.show();
    this.tell(id, "move", after);
  }

  // Bring a paper of the shortlist before her: at once where it was dealt, else as soon as it is.
  read(id) {
    const here = this.data.queue.findIndex((row) => row.id === id);
    if (here >= 0) this.at = here;
    else this.wanted = id;
    this.show();
    if (here < 0) this.tell(id, "open", "");
  }

  rate(value) {
    const paper = this.row && this.truth.get(this.row.id);
    if (!paper) return;
    this.steps.push([paper.id, "rate", paper.rating]);
    paper.rating = paper.rating === value ? 0 : value;
    this.said = paper.rating ? `Rated ${paper.rating} of 5` : "Rating taken away";
    this.show();
    this.tell(paper.id, "rate", paper.rating);
  }

  tag(value, verb = "tag") {
    const paper = this.row && this.truth.get(this.row.id);
    if (!paper) return;
    this.steps.push([paper.id, "tags", [...paper.tags]]);
    this.apply(paper.id, verb, value);
    this.said = verb === "tag" ? `Tagged “${value}”` : `Took “${value}” off`;
    this.show();
    this.tell(paper.id, verb, value);
  }

  writeNote() {
    const field = this.part("noting"), paper = this.truth.get(field.dataset.paper);
    const text = field.value.trim();
    this.close(field);
    if (!paper || text === paper.note) return;
    this.steps.push([paper.id, "note", paper.note]);
    paper.note = text;
    this.said = text ? "Note kept" : "Note taken away";
    this.show();
    this.tell(paper.id, "note", text);
  }

  // Undo shows at once what it takes back here; beyond that the server knows, and says what it was.
  undo() {
    const step = this.steps.pop();
    if (step) {
      const [id, what, before, order] = step, paper = this.truth.get(id);
      if (paper && what === "decision") paper.decision = before;
      else if (paper && what === "rate") paper.rating = before;
      else if (paper && what === "tags") paper.tags = before;
      else if (paper && what === "note") paper.note = before;
      if (order) this.order = order;
      const place = this.data.queue.findIndex((row) => row.id === id);
      if (place >= 0 && what !== "place") this.at = place;
    }
    this.said = step ? "Taken back" : "Taking back …";
    this.show();
    this.tell(step ? step[0] : "", "undo", "");
  }

  move(by) {
    const to = this.at + by;
    if (to < 0 || to > this.data.queue.length) return;
    this.at = to;
    this.said = "";
    this.show();
    if (this.data.queue.length - this.at <= AHEAD && this.data.more && !this.pending.length) this.report();
  }

  open(field) {
    if (field === this.part("noting")) {
      field.dataset.paper = this.row.id;
      field.value = this.truth.get(this.row.id).note;
    }
    field.hidden = false;
    field.focus();
  }

  close(field) { field.hidden = true; field.value = ""; this.part("card").focus({ preventScroll: true }); }

  search() {
    const field = document.querySelector('input[aria-label="Search papers"]');
    field?.focus();
    field?.select();
  }

  pressed(event) {
    if (!this.root.isConnected || !this.data || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable=true], [role=dialog], [role=listbox]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (this.keys.choosing) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return this.keys.choose(key);
    }
    if (key === "Escape" && this.keys.shown) return this.keys.toggle();
    const verb = this.keys.verb(key);
    if (verb) this.act(verb);
    else if (/^[1-5]$/.test(key)) this.rate(Number(key));
    else return;
    event.preventDefault();
  }

  show() {
    const row = this.row, card = row && window.digestAtlasTriage.cards.get(row.id);
    const fresh = this.current !== row?.id;
    this.current = row?.id;
    if (fresh) for (const name of ["tagging", "noting"]) this.part(name).hidden = true;
    this.root.dataset.paper = card ? row.id : "";
    this.root.dataset.saved = String(!this.pending.length && !this.saving);
    this.part("card").hidden = !card;
    this.part("empty").hidden = Boolean(card);
    if (card) this.showCard(card, this.truth.get(row.id), fresh);
    else this.part("empty").textContent = row || this.data.more ? "Bringing more papers …" : this.data.end;
    const last = this.data.queue.at(-1)?.id;
    if (!row && this.data.more && !this.pending.length && this.asked !== last) {
      this.asked = last;
      this.report();
    }
    const decision = card ? this.truth.get(row.id).decision : "";
    for (const button of this.root.querySelectorAll("[data-verb]")) {
      if (button.dataset.verb in DONE) button.setAttribute("aria-pressed", String(decision === button.dataset.verb));
    }
    if (this.listed) this.shortlist.show(this.order, { get: (id) => this.titleOf(id) }, this.listed.mine);
    this.part("said").textContent = this.said;
    this.part("progress").textContent = this.data.progress;
    if (card && fresh) {
      const address = new URL(location.href);
      address.searchParams.set("paper", row.id);
      if (address.href !== location.href) history.replaceState(history.state, "", address);
    }
  }

  titleOf(id) {
    return this.titles.get(id) ?? window.digestAtlasTriage.cards.get(id)?.title.join("");
  }

  showCard(card, paper, fresh) {
    setMarked(this.part("title"), card.title);
    this.part("facts").textContent = card.facts.join(" · ");
    setMarked(this.part("abstract"), card.abstract);
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
    this.stars.forEach((star, number) => { star.dataset.on = String(number < paper.rating); });
    this.part("tags").replaceChildren(...paper.tags.map((name) => {
      const chip = make("button", "", `${name} ×`);
      chip.setAttribute("aria-label", `Take the tag ${name} off`);
      chip.onclick = () => this.tag(name, "untag");
      return chip;
    }));
    this.part("note").textContent = paper.note;
    this.part("note").hidden = !paper.note;
    if (fresh) this.part("card").scrollTop = 0;
  }
}

export default function ({ parentElement, setStateValue }) {
  const root = parentElement.querySelector(".atlas-triage");
  const triage = (root.atlas ??= new Triage(root));
  triage.send = setStateValue;
  document.addEventListener("keydown", triage.pressed);
  window.addEventListener("digest-atlas-triage", triage.listen);
  triage.listen();
  return () => {
    document.removeEventListener("keydown", triage.pressed);
    window.removeEventListener("digest-atlas-triage", triage.listen);
  };
}
