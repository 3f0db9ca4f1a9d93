// SPDX-License-Identifier: GPL-3.0-or-later
// The documents of a page. A form can be in a frame, whose events and changes the page does not get.

import { childrenOf, frameDocument, isElement } from "../screen/tree.js";
import { isHidden } from "../screen/visible.js";
import { Refusal } from "./codes.js";
import { CONTROLS } from "./folded.js";

/** What a page may show at most: it is read many times while it is filled, and reading goes into it as deep as it is nested. */
const MOST_ELEMENTS = 20_000;
const MOST_NESTED = 200;

const isFrame = (one) => one.localName === "iframe" || one.localName === "frame";

/** The elements of a page and of its frames, as [element, depth]. Not by recursion: a page can be nested as deep as it likes. */
function* elementsOf(page, enter = () => true) {
  const open = [[page, 0]];
  while (open.length > 0) {
    const [node, depth] = open.pop();
    if (depth > 0) yield [node, depth];
    for (const child of childrenOf(node)) if (isElement(child) && enter(child)) open.push([child, depth + 1]);
  }
}

/** The page, and the documents of its frames of the same origin. */
export function documentsOf(page) {
  const frames = [...elementsOf(page)].flatMap(([one]) => (isFrame(one) ? one : []));
  return [page, ...frames.map(frameDocument).filter(Boolean)];
}

/** Whether a part of the page with controls is in a closed shadow root, which is not read. Only the browser's own functions for extensions get into it. */
export const hasClosedPart = (page) =>
  [...elementsOf(page, (one) => !isHidden(one))].some(([one]) => {
    const root = one.shadowRoot || one.namespaceURI !== XHTML ? null : closedRootOf(one);
    // Extensions such as those for passwords have hidden ones in each page.
    return root && [...root.querySelectorAll(CONTROLS)].some((field) => field.checkVisibility());
  });

const XHTML = "http://www.w3.org/1999/xhtml";
const closedRootOf = (element) =>
  globalThis.chrome?.dom?.openOrClosedShadowRoot?.(element) ?? element.openOrClosedShadowRoot;

/** Throws a Refusal if the page shows too much to be read. */
export function refuseTooMuch(page) {
  let count = 0;
  for (const [, depth] of elementsOf(page, (one) => !isHidden(one))) {
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
