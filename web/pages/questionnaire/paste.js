// SPDX-License-Identifier: GPL-3.0-or-later
// Tables pasted into the questionnaire. The columns are found by their labels; nothing is guessed.
import { Unfit, unfit } from "../../../assistant/read/values.js";
import { all } from "../../theme/dom.js";
import { counted } from "../librarian/librarian.js";
import { bounded, gridsIn, htmlTables, MOST_CELLS, textTables } from "./copied_tables.js";
import { fits, NOT_COPIED, readRow, readTable } from "./grid.js";
import { askNames, namesButton } from "./new_names.js";
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
    const { lines, unplaced } = readTable(columns, grid);
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
    tellMisfit(row, lines[at]);
  }
  const wrong = lines.filter(({ problems }) => problems.length).length;
  const texts = [`${counted(lines.length, "row is", "rows are")} pasted.`];
  if (wrong) texts.push(`${counted(wrong, "row does", "rows do")} not fit: see the last column.`);
  if (unplaced.length) texts.push(`Not used: ${unplaced.map((text) => text.trim()).join(", ")}.`);
  tellPasted(editor, texts.join(" "), { problem: wrong > 0, undo: true });
}

function undoPaste(editor) {
  setRows(editor, rowsBefore.get(editor));
  checkRows(editor);
  tellPasted(editor, "The rows are as they were before.", {});
  editor.querySelector(".add").focus();
}

function tellPasted(editor, text, { problem = false, replace = false, undo = false }) {
  const message = editor.querySelector(".pasted");
  message.classList.toggle("problem", problem);
  message.querySelector("span").textContent = text;
  for (const button of all("[data-replace], [data-append], [data-keep]", message)) button.hidden = !replace;
  message.querySelector("[data-undo]").hidden = !undo;
}

// ------------------------------------------------------------------------------- what does not fit

// Returns the first cell that does not fit.
function checkRow(editor, row) {
  const values = valuesOfRow(row);
  // Any other text in a cell was written by a person.
  const whyOpen = ({ name, label }, cell) =>
    cell === null && (row.querySelector(`[data-column="${name}"]`).dataset.open || `${label}: ${NOT_COPIED}`);
  tellMisfit(row, readRow(editors.get(editor).columns, (column) => values[column.name], whyOpen) ?? FITS);
  return row.querySelector("[aria-invalid]");
}

const FITS = { problems: [], wrong: [] };

// Returns the first cell that does not fit.
export function checkRows(editor) {
  return all("tbody tr", editor)
    .map((row) => checkRow(editor, row))
    .find(Boolean);
}

// What prevents a question from being sent, for people, and where: an answer that is not understood is never sent.
export function misfit(question) {
  if (!answerOf(question) || answerOf(question) === "missing") return null;
  const own = all(".editor", cards.get(question).card);
  const [cell, button] = [own.map(checkRows).find(Boolean), own.map(namesButton).find(Boolean)];
  if (cell) return { why: "has rows that do not fit. See the last column there.", at: cell };
  return button ? { why: "has new names. Confirm or correct them.", at: button } : null;
}

// Whether every row fits, as they were checked last.
export const isFit = (question) =>
  answerOf(question) === "missing" || !all("[aria-invalid], .names:not([hidden])", cards.get(question).found).length;

function tellMisfit(row, { problems, wrong }) {
  row.querySelector(".misfit").textContent = problems.join("; ");
  for (const cell of all("[data-column]", row)) {
    if (wrong.includes(cell.dataset.column)) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
  }
}

// ------------------------------------------------------------------------------- input

export function watchPaste(editor, onChange) {
  const take = (read) => {
    takeTables(editor, read);
    askNames(editor);
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
    if (target.matches("[data-take]")) text.value = "";
    if (!target.matches(".pasted button")) return;
    askNames(editor);
    onChange();
  });
  // A row is not checked before the person leaves it.
  editor.addEventListener("focusout", ({ target, relatedTarget }) => {
    const row = target.closest("tbody tr");
    if (!row || (row.contains(relatedTarget) && !row.querySelector(".misfit").textContent)) return;
    whenReleased(() => {
      checkRow(editor, row);
      askNames(editor);
      onChange();
    });
  });
}

const pointer = { isDown: false };
for (const type of ["pointerdown", "pointerup", "pointercancel"])
  addEventListener(type, () => Object.assign(pointer, { isDown: type === "pointerdown" }), { capture: true });

// A message that appears between the press and the release of a button would move the button away from the pointer.
function whenReleased(act) {
  if (pointer.isDown) addEventListener("pointerup", () => setTimeout(act), { once: true });
  else act();
}
