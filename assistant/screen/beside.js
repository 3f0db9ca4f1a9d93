// Copyright: (c) 2026, the reshare.wms authors
// GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside a field, and is neither its label nor its value: a text or a control that can change what the value means.
import { controlKind, controlsIn, isSecret } from "./kinds.js";
import { labelOf, nameOf } from "./labels.js";
import { shownBy } from "./pictures.js";
import { labelOfRadio } from "./radios.js";
import { beginning, oneLine } from "./text.js";
import { inPlaceholder, tokens, unmarked } from "./tokens.js";
import { isElement, nearest, once, parentOf, roleOf, within } from "./tree.js";
import { readValue, STATE } from "./values.js";
import { isButton, isShown, styleOf } from "./visible.js";

/** A field with its label, and at most so many controls that belong to it. */
const MOST_CONTROLS = 3;
const PARTS_OF_SCREEN = /^(body|dialog|fieldset|form|main|section|table|tbody|td)$/;

/** Set `beside` of the items of fields, and `isState` of the parts that are the state of a switch. parts: of the page (around.js). controls: those of each
 * item. fixed: the texts of those that cannot be edited. */
export function setBeside(parts, controls, fixed) {
  const places = new Map(parts.map(({ node }, at) => [node, at]));
  for (const [item, node] of fixed) {
    const rows = places.has(node) ? below(parts, places.get(node)).map(({ text }) => text) : [];
    const signs = isElement(node) ? signsIn([node, ...node.querySelectorAll("*")]) : [];
    const texts = [...rows, ...signs].filter((text) => text !== "" && text !== item.value);
    if (texts.length > 0) item.beside = [...new Set(texts)].map(beginning);
  }
  for (const [item, own] of controls) {
    const at = places.get(own[0]);
    if (at === undefined) continue;
    const [elements, around] = near(parts, at, own, item.label);
    if (item.control === "switch") for (const part of around) part.isState = STATE.test(part.text);
    const texts = textsBeside(elements, around, own, item);
    if (texts.length > 0) item.beside = texts;
  }
}

function textsBeside(elements, around, own, { label, value }) {
  const values = [value].flat();
  const known = ["", label, ...values, values.join(" "), ...own.map(stateBeside)];
  const texts = [...around.map((part) => partText(part, label)), ...signsIn(elements)];
  return [...new Set(texts)].filter((text) => !known.includes(text)).map(beginning);
}

/** The label of a radio button, and the text of a switch that is a state. */
const stateBeside = (one) => (isRadio(one) ? labelOfRadio(one) : STATE.test(nameOf(one)) ? nameOf(one) : "");
const isRadio = (element) => controlKind(element) === "radio";

/** What a part shows, without the label of the field. */
function partText({ node, text, type }, label) {
  if (inPlaceholder(node)) return "";
  if (type === "text") return unmarked(label ? text.replace(label, "") : text).trim();
  if (!isElement(node) || !controlKind(node) || isRadio(node)) return "";
  const other = labelOf(node).label;
  if (isSecret(node, other)) return "";
  const made = readValue(node);
  return made === null
    ? tokens(node).join(" ")
    : oneLine(`${other.replace(/\s*:$/, "")}: ${[made.value ?? ""].flat().join(", ")}`);
}

/** The elements around a field, and the parts beside it: in the smallest element around it and its label, and on the lines of that; otherwise what follows it on its line. */
function near(parts, at, own, label) {
  const named = [at - 1, at - 2, at + 1].find((index) => isLabel(parts[index], label));
  const isAround = (one) =>
    own.every((control) => within(control, one)) && (named === undefined || within(parts[named].node, one));
  const inner = nearest(parentOf(own[0]), isAround);
  const others = controlsIn(inner).length - own.length;
  const isWide = others >= MOST_CONTROLS;
  if (isWide) return [neighboursOf(own[0]), following(parts, at, own[0].getBoundingClientRect())];
  const box = widened(inner);
  let [from, to] = [at, at];
  while (from > 0 && within(parts[from - 1].node, box)) from -= 1;
  while (to < parts.length - 1 && within(parts[to + 1].node, box)) to += 1;
  // With the fields of others, only what is on the same line, or below them all.
  const lines = (others > 0 ? own[0] : inner).getBoundingClientRect();
  const around = parts.slice(from, to + 1);
  const last = around.findLastIndex(({ type }) => type === "field");
  // What is in a table is about its rows.
  const tables = parts.filter(({ type }) => type === "table").map(({ node }) => node);
  const isOfTable = (one) => tables.includes(one) && !own.some((control) => within(control, one));
  const isNear = ({ node }, index) =>
    !own.includes(node) &&
    nearest(isElement(node) ? node : parentOf(node), isOfTable) === null &&
    (((others <= 0 || index > last) && within(node, inner)) || isOnLine(node, lines));
  return [[inner, ...inner.querySelectorAll("*")], around.filter(isNear)];
}

const neighboursOf = (control) => [control.previousElementSibling, control, control.nextElementSibling].filter(Boolean);

/** What pictures beside a field show, and that something moves there: its value can still change. */
function signsIn(elements) {
  const drawn = elements.filter((one) => hasRoom(one) && isShown(one));
  const own = drawn.filter((one) => nearest(one, isButton) === null);
  return [...own.map(shownBy), drawn.some(isMoving) ? MOVES : ""];
}

/** A sign in a part that is cut off to nothing, or in a transparent one, is not drawn. */
const hasRoom = (one) =>
  one.getClientRects().length > 0 &&
  nearest(one, (around) => {
    const { opacity, overflowY } = styleOf(around);
    return Number(opacity) < 0.1 || (overflowY !== "visible" && around.getBoundingClientRect().height <= 1);
  }) === null;
const MOVES = "a sign that moves";

/** A sign that does not end to move, such as a spinner. */
const isMoving = once((element) => {
  const page = element.ownerDocument.defaultView;
  const styles = [styleOf(element), ...["::before", "::after"].map((name) => page.getComputedStyle(element, name))];
  const isEndless = ({ animationIterationCount, animationName }) =>
    animationName !== "none" && animationIterationCount.includes("infinite");
  return (
    roleOf(element) === "progressbar" ||
    (element.localName === "svg" && element.querySelector("animate, animateTransform") !== null) ||
    styles.some(isEndless)
  );
});

const isLabel = (part, label) => part?.type === "label" || (label !== "" && part?.text?.includes(label) === true);

/** The largest element around a box with the same controls. */
function widened(box) {
  const count = controlsIn(box).length;
  let at = box;
  for (let up = at; up && !PARTS_OF_SCREEN.test(up.localName) && controlsIn(up).length === count; up = parentOf(up))
    at = up;
  return at;
}

/** What stands behind a field up to the next one or its label, on the same line. */
function following(parts, at, line) {
  const rest = parts.slice(at + 1);
  const end = rest.findIndex(({ node, type }) => type !== "text" || !isOnLine(node, line));
  return end < 0 ? rest : rest.slice(0, end);
}

/** What stands behind a text that cannot be edited, up to the next field or its label, in the list or table of both. */
function below(parts, at) {
  const isField = ({ type }) => type === "field";
  const others = [parts.slice(0, at).findLast(isField), parts.slice(at + 1).find(isField)].filter(Boolean);
  const around = nearest(parentOf(parts[at].node), (one) => others.some(({ node }) => within(node, one)));
  const rest = parts.slice(at + 1);
  const end = rest.findIndex(({ type }) => /^(field|heading|label|table)$/.test(type));
  const behind = end < 0 ? rest : rest.slice(0, end);
  return around ? behind.filter(({ node, type }) => type === "text" && within(node, around)) : [];
}

function isOnLine(node, { bottom, top }) {
  const range = node.ownerDocument.createRange();
  range.selectNode(node);
  const drawn = range.getBoundingClientRect();
  const middle = (drawn.top + drawn.bottom) / 2;
  return top <= middle && middle <= bottom;
}
