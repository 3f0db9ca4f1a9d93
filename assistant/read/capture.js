// SPDX-License-Identifier: GPL-3.0-or-later
// Captures: what a person saw on a screen, as in _screens/capture.py.

import { areLabels } from "./labels.js";
import { unfit } from "./values.js";
import { terms } from "./words.js";

const isText = (value) => typeof value === "string" && value.length <= terms.limits.text;
const isTexts = (value) => Array.isArray(value) && value.every(isText);
const ITEMS = {
  heading: (item) => isText(item.text),
  field: (item) =>
    isText(item.label) &&
    (isText(item.value) || isTexts(item.value)) &&
    isText(item.control) &&
    isTexts(item.group ?? []) &&
    isTexts(item.state) &&
    isTexts(item.beside ?? []),
  table: (item) =>
    isTexts(item.around) &&
    Array.isArray(item.doubts) &&
    isTexts(item.header) &&
    Array.isArray(item.rows) &&
    item.rows.every(isTexts) &&
    isTexts(item.group ?? []),
  unread: (item) => isText(item.text),
  pager: (item) => isText(item.text),
  note: (item) => isText(item.text),
  site: (item) => isText(item.text),
};

const isOlder = (item) =>
  (item?.type === "field" && !item.state) || (item?.type === "table" && !(item.around && item.doubts));

// A capture, given its JSON. Throws Unfit for anything else.
export function parseCapture(given) {
  if (given?.format !== "reshare.wms capture") unfit("is not a capture");
  const { at, title, address, items } = given;
  if (given.version !== 1 || (Array.isArray(items) && items.some(isOlder)))
    unfit("was made by another version of the assistant; update it, and read the screen again");
  const isItem = (item) => Object.hasOwn(ITEMS, item?.type) && ITEMS[item.type](item);
  if (
    ![at, title, address].every(isText) ||
    !Array.isArray(items) ||
    items.length > terms.limits.items ||
    !items.every(isItem)
  )
    unfit("is damaged; make the capture again");
  const of = (type) => items.filter((item) => item.type === type);
  return {
    givens: [given],
    labels: areLabels(given.labels ?? {}) ? (given.labels ?? {}) : unfit("is damaged; make the capture again"),
    at,
    title,
    address,
    headings: of("heading").map((item) => item.text),
    pagers: of("pager").map((item) => item.text),
    notes: of("note").map((item) => item.text),
    site: of("site").map((item) => item.text),
    unread: of("unread").map((item) => item.text),
    fields: of("field").map((item) => ({ ...item, group: item.group ?? [] })),
    tables: of("table").map((item) => ({
      names: [item.label ?? "", ...(item.group ?? []).slice(-1)],
      grid: gridIn(item),
    })),
    missing: "",
  };
}

// The rows of a table without those that a person left out. doubts: why a row may be none, by its number; item and row: where it is in the capture.
function gridIn(item) {
  // Only a doubtful row can be left out.
  const doubtful = new Set(item.doubts.map(({ row }) => row));
  const [out, counted] = [item.left_out, item.counted].map(
    (rows) => new Set((rows ?? []).filter((row) => doubtful.has(row))),
  );
  const places = [...item.rows.keys()].filter((at) => !out.has(at));
  const open = item.doubts.filter(({ row }) => !out.has(row) && !counted.has(row));
  const codes = new Map(open.map(({ row, code }) => [row, { code, item, row }]));
  return {
    header: item.header,
    rows: places.map((at) => item.rows[at]),
    total: item.total,
    sorted: item.sorted ?? null,
    allRows: item.all_rows === true,
    ownOrder: item.own_order === true,
    around: item.around,
    doubts: new Map([...places.keys()].filter((at) => codes.has(places[at])).map((at) => [at, codes.get(places[at])])),
    places,
    items: [item],
  };
}
