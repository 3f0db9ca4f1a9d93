// SPDX-License-Identifier: GPL-3.0-or-later
// The questions on the page, and what a person answered.

import { all, byId } from "../../theme/dom.js";
import { kindOf, remember, sheet } from "../librarian/librarian.js";
import { listed, rowsOf, setRows, tableOf } from "./tables.js";

export const groups = sheet.groups.map(({ questions = [] }, at) => ({ id: `screen-${at + 1}`, questions }));
// The elements of each question, once the page has them.
export const cards = new Map();
// The label and the columns of the table in each editor.
export const editors = new Map();

export function prepareCards() {
  for (const question of groups.flatMap(({ questions }) => questions)) {
    cards.set(question, cardOf(question));
    for (const [editor, about] of editorsOf(question)) editors.set(editor, about);
  }
}

function cardOf(question) {
  const card = byId(`question-${question.number}`);
  return {
    card,
    found: card.querySelector(".found"),
    marks: all("input[type=radio], input[type=checkbox]", card),
    fields: all(".ask", card),
    table: card.querySelector(".found > .editor"),
  };
}

export function inputOf(question, field) {
  return kindOf(question).inputs.find(({ name }) => name === field.name);
}

function editorsOf(question) {
  const { fields, table } = cards.get(question);
  if (table) return [[table, { ...kindOf(question), label: question.title }]];
  return question.fields.flatMap((field, at) => {
    const editor = fields[at].querySelector(".editor");
    return editor ? [[editor, { ...inputOf(question, field), label: field.label }]] : [];
  });
}

export function answerOf(question) {
  return cards.get(question).marks.find((mark) => mark.checked)?.value ?? null;
}

function fieldValue(field, ask) {
  if (field.shape === "rows") return filled(tableOf(ask.querySelector(".editor"), field.columns));
  const text = ask.querySelector("textarea, select").value;
  return field.shape === "lines" ? filled(listed(text, "\n")) : text.trim() || null;
}

function filled(list) {
  return list.length ? list : null;
}

export function answer(question) {
  const { fields, table } = cards.get(question);
  if (answerOf(question) === "missing") return null;
  if (table) return tableOf(table, question.columns);
  return Object.fromEntries(question.fields.map((field, at) => [field.name, fieldValue(field, fields[at])]));
}

export function answered(questions = [...cards.keys()]) {
  return questions.filter(answerOf);
}

// ------------------------------------------------------------------------------- memory

export function written(ask) {
  return ask.dataset.shape === "rows"
    ? rowsOf(ask.querySelector(".editor"))
    : ask.querySelector("textarea, select").value;
}

export function write(ask, value) {
  if (ask.dataset.shape !== "rows") ask.querySelector("textarea, select").value = value;
  else setRows(ask.querySelector(".editor"), value);
}

export function keyOfQuestion(question) {
  // What was written into an earlier audit is not about the values of this one.
  return [sheet.record, "question", question.name, ...(question.recorded ? [question.recorded.at] : [])];
}

export function store(question) {
  const { fields, table } = cards.get(question);
  const values = Object.fromEntries(fields.map((ask) => [ask.dataset.field, written(ask)]));
  remember(keyOfQuestion(question), { answer: answerOf(question), values, rows: table ? rowsOf(table) : [] });
}
