// Topics as cards. Everything from a digest is set as text, never as HTML.

function card(topic, send) {
  const box = make("section", "atlas-topic");
  box.dataset.on = String(topic.on);
  box.dataset.topic = topic.slug;
  box.dataset.looked = String(topic.looked);
  const name = make("button", "atlas-topic-name", topic.name);
  name.setAttribute("aria-pressed", String(topic.on));
  name.onclick = () => send("toggled", topic.slug);
  const bar = make("div", "atlas-topic-bar");
  const part = make("span");
  part.style.width = `${topic.share}%`;
  part.style.background = topic.colour;
  bar.append(part);
  const row = make("div", "atlas-topic-row");
  const filter = make("button", "atlas-topic-filter", topic.on ? "Show all topics" : "Show only this");
  filter.onclick = () => send("toggled", topic.slug);
  const look = make("button", "atlas-topic-filter", "Details");
  look.setAttribute("aria-expanded", String(topic.looked));
  look.setAttribute("aria-label", `Details of ${topic.name}`);
  look.onclick = () => send("looked", topic.slug);
  const acts = make("span", "atlas-topic-acts");
  acts.append(look, filter);
  row.append(make("span", "atlas-topic-count", topic.count), acts);
  box.append(name, bar, row);
  if (topic.phrases) box.append(make("p", "atlas-topic-phrases", topic.phrases));
  if (topic.typical) {
    const typical = make("button", "atlas-topic-typical", topic.typical.title);
    typical.title = "The most typical paper: read it";
    typical.onclick = () => send("opened", topic.typical.id);
    box.append(typical);
  }
  return box;
}

function area(each, send) {
  const head = make("h3", "atlas-area", each.slug ? undefined : each.name);
  if (!each.slug) return head; // topics that are areas by themselves
  const name = make("button", "", each.name);
  name.title = each.on ? "Show all areas" : "Only papers of this area";
  name.setAttribute("aria-pressed", String(each.on));
  name.onclick = () => send("area", each.slug);
  head.append(name, make("span", "atlas-topic-count", each.count));
  return head;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".atlas-topics");
  const drawn = [];
  for (const topic of data.topics) {
    if (topic.area) drawn.push(area(topic.area, setTriggerValue)); // the first topic of an area of several
    drawn.push(card(topic, setTriggerValue));
  }
  keepingFocus(list, () => list.replaceChildren(...drawn));
}
