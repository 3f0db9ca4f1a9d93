// SPDX-License-Identifier: GPL-3.0-or-later
// The value of a control as a person sees it.
import { controlKind, controlsIn, isSecret } from "./kinds.js";
import { headingOf, lineOf, oneLine, textOf } from "./text.js";
import { childrenOf, found, isCell, isElement, nearest, parentOf, referenced, roleOf } from "./tree.js";
import { isButton, isHidden, isShown } from "./visible.js";

/** {control, value} of a control, or null if it has no value of its own. Fields are read from groups of radio buttons: see radios.js. */
export function readValue(element) {
  const kind = controlKind(element);
  if (kind === "ignored" || isSecret(element)) return null;
  return READERS[kind](element);
}

const READERS = {
  combobox: ofCombobox,
  editable: (element) => ({ control: "text", value: textOf(element) }),
  listbox: ofListbox,
  output: (element) => ({ control: "static", value: textOf(element) }),
  radio: ofTick,
  range: ofRange,
  select: ofSelect,
  switch: ofTick,
  text: (element) => ({ control: "text", value: entered(element) }),
};

/** What was typed, with its line breaks. */
const entered = (element) => element.value.replace(/\r\n?/g, "\n").trim();

/** Yes or No; null if it is neither. */
function isTicked(element) {
  const state = element.localName === "input" ? element.checked : element.getAttribute("aria-checked");
  if (element.indeterminate || state === "mixed") return null;
  return state === true || state === "true" ? "Yes" : "No";
}

function ofTick(element) {
  return { control: "switch", value: isTicked(element) ?? "Mixed" };
}

export const isChecked = (element) => isTicked(element) === "Yes";

function ofSelect(select) {
  const chosen = [...select.selectedOptions].map((option) => oneLine(option.label));
  if (select.multiple) return { control: "choices", value: chosen };
  return { control: "choice", value: chosen[0] ?? "", ...place(chosen, select) };
}

const place = (chosen, { length, selectedIndex }) =>
  chosen.length > 0 ? { option: selectedIndex, options: length } : { options: length };

function ofRange(element) {
  const value = element.localName === "input" ? element.value : null;
  const shown = element.getAttribute("aria-valuetext") ?? value ?? element.getAttribute("aria-valuenow");
  return { control: "text", value: shown ?? textOf(element) };
}

/** A visible list. One that a combobox opens is part of it. */
function ofListbox(element) {
  const opens = `[aria-controls~="${CSS.escape(element.id)}"], [aria-owns~="${CSS.escape(element.id)}"]`;
  if (element.id && element.getRootNode().querySelector(opens)) return null;
  const options = found(
    element,
    (one) => roleOf(one) === "option",
    (one) => !isHidden(one),
  );
  const isChosen = (one) => [one.getAttribute("aria-selected"), one.getAttribute("aria-checked")].includes("true");
  const chosen = options.filter(isChosen).map((one) => lineOf(one));
  const isMultiple = element.getAttribute("aria-multiselectable") === "true";
  return isMultiple ? { control: "choices", value: chosen } : { control: "choice", value: chosen[0] ?? "" };
}

// ----------------------------------------------------------------------------------- comboboxes of component libraries

function ofCombobox(element) {
  const inner = controlsIn(element).find((one) => /^(text|combobox|select|editable)$/.test(controlKind(one)));
  if (inner && /^(select|editable)$/.test(controlKind(inner))) return { ...readValue(inner), control: "choice" };
  const input = element.localName === "input" ? element : inner;
  const chips = tokens(input ? (boxOf(input) ?? element) : element);
  if (chips.length > 0) return { control: "choices", value: chips };
  if (input && entered(input)) return { control: "choice", value: entered(input) };
  return { control: "choice", value: shownIn(input === element ? boxOf(element) : element, input) };
}

/** The text in a combobox, without that of its arrow. */
function shownIn(box, input) {
  if (!box) return "";
  const described = input ? referenced(input, "aria-describedby") : [];
  const named = input ? [...referenced(input, "aria-labelledby"), ...(input.labels ?? [])] : [];
  const without = (one) => isPlaceholder(one) || described.includes(one) || named.includes(one) || isAside(one, input);
  return lineOf(box, { without }).replace(/\s*[\u2304\u25b4-\u25bf\u2715\u00d7]+$/u, "");
}

const isPlaceholder = (element) => /placeholder/i.test(`${element.id} ${element.getAttribute("class") ?? ""}`);

/** A text above or below the input is a label or a hint, not its value. */
function isAside(element, input) {
  if (!input || childrenOf(element).some((one) => isElement(one))) return false;
  const [one, other] = [element.getBoundingClientRect(), input.getBoundingClientRect()];
  return one.height > 0 && (one.bottom <= other.top || one.top >= other.bottom);
}

/** The smallest element around an input that has a text, if that is no other control's: where its value is drawn. */
export function boxOf(input) {
  let at = parentOf(input);
  for (let height = 0; at && height < 4; height += 1, at = parentOf(at)) {
    if (/^(td|th|tr|li|label|fieldset|form|body)$/.test(at.localName) && height > 0) return null;
    if (controlsIn(at).some((one) => one !== input)) return null;
    if (tokens(at).length > 0) return at;
    if (lineOf(at, { without: isPlaceholder })) return holdsLabel(at, input) ? null : at;
  }
  return null;
}

/** The label of the input is, or could be, in that element, so that its text is not only the value. */
function holdsLabel(element, input) {
  const named = [...referenced(input, "aria-labelledby"), ...(input.labels ?? [])];
  if (named.length > 0) return named.some((one) => element.contains(one));
  return !input.hasAttribute("aria-label") && !nearest(input, isCell) && !isBehindText(element, input);
}

/** A text is drawn where the input is, as its value. A label is beside the input. */
function isBehindText(element, input) {
  const place = input.getBoundingClientRect();
  const texts = found(element, (one) => lineOf(one) !== "" && found(one, (inner) => lineOf(inner) !== "").length === 0);
  return texts.some((one) => {
    const box = one.getBoundingClientRect();
    return box.left <= place.left && place.left < box.right && box.top < place.bottom && place.top < box.bottom;
  });
}

const CHIPS =
  "badge chip pill tag token multi-?value selection-choice selection__choice selected-?item overflow-item".split(" ");
const CHIP = new RegExp(`(^|[-_])(${CHIPS.join("|")})(-root|-item)?$`, "i");

/** The texts of the chips in an element. */
export function tokens(element) {
  const chips = found(element, isToken, (one) => !isHidden(one));
  return chips.map((one) => headingOf(one)).filter(Boolean);
}

/** A chip by its class, or an entry that a button removes. */
export function isToken(element) {
  const classes = (element.getAttribute("class") ?? "").split(/\s+/);
  if (classes.some((name) => CHIP.test(name.replace(/([a-z])([A-Z])/g, "$1-$2"))))
    return lineOf(element, { buttons: true }) !== "";
  if (controlKind(element) || isButton(element)) return false;
  const removes = childrenOf(element).filter((one) => isElement(one) && isButton(one) && isShown(one));
  return removes.length === 1 && REMOVES.test(nameOrText(removes[0])) && lineOf(element) !== "";
}

const REMOVES = /^([\u00d7\u2715xX]|(remove|delete|clear|deselect|unselect)\b.*)$/iu;
const nameOrText = (button) => oneLine(button.getAttribute("aria-label") ?? button.title ?? "") || headingOf(button);
