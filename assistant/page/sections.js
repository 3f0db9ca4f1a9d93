// SPDX-License-Identifier: GPL-3.0-or-later
// The title of a box with fields, where no heading says so.
import { controlsIn, hasControl } from "./kinds.js";
import { isHeading, labelOf } from "./labels.js";
import { pairOf, partsOf, weightOf } from "./pairs.js";
import { headingOf } from "./text.js";
import { classesOf, found, hyphenated, isElement, once, parentOf } from "./tree.js";
import { isHidden } from "./visible.js";

const LONGEST_TITLE = 100;
const BOX =
  "accordion block box card collapse dialog expansion fieldset group pane panel portlet section tab tile widget";
const TITLE = new RegExp(`(^|[-_])(head(er|ing)?|hd|legend|(${BOX.split(" ").join("|")})[-_]?title)([-_]|$)`, "i");

/** The title of a box: the text of its first part, if it is the label of nothing in it; blank without one. */
export const titleOf = once((box) => {
  const first = box.childElementCount > 1 ? firstPart(box) : null;
  return first && (namesTitle(first) || isAlike(box, first)) && isTitle(box, first) ? headingOf(first) : "";
});

/** The first part, with the buttons that fold a box. */
function firstPart(box) {
  const first = [...box.children].find((one) => !isHidden(one));
  const isText = first && partsOf(box).every((one) => isElement(one));
  return isText && !isHeading(first) && found(first, isHeading).length === 0 && !hasControl(first) ? first : null;
}

const namesTitle = (element) =>
  [element.localName, ...classesOf(element).split(/\s+/)].some((one) => TITLE.test(hyphenated(one)));

function isTitle(box, first) {
  const title = headingOf(first);
  if (!title || title.length > LONGEST_TITLE || /^(table|tr|thead|tbody|label|dl)$/.test(box.localName)) return false;
  const [control] = controlsIn(box);
  if (control) return labelOf(control).label !== title;
  return (
    found(box, (one) => one !== first && pairOf(one) !== null).length > 0 ||
    found(box, (one) => /^(table|dl)$/.test(one.localName)).length > 0
  );
}

/** The boxes beside it are built in the same way, and their first parts are bold. */
function isAlike(box, first) {
  const parent = parentOf(box);
  return parent !== null && weightOf(first) >= 600 && boxesIn(parent).get(kindOf(box)) === true;
}

const kindOf = (box) => `${box.localName} ${box.className}`;

/** Whether the children of each kind are boxes with several controls and a text before them. */
const boxesIn = once((parent) => {
  const isBox = (one) => controlsIn(one).length > 1 && firstPart(one) !== null && headingOf(firstPart(one)) !== "";
  const kinds = Map.groupBy([...(parent.children ?? [])], kindOf);
  return new Map([...kinds].map(([kind, boxes]) => [kind, boxes.length > 1 && boxes.every(isBox)]));
});
