// The map of papers, drawn by plotly.js. The picture is a function of `data`; zoom belongs to the browser.
// Streamlit calls the default export again on every change of data, with the same element, so zoom and
// selection survive recolouring, filtering and opening a paper: one Plotly.react, never a new plot.

const base = () => {
  const script = document.querySelector('script[src*="/static/"]');
  return script ? script.src.split("/static/")[0] : "";
};
const scriptAddress = () => base() + "/assets/plotly.min.js";

// plotly.js comes early where the map was opened by its address (early.js), else it is asked for here.
let loading;
const plotly = () =>
  window.Plotly
    ? Promise.resolve(window.Plotly)
    : (loading ??= new Promise((resolve, reject) => {
        const early = document.querySelector("script[data-plotly-script]");
        const tag = early ?? document.createElement("script");
        tag.addEventListener("load", () => resolve(window.Plotly));
        tag.addEventListener("error", () => {
          loading = undefined;
          tag.remove();
          reject(new Error("plotly.js did not load"));
        });
        if (!early) {
          tag.src = scriptAddress();
          document.head.appendChild(tag);
        }
      }));

// The papers themselves (ids, titles, places) come once, by map_points.js; what comes with every change is small.
const points = (key) =>
  ((window.digestAtlasPoints ??= {})[key] ??= (() => {
    const entry = {};
    entry.promise = new Promise((resolve) => { entry.resolve = resolve; });
    return entry;
  })()).promise;

function joined(paint, papers) {
  const marks = bytes(paint.marks);
  const mark = (bit) => marks.map((m) => (m >> bit) & 1);
  const group = bytes(paint.group);
  return { ...papers, ...paint, group: paint.wide ? new Uint16Array(group.buffer) : group, shown: mark(0), solid: mark(1), starred: mark(2), provisional: mark(3),
    chosen: rows(paint.selected), papers };
}

const colours = (element) => {
  const style = getComputedStyle(element);
  const read = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  return {
    text: read("--st-text-color", "#1B1F24"),
    ground: read("--st-background-color", "#FFFFFF"),
    accent: read("--st-primary-color", "#2F5BEA"),
    font: read("--st-font", "sans-serif"),
  };
};

const grey = (ground) => {
  const [r, g, b] = (ground.match(/^#(..)(..)(..)$/) ?? ["", "ff", "ff", "ff"]).slice(1).map((h) => parseInt(h, 16));
  return r + g + b > 380 ? "#C9CED6" : "#3A4653";
};

const sizeFor = (n) => (n > 30_000 ? 3 : n > 5_000 ? 5 : n > 800 ? 7 : 11);
const MANY = 2000; // papers from which WebGL draws them, above everything that is SVG: names then become annotations
const LABELS = 0, POINTS = 2; // which of the traces below is which

function traces(map, tint) {
  const n = map.ids.length, many = n > MANY;
  const type = many ? "scattergl" : "scatter";
  const size = sizeFor(n);
  const faded = grey(tint.ground);
  const ring = [], fill = [], width = [], opacity = [], sizes = [];
  for (let i = 0; i < n; i++) {
    const hue = map.groups[map.group[i]]?.colour ?? faded;
    const shown = map.shown[i] === 1 || map.ids[i] === map.open; // what she reads stays visible under any filter
    const full = map.solid[i] || map.starred[i];
    fill.push(shown ? (full || many ? hue : tint.ground) : faded);
    ring.push(shown ? hue : faded);
    width.push(shown && !full && !many ? 2 : 0);
    opacity.push(!shown ? 0.4 : full || !many ? 0.92 : 0.42); // rings of five pixels would be a grey mist: paler instead
    sizes.push(shown ? (map.starred[i] ? size + 3 : size) : Math.max(2, size - 3));
  }
  const papers = {
    type, mode: "markers", x: map.x, y: map.y,
    text: (map.papers.cards ??= map.titles.map((title, i) =>
      wrap(title, 56) + (map.topics[map.topic[i]] ? `<br><i>${escape(map.topics[map.topic[i]])}</i>` : ""))),
    hovertemplate: "%{text}<extra></extra>",
    hoverlabel: { bgcolor: tint.ground, bordercolor: ring, align: "left", font: { color: tint.text, family: tint.font, size: 13 } },
    marker: { color: fill, opacity, size: sizes, symbol: map.provisional.includes(1)
      ? Array.from(map.provisional, (is) => (is ? "diamond" : "circle")) : "circle", line: { color: ring, width } },
    selectedpoints: map.chosen.length ? map.chosen : null,
    selected: { marker: { opacity: 0.95 } }, unselected: { marker: { opacity: 0.22 } },
  };
  const silent = { type, hoverinfo: "skip", x: [], y: [] };
  const stars = { ...silent, mode: "text", x: [], y: [], text: [], textfont: { size: size + 1, color: tint.ground } };
  for (let i = 0; i < n; i++)
    if (map.starred[i]) { stars.x.push(map.x[i]); stars.y.push(map.y[i]); stars.text.push("★"); }
  const spokes = { ...silent, mode: "lines", x: [], y: [], line: { color: tint.text, width: 1, dash: "dot" }, opacity: 0.55 };
  const halo = { ...silent, mode: "markers", x: [], y: [],
    marker: { size: size + 11, color: "rgba(0,0,0,0)", line: { color: tint.accent, width: 3 } } };
  const open = map.row.get(map.open);
  for (const id of open === undefined ? [] : map.nearest) {
    const to = map.row.get(id);
    if (to !== undefined) { spokes.x.push(map.x[open], map.x[to], null); spokes.y.push(map.y[open], map.y[to], null); }
  }
  if (open !== undefined) { halo.x.push(map.x[open]); halo.y.push(map.y[open]); }
  const landing = { ...silent, mode: "markers", x: map.landing.map((p) => p[0]), y: map.landing.map((p) => p[1]),
    marker: { symbol: "cross-thin", size: size + 1, line: { color: tint.accent, width: 2 }, opacity: 0.7 } };
  const names = { type: "scatter", mode: "text", hoverinfo: "skip", cliponaxis: false, ...labels(map, null, tint) };
  return [names, spokes, papers, stars, halo, landing];
}

// Names stand near the middles of what they name, moved to where they cover the fewest papers, and lie
// under the points. Areas come first while the whole map is in view, topics when there is room for them.
function labels(map, div, tint) {
  const placed = { x: [], y: [], text: [], textfont: { size: [], weight: 600, family: tint.font, color: [] } };
  const { xaxis: ax, yaxis: ay } = div?._fullLayout ?? {};
  if (!ax) return placed;
  const zoom = (map.range.x[1] - map.range.x[0]) / (ax.range[1] - ax.range[0]);
  const every = Math.ceil(map.ids.length / 4000); // enough points to see where it is crowded
  const crowd = [];
  for (let i = 0; i < map.ids.length; i += every) crowd.push([ax.l2p(map.x[i]), ay.l2p(map.y[i])]);
  const taken = [], pen = document.createElement("canvas").getContext("2d");
  const asides = map.ids.length > MANY ? [0] : [0, -0.15, 0.15, -0.3, 0.3, -0.45, 0.45, -0.6, 0.6]; // of its width
  const meets = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  for (const label of map.labels) {
    if (label.area ? zoom > 2.5 : map.labels[0]?.area && zoom < 1.4) continue;
    const size = label.area ? 16 : 13;
    const lines = wrap(label.text, 22).split("<br>");
    pen.font = `600 ${size}px ${tint.font}`;
    const w = Math.max(...lines.map((line) => pen.measureText(line).width)) + 6, h = lines.length * size * 1.3;
    const px = ax.l2p(label.x), py = ay.l2p(label.y);
    if (px < 0 || py < 0 || px > ax._length || py > ay._length) continue;
    let best, least = Infinity;
    for (const aside of asides)
      for (const shift of [0, -8, 8, -16, 16, -24, 24, -32, 32, -40, 40, -48, 48]) {
        const x = Math.min(Math.max(px + aside * w, w / 2 + 2), Math.max(ax._length - w / 2 - 2, w / 2 + 2));
        const y = Math.min(Math.max(py + shift, h / 2), ay._length - h / 2);
        const box = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
        if (taken.some((other) => meets(box, other))) continue;
        const covered = crowd.filter(([a, b]) => a > box[0] - 5 && a < box[2] + 5 && b > box[1] - 4 && b < box[3] + 4).length;
        const cost = 4 * covered + (Math.abs(shift) + Math.abs(aside * w)) / 40;
        if (cost < least) { least = cost; best = { x, y, box }; }
      }
    if (!best) continue;
    taken.push(best.box);
    placed.x.push(ax.p2l(best.x));
    placed.y.push(ay.p2l(best.y));
    placed.text.push(lines.join("<br>"));
    placed.textfont.size.push(size);
    placed.textfont.color.push(label.shown ? tint.text : grey(tint.ground));
  }
  return placed;
}

function layout(map, tint) {
  const axis = { visible: false, fixedrange: false, zeroline: false };
  return {
    selectionrevision: map.chosen.length ? map.key : "none",
    dragmode: "lasso", hovermode: "closest", showlegend: false,
    margin: { l: 0, r: 0, t: 0, b: 0 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    xaxis: { ...axis, range: map.range.x }, yaxis: { ...axis, range: map.range.y, scaleanchor: "x" },
    font: { color: tint.text, family: tint.font },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: tint.text, activecolor: tint.accent, orientation: "h" },
    newselection: { line: { color: tint.accent, width: 1.5, dash: "solid" } },
    activeselection: { fillcolor: tint.accent, opacity: 0.06 },
  };
}

const CONFIG = {
  responsive: true, displaylogo: false, scrollZoom: true, displayModeBar: true, doubleClick: "reset",
  modeBarButtons: [["pan2d", "lasso2d", "select2d", "resetScale2d"]],
};
const HELP = "Draw round papers to list them, with Shift to add, with Shift and Alt to take away; click one to read it; " +
  "scroll to zoom. With the keyboard: arrow keys go from paper to paper, Enter opens, Escape lets go. Save as";

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
  div.on("plotly_selected", (event) => {
    const inside = event?.points.filter((p) => p.curveNumber === POINTS && div.atlas.shown[p.pointIndex]);
    if (inside) div.send.state("selected", ranges(inside.map((p) => p.pointIndex))); // papers under the filters only
  });
  div.on("plotly_deselect", () => div.send.state("selected", ""));
  div.on("plotly_click", (event) => {
    const point = event.points.find((p) => p.curveNumber === POINTS);
    if (point) div.send.trigger("opened", div.atlas.ids[point.pointIndex]);
  });
  div.on("plotly_relayout", (change) => {
    if (!Object.keys(change).some((k) => k.startsWith("xaxis") || k.startsWith("yaxis") || k === "autosize")) return;
    relabel(P, div);
    rememberView(div);
  });
  div.addEventListener("keydown", (event) => {
    const map = div.atlas;
    if (event.key.startsWith("Arrow")) {
      const first = map.shown.indexOf(1);
      const from = div.cursor ?? map.row.get(map.open);
      div.cursor = from === undefined ? first : (step(map, from, event.key) ?? from);
      if (div.cursor >= 0) {
        P.Fx.hover(div, [{ curveNumber: POINTS, pointNumber: div.cursor }]);
        status.textContent = map.titles[div.cursor];
      }
      event.preventDefault();
    } else if (event.key === "Enter" && div.cursor >= 0) {
      div.send.trigger("opened", map.ids[div.cursor]);
      event.preventDefault();
    } else if (event.key === "Escape") div.send.state("selected", "");
  });
}

function rememberView(div) {
  const { xaxis, yaxis } = div._fullLayout;
  const near = (a, b) => Math.abs(a - b) < 1e-6;
  const whole = near(xaxis.range[0], div.whole.x[0]) && near(xaxis.range[1], div.whole.x[1]);
  putViewIntoAddress(whole ? null : { x: xaxis.range, y: yaxis.range });
}

function relabel(P, div) {
  const { x, y, text, textfont } = labels(div.atlas, div, colours(div));
  if (div.atlas.ids.length > MANY) {
    const named = text.map((words, i) => ({ x: x[i], y: y[i], text: words, showarrow: false, captureevents: false,
      font: { size: textfont.size[i], color: textfont.color[i], weight: textfont.weight, family: textfont.family } }));
    return P.relayout(div, { annotations: named });
  }
  return P.restyle(div, { x: [x], y: [y], text: [text], "textfont.color": [textfont.color], "textfont.size": [textfont.size] }, [LABELS]);
}

// The legend doubles as a filter: each entry is a button that says how many papers it holds.
function legend(box, groups, send) {
  const entries = groups.map((entry) => {
    const button = make("button", "atlas-legend-entry");
    button.setAttribute("aria-pressed", String(entry.on));
    const dot = make("span", "atlas-legend-dot");
    dot.style.background = entry.colour;
    button.append(dot, document.createTextNode(entry.name), make("span", "atlas-legend-count", String(entry.count)));
    if (entry.value) button.onclick = () => send("toggled", entry.value);
    else button.disabled = true;
    return button;
  });
  keepingFocus(box, () => box.replaceChildren(...entries));
}

// What is returned is called when the map leaves the page: plotly listens to the window and holds WebGL for each plot.
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const find = (name) => parentElement.querySelector("." + name);
  const div = find("atlas-map"), status = find("atlas-map-status"), words = find("atlas-map-words");
  div.send = { state: setStateValue, trigger: setTriggerValue };
  legend(find("atlas-legend"), data.groups, setTriggerValue);
  const turn = (div.turn = (div.turn ?? 0) + 1);
  Promise.all([plotly(), points(data.key)]).then(async ([P, papers]) => {
    if (turn !== div.turn) return; // newer data came while something was loading
    const map = (div.atlas = joined(data, papers));
    const tint = colours(div);
    const fresh = !div.dataset.drawn || div.drawnKey !== map.key;
    const frame = layout(map, tint);
    if (fresh) {
      words.replaceChildren(`${data.honesty} ${HELP} `, ...savingButtons(P, div, scriptAddress()));
      div.drawnKey = map.key;
    } else { // what the person did to the picture stays: her place, her tool, her selection's outline
      for (const axis of ["xaxis", "yaxis"]) frame[axis].range = [...div._fullLayout[axis].range];
      frame.dragmode = div.layout.dragmode;
      frame.selections = map.chosen.length ? div.layout.selections : [];
    }
    await P.react(div, traces(map, tint), frame, CONFIG);
    if (!div.dataset.drawn) listen(P, div, status);
    if (fresh) {
      div.whole = { x: [...div._fullLayout.xaxis.range], y: [...div._fullLayout.yaxis.range] };
      const view = viewInAddress();
      if (view) await P.relayout(div, { "xaxis.range": view.x, "yaxis.range": view.y });
    } else rememberView(div); // Streamlit may have written the address anew
    await relabel(P, div);
    outline(find("atlas-outline"), map, (id) => setTriggerValue("opened", id));
    div.setAttribute("aria-label", map.alt);
    Object.assign(div.dataset, {
      points: map.ids.length, shown: map.shown.reduce((sum, s) => sum + s, 0), selected: map.chosen.length, open: map.open, drawn: "1",
    });
  }).catch((error) => {
    console.warn(error);
    status.textContent = "The map could not be drawn. Reload the page; if that does not help, use the table.";
  });
  return () => {
    div.turn += 1; // nothing that still loads is drawn
    window.Plotly?.purge(div);
  };
}
