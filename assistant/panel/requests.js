// SPDX-License-Identifier: GPL-3.0-or-later
// What is filled at once, as a task for assistant/read/plan.js: the fields of a step, rows of its map, or entries of a list in its form.
import { kindOf } from "../../web/pages/librarian/librarian.js";
import { CATALOGUE } from "./known.js";
import { declaredIn, entriesIn } from "./steps.js";

// Some lines are fields of the form; others are lists in it, each of whose entries has a row of its own.
const isList = (step, { name }) => inputFor(step, name).form === "rows";
export const atOnce = (step) => step.lines.filter((line) => !isList(step, line));
export const listsIn = (step) => step.lines.filter((line) => isList(step, line));

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
  const valuesOf = (name) => [declared[name], before(name)].filter((value) => typeof value === "string" && value);
  return {
    ...made,
    identity: Object.fromEntries(identity.map((name) => [name, valuesOf(name)])),
    ...(at === null ? whole(step) : { table: entryOf(step, at) }),
  };
}

function mapOf({ table: { ordered, rows } }, at) {
  const isAsked = ({ mark }, number) =>
    (mark === "new" || mark === "changed") && (at === null || number === Number(at));
  return { ordered, rows: rows.map((row, number) => ({ ...row, number, isAsked: isAsked(row, number) })) };
}

// The fields of a form, and the entries of its lists.
const whole = (step) => ({
  fields: atOnce(step).map(({ before, label, name, value }) => ({ name, label, value, before })),
  lists: listsIn(step).map((line) => ({ ...listOf(step, line.name, entriesIn(step, line)), text: line.value })),
});

function listOf(step, name, entries) {
  const cells = (entry) =>
    inputFor(step, name).columns.map((column) => String(entry[column.name] ?? column.wildcard ?? ""));
  const row = (entry) => ({ mark: "new", before: null, cells: cells(entry), isAsked: true });
  return { name, ordered: false, rows: entries?.map(row) ?? null };
}

// One entry of a list in a form. at: as of taskOf.
function entryOf(step, at) {
  const [name, number] = at.split(":");
  return listOf(step, name, [declaredIn(step)[name][number]]);
}

// An object that is an entry of a list in a cell of another one.
function cellOf(step, entry) {
  const values = new Map(step.lines.map(({ name, value }) => [name, value]));
  const cells = kindOf(step).inputs.map(({ name }) => values.get(name) ?? declaredIn(step)[name] ?? "");
  return { entry, ordered: false, rows: [{ mark: "changed", before: null, cells, isAsked: true }] };
}
