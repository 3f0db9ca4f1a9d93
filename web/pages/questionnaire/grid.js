// SPDX-License-Identifier: GPL-3.0-or-later
// The rows in tables of texts. A cell is null if its value is not known, and a Doubt if its text may not be it.
import { normalised, Unfit } from "../../../assistant/read/values.js";

export const NOT_COPIED = "its value is not in what was copied; enter it here";

// A cell whose text may not be its value, and why. isSorted: whether it is the header of the column by which the rows are sorted.
export class Doubt {
  constructor(text, why, isSorted = false) {
    Object.assign(this, { text, why, isSorted });
  }
}

export const shownIn = (cell) => (cell instanceof Doubt ? cell.text : (cell ?? ""));

// A label without marks such as a colon or star, for comparison.
export const plain = (text) =>
  text
    .normalize("NFKC")
    .replace(/\s+/g, " ")
    .replace(/[\s:*]+$/, "")
    .trim()
    .toLowerCase();

// Whether the grid has exactly one column with each of the labels.
export const fits = ({ header }, labels) =>
  labels.every((label) => header.filter((text) => plain(text) === plain(label)).length === 1);

// {lines, unplaced}: a line for each row of the grid, as of readRow. unplaced: the headers that were not used.
export function readTable(columns, { header, rows }) {
  const places = new Map(columns.map((one) => [one, header.findIndex((text) => plain(text) === plain(one.label))]));
  const textsOf = (one) => rows.map((cells) => plain(shownIn(cells[places.get(one)])));
  const writes = (one) => Boolean(one.wildcard) && textsOf(one).includes(plain(one.wildcard));
  // In a table in which All is written, blank cells can repeat the cell above; a single blank in a column without All does not.
  const repeats = (one) => writes(one) || (columns.some(writes) && textsOf(one).filter((text) => !text).length > 1);
  const repeating = new Set(columns.filter(repeats));
  const lines = rows.flatMap((cells) => {
    const isLong = cells.slice(header.length).some((cell) => typeof cell === "string");
    const whyOpen = (column, cell) =>
      isLong && column === columns[0]
        ? "it has more cells than the header"
        : doubt(columns, column, cell, repeating.has(column));
    return readRow(columns, (one) => cells[places.get(one)], whyOpen, isLong) ?? [];
  });
  return { lines, unplaced: header.filter((text, at) => text.trim() && ![...places.values()].includes(at)) };
}

// Why a cell stays open until a person writes it; null if its text is exactly a value.
function doubt(columns, column, cell, canRepeat) {
  const { form, label, wildcard } = column;
  if (cell === undefined) return "it has fewer cells than the header";
  if (cell === null) return `${label}: ${NOT_COPIED}`;
  const text = shownIn(cell).trim();
  const why = cell instanceof Doubt ? cell.why : whyUnclear(columns, form, text);
  if (why) return `${label}: ${text ? `'${text.slice(0, 100)}'` : "it"} ${why}; write it again if it is the value`;
  if (!text && wildcard && canRepeat)
    return `${label}: it is blank where other rows have ${wildcard}; write it if it is the value`;
  return null;
}

function whyUnclear(columns, form, text) {
  if (/(\u2026|\.\.\.)$/u.test(text)) return "is cut off";
  if (form === "text" && text.includes("\n")) return "has more than one line";
  return columns.some(({ label }) => plain(label) === plain(text)) ? "is the label of a column" : null;
}

// The names of other objects in a text.
export function namesIn({ form, reference, wildcard = "" }, text) {
  if (!reference) return [];
  const names = form === "lines" ? text.split(/[;\n]/) : [text];
  return names.map((one) => one.trim()).filter((one) => one && plain(one) !== plain(wildcard));
}

// {row, open, problems, wrong}: the texts by column (null if not known), why cells are open, the problems, and the columns with problems; null for a row
// without any value.
export function readRow(columns, cellOf, whyOpen = () => null, isLong = false) {
  const cells = new Map(columns.map((column) => [column, cellOf(column)]));
  if (!isLong && [...cells.values()].every((cell) => cell !== null && cell !== undefined && !shownIn(cell).trim()))
    return null;
  const open = Object.fromEntries(
    columns.map((column) => [column.name, whyOpen(column, cells.get(column))]).filter(([, why]) => why),
  );
  const row = {};
  const faults = Object.entries(open);
  for (const [column, cell] of cells) {
    row[column.name] = cell === null || cell === undefined ? null : shownIn(cell).trim();
    try {
      if (row[column.name] !== null) row[column.name] = cellText(column, row[column.name]);
    } catch (fault) {
      if (!(fault instanceof Unfit)) throw fault;
      faults.push([column.name, `${column.label} ${fault.message}`]);
    }
  }
  faults.push(...halfNamed(columns, row), ...missing(columns, row));
  return { row, open, problems: [...new Set(faults.map(([, why]) => why))], wrong: faults.map(([name]) => name) };
}

const cellText = (column, text) => normalised(column, text).replaceAll("\n", column.form === "lines" ? "; " : "\n");

function halfNamed(columns, row) {
  const isGiven = (column) => column && !["", null, column.wildcard].includes(row[column.name]);
  return columns
    .filter((column) => column.within && isGiven(column))
    .map((column) => [column, columns.find((other) => other.name === column.within)])
    .filter(([, outer]) => outer && ["", outer.wildcard].includes(row[outer.name]))
    .map(([column, outer]) => [outer.name, `${column.label} '${row[column.name]}' requires ${outer.label}`]);
}

const missing = (columns, row) =>
  columns
    .filter(({ name, required }) => required && row[name] === "")
    .map(({ name, label }) => [name, `it has no ${label}`]);
