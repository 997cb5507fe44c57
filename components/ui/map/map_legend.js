// The legend doubles as a filter: a button a colour, with how many papers it holds. Areas open to their topics.

import { make, redrawKeepingFocus } from "../shared/elements.js";

/**
 * @typedef {import("./map_traces.js").Group} Group
 * @typedef {import("./map_traces.js").Area} Area
 * @typedef {{ group: (value: string) => void, area: (value: string) => void }} Filters what clicks filter by
 */

/**
 * @param {{ name: string, colour: string, count: number, on: boolean }} what
 * @param {(() => void) | null} act null where it cannot filter
 */
function entry(what, act) {
  const button = make("button", "atlas-legend-entry"), dot = make("span", "atlas-legend-dot");
  button.setAttribute("aria-pressed", String(what.on));
  dot.style.background = what.colour;
  button.append(dot, make("span", "", what.name), make("span", "atlas-legend-count", what.count.toLocaleString("en")));
  if (act) button.onclick = act;
  else button.disabled = true;
  return button;
}

/**
 * Draw the legend anew; the area that was open stays open.
 * @param {HTMLElement} box
 * @param {{ groups: Group[], areas: Area[] }} data
 * @param {Filters} filters
 */
export function legend(box, data, filters) {
  const draw = () => legend(box, data, filters);
  /** @param {Group} group */
  const one = (group) => entry(group, group.value ? () => filters.group(group.value) : null);
  const opened = data.areas.find((area) => area.value === box.dataset.opened);
  const entries = data.areas.length
    ? data.areas.flatMap((area) => ofArea(area, area === opened))
    : data.groups.map((group) => one(group));

  /** @param {Area} area @param {boolean} isOpen */
  function ofArea(area, isOpen) {
    const [first] = area.groups;
    if (area.groups.length === 1) return [one(data.groups[first])];
    const both = make("span", "atlas-legend-area"), open = make("button", "atlas-legend-open");
    open.setAttribute("aria-expanded", String(isOpen));
    open.setAttribute("aria-label", `Topics of ${area.name}`);
    open.title = `${area.groups.length} topics`;
    open.onclick = () => {
      box.dataset.opened = isOpen ? "" : area.value;
      draw();
    };
    both.append(entry(area, () => filters.area(area.value)), open);
    return [both];
  }

  redrawKeepingFocus(box, () => {
    box.replaceChildren(...entries);
    if (!opened || opened.groups.length < 2) return;
    const inside = make("div", "atlas-legend-inside");
    inside.setAttribute("role", "group");
    inside.setAttribute("aria-label", opened.name);
    inside.append(...opened.groups.map((number) => one(data.groups[number])));
    box.append(inside);
  });
}
