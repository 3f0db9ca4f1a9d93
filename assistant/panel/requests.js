// SPDX-License-Identifier: GPL-3.0-or-later
// What assistant/fill/main.js gets to fill in: a step, a row of its map, or an entry of a list in its form.

import { screenOf } from "../../web/pages/librarian/captures.js";
import { sheet } from "../../web/pages/librarian/librarian.js";
import { stated, withStated } from "../read/labels.js";
import { desk } from "./desk.js";
import { declaredIn } from "./steps.js";

// The lines that are fields of the form; each entry of a list in the form has a row of its own.
const isList = (step, { name }) => inputFor(step, name).form === "rows";
export const atOnce = (step) => step.lines.filter((line) => !isList(step, line));

// The numbers of the rows of a map that get other values.
export const rowsToFill = ({ table }) =>
  (table?.rows ?? []).flatMap(({ mark }, at) => (mark === "new" || mark === "changed" ? [at] : []));

function inputFor(step, name) {
  const one = (screenOf(step).inputs ?? screenOf(step).columns).find((input) => input.name === name);
  const stated = withStated(screenOf(step).kind, one);
  return { ...stated, labels: stated.labels ?? [stated.label] };
}

// What assistant/fill/main.js gets: the step; of a map one of its rows, or without at all those that get other values.
export function requestOf(step, at, more) {
  const screen = screenOf(step);
  const { names, label, parts = [], inputs = [] } = screen;
  const sections = new Map(inputs.map(({ section }) => [JSON.stringify(section ?? null), section]));
  return {
    registry_id: sheet.registry_id,
    typed_registry_id: desk.typed,
    blank: [...sheet.screens.blank, ...(stated.labels.blank ?? [])],
    names: [...sheet.screens.names, ...(stated.labels.names ?? [])],
    screen: { names: [...names, ...(stated.labels[screen.kind]?.screen ?? [])], label, parts },
    sections: [...sections.values()].filter(Boolean),
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
  const { identity = [] } = screenOf(step);
  const named = identity.map((name) => ({ ...inputFor(step, name), value: declaredIn(step)[name] }));
  return { is_new: step.action === "created", identity: named };
}

// One entry of a list in a form. at: the name of the field, and the number of the entry.
function entryOf(step, at) {
  const [name, number] = at.split(":");
  const entry = declaredIn(step)[name][number];
  const fields = inputFor(step, name).columns.map((column) => ({
    ...column,
    labels: column.labels ?? [column.label],
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
