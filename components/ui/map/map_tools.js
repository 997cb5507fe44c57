// What map_view.js needs that is no drawing: small conversions, saving the picture, the outline. No exports: the two
// files are joined into one module.

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

// Plotly reads a little HTML in hover texts and labels: what comes from a digest must stay text.
const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const wrap = (text, width) => {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1) && lines.at(-1).length + word.length >= width) lines.push("");
    lines[lines.length - 1] += (lines.at(-1) ? " " : "") + word;
  }
  return lines.map(escape).join("<br>");
};

// A set of row numbers as text, runs shortened: "3-9,12". A lasso round thousands of papers stays a few kilobytes.
function ranges(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b), parts = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[end] + 1) end++;
    parts.push(end === i ? `${sorted[i]}` : `${sorted[i]}-${sorted[end]}`);
    i = end + 1;
  }
  return parts.join(",");
}

function rows(text) {
  const found = [];
  for (const part of text ? text.split(",") : []) {
    const [first, last = first] = part.split("-").map(Number);
    for (let row = first; row <= last; row++) found.push(row);
  }
  return found;
}

// Zoom stands in the address without a word to the server: the browser alone owns it.
const VIEW = "view";

function viewInAddress() {
  const numbers = (new URLSearchParams(location.search).get(VIEW) ?? "").split(",").map(Number);
  return numbers.length === 4 && numbers.every(Number.isFinite) && numbers[0] < numbers[1] && numbers[2] < numbers[3]
    ? { x: numbers.slice(0, 2), y: numbers.slice(2) }
    : null;
}

function putViewIntoAddress(view) {
  const address = new URL(location.href);
  if (view) address.searchParams.set(VIEW, [...view.x, ...view.y].map((n) => n.toFixed(3)).join(","));
  else address.searchParams.delete(VIEW);
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A page that needs nothing else: the figure as it is on the screen and plotly.js itself.
async function savePage(div, scriptAddress) {
  const script = (await (await fetch(scriptAddress)).text()).replaceAll("</script", "<\\/script");
  const figure = JSON.stringify({ data: div.data, layout: { ...div.layout, autosize: true, width: undefined, height: undefined } },
    (_, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value)).replaceAll("<", "\\u003c");
  const ground = getComputedStyle(div).getPropertyValue("--st-background-color").trim() || "#FFFFFF";
  const page = `<!doctype html><meta charset="utf-8"><title>Digest Atlas map</title>` +
    `<style>html,body,#map{margin:0;height:100%;background:${ground}}</style><div id="map"></div><script>${script}</script>` +
    `<script>const f=${figure};f.layout.dragmode="pan";Plotly.newPlot("map",f.data,f.layout,{responsive:true,scrollZoom:true,displaylogo:false})</script>`;
  download(new Blob([page], { type: "text/html" }), "digest-atlas-map.html");
}

function savingButtons(P, div, scriptAddress) {
  const image = (format) => () => P.downloadImage(div, { format, filename: "digest-atlas-map", scale: format === "png" ? 2 : 1 });
  const offers = [["PNG", image("png")], ["SVG", image("svg")], ["HTML", () => savePage(div, scriptAddress)]];
  return offers.map(([name, act]) => {
    const button = make("button", "atlas-map-save", name);
    button.setAttribute("aria-label", `Save the map as ${name}`);
    button.onclick = act;
    return button;
  });
}

// The map as text, topic by topic, for who cannot see or point: filled when it is opened, a topic's papers likewise.
// Drawn anew, what was open stays open.
function outline(box, map, open) {
  const unfolded = new Set([...box.querySelectorAll("details[open]")].map((each) => each.dataset.topic));
  const fill = (details, build) => {
    details.ontoggle = () => { if (details.open && details.children.length === 1) details.append(build()); };
    if (details.open) keepingFocus(details, () => details.replaceChildren(details.firstElementChild, build()));
  };
  const papersOf = (number) => {
    const list = make("ul");
    for (let i = 0; i < map.ids.length; i++) {
      if (map.topic[i] !== number || !map.shown[i]) continue;
      const entry = make("li"), button = make("button", "atlas-outline-paper", map.titles[i]);
      button.onclick = () => open(map.ids[i]);
      entry.append(button);
      list.append(entry);
    }
    return list;
  };
  fill(box, () => {
    const list = make("div");
    map.topics.forEach((name, number) => {
      const amount = map.topic.reduce((sum, t, i) => sum + (t === number && map.shown[i] ? 1 : 0), 0);
      if (!amount) return;
      const details = make("details");
      details.dataset.topic = number;
      details.open = unfolded.has(details.dataset.topic);
      details.append(make("summary", "", `${name} (${amount})`));
      fill(details, () => papersOf(number));
      list.append(details);
    });
    return list;
  });
}
