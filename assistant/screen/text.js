// SPDX-License-Identifier: GPL-3.0-or-later
// Texts as a person sees them.

import { hasInk } from "./ink.js";
import { controlKind } from "./kinds.js";
import { childrenOf, classesOf, isElement, isText, nearest, parentOf, withWord } from "./tree.js";
import { isBlock, isButton, isHidden, isShown, strikes, styleOf } from "./visible.js";

/** The edge of a block in a text that is being collected. */
const EDGE = "\0";
const BREAKS = /[^\S\n]*[\0\n][\0\s]*/g;

/** The visible text of a node, without that of controls and (unless buttons is set) of buttons; the line breaks are those on the screen. */
export function textOf(node, { buttons = false, without = () => false } = {}) {
  const parts = [];
  const collect = (one) => {
    if (isText(one)) {
      if (isShown(parentOf(one))) parts.push(ofTextNode(one));
      return;
    }
    if (!isElement(one) || isHidden(one) || without(one)) return;
    if (one.localName === "br") parts.push("\n");
    if (one !== node && (controlKind(one) || (!buttons && isButton(one)))) return;
    const edge = isBlock(one) ? EDGE : isApart(one) ? " " : "";
    parts.push(edge);
    parts.push(generated(one, "::before"));
    for (const child of childrenOf(one)) collect(child);
    parts.push(generated(one, "::after"));
    parts.push(edge);
  };
  collect(node);
  return tidy(parts.join(""));
}

/** Whether an inline element has room before or behind it. */
const isApart = (element) => {
  const { marginLeft, marginRight, paddingLeft, paddingRight } = styleOf(element);
  return [marginLeft, marginRight, paddingLeft, paddingRight].some((room) => Number.parseFloat(room) >= ROOM);
};
/** The number of pixels that look like a space. */
const ROOM = 4;

/** The words that a style sheet draws before or after the content of an element. Icons, and marks such as those of required fields, are not words. */
export function generated(element, pseudo) {
  const { content, display, visibility } = element.ownerDocument.defaultView.getComputedStyle(element, pseudo);
  if (!content.includes('"') || display === "none" || visibility !== "visible") return "";
  const text = [...content.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, one]) => one).join("");
  return /[\p{L}\p{N}\u2212%\u00b1\u2248\u2264\u2265]/u.test(text) ? ` ${text} ` : "";
}

/** The text of a node. For a text that cannot be seen, it is an ellipsis, as for one that is cut off. */
function ofTextNode(node) {
  if (!isLegible(node)) return node.data.trim() && "\u2026";
  const keeps = styleOf(parentOf(node)).whiteSpace.startsWith("pre");
  return keeps ? node.data.replace(/\r\n?/g, "\n") : node.data.replace(/\s+/g, " ");
}

const isLegible = (node) => hasInk(parentOf(node)) && !nearest(parentOf(node), strikes);

/** Line breaks as on the screen: one at the edges of blocks, and those in the text. */
function tidy(text) {
  const lines = text.replace(ZERO_WIDTH, "").replace(BREAKS, (found) => {
    const breaks = found.split("\n").length - 1;
    const isLine = /^\s*\0/.test(found) && /\0\s*$/.test(found);
    return "\n".repeat(breaks > 0 && isLine ? breaks + 1 : Math.max(breaks, 1));
  });
  return lines.replace(/ {2,}/g, " ").trim();
}
/** Characters that nobody sees. */
const ZERO_WIDTH = /[\u00ad\u200b\u2060\ufeff]/g;
export const oneLine = (text) => text.replace(ZERO_WIDTH, "").replace(/\s+/g, " ").trim();

/** The visible text of a node in one line. */
export const lineOf = (node, options) => oneLine(textOf(node, options));

/** Whether the text is the name of an icon, such as "chevron_right". */
export const isIconFont = (element) => /material-(icons|symbols)|(^|[- ])mat-icon/.test(classesOf(element));

const SUBTITLE = withWord("sub(-*(title|head(er|ing)?))?|secondary|description|caption|hint|help(-text)?");
export const isSubtitle = (element) => element.localName === "small" || SUBTITLE.test(classesOf(element));

/** Where the visible texts in an element are drawn. */
export function textRects(element) {
  if (isText(element)) {
    if (!element.data.trim() || !isShown(parentOf(element))) return [];
    const range = element.ownerDocument.createRange();
    range.selectNodeContents(element);
    // One rectangle for each line: the middle of a text in two lines can be beside it.
    return [...range.getClientRects()];
  }
  return isElement(element) && !isHidden(element) && !controlKind(element)
    ? childrenOf(element).flatMap(textRects)
    : [];
}
