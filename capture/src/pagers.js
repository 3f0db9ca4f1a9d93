// SPDX-License-Identifier: GPL-3.0-or-later
// What says that a table has more rows than those on the screen.
import { hasControl } from "./kinds.js";
import { lineOf, oneLine } from "./text.js";
import { found } from "./tree.js";
import { isButton, isHidden } from "./visible.js";

const LONGEST = 120;
/** "1 - 50 of 200", "Showing 1 to 50 of 200 entries": the group is the number of all rows. */
const RANGE = /\b\d[\d.,]*\s*(?:-|\u2013|\u2014|to|through)\s*\d[\d.,]*\s*(?:of|\/)\s*(\d[\d.,]*)/i;
const PAGER = [
  /\b(?:page|showing|displaying)\b\D{0,12}\d[\d.,]*\s*(?:of|\/)\s*\d/i,
  /^\d[\d.,]*\s+of\s+\d[\d.,]*(\s+(rows|items|results|records|entries))?$/i,
];
const PAGES = /pagin|(^|[-_ ])pager([-_ ]|$)/i;
const MORE = /^(load|show|view|see) (more|all|next)\b|^next( page)?$/i;

/** The text of a pager; null if this element is none. */
export function pagerOf(element) {
  if (isPages(element) && hasMore(element)) return lineOf(element, { buttons: true });
  if (isButton(element)) {
    const name = lineOf(element, { buttons: true });
    return /^(load|show|view|see) more\b/i.test(name) && !element.disabled && !element.hasAttribute("aria-expanded")
      ? name
      : null;
  }
  const text = isPagerText(element.textContent) ? lineOf(element) : "";
  if (!isPagerText(text) || hasControl(element)) return null;
  // The text can also be that of an element around a pager.
  return found(
    element,
    (one) => isPagerText(lineOf(one)),
    (one) => !isHidden(one),
  ).length > 0
    ? null
    : text;
}

/** Whether a text is that of a pager. It is tested before the layout is computed, which costs time. */
function isPagerText(raw) {
  const text = oneLine(raw);
  return raw.length <= 4 * LONGEST && text.length <= LONGEST && [RANGE, ...PAGER].some((pattern) => pattern.test(text));
}

const isPages = (element) =>
  PAGES.test(`${element.getAttribute("aria-label") ?? ""} ${element.getAttribute("class") ?? ""}`);

/** Numbers of other pages, or a button for the next one. */
function hasMore(element) {
  const links = found(
    element,
    (one) => one.localName === "a" || isButton(one),
    (one) => !isHidden(one),
  );
  const usable = links.filter(
    (one) => !one.disabled && one.getAttribute("aria-disabled") !== "true" && !/disabled/.test(one.className),
  );
  const names = usable.map((one) => one.getAttribute("aria-label") ?? lineOf(one, { buttons: true }));
  return names.some((name) => MORE.test(name)) || names.filter((name) => /\d+$/.test(name)).length > 1;
}

/** The items, in which each table has the number of all rows in its own pager: directly behind it, or before it. */
export function totals(items) {
  const made = [...items];
  items.forEach((pager, at) => {
    const all = pager.type === "pager" ? RANGE.exec(pager.text)?.[1] : null;
    const table = all ? (neighbour(made, at, -1) ?? neighbour(made, at, 1)) : null;
    if (table !== null && made[table].total === undefined)
      made[table] = { ...made[table], total: Number(all.replace(/[.,]/g, "")) };
  });
  return made;
}

/** The index of the next table in a direction, without a heading or another table between. */
function neighbour(items, from, step) {
  for (let at = from + step; items[at]; at += step) {
    if (items[at].type === "table") return at;
    if (items[at].type === "heading") return null;
  }
  return null;
}
