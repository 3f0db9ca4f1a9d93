// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as texts, and the rows in them, as in _screens/grid.py. A cell is null if its value is not known, and a Doubt if its text may not be it.
import { isBlank, isCutOff, labelsOf, plain, unclear, withKnownNames } from "./labels.js";
import { normalised } from "./values.js";
import { reason, terms } from "./words.js";

export const NOT_COPIED = "its value is not in what was copied; enter it here";

// A cell whose text may not be its value, and why. isSorted: whether it is the header of the column by which the rows are sorted.
export class Doubt {
  constructor(text, why, isSorted = false) {
    Object.assign(this, { text, why, isSorted });
  }
}

export const shownIn = (cell) => (cell instanceof Doubt ? cell.text : (cell ?? ""));

// The numbers of the first and the last row in a column that numbers the rows; null without one.
export function numbersOfRows({ header, rows }) {
  for (const [at, name] of header.entries()) {
    const texts = rows.map((row) => (row[at] ?? "").trim());
    const isNumbering = terms.numbering.includes(plain(name)) && /^[1-9][0-9]{0,5}$/.test(texts[0] ?? "");
    const first = Number(texts[0]);
    if (isNumbering && texts.every((text, count) => text === String(first + count)))
      return [first, first + texts.length - 1];
  }
  return null;
}

// ------------------------------------------------------------------------------- rows

// Whether the grid has exactly one column for each of the sets of labels.
export function fits(grid, wanted) {
  const header = grid.header.map(plain);
  return wanted.every((names) => header.filter((text) => names.has(text)).length === 1);
}

// rows: texts by column. lines: the same for every row of the grid, with its problems. open: why the rows are not complete.
export function readTable(label, columns, grid) {
  const found = { rows: [], lines: [], open: [], unplaced: [] };
  const header = grid.header.map(plain);
  const places = new Map();
  for (const column of columns) {
    const at = [...header.keys()].filter((number) => labelsOf(column).has(header[number]));
    if (at.length === 1) places.set(column, at[0]);
    else found.open.push({ label: column.label, reason: reason(at.length ? "several_columns" : "no_column") });
  }
  const known = new Set([...terms.noValue, ...columns.flatMap((column) => [...labelsOf(column)])]);
  found.unplaced = grid.header.filter((_text, at) => !known.has(header[at]));
  if (Number.isInteger(grid.total) && grid.total > grid.rows.length)
    found.open.push({ label, reason: reason("some_rows", { shown: grid.rows.length, total: grid.total }) });
  const repeated = new Map([...places].map(([column, index]) => [column, repeatedIn(column, index, grid, places)]));
  grid.rows.forEach((cells, at) => {
    // Whether it is a row is asked.
    if (grid.doubts?.has(at) && cells.length === 1) return;
    const isLong = cells.slice(header.length).some((cell) => typeof cell === "string");
    const cellOf = (column) => repeated.get(column).get(at) ?? cells[places.get(column)];
    readLine(found, `${label}, row ${(grid.places?.[at] ?? at) + 1}`, [...places.keys()], cellOf, isLong);
  });
  return found;
}

// Doubts for the blank cells of a column that can repeat the one above, since others have the text that a blank means, by row.
function repeatedIn(column, index, { rows }, places) {
  const found = new Map();
  const wildcard = plain(column.wildcard ?? "");
  const texts = (cells) => [...places.values()].map((at) => cells[at]);
  const isGiven = (cells) => !texts(cells).includes(undefined) && !texts(cells).every((cell) => isBlank(shownIn(cell)));
  const given = wildcard ? [...rows.keys()].filter((at) => isGiven(rows[at])) : [];
  if (!given.some((at) => texts(rows[at]).some((cell) => plain(shownIn(cell)) === wildcard))) return found;
  const isInColumn = given.some((at) => plain(shownIn(rows[at][index])) === wildcard);
  let above = "";
  for (const at of given) {
    const cell = rows[at][index];
    if (typeof cell !== "string" || !isBlank(cell)) above = plain(shownIn(cell));
    else if (!["", wildcard].includes(above))
      found.set(at, new Doubt("", reason("repeated", { wildcard: column.wildcard })));
  }
  // A single blank cell in a column without the text repeats nothing.
  return found.size > 1 || isInColumn ? found : new Map();
}

function readLine(found, label, columns, cellOf, isLong) {
  const line = readRow(columns, cellOf, (column, cell) => doubt(columns, column, cell, isLong), isLong);
  if (!line) return;
  found.lines.push(line);
  found.open.push(...line.problems.map((reason) => ({ label, reason })));
  if (!line.problems.length) found.rows.push(line.row);
}

// Why a cell stays open until a person writes it; null if it does not.
function doubt(columns, column, cell, isLong) {
  const { label } = column;
  if (isLong && column === columns[0]) return reason("long_row");
  if (cell === undefined) return reason("short_row");
  if (cell === null) return `${label}: ${NOT_COPIED}`;
  const text = shownIn(cell).trim();
  const why = cell instanceof Doubt ? cell.why : unclearCell(columns, column, text);
  const shown = text ? `'${text.slice(0, 100)}'` : "it";
  return why && `${label}: ${shown} ${why}; write it again if it is the value`;
}

// Why the text of a cell is not certain to be its value; null if it is.
function unclearCell(columns, column, text) {
  if (isCutOff(text)) return reason("cut_off");
  if (column.form === "text" && text.includes("\n")) return reason("lines");
  if (columns.some((one) => labelsOf(one).has(plain(text)))) return reason("header");
  return unclear(column, text);
}

// The row with its texts by column, null for one that is not known, its problems, and why cells are open; null for a row without any value.
export function readRow(columns, cellOf, whyOpen = () => null, isLong = false) {
  const cells = new Map(columns.map((column) => [column, cellOf(column)]));
  const reasons = columns.map((column) => [column.name, whyOpen(column, cells.get(column))]);
  const open = Object.fromEntries(reasons.filter(([, why]) => why));
  const isNone = [...cells.values()].every((cell) => typeof cell === "string" && isBlank(cell));
  if (isNone && !isLong) return null;
  const row = {};
  const problems = [];
  for (const [column, cell] of cells) {
    const seen = shownIn(cell).trim();
    row[column.name] = cell === null || cell === undefined ? null : isBlank(seen) ? "" : withKnownNames(column, seen);
    try {
      if (row[column.name] !== null) row[column.name] = cellText(column, row[column.name]);
    } catch (fault) {
      problems.push(`${column.label} ${fault.message}`);
    }
  }
  const known = columns.filter((column) => row[column.name] !== null);
  return {
    row,
    open,
    problems: [...new Set(Object.values(open)), ...problems, ...halfNamed(columns, row), ...missing(known, row)],
  };
}

function cellText(column, text) {
  return normalised(column, text).replaceAll("\n", column.form === "lines" ? "; " : "\n");
}

function halfNamed(columns, row) {
  const isGiven = (column) => column && !["", null, column.wildcard].includes(row[column.name]);
  return columns
    .filter((column) => column.within && isGiven(column))
    .map((column) => [column, columns.find((other) => other.name === column.within)])
    .filter(([, outer]) => outer && ["", outer.wildcard].includes(row[outer.name]))
    .map(([column, outer]) => `${column.label} '${row[column.name]}' requires ${outer.label}`);
}

function missing(columns, row) {
  return columns
    .filter((column) => column.required && row[column.name] === "")
    .map((column) => reason("no_value", { label: column.label }));
}
