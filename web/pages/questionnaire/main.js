// SPDX-License-Identifier: GPL-3.0-or-later
// The script of a questionnaire.

import { all, byId } from "../../theme/dom.js";
import { contradicted, givenCaptures, prepareCaptures, seen } from "../librarian/captures.js";
import {
  counted,
  handOver,
  prepareFinish,
  recall,
  sheet,
  showGroup,
  showMessage,
  showProgress,
  showToast,
  signed,
} from "../librarian/librarian.js";
import { checkRows, misfit, watchPaste } from "./paste.js";
import { answer, answered, answerOf, cards, groups, keyOfQuestion, store, write } from "./questions.js";
import {
  describeSeen,
  isContradicted,
  refuseContradicted,
  showEvidence,
  sourceOf,
  UNASKED,
  useCaptures,
  useSeen,
} from "./seen.js";
import { addRow, moveRow, removeRow, setRows } from "./tables.js";

function watchEditor(editor, onChange) {
  // What a person writes into a cell is meant.
  editor.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-column]")) return;
    delete target.dataset.open;
  });
  // A cell is one line, even where a long one is shown in two.
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-column]")) event.preventDefault();
  });
  editor.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button?.matches(".add, [data-move], [data-remove]")) return;
    if (button.matches(".add")) addRow(editor).querySelector("textarea").focus();
    else if (button.dataset.move) moveRow(editor, button);
    else removeRow(editor, button);
    onChange();
  });
  watchPaste(editor, onChange);
}

function changed(question) {
  store(question);
  show();
}

function show() {
  const evidence = seen();
  for (const [question, { card, found }] of cards) {
    card.classList.toggle("answered", Boolean(answerOf(question)));
    // Recorded values, and those in captures, are shown from the start, to be compared.
    const shown = question.recorded || evidence.has(question.name) ? ["there", null] : ["there"];
    found.hidden = question.may_be_missing && !shown.includes(answerOf(question));
    showEvidence(question, evidence.get(question.name));
  }
  showProgress(answered().length, cards.size, `${answered().length} of ${cards.size} answered`);
  for (const { id, questions } of groups) showGroup(id, answered(questions).length, questions.length);
}

function restore(question) {
  const before = recall(keyOfQuestion(question)) ?? question.recorded;
  if (!before) return;
  const { marks, fields, table } = cards.get(question);
  for (const mark of marks) mark.checked = mark.value === before.answer;
  for (const ask of fields) if (ask.dataset.field in before.values) write(ask, before.values[ask.dataset.field]);
  if (table) setRows(table, before.rows);
  for (const editor of all(".editor", cards.get(question).card)) checkRows(editor);
}

function watch(question) {
  const { card } = cards.get(question);
  card.addEventListener("input", () => changed(question));
  for (const note of all(".seen", card))
    note.querySelector("button").addEventListener("click", () => {
      useSeen(question, note);
      changed(question);
    });
  for (const editor of all(".editor", card)) watchEditor(editor, () => changed(question));
}

// Answer the open questions of a screen: what they are about does not exist. The next click takes these answers back.
function watchNoneExist({ id, questions }) {
  const button = byId(id).querySelector(".none-exist");
  let given = [];
  button?.addEventListener("click", () => {
    const isUndone = given.length > 0;
    const evidence = seen();
    const open = questions.filter((one) => one.may_be_missing && !answerOf(one) && !evidence.has(one.name));
    const those = isUndone ? given.filter((one) => answerOf(one) === "missing") : open;
    for (const question of those) {
      cards.get(question).marks.find((mark) => mark.value === "missing").checked = !isUndone;
      changed(question);
    }
    given = isUndone ? [] : those;
    button.firstChild.textContent = given.length ? "Undo: none of these exist" : "None of these exist";
    showToast(`${counted(those.length, "answer is", "answers are")} ${isUndone ? "removed" : "given"}.`);
  });
}

function send() {
  const answers = Object.fromEntries(answered().map((question) => [question.name, answer(question)]));
  const sources = Object.fromEntries(answered().map((question) => [question.name, sourceOf(question)]));
  const name = handOver("answers", { ...signed("reshare.wms answers"), captures: givenCaptures(), sources, answers });
  const left = [...cards.keys()].filter((question) => !answerOf(question)).map((question) => question.number);
  showMessage(
    `${name} is downloaded: ${counted(answered().length, "answer", "answers")}${
      left.length ? `. Not answered yet: ${left.join(", ")}` : ""
    }. Now e-mail it.`,
    false,
  );
}

const page = {
  cards,
  show,
  send,
  contradicted,
  isContradicted,
  refuseContradicted,
  misfit,
  useCaptures,
  describeSeen,
  UNASKED,
};

for (const question of cards.keys()) {
  restore(question);
  watch(question);
}
for (const group of groups) watchNoneExist(group);
prepareFinish(page, {
  key: [sheet.record, "questions remark"],
  isEmpty: () => !answered().length,
  nothing: "Nothing is answered yet. Tick the questions that you have checked.",
  first: () => [...cards.values()].flatMap((card) => card.marks)[0],
});
prepareCaptures(page, [sheet.record, "questions captures", ...[...cards.keys()].map(({ name }) => name)]);
show();
