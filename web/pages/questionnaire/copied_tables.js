// SPDX-License-Identifier: GPL-3.0-or-later
// Tables that a person copied, as texts: nothing in them is loaded, run or shown.
import { folded, unfit } from "../../../assistant/read/values.js";
import { all } from "../../theme/dom.js";
import { Doubt, plain, shownIn } from "./grid.js";

// More than people copy; larger tables would freeze the page.
export const MOST_CELLS = 20000;
export const MOST_TEXT = 2000000;
const MOST_HTML = 20000000;
const MOST_IN_CELL = 1000;

export function bounded(number, most, what) {
  if (number > most) unfit(`What was copied has more than ${most} ${what}. Copy only the table. Nothing was changed.`);
}

// ------------------------------------------------------------------------------- texts

const DELIMITERS = ["\t", ";", ","];

// All but a line break and the two joiners of letters, which some scripts need.
const HIDDEN = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffd]/u;

// A text as a cell: a doubt if there is more in it than a person sees.
function cellOfText(text) {
  if (text.length > MOST_IN_CELL) return new Doubt(text, `has more than ${MOST_IN_CELL} characters`);
  return HIDDEN.test(text) ? new Doubt(text, "has a character that cannot be seen") : text;
}

// The cells of a text: quoted ones may contain the delimiter, line breaks and doubled quotes.
function cellsOf(text, delimiter) {
  const cell = new RegExp(
    `(?:"([^"]*(?:""[^"]*)*)"(?=${delimiter}|\\n|$)|([^${delimiter}\\n]*))(${delimiter}|\\n|$)`,
    "gy",
  );
  const rows = [[]];
  for (const [whole, quoted, bare, end] of text.matchAll(cell)) {
    if (!whole && rows.at(-1).length === 0) break;
    rows.at(-1).push(quoted === undefined ? bareCell(bare) : cellOfText(quoted.replaceAll('""', '"')));
    if (end === "\n") bounded(rows.push([]), MOST_CELLS, "lines");
    else if (end === "") break;
  }
  return rows.filter((row) => row.some((cell) => shownIn(cell).trim()));
}

function bareCell(text) {
  const isOdd = text.split('"').length % 2 === 0;
  return isOdd
    ? new Doubt(text, "has a quotation mark without another one, so that cells can be missing")
    : cellOfText(text);
}

export function textTables(text) {
  bounded(text.length, MOST_TEXT, "characters");
  const lines = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  return DELIMITERS.map((delimiter) => cellsOf(lines, delimiter));
}

// ------------------------------------------------------------------------------- HTML

const TABLES = "table, [role=table], [role=grid], [role=treegrid]";
const CELLS = "[role=cell], [role=gridcell], [role=columnheader], [role=rowheader]";
const BUTTONS = "button, [role=button], input[type=button], input[type=submit]";
const PICTURES = "img, svg, canvas, picture, video";
const NEVER_SHOWN = "script, style, template, noscript, iframe, object, [hidden], input[type=hidden]";
// Texts for screen readers only, and icons whose names consist of letters.
const UNSEEN =
  ".sr-only, .visually-hidden, .cdk-visually-hidden, .screen-reader-text, mat-icon, .mat-icon, [class*=material-icons], [class*=material-symbols]";
const STRUCK = "s, del, strike";
const CONTROLS = "select, textarea, input";
const STATELESS =
  "input[type=checkbox], input[type=radio], [role=checkbox], [role=radio], [role=switch], [role=slider]";
const BLOCKS = "select, textarea, input, br, li, p, div, h1, h2, h3, h4, h5, h6, dt, dd, pre";
const DISABLED = "[aria-disabled=true], .disabled, [disabled]";

// The tables in HTML. It is parsed inertly: nothing in it is loaded, run or shown. The HTML of a clipboard can have old values of controls, and texts
// that are hidden by the styles of the page: they count only if its plain text, which a browser makes from what is shown, has them too.
export function htmlTables(html, plainText) {
  bounded(html.length, MOST_HTML, "characters");
  const page = new DOMParser().parseFromString(html, "text/html");
  // Content copied from a grid of other elements often has only the rows.
  const tables = [...all(TABLES, page), page.body].filter((table) => rowsIn(table).length);
  bounded(all(`td, th, ${CELLS}`, page).length, MOST_CELLS, "cells");
  const shown = solid(plainText);
  return tables.map((table) => {
    const rows = rowsIn(table).map(cellsIn);
    const cells = new Map(rows.flat().map((cell) => [cell, readCell(cell)]));
    const isCurrent = isConfirmed([...cells.values()], shown);
    const texts = new Map([...cells].map(([cell, one]) => [cell, textOf(one, isCurrent)]));
    doubtHidden(rows, cells, texts, shown);
    return spanned(rows, (cell) => texts.get(cell));
  });
}

// A text without the parts that browsers write in different ways.
const solid = (text) => folded(text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, ""));

function isConfirmed(cells, shown) {
  const parts = cells.flatMap((cell) => cell.parts);
  const tags = new Set(parts.map(({ tag }) => tag).filter(Boolean));
  // Some browsers leave the values of controls out of the plain text, so each kind of control needs one value.
  const isEach = [...tags].every((tag) => parts.some((part) => part.tag === tag && part.text));
  return isEach && writings(parts).some((text) => shown.includes(text));
}

// The possible plain texts of the parts: with and without buttons, and with and without unseen texts.
function writings(parts) {
  const has = (button, unseen) => (part) => (button || !part.isButton) && (unseen || !part.isUnseen);
  const written = (keep) =>
    solid(
      parts
        .filter(keep)
        .map(({ text }) => text)
        .join(""),
    );
  return [has(true, true), has(false, true), has(true, false), has(false, false)].map(written);
}

// The maximum distance of a row from the row before it in the plain text, in characters.
const REACH = 50000;

// Turns cells into doubts if the plain text does not have them at their place.
function doubtHidden(rows, cells, texts, shown) {
  let near = shown;
  for (const row of shown ? rows : []) {
    const parts = row.flatMap((cell) => cells.get(cell).parts);
    const region = near.slice(0, REACH);
    const found = writings(parts).find((text) => region.includes(text));
    if (found !== undefined) near = near.slice(region.indexOf(found) + found.length);
    else if (!parts.some(({ tag }) => tag)) doubtRow(row, cells, texts, region);
  }
}

function doubtRow(row, cells, texts, region) {
  const isElsewhere = (cell) => writings(cells.get(cell).parts).some((text) => region.includes(text));
  const hidden = row.filter((cell) => !isElsewhere(cell));
  for (const cell of hidden.length ? hidden : row) {
    const text = texts.get(cell);
    if (typeof text === "string" && text) texts.set(cell, new Doubt(text, "is not what the page shows there"));
  }
}

const rowsIn = (table) => (table.rows ? [...table.rows] : all("[role=row]", table)).filter((row) => !isGone(row));
const cellsIn = (row) => (row.cells ? [...row.cells] : all(CELLS, row)).filter((cell) => !isGone(cell));

// parts: the texts, each with the tag of its control. isHead: whether it is the header of a column. The state of some controls is never in a clipboard.
function readCell(cell) {
  const row = cell.closest("tr, [role=row]");
  const isHead = cell.matches("th, [role=columnheader]") && !row.querySelector(":scope > td");
  const has = (selector) => cell.querySelector(selector) !== null;
  return {
    parts: [...partsIn(cell, stateIn(cell, stateIn(row, { isHead })))],
    isHead,
    isSorted: ["ascending", "descending"].includes(cell.ariaSort),
    isStateless: has(STATELESS),
    isPictured: has(PICTURES) || has(UNSEEN) || has(BUTTONS),
    isNested: has("table"),
    isDisabled: row.matches(DISABLED),
    separator: has("li, select[multiple]") ? "; " : "\n",
  };
}

const isStruck = ({ style }) =>
  style.textDecoration.includes("line-through") || style.textDecorationLine.includes("line-through");

function* partsIn(element, state) {
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE && !state.isHidden) yield { ...state, text: node.data, tag: "" };
    if (node.nodeType !== Node.ELEMENT_NODE || isGone(node) || (node.matches("table") && !state.isHead)) continue;
    const isBlock = node.matches(BLOCKS);
    if (isBlock) yield BREAK;
    if (node.matches(CONTROLS) && !node.matches(BUTTONS))
      yield* valuesOf(node).flatMap((text) => [{ text, tag: node.localName }, BREAK]);
    else yield* partsIn(node, stateIn(node, state));
    if (isBlock) yield BREAK;
  }
}

const BREAK = { text: "\n", tag: "" };

const isGone = (node) => node.matches(`${NEVER_SHOWN}, ${PICTURES}`) || node.style?.display === "none";

// How a person sees the texts in an element: state is that of the element around it.
function stateIn(node, state) {
  const { visibility } = node.style ?? {};
  return {
    ...state,
    isButton: state.isButton || node.matches(BUTTONS),
    isUnseen: state.isUnseen || node.matches(UNSEEN) || isUnseen(node.style),
    isAside: state.isAside || node.ariaHidden === "true",
    isStruck: state.isStruck || node.matches(STRUCK) || isStruck(node),
    isHidden: visibility ? visibility !== "visible" : state.isHidden,
  };
}

function isUnseen({ opacity, fontSize, clip, clipPath, position, left, top, textIndent, width, height, overflow }) {
  const isClipped =
    /^rect\((?:[01]px|0)?,? (?:[01]px|0),? (?:[01]px|0),? (?:[01]px|0)\)$/.test(clip) ||
    /^inset\((?:50|100)%/.test(clipPath);
  const isAway = /absolute|fixed/.test(position) && [left, top].some((edge) => Number.parseFloat(edge) < -999);
  const isTiny = [width, height].every((size) => ["0px", "1px"].includes(size)) && overflow.includes("hidden");
  return opacity === "0" || fontSize === "0px" || Number.parseFloat(textIndent) < -999 || isClipped || isAway || isTiny;
}

function valuesOf(control) {
  if (control.matches("select")) return [...control.selectedOptions].map((option) => option.label);
  if (control.matches(STATELESS)) return [];
  return [control.value];
}

// The text of a cell; null if a value is not known.
function textOf(cell, isCurrent) {
  const { parts, isHead, isSorted, isStateless, isPictured, isNested, isDisabled, separator } = cell;
  const read = (keep) =>
    joinedLines(
      parts.filter((part) => !part.isUnseen && keep(part)),
      separator,
    );
  const text = read(({ isButton }) => !isButton);
  const button = read(() => true);
  if (isHead) return text || button ? new Doubt(text || button, "is in a row of headers", isSorted) : "";
  const isControl = parts.some(({ tag }) => tag);
  if (isStateless || (isControl && !isCurrent)) return null;
  if (isNested) return new Doubt(text, "has another table in its cell");
  if (!text && button && !isControl) return new Doubt(button, "is a button");
  if (!text) return isPictured && !isControl ? null : "";
  if (isDisabled) return new Doubt(text, "is in a disabled row");
  const isAny = (name) => parts.some((part) => part[name] && !part.isUnseen && part.text.trim());
  if (isAny("isStruck")) return new Doubt(text, "is struck through");
  return isAny("isAside") ? new Doubt(text, "has a part that can be an icon") : cellOfText(text);
}

function joinedLines(parts, separator) {
  return parts
    .map((part) => (part === BREAK ? "\v" : part.text.replace(/\s+/g, " ")))
    .join("")
    .split("\v")
    .map((line) => line.trim())
    .filter(Boolean)
    .join(separator);
}

// The rows of cells. One that spans rows has its text in each; one that spans columns has it in the first; the other cells are not known.
function spanned(rows, read) {
  const texts = rows.map(() => []);
  let count = 0;
  rows.forEach((row, at) => {
    let column = 0;
    for (const cell of row) {
      while (column in texts[at]) column += 1;
      const text = read(cell);
      const [high, wide] = [cell.rowSpan ?? 1, cell.colSpan ?? 1];
      for (let down = 0; down < high && at + down < rows.length; down += 1)
        for (let right = 0; right < wide; right += 1) {
          texts[at + down][column + right] = right && text ? null : text;
          bounded(++count, MOST_CELLS, "cells");
        }
    }
  });
  return texts.map((row) => Array.from(row, (text) => (text === undefined ? "" : text)));
}

// ------------------------------------------------------------------------------- the right one

// The arrow of a column by which the rows are sorted.
const ARROW = /[\s\u2191\u2193\u21e7\u21e9\u25b2-\u25bf\u2b06\u2b07\u23f6\u23f7]+$/u;

// The grids among tables of cells: the header is the first row with the labels of the columns.
export function gridsIn(tables, columns) {
  const names = new Set(columns.map(({ label }) => plain(label)));
  const label = (cell) => shownIn(cell).replace(ARROW, "");
  const isHeader = (row) => row.filter((cell) => names.has(plain(label(cell)))).length >= Math.min(2, columns.length);
  return tables.flatMap((rows) => {
    const at = rows.findIndex(isHeader);
    if (at < 0) return [];
    const header = rows[at].map(label);
    return [{ header, rows: rows.slice(at + 1), sorted: sortedBy(rows[at], header) }];
  });
}

// The header of the column by which the rows are sorted; null if none or all are marked.
function sortedBy(cells, header) {
  const marked = header.filter((text, at) => cells[at]?.isSorted || shownIn(cells[at]).trim() !== text.trim());
  return marked.length && marked.length < header.length ? marked[0] : null;
}
