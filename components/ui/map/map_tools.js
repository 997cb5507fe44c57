// The tools on the map: what a drag does, and how much of the map is in view.

import { make } from "../shared/elements.js";

/** @typedef {"pan" | "lasso" | "select"} Tool as plotly.js calls what a drag does */

const ICONS = {
  pan: "M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3",
  lasso: "M12 4c5 0 9 2.5 9 6s-4 6-9 6-9-2.5-9-6 4-6 9-6zM7 15c-1.5 1-1.5 3 0 3.5s2 2 .5 3",
  select: "M4 8V4h4M11 4h2M16 4h4v4M20 11v2M20 16v4h-4M13 20h-2M8 20H4v-4M4 13v-2",
  in: "M12 5v14M5 12h14",
  out: "M5 12h14",
  whole: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
};
/** @type {[tool: Tool, name: string][]} */
const TOOLS = [["pan", "Move the map"], ["lasso", "Draw round papers"], ["select", "Select a box"]];

/** @param {keyof typeof ICONS} name */
function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  drawing.append(path);
  return drawing;
}

/**
 * @param {keyof typeof ICONS} drawing
 * @param {string} name
 * @param {() => void} act
 */
function tool(drawing, name, act) {
  const button = make("button");
  button.append(icon(drawing));
  button.title = name;
  button.setAttribute("aria-label", name);
  button.onclick = act;
  return button;
}

/**
 * Fill the toolbar; returns what shows the tool in hand.
 * @param {HTMLElement} bar
 * @param {{ take: (tool: Tool) => void, step: (inwards: boolean) => void, whole: () => void }} acts
 */
export function tools(bar, acts) {
  /** @type {[Tool, HTMLButtonElement][]} */
  const drags = TOOLS.map(([name, words]) => [name, tool(name, words, () => acts.take(name))]);
  bar.replaceChildren(
    ...drags.map(([, button]) => button),
    tool("in", "Zoom in", () => acts.step(true)),
    tool("out", "Zoom out", () => acts.step(false)),
    tool("whole", "Show the whole map", acts.whole),
  );
  return (/** @type {string} */ inHand) => {
    for (const [name, button] of drags) button.setAttribute("aria-pressed", String(name === inHand));
  };
}
