// The addresses of pages, and ways there: links that can be opened in another tab, and that change the page on a plain
// click as the browser's own Back does, without loading anew.

import { APP } from "./app_address.js";

/**
 * Let a link lead to a page.
 * @param {HTMLAnchorElement} link
 * @param {string} path below the app
 * @param {string} query what the address asks for, without "?"
 */
export function leadTo(link, path, query) {
  const address = new URL(path, APP);
  address.search = query;
  link.href = address.href;
  link.onclick = (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
  };
}

/**
 * A query with one more parameter.
 * @param {string} query
 * @param {string} name
 * @param {string} value
 */
export const withParameter = (query, name, value) => {
  const parameters = new URLSearchParams(query);
  parameters.set(name, value);
  return parameters.toString();
};
