// SPDX-License-Identifier: GPL-3.0-or-later
// The libraries whose pages are kept: which one is open, and one file with the answers of all of them.
import { fileText, handOver, sheet, showMessage } from "../../web/pages/librarian/librarian.js";
import { made } from "../../web/pages/worksheet/parts.js";
import { byId } from "../../web/theme/dom.js";
import { institutionsIn, isPartOf } from "../read/institution.js";
import { idOf, notePage, pages, usePage } from "./store.js";

/** The largest file that is imported, in bytes. */
const MOST_BYTES = 4_900_000;
/** Where a panel that is loaded again finds that the person has chosen the library. */
const CHOSEN = "reshare.wms chosen";
const own = idOf(sheet);
// pages: the kept pages. part: what the open page would add to the file now.
const state = { pages: [], part: () => null };

/** part: what the open page would add to the file now. */
export async function startLibraries(part) {
  Object.assign(state, { part, pages: await pages().catch(() => []) });
  byId("libraries").hidden = state.pages.length < 2;
  byId("library").replaceChildren(
    ...state.pages
      .toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)))
      .map((one) => made("option", { value: one.id }, nameOf(one))),
  );
  byId("library").value = own;
  byId("library").addEventListener("change", async ({ target }) => {
    sessionStorage.setItem(CHOSEN, "");
    await open(target.value);
  });
}

const nameOf = ({ id, name }) => `${name}, ${JSON.parse(id)[1]}`;

async function open(id) {
  await notePage(own, { part: state.part() });
  await usePage(id);
  location.reload();
}

/** Opens the page of the library whose screen is in the tab, if it is another library and the person has not just chosen one. Returns whether it does. */
export async function openLibraryOf(capture) {
  const isChosen = sessionStorage.getItem(CHOSEN) !== null;
  sessionStorage.removeItem(CHOSEN);
  const registry = state.pages.length > 1 ? await registryOf(capture) : null;
  const other = state.pages.find(({ registry_id: id }) => id === registry);
  if (isChosen || !other || registry === sheet.registry_id || !byId("learn").hidden) return false;
  await open(other.id);
  return true;
}

/** The registry ID, if exactly one is named on the screen and is that of a kept page, or if one is known for the site; otherwise null. */
async function registryOf({ address, items }) {
  const { origin } = new URL(address);
  const ids = unique(state.pages.map((one) => one.registry_id));
  const texts = items.flatMap(({ text, name }) => [text, name]).filter(Boolean);
  const named = unique(institutionsIn(address, texts.join("\n")));
  const found = named.length ? named : ids.filter((id) => isPartOf(address, id));
  const ofSite = unique(state.pages.filter(({ origins }) => origins.includes(origin)).map((one) => one.registry_id));
  if (!found.length) return ofSite.length === 1 ? ofSite[0] : null;
  if (found.length > 1 || !ids.includes(found[0])) return null;
  for (const one of state.pages.filter(
    ({ registry_id: id, origins }) => id === found[0] && !origins.includes(origin),
  )) {
    one.origins.push(origin);
    await notePage(one.id, { origins: one.origins });
  }
  return found[0];
}

const unique = (texts) => [...new Set(texts)];

// ------------------------------------------------------------------------------- the file

/** What the pages of other libraries add to the file. */
export const others = () =>
  state.pages
    .filter(({ id, part }) => id !== own && part && !part.isEmpty)
    .map(({ name, part }) => ({ ...part, library: name }));

/** Makes the file of all libraries. part: of the open page. */
export function finish(part) {
  const wrong = others().find(({ problem }) => problem);
  if (wrong) return showMessage(`${wrong.library}: ${wrong.problem} Choose that library above.`, true);
  const parts = [...(part.isEmpty ? [] : [part]), ...others().map((one) => signedBy(one, part.content.by))];
  if (parts.length === 1) return handOver(parts[0]);
  const files = several(parts);
  for (const [at, content] of files.entries()) {
    const name = `libraries${files.length > 1 ? `-${at + 1}` : ""}.files.json`;
    handOver({
      name,
      content,
      what: `the answers for ${new Set(parts.map(({ content: { library } }) => library)).size} libraries`,
    });
  }
}

/** With the name of the person who sends it now. */
function signedBy(part, by) {
  const { screens } = part.content;
  const patches = screens?.patches.map((one) => ({ ...one, by }));
  return { ...part, content: { ...part.content, by, ...(screens ? { screens: { ...screens, patches } } : {}) } };
}

/** The contents of the files: one, unless it would be too large to be imported. */
function several(parts) {
  const contents = [];
  for (const { content } of parts) {
    const last = contents.at(-1);
    const whole = { format: "reshare.wms files", version: 1, files: [...(last?.files ?? []), content] };
    if (last && new Blob([fileText(whole)]).size <= MOST_BYTES) contents.pop();
    else whole.files = [content];
    contents.push(whole);
  }
  return contents;
}
