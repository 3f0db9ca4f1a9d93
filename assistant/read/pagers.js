// SPDX-License-Identifier: GPL-3.0-or-later
// What says that a table has more rows than those on the screen.
import { controlsIn, hasControl } from "../page/kinds.js";
import { lineOf, oneLine } from "../page/text.js";
import { classesOf, found } from "../page/tree.js";
import { isButton, isHidden } from "../page/visible.js";

const LONGEST = 120;
/** "1 - 50 of 200", "Showing 1 to 50 of 200 entries", "1 bis 50 von 200". */
const TO = "- \u2013 \u2014 to through bis \u00e0 a al tot do \u0434\u043e".split(" ").join("|");
const OF = "of / von de sur di van z \u0438\u0437".split(" ").join("|");
const NUMBER = "\\d[\\d.,]*\\s*";
const RANGE = new RegExp(`\\b${NUMBER}(?:${TO})\\s*${NUMBER}(?:${OF})\\s*\\d`, "i");
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

/** A pager by its name or class. */
export const isPages = (element) => PAGES.test(`${element.getAttribute("aria-label") ?? ""} ${classesOf(element)}`);

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

export function isBreadcrumb(node) {
  const names = `${node.getAttribute("aria-label") ?? ""} ${classesOf(node)}`;
  return /bread-?crumbs?/i.test(names) && controlsIn(node).length === 0;
}
