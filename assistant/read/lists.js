// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of objects on a screen, as in _screens/lists.py. A list may be incomplete: nothing follows from what it does not show.
import { isBlank, isCutOff, plain, unclear, withKnownNames } from "./labels.js";
import { isUnit } from "./numbers.js";
import { reading } from "./screen.js";
import { sight } from "./seen_objects.js";
import { pattern, reason } from "./words.js";

// The tables with objects of the screen.
export function listsOn(screen) {
  return screen.tables(screen.identity.map((one) => screen.names.get(one)));
}

export function readList(screen) {
  const found = reading(screen.data);
  for (const { grid } of listsOn(screen)) {
    found.open.push(...screen.doubted(grid));
    readRows(screen, grid, found);
  }
  return once(found);
}

// Adds the objects in the rows of one table. What is not certain becomes open.
function readRows(screen, grid, found) {
  const labels = new Set([...screen.names.values()].flatMap((names) => [...names]));
  const shown = shownInputs(screen, grid.header.map(plain));
  for (const [at, cells] of grid.rows.entries()) {
    if (grid.doubts.has(at)) continue;
    const there = shown.filter(([, index]) => index < cells.length);
    const texts = new Map(there.map(([one, index]) => [one, withUnit(cells, index, grid.header)]));
    const label = screen.rowTitle(grid, at);
    // A table of labels and values.
    const isLabel = there.some(([one, index]) => screen.identity.includes(one) && labels.has(plain(cells[index])));
    if (isLabel) found.open.push({ label, reason: reason("label") });
    const entries = isLabel ? [] : spread(screen, texts);
    for (const entry of entries) sight(screen.data, found, certain(found, entry, label), label);
  }
}

// The inputs that are columns of a list, with their places.
function shownInputs(screen, header) {
  const places = (one) => [...header.keys()].filter((at) => screen.names.get(one).has(header[at]));
  return screen.inputs
    .map((one) => [one, places(one)])
    .filter(([, found]) => found.length === 1)
    .map(([one, [index]]) => [one, index]);
}

// The objects in one row: each entry in the cell of its owner.
function spread({ inputs, data }, texts) {
  const cell = inputs.find((one) => one.name === data.entries);
  if (!cell) return [texts];
  return (texts.get(cell) ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => new Map([...texts, [cell, part]]));
}

// The texts of a row that are certain. A switch without a text can be a picture.
function certain(found, texts, label) {
  const seen = new Map();
  for (const [one, given] of texts) {
    const text = isBlank(given) ? "" : given;
    const why = isCutOff(text) ? reason("cut_off") : unclear(one, text);
    if (why) found.open.push({ label, reason: `${one.label}: '${text}' ${why}` });
    else if (text || one.form !== "yesno") seen.set(one, withKnownNames(one, text));
  }
  return seen;
}

// A list that shows an object twice with different values leaves it open.
function once(found) {
  const groups = new Map();
  for (const object of found.objects) groups.set(object.key, [...(groups.get(object.key) ?? []), object]);
  found.objects = [];
  for (const [first, ...others] of groups.values()) {
    const isSame = others.every(({ fields }) => JSON.stringify(fields) === JSON.stringify(first.fields));
    if (isSame) found.objects.push(first);
    else found.open.push({ label: first.title, reason: reason("listed_twice") });
  }
  return found;
}

// The text of a cell; a number with the unit that stands in the next column.
function withUnit(cells, at, header) {
  const following = (at + 1 < header.length ? (cells[at + 1] ?? "") : "").trim();
  const belongsTo = isUnit(following.toLowerCase()) && pattern("unitLabels").test(plain(header[at + 1]));
  return belongsTo && /^[0-9]+$/.test(cells[at].trim()) ? `${cells[at].trim()} ${following}` : cells[at];
}
