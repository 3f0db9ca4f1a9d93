// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a table that a person fills in. editor: the element around it.

import { all } from "../../theme/dom.js";
import { named, showToast } from "../librarian/librarian.js";

// The texts of a row by column; null for a cell whose value is not known.
export function valuesOfRow(row) {
  const known = (cell) => ("open" in cell.dataset ? null : cell.value);
  return Object.fromEntries(all("[data-column]", row).map((cell) => [cell.dataset.column, known(cell)]));
}

export function rowsOf(editor) {
  return all("tbody tr", editor).map(valuesOfRow);
}

// Rows in which nothing was written are left out.
export function givenRows(editor) {
  return rowsOf(editor).filter((row) => Object.values(row).some((text) => text === null || text.trim()));
}

function newRow(editor, values = {}) {
  const row = editor.querySelector("template").content.firstElementChild.cloneNode(true);
  for (const cell of all("[data-column]", row)) {
    const value = values[cell.dataset.column] ?? "";
    cell.value = value;
    if (values[cell.dataset.column] === null) cell.dataset.open = "";
  }
  return row;
}

export function addRow(editor) {
  const row = newRow(editor);
  editor.querySelector("tbody").append(row);
  renumber(editor);
  return row;
}

export function setRows(editor, rows) {
  editor.querySelector("tbody").replaceChildren(...rows.map((row) => newRow(editor, row)));
  renumber(editor);
}

function renumber(editor) {
  const rows = all("tbody tr", editor);
  rows.forEach((row, at) => {
    row.querySelector("th").textContent = at + 1;
    for (const cell of all("[data-column]", row))
      cell.setAttribute("aria-label", `Row ${at + 1}, ${cell.dataset.label}`);
    const [up, down] = all("[data-move]", row);
    named(up, `Move row ${at + 1} up`);
    named(down, `Move row ${at + 1} down`);
    up.disabled = at === 0;
    down.disabled = at === rows.length - 1;
    named(row.querySelector("[data-remove]"), `Remove row ${at + 1}`);
  });
}

export function moveRow(editor, button) {
  const row = button.closest("tr"),
    by = Number(button.dataset.move);
  if (by < 0) row.previousElementSibling.before(row);
  else row.nextElementSibling.after(row);
  renumber(editor);
  // A row at the edge can only be moved the other way. The focus must not be lost.
  (button.disabled ? all("[data-move]", row).find((other) => !other.disabled) : button).focus();
  showToast(`This is now row ${row.querySelector("th").textContent}.`);
}

export function removeRow(editor, button) {
  const row = button.closest("tr"),
    next = row.nextElementSibling ?? row.previousElementSibling;
  showToast(`Row ${row.querySelector("th").textContent} is removed.`);
  row.remove();
  renumber(editor);
  (next?.querySelector("[data-remove]") ?? editor.querySelector(".add")).focus();
}

// The filled cells of each row, by column.
export function tableOf(editor, columns) {
  const cell = (column, text) => (column.shape === "lines" ? listed(text, ";") : text.trim().replace(/\s*\n\s*/g, " "));
  const cells = (row) =>
    columns.filter(({ name }) => row[name].trim()).map((column) => [column.name, cell(column, row[column.name])]);
  return givenRows(editor).map((row) => Object.fromEntries(cells(row)));
}

export function listed(text, separator) {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
}
