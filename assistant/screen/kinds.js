// SPDX-License-Identifier: GPL-3.0-or-later
// Which elements are controls.
import { childrenOf, isElement, labelsOf, nearest, once, parentOf, referenced, roleOf, within } from "./tree.js";
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
  if (element.matches(PRESSED)) return isOneOfSeveral(element) ? "radio" : "switch";
  if (role in BY_ROLE && !(role === "listbox" && element.matches(DROPS))) return BY_ROLE[role];
  if (role === "listbox" || element.getAttribute("aria-haspopup") === "listbox")
    return isArrow(element) ? null : "combobox";
  if (element.matches(OPENS) && isLabelled(element)) return "combobox";
  return element.isContentEditable && !parentOf(element)?.isContentEditable ? "editable" : null;
}

/** A list that opens when it is pressed is a drop-down. */
const DROPS = "[aria-haspopup], [aria-expanded]";

/** Buttons that are switches. Those that open a part of the page can have aria-pressed, too. */
const PRESSED = "[aria-pressed]:not([aria-controls], [aria-expanded])";

/** Whether it is one of several such buttons beside each other, of which one is pressed. */
const isOneOfSeveral = (element) => element.parentElement?.querySelectorAll(`:scope > ${PRESSED}`).length > 1;

function ofInput(element, role) {
  // The arrow of a drop-down can be drawn by an input.
  if (/^(presentation|none|button)$/.test(role)) return null;
  const isList = role === "combobox" || element.getAttribute("aria-haspopup") === "listbox";
  if (isList && /^(text|search)$/.test(element.type)) return "combobox";
  if (element.type in BY_TYPE) return BY_TYPE[element.type];
  return role === "searchbox" ? BY_ROLE[role] : "text";
}

/** Whether it is the arrow button beside the element that is the drop-down itself. */
const isArrow = (element) =>
  !element.textContent.trim() &&
  [...(element.parentElement?.querySelectorAll("input[aria-haspopup=listbox], [role=combobox]") ?? [])].some(
    (one) => one !== element,
  );

/** A button that opens a menu or a part of the page. If it has a label, its text is what was chosen. */
const OPENS = "button:is([aria-haspopup], [aria-expanded])";

/** Whether a button has a label of its own, or alone follows one. */
const isLabelled = once((button) => {
  const [text, label] = [button.textContent.trim(), labelsOf(button)[0]];
  if (!text || button.closest("h1,h2,h3,h4,h5,h6,[role=heading],[role=toolbar]")) return false;
  if (label || referenced(button, "aria-labelledby").some((one) => !within(one, button))) return true;
  let box = button;
  while (parentOf(box)?.textContent?.trim() === text) box = parentOf(box);
  const before = box.previousElementSibling;
  return before !== null && !box.nextElementSibling && before.matches("label,:has(>label:only-child),[class*=label i]");
});

/** Whether nobody can change the control now. */
export const isDisabled = (element) =>
  element.matches(":disabled") || nearest(element, (one) => one.getAttribute("aria-disabled") === "true") !== null;

/** The names of controls whose content must not be copied, even if the page hides them. */
const SECRET = /pass-*(word|wd|phrase|code)|passwort|secret(?!ar)|one-time-code|\bcc-/i;

export function isSecret(element, label = "") {
  // Component libraries set such an autocomplete on drop-downs, to prevent suggestions of the browser.
  const hinted = controlKind(element) === "combobox" ? [] : ["autocomplete"];
  const names = [...hinted, "id", "name"].map((name) => element.getAttribute?.(name) ?? "");
  const masked = element.ownerDocument.defaultView.getComputedStyle(element).webkitTextSecurity ?? "none";
  return masked !== "none" || [label, ...names].some((name) => SECRET.test(name));
}

/** The visible controls below a node. */
export const controlsIn = once((node) =>
  childrenOf(node)
    .filter((one) => isElement(one) && !isHidden(one))
    .flatMap((one) => (controlKind(one) !== null && isShown(one) ? [one] : controlsIn(one))),
);

export const hasControl = (node) => controlsIn(node).length > 0;
