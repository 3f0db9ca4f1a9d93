// SPDX-License-Identifier: GPL-3.0-or-later
// The value of a drop-down that a component library draws: the text that it shows as its value, and only that.
import { hasInk } from "../../screen/ink.js";
import { controlKind, controlsIn } from "../../screen/kinds.js";
import { lineOf, oneLine, textRects } from "../../screen/text.js";
import {
  childrenOf,
  classesOf,
  hyphenated,
  isCell,
  isElement,
  labelsOf,
  nearest,
  once,
  outermost,
  parentOf,
  referenced,
  within,
  withWord,
} from "../../screen/tree.js";
import { isButton, isHidden, styleOf } from "../../screen/visible.js";
import { isPlaceholder, tokens, unmarked } from "./tokens.js";

/** "2 selected", "2 of 5 items": how many there are, not which. */
const WORDS =
  "selected|chosen|items?|ausgew\u00e4hlt|gew\u00e4hlt|s\u00e9lectionn\\S*|seleccionad\\S*|selezionat\\S*|selecionad\\S*|geselecteerd";
const COUNT = new RegExp(`^\\(?\\d+( \\S+ \\d+)?( \\S+)? ?(${WORDS})\\)?$|^(${WORDS}):? \\d+$`, "i");
export const NOT_SHOWN = "a value that is not shown";
/** What counts if nothing is chosen can be drawn in the place of a choice: "Default: Bill reminder". */
const DEFAULTS =
  "default|inherit|vorgabe|geerbt|d[e\u00e9]faut|h[e\u00e9]rit|predetermin|heredad|predefin|eredit|standaard|overgenom";
export const INHERITED = new RegExp(`(^|[^a-z])(${DEFAULTS})`, "i");
const DEFAULT_SHOWN = "a default in the place of a choice";
const FURTHER = /^\+\s?\d+|^\d+\s?\+$/;

/** What was typed, with its line breaks. A placeholder can be written as the value. */
export function entered(element) {
  const isPlaceholderText = withWord("empty-field|is-placeholder").test(classesOf(element));
  const text = element.value.replace(/\r\n?/g, "\n").trim();
  return isPlaceholderText || text === element.placeholder?.trim() ? "" : text;
}

/** {control, value, option, options} of a combobox. */
export function ofCombobox(element, readValue) {
  const inner = innerOf(element);
  if (inner && controlKind(inner) === "select") return { ...readValue(inner), control: "choice" };
  const input = element.localName === "input" ? element : inner?.localName === "input" ? inner : null;
  const drawn = inner && controlKind(inner) === "editable" ? inner : element;
  const box = input === element || isEmpty(element) ? boxOf(element) : drawn;
  if (input && entered(input) && isOpen(element, input)) return { unread: "a list that is open" };
  const shown = (input && isDrawn(input, box) && entered(input)) || (box ? shownIn(box, input) || inButton(box) : "");
  const text = isHint(element, shown) ? "" : shown;
  const list = listBehind(element);
  // An arrow can be the value of an input, too.
  const hasValue = (one) => one.localName === "input" && /\w/.test(one.value);
  if ((!text && list?.value) || (!shown && outermost(element, hasValue).length > 0)) return { unread: NOT_SHOWN };
  if (!text && hintsIn(box, input).some((hint) => INHERITED.test(hint))) return { unread: DEFAULT_SHOWN };
  const isSeveral = isMultiple(element, box, list);
  const chips = box ? tokens(box) : [];
  const entries = chips.length > 0 || !isSeveral || !box ? chips : entriesIn(box, text);
  if ([text, ...entries].some((one) => COUNT.test(one) || FURTHER.test(one)))
    return { unread: "chosen entries that are only counted" };
  if (chips.length === 0 && isSeveral && entries.some((one) => one.includes(",")))
    return { unread: "chosen entries in one text" };
  if (!isSeveral && chips.length === 0 && box && partsOf(box, text).length > 0)
    return { unread: "a drop-down that shows several texts" };
  const isOne = chips.length === 1 && chips[0] === text && box && outermost(box, isButton).length === 0;
  return isSeveral || (chips.length > 0 && !isOne)
    ? { control: "choices", value: entries }
    : { control: "choice", value: text, ...placeIn(list, text) };
}

/** The texts that are drawn where nothing is chosen. */
const hintsIn = (box, input) => [
  input?.placeholder ?? "",
  ...(box ? outermost(box, isPlaceholder).map((one) => lineOf(one)) : []),
];

/** The parts of a text that have elements of their own. */
const partsOf = (box, text) => entriesIn(box, text).filter((one) => one !== text && text.includes(one));

/** The texts of the chosen entries, each of which has an element of its own; otherwise the whole text. */
function entriesIn(box, text) {
  const isSeen = (one) => !isHidden(one) && !isPlaceholder(one);
  const isText = (one) => lineOf(one, { without: isPlaceholder }) !== "";
  const isEntry = (one) => isText(one) && outermost(one, isText, isSeen).length === 0;
  const texts = outermost(box, isEntry, isSeen)
    .map((one) => unmarked(lineOf(one)))
    .filter(Boolean);
  return texts.length > 0 || !text ? texts : [text];
}

const innerOf = (element) =>
  controlsIn(element).find((one) => /^(text|combobox|select|editable)$/.test(controlKind(one)));
/** A button beside the text. */
const isEmpty = (element) =>
  element.localName !== "input" && controlsIn(element).length === 0 && !lineOf(element) && !inButton(element);

/** The text in a combobox, without that of its arrow, its label and its hints. */
function shownIn(box, input) {
  // What describes it can be its value.
  const isHintBeside = (one) => !isBehindText(one, input);
  const described = input ? referenced(input, "aria-describedby").filter(isHintBeside) : [];
  // A control can name itself beside its label.
  const controls = [box, ...(input ? [input] : []), ...controlsIn(box)];
  const named = controls
    .flatMap((one) => {
      // What is behind its label, in the control, is its value.
      const isName = (label, at) => at === 0 || !within(label, one);
      return [...referenced(one, "aria-labelledby").filter(isName), ...labelsOf(one)];
    })
    .filter((one) => !controls.includes(one));
  const without = (one) =>
    isPlaceholder(one) ||
    isFieldLabel(one) ||
    (/^(label|legend)$/.test(one.localName) && one.control !== null) ||
    described.includes(one) ||
    named.includes(one) ||
    isAside(one, input) ||
    isMark(one);
  return unmarked(lineOf(box, { marks: true, without }));
}

/** What is typed while the list is open may not be chosen. */
const isOpen = (element, input) =>
  !input.readOnly && [element, input].some((one) => one.getAttribute("aria-expanded") === "true");

/** The text of the only button, if the value is drawn in it. */
function inButton(box) {
  const texts = outermost(box, isButton).map((one) => unmarked(lineOf(one, { without: isPlaceholder })));
  return texts.filter(Boolean).length === 1 ? texts.find(Boolean) : "";
}

/** Whether a text is the placeholder that the component around a control states. */
const isHint = (element, text) =>
  nearest(element, (one) => (one.getAttribute("placeholder") ?? "").trim() === text && text !== "") !== null;

/** The label of a field, by its class, in what is drawn as its value. */
export const isFieldLabel = (element) => /(^|[-_ ])(field|form|input)-?_*label/i.test(hyphenated(classesOf(element)));

const isMark = (element) =>
  element.children.length === 0 && unmarked(element.textContent) === "" && element.textContent.trim() !== "";

/** A text above or below the input is a label or a hint, not its value. */
function isAside(element, input) {
  if (!input || !isDrawn(input) || childrenOf(element).some((one) => isElement(one))) return false;
  const [one, other] = [element.getBoundingClientRect(), input.getBoundingClientRect()];
  return one.height > 0 && (one.bottom <= other.top || one.top >= other.bottom);
}

/** Whether an input is drawn itself, and not only there to be reached with the keyboard. */
function isDrawn(input, box) {
  const { width, height } = input.getBoundingClientRect();
  if (width <= 1 || height <= 1 || (input.value && !hasInk(input))) return false;
  for (let at = input; at && at !== box; at = parentOf(at)) if (styleOf(at).opacity === "0") return false;
  return true;
}

// --------------------------------------------------------------------------------------------------- the real drop-down

/** The native list behind a drop-down, which the library keeps without showing it; null without one. */
export function listBehind(element) {
  const around = nearest(element, isComponent) ?? element;
  return (
    around.querySelector("select") ??
    [around.previousElementSibling, around.nextElementSibling].find((one) => one?.localName === "select") ??
    null
  );
}

/** The place of the shown text in a list, if that is what is chosen there. */
function placeIn(list, text) {
  const chosen = list?.selectedOptions[0];
  const isSame = chosen && (oneLine(chosen.label) === text || (text === "" && chosen.value === ""));
  return isSame ? { option: list.selectedIndex, options: list.length } : {};
}

function isMultiple(element, box, list) {
  const lists = [...referenced(element, "aria-controls"), ...referenced(element, "aria-owns")];
  if (list?.multiple || lists.some((one) => one.getAttribute("aria-multiselectable") === "true")) return true;
  return [element, box].some((one) => /multiple(\s|$)|p-multiselect(\s|$)/.test(classesOf(one)));
}

// ----------------------------------------------------------------------------------------------- where its value is drawn

/** The element of a component around its input, by its class. */
const NAMES = "auto-*complete|cascader|combo-*box|drop-*down|multi-*select|picker|select2?";
const PARTS = "box|component|container|control|field|root|single|wrapper";
const COMPONENT = new RegExp(`(^|[-_ ])(${NAMES})([-_]+(${PARTS}))*( |$)`, "i");

/** The element around an input in which its value is drawn: that of its component, otherwise the smallest one with a text that is no other control's. */
export const boxOf = once((input) => {
  const around = [];
  for (let at = parentOf(input); at && around.length < 6 && !isBound(at, around.length, input); at = parentOf(at))
    around.push(at);
  const component = around.findLast(isComponent);
  if (component) return component;
  const text = around.slice(0, 4).find((one) => tokens(one).length > 0 || lineOf(one, { without: isPlaceholder }));
  return text && (tokens(text).length > 0 || !holdsLabel(text, input)) ? text : null;
});

const isComponent = (element) => COMPONENT.test(hyphenated(classesOf(element)));

/** The component ends below this element, at that height above the input. */
function isBound(element, height, input) {
  if (/^(td|th|tr|li|label|fieldset|form|body)$/.test(element.localName) && height > 0) return true;
  const named = [...referenced(input, "aria-labelledby"), ...labelsOf(input)];
  return controlsIn(element).some((one) => one !== input) || named.some((one) => element.contains(one));
}

/** The label of the input could be in that element, so that its text is not only the value. */
function holdsLabel(element, input) {
  if (input.hasAttribute("aria-labelledby") || labelsOf(input).length > 0) return false;
  return !input.hasAttribute("aria-label") && !nearest(input, isCell) && !isBehindText(element, input);
}

/** A text is drawn where the input is, as its value. A label is beside the input. */
function isBehindText(element, input) {
  const drawn = input.getBoundingClientRect();
  return textRects(element).some(
    (box) => box.left <= drawn.left && drawn.left < box.right && box.top < drawn.bottom && drawn.top < box.bottom,
  );
}
