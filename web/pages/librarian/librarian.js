// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages for librarians have in common: the sheet, what the browser keeps of the answers, messages, and the file that is sent.
import { byId } from "../../theme/dom.js";

export const sheet = JSON.parse(document.getElementById("sheet").textContent);
// What the assistant adds to a page; here, for a page alone. show(item): shows what was read of a step or question. has(item): whether something was read.
// sourceOf(item): how its answer is known. contradicted(): the first item whose answer the screen contradicts. returned(): further members of the file.
// names(): the known names of objects of the library, by kind. finish(part): makes the file. others(): what the pages of other libraries add to it.
export const NO_EVIDENCE = {
  show: () => {},
  has: () => false,
  sourceOf: () => "answer",
  contradicted: () => null,
  returned: () => ({}),
  names: () => ({}),
  finish: handOver,
  others: () => [],
};
const kept = openStorage();
let fading = 0;

function openStorage() {
  try {
    localStorage.setItem(keyOf(["probe"]), "1");
    localStorage.removeItem(keyOf(["probe"]));
    return localStorage;
  } catch {
    byId("forgetful").hidden = false;
    return null;
  }
}

// Names can contain any character. As JSON, different parts never make the same key.
function keyOf(parts) {
  return JSON.stringify(["reshare.wms", ...parts]);
}

export function remember(parts, value) {
  try {
    kept?.setItem(keyOf(parts), JSON.stringify(value));
  } catch {
    byId("forgetful").hidden = false;
  }
}

export function recall(parts) {
  try {
    return JSON.parse(kept?.getItem(keyOf(parts)) ?? "null");
  } catch {
    return null;
  }
}

export function showToast(text) {
  byId("toast").textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => {
    byId("toast").textContent = "";
  }, 6000);
}

export function showProgress(done, total, text) {
  byId("bar").max = total;
  byId("bar").value = done;
  // Set only if it changed, because screen readers would read it out again.
  if (byId("count").textContent !== text) byId("count").textContent = text;
}

export function showGroup(id, done, total) {
  const state = document.querySelector(`.contents a[href="#${id}"] .state`);
  state.textContent = done === total ? state.dataset.all : done ? `${done} of ${total}` : "";
}

// The kind of the object of a step or question.
export function kindOf({ name }) {
  return Object.values(sheet.screens.catalogue).find(({ plural }) => name.split("/")[0] === plural);
}

export function named(button, text) {
  button.setAttribute("aria-label", text);
  button.title = text;
}

export function counted(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}

export function showMessage(text, problem) {
  byId("message").textContent = text;
  byId("message").classList.toggle("problem", problem);
}

export function refuse(text, field) {
  showMessage(text, true);
  if (field === byId("name")) field.setAttribute("aria-invalid", "true");
  field.focus();
}

export function fileText(content) {
  return `${JSON.stringify(content, null, 1)}\n`;
}

// name, content: of the file. what: what it contains, as a text.
export function handOver({ name, content, what }) {
  const link = document.createElement("a");
  const file = new Blob([fileText(content)], { type: "application/json" });
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  showMessage(`${link.download} is downloaded: ${what}. Now e-mail it.`, false);
}

// The members of every file that identify its record and its sender.
export function signed(format, more) {
  const at = `${new Date().toISOString().slice(0, 19)}Z`;
  const remark = byId("remark").value.trim() || null;
  const { library, registry_id, record, rehearsal } = sheet;
  return {
    format,
    version: 1,
    library,
    registry_id,
    record,
    rehearsal,
    ...more,
    by: byId("name").value.trim(),
    at,
    remark,
  };
}

// page: what its script defines: cards (the answers on the page, by step or question), part (its file, for handOver), misfit (what a person has to correct in
// an answer: why and at), evidence, and mark (the control that answers it). key: of the remark. isEmpty: whether there is nothing to send yet; then the person
// gets the message `nothing`, and the focus goes to `first`. Returns a function that gives the file as it would be now, with isEmpty and the problem that
// prevents it.
export function prepareFinish(page, { key, isEmpty, nothing, first }) {
  byId("name").value = recall(["name"]) ?? "";
  byId("remark").value = recall(key) ?? "";
  byId("name").addEventListener("input", () => {
    byId("name").removeAttribute("aria-invalid");
    remember(["name"], byId("name").value.trim());
  });
  byId("remark").addEventListener("input", () => remember(key, byId("remark").value));
  byId("finish").addEventListener("submit", (event) => {
    event.preventDefault();
    const problem = problemOf(page);
    if (!byId("name").value.trim()) refuse("Please write your name first.", byId("name"));
    else if (isEmpty() && !page.evidence.others().length) refuse(nothing, first());
    else if (problem) refuse(problem.why, problem.at);
    else page.evidence.finish({ ...page.part(), isEmpty: isEmpty() });
  });
  return () => ({ ...page.part(), isEmpty: isEmpty(), problem: problemOf(page)?.why ?? null });
}

function problemOf(page) {
  const open = [...page.cards.keys()].find(page.misfit);
  if (open) return { why: `Answer ${open.number} ${page.misfit(open).why}`, at: page.misfit(open).at };
  const against = page.evidence.contradicted();
  const why = `The screen contradicts answer ${against?.number}. Correct the answer, or read the screen again.`;
  return against ? { why, at: page.mark(against) } : null;
}
