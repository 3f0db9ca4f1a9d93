// SPDX-License-Identifier: GPL-3.0-or-later
// The label of a control: its accessible name, otherwise the text that stands beside it.

import { controlKind, controlsIn, hasControl } from "../../screen/kinds.js";
import { accessibleName, namedBy } from "../../screen/names.js";
import { headingOf, isSubtitle, lineOf, oneLine } from "../../screen/text.js";
import {
  childrenOf,
  isCell,
  isElement,
  isText,
  labelsIn,
  labelsOf,
  nearest,
  once,
  outermost,
  parentOf,
  roleOf,
  within,
} from "../../screen/tree.js";
import { isBlock, isButton, isHidden } from "../../screen/visible.js";
import { boxOf, isFieldLabel } from "./comboboxes.js";
import { isPlaced, labelBehind, labelOnLine } from "./drawn_labels.js";
import { CURRENCY, UNIT } from "./unit_words.js";
import { isChecked, OPPOSITE, STATE } from "./values.js";

/** The labels of the controls that were read, because a unit's drop-down has that of the number before it. */
const labels = new WeakMap();

/** The label of a control, and that of its row if it is another one. opposite: the state of which it is unclear what a tick means. */
export const labelOf = once((control) => {
  const kind = controlKind(control);
  const named = stated(control, kind);
  const own = (kind === "switch" && (otherLabel(control, named) || withoutState(control, named))) || named;
  // The switch of a limit belongs to what stands before it, with or without a number.
  // *Enable* can be its label, below the name of a part.
  const isState = isStateOnly(own);
  const isOfRow =
    kind === "switch" && (/limit/i.test(own) || (isState && !labelsOf(control).some((one) => one.contains(control))));
  const row = rowLabel(control) || (isOfRow ? textBefore(control, kind) : "");
  // The text before an input of a combobox in the same cell can be its value.
  const start = kind === "combobox" && control.localName === "input" ? (boxOf(control) ?? control) : control;
  const beside =
    own || (kind === "combobox" && row)
      ? ""
      : isPlaced(control)
        ? labelOnLine(control, labelOf)
        : labelBehind(control) || textBeside(start, kind);
  const label = own || beside || row || hint(control);
  const isUnnamed = kind === "switch" && STATE.test(label);
  const opposite = isUnnamed && OPPOSITE.test(label) ? label : "";
  const made =
    isUnnamed && row ? { label: row, row: "", opposite } : { label, row: row === label ? "" : row, opposite };
  labels.set(control, made.label);
  return made;
});

/** The name of a switch without the state that it ends with, as it is drawn in the switch. */
function withoutState(control, name) {
  const [, label, state] = name.match(/^(.+) (\S+)$/) ?? [];
  return (
    STATE.test(state) && control.textContent.includes(state) && OPPOSITE.test(state) !== isChecked(control) && label
  );
}

/** A text that can only be the state of a switch, or its tick. */
const isStateOnly = (text) =>
  text !== "" && ((STATE.test(text) && !/^(enab|act)/i.test(text)) || !/[\p{L}\p{N}]/u.test(text));

/** The label of a switch beside the one that is its state. */
function otherLabel(control, name) {
  const texts = labelsOf(control).map((one) => lineOf(one));
  return [name, ...texts].some(isStateOnly) ? texts.find((text) => text && !isStateOnly(text)) : undefined;
}

/** The same for an element without a name. other: a text that is no label. */
export function labelBeside(element, other) {
  const row = rowLabel(element);
  const text = labelBehind(element) || textBefore(element);
  const label = text && text !== other ? text : row;
  return { label, row: row === label ? "" : row };
}

/** The accessible name, unless it contains only a value or a hint. */
export function nameOf(element) {
  const references = namedBy(element);
  const isValue = (one) => controlKind(element) !== null && within(one, element);
  if (references.some((one) => isValue(one) || hasControl(one))) {
    const others = references.filter((one) => !isValue(one));
    return oneLine(others.map((one) => one.getAttribute("aria-label") ?? headingOf(one)).join(" "));
  }
  // The state of a switch can stand beside its label as a part of its name.
  const named = references.filter((one) => !STATE.test(lineOf(one)));
  if (named.length > 0 && named.length < references.length) return named.map((one) => headingOf(one)).join(" ");
  const around = labelsOf(element);
  if (references.length === 0 && around.some((label) => controlsIn(label).some((one) => one !== element))) {
    return oneLine(around.map((label) => lineOf(label)).join(" "));
  }
  if (references.length === 0 && around.length === 1) return nameIn(around[0], element) || accessibleName(element);
  return accessibleName(element);
}

/** The text of a label, if it is not all of its name: it can have the value of a drop-down in it, or the state of a switch. */
function nameIn(label, control) {
  const kind = controlKind(control);
  if (kind === "combobox" && within(control, label)) {
    const [own] = outermost(label, isFieldLabel);
    const box = boxOf(control);
    return own ? headingOf(own) : box ? lineOf(label, { without: (one) => one === box }) : "";
  }
  if (kind !== "switch") return "";
  const states = outermost(label, (one) => STATE.test(lineOf(one))).filter((one) => lineOf(one) !== lineOf(label));
  const isShownState = (one) => OPPOSITE.test(lineOf(one)) !== isChecked(control);
  const rest = (those) => lineOf(label, { without: (one) => those.includes(one) });
  // The first of "Enable" and "Active" is the label.
  return states.some(isShownState) ? rest(states) || rest(states.slice(1)) : "";
}

/** The label whose `for` names the element around a control, of a component that has no native control. */
function labelOfBox(control) {
  if (namedBy(control).length > 0 || labelsOf(control).length > 0 || control.hasAttribute("aria-label")) return "";
  const label = (one) => one.id && (labelsIn(one.getRootNode()).get(one.id) ?? []).find((other) => !other.control);
  let height = 0;
  const box = nearest(control, (one) => {
    height += 1;
    return height > MOST_ABOVE || (label(one) && controlsIn(one).every((other) => within(other, control)));
  });
  return box && height <= MOST_ABOVE ? headingOf(label(box)) : "";
}
const MOST_ABOVE = 4;

function stated(control, kind) {
  const ofBox = labelOfBox(control);
  if (ofBox) return ofBox;
  const explicit =
    ["aria-label", "aria-labelledby"].some((name) => control.hasAttribute(name)) || labelsOf(control).length > 0;
  const name = nameOf(control);
  if (!explicit) {
    // The content of a button that opens a list is its value; titles and placeholders are less than a visible text.
    const inner = kind === "combobox" ? controlsIn(control)[0] : null;
    if (inner && controlKind(inner) === kind && nameOf(inner)) return nameOf(inner);
    if (kind === "combobox" || [hint(control), oneLine(control.title ?? "")].includes(name)) return hostName(control);
    if (kind === "switch" && STATE.test(name)) return "";
  }
  return name || hostName(control);
}

/** The name of the custom element around a control. */
function hostName(control) {
  const host = control.getRootNode().host;
  if (!host) return "";
  const name = host.hasAttribute("aria-label") || host.hasAttribute("aria-labelledby") ? nameOf(host) : "";
  return (
    name || oneLine(host.getRootNode().querySelector(`label[for="${CSS.escape(host.id || " ")}"]`)?.textContent ?? "")
  );
}

const hint = (control) => oneLine(control.title || control.getAttribute("placeholder") || "");

// ------------------------------------------------------------------------------------------------- the text beside

function textBeside(control, kind) {
  const isTicked = kind === "switch" || kind === "radio";
  return (isTicked && textAfter(control)) || textBefore(control, kind);
}

const EDGES = new Set("body|dialog|dd|fieldset|form|li|main|section|table|tbody|tr|ul|ol".split("|"));
const GROUPS = new Set(["dialog", "group", "radiogroup", "region", "row", "tabpanel"]);

/** Texts outside of this element belong to something else. */
const isEdge = (element) =>
  isCell(element) || EDGES.has(element.localName) || (GROUPS.has(roleOf(element)) && !isPlainGroup(element));

/** A group without a name, as of a number and its unit. */
const isPlainGroup = (element) =>
  roleOf(element) === "group" && !element.hasAttribute("aria-label") && !element.hasAttribute("aria-labelledby");

export const isHeading = (element) => /^h[1-6]$/.test(element.localName) || roleOf(element) === "heading";

/** The nearest text before a control, up to the control before it. */
function textBefore(control, kind) {
  for (let at = control; at; at = parentOf(at)) {
    if (at !== control && (isEdge(at) || isFrame(at))) return at.localName === "dd" ? termOf(at) : "";
    const before = siblings(at).before;
    const text = runBefore(before.reverse(), kind);
    if (text !== null) return text;
  }
  return "";
}

/** The text that ends a list of nodes, given from its end; null without one. */
function runBefore(nodes, kind) {
  const run = [];
  for (const node of nodes) {
    if (isElement(node)) {
      if (isHidden(node)) continue;
      if (isHeading(node)) return run.length > 0 ? run.join(" ") : "";
      if (kind === "text" && node.localName === "label" && hasControl(node) && /limit/i.test(lineOf(node))) continue;
      const controls = controlKind(node) ? [node] : controlsIn(node);
      if (controls.length > 0) return ofUnit(run.join(" "), controls.at(-1)) || shared(node, controls.at(-1), kind);
      if (run.length > 0 && (isBlock(node) || node.localName === "br")) return run.join(" ");
    }
    const text = besideOf(node);
    if (text) run.unshift(text);
    if (text && isElement(node) && isBlock(node)) return run.join(" ");
  }
  return run.length > 0 ? run.join(" ") : null;
}

/** The text behind another control; if that is the unit of a number, what follows is a further part of the same value. */
const ofUnit = (text, control) =>
  UNIT.test(text) && controlKind(control) === "text" ? (labels.get(control) ?? text) : text;

/** The label of a drop-down directly after a number: that of the number. Otherwise the text between them. */
function shared(node, control, kind) {
  const isList = (one) => one === "select" || one === "combobox";
  const isUnit = isList(kind) && controlKind(control) === "text";
  // A number directly after a unit is a further part of the same value.
  const isFurther = kind === "text" && isList(controlKind(control)) && UNIT.test(readShown(control));
  // In a block of its own, the text behind a control belongs to that control.
  if (node !== control && !isBlock(node)) {
    const between = textBehind(node, control);
    if (between) return between;
  }
  return isUnit || isFurther ? (labels.get(control) ?? "") : "";
}

const readShown = (control) =>
  control.localName === "select" ? oneLine(control.selectedOptions[0]?.label ?? "") : lineOf(control);

/** The text in a container behind the last control in it. */
function textBehind(container, control) {
  const texts = [];
  for (let at = control; at !== container && at; at = parentOf(at)) {
    texts.push(...siblings(at).after.map(besideOf));
  }
  return oneLine(texts.join(" "));
}

/** The text directly after a check box or radio button. */
export function textAfter(control) {
  for (let at = control; at && (at === control || !isEdge(at)); at = parentOf(at)) {
    const run = [];
    for (const node of siblings(at).after) {
      if (isElement(node) && (endsText(node) || (run.length > 0 && isBlock(node)))) return run.join(" ");
      const text = besideOf(node);
      if (text) run.push(text);
    }
    if (run.length > 0) return run.join(" ");
    // In a block with a text before it, what follows the block is about something else.
    const parent = parentOf(at);
    if (parent && isBlock(parent) && siblings(at).before.some((node) => besideOf(node))) return "";
  }
  return "";
}

const endsText = (element) =>
  isHeading(element) || element.localName === "br" || controlKind(element) !== null || hasControl(element);

/** The text of a node beside a control. That of a button is no label, nor is a currency. */
function besideOf(node) {
  const isSeen = isElement(node) && !isHidden(node) && !isButton(node);
  const text = isText(node) ? oneLine(node.data) : isSeen ? lineOf(node, { without: isSubtitle }) || lineOf(node) : "";
  return CURRENCY.test(text) ? "" : text;
}

function siblings(node) {
  const parent = parentOf(node);
  const nodes = parent ? childrenOf(parent) : [node];
  const at = nodes.indexOf(node);
  return { before: nodes.slice(0, Math.max(at, 0)), after: nodes.slice(at + 1) };
}

const isFrame = (element) => element.localName === "iframe" || element.localName === "frame";

/** The term of a definition. */
export function termOf(definition) {
  let at = definition;
  while (at && at.localName !== "dt") at = at.previousElementSibling;
  return at ? lineOf(at) : "";
}

// ------------------------------------------------------------------------------------------------- tables for layout

/** The label of the row of a layout table in which a control is, or of the row around that table. */
function rowLabel(control) {
  for (let cell = nearest(control, isCell); cell; cell = nearest(parentOf(cell), isCell)) {
    const label = labelOfCell(control, cell);
    if (label !== null) return label;
  }
  return "";
}

/** The label of a cell with a control; null if it can be that of the cell around its table. */
function labelOfCell(control, cell) {
  const cells = siblings(cell).before.filter((one) => isElement(one) && isCell(one) && !isHidden(one));
  const text = cells
    .filter((one) => !hasControl(one))
    .map((one) => lineOf(one))
    .findLast(Boolean);
  if (text) return text;
  const isLeft = cells.every((one) => !lineOf(one));
  return (isLeft && (tickedLabel(control, cell) || labelAbove(cell))) || null;
}

/** The cell after a check box. */
function tickedLabel(control, cell) {
  const next =
    controlKind(control) === "switch" ? siblings(cell).after.find((one) => isElement(one) && isCell(one)) : null;
  return next && !hasControl(next) ? lineOf(next) : "";
}

/** The cell above, if the whole row above has no control and this row nothing else. */
function labelAbove(cell) {
  const row = cell.parentElement;
  const above = row?.previousElementSibling;
  if (!above || hasControl(above) || [...row.children].some((one) => !hasControl(one) && lineOf(one))) return "";
  const label = above.children[[...row.children].indexOf(cell)];
  return label && above.children.length === row.children.length ? lineOf(label) : "";
}
