// SPDX-License-Identifier: GPL-3.0-or-later
// Tables pasted into the questionnaire. The columns are found by their labels; nothing is guessed.
import { Unfit, unfit } from "../../../assistant/read/values.js";
import { all } from "../../theme/dom.js";
import { counted, sheet } from "../librarian/librarian.js";
import { bounded, gridsIn, htmlTables, MOST_CELLS, textTables } from "./copied_tables.js";
import { fits, NO_NAME, NOT_COPIED, newNames, readRow, readTable } from "./grid.js";
import { answerOf, cards, editors } from "./questions.js";
import { givenRows, rowsOf, setRows, valuesOfRow } from "./tables.js";

const EXPECTED = (columns) =>
  `The first row has to contain these labels, in any order: ${columns.map((one) => one.label).join(", ")}.`;
// An alternative to each table, for Undo and Replace: the editor with the rows that it would have.
const rowsBefore = new WeakMap();
const rowsPasted = new WeakMap();

// The only grid with every column. Throws Unfit.
function gridOf(tables, columns) {
  const grids = gridsIn(tables, columns);
  const whole = grids.filter((grid) =>
    fits(
      grid,
      columns.map(({ label }) => label),
    ),
  );
  const different = new Map(whole.map((grid) => [JSON.stringify(grid), grid]));
  if (different.size > 1) unfit("More than one table fits. Copy only the one table.");
  if (!different.size) unfit(`${whyNoGrid(grids, columns)} ${EXPECTED(columns)} Nothing was changed.`);
  return [...different.values()][0];
}

function whyNoGrid(grids, columns) {
  if (!grids.length) return "No header row was found.";
  const missing = columns.map(({ label }) => label).filter((label) => !fits(grids[0], [label]));
  return `There is no column, or more than one, with the label ${missing.join(", ")}.`;
}

function pastedTables(html, text) {
  const tables = htmlTables(html, text);
  return tables.length ? tables : textTables(text);
}

// Whether a paste is a table and not the text of one cell.
function isTable(html, text) {
  return /[\t\n]/.test(text.trim()) || (html.match(/<t[dh][\s>]|role=["']?(?:grid)?cell/gi) ?? []).length > 1;
}

// ------------------------------------------------------------------------------- the editor

// read: returns the tables. Throws Unfit.
function takeTables(editor, read) {
  const { label, columns, ordered } = editors.get(editor);
  try {
    const grid = gridOf(read(), columns);
    if (ordered && grid.sorted)
      unfit(`${label}: its rows are sorted by ${grid.sorted}. Copy them in their own order. Nothing was changed.`);
    bounded(grid.rows.length * columns.length, MOST_CELLS, "cells");
    const { lines, unplaced } = readTable(columns, grid, sheet.screens.library.names);
    if (!lines.length)
      unfit("No row with a value was found below the header. Copy the rows, too. Nothing was changed.");
    rowsPasted.set(editor, { lines, unplaced });
    if (givenRows(editor).length) askToReplace(editor, lines.length);
    else takeRows(editor, []);
  } catch (fault) {
    if (!(fault instanceof Unfit)) throw fault;
    tellPasted(editor, fault.message, { problem: true });
  }
}

function askToReplace(editor, count) {
  const rows = counted(givenRows(editor).length, "row", "rows");
  tellPasted(editor, `The table here has ${rows} already; ${counted(count, "row was", "rows were")} pasted.`, {
    replace: true,
  });
  editor.querySelector("[data-replace]").focus();
}

// above: the rows that stay above the pasted ones.
function takeRows(editor, above) {
  const { lines, unplaced } = rowsPasted.get(editor);
  rowsBefore.set(editor, rowsOf(editor));
  setRows(editor, [...above, ...lines.map(({ row }) => row)]);
  checkRows(editor);
  for (const [at, row] of all("tbody tr", editor).slice(above.length).entries()) {
    for (const [name, why] of Object.entries(lines[at].open))
      row.querySelector(`[data-column="${name}"]`).dataset.open = why;
    tellMisfit(row, lines[at].problems);
  }
  const wrong = lines.filter(({ problems }) => problems.some((one) => !one.endsWith(NO_NAME))).length;
  const texts = [`${counted(lines.length, "row is", "rows are")} pasted.`];
  if (wrong) texts.push(`${counted(wrong, "row does", "rows do")} not fit: see the last column.`);
  if (unplaced.length) texts.push(`Not used: ${unplaced.map((text) => text.trim()).join(", ")}.`);
  tellPasted(editor, texts.join(" "), { problem: wrong > 0, undo: true, names: namesToConfirm(editor) });
}

// The new names in the cells that are open only because of them.
function namesToConfirm(editor) {
  const { columns } = editors.get(editor);
  const cells = all("[data-column][data-open]", editor).filter(({ dataset }) => dataset.open.endsWith(NO_NAME));
  return [
    ...new Set(
      cells.flatMap((cell) =>
        newNames(
          columns.find(({ name }) => name === cell.dataset.column),
          cell.value,
          sheet.screens.library.names,
        ),
      ),
    ),
  ];
}

// One answer for all of them: they are the library's.
function confirmNames(editor) {
  for (const cell of all("[data-column][data-open]", editor))
    if (cell.dataset.open.endsWith(NO_NAME)) delete cell.dataset.open;
  checkRows(editor);
  tellPasted(editor, "The names are confirmed.", { undo: true });
}

function undoPaste(editor) {
  setRows(editor, rowsBefore.get(editor));
  checkRows(editor);
  tellPasted(editor, "The rows are as they were before.", {});
  editor.querySelector(".add").focus();
}

function tellPasted(editor, text, { problem = false, replace = false, undo = false, names = [] }) {
  const message = editor.querySelector(".pasted");
  message.classList.toggle("problem", problem);
  const asked = names.length ? ` New names: ${names.join(", ")}.` : "";
  message.querySelector("span").textContent = text + asked;
  message.querySelector("[data-names]").hidden = !names.length;
  for (const button of all("[data-replace], [data-append], [data-keep]", message)) button.hidden = !replace;
  message.querySelector("[data-undo]").hidden = !undo;
}

// ------------------------------------------------------------------------------- what does not fit

// Returns what does not fit.
function checkRow(editor, row) {
  const values = valuesOfRow(row);
  // Whatever else is in a cell was written by a person.
  const whyOpen = ({ name, label }, cell) =>
    cell === null && (row.querySelector(`[data-column="${name}"]`).dataset.open || `${label}: ${NOT_COPIED}`);
  const problems = readRow(editors.get(editor).columns, (column) => values[column.name], whyOpen)?.problems ?? [];
  tellMisfit(row, problems);
  return problems;
}

// Returns the first cell of the first row that does not fit.
export function checkRows(editor) {
  const rows = all("tbody tr", editor).filter((row) => checkRow(editor, row).length);
  return rows[0]?.querySelector("[data-column]");
}

// The first row of a question that does not fit, by its first cell: what is not understood is never sent.
export function misfit(question) {
  if (!answerOf(question) || answerOf(question) === "missing") return null;
  return all(".editor", cards.get(question).card).map(checkRows).find(Boolean);
}

function tellMisfit(row, problems) {
  row.querySelector(".misfit").textContent = problems.join("; ");
}

// ------------------------------------------------------------------------------- input

export function watchPaste(editor, onChange) {
  const take = (read) => {
    takeTables(editor, read);
    onChange();
  };
  const text = editor.querySelector("[data-paste]");
  editor.addEventListener("paste", (event) => {
    const [html, text] = ["text/html", "text/plain"].map((type) => event.clipboardData.getData(type));
    if (!isTable(html, text)) return;
    event.preventDefault();
    event.stopPropagation();
    take(() => pastedTables(html, text));
  });
  editor.addEventListener("click", ({ target }) => {
    if (target.matches("[data-take]")) take(() => textTables(text.value));
    if (target.matches("[data-replace]")) takeRows(editor, []);
    if (target.matches("[data-append]")) takeRows(editor, givenRows(editor));
    if (target.matches("[data-keep]")) tellPasted(editor, "The rows are as they were before.", {});
    if (target.matches("[data-undo]")) undoPaste(editor);
    if (target.matches("[data-names]")) confirmNames(editor);
    if (target.matches("[data-take]")) text.value = "";
    if (target.matches(".pasted button")) onChange();
  });
  editor.addEventListener("change", ({ target }) => {
    const row = target.closest("tbody tr");
    if (row?.querySelector(".misfit").textContent) checkRow(editor, row);
  });
}
