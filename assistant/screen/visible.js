// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees, and what is not part of the screen's content.
import { isElement, nearest, once, parentOf, roleOf } from "./tree.js";

const NO_CONTENT = new Set(
  "area|audio|base|canvas|datalist|embed|head|link|map|math|meta|noscript|object|script|style|svg|template|title|track|video".split(
    "|",
  ),
);

export const styleOf = once((element) => element.ownerDocument.defaultView.getComputedStyle(element));

/** Whether nothing of this element and its content is shown. */
export const isHidden = once((element) => {
  if (NO_CONTENT.has(element.localName)) return true;
  if (element.getAttribute("aria-hidden") === "true" || element.hasAttribute("inert")) return true;
  if (roleOf(element) === "tooltip") return true;
  const style = styleOf(element);
  if (style.display === "none" || style.contentVisibility === "hidden") return true;
  return isFolded(element) || (!isStyledControl(element) && isUnseen(element, style));
});

/** Whether the text and the value of this element itself are shown. Its children can have another visibility. */
export const isShown = (element) => styleOf(element).visibility === "visible";

/** Whether it is part of the content of a closed details element. */
function isFolded(element) {
  const parent = parentOf(element);
  return parent?.localName === "details" && !parent.open && element !== parent.querySelector(":scope > summary");
}

/** Whether it is an invisible control that is drawn by its neighbours above or below it, or an element that contains only such a control. */
function isStyledControl(element) {
  if (roleOf(element) === "switch" || isDrawnBeside(element)) return true;
  if (element.localName !== "input") {
    const inner =
      element.childElementCount === 1 && element.textContent.trim() === "" ? element.firstElementChild : null;
    return inner !== null && isStyledControl(inner);
  }
  return (
    /^(checkbox|radio)$/.test(element.type) ||
    roleOf(element) === "combobox" ||
    element.getAttribute("aria-haspopup") === "listbox"
  );
}

/** Whether it is a native list above a sibling that draws its choice. */
const isDrawnBeside = (element) =>
  element.localName === "select" &&
  element.selectedOptions.length === 1 &&
  [element.previousElementSibling, element.nextElementSibling].some(
    (one) =>
      one?.getAttribute("aria-hidden") === "true" &&
      one.textContent.trim() === element.selectedOptions[0].label.trim() &&
      one.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
  );

/** Whether it is transparent, cut off completely, or where nobody can scroll to: for screen readers only, folded, or moved out. */
function isUnseen(element, style) {
  if (Number(style.opacity) < 0.1 || /^inset\((50|100)%/.test(style.clipPath)) return true;
  const moved = style.position === "absolute" || style.position === "fixed";
  if (moved && /^rect\((0|1)px,? (0|1)px,? (0|1)px,? (0|1)px\)$/.test(style.clip)) return true;
  if (style.display === "inline" || style.display === "contents") return false;
  const box = element.getBoundingClientRect();
  // A drop-down without a text can have no height.
  const isEmpty = roleOf(element) === "combobox" && element.textContent === "";
  if (style.overflowX !== "visible" && (box.width <= 1 || (box.height <= 1 && !isEmpty))) return true;
  return (
    box.width > 1 &&
    box.height > 1 &&
    isOutside(box, style.position === "fixed" ? windowOf(element) : paneOf(element)) &&
    !isInHeader(element)
  );
}

/** Whether it is in the header of a grid, which is often in a pane of its own and moves with the rows when they are scrolled. */
const isInHeader = (element) =>
  nearest(element, (one) => one.localName === "th" || roleOf(one) === "columnheader") !== null;

const isOutside = (box, pane) =>
  box.right <= pane.left + 1 || box.bottom <= pane.top + 1 || box.left >= pane.right - 1 || box.top >= pane.bottom - 1;

/** The part of a page that can be seen: the window for fixed elements; for others (pageOf) also what can be scrolled into it, but nothing above the start. */
function windowOf({ ownerDocument }) {
  const { innerHeight, innerWidth } = ownerDocument.defaultView;
  return { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
}

const pageOf = once(({ ownerDocument }) => {
  const { scrollX, scrollY } = ownerDocument.defaultView;
  const isMirrored =
    styleOf(ownerDocument.documentElement).direction === "rtl" ||
    styleOf(ownerDocument.body ?? ownerDocument.documentElement).direction === "rtl";
  return {
    left: isMirrored ? -Infinity : -scrollX,
    top: -scrollY,
    right: isMirrored ? windowOf({ ownerDocument }).right : Infinity,
    bottom: Infinity,
  };
});

/** The part of the page in which an element can be seen: what the panes around it do not cut off. */
const paneOf = once((element) => {
  const isAbsolute = styleOf(element).position === "absolute";
  const parent = isAbsolute ? (element.offsetParent ?? null) : parentOf(element);
  if (
    !parent?.ownerDocument ||
    parent.ownerDocument !== element.ownerDocument ||
    /^(body|html)$/.test(parent.localName)
  )
    return pageOf(element);
  const { overflowX, overflowY, position } = styleOf(parent);
  const outer = position === "fixed" ? windowOf(parent) : paneOf(parent);
  const box = parent.getBoundingClientRect();
  const cut = (overflow, from, to) => {
    if (overflow === "visible") return [outer[from], outer[to]];
    // Content outside of a pane with scroll bars can be scrolled into it.
    return /hidden|clip/.test(overflow)
      ? [Math.max(outer[from], box[from]), Math.min(outer[to], box[to])]
      : [-Infinity, Infinity];
  };
  const [left, right] = cut(overflowX, "left", "right");
  const [top, bottom] = cut(overflowY, "top", "bottom");
  return { left, top, right, bottom };
});

/** Whether a text is cut off at the edge of its element. */
export function isCutOff(element) {
  const { overflowX, overflowY, textOverflow, webkitLineClamp, whiteSpace } = styleOf(element);
  const isHiddenAt = (overflow) => /hidden|clip/.test(overflow);
  const isLine = textOverflow === "ellipsis" || whiteSpace === "nowrap";
  if (isLine && isHiddenAt(overflowX) && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
    return true;
  return webkitLineClamp !== "none" && isHiddenAt(overflowY) && element.scrollHeight > element.clientHeight + 3;
}

/** Whether it is the head or foot of the site, which can have headings, but no content of the screen. */
export function isFrameOfSite(element) {
  const role = roleOf(element);
  if (role) return role === "banner" || role === "contentinfo";
  if (element.localName !== "header" && element.localName !== "footer") return false;
  return nearest(parentOf(element), (one) => one.matches("article,aside,dialog,form,main,nav,section,[role]")) === null;
}

/** Whether it is a button, whose text is not a value. */
export function isButton(element) {
  const role = roleOf(element);
  if (role) return role === "button";
  return (
    element.localName === "button" ||
    (element.localName === "input" && /^(button|image|reset|submit)$/.test(element.type))
  );
}

/** Whether a line is drawn through its text, as a text decoration or as a thin box across its middle. */
export const strikes = once(
  (element) =>
    styleOf(element).textDecorationLine.includes("line-through") ||
    ["::before", "::after"].some((name) => isLineThrough(element, name)),
);

function isLineThrough(element, name) {
  const page = element.ownerDocument.defaultView;
  const { content, height, position, top, width } = page.getComputedStyle(element, name);
  if (content === "none" || content === "normal" || position !== "absolute" || Number.parseFloat(height) > 3)
    return false;
  const box = element.getBoundingClientRect();
  const middle = Number.parseFloat(top) / box.height;
  return middle > 0.25 && middle < 0.75 && Number.parseFloat(width) > box.width / 2;
}

export const isBlock = (element) => isElement(element) && !/^(inline|contents|none)/.test(styleOf(element).display);
