// SPDX-License-Identifier: GPL-3.0-or-later
// How a text is drawn.
import { withinRoot } from "./composed.js";
import { inkOf, SEEN } from "./ink.js";
import { textRects } from "./text.js";
import { nearest, once, roleOf } from "./tree.js";
import { isCutOff, strikes, styleOf } from "./visible.js";

/** A text with less ink is paler than a value. */
const PALE = 0.45;

/** The flags of the text of an element: unseen, pale, struck, italic, cut. */
export const flagsOf = once((element) => {
  const ink = inkOf(element);
  return [
    ...(ink < SEEN ? ["unseen"] : ink < PALE ? ["pale"] : []),
    ...(nearest(element, strikes) ? ["struck"] : []),
    ...(styleOf(element).fontStyle === "italic" ? ["italic"] : []),
    ...(isCut(element) ? ["cut"] : []),
  ];
});

/** Whether a text is cut off: it extends beyond the edge of its element. If only other content does, nothing is missing. */
function isCut(element) {
  const { bottom, left, right } = element.getBoundingClientRect();
  const isBeyond = (text) => text.right > right + 1 || text.left < left - 1 || text.bottom > bottom + 3;
  return isCutOff(element) && textRects(element).some(isBeyond);
}

const FIELDS = "input, select, textarea";
const isPlain = (element) => element.matches(FIELDS) && !element.matches(":disabled, :focus");
const sortOf = ({ localName, type }) => `${localName} ${type}`;

/** Whether the edge of a field is drawn in another way than those of most fields like it, as that of a refused field is. */
export function hasOtherEdge(element) {
  if (!isPlain(element)) return false;
  const counts = edgesIn(element.getRootNode()).get(sortOf(element));
  const all = [...counts.values()].reduce((sum, count) => sum + count);
  return counts.get(edgeOf(element)) * 2 < all;
}

/** The number of fields with each edge in a document or shadow root, by the sort of field. */
const edgesIn = once((root) => {
  const edges = new Map();
  for (const element of withinRoot(root, FIELDS).filter(isPlain)) {
    const counts = edges.get(sortOf(element)) ?? new Map();
    edges.set(sortOf(element), counts.set(edgeOf(element), (counts.get(edgeOf(element)) ?? 0) + 1));
  }
  return edges;
});

const edgeOf = once((element) => {
  const { borderColor, borderStyle, boxShadow } = styleOf(element);
  return `${borderStyle} ${borderColor} ${boxShadow}`;
});

export const isHeadingElement = (element) =>
  /^(h[1-6]|legend|caption)$/.test(element.localName) || roleOf(element) === "heading";
