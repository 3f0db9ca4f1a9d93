// SPDX-License-Identifier: GPL-3.0-or-later
// Which elements are controls.
import { found, nearest, once, parentOf, roleOf } from "./tree.js";
import { isHidden, isShown } from "./visible.js";

const BY_ROLE = {
  checkbox: "switch",
  combobox: "combobox",
  listbox: "listbox",
  radio: "radio",
  searchbox: "ignored",
  slider: "range",
  spinbutton: "range",
  switch: "switch",
  textbox: "editable",
};
const BY_TYPE = {
  button: null,
  checkbox: "switch",
  file: "ignored",
  hidden: null,
  image: null,
  password: "ignored",
  radio: "radio",
  range: "range",
  reset: null,
  search: "ignored",
  submit: null,
};

/**
 * How the value of this element is read: text, select, switch, radio, combobox, listbox, range, editable, output; "ignored" for a control that is
 * never read; null for everything else.
 */
export function controlKind(element) {
  const role = roleOf(element);
  if (element.localName === "select") return "select";
  if (element.localName === "textarea") return role === "combobox" ? role : "text";
  if (element.localName === "input") return ofInput(element, role);
  if (element.localName === "output") return "output";
  if (role in BY_ROLE) return BY_ROLE[role];
  if (element.getAttribute("aria-haspopup") === "listbox") return "combobox";
  return element.isContentEditable && !parentOf(element)?.isContentEditable ? "editable" : null;
}

function ofInput(element, role) {
  // The arrow of a drop-down can be drawn by an input.
  if (role === "presentation" || role === "none") return null;
  if (role === "combobox" && /^(text|search)$/.test(element.type)) return role;
  if (element.type in BY_TYPE) return BY_TYPE[element.type];
  return role === "searchbox" ? BY_ROLE[role] : "text";
}

/** Nobody can change the control now. */
export const isDisabled = (element) =>
  element.matches(":disabled") || nearest(element, (one) => one.getAttribute("aria-disabled") === "true") !== null;

/** Also hidden in the page: a control whose content nobody may copy. */
const SECRET = /pass-?(word|wd|phrase|code)|passwort|secret(?!ar)|one-time-code|\bcc-/i;

export function isSecret(element, label = "") {
  const names = ["autocomplete", "id", "name"].map((name) => element.getAttribute?.(name) ?? "");
  const masked = element.ownerDocument.defaultView.getComputedStyle(element).webkitTextSecurity ?? "none";
  return masked !== "none" || [label, ...names].some((name) => SECRET.test(name));
}

/** The visible controls below a node. */
export const controlsIn = once((node) =>
  found(
    node,
    (one) => controlKind(one) !== null && isShown(one),
    (one) => !isHidden(one),
  ),
);

export const hasControl = (node) => controlsIn(node).length > 0;
