// Saving the map: as a picture, or as a page that needs nothing else.

import { make } from "../shared/elements.js";
import { POINTS, hoverTexts } from "./map_traces.js";
import { PLOTLY_ADDRESS } from "./plotly.js";

const NAME = "digest-atlas-map";

/**
 * @param {Blob} blob
 * @param {string} name
 */
function download(blob, name) {
  const link = make("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * A page of its own: the figure and plotly.js itself. Nothing in the figure can end its script.
 * @param {{ data: unknown, layout: object }} figure
 * @param {string} script plotly.js
 * @param {string} background a colour
 */
export function pageOf(figure, script, background) {
  const layout = { ...figure.layout, autosize: true, width: undefined, height: undefined };
  const json = JSON.stringify(
    { data: figure.data, layout },
    (_, value) => (ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value),
  ).replaceAll("<", "\\u003c");
  return `<!doctype html><meta charset="utf-8"><title>Digest Atlas map</title>` +
    `<style>html,body,#map{margin:0;height:100%;background:${background}}</style><div id="map"></div>` +
    `<script>${script.replaceAll("</script", "<\\/script")}</script>` +
    `<script>const f=${json};f.layout.dragmode="pan";` +
    `Plotly.newPlot("map",f.data,f.layout,{responsive:true,scrollZoom:true,displaylogo:false})</script>`;
}

/**
 * The picture with its names, which lie above it on the page.
 * @param {import("./map.js").MapElement} div
 * @param {object[]} names
 */
const figureOf = (div, names) => ({ data: div.data, layout: { ...div.layout, annotations: names } });

/**
 * @param {import("./map.js").MapElement} div
 * @param {object[]} names
 */
async function savePage(div, names) {
  const { data, layout } = figureOf(div, names);
  const hover = { text: hoverTexts(div.atlas), hovertemplate: "%{text}<extra></extra>", hoverinfo: "text" };
  const figure = {
    data: data.map((/** @type {object} */ trace, /** @type {number} */ place) => (place === POINTS ? { ...trace, ...hover } : trace)),
    layout: { ...layout, hovermode: "closest" },
  };
  const script = await (await fetch(PLOTLY_ADDRESS)).text();
  const background = getComputedStyle(div).getPropertyValue("--st-background-color").trim() || "#FFFFFF";
  download(new Blob([pageOf(figure, script, background)], { type: "text/html" }), `${NAME}.html`);
}

/**
 * A button for each way to save the map.
 * @param {any} P plotly.js
 * @param {import("./map.js").MapElement} div
 * @param {() => object[]} names what is written on the map now, as annotations
 */
export function savingButtons(P, div, names) {
  /** @param {string} format */
  const image = (format) => () => P.downloadImage(figureOf(div, names()), {
    format, filename: NAME, scale: format === "png" ? 2 : 1, width: div.clientWidth, height: div.clientHeight,
  });
  /** @type {[name: string, save: () => void][]} */
  const formats = [["PNG", image("png")], ["SVG", image("svg")], ["HTML", () => savePage(div, names())]];
  return formats.map(([name, save]) => {
    const button = make("button", "atlas-map-save", name);
    button.setAttribute("aria-label", `Save the map as ${name}`);
    button.onclick = save;
    return button;
  });
}
