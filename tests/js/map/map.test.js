// The smaller decisions of the map: arrow keys, the part in view, texts for plotly.js, colours, the page that is saved.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readView, withView } from "../../../components/ui/map/map_address.js";
import { nearestInDirection } from "../../../components/ui/map/map_keys.js";
import { pageOf } from "../../../components/ui/map/map_saving.js";
import { POINTS, grey, hoverTexts, mapData, traces } from "../../../components/ui/map/map_traces.js";
import { escape, wrap } from "../../../components/ui/map/plotly_text.js";

test("an arrow key goes to the nearest shown paper within 45° of its direction", () => {
  const map = { x: [0, 2, 1, 0, 1], y: [0, 0, 2, -1, 0], shown: [1, 1, 1, 1, 0] };
  assert.equal(nearestInDirection(map, 0, "ArrowRight"), 1);
  assert.equal(nearestInDirection(map, 0, "ArrowUp"), 2);
  assert.equal(nearestInDirection(map, 0, "ArrowDown"), 3);
  assert.equal(nearestInDirection(map, 0, "ArrowLeft"), undefined);
});

test("the part in view stands in the address and is read again", () => {
  const view = { x: [-1, 0.5], y: [0.25, 1] };
  const address = withView("https://example.org/map?q=a", view);
  assert.deepEqual(readView(new URL(address).search), view);
  assert.equal(new URL(address).searchParams.get("q"), "a");
  assert.equal(withView(address, null), "https://example.org/map?q=a");
});

for (const damaged of ["", "1,2,3", "1,0,0,1", "0,1,1,0", "a,b,c,d", "0,Infinity,0,1", "1,2,3,4,5"]) {
  test(`an address that names no part of the map shows all of it: ${damaged}`, () => {
    assert.equal(readView(`?view=${damaged}`), null);
  });
}

test("texts of digests stay text, in lines", () => {
  assert.equal(escape("<b>&</b>"), "&lt;b&gt;&amp;&lt;/b&gt;");
  assert.deepEqual(wrap("one two three", 8), ["one two", "three"]);
  assert.deepEqual(wrap("<i> verylongwordindeed a", 8), ["&lt;i&gt;", "verylongwordindeed", "a"]);
  assert.deepEqual(wrap("", 8), [""]);
});

test("the grey of what is filtered out fits the background", () => {
  assert.notEqual(grey("#FFFFFF"), grey("#000000"));
  assert.equal(grey("rgb(0, 0, 0)"), grey("#FFFFFF"));
});

test("nothing in a figure ends the script of the saved page", () => {
  const figure = { data: [{ text: ["</script><script>alert(1)</script>"], x: Float32Array.of(1) }], layout: { width: 5 } };
  const page = pageOf(figure, "const a = '</script>';", "#fff");
  assert.equal(page.match(/<\/script>/g).length, 2);
  assert.ok(page.includes('"x":[1]'));
  assert.ok(!page.includes('"width"'));
});

test("what is drawn follows the data", () => {
  const base64 = (...values) => Buffer.from(values).toString("base64");
  const papers = {
    key: "k", ids: ["a", "b"], titles: ["<A>", "B"], gists: ["We <b>.", ""], facts: [], x: Float32Array.of(0, 1),
    y: Float32Array.of(0, 1), topic: [0, 1], topics: ["T"], range: { x: [0, 1], y: [0, 1] }, row: new Map([["a", 0], ["b", 1]]), scale: 1,
  };
  const paint = {
    key: "k", groups: [{ colour: "#111111" }], areas: [], group: base64(0, 0), wide: false, marks: base64(0b0101, 0b0010), labels: [],
    open: "b", nearest: ["a", "gone"], why: ["<both>", ""], selected: "1", placement: [], alt: "", trustworthiness: "",
  };
  const theme = { text: "#000000", background: "#FFFFFF", accent: "#0000FF", font: "sans" };
  const map = mapData(paint, papers), drawn = traces(map, theme, 900);
  const [spokes, points, stars, halo] = drawn;
  assert.deepEqual(hoverTexts(map), ["<b>&lt;A&gt;</b><br>We &lt;b&gt;.<br><i>T</i>", "<b>B</b>"]);
  assert.equal(drawn[POINTS], points);
  assert.deepEqual(points.selectedpoints, [1]);
  assert.deepEqual(points.marker.opacity, [0.92, 0.92], "the open paper is shown under any filter");
  assert.deepEqual([stars.x, stars.marker.symbol], [[0], "star"]);
  assert.ok(stars.marker.size > 1.5 * points.marker.size[0]);
  assert.deepEqual(spokes.x, [1, 0, null]);
  assert.deepEqual(halo.x, [1]);
  paint.open = "";
  assert.deepEqual(traces(mapData(paint, papers), theme, 900)[POINTS].marker.opacity, [0.92, 0.4]);
  assert.ok(traces(map, theme, 345)[POINTS].marker.size[0] < points.marker.size[0], "smaller on a phone");
});
