// SPDX-License-Identifier: GPL-3.0-or-later
// The answers on a questionnaire, on its page and in the panel of the assistant.

import { all, byId } from "../../theme/dom.js";
import {
  counted,
  NO_EVIDENCE,
  prepareFinish,
  recall,
  sheet,
  showGroup,
  showProgress,
  showToast,
  signed,
} from "../librarian/librarian.js";
import { askAllNames, askNames, watchNames } from "./new_names.js";
import { checkRows, isFit, misfit, watchPaste } from "./paste.js";
import { answer, answered, answerOf, cards, groups, keyOfQuestion, prepareCards, store, write } from "./questions.js";
import { addRow, moveRow, removeRow, setRows } from "./tables.js";

function watchEditor(editor, onChange) {
  // A text that a person writes into a cell is not a doubt.
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
    askNames(editor);
    onChange();
  });
  watchPaste(editor, onChange);
}

function changed(question, evidence) {
  store(question);
  showQuestions(evidence);
}

export function showQuestions(evidence) {
  for (const [question, { card, found }] of cards) {
    card.classList.toggle("answered", isComplete(question));
    // Recorded values and values that were read are shown from the start, for comparison.
    const shown = question.recorded || evidence.has(question) ? ["there", null] : ["there"];
    found.hidden = question.may_be_missing && !shown.includes(answerOf(question));
    evidence.show(question);
  }
  const complete = (questions) => questions.filter(isComplete).length;
  const count = complete([...cards.keys()]);
  showProgress(count, cards.size, `${count} of ${cards.size} answered`);
  for (const { id, questions } of groups) showGroup(id, complete(questions), questions.length);
}

const isComplete = (question) => Boolean(answerOf(question)) && isFit(question);

function restore(question) {
  const before = recall(keyOfQuestion(question)) ?? question.recorded;
  if (!before) return;
  const { marks, fields, table } = cards.get(question);
  for (const mark of marks) mark.checked = mark.value === before.answer;
  for (const ask of fields) if (ask.dataset.field in before.values) write(ask, before.values[ask.dataset.field]);
  if (table) setRows(table, before.rows);
  for (const editor of all(".editor", cards.get(question).card)) checkRows(editor);
}

function watch(question, evidence) {
  const { card } = cards.get(question);
  card.addEventListener("input", () => changed(question, evidence));
  for (const editor of all(".editor", card)) watchEditor(editor, () => changed(question, evidence));
}

// Answers the open questions of a screen: the objects do not exist. The next click removes these answers.
function watchNoneExist({ id, questions }, evidence) {
  const button = byId(id).querySelector(".none-exist");
  let given = [];
  button?.addEventListener("click", () => {
    const isUndone = given.length > 0;
    const open = questions.filter((one) => one.may_be_missing && !answerOf(one) && !evidence.has(one));
    const those = isUndone ? given.filter((one) => answerOf(one) === "missing") : open;
    for (const question of those) {
      cards.get(question).marks.find((mark) => mark.value === "missing").checked = !isUndone;
      changed(question, evidence);
    }
    given = isUndone ? [] : those;
    button.firstChild.textContent = given.length ? "Undo: none of these exist" : "None of these exist";
    showToast(`${counted(those.length, "answer is", "answers are")} ${isUndone ? "removed" : "given"}.`);
  });
}

function part(evidence) {
  const answers = Object.fromEntries(answered().map((question) => [question.name, answer(question)]));
  const sources = Object.fromEntries(answered().map((question) => [question.name, evidence.sourceOf(question)]));
  const left = [...cards.keys()].filter((question) => !answerOf(question)).map((question) => question.number);
  return {
    name: `${sheet.library}.answers.json`,
    content: { ...signed("reshare.wms answers"), ...evidence.returned(), sources, answers },
    what: `${counted(answered().length, "answer", "answers")}${left.length ? `. Not answered yet: ${left.join(", ")}` : ""}`,
  };
}

export function startQuestionnaire(evidence = NO_EVIDENCE) {
  prepareCards();
  for (const question of cards.keys()) {
    restore(question);
    watch(question, evidence);
  }
  watchNames(evidence.names, () => showQuestions(evidence));
  askAllNames();
  for (const group of groups) watchNoneExist(group, evidence);
  const mark = (question) => cards.get(question).marks[0];
  const now = prepareFinish(
    { cards, evidence, part: () => part(evidence), misfit, mark },
    {
      key: [sheet.record, "questions remark"],
      isEmpty: () => !answered().length,
      nothing: "Nothing is answered yet. Tick the questions that you have checked.",
      first: () => [...cards.values()].flatMap((card) => card.marks)[0],
    },
  );
  showQuestions(evidence);
  return now;
}
