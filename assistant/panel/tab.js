// SPDX-License-Identifier: GPL-3.0-or-later
// The screen in the present tab: which step it belongs to, filling its form, and reading it.

import { counted, recall, remember, sheet } from "../../web/pages/librarian/librarian.js";
import { copyButton, made } from "../../web/pages/worksheet/parts.js";
import { copy } from "../../web/pages/worksheet/worksheet.js";
import { all, byId } from "../../web/theme/dom.js";
import { result as outcome } from "../fill/codes.js";
import { afterFilling, requestOf } from "../read/plan.js";
import { ask, needsTeaching } from "./asking.js";
import { attempt, captureIn, desk, inTab, NotAllowed } from "./desk.js";
import { action } from "./editors.js";
import { isOpenIn, marksIn, planned, propose } from "./first_filling.js";
import { about, CATALOGUE, hasRead, keepCapture, learn, read, seen } from "./known.js";
import { openLibraryOf } from "./libraries.js";
import { expectedOf, itemOn, kindsFor, kindsNamed, openItems, page } from "./matching.js";
import { atOnce, listsIn, rowsToFill, taskOf } from "./requests.js";
import { entriesIn, isShownAsBlank } from "./steps.js";
import { closeTeaching, openTeaching } from "./teaching.js";

const OPEN_ELSEWHERE = {
  code: "open_elsewhere",
  message: "The same object is open in another tab. Close that tab first.",
  fields: [],
};
const OTHER_SILENT = {
  code: "other_tab_silent",
  message: "Another tab of this site does not answer, so it can show the same object. Reload or close that tab first.",
  fields: [],
};
// How long another tab may take to answer, in milliseconds.
const ANSWERS = 10_000;
const RELOAD =
  "This page was filled or changed since it was loaded, so it proves nothing. Save, reload the page, and read it then.";

// Not during an action of the person, whose result has to stay visible. After another look, the page can be another one.
async function lookAtTab(isClicked = false) {
  clearTimeout(desk.later);
  if (document.querySelector(".tab").hasAttribute("aria-busy")) {
    if (!desk.isActing) desk.later = setTimeout(lookAtTab, 200, isClicked);
    return;
  }
  // An action of the person in the meantime ends the look, and its result stays.
  const looked = await attempt(async (tab) => {
    const there = await lookedAt(tab);
    return (await openLibraryOf(there.capture)) ? null : there;
  }, true);
  if (!looked) return;
  desk.origin = new URL(looked.capture.address).origin;
  const reading = read(looked.capture);
  const item = itemOn(looked.capture, reading);
  showTab(textOfTab(item, looked.capture, reading), item, { ...looked, asked: allRowsAsked(reading) });
  // A click on the button of the extension reads the screen at once, if all of it is known.
  if (isClicked && !reading.questions.length && hasRead(reading)) await readTab();
}

const lookedAt = async (tab) => ({ capture: await captureIn(tab), ...(await inTab(tab, "look")) });

// The text of the answer that the screen shows all rows, if that is the only question about it; otherwise null.
function allRowsAsked({ questions }) {
  const [one, ...others] = questions;
  return one?.code === "all_rows" && !others.length ? `These are all rows (${one.text})` : null;
}

function textOfTab(item, capture, reading) {
  if (item)
    return `${item.title} (${nameOfItem(item)})${page.isWorksheet && filledState(item) ? ": filled, not proven" : ""}`;
  const [next] = openItems();
  const after = next ? ` Next: ${nameOfItem(next)}, ${next.title}.` : "";
  const kind = reading.kind ?? kindsNamed(capture)[0];
  return `${kind ? `${CATALOGUE[kind].label}: nothing about it is open on this page.` : "No screen of this page was recognised."}${after}`;
}

const nameOfItem = ({ number }) => `${page.isWorksheet ? "step" : "question"} ${number}`;

// code: of a result.
function showTab(text, step = null, looked = null, code = "") {
  byId("tab-result").textContent = text;
  byId("tab-result").dataset.code = code;
  byId("typed").hidden = true;
  keepingFocus(() => {
    byId("tab-fields").replaceChildren();
    byId("tab-actions").replaceChildren(
      ...(step && canBeFilled(step) ? [fillButton(step)] : []),
      action("Read this screen", () => readTab()),
      ...(looked?.asked ? [action(`Read this screen. ${looked.asked}`, () => readTab(looked.asked))] : []),
      ...(looked?.isFilled ? [action("Undo", undo)] : []),
      ...(desk.origin ? siteButton() : []),
    );
  });
}

// The focus stays at the button with the same text; without one it goes to the result.
function keepingFocus(draw) {
  const tab = document.querySelector(".tab");
  const focused = tab.contains(document.activeElement) ? document.activeElement : null;
  draw();
  if (!focused || (focused.isConnected && focused.checkVisibility())) return;
  (all("button", tab).find((one) => one.textContent === focused.textContent) ?? byId("tab-result")).focus();
}

// After an action of the person: the result can be far above the button that was pressed.
function showDone(...result) {
  showTab(...result);
  byId("tab-result").focus();
}

// ------------------------------------------------------------------------------- filling

const canBeFilled = (step) =>
  page.isWorksheet && sheet.fills && step.action !== "removed" && countsOf(step).length > 0 && !step.confirmed;

const goesLive = (step) => sheet.last.some((group) => group.steps.includes(step));

// What a step has to fill, as texts: fields, and rows of its map or of lists in its form.
function countsOf(step) {
  const fields = step.table ? 0 : atOnce(step).length;
  const rows = rowsToFill(step).length + listsIn(step).flatMap((line) => entriesIn(step, line) ?? []).length;
  return [...(fields ? [counted(fields, "field", "fields")] : []), ...(rows ? [counted(rows, "row", "rows")] : [])];
}

function fillButton(step) {
  return action(`Fill ${countsOf(step).join(" and ")} of step ${step.number}`, () => fill(step));
}

// Why another tab prevents filling: it shows the same object and would overwrite what is saved here. Only tabs into which the browser lets the panel count. All
// are asked now, because a tab can show another object than at the last look. A tab that the browser has discarded shows nothing.
async function problemElsewhere(step, present) {
  const tabs = await chrome.tabs.query({});
  const others = tabs.filter(({ id, discarded }) => id !== present && !discarded);
  const problems = await Promise.all(others.map(({ id }) => problemIn(id, step)));
  return problems.find(Boolean) ?? null;
}

async function problemIn(tab, step) {
  const silence = new Promise((done) => setTimeout(done, ANSWERS));
  try {
    const looked = await Promise.race([openedIn(tab, step), silence]);
    if (!looked) return OTHER_SILENT;
    // The tab was filled for the step, or shows its object so that it can be saved there; a list only names an object.
    const isOfFill = looked.isFilled && filledState(step)?.document === looked.document;
    return isOfFill || looked.isOpen ? OPEN_ELSEWHERE : null;
  } catch (problem) {
    if (!(problem instanceof NotAllowed)) throw problem;
    return null;
  }
}

async function openedIn(tab, step) {
  const [looked, other] = [await inTab(tab, "look"), await inTab(tab, "otherInstitution", site())];
  const isOpen = other !== "another_institution" && isOpenIn(await captureIn(tab), taskOf(step, null));
  return { ...looked, isOpen };
}

const site = () => ({ registry_id: sheet.registry_id, typed_registry_id: desk.typed });

// more: what the person answered: isSure that the link may go live; allow_unsaved; found: the confirmed plan.
async function fill(step, at = null, more = {}) {
  closeTeaching();
  const result = await attempt(async (tab) => {
    if (goesLive(step) && !more.isSure) return askBeforeLive(step);
    const looked = await inTab(tab, "look");
    if (looked.message) return { ...looked, fields: [] };
    const other = await inTab(tab, "otherInstitution", site());
    const problem = other ? outcome(other) : await problemElsewhere(step, tab);
    if (problem) return problem;
    const found = more.found ?? planned(await captureIn(tab), taskOf(step, at));
    const { code, fields, isSure, words } = found.plan;
    if (code) return { ...outcome(code, toTell(fields)), words, found: canBeAssigned(found) ? found : null };
    return isSure || more.found ? fillInTab(tab, step, found, more) : { ...outcome("proposed"), found };
  });
  if (!result) return;
  showResult(step, at, more, result);
  showProof();
}

// Whether a person can say where the fields are that were not found.
const canBeAssigned = ({ capture, plan: { code }, task }) =>
  /^field_(ambiguous|missing)$/.test(code) && !task.table && capture.items.some(({ is }) => is === "control");

// The fields of a plan in the format of a result.
const toTell = (fields) =>
  fields.filter(({ code }) => code).map(({ code, label, name, value }) => ({ name, label, code, wanted: value }));

// The step counts as filled from the beginning, because the panel can be closed before the end.
async function fillInTab(tab, step, found, { allow_unsaved }) {
  desk.filling = tab;
  const before = filledState(step);
  const loaded = await inTab(tab, "document");
  const isSame = before?.document === loaded;
  keepFilled(step, {
    document: loaded,
    times: isSame ? before.times + 1 : 1,
    earlier: isSame ? before.earlier : before && { ...before, earlier: null },
  });
  const request = requestOf(found.plan, found.capture, { ...site(), step: step.digest, allow_unsaved });
  const result = await checked(tab, found, await inTab(tab, "fill", request));
  if (!/^(filled|partly)$/.test(result?.code) && result?.restored !== false) keepFilled(step, before);
  return result;
}

// What cannot be read back does not stay.
async function readBack(tab, act) {
  try {
    return act();
  } catch (fault) {
    await inTab(tab, "undo");
    throw fault;
  }
}

// Reads what was filled in like any screen, and learns the form. If a field is read as something else, the form is restored.
async function checked(tab, { about: given, capture, plan, task }, result) {
  if (!result?.capture) return result;
  const said = ({ identity }) => about(result.capture, Object.values(identity)[0]?.[0]);
  const { patch, wrong } = await readBack(tab, () => afterFilling(plan, capture, task, given, result, said));
  if (wrong.length > 0) {
    const { code } = await inTab(tab, "undo");
    const fields = wrong.map(({ label, name, wanted }) => ({ name, label, wanted, code: "not_read_back" }));
    return {
      ...outcome(code === "restored" ? "not_read_back" : "not_restored", fields),
      restored: code === "restored",
    };
  }
  if (patch) await learn([patch]);
  const left = toTell(plan.fields.filter(({ code }) => code !== "already_so"));
  const more = outcome(left.length > 0 ? "partly" : result.code, [...left, ...plan.notes]);
  const missing = new Set(left.filter(({ code }) => code === "field_missing").map(({ name }) => name));
  const next = planned(result.capture, task);
  const hasMore = next.plan.fields.some(({ code, name }) => !code && missing.has(name));
  return {
    ...result,
    code: more.code,
    message: more.message,
    fields: [...result.fields, ...more.fields],
    found: hasMore && !next.plan.code ? next : null,
  };
}

const LIVE_AT_SAVE =
  "As soon as you press Save on this page, the link is live for patrons and partner libraries. Does the sender of this worksheet expect that now?";

function askBeforeLive(step) {
  showTab(LIVE_AT_SAVE, null, null, "asked");
  byId("tab-actions").replaceChildren(
    action("Yes, fill the page", () => fill(step, null, { isSure: true })),
    action("No", () => lookAtTab()),
  );
  byId("tab-actions").querySelector("button").focus();
  return null;
}

function showResult(step, at, more, { words = "", ...result }) {
  const { cause, code, fields, found, message } = result;
  showDone([message, words].filter(Boolean).join(" "), step, result, code);
  byId("tab-fields").replaceChildren(...[...fields, ...(cause?.fields ?? [])].map(drawOutcome));
  if (found) propose(found, (confirmed) => fill(step, at, { ...more, found: confirmed }));
  const anyway = () => fill(step, at, { ...more, allow_unsaved: true });
  if (code === "unsaved") byId("tab-actions").prepend(action("Fill it nevertheless", anyway));
  byId("typed").hidden = code !== "institution_unknown";
  byId("typed-use").onclick = () => {
    desk.typed = byId("typed-id").value.trim();
    fill(step, at, more);
  };
  if (code === "institution_unknown") byId("typed-id").focus();
}

// The outcome for a field: its old and new value, or why it was not filled, with the value to copy.
function drawOutcome({ label, before, after, code, message, wanted }, number) {
  const id = `outcome-${number}`;
  const isDone = code === "filled" || code === "restored";
  if (isDone)
    return made("li", {}, `${label}: `, isShownAsBlank(before ?? ""), " \u2192 ", isShownAsBlank(after ?? wanted));
  if (!wanted) return made("li", {}, `${label}: ${message ?? ""}`);
  const button = copyButton(id, label);
  button.addEventListener("click", () => copy(button));
  return made("li", {}, `${label}: ${message ?? ""} `, made("span", { id }, wanted), " ", button);
}

async function undo() {
  const result = await attempt((tab) => inTab(tab, "undo"));
  if (!result) return;
  const step = page.items().find(({ digest }) => digest === result.step) ?? null;
  if (step && result.code === "restored") forgetFilling(step);
  showDone(result.message, step, result, result.code);
  byId("tab-fields").replaceChildren(...result.fields.map(drawOutcome));
  showProof();
}

async function showPlace(step, at) {
  const result = await attempt(async (tab) => {
    const capture = await captureIn(tab);
    const marks = marksIn(capture, taskOf(step, at), Number(at));
    return marks.length ? inTab(tab, "mark", { items: capture.items, marks }) : outcome("place_not_shown");
  });
  if (result) showDone(result.message, step, result, result.code);
}

// ------------------------------------------------------------------------------- reading

// document: the document in which the step was filled last. times: how often it was filled there and not undone. earlier: the same of the document before, or
// null.
function filledState(step) {
  const found = recall([sheet.record, "filled", step.digest]);
  return found?.since === step.since ? found : null;
}

function keepFilled(step, state) {
  remember([sheet.record, "filled", step.digest], state && { ...state, since: step.since });
}

// Called after the last filling of a step was undone.
function forgetFilling(step) {
  const { times, earlier, ...state } = filledState(step) ?? { times: 1, earlier: null };
  keepFilled(step, times > 1 ? { ...state, times: times - 1, earlier } : earlier);
}

// Only a page that was loaded after the last fill, and has not been changed since, proves anything.
// answered: the answer about the rows that the person gives with the same click. It counts if the screen still asks this question.
async function readTab(answered = "") {
  closeTeaching();
  await attempt(async (tab) => {
    const looked = await lookedAt(tab);
    const isOfFill = page.isWorksheet && page.items().some((step) => filledState(step)?.document === looked.document);
    if (looked.isFilled || looked.isChanged || isOfFill) return showDone(RELOAD, null, looked, "reload");
    return take(looked.capture, answered);
  });
}

// Keeps what a capture shows, and asks its open questions.
async function take(capture, answered = "") {
  const reading = read(capture);
  const all = allRowsAsked(reading);
  const isAll = Boolean(all) && all === answered;
  const isKept = isAll || hasRead(reading) || (!all && !needsTeaching(reading) && !reading.questions.length);
  const problem = isKept ? await keepCapture(capture, isAll) : null;
  const code = problem ? "too_large" : isAll || !reading.questions.length ? "read" : "asked";
  showDone(problem ?? textOfReading(capture, reading, code), null, { asked: isAll ? null : all }, code);
  const done = (one) => attempt(() => take(one));
  const teach = () => openTeaching(capture, reading, { kinds: kindsFor(capture), expected: expectedOf, done });
  if (!reading.known || (needsTeaching(reading) && code === "asked")) teach();
  else if (code === "asked") ask(capture, reading, { expected: expectedOf, teach, done });
  else closeTeaching();
  byId("learn").querySelector("h2")?.focus();
  showProof();
}

function textOfReading(capture, reading, code) {
  const item = itemOn(capture, reading);
  if (code === "asked") return textOfQuestions(reading);
  const shown =
    item && seen().has(item.name)
      ? page.describe(item)
      : "Nothing on this page asks about this screen: it is read, too.";
  const [next] = openItems();
  const after = next ? ` Next: ${nameOfItem(next)}, ${next.title}.` : " All is done: send your file.";
  return `${shown}${after}`;
}

// The questions are drawn above the rest of the panel.
function textOfQuestions(reading) {
  if (allRowsAsked(reading)) return "Are these all rows?";
  return `${hasRead(reading) ? "Some" : "Nothing"} of this screen is read yet. Answer the question above first.`;
}

// ------------------------------------------------------------------------------- the steps, and the site

function showProof() {
  for (const step of page.isWorksheet ? page.items() : []) {
    const note = byId(`step-${step.number}`).querySelector(".proof");
    note.hidden = !filledState(step) || Boolean(page.answerOf(step));
    note.textContent = "Filled, not proven: save it, open it again, and read it.";
  }
}

function offerFilling() {
  for (const step of page.isWorksheet ? page.items() : []) {
    const card = byId(`step-${step.number}`);
    if (canBeFilled(step)) card.querySelector(":scope > .actions").append(fillButton(step));
    for (const row of sheet.fills ? all("[data-row]", card) : [])
      row.append(action("Fill this row", () => fill(step, row.dataset.row)));
    for (const row of sheet.fills ? all("[data-place]", card) : [])
      row.append(action("Show its place", () => showPlace(step, row.dataset.place)));
  }
}

// A button that lets the panel look at this site's pages without a click on the extension's button in each tab, or revokes that; with a note of what it grants.
function siteButton() {
  const { hostname, protocol } = new URL(desk.origin);
  // Firefox does not accept ports here.
  const origins = [`${protocol}//${hostname}/*`];
  let isAllowed = false;
  const note = made("span", { class: "soft" });
  const button = action("This is that library's site", async () => {
    // Not after an await: Firefox asks only within the click.
    await (isAllowed ? chrome.permissions.remove({ origins }) : chrome.permissions.request({ origins }));
    lookAtTab();
  });
  chrome.permissions.contains({ origins }).then((found) => {
    isAllowed = found;
    if (found) button.textContent = "Do not look at this site any more";
    note.textContent = found
      ? `The assistant has access to all pages of ${hostname}.`
      : `Grants the assistant access to all pages of ${hostname}, in every tab, until you click here again.`;
  });
  return [button, note];
}

// shown: as page.
export function startTab(shown) {
  Object.assign(page, shown);
  desk.tell = showTab;
  offerFilling();
  showProof();
  lookAtTab();
  byId("typed-id").addEventListener("keydown", ({ key }) => {
    if (key === "Enter") byId("typed-use").click();
  });
  // The panel has the focus while it fills: a key that is pressed here does not reach the page.
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && desk.isActing && desk.filling !== null) inTab(desk.filling, "stop").catch(() => {});
  });
  chrome.runtime.onMessage.addListener(({ allowed }) => {
    if (allowed) lookAtTab(true);
  });
  chrome.tabs.onActivated.addListener(() => lookAtTab());
  chrome.tabs.onUpdated.addListener((_id, { status }) => {
    if (status === "complete") lookAtTab();
  });
}
