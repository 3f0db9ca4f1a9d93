// SPDX-License-Identifier: GPL-3.0-or-later
// The questions of a questionnaire, filled in from what was read. The screen answers a question if all parts were seen and still have the seen values.
import { counted, kindOf } from "../../web/pages/librarian/librarian.js";
import { readRow } from "../../web/pages/questionnaire/grid.js";
import { askAllNames } from "../../web/pages/questionnaire/new_names.js";
import { answerOf, cards, editors, inputOf, store, write, written } from "../../web/pages/questionnaire/questions.js";
import { givenRows, setRows } from "../../web/pages/questionnaire/tables.js";
import { made } from "../../web/pages/worksheet/parts.js";
import { byId } from "../../web/theme/dom.js";
import { normalised, same, Unfit } from "../read/values.js";
import { partsOf as answerParts, showSource } from "./compared.js";
import { library, returned, seen } from "./known.js";

/** The parts of a question that a screen can show: the name, the input, and how to read and write it. */
function partsOf(question) {
  const { fields, table } = cards.get(question);
  if (table) {
    const { columns } = kindOf(question);
    const [read, write] = [() => givenRows(table), (rows) => setRows(table, rows)];
    return [{ name: "rows", label: question.title, columns, ask: table, read, write }];
  }
  return question.fields.map((field, at) => {
    const ask = fields[at];
    const { columns } = editors.get(ask.querySelector(".editor")) ?? {};
    const read = () => (columns ? givenRows(ask.querySelector(".editor")) : written(ask));
    const put = (value) => write(ask, value);
    return { name: field.name, label: field.label, input: inputOf(question, field), columns, ask, read, write: put };
  });
}

/** A value for comparison: in its canonical form, or as it is written if it is not valid. */
function comparable({ input, columns }, value) {
  if (columns) return value.map((row) => JSON.stringify(readRow(columns, ({ name }) => row[name])?.row)).join("\n");
  try {
    return normalised(input, value);
  } catch (fault) {
    if (!(fault instanceof Unfit)) throw fault;
    return value.trim();
  }
}

const isSame = (part, one, other) => same(part.input ?? {}, comparable(part, one), comparable(part, other));

/** different: the parts that were seen with another value. isWhole: whether all parts were seen with the value that they have now. */
function compared(question, object = seen().get(question.name)) {
  const parts = partsOf(question);
  const shown = parts.filter(({ name }) => object?.has(name));
  const different = shown.filter((part) => !isSame(part, part.read(), object.get(part.name).value));
  return { parts, object, different, isWhole: Boolean(object) && shown.length === parts.length && !different.length };
}

const isSeen = (question) => compared(question).isWhole && answerOf(question) !== "missing";

/** The names of other objects in what a person answered, as pairs of a kind and a name. */
export const namesWritten = () =>
  [...cards.keys()]
    .filter((one) => answerOf(one) && answerOf(one) !== "missing")
    .flatMap(partsOf)
    .flatMap(namesIn);

function namesIn({ input, columns, read }) {
  const cells = columns ? read().flatMap((row) => columns.map((one) => [one, row[one.name]])) : [[input, read()]];
  return cells
    .filter(([one, text]) => one.reference && text && text !== one.wildcard)
    .flatMap(([one, text]) => text.split("\n").map((name) => [one.reference, name.trim()]));
}

/** before: what was seen before something was read. What a person wrote is not replaced. */
export function useRead(before) {
  const now = seen();
  for (const question of cards.keys()) {
    const [object, earlier] = [now.get(question.name), before.get(question.name)];
    const wasWhole = compared(question, earlier ?? null).isWhole && answerOf(question) !== "missing";
    for (const part of partsOf(question)) if (object?.has(part.name)) fillPart(part, object, earlier);
    const { isWhole } = compared(question, object ?? null);
    const { marks } = cards.get(question);
    if (isWhole && !answerOf(question)) marks.find(({ value }) => value !== "missing").checked = true;
    // The screen that answered it was removed, so a person has to answer.
    if (wasWhole && !isWhole) for (const mark of marks) mark.checked = false;
    if (object || earlier) store(question);
  }
  askAllNames();
}

function fillPart(part, object, earlier) {
  const there = part.read();
  const isOld = earlier?.has(part.name) && isSame(part, there, earlier.get(part.name).value);
  if (isOld || !there.length) part.write(object.get(part.name).value);
}

// ------------------------------------------------------------------------------- showing

function show(question) {
  const { card, marks } = cards.get(question);
  const { parts, object, different, isWhole } = compared(question);
  for (const part of parts) showPart(question, part, object?.get(part.name), different.includes(part));
  const isMissing = answerOf(question) === "missing";
  const isAgainst = isContradicted(question);
  const { verdict, source } = answerParts(card, marks[0].closest("fieldset, label"));
  showSource(card, source, { isAnswered: Boolean(answerOf(question)), isSeen: isWhole && !isMissing, isAgainst });
  verdict.hidden = !isAgainst;
  verdict.textContent = isMissing
    ? "The screen contradicts this answer: it was read there."
    : `The screen contradicts this answer: ${different.map(({ label }) => label).join(", ")}. Correct it, or read the screen again.`;
}

/** What was seen of a part, and a button that takes it over if it is another value. */
function showPart(question, part, found, isDifferent) {
  const { ask, columns, label } = part;
  const [note = made("p", { class: "seen" })] = ask.getElementsByClassName("seen");
  if (!note.isConnected) ask.append(note);
  note.hidden = !found;
  if (!found) return;
  note.classList.toggle("problem", isDifferent);
  const shown = columns ? counted(found.value.length, "row", "rows") : found.value || "blank";
  const use = made("button", { type: "button", "aria-label": `Use it: ${label}` }, "Use it");
  use.addEventListener("click", () => {
    part.write(found.value);
    store(question);
    ask.dispatchEvent(new Event("input", { bubbles: true }));
  });
  note.replaceChildren(...(isDifferent ? [`The screen shows: ${shown}. `, use] : ["Seen on the screen."]));
}

function isContradicted(question) {
  if (!answerOf(question) || !seen().has(question.name)) return false;
  return answerOf(question) === "missing" || compared(question).different.length > 0;
}

/** What was read of a question, in a few words. */
export function describeSeen(question) {
  const { parts, object } = compared(question);
  const missing = parts.filter(({ name }) => !object?.has(name)).map(({ label }) => label);
  return `Question ${question.number}: ${missing.length ? `not seen: ${missing.join(", ")}` : "everything was seen"}.`;
}

export const evidence = {
  show,
  has: (question) => seen().has(question.name),
  sourceOf: (question) => (isSeen(question) ? "capture" : "answer"),
  contradicted: () => [...cards.keys()].find(isContradicted) ?? null,
  returned: () => returned(byId("name").value.trim()),
  names: () => library([]).names,
};
