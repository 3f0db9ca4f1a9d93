// SPDX-License-Identifier: GPL-3.0-or-later
// The title of a box with fields, where no heading says so.
import { controlKind, controlsIn, hasControl } from "../../screen/kinds.js";
import { headingOf, lineOf } from "../../screen/text.js";
import {
  classesOf,
  hyphenated,
  isElement,
  isText,
  once,
  outermost,
  parentOf,
  roleOf,
  withWord,
} from "../../screen/tree.js";
import { isBlock, isButton, isFrameOfSite, isHidden, isNavigation, styleOf } from "../../screen/visible.js";
import { isHeading, labelOf } from "./labels.js";
import { pairOf, partsOf, weightOf } from "./pairs.js";
import { groupOf, labelOfRadios } from "./radios.js";
import { CURRENCY, UNIT } from "./unit_words.js";

const LONGEST_TITLE = 100;
const BOX =
  "accordion|block|box|card|collapse|dialog|expansion|fieldset|group|pane|panel|portlet|section|tab|tile|widget";
const TITLE = withWord(`head(er|ing)?|hd|legend|(${BOX})[-_]?title`);

/** The title of a box: the text of its first part, if it is the label of nothing in it; blank without one. */
export const titleOf = once((box) => {
  const first = box.childElementCount > 1 && !isPage(box) ? firstPart(box) : null;
  return first && (namesTitle(first) || isAlike(box, first)) && isTitle(box, first) ? headingOf(first) : "";
});

/** What is above the heading of the screen names the site. */
const isPage = (box) =>
  box.localName === "body" || box.querySelector("h1, main, [aria-level='1'], [role=main]") !== null;

/** The first part, with the buttons that fold a box. */
function firstPart(box) {
  const first = [...box.children].find((one) => !isHidden(one));
  const isWhole = first && partsOf(box).every((one) => isElement(one));
  if (first && (isFrameOfSite(first) || isNavigation(first))) return null;
  return isWhole && !isHeading(first) && outermost(first, isHeading).length === 0 && !hasControl(first) ? first : null;
}

const namesTitle = (element) =>
  [element.localName, ...classesOf(element).split(/\s+/)].some(
    (one) => TITLE.test(hyphenated(one)) && !/^(has|is|no|with)[-_]/i.test(hyphenated(one)),
  );

function isTitle(box, first) {
  const title = headingOf(first);
  if (!title || title.length > LONGEST_TITLE || /^(table|tr|thead|tbody|label|dl)$/.test(box.localName)) return false;
  if (isField(first) || outermost(first, isField).length > 0) return false;
  const [control] = controlsIn(box);
  if (control) return labelOf(control).label !== title;
  return (
    outermost(box, (one) => one !== first && pairOf(one) !== null).length > 0 ||
    outermost(box, (one) => /^(table|dl)$/.test(one.localName)).length > 0
  );
}

/** A label, one beside its value, or a table. */
const isField = (one) => /^(label|dt|table)$/.test(one.localName) || pairOf(one) !== null;

/** The boxes beside it are built in the same way, and their first parts are bold. */
function isAlike(box, first) {
  const parent = parentOf(box);
  return parent !== null && weightOf(first) >= 600 && boxesIn(parent).get(kindOf(box)) === true;
}

/** A block, or the only text on its line: the first in its block, with a block behind it. */
const isOnLine = (element) =>
  isBlock(element) ||
  (element.nextElementSibling !== null &&
    isBlock(element.nextElementSibling) &&
    isBlock(parentOf(element)) &&
    !element.previousElementSibling &&
    partsOf(parentOf(element)).every(isElement));

/** A line of its own that looks like a heading: bold or large, and no label of what follows. */
export const isDrawnHeading = once((element) => {
  if (!isOnLine(element) || element.textContent.length > 2 * LONGEST_TITLE || hasControl(element)) return false;
  if (roleOf(element) === "separator") return lineOf(element) !== "";
  if (/^(td|th|dt|dd|li|label|legend|summary|caption|button|a)$/.test(element.localName) || roleOf(element))
    return false;
  if (element.closest("label,button")) return false;
  const text = lineOf(element);
  if (
    !/\p{L}/u.test(text) ||
    UNIT.test(text) ||
    CURRENCY.test(text) ||
    text.length > LONGEST_TITLE ||
    /[.,:;!?*]$/.test(text) ||
    (outermost(element, isBlock).length > 0 && !hasSubtitle(element))
  )
    return false;
  if (outermost(element, (one) => one.localName === "a" || isButton(one)).length > 0) return false;
  const size = sizeOf(element) / sizeOf(element.ownerDocument.body);
  const isDrawn = size >= LARGE || weightOf(element) >= 600;
  return (
    isDrawn &&
    pairOf(parentOf(element)) === null &&
    (size >= LARGEST || hasSubtitle(element) || !isLabel(element, text))
  );
});

/** How much larger than the text of the page a heading is drawn, and one that is no label of what follows. */
const [LARGE, LARGEST] = [1.2, 1.5];
const sizeOf = (element) => Number.parseFloat(styleOf(element).fontSize);

/** A text with one line below it that is drawn less boldly. */
const hasSubtitle = (element) => {
  const [below, ...more] = [...element.children];
  const isFirst = below?.previousSibling && isText(element.firstChild) && element.firstChild.data.trim() !== "";
  return isFirst && more.length === 0 && isBlock(below) && weightOf(below) < weightOf(element);
};

/** It is the label of a field behind it. */
function isLabel(element, text) {
  for (let at = element; at && !/^(body|form|section|main)$/.test(at.localName); at = parentOf(at)) {
    const next = at.nextElementSibling;
    if (!next) continue;
    const [control] = controlKind(next) ? [next] : controlsIn(next);
    return control ? labelNear(control) === text : isLine(next);
  }
  return true;
}

const labelNear = (control) =>
  (controlKind(control) === "radio" ? labelOfRadios(groupOf(control)) : labelOf(control)).label;

/** Beside a text: the pair of a label and a value. */
const isLine = (next) =>
  outermost(next, (one) => pairOf(one) !== null).length === 0 &&
  pairOf(next) === null &&
  controlsIn(next).length === 0 &&
  !/^(table|dl|ul)$/.test(next.localName);

const kindOf = (box) => `${box.localName} ${box.className}`;

/** Whether the children of each kind are boxes with several controls and a text before them. */
const boxesIn = once((parent) => {
  const isBox = (one) => controlsIn(one).length > 1 && firstPart(one) !== null && headingOf(firstPart(one)) !== "";
  const kinds = Map.groupBy([...(parent.children ?? [])], kindOf);
  return new Map([...kinds].map(([kind, boxes]) => [kind, boxes.length > 1 && boxes.every(isBox)]));
});
