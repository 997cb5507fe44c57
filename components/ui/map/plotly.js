// plotly.js: early.js fetches it with the page where the map is opened by its address; else it is asked for here.

import { APP } from "../shared/app_address.js";

export const PLOTLY_ADDRESS = new URL("assets/plotly.min.js", APP).href;

/** @type {Promise<any> | undefined} */
let loading;

/**
 * The library once it is read; rejected where it cannot be had, and asked for again by the next call.
 * @returns {Promise<any>}
 */
export function plotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  return (loading ??= new Promise((resolve, reject) => {
    /** @type {HTMLScriptElement | null} */
    const early = document.querySelector("script[data-plotly-script]");
    const tag = early ?? document.createElement("script");
    tag.addEventListener("load", () => resolve(window.Plotly));
    tag.addEventListener("error", () => {
      loading = undefined;
      tag.remove();
      reject(new Error("plotly.js did not load"));
    });
    if (!early) {
      tag.src = PLOTLY_ADDRESS;
      document.head.append(tag);
    }
  }));
}
