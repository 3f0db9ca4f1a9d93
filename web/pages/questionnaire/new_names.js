// SPDX-License-Identifier: GPL-3.0-or-later
// Names of other objects in tables that nobody has confirmed yet: one question for each table.

import { all } from "../../theme/dom.js";
import { kindOf, recall, remember, sheet } from "../librarian/librarian.js";
import { namesIn } from "./grid.js";
import { answerOf, cards, editors } from "./questions.js";

const KEY = [sheet.record, "names"];
// confirmed: by the person on this page. also: what the assistant knows of the library.
const state = { confirmed: recall(KEY) ?? {}, also: () => ({}) };

// Whether an object of a kind has a name: in one of the lists, or because a question about it was answered.
function isKnown(kind, name, lists) {
  const isIt = (question) => question.name.slice(question.name.indexOf("/") + 1) === name;
  const isThere = (question) =>
    isIt(question) && kindOf(question) === sheet.screens.catalogue[kind] && answerOf(question) === "there";
  return lists.some((names) => names[kind]?.includes(name)) || [...cards.keys()].some(isThere);
}

// The new names in an editor, as pairs of a kind and a name.
function newNames(editor) {
  const columns = editors.get(editor).columns.filter(({ reference }) => reference);
  const pairs = columns.flatMap((column) =>
    all(`[data-column="${column.name}"]:not([data-open])`, editor)
      .flatMap(({ value }) => namesIn(column, value))
      .map((name) => [column.reference, name]),
  );
  const lists = [sheet.screens.library.names, state.confirmed, state.also()];
  const unique = [...new Map(pairs.map((one) => [String(one), one])).values()];
  return unique.filter(([kind, name]) => !isKnown(kind, name, lists));
}

// Asks about the new names in an editor, if it has any.
export function askNames(editor) {
  const names = newNames(editor);
  const asked = editor.querySelector(".names");
  asked.hidden = !names.length;
  asked.querySelector("span").textContent = names.length
    ? `New names: ${names.map(([, name]) => name).join(", ")}.`
    : "";
}

// The button that answers the question of an editor; null if nothing is asked.
export function namesButton(editor) {
  askNames(editor);
  return editor.querySelector(".names:not([hidden]) button");
}

// also: as of the state. onChange: called after an answer.
export function watchNames(also, onChange) {
  Object.assign(state, { also });
  for (const editor of editors.keys()) {
    editor.querySelector("[data-names]").addEventListener("click", () => {
      const { confirmed } = state;
      for (const [kind, name] of newNames(editor)) confirmed[kind] = [...(confirmed[kind] ?? []), name];
      remember(KEY, confirmed);
      askAllNames();
      onChange();
    });
  }
}

export function askAllNames() {
  for (const editor of editors.keys()) askNames(editor);
}
