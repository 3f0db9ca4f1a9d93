// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees, and what is no part of the screen's content.
import { isElement, once, parentOf, roleOf } from "./tree.js";

const NO_CONTENT = new Set(
  "area audio base canvas datalist embed head link map math meta noscript object script style svg template title track video".split(
    " ",
  ),
);

export const styleOf = once((element) => element.ownerDocument.defaultView.getComputedStyle(element));

/** Nothing of this element and its content is shown. */
export const isHidden = once((element) => {
  if (NO_CONTENT.has(element.localName)) return true;
  if (element.getAttribute("aria-hidden") === "true" || element.hasAttribute("inert")) return true;
  const style = styleOf(element);
  if (style.display === "none" || style.contentVisibility === "hidden") return true;
  return isFolded(element) || (!isStyledControl(element) && isUnseen(element, style));
});

/** The text and the value of this element itself are shown. Its children can have another visibility. */
export const isShown = (element) => styleOf(element).visibility === "visible";

/** Part of the content of a closed details element. */
function isFolded(element) {
  const parent = parentOf(element);
  return parent?.localName === "details" && !parent.open && element !== parent.querySelector(":scope > summary");
}

/** A control that is drawn by its neighbours, with the real one invisible above or below them; or what contains only that. */
function isStyledControl(element) {
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

/** Transparent, cut off to nothing, or far outside the page: for screen readers only, or folded. */
function isUnseen(element, style) {
  if (style.opacity === "0" || /^inset\((50|100)%/.test(style.clipPath)) return true;
  const moved = style.position === "absolute" || style.position === "fixed";
  if (moved && (/^rect\((0|1)px,? (0|1)px,? (0|1)px,? (0|1)px\)$/.test(style.clip) || isFarAway(style))) return true;
  if (style.overflowX === "visible" || style.display === "inline" || style.display === "contents") return false;
  const box = element.getBoundingClientRect();
  return box.width <= 1 || box.height <= 1;
}

const isFarAway = (style) => Number.parseFloat(style.left) <= -999 || Number.parseFloat(style.top) <= -999;

const MENUS = new Set(["menu", "menubar", "navigation", "search", "tooltip", "tree"]);

/** A menu, navigation, or the search of the site. */
export const isNavigation = (element) =>
  MENUS.has(roleOf(element)) || ["menu", "nav", "search"].includes(element.localName);

/** The head and foot of the site, which have headings, but no content of the screen. */
export function isFrameOfSite(element) {
  const role = roleOf(element);
  if (role) return role === "banner" || role === "contentinfo";
  if (element.localName !== "header" && element.localName !== "footer") return false;
  return element.parentElement?.closest("article, aside, dialog, form, main, nav, section, [role]") === null;
}

/** A button, whose text is no value. */
export function isButton(element) {
  const role = roleOf(element);
  if (role) return role === "button";
  return (
    element.localName === "button" ||
    (element.localName === "input" && /^(button|image|reset|submit)$/.test(element.type))
  );
}

export const isBlock = (element) => isElement(element) && !/^(inline|contents|none)/.test(styleOf(element).display);
