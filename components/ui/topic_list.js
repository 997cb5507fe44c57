// Topics as cards. Everything from a digest is set as text, never as HTML.

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  if (tag === "button") element.type = "button";
  return element;
};

function card(topic, send) {
  const box = make("section", "atlas-topic");
  box.dataset.on = String(topic.on);
  box.dataset.topic = topic.slug;
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
  row.append(make("span", "atlas-topic-count", topic.count), filter);
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

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".atlas-topics");
  const focused = list.contains(document.activeElement) ? document.activeElement.closest("section")?.dataset.topic : null;
  list.replaceChildren(...data.topics.map((topic) => card(topic, setTriggerValue)));
  if (focused) list.querySelector(`[data-topic="${CSS.escape(focused)}"] button`)?.focus(); // redrawn under her hands
}
