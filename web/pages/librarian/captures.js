// SPDX-License-Identifier: GPL-3.0-or-later
// The captures that a person added to a page, and what they show.
import { parseCapture } from "../../../assistant/read/capture.js";
import { earliestFirst, joined } from "../../../assistant/read/joining.js";
import { plain, stated } from "../../../assistant/read/labels.js";
import { recognise, seenNames } from "../../../assistant/read/recognition.js";
import { Unfit } from "../../../assistant/read/values.js";
import { all, byId } from "../../theme/dom.js";
import { counted, fileText, recall, remember, sheet, showToast } from "./librarian.js";

// The largest file that is imported; the rest of it is for the answers.
const MOST_BYTES = 0.8 * Number(byId("captures").dataset.most);
// page: as in librarian.js. givens: the captures as they are in files. captures: what they show; the pages of a map are one. key: of the browser's storage.
const inbox = { page: null, givens: [], captures: [], key: null };

// The fields that the captures show: by object, then by input or "rows": the value, and the time of the capture.
function seenIn(captures) {
  const seen = new Map();
  for (const { at, objects } of captures)
    for (const { key, fields } of objects) {
      if (!seen.has(key)) seen.set(key, new Map());
      for (const [name, value] of Object.entries(fields)) seen.get(key).set(name, { value, at });
    }
  return seen;
}

export const seen = () => seenIn(inbox.captures);

// What the captures show. The names of the objects that some of them show are known in all of them.
function readingsOf(givens) {
  const parsed = givens.map(parseCapture);
  stated.labels = parsed.map(({ labels }) => labels).reduce(withLabels, {});
  // What the library's own labels say of a text counts.
  const own = new Set([...sheet.screens.blank, ...sheet.screens.names].map(plain));
  for (const key of ["blank", "names"])
    stated.labels[key] = (stated.labels[key] ?? []).filter((text) => !own.has(plain(text)));
  stated.names = {};
  const captures = earliestFirst(joined(parsed));
  const { kinds } = sheet.screens;
  const names = Map.groupBy(
    captures.flatMap((capture) => seenNames(capture, kinds)),
    ([kind]) => kind,
  );
  for (const [kind, pairs] of names) stated.names[kind] = pairs.map(([, name]) => name);
  return captures.map(readingOf);
}

export const readingOf = (capture) => ({ ...capture, ...recognise(capture, sheet.screens.kinds) });

// Labels with more of them; of two statements about a text, the later one counts.
function withLabels(labels, more) {
  if (Array.isArray(more)) return [...new Set([...(labels ?? []), ...more])];
  const made = { ...labels };
  for (const [key, one] of Object.entries(more)) made[key] = withLabels(made[key], one);
  for (const [key, other] of [
    ["blank", "names"],
    ["names", "blank"],
  ])
    if (more[key] && made[other]) made[other] = made[other].filter((text) => !more[key].includes(text));
  return made;
}

// What the browser kept may be from another version of this page.
function isReadable(given) {
  try {
    return Boolean(parseCapture(given));
  } catch {
    return false;
  }
}

export const givenCaptures = () => inbox.givens;

// ------------------------------------------------------------------------------- adding and removing

// name: of the file, for messages. Returns the problem, if any.
export function addText(text, name) {
  const before = seen();
  let added = [];
  try {
    added = [JSON.parse(text)].flat().map((given) => parseCapture(given).givens[0]);
  } catch (fault) {
    return `${name} ${fault instanceof Unfit ? fault.message : "is not a capture"}. Nothing of it was added.`;
  }
  const known = new Set(inbox.givens.map((given) => JSON.stringify(given)));
  const givens = [...inbox.givens, ...added.filter((given) => !known.has(JSON.stringify(given)))];
  if (bytes(givens) > MOST_BYTES)
    return `${name} was not added: your file would be too large to import. Send the file with the captures so far, then remove them here and add the others.`;
  keep(earliestFirst(givens), before);
  return null;
}

function bytes(content) {
  return new Blob([fileText(content)]).size;
}

function keep(givens, before) {
  inbox.givens = givens;
  inbox.captures = readingsOf(givens);
  remember(inbox.key, givenCaptures());
  inbox.page.useCaptures(before);
  inbox.page.show();
  listCaptures();
}

function removeCapture(capture) {
  const before = seen();
  keep(
    inbox.givens.filter((given) => !capture.givens.includes(given)),
    before,
  );
  tellCaptures(["The capture is removed."]);
  byId("capture-files").focus();
}

async function addFiles(files) {
  const problems = [];
  const count = inbox.givens.length;
  for (const file of files)
    problems.push(file.size > MOST_BYTES ? `${file.name} is too large.` : addText(await file.text(), file.name));
  const more = inbox.givens.length - count;
  tellCaptures([more ? `${counted(more, "capture is", "captures are")} added.` : "No capture is added.", ...problems]);
}

function tellCaptures(texts) {
  unfoldCaptures();
  byId("captured").textContent = texts.filter(Boolean).join(" ");
}

// ------------------------------------------------------------------------------- the list

function listCaptures() {
  byId("capture-list").replaceChildren(...inbox.captures.map(cardOfCapture));
  if (inbox.captures.length) unfoldCaptures();
}

// The panel of the assistant has no such box.
function unfoldCaptures() {
  const box = byId("capture-box");
  if (box) box.open = true;
}

function cardOfCapture(capture) {
  const card = byId("capture-card").content.firstElementChild.cloneNode(true);
  const title = capture.objects.map((object) => object.title).join(", ") || (capture.screen?.label ?? "Not recognised");
  const remarks = [
    ...(capture.givens.length > 1 ? [element("li", `${capture.givens.length} pages of one map.`)] : []),
    ...capture.objects.map((object) => element("li", describe(object))),
    ...[...capture.open, ...capture.asks].map(openItem),
    ...capture.unread.map((text) => element("li", `Not read: ${text}`)),
    ...(capture.unplaced.length ? [element("li", `Not used: ${[...new Set(capture.unplaced)].join(", ")}`)] : []),
  ];
  card.querySelector(".title").textContent = title;
  card.querySelector("time").textContent = `${capture.at.slice(0, 16).replace("T", " ")} UTC`;
  card.querySelector("ul").replaceChildren(...remarks);
  name(card.querySelector("button"), `Remove the capture of ${title}`);
  card.querySelector("button").addEventListener("click", () => removeCapture(capture));
  return card;
}

function describe(object) {
  const { cards, describeSeen, UNASKED } = inbox.page;
  const item = [...cards.keys()].find(({ name }) => name === object.key);
  return item ? describeSeen(item, object) : UNASKED;
}

// Something that was not understood, with a button for each answer that a person can give with one click.
function openItem({ label, reason, asks = [] }) {
  const made = element("li", `Open: ${label}: ${reason}`);
  for (const { text, answer } of asks) {
    const button = element("button", text);
    button.type = "button";
    button.addEventListener("click", () => answerOpen(answer));
    made.append(" ", button);
  }
  return made;
}

// The person states something of the rows of a table, or what a text means, which counts for every capture.
function answerOpen(answer) {
  const before = seen();
  keep(
    inbox.givens.map((given) => withAnswer(given, answer)),
    before,
  );
  tellCaptures(["Your answer is kept beside the captures."]);
  byId("capture-files").focus();
}

// A capture with an answer, as far as that is about it.
export function withAnswer(given, { items = [], rows = {}, counted, left_out, labels }) {
  const added = (item, name, row) => (row === undefined ? {} : { [name]: [...(item[name] ?? []), row] });
  const answered = (item) =>
    items.includes(item)
      ? { ...item, ...rows, ...added(item, "counted", counted), ...added(item, "left_out", left_out) }
      : item;
  return {
    ...given,
    items: given.items.map(answered),
    ...(labels ? { labels: withLabels(given.labels ?? {}, labels) } : {}),
  };
}

export function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

export function name(button, text) {
  button.setAttribute("aria-label", text);
  button.title = text;
}

// ------------------------------------------------------------------------------- steps and questions

export function screenOf(item) {
  return sheet.screens.kinds.find(({ plural }) => item.name.split("/")[0] === plural);
}

export function contradicted() {
  const evidence = seen();
  const { cards, isContradicted } = inbox.page;
  return [...cards.keys()].find((item) => isContradicted(item, evidence.get(item.name)));
}

// How an answer is known, if there is one, and whether captures contradict it.
export function showSource(card, isAnswered, isSeen, isAgainst) {
  card.classList.toggle("by-capture", isSeen);
  card.classList.toggle("contradicted", isAgainst);
  for (const source of all(".source", card)) {
    source.hidden = !isAnswered;
    source.textContent = isSeen ? "seen on the screen" : "stated by a person";
  }
}

// ------------------------------------------------------------------------------- input

export function isCaptureText(text) {
  return /^\s*[[{]/.test(text) && text.includes("reshare.wms capture");
}

function addPasted(text) {
  const count = inbox.givens.length;
  const problem = addText(text, "The pasted text");
  tellCaptures([problem ?? (inbox.givens.length > count ? "The capture is added." : "This capture is here already.")]);
}

export function prepareCaptures(page, key) {
  inbox.page = page;
  inbox.key = key;
  inbox.givens = (recall(key) ?? []).filter(isReadable);
  inbox.captures = readingsOf(inbox.givens);
  listCaptures();
  byId("capture-files").addEventListener("change", async ({ target }) => {
    await addFiles([...target.files]);
    target.value = "";
  });
  byId("capture-add").addEventListener("click", () => {
    addPasted(byId("capture-text").value);
    byId("capture-text").value = "";
  });
  addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (event.target === byId("capture-text") || !isCaptureText(text)) return;
    event.preventDefault();
    addPasted(text);
    showToast("The capture is added to the list at the top of the page.");
  });
  addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (event.defaultPrevented || !event.dataTransfer.files.length) return;
    event.preventDefault();
    addFiles([...event.dataTransfer.files]);
  });
}
