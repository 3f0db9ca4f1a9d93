// SPDX-License-Identifier: GPL-3.0-or-later
// What is filled at once, as a task for assistant/read/filling.js: the fields of a step, rows of its map, or entries of a list in its form.
import { kindOf } from "../../web/pages/librarian/librarian.js";
import { CATALOGUE } from "./known.js";
import { declaredIn } from "./steps.js";

// The lines that are fields of the form; each entry of a list in the form has a row of its own.
const isList = (step, { name }) => inputFor(step, name).form === "rows";
export const atOnce = (step) => step.lines.filter((line) => !isList(step, line));

// The numbers of the rows of a map that get other values.
export const rowsToFill = ({ table }) =>
  (table?.rows ?? []).flatMap(({ mark }, at) => (mark === "new" || mark === "changed" ? [at] : []));

const inputFor = (step, name) => kindOf(step).inputs.find((input) => input.name === name);

// at: null, the number of a row of the map, or the name of a list in the form and the number of an entry.
export function taskOf(step, at) {
  const kind = Object.keys(CATALOGUE).find((one) => CATALOGUE[one] === kindOf(step));
  const { entries, identity = [] } = kindOf(step);
  const made = { kind, isNew: step.action === "created" && !entries, identity: {}, fields: [], table: null };
  if (step.table) return { ...made, table: mapOf(step, at) };
  if (entries) return { ...made, table: cellOf(step, entries) };
  const declared = declaredIn(step);
  const before = (name) => step.lines.find((line) => line.name === name)?.before;
  const valuesOf = (name) => [declared[name], before(name)].filter((value) => typeof value === "string");
  return {
    ...made,
    identity: Object.fromEntries(identity.map((name) => [name, valuesOf(name)])),
    ...(at === null
      ? { fields: atOnce(step).map(({ before: was, label, name, value }) => ({ name, label, value, before: was })) }
      : { table: listOf(step, at) }),
  };
}

function mapOf({ table: { ordered, rows } }, at) {
  const isAsked = ({ mark }, number) =>
    (mark === "new" || mark === "changed") && (at === null || number === Number(at));
  return { ordered, rows: rows.map((row, number) => ({ ...row, number, isAsked: isAsked(row, number) })) };
}

// One entry of a list in a form.
function listOf(step, at) {
  const [name, number] = at.split(":");
  const entry = declaredIn(step)[name][number];
  const cells = inputFor(step, name).columns.map((column) => String(entry[column.name] ?? column.wildcard ?? ""));
  return { name, ordered: false, rows: [{ mark: "new", before: null, cells, isAsked: true }] };
}

// An object that is an entry of a list in a cell of another one.
function cellOf(step, entry) {
  const values = new Map(step.lines.map(({ name, value }) => [name, value]));
  const cells = kindOf(step).inputs.map(({ name }) => values.get(name) ?? declaredIn(step)[name] ?? "");
  return { entry, ordered: false, rows: [{ mark: "changed", before: null, cells, isAsked: true }] };
}
