// SPDX-License-Identifier: GPL-3.0-or-later
// Setting a control, by its kind.
import { controlKind, controlsIn } from "../screen/kinds.js";
import { lineOf, oneLine } from "../screen/text.js";
import { nearest, outermost, parentOf, roleOf } from "../screen/tree.js";
import { isShown } from "../screen/visible.js";
import { Refusal } from "./codes.js";
import { chooseDrawn } from "./drop_downs.js";
import { labelOfRadio } from "./form/radios.js";
import { isChecked } from "./form/values.js";
import { choose, click, leave, type, write } from "./hands.js";
import { quiet, until } from "./quiet.js";
import { isControl, kindOf } from "./screen.js";

export const canSet = (entry) => isControl(entry) && kindOf(entry) in SETTERS;

/** The texts of the entries that can be chosen, if the page has them without opening a list; otherwise null. */
export function optionsOf(entry) {
  if (!isControl(entry)) return null;
  if (kindOf(entry) === "radio") return entry.elements.map(labelOfRadio);
  const list = nativeList(entry.elements[0]);
  return list ? [...list.options].filter(isOpen).map(textOfOption) : null;
}

/**
 * Set the control of an entry. value: a text; a list of texts for several entries. isOption: whether a text of a list is meant by one. The entry can have the functions
 * isField: whether an element is still the control of the entry; and onOpened, as chooseDrawn() has it.
 */
export async function set(entry, value, isOption = (text, wanted) => text === wanted) {
  const [element] = entry.elements;
  const sent = sentFor(element);
  await SETTERS[kindOf(entry)](element, value, isOption, entry);
  leave(element);
  if (sent !== null && !(await until(() => sentFor(element) !== sent || null, REACTS))) throw new Refusal("not_taken");
}

/** How long a component may take until its form sends another value, in milliseconds. */
const REACTS = 1000;

/** What the form around the component of a control would send for it; null if only the page's scripts know. */
function sentFor(element) {
  const host = nearest(element, (one) => one.localName.includes("-") && one.matches(":enabled"));
  const form = host && host !== element && nearest(host, (one) => one.localName === "form");
  return form && host.hasAttribute("name")
    ? JSON.stringify(new FormData(form).getAll(host.getAttribute("name")))
    : null;
}

const SETTERS = {
  combobox: async (element, value, isOption, { onOpened }) => {
    const list = nativeList(element);
    return list ? setNative(list, value, isOption) : chooseDrawn(element, value, isOption, onOpened);
  },
  editable: (element, value, _isOption, { isField }) => write(element, value, isField),
  listbox: setListbox,
  radio: setRadio,
  select: setNative,
  switch: async (element, value) => {
    if (isChecked(element) !== (value === "Yes")) await click(tickIn(element));
  },
  text: setText,
};

const tickIn = (element) =>
  outermost(element, (one) => one.localName === "input" && one.type === "checkbox")[0] ?? element;

/** A text. Where the page takes it back, it may be an entry of a list that opens when something is typed. */
async function setText(element, value, isOption, { isField, onOpened }) {
  const before = element.value;
  await type(element, value, isField);
  leave(element);
  await quiet(element.ownerDocument);
  if (value && before !== value && element.value === before && isShown(element))
    await chooseDrawn(element, value, isOption, onOpened).catch(() => {});
}

/** A native list in the place of a drop-down, of which a person sees it. */
function nativeList(element) {
  if (element.localName === "select") return element;
  return controlsIn(element).find((one) => controlKind(one) === "select") ?? null;
}

const isOpen = (option) => !option.disabled && !parentOf(option).disabled && !option.hidden;

/** Blank for the first option if it is the only one that is sent as blank, as it is read. */
function textOfOption(option) {
  const isBlank = (one) => one.value === "";
  const isNothing = option.index === 0 && option.getAttribute("value") === "";
  const list = nearest(option, (one) => one.localName === "select");
  return isNothing && [...list.options].filter(isBlank).length === 1 ? "" : oneLine(option.label);
}

function setNative(list, value, isOption) {
  const open = [...list.options].filter(isOpen);
  return choose(
    list,
    [value].flat().map((one) =>
      only(
        open.filter((option) => isOption(textOfOption(option), one)),
        one,
      ),
    ),
  );
}

function setRadio(_element, value, isOption, { elements }) {
  return click(
    only(
      elements.filter((one) => isOption(labelOfRadio(one), value)),
      value,
    ),
  );
}

/** A list that is open; some drop-downs name themselves so, too. */
async function setListbox(element, value, isOption, { onOpened }) {
  if (element.hasAttribute("aria-haspopup")) return chooseDrawn(element, value, isOption, onOpened);
  const options = outermost(element, (one) => roleOf(one) === "option");
  const wanted = [value].flat().map((one) =>
    only(
      options.filter((option) => isOption(lineOf(option), one)),
      one,
    ),
  );
  const isChosen = (one) => [one.getAttribute("aria-selected"), one.getAttribute("aria-checked")].includes("true");
  const isSeveral = element.getAttribute("aria-multiselectable") === "true";
  for (const one of options)
    if (wanted.includes(one) !== isChosen(one) && (isSeveral || wanted.includes(one))) await click(one);
}

/** The one of these that is meant. */
function only(those, value) {
  if (those.length === 1) return those[0];
  if (those.length > 1) throw new Refusal("option_ambiguous");
  throw new Refusal(value === "" ? "cannot_clear" : "not_an_option");
}
