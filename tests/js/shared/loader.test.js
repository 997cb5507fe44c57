// The loader: calls that come before the module is here, overtaken calls, cleaning up, imports that fail.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { beforeEach, test } from "node:test";

const SOURCE = await readFile(new URL("../../../components/ui/shared/loader.js", import.meta.url), "utf-8");
const dataAddress = (text) => `data:text/javascript,${encodeURIComponent(text)}`;
let count = 0;

// The loader as Streamlit imports it, for a module that notes what it draws; the import fails so many times first.
async function loaderOf({ failures = 0, body = "log.push(`draw ${data}`); return () => log.push(`clean ${data}`);" } = {}) {
  const name = `module_${++count}`;
  globalThis[name] = { failures };
  const module = dataAddress(`export default ({ data }) => { const { log } = globalThis; ${body} }`);
  const source = SOURCE.replace("await import(`${app.replace(/\\/$/, \"\")}/${ADDRESS}`)",
    `await globalThis.${name}.load(app, ADDRESS)`).replace("[500, 2000, 8000]", "[1, 2, 3]");
  assert.notEqual(source.indexOf(`${name}.load`), -1, "the loader imports in another way than this test knows");
  globalThis[name].load = async (app, address) => {
    log.push(`import ${app} ${address}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (globalThis[name].failures-- > 0) throw new Error("no network");
    return import(module);
  };
  return (await import(dataAddress(source))).default;
}

const log = (globalThis.log = []);
const draws = () => log.filter((line) => !line.startsWith("import"));

beforeEach(() => {
  log.length = 0;
  globalThis.window = { __streamlit: { BACKEND_BASE_URL: "https://example.org/atlas/" } };
});

test("a call that comes before the module is here is drawn, below the app's address", async () => {
  const loader = await loaderOf();
  await loader({ parentElement: {}, data: 1 });
  assert.deepEqual(log, ["import https://example.org/atlas/ __ADDRESS__", "draw 1"]);
});

test("of calls that come while the module loads only the newest draws, and the older ones clean nothing up", async () => {
  const loader = await loaderOf(), parentElement = {};
  const calls = [1, 2, 3].map((data) => loader({ parentElement, data }));
  const [first, second, third] = await Promise.all(calls);
  assert.deepEqual(draws(), ["draw 3"]);
  assert.deepEqual([first, second], [undefined, undefined]);
  third();
  assert.deepEqual(draws(), ["draw 3", "clean 3"]);
});

test("what an overtaken call returned does not clean up after the newer one has drawn", async () => {
  const loader = await loaderOf(), parentElement = {};
  const first = await loader({ parentElement, data: 1 });
  const second = await loader({ parentElement, data: 2 });
  first();
  assert.deepEqual(draws(), ["draw 1", "draw 2"]);
  second();
  assert.deepEqual(draws(), ["draw 1", "draw 2", "clean 2"]);
});

test("two elements of one component do not overtake each other", async () => {
  const loader = await loaderOf();
  await Promise.all([loader({ parentElement: {}, data: 1 }), loader({ parentElement: {}, data: 2 })]);
  assert.deepEqual(draws().sort(), ["draw 1", "draw 2"]);
});

test("a component that is drawn keeps its module over a new release", async () => {
  const parentElement = {};
  await (await loaderOf())({ parentElement, data: 1 });
  await (await loaderOf({ body: "log.push('another release');" }))({ parentElement, data: 2 });
  assert.deepEqual(draws(), ["draw 1", "draw 2"]);
});

test("an import that fails is tried again", async () => {
  const loader = await loaderOf({ failures: 3 });
  await loader({ parentElement: {}, data: 1 });
  assert.deepEqual(draws(), ["draw 1"]);
  assert.equal(log.length, 5);
});

test("where it fails for good the page says so, and a later change of data may bring it", async (context) => {
  context.mock.method(console, "error", () => undefined);
  const loader = await loaderOf({ failures: 4 }), parentElement = {};
  assert.equal(await loader({ parentElement, data: 1 }), undefined);
  assert.match(parentElement.textContent, /could not be loaded/);
  await loader({ parentElement, data: 2 });
  assert.deepEqual(draws(), ["draw 2"]);
});

test("an error while drawing is a sentence on the page", async (context) => {
  context.mock.method(console, "error", () => undefined);
  const loader = await loaderOf({ body: "throw new Error('broken');" }), parentElement = {};
  await loader({ parentElement, data: 1 });
  assert.match(parentElement.textContent, /Reload the page/);
});

test("without a word where the app lies, Streamlit's own scripts say it", async () => {
  globalThis.window = {};
  globalThis.document = { querySelector: () => ({ src: "https://example.org/x/static/js/index.js" }) };
  const loader = await loaderOf();
  await loader({ parentElement: {}, data: 1 });
  assert.equal(log[0], "import https://example.org/x __ADDRESS__");
});
