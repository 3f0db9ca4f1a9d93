// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as texts, and the rows in them, as in _screens/grid.py. A cell is null if its value is not known.

const NO_VALUE = [
  ...["", "row", "#", "no", "no.", "number", "order"],
  ...["action", "actions", "edit", "delete", "move", "remove", "select"],
];
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
    else found.open.push({ label: column.label, reason: `there is ${at.length ? "more than one" : "no"} such column` });
  }
  const known = new Set([...NO_VALUE, ...columns.flatMap((column) => [...labelsOf(column)])]);
  found.unplaced = grid.header.filter((_text, at) => !known.has(header[at]));
  if (Number.isInteger(grid.total) && grid.total !== grid.rows.length)
    found.open.push({
      label,
      reason: `the screen shows ${grid.rows.length} of ${grid.total} rows; show all rows on one page`,
    });
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

// The row with its texts by column and its problems; null for a row without any value.
function readRow(columns, cellOf) {
  const cells = new Map(columns.map((column) => [column, cellOf(column)]));
  const isShort = [...cells.values()].includes(undefined);
  const row = {};
  const problems = isShort ? ["it has fewer cells than the header"] : [];
  for (const [column, cell] of cells) {
    const text = isBlank(cell ?? "") ? "" : cell.trim();
    row[column.name] = text;
    if (cell === null) problems.push(`${column.label}: ${NOT_COPIED}`);
    if (unclear(column, text)) problems.push(`${column.label}: '${text}' ${unclear(column, text)}`);
    try {
      row[column.name] = cellText(column, text);
    } catch (fault) {
      problems.push(`${column.label} ${fault.message}`);
    }
  }
  if (!problems.length && [...cells.values()].every(isBlank)) return null;
  const known = columns.filter((column) => typeof cells.get(column) === "string");
  return { row, problems: [...problems, ...halfNamed(columns, row), ...(isShort ? [] : missing(known, row))] };
}

function cellText(column, text) {
  return normalised(column, text).replaceAll("\n", column.form === "lines" ? "; " : "\n");
}

function halfNamed(columns, row) {
  const isGiven = (column) => column && !["", column.wildcard].includes(row[column.name]);
  return columns
    .filter((column) => column.within && isGiven(column))
    .map((column) => [column, columns.find((other) => other.name === column.within)])
    .filter(([, outer]) => outer && ["", outer.wildcard].includes(row[outer.name]))
    .map(([column, outer]) => `${column.label} '${row[column.name]}' requires ${outer.label}`);
}

function missing(columns, row) {
  return columns
    .filter((column) => column.required && row[column.name] === "")
    .map((column) => `it has no ${column.label}`);
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

// The tables in HTML. It is parsed inertly: nothing in it is loaded, run or shown.
function htmlTables(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return all("table", page)
    .filter((table) => !table.querySelector("table"))
    .map((table) => spanned([...table.rows]));
}

// The rows of texts, null for one that is not known. A cell that spans rows or columns has its text in each row, and in the first column.
function spanned(rows) {
  const texts = rows.map(() => []);
  rows.forEach((row, at) => {
    for (const cell of row.cells) {
      let column = 0;
      while (column in texts[at]) column += 1;
      const text = htmlText(cell);
      for (let down = 0; down < cell.rowSpan && at + down < rows.length; down += 1)
        for (let right = 0; right < Math.min(cell.colSpan, 100); right += 1)
          texts[at + down][column + right] = right ? "" : text;
    }
  });
  return texts.map((row) => Array.from(row, (text) => (text === undefined ? "" : text)));
}

const LEFT_OUT =
  "button, script, style, template, svg, img, [hidden], [role=button], input[type=hidden], input[type=button]";
const PARTS = "select, textarea, input, br, li, p, div";

// null if the HTML does not contain the value of a control in the cell.
function htmlText(cell) {
  const parts = [""];
  for (const known of textParts(cell, parts)) if (!known) return null;
  return parts
    .map((part) => part.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join(cell.querySelector("li, select[multiple]") ? "; " : "\n");
}

// Adds the texts of an element to the parts. Yields for each control whether its value is known.
function* textParts(element, parts) {
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) parts.push(parts.pop() + node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT)) continue;
    const values = node.matches("select, textarea, input") ? valuesOf(node) : [];
    yield values !== null;
    if (node.matches(PARTS)) parts.push("");
    for (const value of values ?? []) parts.push(value);
    if (!node.matches("select, textarea, input")) yield* textParts(node, parts);
    if (node.matches(PARTS)) parts.push("");
  }
}

// A control's values, null if they are not in the HTML: a script may have set them without changing the HTML.
function valuesOf(control) {
  if (control.matches("select")) {
    const chosen = all("option[selected]", control);
    return chosen.length ? chosen.map((option) => option.label) : null;
  }
  if (control.matches("[type=checkbox]")) return [control.hasAttribute("checked") ? "Yes" : "No"];
  if (control.matches("[type=radio]")) return null;
  if (control.matches("textarea")) return [control.textContent];
  return control.hasAttribute("value") ? [control.getAttribute("value")] : null;
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
