// The way between the pages, and whether the screen is as narrow as a phone.

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
 * @property {boolean} narrow whether the server takes the screen for a narrow one
 */

const PHONE = "(max-width: 640px)";
/** @type {WeakMap<HTMLElement, MediaQueryList>} */
const phones = new WeakMap();

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

/** @type {Draw<PageLinks>} */
export default function ({ data, parentElement, setStateValue }) {
  const list = find(parentElement, ".atlas-pages");
  redrawKeepingFocus(list, () => list.replaceChildren(...data.pages.map((page) => linkTo(page, data))));
  // One query and one listener an element, however often the links are drawn: the last call's clean-up ends both.
  const phone = phones.get(list) ?? window.matchMedia(PHONE);
  phones.set(list, phone);
  const report = () => setStateValue("narrow", phone.matches);
  phone.onchange = report;
  if (phone.matches !== data.narrow) report();
  return () => {
    phone.onchange = null;
  };
}
