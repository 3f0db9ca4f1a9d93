// SPDX-License-Identifier: GPL-3.0-or-later
// The names of columns, and the one by which a table is sorted.
import { headingOf } from "../../screen/text.js";
import { classesOf, hyphenated, outermost, within } from "../../screen/tree.js";
import { isHidden, styleOf } from "../../screen/visible.js";

const UP = "\u2191\u21e7\u2b06\u25b2-\u25b5\u2303\u02c4\u02c6";
const DOWN = "\u2193\u21e9\u2b07\u25bc-\u25bf\u2304\u02c5";
const ARROWS = `${UP}${DOWN}\u2195\u21c5\u21f3\u21d5\ufe0e\ufe0f`;
const EDGES = new RegExp(`^[${ARROWS}\\s]+|\\s*[${ARROWS}][${ARROWS}\\s]*\\d?$`, "gu");
/** The classes of an order, and of an arrow in that direction. */
const classesFor = (order, way) =>
  new RegExp(
    `(^|[-_])(sort(ed|ing)?[-_]?)?${order}(ending)?([-_]|$)|(arrow|caret|chevron|sort|triangle)([-_]\\w+)?[-_]${way}([-_]|$)`,
    "i",
  );
const DIRECTIONS = [
  [new RegExp(`[${UP}]`, "u"), classesFor("asc", "up")],
  [new RegExp(`[${DOWN}]`, "u"), classesFor("desc", "down")],
];

/** The text of the header of a column, without the arrow that shows an order. */
export function columnName(cell) {
  const text = headingOf(cell);
  return text.replace(EDGES, "") || text;
}

/** {sorted}: the name of the column that its header states; otherwise of the one that has a class or an arrow with one direction, which not all have, or
 * the only one that has any. */
export function sortOf(head) {
  const cells = [...new Set(head.flat())].filter(Boolean);
  const stated = cells.find((cell) => /^(ascending|descending|other)$/.test(cell.getAttribute("aria-sort") ?? ""));
  const shown = stated ?? cellWithDirection(cells);
  return shown ? { sorted: columnName(shown) } : {};
}

function cellWithDirection(cells) {
  const signs = cells.map(signsOf);
  const isCommon = (sign) =>
    cells.length > 1 && signs.filter((some) => some.length > 0).every((some) => some.includes(sign));
  const isAlone = signs.filter((some) => some.length > 0).length === 1;
  const own = signs.map((some) => (isAlone ? some : some.filter((sign) => !isCommon(sign))));
  const ways = (some) =>
    DIRECTIONS.filter((patterns) => some.some((sign) => patterns.some((one) => one.test(sign)))).length;
  const only = isAlone && cells.length > 1 ? cells.find((_cell, at) => own[at].length > 0) : undefined;
  return cells.find((_cell, at) => ways(own[at]) === 1) ?? only ?? oddOne(cells);
}

/** The column whose arrow is drawn in another colour than those of all others. */
function oddOne(cells) {
  const isArrow = (one) => one.textContent.trim() !== "" && one.textContent.trim().replace(EDGES, "") === "";
  const looks = cells.map((cell) =>
    below(cell)
      .filter(isArrow)
      .map((one) => `${styleOf(one).color}${styleOf(one).opacity}`)
      .join(),
  );
  const odd = cells.filter((_cell, at) => looks[at] && looks.filter((look) => look === looks[at]).length === 1);
  return cells.length > 2 && looks.every(Boolean) && odd.length === 1 ? odd[0] : undefined;
}

/** The pictures in a header that show no order. */
const OTHERS = /filter|help|info|menu/i;
const nameOrClasses = (element) => `${classesOf(element)} ${element.getAttribute("aria-label") ?? ""}`;

/** The arrows and the classes of a header that have a direction. */
function signsOf(cell) {
  const parts = [cell, ...below(cell)];
  const classes = parts.flatMap((one) => hyphenated(classesOf(one)).split(/\s+/));
  const drawn = parts.flatMap((one) => ["::before", "::after"].map((name) => contentOf(one, name)));
  const sources = parts.filter((one) => one.localName === "img").map((one) => one.src.replace(/.*\/|\.\w+$/g, ""));
  const all = [...classes, ...sources, ...drawn, headingOf(cell).match(EDGES)?.join("") ?? ""];
  const signs = all.filter((sign) => DIRECTIONS.some((patterns) => patterns.some((one) => one.test(sign))));
  const others = parts.filter((one) => OTHERS.test(nameOrClasses(one)));
  const isPicture = (one) => one.localName === "svg" && !others.some((other) => within(one, other));
  // The picture of a check box is no arrow.
  return signs.length === 0 && !cell.querySelector("[type=checkbox]") && parts.some(isPicture) ? ["drawn"] : signs;
}

const below = (element) =>
  outermost(
    element,
    () => true,
    (one) => !isHidden(one) || one.localName === "svg",
  ).flatMap((one) => [one, ...below(one)]);

const contentOf = (element, name) => element.ownerDocument.defaultView.getComputedStyle(element, name).content;
