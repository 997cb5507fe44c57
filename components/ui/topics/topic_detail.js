// One topic. Everything from a digest is set as text, never as HTML.

const section = (title, ...children) => {
  const box = make("section", "atlas-detail-part");
  box.append(make("h4", "", title), ...children);
  return box;
};

function phrase(each, send) {
  const chip = make("span", "atlas-detail-phrase");
  chip.dataset.state = each.state;
  const only = make("button", "", `${each.text} · ${each.count}`);
  only.title = each.state === "only" ? "Show papers without it too" : "Only papers that say this";
  only.setAttribute("aria-pressed", String(each.state === "only"));
  only.onclick = () => send("phrase", each.text);
  const without = make("button", "atlas-detail-without", "not");
  without.setAttribute("aria-label", `Without ${each.text}`);
  without.title = each.state === "without" ? "Show papers that say it again" : "Only papers that do not say this";
  without.setAttribute("aria-pressed", String(each.state === "without"));
  without.onclick = () => send("without", each.text);
  chip.append(only, without);
  return chip;
}

function lines(list, event, send) {
  const box = make("ul", "atlas-detail-list");
  for (const each of list) {
    const line = make("li");
    const button = make("button", "", each.title ?? each.name);
    button.onclick = () => send(event, each.id ?? each.slug);
    line.append(button, make("span", "atlas-detail-note", each.note));
    box.append(line);
  }
  return box;
}

function seen(list) {
  const most = Math.max(...list.map((each) => each.share), 1);
  const box = make("div", "atlas-detail-seen");
  for (const each of list) {
    const bar = make("span", "atlas-detail-bar");
    const part = make("i");
    part.style.width = `${(100 * each.share) / most}%`;
    bar.append(part);
    box.append(make("span", "", each.label), bar, make("span", "atlas-detail-note", `${each.count}, ${each.share} % of it`));
  }
  return box;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".atlas-detail");
  const head = make("div", "atlas-detail-head");
  const close = make("button", "atlas-detail-close", "Close");
  close.setAttribute("aria-label", "Close the details");
  close.onclick = () => setTriggerValue("looked", data.slug);
  head.append(make("h3", "", data.name), close);
  const parts = [head, make("p", "atlas-detail-note", data.facts)];
  if (data.phrases.length) {
    const chips = make("div", "atlas-detail-phrases");
    chips.append(...data.phrases.map((each) => phrase(each, setTriggerValue)));
    parts.push(section("Phrases", chips));
  }
  if (data.typical.length) parts.push(section("Typical", lines(data.typical, "opened", setTriggerValue)));
  if (data.bridges.length) parts.push(section("Bridges to other topics", lines(data.bridges, "opened", setTriggerValue)));
  if (data.alike.length) parts.push(section("Most alike", lines(data.alike, "looked", setTriggerValue)));
  if (data.seen.length) parts.push(section("In each digest", seen(data.seen)));
  keepingFocus(box, () => box.replaceChildren(...parts));
}
