// Runs one of Zotero's own translators on a file, as Zotero does: import, keep what an item can hold, export again.
//   node translate.cjs FOLDER TRANSLATOR < given > exported
// FOLDER holds zotero/utilities, zotero/translators (as translators/) and schema.json of zotero/zotero-schema.
// Not Zotero's: `unescapeHTML`, which there asks a browser, and the saving, which here keeps valid fields, notes and tags.

const fs = require("fs"), path = require("path");

const [folder, label] = process.argv.slice(2);
const input = fs.readFileSync(0, "utf8");
const load = (name) => require(path.resolve(folder, name));

globalThis.Zotero = { locale: "en-US", debug: () => undefined, isNode: true };
Zotero.Schema = load("schema.js");
Zotero.Utilities = load("utilities.js");
Zotero.Utilities.Item = load("utilities_item.js");
Zotero.Date = load("date.js");
Zotero.Schema.init(fs.readFileSync(path.resolve(folder, "schema.json"), "utf8"));
Zotero.Date.init(fs.readFileSync(path.resolve(folder, "resource/dateFormats.json"), "utf8"));
const types = load("cachedTypes.js");
types.setTypeSchema(load("resource/zoteroTypeSchemaData.js"));
Object.assign(Zotero, types);

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };
const decoded = (text) => text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name) => {
  if (name[0] !== "#") return ENTITIES[name] ?? whole;
  return String.fromCodePoint(/^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1)));
});
const utilities = Object.create(Zotero.Utilities);
utilities.unescapeHTML = (html) => /[<&]/.test(html) ? decoded(html.replace(/<[a-z/!][^>]*>/gi, "")).replace(/ {2,}/g, " ") : html;
for (const name of ["formatDate", "strToDate", "strToISO"]) utilities[name] = Zotero.Date[name].bind(Zotero.Date);
utilities.itemToCSLJSON = Zotero.Utilities.Item.itemToCSLJSON;
utilities.itemFromCSLJSON = Zotero.Utilities.Item.itemFromCSLJSON;

const code = fs.readFileSync(path.resolve(folder, "translators", `${label}.js`), "utf8").replace(/^\{[\s\S]*?\n\}/, "");

/** A translator with what it finds in Zotero. */
function translator(more) {
  const zotero = {
    debug: () => undefined, getHiddenPref: () => undefined, Utilities: utilities,
    getOption: (name) => ({ exportCharset: "UTF-8", exportNotes: true, exportTags: true })[name], ...more,
  };
  return new Function("Zotero", "Z", "ZU", `${code}\nreturn { doImport, doExport };`)(zotero, zotero, utilities);
}

/** What Zotero stores of an item that a translator made. */
function saved(item, number) {
  const type = Zotero.ItemTypes.getID(item.itemType), kept = { itemType: item.itemType, uri: `http://zotero.org/users/1/items/${number}` };
  for (const [name, value] of Object.entries(item)) {
    const field = Zotero.ItemFields.getID(name);
    if (field && value && (name === "extra" || Zotero.ItemFields.isValidForType(field, type))) kept[name] = String(value);
    else if (field && value && Zotero.ItemFields.getFieldIDFromTypeAndBase(type, field)) kept[name] = String(value);
  }
  const tags = (item.tags ?? []).map((tag) => (typeof tag === "string" ? tag : tag.tag ?? tag.name).trim()).filter(Boolean);
  kept.tags = [...new Set(tags)].map((tag) => ({ tag }));
  kept.notes = (item.notes ?? []).map(({ note }) => ({ note }));
  kept.creators = (item.creators ?? []).map((creator) => ({ ...creator }));
  kept.attachments = [];
  kept.uniqueFields = {};
  return kept;
}

async function main() {
  const items = [];
  class Item {
    constructor(itemType) {
      Object.assign(this, { itemType, creators: [], notes: [], tags: [], seeAlso: [], attachments: [] });
    }
    complete() {
      items.push(this);
    }
  }
  let place = 0;
  const read = (length) => {
    if (length === undefined) {
      if (place >= input.length) return false;
      const end = input.indexOf("\n", place);
      const line = input.slice(place, end < 0 ? input.length : end).replace(/\r$/, "");
      place = end < 0 ? input.length : end + 1;
      return line;
    }
    if (place >= input.length) return false;
    place += length;
    return input.slice(place - length, place);
  };
  await translator({ Item, read }).doImport();
  const left = items.map(saved);
  let text = "";
  await translator({ nextItem: () => left.shift(), write: (more) => { text += more; } }).doExport();
  process.stdout.write(text);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
