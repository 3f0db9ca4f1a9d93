// SPDX-License-Identifier: GPL-3.0-or-later
// The value of a control as a person sees it.

import { hasGround, hasInk, inkOf } from "../../screen/ink.js";
import { controlKind, controlsIn, isSecret } from "../../screen/kinds.js";
import { lineOf, oneLine, textOf } from "../../screen/text.js";
import { nearest, outermost, roleOf } from "../../screen/tree.js";
import { isDrawnBeside, isHidden, styleOf } from "../../screen/visible.js";
import { entered, INHERITED, NOT_SHOWN, ofCombobox } from "./comboboxes.js";
import { tokens } from "./tokens.js";

/** {control, value, option, options} of a control, or null if it has no value of its own. unread: why its value cannot be told. Fields are read from groups of radio buttons: see radios.js. */
export function readValue(element) {
  const kind = controlKind(element);
  if (kind === "ignored" || isSecret(element)) return null;
  const made = READERS[kind](element);
  return /^(text|select|range)$/.test(kind) && made.value?.length > 0 && !hasInk(element) && !isDrawnBeside(element)
    ? { unread: NOT_SHOWN }
    : made;
}

const READERS = {
  combobox: (element) => ofCombobox(element, readValue),
  editable: ofEditable,
  listbox: ofListbox,
  output: (element) => ({ control: "static", value: textOf(element, { marks: true }) }),
  radio: ofTick,
  range: ofRange,
  select: ofSelect,
  switch: ofTick,
  text: ofText,
};

/** A text, or the chips before it in the box that is drawn around both. */
function ofText(element) {
  const box = nearest(element, isFramed);
  const chips = box && box !== element && controlsIn(box).every(isOfChips) ? tokens(box) : [];
  if (chips.length === 0) return { control: "text", value: entered(element) };
  return entered(element) ? { unread: NOT_SHOWN } : { control: "choices", value: chips };
}
const isFramed = (element) => styleOf(element).borderBottomStyle !== "none" || hasGround(element);
const isOfChips = (control) => /^(listbox|text)$/.test(controlKind(control));

/** What is paler than a text that was typed can be a hint. */
const PALE = 0.6;

function ofEditable(element) {
  const isPaleText = (one) => one.textContent.trim() !== "" && inkOf(one) < PALE;
  return isPaleText(element) || outermost(element, isPaleText, (one) => !isHidden(one)).length > 0
    ? { unread: "a text that can be a hint" }
    : { control: "text", value: textOf(element) };
}

/** Yes or No; null if it is neither. */
function isTicked(element) {
  const state =
    element.localName === "input"
      ? element.checked
      : (element.getAttribute("aria-checked") ?? element.getAttribute("aria-pressed"));
  if (element.indeterminate || state === "mixed") return null;
  return state === true || state === "true" ? "Yes" : "No";
}

/** A text that is the state of a switch, not its label; and one whose tick would mean the opposite. */
const OFF = "off|no|disabled?|inactive|nein|aus|uit|nee|non";
const oneOf = (words) => new RegExp(`^(${words})$`, "i");
export const STATE = oneOf(`on|yes|enabled?|active|ja|ein|an|aan|oui|s[i\u00ed\u00ec]|${OFF}`);
export const OPPOSITE = oneOf(OFF);

function ofTick(element) {
  const states = ["aria-checked", "aria-pressed"].some((name) => element.hasAttribute(name));
  if (element.localName !== "input" && !states) return { unread: "a tick that is only drawn" };
  const state = roleOf(element) === "switch" ? lineOf(element, { buttons: true }) : "";
  if (STATE.test(state) && OPPOSITE.test(state) === isChecked(element))
    return { unread: "a switch whose text is not its state" };
  return { control: "switch", value: isTicked(element) ?? "Mixed" };
}

export const isChecked = (element) => isTicked(element) === "Yes";

function ofSelect(select) {
  const chosen = [...select.selectedOptions].map((option) => oneLine(option.label));
  if (select.multiple) return { control: "choices", value: chosen };
  return { control: "choice", value: isUnchosen(select) ? "" : (chosen[0] ?? ""), ...chosenOption(chosen, select) };
}

/** Whether the first option is chosen, and is the only one that is sent as blank. */
const isUnchosen = ({ options, selectedIndex }) =>
  selectedIndex === 0 &&
  !INHERITED.test(options[0].label) &&
  [...options].filter((one) => one.getAttribute("value") === "").indexOf(options[0]) === 0 &&
  [...options].filter((one) => one.value === "").length === 1;

const chosenOption = (chosen, { length, selectedIndex }) =>
  chosen.length > 0 ? { option: selectedIndex, options: length } : { options: length };

function ofRange(element) {
  const value = element.localName === "input" ? element.value : null;
  const shown = element.getAttribute("aria-valuetext") ?? value ?? element.getAttribute("aria-valuenow");
  return { control: "text", value: shown ?? textOf(element) };
}

/** A visible list. One that a combobox opens is part of it, and one of chips that are not marked part of their box. */
function ofListbox(element) {
  const opens = `[aria-controls~="${CSS.escape(element.id)}"], [aria-owns~="${CSS.escape(element.id)}"]`;
  if (element.id && element.getRootNode().querySelector(opens)) return null;
  const options = outermost(
    element,
    (one) => roleOf(one) === "option",
    (one) => !isHidden(one),
  );
  if (options.length === 0 && lineOf(element) !== "") return { unread: "a list whose entries are not shown" };
  const states = (one) => ["aria-selected", "aria-checked"].some((name) => one.hasAttribute(name));
  if (options.length > 0 && !options.some(states)) return { unread: "a list that does not state what is chosen" };
  const isChosen = (one) => [one.getAttribute("aria-selected"), one.getAttribute("aria-checked")].includes("true");
  const chosen = options.filter(isChosen).map((one) => lineOf(one));
  if (chosen.length === 0 && tokens(element).length > 0) return null;
  const isMultiple = element.getAttribute("aria-multiselectable") === "true" || chosen.length > 1;
  return isMultiple ? { control: "choices", value: chosen } : { control: "choice", value: chosen[0] ?? "" };
}
