// SPDX-License-Identifier: GPL-3.0-or-later
// Labels by where they are drawn, where the order of the document does not tell them.
import { controlKind, controlsIn, hasControl } from "../../screen/kinds.js";
import { headingOf, lineOf } from "../../screen/text.js";
import { childrenOf, classesOf, isElement, once, parentOf } from "../../screen/tree.js";
import { isButton, isHidden, styleOf } from "../../screen/visible.js";

const isList = (kind) => kind === "select" || kind === "combobox";
/** A plain object: there are many comparisons. */
const placeOf = once((element) => element.getBoundingClientRect().toJSON());
const hasControls = (node) => isElement(node) && !isHidden(node) && (controlKind(node) !== null || hasControl(node));
const hasText = (node) => isElement(node) && !isHidden(node) && !hasControl(node) && lineOf(node) !== "";

/** The only text in the box of a control, if it follows the control in the document and is drawn above it or to its left, as in the boxes beside it;
 * blank without one. */
export function labelBehind(control) {
  for (let at = control, box = parentOf(at); box && holdsOne(box); at = box, box = parentOf(box)) {
    const parts = childrenOf(box);
    const index = parts.indexOf(at);
    if (parts.slice(0, index).some((one) => (isElement(one) ? hasText(one) : one.data?.trim()))) return "";
    const texts = parts.slice(index).filter((one) => hasText(one) && isBefore(placeOf(one), placeOf(control)));
    if (texts.length > 0) return texts.length === 1 && isRepeated(box) ? headingOf(texts[0]) : "";
  }
  return "";
}

/** One control, a number with its unit, or radio buttons with a number. */
const holdsOne = once((box) => {
  const [kind, unit, ...others] = controlsIn(box)
    .map(controlKind)
    .filter((one) => one !== "radio");
  return others.length === 0 && (!unit || (kind === "text" && isList(unit)));
});

const isBefore = (one, other) => one.bottom <= other.top + 4 || (one.right <= other.left + 1 && isOnLine(one, other));

/** Their middles are at about the same height. */
const isOnLine = (one, other) =>
  Math.abs(one.top + one.bottom - other.top - other.bottom) < Math.max(one.height, other.height) / 1.5;

const isRepeated = (box) => repeated(parentOf(box)).get(kindOf(box))?.length > 1;
const repeated = once((parent) => Map.groupBy(parent.children, kindOf));
const kindOf = (box) => `${box.localName} ${classesOf(box)}`;

/** The controls and texts that are placed by coordinates in an element: {node, box, isText}; null if a text is alone on its line: it can be
 * the heading of what is below it. */
const placedIn = once((pane) => {
  const nodes = childrenOf(pane).filter((one) => hasText(one) || hasControls(one));
  const placed = nodes.map((node) => ({ node, box: placeOf(node), isText: hasText(node) }));
  const isTitle = ({ node }) => isButton(node) || node.matches("a, h1, [aria-level='1']");
  const isAlone = (text) => placed.every(({ box, isText }) => isText || !isOnLine(box, text.box));
  return placed.some((one) => one.isText && !isTitle(one) && isAlone(one)) ? null : placed;
});

/** The text on the line of a control that is placed by coordinates, to its left; blank without one. labelOf: of the number whose unit the control can be. */
export function labelOnLine(control, labelOf) {
  const placed = placedIn(parentOf(control));
  if (!placed) return "";
  const kind = controlKind(control);
  const own = placeOf(control);
  const line = placed.filter(({ box }) => isOnLine(box, own));
  const [before] = line
    .filter(({ box }) => box.right <= own.left + 1)
    .sort((one, other) => other.box.left - one.box.left)
    .map(({ node }) => node);
  if (!before) return "";
  if (controlKind(before)) return isList(kind) && controlKind(before) === "text" ? labelOf(before).label : "";
  // The text behind a check box can be its label, too.
  const isAmbiguous = kind === "switch" && line.some(({ box, isText }) => isText && box.left >= own.right - 1);
  return isAmbiguous || hasControl(before) ? "" : lineOf(before);
}

/** Whether the texts beside a control are placed by coordinates as it is, so that their order in the document says nothing. */
export const isPlaced = (control) => styleOf(control).position === "absolute" && hasPlacedTexts(parentOf(control));

const hasPlacedTexts = once((pane) => {
  const texts = childrenOf(pane).filter(hasText);
  return texts.length > 1 && texts.every((one) => styleOf(one).position === "absolute");
});
