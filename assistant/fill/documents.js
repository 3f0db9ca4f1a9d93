// SPDX-License-Identifier: GPL-3.0-or-later
// The documents of a page. A form can be in a frame, whose events and changes the page does not get.

import { childrenOf, isElement } from "../screen/tree.js";
import { isHidden } from "../screen/visible.js";
import { Refusal } from "./codes.js";

/** The most that a page may show: it is read many times while it is filled, and the depth of recursion is that of its elements. */
const MOST_ELEMENTS = 20_000;
const MOST_NESTED = 200;

/** The elements that a page and its frames show, as [element, depth]. Not by recursion, because the depth of a page is not limited. */
function* elementsOf(page) {
  const open = [[page, 0]];
  while (open.length > 0) {
    const [node, depth] = open.pop();
    if (depth > 0) yield [node, depth];
    for (const child of childrenOf(node)) if (isElement(child) && !isHidden(child)) open.push([child, depth + 1]);
  }
}

/** Throws a Refusal if the page shows too much to be read. */
export function refuseTooMuch(page) {
  let count = 0;
  for (const [, depth] of elementsOf(page)) {
    count += 1;
    if (count > MOST_ELEMENTS || depth > MOST_NESTED) throw new Refusal("too_much");
  }
}

/** Where an element is drawn in the window of the page. */
export function placeOf(element) {
  const { height, left, top, width } = element.getBoundingClientRect();
  const frame = element.ownerDocument.defaultView?.frameElement;
  if (!frame) return { height, left, top, width };
  const around = placeOf(frame);
  return { height, left: around.left + frame.clientLeft + left, top: around.top + frame.clientTop + top, width };
}
