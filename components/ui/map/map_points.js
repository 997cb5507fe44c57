// Unpacks the papers of a map (gzip of JSON) once and keeps them for map_view.js, which draws them.

const waiting = (key) =>
  ((window.digestAtlasPoints ??= {})[key] ??= (() => {
    const entry = {};
    entry.promise = new Promise((resolve) => { entry.resolve = resolve; });
    return entry;
  })());

export default function ({ data }) {
  if (!data?.length) return;
  const unpacked = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  new Response(unpacked).json().then((papers) => {
    const places = (text) => {
      const whole = new Int16Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
      return Float32Array.from(whole, (value) => value / papers.scale);
    };
    const entry = waiting(papers.key), all = window.digestAtlasPoints;
    for (const key of Object.keys(all)) if (all[key].there && key !== papers.key) delete all[key]; // one map at a time
    entry.there = true;
    entry.resolve({ ...papers, x: places(papers.x), y: places(papers.y), row: new Map(papers.ids.map((id, i) => [id, i])) });
  });
}
