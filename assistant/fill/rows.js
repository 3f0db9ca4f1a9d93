// SPDX-License-Identifier: GPL-3.0-or-later
// Fields in the rows of a table, and the row that a step is about.

import { controlKind, controlsIn, isSecret } from "../screen/kinds.js";
import { within } from "../screen/tree.js";
import { isShown } from "../screen/visible.js";
import { Refusal } from "./codes.js";
import { cellsOf } from "./form/grids.js";
import { chosenOf, groupOf } from "./form/radios.js";
import { statesOf } from "./form/states.js";
import { readValue } from "./form/values.js";
import { partsOf, shownBy } from "./match.js";
import { same } from "./texts.js";
import { namesIn } from "./words/labels.js";
import { pattern } from "./words/words.js";

/** The entries of the controls in tables. tables: their items in a capture, by their elements. row: the table and the row, as a text. */
export const entriesInTables = (tables) =>
  [...tables].flatMap(([table, { header }], number) =>
    cellsOf(table, { header, rows: [] }).flatMap((cells, at) => entriesInRow(cells, header, `${number} ${at}`)),
  );

function entriesInRow(cells, header, row) {
  const read = new Set();
  return cells.flatMap((cell, column) => {
    const controls = cells.indexOf(cell) === column ? controlsIn(cell) : [];
    return controls.flatMap((control, at) => {
      const found = read.has(control) ? null : entryOf(control, cell, read);
      return found
        ? [{ ...found, label: header[column] ?? "", group: [], row, key: `row ${row} ${column} ${at}` }]
        : [];
    });
  });
}

function entryOf(control, cell, read) {
  if (!isShown(control) || controlKind(control) === "ignored" || isSecret(control)) return null;
  if (controlKind(control) === "radio") {
    const members = groupOf(control).filter((one) => within(one, cell));
    for (const one of members) read.add(one);
    return { type: "field", ...chosenOf(members), state: statesOf(members[0]), elements: members };
  }
  const made = readValue(control);
  return made && !made.unread ? { type: "field", ...made, state: statesOf(control), elements: [control] } : null;
}

/** The entries among which a field is: those of its row, or those that are in no table. */
export const scoped = (screen, row) => ({ ...screen, entries: screen.entries.filter((one) => one.row === row) });

/** The request with its fields in their rows on the screen (field.row), if they are in a table. Throws a Refusal. */
export function inRows(screen, request) {
  if (request.rows) return { ...request, fields: inTheirRows(screen, request) };
  if (!request.row) return request;
  if (request.fields.every((field) => partsIn(screen, field, request).parts)) return inItsForm(screen, request);
  const fitting = fittingRows(screen, request);
  if (fitting.length === 0) throw new Refusal(request.row.is_new ? "row_missing" : "row_not_found");
  const focused = fitting.filter((at) => hasFocus(screen, at));
  const [at, ...others] = fitting.length > 1 && focused.length === 1 ? focused : fitting;
  if (others.length > 0) throw new Refusal("row_ambiguous");
  return { ...request, fields: inRow(request.fields, at) };
}

const inRow = (fields, row) => fields.map((field) => ({ ...field, row }));

/** The fields of several rows of a table. The new rows are the blank ones, in their order. */
function inTheirRows(screen, request) {
  const taken = [];
  return request.rows.flatMap(({ fields, is_new: isNew }) => {
    const one = { ...request, fields, row: { is_new: isNew } };
    const [at, ...others] = fittingRows(screen, one, taken);
    if (at === undefined) throw new Refusal(isNew ? "rows_missing" : "row_not_found");
    if (others.length > 0 && !isNew) throw new Refusal("row_ambiguous");
    taken.push(at);
    return inRow(fields, at);
  });
}

/** The rows with the values before, or with the wanted ones; for a new row, those that have them already, otherwise the blank ones. Throws a Refusal. */
function fittingRows(screen, request, taken = []) {
  const rows = [...new Set(screen.entries.flatMap(({ row }) => row ?? []))].filter((at) => !taken.includes(at));
  const whole = rows.filter((at) => request.fields.every((field) => partsIn(screen, field, request, at).parts));
  if (whole.length === 0 && taken.length === 0) throw new Refusal("row_missing");
  const done = whole.filter((at) => isDone(screen, request, at));
  const open = whole.filter((at) => !done.includes(at) && isOpen(screen, request, at));
  return request.row.is_new && done.length > 0 ? done : [...done, ...open];
}

const partsIn = (screen, field, request, at) => partsOf(field, scoped(screen, at), request);

/** The form for a new row is blank, has the wanted values, or is called new: otherwise it can be that of another row, which would be overwritten. */
function inItsForm(screen, request) {
  const isCertain = !request.row.is_new || isDone(screen, request) || isOpen(screen, request) || isCalledNew(screen);
  if (!isCertain) throw new Refusal("row_not_new");
  return request;
}

/** Whether a heading is one of the form for a new row, such as Add rule. */
const isCalledNew = ({ headings }) => headings.flatMap(namesIn).some((name) => pattern("newRow").test(name));

/** Whether a row has the wanted values, of a row that is found by some of its fields in those. */
const isDone = (screen, request, at) => shows(screen, request, at, ({ value }) => [value]);

/** Whether a row has the values that it should have before. */
function isOpen(screen, request, at) {
  const { is_new: isNew, keys } = request.row;
  if (keys) return false;
  return shows(screen, request, at, ({ before, wildcard = "" }) => (isNew ? ["", wildcard] : [before]));
}

function shows(screen, request, at, textsOf) {
  const { keys } = request.row;
  const named = request.fields.filter(({ name }) => !keys || keys.includes(name));
  // What a drop-down without a choice shows is a blank.
  const shown = (field) => shownBy(partsIn(screen, field, request, at).parts).trim();
  return named.every((field) => textsOf(field).some((text) => same(field, shown(field), text)));
}

const hasFocus = ({ entries }, at) =>
  entries.some(({ row, elements }) => row === at && elements.some((one) => one.matches(":focus, :focus-within")));

/** A field that is one entry of a list in its control: with the entries that are there. */
export function withEntries(field, shown, { row }) {
  if (row?.entry !== field.name) return field;
  const there = shown
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean);
  const value = there.includes(field.value) ? shown : [...there, field.value].join("; ");
  return { ...field, value, before: shown };
}
