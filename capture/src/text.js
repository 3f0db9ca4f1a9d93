// SPDX-License-Identifier: GPL-3.0-or-later
// Texts as a person sees them.

import { controlKind } from "./kinds.js";
import { childrenOf, isElement, isText } from "./tree.js";
import { isBlock, isButton, isHidden, isShown, styleOf } from "./visible.js";

/** The longest text of a capture. */
export const LONGEST_TEXT = 10000;

/** The visible text of a node, without that of controls and (unless buttons is set) of buttons; the line breaks are those on the screen. */
export function textOf(node, { buttons = false, without = () => false } = {}) {
  const parts = [];
  const collect = (one) => {
    if (isText(one)) {
      if (one.parentElement && isShown(one.parentElement)) parts.push(ofTextNode(one));
      return;
    }
    if (!isElement(one) || isHidden(one) || without(one)) return;
    if (one.localName === "br") parts.push("\n");
    if (one !== node && (controlKind(one) || (!buttons && isButton(one)))) return;
    const edge = isBlock(one) ? "\n" : "";
    parts.push(edge);
    for (const child of childrenOf(one)) collect(child);
    parts.push(edge);
  };
  collect(node);
  return tidy(parts.join(""));
}

function ofTextNode(node) {
  const keeps = node.parentElement && styleOf(node.parentElement).whiteSpace.startsWith("pre");
  return keeps ? node.data : node.data.replace(/\s+/g, " ");
}

/** A text without white space around its lines, and without empty lines. */
const tidy = (text) =>
  text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter(Boolean)
    .join("\n");

export const oneLine = (text) => text.replace(/\s+/g, " ").trim();

/** The visible text of a node in one line. */
export const lineOf = (node, options) => oneLine(textOf(node, options));

/** The text of a heading: that of buttons in it, if it is nothing else. */
export const headingOf = (node) => lineOf(node) || lineOf(node, { buttons: true });
