// SPDX-License-Identifier: GPL-3.0-or-later
// What says that a table has more rows than those on the screen.

import { controlsIn, hasControl } from "../../screen/kinds.js";
import { lineOf, oneLine } from "../../screen/text.js";
import { classesOf, outermost } from "../../screen/tree.js";
import { isButton, isHidden } from "../../screen/visible.js";
import { buttonName, isClickable, isOff } from "./clickable.js";
import { LONGEST_PAGER, MORE, NEXT, OF, PAGE, TO } from "./words.js";

/** "1 - 50 of 200", "Showing 1 to 50 of 200 entries", "1 bis 50 von 200". */
const NUMBER = "\\d[\\d.,]*\\s*";
const PAGER = [
  new RegExp(`\\b${NUMBER}${TO}\\s*${NUMBER}${OF}\\s*\\d`, "i"),
  new RegExp(`\\b(?:${PAGE}|showing|displaying)\\b\\D{0,12}${NUMBER}${OF}\\s*\\d`, "i"),
  /^\d[\d.,]*\s+of\s+\d[\d.,]*(\s+(rows|items|results|records|entries))?$/i,
];
const PAGES = /pagin|(^|[-_ ])pager([-_ ]|$)/i;
const [LOADS, LEADS] = [MORE, NEXT].map((pattern) => new RegExp(pattern, "i"));

/** The text of a pager; null if this element is none. */
export function pagerOf(element) {
  if (isPages(element) && hasMore(element)) return lineOf(element, { buttons: true });
  if (isButton(element)) {
    const name = lineOf(element, { buttons: true });
    return LOADS.test(name) && !isOff(element) && !element.hasAttribute("aria-expanded") ? name : null;
  }
  const text = isPagerText(element.textContent) ? lineOf(element) : "";
  if (!isPagerText(text) || hasControl(element)) return null;
  // The text can also be that of an element around a pager.
  return outermost(
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
  return raw.length <= 4 * LONGEST_PAGER && text.length <= LONGEST_PAGER && PAGER.some((one) => one.test(text));
}

/** A pager by its name or class. */
export const isPages = (element) => PAGES.test(`${element.getAttribute("aria-label") ?? ""} ${classesOf(element)}`);

/** Numbers of other pages, or a button for the next one. */
function hasMore(element) {
  const links = outermost(element, isClickable, (one) => !isHidden(one)).filter((one) => !isOff(one));
  const names = links.map(buttonName);
  const numbers = names.filter((name) => /\d\]?$/.test(name));
  return (
    numbers.length > 1 || names.some((name) => [LOADS, LEADS].some((one) => one.test(name)) && !numbers.includes(name))
  );
}

/** What is around a breadcrumb can have its name. */
const isLayout = (node) => node.localName === "main" || node.querySelector("h2, dl, table, form") !== null;

export function isBreadcrumb(node) {
  const names = `${node.id} ${node.getAttribute("aria-label") ?? ""} ${classesOf(node)}`;
  return /crumb/i.test(names) && controlsIn(node).length === 0 && !isLayout(node);
}
