// SPDX-License-Identifier: GPL-3.0-or-later
// Elements that are behind something else, such as a dialog, a mask or a pane.
import { allIn, elementAt } from "./composed.js";
import { hasGround, inkOf } from "./ink.js";
import { controlKind, controlsIn } from "./kinds.js";
import { textRects } from "./text.js";
import { labelsOf, nearest, once, outermost, parentOf, roleOf, within } from "./tree.js";
import { isHidden, isShown, styleOf } from "./visible.js";

/** The part of a page that a person can use: the topmost modal dialog, otherwise all of it. */
export function usablePart(page) {
  const root = page.body ?? page.documentElement;
  const isModal = (one) => one.matches("dialog:modal") || one.getAttribute("aria-modal") === "true";
  const open = (node) =>
    outermost(node, isModal, (one) => !isHidden(one))
      .filter((one) => isShown(one) && sizeOf(one) > 0)
      .flatMap((one) => [one, ...open(one)]);
  return open(root).at(-1) ?? root;
}

const sizeOf = (element) => {
  const { width, height } = element.getBoundingClientRect();
  return width * height;
};

/** Whether another element is drawn above the middle of this one. Elements outside of the window, or scrolled away, are not covered. */
export function isCovered(element) {
  const drawn = drawnPart(element);
  const [text] = controlKind(element) === null ? textRects(element) : [];
  const { left, top, width, height } = text ?? drawn.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  if (isScrolledAway(drawn, x, y)) return false;
  if (veilsIn(element.ownerDocument).some((one) => isBehind(element, drawn, one, x, y))) return true;
  const above = elementAt(element.ownerDocument, x, y);
  if (!above || within(drawn, above) || within(above, drawn) || isDrawnAbove(drawn, above)) return false;
  const isList = nearest(above, (one) => /^(listbox|option)$/.test(roleOf(one))) !== null;
  // Parts of a component can be drawn above its control; above a text, only parts without a ground.
  const isPart = isPartOf(above, drawn) && (controlKind(element) !== null || !hasGround(above));
  return isList || (!isPart && !isBar(above));
}

/** Whether an element is in a higher layer than what the pointer finds there, and lets the pointer through: a label over its own field. */
function isDrawnAbove(element, other) {
  const around = nearest(other, (one) => within(element, one));
  return styleOf(element).pointerEvents === "none" && layerOf(element, around) > layerOf(other, around);
}

/** The elements that are drawn above others and let the pointer through, so that elementAt() does not find them. */
const veilsIn = once((page) =>
  allIn(page, "*").filter(
    (one) =>
      styleOf(one).pointerEvents === "none" &&
      /^(absolute|fixed|sticky)$/.test(styleOf(one).position) &&
      (hasGround(one) || (one.textContent.trim() !== "" && one.childElementCount === 0)) &&
      inkOf(one) > 0.3 &&
      nearest(one, (at) => isHidden(at) || !isShown(at)) === null,
  ),
);

/** Whether a veil is drawn above this place of an element, and is neither its label nor a part of its component. */
function isBehind(element, drawn, veil, x, y) {
  const { bottom, left, right, top } = veil.getBoundingClientRect();
  if (x < left || x > right || y < top || y > bottom || within(veil, drawn) || within(drawn, veil)) return false;
  if (labelsOf(element).some((label) => within(veil, label) || within(label, veil))) return false;
  const around = nearest(veil, (one) => within(drawn, one));
  const [above, own] = [veil, drawn].map((one) => layerOf(one, around));
  const follows = drawn.compareDocumentPosition(veil) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (above < own || (above === own && !follows && styleOf(drawn).position !== "static")) return false;
  return /^(text|select)$/.test(controlKind(element)) || !isPartOf(veil, drawn);
}

/** The layer of an element within an element around it. */
function layerOf(element, around) {
  let layer = 0;
  for (let at = element; at && at !== around; at = parentOf(at)) layer = Number(styleOf(at).zIndex) || layer;
  return layer;
}

/** Whether a pane around the element has scrolled this place out of view. */
function isScrolledAway(element, x, y) {
  const isPast = (pane) => {
    if (pane === element || styleOf(pane).overflowX === "visible") return false;
    const { bottom, left, right, top } = pane.getBoundingClientRect();
    return x < left || x > right || y < top || y > bottom;
  };
  return nearest(element, (one) => one.ownerDocument === element.ownerDocument && isPast(one)) !== null;
}

/** The element of a control that is drawn: the control can be in one that is cut off to a point. */
function drawnPart(element) {
  let drawn = element;
  for (let at = element, height = 0; at && height < 4; at = parentOf(at), height += 1)
    if (sizeOf(at) <= 25) drawn = parentOf(at) ?? drawn;
  return nearest(drawn, (one) => sizeOf(one) > 25) ?? element;
}

/** Whether it is a part that a component draws above its own input. */
function isPartOf(above, drawn) {
  let height = 0;
  const around = nearest(drawn, (one) => {
    height += 1;
    return height > 5 || within(above, one);
  });
  return (
    around !== null &&
    height <= 5 &&
    controlsIn(around).length <= 3 &&
    sizeOf(above) <= 6 * Math.max(sizeOf(drawn), 400)
  );
}

/** Whether it is a bar at the edge of the window: content can be scrolled out from behind it. */
function isBar(above) {
  const bar = nearest(above, (one) => /^(fixed|sticky)$/.test(styleOf(one).position));
  if (!bar) return false;
  const { width, height } = bar.getBoundingClientRect();
  const { innerHeight, innerWidth } = bar.ownerDocument.defaultView;
  return height < innerHeight / 3 || width < innerWidth / 3;
}
