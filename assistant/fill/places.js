// SPDX-License-Identifier: GPL-3.0-or-later
// Where a row of a map belongs: the rows beside its place. A row is never moved, a person does that.

import { readAnew } from "../screen/tree.js";
import { refuseTooMuch } from "./documents.js";
import { cellText } from "./form/cells.js";
import { walked } from "./form/collect.js";
import { cellsOf } from "./form/grids.js";
import { same } from "./texts.js";
import { labelsOf, plain } from "./words/labels.js";

const SENTENCES = { above: "Put the row below this one", below: "Put the row above this one" };

/** The rows on the screen between which a row belongs: [{element, text, isBeside}]. isBeside: the row is beside it already. One that is there twice is none. */
export function besidePlace(page, { fields, ...beside }) {
  readAnew();
  refuseTooMuch(page);
  const shown = [...walked(page).tables].flatMap(([table, { header }]) => rowsIn(table, header, fields));
  const values = fields.map(({ value }) => value);
  const own = shown.findIndex((one) => hasTexts(one, values, fields));
  return Object.entries(SENTENCES).flatMap(([side, text]) => {
    const those = shown.filter((one) => beside[side]?.some((cells) => hasTexts(one, cells, fields)));
    const isBeside = own >= 0 && those[0] === shown[own + (side === "above" ? -1 : 1)];
    return those.length === 1 ? [{ element: those[0].element, text, isBeside }] : [];
  });
}

/** {element, texts} of the rows of a table that has a column for each field. texts: in the order of the fields. */
function rowsIn(table, header, fields) {
  const names = header.map(plain);
  const columns = fields.map((field) => names.findIndex((name) => labelsOf(field).has(name)));
  if (columns.includes(-1)) return [];
  return cellsOf(table, { header, rows: [] })
    .filter((cells) => columns.every((at) => cells[at]))
    .map((cells) => ({
      element: cells[0].closest("tr, [role=row]") ?? cells[0].parentElement,
      texts: columns.map((at) => cellText(cells[at], header[at]).trim()),
    }));
}

const hasTexts = ({ texts }, cells, fields) => fields.every((field, at) => same(field, texts[at], cells[at]));
