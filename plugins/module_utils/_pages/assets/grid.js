// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as texts, and the rows in them, as in _screens/grid.py. A cell is null if its value is not known.

const NOT_COPIED = "its value is not in what was copied; enter it here";

// ------------------------------------------------------------------------------- rows

// Whether the grid has exactly one column for each of the sets of labels.
function fits(grid, wanted) {
  const header = grid.header.map(plain);
  return wanted.every((names) => header.filter((text) => names.has(text)).length === 1);
}

// rows: texts by column. lines: the same for every row of the grid, with its problems. open: why the rows are not complete.
function readTable(label, columns, grid) {
  const found = { rows: [], lines: [], open: [], unplaced: [] };
  const header = grid.header.map(plain);
  const places = new Map();
  for (const column of columns) {
    const at = [...header.keys()].filter((number) => labelsOf(column).has(header[number]));
    if (at.length === 1) places.set(column, at[0]);
    else found.open.push({ label: column.label, reason: reason(at.length ? "several_columns" : "no_column") });
  }
  const known = new Set([...terms().noValue, ...columns.flatMap((column) => [...labelsOf(column)])]);
  found.unplaced = grid.header.filter((_text, at) => !known.has(header[at]));
  if (Number.isInteger(grid.total) && grid.total > grid.rows.length)
    found.open.push({ label, reason: reason("some_rows", { shown: grid.rows.length, total: grid.total }) });
  grid.rows.forEach((cells, at) => {
    readLine(found, `${label}, row ${at + 1}`, [...places.keys()], (column) => cells[places.get(column)]);
  });
  return found;
}

function readLine(found, label, columns, cellOf) {
  const line = readRow(columns, cellOf);
  if (!line) return;
  found.lines.push(line);
  found.open.push(...line.problems.map((reason) => ({ label, reason })));
  if (!line.problems.length) found.rows.push(line.row);
}

// The row with its texts by column, null for one that is not known, its problems, and why cells are open; null for a row without any value. whyOpen:
// of a cell in the editor, where every other text is meant.
function readRow(columns, cellOf, whyOpen = null) {
  const cells = new Map(columns.map((column) => [column, cellOf(column)]));
  if ([...cells.values()].every((cell) => typeof cell === "string" && isBlank(cell))) return null;
  const isShort = [...cells.values()].includes(undefined);
  const row = {};
  const open = {};
  const problems = isShort ? [reason("short_row")] : [];
  for (const [column, cell] of cells) {
    const seen = (cell ?? "").trim();
    const text = isBlank(seen) ? "" : seen;
    const isUnclear = !whyOpen && unclear(column, seen);
    if (cell === null) open[column.name] = whyOpen?.(column) || `${column.label}: ${NOT_COPIED}`;
    else if (isUnclear) open[column.name] = `${column.label}: '${seen}' ${isUnclear}; write it again if it is a name`;
    row[column.name] = cell === null ? null : text;
    try {
      if (cell !== null) row[column.name] = cellText(column, text);
    } catch (fault) {
      problems.push(`${column.label} ${fault.message}`);
    }
  }
  const known = columns.filter((column) => typeof cells.get(column) === "string");
  return {
    row,
    open,
    problems: [
      ...Object.values(open),
      ...problems,
      ...halfNamed(columns, row),
      ...(isShort ? [] : missing(known, row)),
    ],
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

// ------------------------------------------------------------------------------- texts

const DELIMITERS = ["\t", ";", ","];

// The cells of a text: quoted ones may contain the delimiter, line breaks and doubled quotes.
function cellsOf(text, delimiter) {
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"(?=${delimiter}|\\n|$)|([^${delimiter}\\n]*))(${delimiter}|\\n|$)`, "gy");
  const rows = [[]];
  for (const [whole, quoted, bare, end] of text.matchAll(cell)) {
    if (!whole && rows.at(-1).length === 0) break;
    rows.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
    else if (end === "") break;
  }
  return rows.filter((row) => row.some((text) => text.trim()));
}

function textTables(text) {
  const lines = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  return DELIMITERS.map((delimiter) => cellsOf(lines, delimiter));
}

// ------------------------------------------------------------------------------- HTML

const BUTTONS = "button, [role=button], input[type=button], input[type=submit]";
const LEFT_OUT = "script, style, template, svg, img, [hidden], input[type=hidden]";
const CONTROLS = "select, textarea, input";
const STATELESS = "input[type=checkbox], input[type=radio]";
const BLOCKS = "select, textarea, input, br, li, p, div";

// The tables in HTML. It is parsed inertly: nothing in it is loaded, run or shown. The HTML of a clipboard can have old values of controls: they
// count only if its plain text, which a browser makes from what is shown, has them too.
function htmlTables(html, plainText) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const tables = all("table", page).filter((table) => !table.querySelector("table"));
  return tables.map((table) => {
    const rows = [...table.rows];
    const cells = new Map(rows.flatMap((row) => [...row.cells]).map((cell) => [cell, readCell(cell)]));
    const isCurrent = isConfirmed([...cells.values()], plainText);
    return spanned(rows, (cell) => textOf(cells.get(cell), isCurrent));
  });
}

function isConfirmed(cells, plainText) {
  const parts = cells.flatMap((cell) => cell.parts);
  const solid = (text) => text.replace(/\s+/g, "");
  const isShown = (some) => solid(plainText).includes(solid(some.map(({ text }) => text).join("")));
  const tags = new Set(parts.map(({ tag }) => tag).filter(Boolean));
  // Some browsers leave the values of controls out of the plain text: there has to be one of each kind.
  const isEach = [...tags].every((tag) => parts.some((part) => part.tag === tag && part.text));
  return isEach && (isShown(parts) || isShown(parts.filter(({ isButton }) => !isButton)));
}

// parts: the texts, each with the tag of its control. isStateless: whether there is a control whose state is never in a clipboard.
function readCell(cell) {
  const isStateless = all(STATELESS, cell).length > 0;
  return {
    parts: [...partsIn(cell)],
    isStateless,
    separator: cell.querySelector("li, select[multiple]") ? "; " : "\n",
  };
}

function* partsIn(element) {
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) yield { text: node.data, tag: "" };
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT)) continue;
    const isBlock = node.matches(BLOCKS);
    if (isBlock) yield BREAK;
    if (node.matches(BUTTONS)) yield { text: node.textContent, tag: "", isButton: true };
    else if (node.matches(CONTROLS)) yield* valuesOf(node).flatMap((text) => [{ text, tag: node.localName }, BREAK]);
    else yield* partsIn(node);
    if (isBlock) yield BREAK;
  }
}

const BREAK = { text: "\n", tag: "" };

function valuesOf(control) {
  if (control.matches("select")) return [...control.selectedOptions].map((option) => option.label);
  if (control.matches(STATELESS)) return [];
  return [control.value];
}

// null if a value is not known.
function textOf({ parts, isStateless, separator }, isCurrent) {
  if (isStateless || (!isCurrent && parts.some(({ tag }) => tag))) return null;
  const line = (part) => (part === BREAK ? "\v" : part.text.replace(/\s+/g, " "));
  return parts
    .filter(({ isButton }) => !isButton)
    .map(line)
    .join("")
    .split("\v")
    .map((line) => line.trim())
    .filter(Boolean)
    .join(separator);
}

// The rows of texts, null for one that is not known. A cell that spans rows or columns has its text in each row, and in the first column.
function spanned(rows, read) {
  const texts = rows.map(() => []);
  rows.forEach((row, at) => {
    for (const cell of row.cells) {
      let column = 0;
      while (column in texts[at]) column += 1;
      for (let down = 0; down < cell.rowSpan && at + down < rows.length; down += 1)
        for (let right = 0; right < Math.min(cell.colSpan, 100); right += 1)
          texts[at + down][column + right] = right ? "" : read(cell);
    }
  });
  return texts.map((row) => Array.from(row, (text) => (text === undefined ? "" : text)));
}

// ------------------------------------------------------------------------------- the right one

// The grids among tables of texts: the header is the first row with the labels of the columns.
function gridsIn(tables, columns) {
  const names = new Set(columns.flatMap((column) => [...labelsOf(column)]));
  const isHeader = (row) => row.filter((text) => names.has(plain(text ?? ""))).length >= Math.min(2, columns.length);
  return tables.flatMap((rows) => {
    const at = rows.findIndex(isHeader);
    return at < 0 ? [] : [{ header: rows[at].map((text) => text ?? ""), rows: rows.slice(at + 1) }];
  });
}
