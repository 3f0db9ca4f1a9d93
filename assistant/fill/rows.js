// SPDX-License-Identifier: GPL-3.0-or-later
// Fields in the rows of a table, and the row that a step is about.
import { namesIn, pattern } from "recognition";
import { controlKind, controlsIn, isSecret } from "../page/kinds.js";
import { chosenOf, groupOf } from "../page/radios.js";
import { statesOf } from "../page/states.js";
import { within } from "../page/tree.js";
import { readValue } from "../page/values.js";
import { isShown } from "../page/visible.js";
import { cellsOf } from "../read/grids.js";
import { Refusal } from "./codes.js";
import { partsOf, shownBy } from "./match.js";
import { same } from "./texts.js";

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

/** The entries among which the fields of the step are: those of its row, or those that are in no table. */
export const scoped = (screen, request) => ({
  ...screen,
  entries: screen.entries.filter(({ row }) => row === request.row?.at),
});

/**
 * The request with the row that it is about (row.at), if the fields are in a table: the row with the values before, or with the wanted ones; of a new row, the one
 * that is blank. Where several are, it is the one with the focus. Throws a Refusal.
 */
export function inItsRow(screen, request) {
  if (!request.row) return request;
  if (isForm(screen, request)) return inItsForm(screen, request);
  const rows = [...new Set(screen.entries.flatMap(({ row }) => row ?? []))].map((at) => ({
    ...request,
    row: { ...request.row, at },
  }));
  const whole = rows.filter((one) => request.fields.every((field) => partsIn(screen, field, one).parts));
  if (whole.length === 0) throw new Refusal("row_missing");
  const fitting = whole.filter((one) => isRow(screen, one));
  const focused = fitting.filter(({ row }) => hasFocus(screen, row.at));
  const [found, ...others] = fitting.length > 1 && focused.length === 1 ? focused : fitting;
  if (!found) throw new Refusal(request.row.is_new ? "row_missing" : "row_not_found");
  if (others.length > 0) throw new Refusal("row_ambiguous");
  return found;
}

const partsIn = (screen, field, request) => partsOf(field, scoped(screen, request), request);

/** A form or dialog of its own for the row. */
const isForm = (screen, request) =>
  request.fields.every((field) => partsIn(screen, field, { ...request, row: null }).parts);

/** The form for a new row is blank, has the wanted values, or is called new: otherwise it can be that of another row, which would be overwritten. */
function inItsForm(screen, request) {
  const isCertain = !request.row.is_new || isRow(screen, request) || isCalledNew(screen);
  if (!isCertain) throw new Refusal("row_not_new");
  return request;
}

/** Whether a heading is one of the form for a new row, such as Add rule. */
const isCalledNew = ({ headings }) => headings.flatMap(namesIn).some((name) => pattern("newRow").test(name));

function isRow(screen, request) {
  const { is_new: isNew, keys } = request.row;
  const shows = (of) =>
    request.fields
      .filter(({ name }) => !keys || keys.includes(name))
      .every((field) => of(field).some((text) => same(field, shownIn(screen, field, request), text)));
  if (shows(({ value }) => [value])) return true;
  if (keys) return false;
  return isNew ? shows(({ wildcard = "" }) => ["", wildcard]) : shows(({ before }) => [before]);
}

function shownIn(screen, field, request) {
  const shown = shownBy(partsIn(screen, field, request).parts);
  // What a drop-down without a choice shows.
  return shown.trim();
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
