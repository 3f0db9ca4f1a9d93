// SPDX-License-Identifier: GPL-3.0-or-later
// The elements of a capture, in order: its title, what is drawn, and each table with rows as one element.

/**
 * {is, zone, items, ...} of what is drawn. items: the numbers of the items in the capture. isOne(header, isMarked): whether a table with rows is one
 * element, as that of a map or of the entries in a form. isMarked: whether the header cells are marked as such.
 */
export function elementsOf(capture, isOne) {
  const tables = new Map([...tablesIn(capture.items)].filter(([, { header, isMarked }]) => isOne(header, isMarked)));
  const elements = [{ is: "title", zone: "title", text: capture.title, items: [] }];
  const begun = new Set();
  for (const [at, item] of capture.items.entries()) {
    // An icon in a control: the arrow of a drop-down, or the button that clears it.
    if (item.is === "button" && item.of !== undefined && item.flags?.includes("icon")) continue;
    const table = item.cell && tables.get(item.cell[0]);
    if (!table) elements.push({ ...item, items: [at], at });
    else if (!begun.has(table)) {
      begun.add(table);
      elements.push(table);
    }
  }
  return elements;
}

/** The tables with rows, by their numbers: those with a row of several header cells, or of texts. */
function tablesIn(items) {
  const found = new Map();
  const rows = new Map();
  for (const [at, item] of items.entries()) {
    if (!item.cell) continue;
    const [table, row] = item.cell;
    const key = `${table}/${row}`;
    if (!rows.has(key)) rows.set(key, { table, row, items: [] });
    rows.get(key).items.push({ ...item, at });
  }
  for (const { table, items: those } of rows.values()) {
    const isMarked = those.filter((one) => one.header).length > 1;
    const isHead = isMarked || (those.length > 1 && those.every(({ is }) => is === "text"));
    if (isHead && (!found.has(table) || (isMarked && !found.get(table).isMarked)))
      found.set(table, { is: "table", zone: those[0].zone, header: headerOf(those), isMarked, rows: [], items: [] });
    else if (found.has(table)) found.get(table).rows.push(those);
  }
  return found;
}

/** [column, text, how it is drawn] of each header cell. */
const headerOf = (items) => items.map(({ cell, text, name, flags = [] }) => [cell[2], text ?? name ?? "", ...flags]);

/** The items of a row in a column, without the label of a control. */
export const cellOf = (row, column) =>
  row.filter(
    (one) => one.cell[2] === column && !row.some(({ at, name }) => at === one.of && name && name === one.text),
  );
