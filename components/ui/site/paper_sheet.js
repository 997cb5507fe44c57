// One paper beside the page: abstract, links with their states, star and note, what is near.

import { make } from "../shared/elements.js";
import { textOf } from "./data.js";
import { keep } from "./mine.js";
import { pressed, starButton } from "./site_views.js";

/**
 * Fill a dialog with a paper.
 * @param {HTMLDialogElement} sheet
 * @param {import("./site_views.js").Site} site
 * @param {number} row
 */
export async function drawPaper(sheet, site, row) {
  const { core, go, mine, states } = site;
  const close = pressed("Close", () => go({ paper: "" }), "close");
  const heading = make("h2", "", core.titles[row]), head = make("div", "bar");
  head.append(starButton(site, row), close);
  sheet.replaceChildren(head, heading);
  const text = await textOf(core, row);
  if (heading.parentElement !== sheet) return; // another paper was opened meanwhile
  const published = [text.authors?.join(", "), text.organisation, text.published].filter(Boolean).join(" · ");
  sheet.append(make("p", "about", published));
  if (text.gist) sheet.append(make("p", "gist", text.gist));
  if (text.abstract) sheet.append(make("p", "abstract", text.abstract));
  if (text.summary) sheet.append(make("p", "about", `Machine-written summary: ${text.summary}`));
  if (text.note) sheet.append(make("p", "note", text.note));
  sheet.append(addresses(core, row, text, states), ownNote(core, row, mine));
  const near = (text.near ?? []).filter((other) => other in core.titles);
  if (!near.length) return;
  const list = make("ul", "near");
  for (const other of near) {
    const line = make("li");
    line.append(pressed(core.titles[other], () => go({ paper: core.names[other] }), "topic"));
    list.append(line);
  }
  sheet.append(make("h3", "", "Nearest papers"), list);
}

/**
 * @param {import("./data.js").Core} core
 * @param {number} row
 * @param {import("./data.js").PaperText} text
 * @param {import("./site_views.js").Site["states"]} states
 */
function addresses(core, row, text, states) {
  const box = make("p", "links"), stateOf = new Map(core.links.map((link) => [link[0], link[2]]));
  const arxiv = text.arxiv ? [[`https://arxiv.org/abs/${text.arxiv}`, "arXiv"], [`https://arxiv.org/pdf/${text.arxiv}`, "PDF"]] : [];
  const doi = text.doi ? [[`https://doi.org/${encodeURI(text.doi)}`, "DOI"]] : [];
  for (const [url, label] of [...arxiv, ...doi, ...(text.links ?? [])]) {
    if (!/^https?:\/\//.test(url)) continue;
    const link = make("a", "", label || "link"), state = states[stateOf.get(url) ?? ""];
    link.href = url;
    link.rel = "noopener noreferrer";
    link.title = url;
    box.append(link, " ");
    if (state) box.append(make("span", `state ${state[2]}`, state[0]), " ");
  }
  const own = make("a", "", "Its page");
  own.href = `p/${core.names[row]}.html`;
  box.append(own);
  return box;
}

/**
 * @param {import("./data.js").Core} core
 * @param {number} row
 * @param {import("./site_views.js").Site["mine"]} mine
 */
function ownNote(core, row, mine) {
  const label = make("label", "own-note", "My note"), area = make("textarea");
  area.value = mine[core.ids[row]]?.note ?? "";
  area.maxLength = 20_000;
  area.rows = 2;
  area.addEventListener("input", () => keep(core.ids[row], { note: area.value }));
  label.append(area);
  return label;
}
