// SPDX-License-Identifier: GPL-3.0-or-later
// Tables and ARIA grids: which of them show data, and what they show.

import { hasControl } from "../../screen/kinds.js";
import { headingOf, lineOf, oneLine } from "../../screen/text.js";
import { childrenOf, isElement, once, outermost, parentOf, roleOf } from "../../screen/tree.js";
import { isButton, isHidden, isShown, styleOf } from "../../screen/visible.js";
import { cellText } from "./cells.js";
import { ADDS, doubtsOf } from "./doubts.js";
import { nameOf } from "./labels.js";
import { columnName, sortOf } from "./sorting.js";

const GRIDS = new Set(["grid", "table", "treegrid"]);
const MOST_COLUMNS = 200;
/** At most so many pixels are between a table and a header that is an element of its own. */
const NEAR = 10;
/** Pixels that are no more than the lines around a cell. */
const THIN = 3;

export const isGrid = (element) => GRIDS.has(roleOf(element));
export const isTable = (element) => element.localName === "table" && !isGrid(element);

const see = (element) => !isHidden(element);

/** The rows of a table or grid: {element, cells, kind}, of which those that are shown. A blank one without height only sets the widths of the columns. */
const rowsOf = once((table) =>
  (table.localName === "table" ? nativeRows(table) : ariaRows(table)).filter(({ cells }) => cells.some(isThere)),
);
const isThere = (cell) => cell.getBoundingClientRect().height > THIN || hasControl(cell) || lineOf(cell) !== "";

function nativeRows(table) {
  const rows = [...table.rows].filter((row) => see(row) && see(row.parentElement));
  return rows.map((element) => ({
    element,
    // A cell that is not visible keeps its place.
    cells: [...element.children].some(isShown) ? [...element.children].filter(see) : [],
    part: element.parentElement.localName,
  }));
}

/** Rows of a grid can be drawn in parts, each with some of the columns, and in another order than on the screen. */
function ariaRows(grid) {
  const all = outermost(grid, (one) => roleOf(one) === "row" || one.localName === "tr", see);
  const stated = all.filter((one) => roleOf(one) === "row");
  const merged = new Map();
  for (const element of stated.length > 0 ? stated : all) {
    const cells = outermost(element, (one) => isAriaCell(one), see);
    const key = element.getAttribute("aria-rowindex") ?? placeOf(element, cells, merged);
    const parts = merged.get(key);
    parts?.cells.push(...cells);
    parts?.others.push(element);
    const part = element.localName === "tr" ? element.parentElement.localName : "";
    if (!parts) merged.set(key, { element, others: [], cells: [...cells], part });
  }
  // A header can come after the rows in the page.
  const isHead = ({ cells }) => cells.length > 0 && cells.every((cell) => roleOf(cell) === "columnheader");
  const inside = [...merged.values()];
  const rows = [...headOutside(grid), ...inside.filter(isHead), ...inside.filter((row) => !isHead(row))];
  for (const row of rows) row.cells = inColumns(row.cells);
  const index = ({ element }) => Number(element.getAttribute("aria-rowindex"));
  return rows.every(index) ? rows.sort((one, other) => index(one) - index(other)) : rows;
}

const leftOf = (cell) => cell.getBoundingClientRect().left;

/** The cells of a row in the order of the columns. A copy that lies on a cell, so that it stays in view, is no cell of its own. */
function inColumns(cells) {
  const isStated = cells.every(columnIndex);
  const column = isStated ? columnIndex : leftOf;
  const sorted = cells.toSorted((one, other) => column(one) - column(other));
  if (!isStated) return sorted;
  const seen = new Map();
  for (const cell of sorted) {
    const key = hasControl(cell) ? cell : JSON.stringify([column(cell), cell.textContent]);
    if (!seen.has(key) || (lineOf(cell) && !lineOf(seen.get(key)))) seen.set(key, cell);
  }
  return [...seen.values()];
}

/** The height at which a row is drawn, if it is a part of another row beside it; otherwise the row itself. */
function placeOf(element, cells, rows) {
  const { height, left, right, top } = element.getBoundingClientRect();
  const line = `${Math.round(top)} ${Math.round(height)}`;
  const before = rows.get(line);
  if (!before) return height > 0 && cells.length > 0 ? line : element;
  const boxes = before.cells.map((cell) => cell.getBoundingClientRect());
  const isBeside =
    parentOf(before.element) !== parentOf(element) &&
    boxes.every((box) => box.right <= left + 1 || box.left >= right - 1);
  return isBeside ? line : element;
}

/** A header whose cells are in no row. */
function headOutside(grid) {
  const isHead = (one) => roleOf(one) === "columnheader";
  const inner = (one) => (outermost(one, isHead, see).length > 0 ? outermost(one, isHead, see).flatMap(inner) : [one]);
  const cells = outermost(grid, isHead, (one) => see(one) && roleOf(one) !== "row").flatMap(inner);
  return cells.length > 0 ? [{ element: grid, cells, part: "thead" }] : [];
}

/** The cells of a header that is no part of a table without one: the texts right above its columns, if there is nothing else. */
const headAbove = once((table) => {
  if (table.localName !== "table") return [];
  const rows = rowsOf(table);
  const [first] = rows;
  const columns = first?.cells.map((cell) => cell.getBoundingClientRect()) ?? [];
  // Two columns can be labels and values.
  if (columns.length < 3 || rows.some(({ cells }) => cells.length !== columns.length || cells.some(isHeader)))
    return [];
  const above = elementAbove(table);
  if (
    !above ||
    (isTable(above) && rowsOf(above).length !== 1) ||
    hasControl(above) ||
    rows.some(({ cells }) => cells.some(hasControl))
  )
    return [];
  const isIn = ({ left, width }, column) =>
    left > column.left - NEAR && left < column.right && width < column.width + NEAR;
  const cells = columns.map((column) => outermost(above, (one) => isIn(one.getBoundingClientRect(), column), see)[0]);
  const isWhole = cells.every(Boolean) && lineOf(above) === oneLine(cells.map((cell) => lineOf(cell)).join(" "));
  // The numbers of rows need no name.
  return isWhole && cells.slice(1).every((cell) => lineOf(cell)) ? [{ element: above, cells, part: "thead" }] : [];
});

/** What is drawn right above an element: the element before it, or before one that it is the beginning of. */
function elementAbove(element) {
  for (let at = element; at && isElement(at); at = parentOf(at)) {
    const before = childrenOf(parentOf(at) ?? at).filter((one) => isElement(one) && see(one));
    const above = before[before.indexOf(at) - 1];
    if (above) return element.getBoundingClientRect().top - above.getBoundingClientRect().bottom < NEAR ? above : null;
  }
  return null;
}

const isAriaCell = (element) =>
  /^(cell|gridcell|columnheader|rowheader)$/.test(roleOf(element)) || /^t[dh]$/.test(element.localName);
const columnIndex = (cell) => Number(cell.getAttribute("aria-colindex"));

const isHeader = (cell) =>
  roleOf(cell) === "columnheader" ||
  (cell.localName === "th" && !roleOf(cell).startsWith("row") && cell.scope !== "row");

/** Each row as one cell per column: a cell over several rows or columns counts for each of them. */
function matrixOf(rows) {
  const matrix = rows.map(() => []);
  rows.forEach(({ cells }, y) => {
    let x = 0;
    for (const cell of cells) {
      while (matrix[y][x]) x += 1;
      const [wide, high] = [span(cell, "col"), span(cell, "row")];
      for (let down = y; down < Math.min(y + high, rows.length); down += 1)
        for (let right = x; right < Math.min(x + wide, MOST_COLUMNS); right += 1) matrix[down][right] = cell;
      x += wide;
    }
  });
  return matrix;
}

function span(cell, direction) {
  const stated = cell[`${direction}Span`] ?? Number(cell.getAttribute(`aria-${direction}span`));
  return Math.min(Math.max(stated || 1, 1), 1000);
}

/** What a table shows: {label, header, rows, total}; null if it is there for the layout only. */
export function gridOf(table, before) {
  const parts = partsOf(table, before);
  if (!parts) return null;
  const { body, head } = parts;
  const header = headerTexts(head);
  return {
    label: nameOf(table),
    header,
    rows: body.map((row) => rowTexts(row, header)),
    around: [],
    doubts: doubtsOf(body, header.length),
    ...totalOf(table, head.length),
    ...sortOf(head),
  };
}

export const hasHeadAbove = (table) => headAbove(table).length > 0;

/** The cells of the rows of a table, one per column. */
export const cellsOf = (table, before) => partsOf(table, before)?.body.map(({ columns }) => columns) ?? [];

/** {head, body} of a table of data: the cells of the header, one per column, and the rows. */
function partsOf(table, before) {
  if (
    /^(none|presentation)$/.test(roleOf(table)) &&
    !table.querySelector("[role=columnheader], [role=gridcell], th[scope=col]")
  )
    return null;
  const own = belowCaption(rowsOf(table));
  const rows = before?.rows.length === 0 ? own : [...headAbove(table), ...own];
  const matrix = matrixOf(rows);
  const head = headOf(table, rows, matrix, before);
  if (head === null) return null;
  const body = rows
    .map((row, y) => ({ ...row, columns: matrix[y] }))
    .slice(head)
    .filter((row) => row.part !== "tfoot" && row.part !== "thead" && !isPages(row, matrix) && !isBelow(row, rows));
  return { head: matrix.slice(0, head), body };
}

/** The rows without those of one cell that stand above a row of headers. */
function belowCaption(rows) {
  const first = rows.findIndex(({ cells }) => cells.length > 1);
  return first > 0 && rows[first].cells.every(isHeader) ? rows.slice(first) : rows;
}

/** A row that has only numbers of pages. */
const isPages = ({ cells: [cell, other] }, [first]) =>
  !other && first.length > 1 && /^\P{L}*\d\P{L}+\d\P{L}*$/u.test(lineOf(cell)) && outermost(cell, isLink).length > 1;
/** The last row that has only a number of rows, or the button for a new one: it is read as a text of the table. */
const isBelow = ({ element, cells: [cell, other] }, rows) =>
  !other &&
  element === rows.at(-1).element &&
  rows[0].cells.length > 1 &&
  !hasControl(cell) &&
  (/^(?=.*\p{L})\P{N}*\p{N}+\P{N}*$/u.test(lineOf(cell)) || isAdding(cell));
const isAdding = (cell) => {
  const [button] = outermost(cell, isLink);
  return button !== undefined && ADDS.test(headingOf(button)) && headingOf(button) === headingOf(cell);
};
const isLink = (one) => one.localName === "a" || isButton(one);

/** The largest parts of a table that have no rows of it. */
export const besideRows = once((table) => {
  const rows = rowsOf(table).filter(({ part }) => part !== "tfoot");
  const own = new Set(
    rows.flatMap(({ element, others = [], cells }) => (element === table ? cells : [element, ...others])),
  );
  const hasOwn = once((one) => own.has(one) || outermost(one, hasOwn).length > 0);
  return outermost(
    table,
    (one) => !hasOwn(one),
    (one) => see(one) && !own.has(one),
  );
});

/** The number of header rows, which is 0 for the body of a table whose header is a table of its own; null if this is no data table. */
function headOf(table, rows, matrix, before) {
  const isStated = isGrid(table);
  if (!isStated && (rows.length === 0 || holdsMore(table))) return null;
  const width = Math.max(0, ...matrix.map((columns) => columns.length));
  const stated = rows.findIndex(({ cells, part }) => part !== "thead" && !cells.every(isHeader));
  const head = stated === -1 ? rows.length : stated;
  const isForm = isFormOfPairs(rows[0]?.cells ?? []) || (head > 0 && isFormOfPairs(matrix[head - 1]));
  if (isForm && table.localName === "table") return null;
  if (head > 0 && rows[0].cells.length > 1 && !isForm) return head;
  if (before?.rows.length === 0 && before.header.length === width) return head;
  if (isStated && (head > 0 || table.localName !== "table")) return head;
  return head === 0 && isBareTable(rows, matrix, width) ? 1 : null;
}

/** Headings, groups or other tables in a table: it is there for the layout. */
const holdsMore = (table) =>
  outermost(table, (one) => isTable(one) || isGrid(one) || /^(h[1-6]|fieldset|form)$/.test(one.localName), see).length >
  0;

/** A header such as Setting | Value | Default, or Setting | Number | Unit: the rows are labels and fields. */
const isFormOfPairs = (header) => {
  const others = header.slice(1).map((cell) => headingOf(cell));
  const named = others.filter((name) => !DEFAULT.test(name) && !ASIDE.test(name));
  return VALUES.test(named.join(" "));
};
const VALUES = /^((current |new )?values?|settings?|(number|value|amount|period|count) units?|wert|valeur|valore?)$/i;
/** The columns of such a form that show what counts without a value, and those that are about the others. */
const DEFAULT = /^(system |factory |standard )?defaults?( values?)?$/i;
const ASIDE = /^(descriptions?|help|notes?|comments?|actions?)?$/i;

/** Data without header cells: a row of texts above rows of the same width, with controls in the first of two columns. */
function isBareTable(rows, matrix, width) {
  const [first, ...others] = rows;
  // Labels and values by turns.
  if (rows.every(({ cells }) => cells.every((cell, at) => isHeader(cell) === (at % 2 === 0)))) return false;
  if (others.length === 0 || width < 2 || first.cells.length !== width) return false;
  if (others.some((_row, y) => matrix[y + 1].length !== width)) return false;
  const names = first.cells.map((cell) => lineOf(cell));
  if (first.cells.some(hasControl) || names.filter(Boolean).length < 2 || names.some((name) => name.endsWith(":")))
    return false;
  if (width > 2) return new Set(names).size === names.length || names.some((name) => !name);
  return others.length > 1 && others.some(({ cells }) => hasControl(cells[0]));
}

/** The name of each column: the lowest one that belongs to it alone, and is not there for a filter. */
function headerTexts(rows) {
  const width = Math.max(0, ...rows.map((columns) => columns.length));
  return Array.from({ length: width }, (_none, x) => {
    const named = rows.map((columns) => columns[x]).filter((cell) => cell && headingOf(cell));
    const bare = named.filter((cell) => !hasControl(cell));
    const cells = bare.length > 0 ? bare : named;
    return cells.length > 0 ? columnName(cells.findLast((cell) => span(cell, "col") === 1) ?? cells.at(-1)) : "";
  });
}

/** The texts of a row. A single cell across the table (no rows, a heading between rows) stays a single text. */
function rowTexts({ cells, columns }, header) {
  if (cells.length === 1 && header.length > 1 && new Set(columns).size === 1) return [cellText(cells[0], "")];
  const width = Math.max(header.length, columns.length);
  return Array.from({ length: width }, (_none, x) => (columns[x] ? cellText(columns[x], header[x] ?? "") : ""));
}

/** The number of rows that a grid states, without its header. */
function totalOf(table, head) {
  const stated = Number(table.getAttribute("aria-rowcount"));
  return stated > 0 ? { total: stated - head } : {};
}

/** Whether the table shows only a part of its rows, and draws the others while it is scrolled. */
export function drawsWhileScrolling(table) {
  const rows = rowsOf(table).map(({ element }) => element);
  if (rows.length < 2) return false;
  const [second, last] = [rows[1], rows.at(-1)].map((row) => row.getBoundingClientRect());
  const room = 3 * last.height;
  const size = table.textContent.trim().length;
  // Elements that contain more than the table are longer for other reasons.
  for (let at = parentOf(rows[1]); at && at.textContent.trim().length <= size; at = parentOf(at)) {
    if (at.scrollHeight <= at.clientHeight + 1 || !/auto|scroll/.test(styleOf(at).overflowY)) continue;
    const top = at.getBoundingClientRect().top - at.scrollTop;
    if (top + at.scrollHeight - last.bottom > room || second.top - top > room) return true;
  }
  return false;
}

// ------------------------------------------------------------------------------------------------- tables for layout

/** The rows of a layout table: {element, cells}. The cells of a form are those of its labels and values; a value that is blank beside a default is left out. */
export function layoutRows(table) {
  const rows = nativeRows(table);
  const header = rows[0]?.cells ?? [];
  if (header.some(hasControl) || !isFormOfPairs(header)) return rows;
  const isIn = (pattern) => (_cell, x) => x > 0 && pattern.test(headingOf(header[x]));
  return rows.slice(1).map((row) => {
    if (row.cells.length !== header.length) return row;
    const defaults = row.cells.filter(isIn(DEFAULT));
    const cells = row.cells.filter((cell, x) => !isIn(DEFAULT)(cell, x) && !isIn(ASIDE)(cell, x));
    const isUnset = cells.slice(1).every((cell) => cellText(cell, "") === "") && defaults.some((cell) => lineOf(cell));
    return { ...row, cells: isUnset ? [] : cells, hasUnit: cells.length === 3 };
  });
}

/** The text of a row that is the heading of the rows below it; null of every other row. */
export function sectionOf({ cells }) {
  const filled = cells.filter((cell) => hasControl(cell) || lineOf(cell));
  if (filled.length !== 1 || hasControl(filled[0])) return null;
  const text = lineOf(filled[0]);
  const isTitle = filled[0].localName === "th" || isBold(filled[0]);
  return isTitle && text.length <= 100 && (filled[0].colSpan > 1 || cells.length === 1) ? text : null;
}

function isBold(element) {
  const inner = [...element.children].find((one) => see(one) && lineOf(one) === lineOf(element));
  return Number(styleOf(element).fontWeight) >= 600 || (inner ? isBold(inner) : false);
}

/** The pairs of a label and a text in a row without controls. hasUnit: whether the third cell is the unit of the second one. */
export function pairsOf({ cells, hasUnit }) {
  if (hasUnit && !cells.some(hasControl))
    return cells.slice(1).map((definition) => ({ label: lineOf(cells[0]), definition }));
  const isByTurns = cells.every((cell, at) => (cell.localName === "th") === (at % 2 === 0));
  const filled = cells.filter((cell) => isByTurns || lineOf(cell) || hasPicture(cell) || cell === cells.at(-1));
  if (cells.some((cell) => hasControl(cell) || cell.querySelector("table")) || filled.length < 2 || filled.length % 2)
    return [];
  const isLabel = (cell) => cell.localName === "th" || lineOf(cell).endsWith(":");
  const pairs = filled.flatMap((cell, at) => (at % 2 ? [] : [{ label: lineOf(cell), definition: filled[at + 1] }]));
  return pairs.length === 1 || filled.every((cell, at) => at % 2 || isLabel(cell)) ? pairs : [];
}

/** An icon or a button can be the value, which has no text then; no button that edits it. */
export const hasPicture = (element) =>
  !lineOf(element) && (isPicture(element) || outermost(element, isPicture).some((one) => !EDITS.test(one.title)));
const EDITS = /^(edit|change|bearb|modif|wijz)/i;
export const isPicture = (one) => /^(button|canvas|i|img|picture|svg)$/.test(one.localName);
