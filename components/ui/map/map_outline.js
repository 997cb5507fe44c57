// The map as text, topic by topic, for whoever cannot see or point: filled when it is opened, a topic's papers likewise.

import { make, redrawKeepingFocus } from "../shared/elements.js";

/**
 * @param {HTMLDetailsElement} box
 * @param {() => HTMLElement} build what it holds below its summary
 */
function fillWhenOpen(box, build) {
  box.ontoggle = () => {
    if (box.open && box.children.length === 1) box.append(build());
  };
  const summary = box.firstElementChild;
  if (box.open && summary) redrawKeepingFocus(box, () => box.replaceChildren(summary, build()));
}

/**
 * Draw the outline anew; what was open stays open.
 * @param {HTMLDetailsElement} box
 * @param {import("./map_traces.js").MapData} map
 * @param {(id: string) => void} open
 */
export function outline(box, map, open) {
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const unfolded = box.querySelectorAll("details[open]");
  const topics = new Set([...unfolded].map((each) => each.dataset.topic));
  /** @param {number} topic */
  const papersOf = (topic) => {
    const list = make("ul");
    for (let row = 0; row < map.ids.length; row++) {
      if (map.topic[row] !== topic || !map.shown[row]) continue;
      const entry = make("li"), button = make("button", "atlas-outline-paper", map.titles[row]);
      button.onclick = () => open(map.ids[row]);
      entry.append(button);
      list.append(entry);
    }
    return list;
  };
  fillWhenOpen(box, () => {
    const list = make("div");
    map.topics.forEach((name, topic) => {
      const count = map.topic.reduce((sum, each, row) => sum + (each === topic && map.shown[row] ? 1 : 0), 0);
      if (!count) return;
      const details = make("details");
      details.dataset.topic = String(topic);
      details.open = topics.has(details.dataset.topic);
      details.append(make("summary", "", `${name} (${count})`));
      fillWhenOpen(details, () => papersOf(topic));
      list.append(details);
    });
    return list;
  });
}
