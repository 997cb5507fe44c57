// The papers nearest to the one that is read, each a button that opens it. Titles are set as text, never as HTML.

import { find, make } from "../elements.js";

/**
 * @typedef {object} NearPaper
 * @property {string} id
 * @property {string} title shortened
 * @property {string} about the whole title and how near it is: the tooltip
 * @property {string} why what both papers say, or nothing
 */

/** @type {Draw<{ papers: NearPaper[] }>} */
export default function ({ data, parentElement, setTriggerValue }) {
  const items = data.papers.map(({ id, title, about, why }) => {
    const button = make("button", "", title);
    button.title = about;
    button.onclick = () => setTriggerValue("opened", id);
    const item = make("li");
    item.append(button);
    if (why) item.append(make("span", "why", why));
    return item;
  });
  find(parentElement, ".atlas-nearest ul").replaceChildren(...items);
}
