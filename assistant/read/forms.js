// SPDX-License-Identifier: GPL-3.0-or-later
// Forms: the object whose inputs a screen shows, as in _screens/forms.py.
import { asksAboutDoubt, offers } from "./asks.js";
import { readTable } from "./grid.js";
import { plain, titleOf } from "./labels.js";
import { asText, reading } from "./screen.js";
import { sight } from "./seen_objects.js";
import { reason } from "./words.js";

// Whether the screen shows one object. A blank input of its name can be a filter above a list.
export function isForm(values) {
  return values.screen.identity.map((one) => values.of(one)).every((found) => found.length === 1 && found[0].length);
}

export function readForm(values) {
  const { screen } = values;
  const found = reading(screen.data);
  const seen = new Map();
  for (const one of screen.inputs)
    found.open.push(...(one.form === "rows" ? readEntries(screen, one, seen) : readInput(values, one, seen)));
  sight(screen.data, found, seen, null);
  found.unplaced = values.unplaced().flatMap(({ label, value }) => (label && value.length ? [label] : []));
  const isMissing = (one) => !seen.has(one) && !values.doubtful.has(one) && !values.of(one).length;
  found.asks = offers(screen, found.unplaced, screen.inputs.filter(isMissing));
  return found;
}

// Reads the value of an input. Returns what is open in it.
function readInput(values, one, seen) {
  const found = values.of(one);
  const label = titleOf(one);
  const texts = found.map(asText);
  const doubt = values.doubtful.get(one);
  if (found.length > 1) return [{ label, reason: reason("shown_twice", { values: texts.slice(0, 3).join(", ") }) }];
  if (doubt) {
    const quoted = ["unclear", "cut_off"].includes(doubt.code) ? `'${texts[0]}' ` : "";
    const why = quoted + reason(doubt.code, doubt.about);
    return [{ label, reason: why, asks: asksAboutDoubt(values.screen, doubt, texts[0]) }];
  }
  if (found.length) seen.set(one, found[0]);
  return [];
}

// Reads the table of a list in one field. Returns what is open in it.
function readEntries(screen, one, seen) {
  const isOf = ({ names }) => names.some((name) => screen.names.get(one).has(plain(name)));
  const tables = screen.capture.tables.filter(isOf);
  const label = titleOf(one);
  if (tables.length !== 1) return tables.length ? [{ label, reason: reason("several_tables") }] : [];
  const { rows, open } = readTable(label, one.columns, tables[0].grid);
  if (!open.length) seen.set(one, rows);
  return open;
}
