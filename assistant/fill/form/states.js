// SPDX-License-Identifier: GPL-3.0-or-later
// What the screen shows about a control beside its value: by attributes, or by a class of it or of what is drawn around it.

import { controlKind, controlsIn, isDisabled } from "../../screen/kinds.js";
import { lineOf } from "../../screen/text.js";
import { classesOf, labelsOf, nearest, once, outermost, parentOf, roleOf, withWord } from "../../screen/tree.js";
import { isButton, isHidden, strikes, styleOf } from "../../screen/visible.js";
import { listBehind } from "./comboboxes.js";
import { labelOf } from "./labels.js";

/** The states of a control, by their names in a capture. A script of the page marks the hidden list that a drop-down draws. */
export function statesOf(control) {
  const list = controlKind(control) === "combobox" ? listBehind(control) : null;
  const marked = [control, ...(list && isHidden(list) ? [list] : [])].map((one) => [one, classesAround(one)]);
  return Object.keys(STATES).filter((name) => marked.some((one) => STATES[name](...one)));
}

const says = (control, name) => control.getAttribute(`aria-${name}`) === "true";

const CLASSES = {
  // Vuetify and Material Design Lite call a field with a value dirty.
  changed: /^(?!v-).*(?<![^-_])(dirty|modified|unsaved)([-_]|$)/i,
  disabled: /(^|[-_])(disabled|inherited|default-*value)$/i,
  invalid: /(^|(?<!show)[-_])(invalid|(has|is|status)-(error|danger))([-_]|$)|^mui-error$|^dijit\w*error$/i,
  readonly: withWord("read-*only"),
  required: /(^|[-_])required$/i,
};
const has = (classes, name) => classes.some((one) => CLASSES[name].test(one));

const STATES = {
  disabled: (control, classes) => isDisabled(control) || has(classes, "disabled") || isFaint(control),
  readonly: (control, classes) => isReadOnly(control) || has(classes, "readonly"),
  required: (control, classes) => control.required === true || says(control, "required") || has(classes, "required"),
  invalid: (control, classes) =>
    says(control, "invalid") || control.matches(":user-invalid") || isInvalid(classes) || hasError(control),
  changed: (control, classes) =>
    (isChanged(control) && isSentFilled(control)) || has(classes, "changed") || isBeingEdited(control),
};

/** What is drawn as if it did not count: pale, or struck through as its label can be. A control that is transparent is drawn by others. */
const isFaint = (control) =>
  nearest(control, (one) => isPale(one) || strikes(one)) !== null || labelsOf(control).some(strikes);
const isPale = (element) => {
  const opacity = Number(styleOf(element).opacity);
  return opacity >= 0.1 && opacity < 0.7;
};

/** The input of a drop-down in which nobody can type is not read-only by that. */
const isReadOnly = (control) =>
  says(control, "readonly") || (control.readOnly === true && controlKind(control) === "text");

/** Angular marks a blank required field from the start, but shows it only after it was touched. */
function isInvalid(classes) {
  const isAngular = classes.includes("ng-invalid");
  return (
    has(isAngular ? classes.filter((one) => one !== "ng-invalid") : classes, "invalid") ||
    (isAngular && classes.includes("ng-touched"))
  );
}

/** Whether it has another value than the one with which the page came. */
function isChanged(control) {
  const { defaultValue, options, type, value } = control;
  if (type === "checkbox" || type === "radio") return control.defaultChecked && !control.checked;
  if (options) return [...options].some((one) => one.defaultSelected && !one.selected);
  return Boolean(defaultValue) && controlKind(control) !== "range" && defaultValue !== value;
}

/** Whether a value is edited in its place: with a button that confirms it alone, and one that does not. */
function isBeingEdited(control) {
  const box = parentOf(control);
  if (controlKind(control) !== "text" || !box || controlsIn(box).length > 1) return false;
  const names = outermost(box, isButton, (one) => !isHidden(one)).map((one) => lineOf(one, { buttons: true }));
  return names.some((name) => CONFIRMS.test(name)) && names.some((name) => CANCELS.test(name));
}
const CONFIRMS = /^(\u2713|\u2714|ok)$/i;
const CANCELS = /^(\u2715|\u2717|\u2718|\u00d7|cancel)$/i;

/** Whether the page came with its values: a text field still has its own. A script that fills in a form leaves others in all of them. */
const isSentFilled = (control) => hasSentTexts(control.ownerDocument.documentElement);

const hasSentTexts = once((root) =>
  controlsIn(root).some((one) => controlKind(one) === "text" && one.defaultValue && one.defaultValue === one.value),
);

/** A message beside it says what is wrong. */
const ERROR = /(^|[-_])(error|invalid)(-*(text|message|feedback))?$/i;
const hasError = (control) => parentOf(control) !== null && errorsIn(parentOf(control)).some((one) => one !== control);

const errorsIn = once((parent) =>
  [...(parent.children ?? [])].filter(
    (one) =>
      (roleOf(one) === "alert" ||
        classesOf(one)
          .split(/\s+/)
          .some((name) => ERROR.test(name))) &&
      !isHidden(one) &&
      lineOf(one) !== "",
  ),
);

/** The classes of a control, and of the elements around it alone. */
function classesAround(control) {
  const found = [];
  for (let at = control, height = 0; at?.getAttribute && height < 5; at = parentOf(at), height += 1) {
    if (at !== control && controlsIn(at).some((one) => labelOf(one).label !== labelOf(control).label)) break;
    const own = classesOf(at).split(/\s+/).filter(Boolean);
    found.push(...(own.some((name) => name.startsWith("mdl-")) ? own.filter((name) => name !== "is-dirty") : own));
  }
  return found;
}
