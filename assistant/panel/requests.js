// SPDX-License-Identifier: GPL-3.0-or-later
// What assistant/fill/main.js gets to fill in: a step, a row of its map, or an entry of a list in its form.

import { kindOf, sheet } from "../../web/pages/librarian/librarian.js";
import { labelsFor } from "../read/labelled.js";
import { desk } from "./desk.js";
import { declaredIn } from "./steps.js";

// The lines that are fields of the form; each entry of a list in the form has a row of its own.
const isList = (step, { name }) => inputFor(step, name).form === "rows";
export const atOnce = (step) => step.lines.filter((line) => !isList(step, line));

// The numbers of the rows of a map that get other values.
export const rowsToFill = ({ table }) =>
  (table?.rows ?? []).flatMap(({ mark }, at) => (mark === "new" || mark === "changed" ? [at] : []));

const inputFor = (step, name) =>
  formed((kindOf(step).inputs ?? kindOf(step).columns).find((input) => input.name === name));

/** An input, or a column, with the labels that it can have. */
const formed = (one) => ({
  ...one,
  labels: labelsFor({ label: one.label }),
  ...(one.section ? { section: [one.section].flat() } : {}),
});

// What assistant/fill/main.js gets: the step; of a map one of its rows, or without at all those that get other values.
export function requestOf(step, at, more) {
  const screen = kindOf(step);
  const { label, inputs = [] } = screen;
  const sections = new Set(inputs.flatMap(({ section = [] }) => section));
  const group = [...sheet.groups, ...sheet.last].find(({ steps }) => steps.includes(step));
  return {
    registry_id: sheet.registry_id,
    typed_registry_id: desk.typed,
    screen: { names: [label, group.screen.at(-1)], label },
    sections: [[...sections]],
    ...(step.table ? mapOf(step, at, screen) : at === null ? fieldsOf(step, screen) : entryOf(step, at)),
    ...more,
  };
}

function fieldsOf(step, { identity = [], entries }) {
  const fields = atOnce(step).map((line) => ({ ...inputFor(step, line.name), value: line.value, before: line.before }));
  // An object that is an entry of a list in a cell of another one.
  if (entries)
    return {
      object: { is_new: false, identity: [] },
      fields,
      row: { is_new: false, keys: identity.filter((one) => one !== entries), entry: entries },
    };
  return { object: objectOf(step), fields, row: null };
}

function objectOf(step) {
  const { identity = [] } = kindOf(step);
  const named = identity.map((name) => ({ ...inputFor(step, name), value: declaredIn(step)[name] }));
  return { is_new: step.action === "created", identity: named };
}

// One entry of a list in a form. at: the name of the field, and the number of the entry.
function entryOf(step, at) {
  const [name, number] = at.split(":");
  const entry = declaredIn(step)[name][number];
  const fields = inputFor(step, name).columns.map((column) => ({
    ...formed(column),
    value: String(entry[column.name] ?? column.wildcard ?? ""),
    before: null,
  }));
  return { object: objectOf(step), fields, row: { is_new: true, keys: null, entry: null } };
}

// The texts that the row beside another one has, before or after its own change; null without one.
const textsOf = (row) => row && [row.cells, row.before].filter(Boolean);

function mapOf(step, at, screen) {
  if (at !== null) return rowOf(step, Number(at), screen);
  const named = (row, { fields }) =>
    fields.map((field) => ({ ...field, name: `${row}.${field.name}`, label: `Row ${row + 1}, ${field.label}` }));
  const rows = rowsToFill(step).map((number) => {
    const one = rowOf(step, number, screen);
    return { ...one.row, fields: named(number, one) };
  });
  return { object: { is_new: false, identity: [] }, fields: rows.flatMap(({ fields }) => fields), row: null, rows };
}

function rowOf(step, at, { columns }) {
  const { ordered, rows } = step.table;
  const { cells, before, where } = rows[at];
  const beside = (other) => (ordered && where ? textsOf(rows[other] ?? null) : null);
  const fields = columns.map(({ name }, column) => ({
    ...inputFor(step, name),
    value: cells[column],
    before: before?.[column] ?? null,
  }));
  const row = { is_new: before === null, keys: null, entry: null, above: beside(at - 1), below: beside(at + 1) };
  return { object: { is_new: false, identity: [] }, fields, row };
}
