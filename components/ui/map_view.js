// The map of papers, drawn by plotly.js. The picture is a function of `data`; zoom belongs to the browser.
// Streamlit calls the default export again on every change of data, with the same element, so zoom and
// selection survive recolouring, filtering and opening a paper: one Plotly.react, never a new plot.

const base = () => {
  const script = document.querySelector('script[src*="/static/"]');
  return script ? script.src.split("/static/")[0] : "";
};

// plotly.js comes with the page where the map was opened by its address (data-plotly), else it is asked for here.
let loading;
const plotly = () =>
  window.Plotly
    ? Promise.resolve(window.Plotly)
    : (loading ??= new Promise((resolve, reject) => {
        const early = document.querySelector("script[data-plotly]");
        const tag = early ?? document.createElement("script");
        tag.addEventListener("load", () => resolve(window.Plotly));
        tag.addEventListener("error", () => {
          loading = undefined;
          tag.remove();
          reject(new Error("plotly.js did not load"));
        });
        if (!early) {
          tag.src = base() + "/assets/plotly.min.js";
          document.head.appendChild(tag);
        }
      }));

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const floats = (text) => new Float32Array(bytes(text).buffer);

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

const colours = (element) => {
  const style = getComputedStyle(element);
  const read = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  return {
    text: read("--st-text-color", "#1B1F24"),
    ground: read("--st-background-color", "#FFFFFF"),
    accent: read("--st-primary-color", "#2F5BEA"),
    line: read("--st-border-color", "#E4E7EB"),
    font: read("--st-font", "sans-serif"),
  };
};

const grey = (ground) => {
  const [r, g, b] = (ground.match(/^#(..)(..)(..)$/) ?? ["", "ff", "ff", "ff"]).slice(1).map((h) => parseInt(h, 16));
  return r + g + b > 380 ? "#C9CED6" : "#3A4653";
};

function unpack(data) {
  return {
    ...data,
    x: floats(data.x), y: floats(data.y),
    group: bytes(data.group), shown: bytes(data.shown), solid: bytes(data.solid), starred: bytes(data.starred),
    row: new Map(data.ids.map((id, i) => [id, i])),
  };
}

function traces(map, tint) {
  const n = map.ids.length;
  const type = n > 2000 ? "scattergl" : "scatter";
  const size = n > 5000 ? 5 : n > 800 ? 7 : 11;
  const faded = grey(tint.ground);
  const dimmed = map.selected.length > 0;
  const colour = [], opacity = [], ring = [], width = [], sizes = [], fill = [];
  for (let i = 0; i < n; i++) {
    const hue = map.groups[map.group[i]]?.colour ?? faded;
    const shown = map.shown[i] === 1 || map.ids[i] === map.open; // what she reads stays visible under any filter
    const full = map.solid[i] || map.starred[i];
    fill.push(shown ? (full ? hue : tint.ground) : faded);
    ring.push(shown ? hue : faded);
    colour.push(hue);
    width.push(shown && !full ? 2 : 0);
    opacity.push(shown ? 0.92 : 0.4);
    sizes.push(shown ? (map.starred[i] ? size + 3 : size) : size - 3);
  }
  const points = {
    type, mode: "markers", x: map.x, y: map.y, customdata: map.ids,
    text: map.titles.map((title, i) => wrap(title, 56) + (map.notes[i] ? `<br><i>${escape(map.notes[i])}</i>` : "")),
    hovertemplate: "%{text}<extra></extra>",
    hoverlabel: { bgcolor: tint.ground, bordercolor: colour, align: "left", font: { color: tint.text, family: tint.font, size: 13 } },
    marker: { color: fill, opacity, size: sizes, line: { color: ring, width } },
    selectedpoints: dimmed ? map.selected.map((id) => map.row.get(id)) : null,
    selected: { marker: { opacity: 0.95 } }, unselected: { marker: { opacity: 0.22 } },
  };
  const stars = { type, mode: "text", hoverinfo: "skip", x: [], y: [], text: [], textfont: { size: size + 1, color: tint.ground } };
  for (let i = 0; i < n; i++)
    if (map.starred[i]) { stars.x.push(map.x[i]); stars.y.push(map.y[i]); stars.text.push("★"); }
  const open = map.row.get(map.open);
  const spokes = { type, mode: "lines", hoverinfo: "skip", x: [], y: [], line: { color: tint.text, width: 1, dash: "dot" }, opacity: 0.55 };
  const halo = { type, mode: "markers", hoverinfo: "skip", x: [], y: [],
    marker: { size: size + 11, color: "rgba(0,0,0,0)", line: { color: tint.accent, width: 3 } } };
  if (open !== undefined) {
    for (const id of map.nearest) {
      const to = map.row.get(id);
      if (to !== undefined) { spokes.x.push(map.x[open], map.x[to], null); spokes.y.push(map.y[open], map.y[to], null); }
    }
    halo.x.push(map.x[open]); halo.y.push(map.y[open]);
  }
  const names = { type: "scatter", mode: "text", hoverinfo: "skip", cliponaxis: false, ...labels(map, null, tint) };
  return [names, spokes, points, stars, halo];
}

const LABELS = 0, POINTS = 2; // which of the traces above is which

// Topic names stand near their topics' middles, moved up or down to where they cover the fewest papers, and lie under
// the points. A name that would cover a bigger topic's name waits for more zoom.
function labels(map, div, tint) {
  const placed = { x: [], y: [], text: [], textfont: { size: 13, weight: 600, family: tint.font, color: [] } };
  const { xaxis: ax, yaxis: ay } = div?._fullLayout ?? {};
  if (!ax) return placed;
  const points = Array.from(map.x, (x, i) => [ax.l2p(x), ay.l2p(map.y[i])]);
  const taken = [];
  const meets = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  for (const label of map.labels) {
    const lines = wrap(label.text, 22).split("<br>");
    const w = Math.max(...lines.map((line) => line.length)) * 6.9 + 8, h = lines.length * 17 + 4;
    const px = ax.l2p(label.x), py = ay.l2p(label.y);
    if (px < 0 || py < 0 || px > ax._length || py > ay._length) continue;
    const x = Math.min(Math.max(px, w / 2 + 2), Math.max(ax._length - w / 2 - 2, w / 2 + 2));
    let best, least = Infinity;
    for (const shift of [0, -14, 14, -26, 26, -38, 38]) {
      const y = Math.min(Math.max(py + shift, h / 2), ay._length - h / 2);
      const box = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
      if (taken.some((other) => meets(box, other))) continue;
      const covered = points.filter(([a, b]) => a > box[0] - 6 && a < box[2] + 6 && b > box[1] - 6 && b < box[3] + 6).length;
      const cost = covered + Math.abs(shift) / 60;
      if (cost < least) { least = cost; best = { y, box }; }
    }
    if (!best) continue;
    taken.push(best.box);
    placed.x.push(ax.p2l(x));
    placed.y.push(ay.p2l(best.y));
    placed.text.push(lines.join("<br>"));
    placed.textfont.color.push(label.shown ? tint.text : grey(tint.ground));
  }
  return placed;
}

function layout(map, tint) {
  const axis = { visible: false, fixedrange: false, zeroline: false };
  return {
    uirevision: map.key, selectionrevision: map.selected.length ? map.key : "none",
    dragmode: "lasso", hovermode: "closest", showlegend: false,
    margin: { l: 0, r: 0, t: 0, b: 0 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    xaxis: { ...axis, range: map.range.x }, yaxis: { ...axis, range: map.range.y, scaleanchor: "x" },
    font: { color: tint.text, family: tint.font },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: tint.text, activecolor: tint.accent, orientation: "h" },
    newselection: { line: { color: tint.accent, width: 1.5, dash: "solid" } },
    activeselection: { fillcolor: tint.accent, opacity: 0.06 },
  };
}

const HELP = "Draw round papers to list them, click one to read it, scroll to zoom. " +
  "With the keyboard: arrow keys go from paper to paper, Enter opens, Escape lets go.";

const CONFIG = {
  responsive: true, displaylogo: false, scrollZoom: true, displayModeBar: true, doubleClick: "reset",
  modeBarButtons: [["pan2d", "lasso2d", "select2d", "resetScale2d", "toImage"]],
  toImageButtonOptions: { format: "png", filename: "digest-atlas-map", scale: 2 },
};

// The paper nearest to where an arrow key points: within 45° of that way, the closest first.
function step(map, from, key) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key];
  let best, least = Infinity;
  for (let i = 0; i < map.ids.length; i++) {
    if (i === from || !map.shown[i]) continue;
    const dx = map.x[i] - map.x[from], dy = map.y[i] - map.y[from];
    const along = dx * way[0] + dy * way[1], across = Math.abs(dx * way[1] - dy * way[0]);
    if (along > 0 && across <= along && along + across < least) { least = along + across; best = i; }
  }
  return best;
}

function listen(P, div, status) {
  const say = (i) => { status.textContent = i === undefined ? "" : div.atlas.titles[i]; };
  div.on("plotly_selected", (event) => {
    const inside = event?.points.filter((p) => p.curveNumber === POINTS && div.atlas.shown[p.pointIndex]);
    if (inside) div.send.state("selected", inside.map((p) => p.customdata)); // papers under the filters only
  });
  div.on("plotly_deselect", () => div.send.state("selected", []));
  div.on("plotly_click", (event) => {
    const point = event.points.find((p) => p.curveNumber === POINTS);
    if (point) div.send.trigger("opened", point.customdata);
  });
  div.on("plotly_relayout", (change) => {
    if (Object.keys(change).some((k) => k.startsWith("xaxis") || k.startsWith("yaxis") || k === "autosize")) relabel(P, div);
  });
  div.addEventListener("keydown", (event) => {
    const map = div.atlas;
    if (event.key.startsWith("Arrow")) {
      const first = map.shown.indexOf(1);
      const from = div.cursor ?? map.row.get(map.open);
      div.cursor = from === undefined ? first : (step(map, from, event.key) ?? from);
      if (div.cursor >= 0) { P.Fx.hover(div, [{ curveNumber: POINTS, pointNumber: div.cursor }]); say(div.cursor); }
      event.preventDefault();
    } else if (event.key === "Enter" && div.cursor >= 0) {
      div.send.trigger("opened", map.ids[div.cursor]);
      event.preventDefault();
    } else if (event.key === "Escape") div.send.state("selected", []);
  });
}

function relabel(P, div) {
  const { x, y, text, textfont } = labels(div.atlas, div, colours(div));
  return P.restyle(div, { x: [x], y: [y], text: [text], "textfont.color": [textfont.color] }, [LABELS]);
}

// The legend doubles as a filter: each entry is a button that says how many papers it holds.
function legend(box, map, send) {
  box.replaceChildren(...map.legend.map((entry) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "atlas-legend-entry";
    button.setAttribute("aria-pressed", String(entry.on));
    const dot = document.createElement("span");
    dot.className = "atlas-legend-dot";
    dot.style.background = entry.colour;
    const count = document.createElement("span");
    count.className = "atlas-legend-count";
    count.textContent = entry.count;
    button.append(dot, document.createTextNode(entry.name), count);
    if (entry.value) button.onclick = () => send.trigger("toggled", entry.value);
    else button.disabled = true;
    return button;
  }));
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const div = parentElement.querySelector(".atlas-map");
  const status = parentElement.querySelector(".atlas-map-status");
  const box = parentElement.querySelector(".atlas-legend");
  div.send = { state: setStateValue, trigger: setTriggerValue };
  legend(box, data, div.send);
  parentElement.querySelector(".atlas-map-words").textContent = `${data.honesty} ${HELP}`;
  const turn = (div.turn = (div.turn ?? 0) + 1);
  plotly().then(async (P) => {
    if (turn !== div.turn) return; // newer data came while plotly.js was loading
    const map = (div.atlas = unpack(data));
    const tint = colours(div);
    const fresh = !div.dataset.drawn;
    const frame = layout(map, tint);
    if (!fresh) { // what the person did to the picture stays: her tool, her selection's outline
      frame.dragmode = div.layout.dragmode;
      frame.selections = map.selected.length ? div.layout.selections : [];
    }
    await P.react(div, traces(map, tint), frame, CONFIG);
    if (fresh) listen(P, div, status);
    await relabel(P, div);
    div.setAttribute("aria-label", map.alt);
    div.dataset.points = String(map.ids.length);
    div.dataset.shown = String(map.shown.reduce((sum, s) => sum + s, 0));
    div.dataset.selected = String(map.selected.length);
    div.dataset.open = map.open;
    div.dataset.drawn = "1";
  }).catch(() => {
    status.textContent = "The map could not load its drawing library. Reload the page; if that does not help, use the table.";
  });
}
