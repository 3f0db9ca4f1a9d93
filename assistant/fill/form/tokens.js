// SPDX-License-Identifier: GPL-3.0-or-later
// Chips and marks: the chosen entries of a list as small boxes, and the arrows and crosses beside a value.
import { controlKind } from "../../screen/kinds.js";
import { headingOf, lineOf, oneLine } from "../../screen/text.js";
import { childrenOf, classesOf, hyphenated, isElement, outermost } from "../../screen/tree.js";
import { isButton, isHidden, isShown } from "../../screen/visible.js";

const CHIPS =
  "badge|chip|pill|tag|tag-*field-item|token|multi-*value|selection-choice|selection__choice|selected-*item|overflow-item";
const CHIP = new RegExp(`(^|[-_])(${CHIPS})(-root|-item)?$`, "i");

/** The texts of the chips in an element. */
export function tokens(element) {
  const chips = outermost(element, isToken, (one) => !isHidden(one));
  return chips.map((one) => headingOf(one)).filter(Boolean);
}

/** A chip by its class, or an entry that a button removes. */
export function isToken(element) {
  if (isPlaceholder(element)) return false;
  const classes = [element.localName, ...classesOf(element).split(/\s+/)];
  if (classes.some((name) => CHIP.test(hyphenated(name)))) return lineOf(element, { buttons: true }) !== "";
  if (controlKind(element) || isButton(element)) return false;
  const removes = childrenOf(element).filter((one) => isElement(one) && isButton(one) && isShown(one));
  return removes.length === 1 && REMOVES.test(nameOrText(removes[0])) && lineOf(element) !== "";
}

const REMOVES = /^([\u00d7\u2715xX]|(remove|delete|clear|deselect|unselect)\b.*)$/iu;
const nameOrText = (button) => oneLine(button.getAttribute("aria-label") ?? button.title ?? "") || headingOf(button);

/** Arrows of drop-downs, crosses that clear, magnifying glasses, pencils. */
const MARK =
  "[\\u00d7\\u02c5\\u2190-\\u21ff\\u2303\\u2304\\u23f7\\u25b2-\\u25c5\\u2715-\\u2718\\u2a2f\\u270e\\u270f\\ud83d\\udd0d\\ue000-\\uf8ff]";
const MARKS = new RegExp(`^(?:${MARK}|\\s)+|(?:${MARK}|\\s)+$`, "g");

/** A text without the marks at its edges. */
export const unmarked = (text) => text.replace(MARKS, "");

/** What is drawn in the place of a value if there is none. */
export const isPlaceholder = (element) =>
  /placeholder/i.test(`${element.id} ${classesOf(element)}`) && !isShownChoice(classesOf(element));

/** Element Plus shows both in one element. */
const isShownChoice = (classes) => classes.includes("selected-item") && !classes.includes("is-transparent");
