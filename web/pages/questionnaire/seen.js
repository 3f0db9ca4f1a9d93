// SPDX-License-Identifier: GPL-3.0-or-later
// The questionnaire filled in from captures. A question is answered by the screen if everything that it asks for was seen and is unchanged.
import { readRow } from "../../../assistant/read/grid.js";
import { titleOf } from "../../../assistant/read/labels.js";
import { normalised, same } from "../../../assistant/read/values.js";
import { seen, showSource } from "../librarian/captures.js";
import { counted, refuse } from "../librarian/librarian.js";
import { answerOf, cards, editors, inputOf, store, write, written } from "./questions.js";
import { givenRows, setRows } from "./tables.js";

const SEEN = "Seen on the screen.";
export const UNASKED = "This page does not ask about it.";

// The parts of a question that a capture can show: the name, the input, and how to read and write it.
function partsOf(question) {
  const { fields, table, seen } = cards.get(question);
  if (table) {
    const { columns, ordered } = editors.get(table);
    const read = () => givenRows(table);
    const write = (rows) => setRows(table, rows);
    return [{ name: "rows", label: question.title, columns, ordered, note: seen, read, write }];
  }
  return question.fields.map((field, at) => {
    const ask = fields[at];
    const note = ask.querySelector(".seen");
    const { columns, ordered } = editors.get(ask.querySelector(".editor")) ?? {};
    const read = () => (columns ? givenRows(ask.querySelector(".editor")) : written(ask));
    return {
      name: field.name,
      input: inputOf(question, field),
      columns,
      ordered,
      note,
      read,
      write: (value) => write(ask, value),
    };
  });
}

// A value for comparison: as it is understood, or as it is written.
function comparable({ input, columns, ordered }, value) {
  if (columns) {
    const rows = value.map((row) => readRow(columns, (column) => row[column.name])?.row);
    const texts = rows.map((row) => JSON.stringify(columns.map((column) => row?.[column.name])));
    return (ordered ? texts : texts.sort()).join("\n");
  }
  try {
    return normalised(input, value);
  } catch {
    return value.trim();
  }
}

const isSame = (part, one, other) => same(part.input ?? {}, comparable(part, one), comparable(part, other));

// different: the parts that were seen with another value. isWhole: whether all parts were seen as they are.
function compared(question, object) {
  const parts = partsOf(question);
  const shown = parts.filter(({ name }) => object?.has(name));
  const different = shown.filter((part) => !isSame(part, part.read(), object.get(part.name).value));
  return { parts, different, isWhole: Boolean(object) && shown.length === parts.length && !different.length };
}

export function sourceOf(question, evidence = seen()) {
  const { isWhole } = compared(question, evidence.get(question.name));
  return isWhole && answerOf(question) !== "missing" ? "capture" : "answer";
}

// ------------------------------------------------------------------------------- filling in

// before: what was seen before the captures changed. What a person wrote is not replaced.
export function useCaptures(before) {
  const evidence = seen();
  for (const question of cards.keys()) {
    const object = evidence.get(question.name),
      earlier = before.get(question.name);
    const wasWhole = compared(question, earlier).isWhole && answerOf(question) !== "missing";
    for (const part of partsOf(question)) if (object?.has(part.name)) fillPart(part, object, earlier);
    const { isWhole } = compared(question, object);
    if (isWhole && !answerOf(question)) markOf(question).checked = true;
    // The captures that answered it are removed: a person has to answer.
    if (wasWhole && !isWhole) for (const mark of cards.get(question).marks) mark.checked = false;
    if (object || earlier) store(question);
  }
}

function fillPart(part, object, earlier) {
  const there = part.read();
  const isOld = earlier?.has(part.name) && isSame(part, there, earlier.get(part.name).value);
  if (isOld || !there.length) part.write(object.get(part.name).value);
}

function markOf(question) {
  return cards.get(question).marks.find((mark) => mark.value !== "missing");
}

// ------------------------------------------------------------------------------- showing

export function showEvidence(question, object) {
  const { card } = cards.get(question);
  const { parts, different, isWhole } = compared(question, object);
  for (const part of parts) showPart(part, object?.get(part.name), different.includes(part));
  const isSeen = isWhole && answerOf(question) !== "missing";
  const isAgainst = isContradicted(question, object);
  showSource(card, Boolean(answerOf(question)), isSeen, isAgainst);
  const verdict = card.querySelector(".verdict");
  verdict.hidden = !isAgainst;
  verdict.textContent =
    answerOf(question) === "missing"
      ? "The screen contradicts this answer: a capture shows it."
      : contradiction(different);
}

const contradiction = (different) =>
  `The screen contradicts this answer: ${different.map(({ label, input }) => label ?? titleOf(input)).join(", ")}. Correct it, or add a newer capture.`;

function showPart({ note, columns }, found, isDifferent) {
  note.hidden = !found;
  if (!found) return;
  note.classList.toggle("problem", isDifferent);
  const shown = columns ? counted(found.value.length, "row", "rows") : found.value || "blank";
  note.querySelector("span").textContent = isDifferent ? `The screen shows: ${shown}.` : SEEN;
  note.querySelector("button").hidden = !isDifferent;
}

// ------------------------------------------------------------------------------- contradictions

export function isContradicted(question, object) {
  if (!object || !answerOf(question)) return false;
  return answerOf(question) === "missing" || compared(question, object).different.length > 0;
}

export function refuseContradicted(question) {
  refuse(
    `A capture contradicts answer ${question.number}. Correct the answer, or add a newer capture.`,
    markOf(question),
  );
}

export function useSeen(question, note) {
  const part = partsOf(question).find((one) => one.note === note);
  part.write(seen().get(question.name).get(part.name).value);
}

export function describeSeen(question, { fields }) {
  const missing = partsOf(question).filter(({ name }) => !(name in fields));
  if (!missing.length) return `Question ${question.number}: everything was seen.`;
  return `Question ${question.number}: not seen: ${missing.map(({ label, input }) => label ?? titleOf(input)).join(", ")}.`;
}
