// SPDX-License-Identifier: GPL-3.0-or-later
// Buttons, links and icons that a person can click, by their names.
import { isDisabled } from "../../screen/kinds.js";
import { isIconFont, lineOf } from "../../screen/text.js";
import { classesOf, outermost, parentOf, roleOf, withWord } from "../../screen/tree.js";
import { isButton, isHidden, isShown, styleOf } from "../../screen/visible.js";
import { nameOf } from "./labels.js";

/** A glyph of an icon font is no text. */
const GLYPHS = /[\ue000-\uf8ff]/g;
const PICTURES = /^(canvas|i|img|picture|span|svg)$/;

/** A button, a link, or an icon on which the pointer is a hand. One in a text on which it is, too, belongs to the text. */
export const isClickable = (element) =>
  isButton(element) || element.localName === "a" || /^(link|menuitem)$/.test(roleOf(element)) || isIconButton(element);

function isIconButton(element) {
  const isHand = (one) => styleOf(one).cursor === "pointer";
  if (!isHand(element) || lineOf(element) || (isHand(parentOf(element)) && lineOf(parentOf(element)))) return false;
  const { width, height } = element.getBoundingClientRect();
  if (width < 6 || height < 6 || width > 64 || height > 64 || !isShown(element)) return false;
  return element.children.length === 0 || outermost(element, (one) => PICTURES.test(one.localName)).length > 0;
}

/** The name; blank for an icon without one; in brackets for the number of the present page. */
export function buttonName(element) {
  const name = nameOf(element).replace(GLYPHS, "").trim();
  const ligature = outermost(element, isIconFont, (one) => !isHidden(one)).some(
    (one) => one.textContent.trim() === name,
  );
  if (ligature || isIconFont(element)) return "";
  const text = name || lineOf(element, { buttons: true, without: isIconFont }).replace(GLYPHS, "").trim();
  return /^\d+$/.test(text) && ([element, parentOf(element)].some(isPresent) || isUnlinked(element))
    ? `[${text}]`
    : text;
}

const PRESENT = withWord("active|current|selected|highlight");
const isPresent = (element) =>
  !["", "false"].includes(element.getAttribute("aria-current") ?? "") || PRESENT.test(classesOf(element));

/** The number of a page that is no link, beside others that are. */
const isUnlinked = (element) =>
  element.localName === "a" &&
  !element.href &&
  [parentOf(element), parentOf(parentOf(element))].some((one) => one?.querySelector("a[href]"));

const OFF = withWord("disabled");

/** Nobody can click it now: by its own state, or by the class of it or of the element around it. */
export function isOff(element) {
  const around = [element, parentOf(element), parentOf(parentOf(element) ?? element)];
  return isDisabled(element) || around.some((one) => OFF.test(classesOf(one)));
}
