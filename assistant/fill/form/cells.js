// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a cell of a table.

import { hasInk } from "../../screen/ink.js";
import { controlKind, controlsIn, isSecret } from "../../screen/kinds.js";
import { generated, headingOf, isBoxed, textOf, UNSEEN } from "../../screen/text.js";
import { childrenOf, isElement, isText, within } from "../../screen/tree.js";
import { isBlock, isButton, isCutOff, isHidden, isShown } from "../../screen/visible.js";
import { boxOf } from "./comboboxes.js";
import { nameOf, textAfter } from "./labels.js";
import { pictureState } from "./pictures.js";
import { chosenOf, groupOf } from "./radios.js";
import { isToken } from "./tokens.js";
import { isChecked, readValue } from "./values.js";

/** Columns whose buttons are no values. */
const ACTIONS = /^(|actions?|options?|edit|delete|remove|move|order)$/i;

/** Texts and the values of controls, several values with "; " between them. Buttons and labels of controls are left out. */
export function cellText(cell, column) {
  const parts = partsOf(cell);
  const boxes = parts.filter((part) => part.box);
  // Of several check boxes in one cell, the names of the ticked ones are the value.
  const kept = boxes.length > 1 ? parts.flatMap((part) => (part.box ? tickedName(part) : [part])) : parts;
  const text = joined(kept);
  // A value that can be edited after a click is a button.
  return parts.length > 0 || ACTIONS.test(column) ? text : pictureState(cell) || headingOf(cell);
}

const tickedName = ({ box }) => (isChecked(box) ? [{ text: nameOf(box) || textAfter(box) }] : []);

/** The parts of a cell: {text, control, box}. The text of an element is one part, and each value is one. */
function partsOf(cell) {
  const parts = [];
  const read = new Set();
  const boxes = boxesIn(cell);
  const visit = (node) => {
    if (isText(node)) addText(parts, seenIn(node));
    else if (isElement(node) && !isHidden(node)) visitElement(node);
  };
  const visitElement = (node) => {
    if (node !== cell && controlKind(node)) return parts.push(...valuesOf(node, cell, read));
    if (boxes.has(node)) return parts.push(...valuesOf(boxes.get(node), cell, read));
    if (node !== cell && isToken(node)) return parts.push({ text: headingOf(node) });
    if (node !== cell && (isButton(node) || isHandle(node))) return;
    if (node !== cell && isBoxed(node)) return parts.push({ text: headingOf(node) });
    const isItem = node.localName === "li";
    if (isItem && !childrenOf(node).some((one) => isElement(one))) return parts.push({ text: textOf(node) });
    const isLabel = node.localName === "label" && node.control;
    const breaks = node.localName === "br" || (node !== cell && isBlock(node));
    if (breaks) parts.push({ edge: isItem ? "; " : "\n" });
    const start = parts.length;
    addText(parts, generated(node, "::before"));
    for (const child of childrenOf(node)) if (!isLabel || isElement(child)) visit(child);
    addText(parts, generated(node, "::after"));
    if (isCutOff(node)) markCut(parts.slice(start));
    if (breaks) parts.push({ edge: isItem ? "; " : "\n" });
  };
  visit(cell);
  return parts.filter((part) => part.edge || part.text || part.control);
}

/** By which a row can be moved. */
const HANDLE = /^[\u2725\u283f\u22ee\u2630\u2261\u2195\u21c5\u28ff:.\u00b7]+$/;
const isHandle = (one) => one.localName === "a" && HANDLE.test(one.textContent.trim());

/** The inputs of drop-downs, by the elements in which their values are drawn. */
function boxesIn(cell) {
  const inputs = controlsIn(cell).filter((one) => controlKind(one) === "combobox" && one.localName === "input");
  return new Map(inputs.map((one) => [boxOf(one), one]).filter(([box]) => box && box !== cell && within(box, cell)));
}

function markCut(parts) {
  const last = parts.findLast((part) => part.text?.trim() && !part.control);
  if (last && !last.text.endsWith("\u2026")) last.text = `${last.text.trimEnd()}\u2026`;
}

const seenIn = ({ data, parentElement }) =>
  !parentElement || !isShown(parentElement) ? "" : hasInk(parentElement) ? data.replace(/\s+/g, " ") : UNSEEN;

function addText(parts, text) {
  const last = parts.at(-1);
  if (last && "flowing" in last) last.text += text;
  else if (text.trim()) parts.push({ text, flowing: true });
}

/** The values of a control in a cell. */
function valuesOf(element, cell, read) {
  if (!isShown(element) || controlKind(element) === "ignored" || isSecret(element) || read.has(element)) return [];
  if (controlKind(element) === "radio") {
    const group = groupOf(element);
    for (const one of group) read.add(one);
    const isWhole = group.every((one) => within(one, cell));
    return [
      { text: isWhole ? (chosenOf(group).value ?? UNSEEN) : isChecked(element) ? "Yes" : "No", control: "choice" },
    ];
  }
  const { control, value, unread } = readValue(element) ?? {};
  // What cannot be told is cut off, for the recognition.
  if (unread) return [{ text: "\u2026", control: "choice" }];
  if (Array.isArray(value))
    return value.length > 0 ? value.map((text) => ({ text, control })) : [{ text: "", control }];
  return control ? [{ text: value, control, box: control === "switch" ? element : null }] : [];
}

/** A number and its unit, and a text beside a value, are one value; other values are separated. */
function joined(parts) {
  let text = "";
  let edge = "";
  let last = null;
  for (const part of parts) {
    if (part.edge) {
      if (edge !== "; ") edge = part.edge;
      continue;
    }
    const own = part.text.trim();
    if (!own) continue;
    const isOne = !last?.control || !part.control || (last.control === "text" && part.control === "choice");
    const isSeparate = !part.flowing && !part.control ? last !== null : !isOne;
    text += text ? `${isSeparate || edge === "; " ? "; " : edge || " "}${own}` : own;
    last = part;
    edge = "";
  }
  return text;
}
