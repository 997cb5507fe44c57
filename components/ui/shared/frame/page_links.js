// The way between the pages, and how large the window is.

import { find, make, redrawKeepingFocus } from "../elements.js";
import { leadTo } from "../page_address.js";

/**
 * @typedef {object} Page
 * @property {string} path below the app
 * @property {string} title
 *
 * @typedef {object} PageLinks
 * @property {Page[]} pages
 * @property {string} query what the links take along of the address
 * @property {string} here the title of the open page
 * @property {string} size of the window as the server knows it, "1280x880"
 */

const PHONE = 640, STEP = 40; // pixels, as in viewport.py
const REST = 300; // milliseconds without a change before a new size is reported
/** @type {WeakMap<HTMLElement, string>} what was reported last, in case the server does not take it */
const reported = new WeakMap();
/** @type {WeakMap<HTMLElement, { report: () => void, stop: () => void }>} one set of listeners an element, however often the links are drawn */
const listening = new WeakMap();

/**
 * The size in steps; on a phone the width alone, where bars of the browser come and go with every scroll.
 * @param {number} width
 * @param {number} height
 */
const inSteps = (width, height) => `${width - (width % STEP)}x${width <= PHONE ? "" : height - (height % STEP)}`;

/**
 * @param {Page} page
 * @param {PageLinks} data
 */
function linkTo({ path, title }, data) {
  const link = make("a", "", title);
  leadTo(link, path, data.query);
  if (title === data.here) link.setAttribute("aria-current", "page");
  return link;
}

/**
 * Keys of every page: "/" goes to the search, Escape closes the open paper.
 * @param {KeyboardEvent} event
 */
function pressed(event) {
  const { target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
  // Whoever types, and what is open over the page or has keys of its own, comes first.
  if (target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=application], .atlas-triage")) return;
  if (document.querySelector("[role=dialog], [data-testid=stPopoverBody], .atlas-triage")) return;
  const wanted = { "/": 'input[aria-label="Search papers"]', Escape: ".st-key-pane_close button" }[event.key];
  const found = wanted && document.querySelector(wanted);
  if (!(found instanceof HTMLElement)) return;
  event.preventDefault();
  if (event.key === "/") found.focus();
  else found.click();
}

/** @type {Draw<PageLinks>} */
export default function ({ data, parentElement, setStateValue }) {
  const list = find(parentElement, ".atlas-pages");
  redrawKeepingFocus(list, () => list.replaceChildren(...data.pages.map((page) => linkTo(page, data))));
  const { documentElement: page } = document;
  const report = () => {
    const size = `${page.clientWidth}x${page.clientHeight}`, [width, height] = data.size.split("x").map(Number);
    if (inSteps(page.clientWidth, page.clientHeight) === inSteps(width, height) || reported.get(list) === size) return;
    reported.set(list, size);
    setStateValue("size", size);
  };
  const own = listening.get(list) ?? listen(list);
  own.report = report;
  report();
  return own.stop;
}

/**
 * Hear of keys and of new sizes of the window, until the element goes.
 * @param {HTMLElement} list
 */
function listen(list) {
  let waiting = 0;
  const changed = () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => own.report(), REST);
  };
  const own = {
    report() {},
    stop() {
      clearTimeout(waiting);
      window.removeEventListener("resize", changed);
      document.removeEventListener("keydown", pressed);
      listening.delete(list);
    },
  };
  window.addEventListener("resize", changed);
  document.addEventListener("keydown", pressed);
  listening.set(list, own);
  return own;
}
