// SPDX-License-Identifier: GPL-3.0-or-later
// The documents of a page. A form can be in a frame, whose events and changes the page does not get.
import { found, frameDocument } from "../page/tree.js";

const isFrame = (one) => one.localName === "iframe" || one.localName === "frame";

/** The page, and the documents of its frames of the same origin. */
export function documentsOf(page) {
  const frames = found(page, isFrame).map(frameDocument).filter(Boolean);
  return [page, ...frames.flatMap(documentsOf)];
}

/** Where an element is drawn in the window of the page. */
export function placeOf(element) {
  const { height, left, top, width } = element.getBoundingClientRect();
  const frame = element.ownerDocument.defaultView?.frameElement;
  if (!frame) return { height, left, top, width };
  const around = placeOf(frame);
  return { height, left: around.left + frame.clientLeft + left, top: around.top + frame.clientTop + top, width };
}
