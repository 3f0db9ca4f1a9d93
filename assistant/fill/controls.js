// SPDX-License-Identifier: GPL-3.0-or-later
// Setting a control, by its kind.
import { controlKind, controlsIn, isDisabled } from "../screen/kinds.js";
import { accessibleName } from "../screen/names.js";
import { lineOf, oneLine } from "../screen/text.js";
import { nearest, outermost, parentOf, roleOf } from "../screen/tree.js";
import { isShown } from "../screen/visible.js";
import { Refusal } from "./codes.js";
import { chooseDrawn, chooseOffered } from "./drop_downs.js";
import { choose, click, leave, type, write } from "./hands.js";
import { quiet, until } from "./quiet.js";
import { drawnAt } from "./screen.js";
import { isOneOfTwoLists } from "./two_lists.js";

/** The texts of the entries that can be chosen, if the page has them without opening a list; otherwise null. */
function optionsOf(members) {
  if (controlKind(members[0]) === "radio") return members.map(accessibleName);
  const list = nativeList(members[0]);
  return list ? [...list.options].filter(isOpen).map(textOfOption) : null;
}

const plain = (text) => text.normalize("NFC").toLowerCase();

/** Whether a text of a list is the wanted one, without regard to case. */
const isOption = (text, wanted) => plain(text) === plain(wanted);
/** The same, with other texts that mean the wanted one. */
const isOneOf =
  (others = []) =>
  (text, wanted) =>
    [wanted, ...others].some((one) => isOption(text, one));

/**
 * Set a control. members: its elements. value: a text, for a text or a choice; a list of texts for several entries; whether it is ticked. given: isField,
 * whether an element is still the control; and the options of chooseDrawn().
 */
export async function set(members, value, given) {
  const [element] = members;
  const sent = sentFor(element);
  await SETTERS[controlKind(element)](element, value, { ...given, members });
  leave(element);
  if (sent !== null && !(await until(() => sentFor(element) !== sent || null, REACTS))) throw new Refusal("not_taken");
}

/** How long a component may take until its form sends another value, in milliseconds. */
const REACTS = 1000;

/** What the form around the component of a control would send for it; null if that can only be computed by the page's scripts. */
function sentFor(element) {
  const host = nearest(element, (one) => one.localName.includes("-") && one.matches(":enabled"));
  const form = host && host !== element && nearest(host, (one) => one.localName === "form");
  return form && host.hasAttribute("name")
    ? JSON.stringify(new FormData(form).getAll(host.getAttribute("name")))
    : null;
}

const SETTERS = {
  combobox: async (element, value, given) => {
    const list = nativeList(element);
    return list ? setNative(list, value, given) : openDrawn(element, value, given);
  },
  editable: (element, value, { isField }) => write(element, value, isField),
  listbox: setListbox,
  radio: setRadio,
  select: setNative,
  switch: async (element, value) => {
    if (isTicked(element) !== value) await click(tickIn(element));
  },
  text: setText,
};

/** A list that opens. */
const openDrawn = (element, value, { others, ...given }) =>
  chooseDrawn(element, value, { ...given, isOption: isOneOf(others) });

const tickIn = (element) =>
  outermost(element, (one) => one.localName === "input" && one.type === "checkbox")[0] ?? element;

const isTicked = (element) =>
  element.localName === "input"
    ? element.checked
    : (element.getAttribute("aria-checked") ?? element.getAttribute("aria-pressed")) === "true";

/** The fields that offered an entry for a text: they do so again when it is restored. */
const offering = new WeakSet();

/** Set a text. If the page removes it again, it may be an entry of a list that opens when something is typed. */
async function setText(element, value, given) {
  const before = element.value;
  const typing = () => type(element, value, given.isField);
  if (!value || !(given.isName || offering.has(element))) await typing();
  else if (await chooseOffered(element, value, isOption, typing)) offering.add(element);
  leave(element);
  await quiet(element.ownerDocument);
  if (value && before !== value && element.value === before && isShown(element))
    await openDrawn(element, value, given).catch(() => {});
}

/** The native list that is, or is in, a drop-down; null without one. */
function nativeList(element) {
  if (element.localName === "select") return element;
  return controlsIn(element).find((one) => controlKind(one) === "select") ?? null;
}

const isOpen = (option) => !option.disabled && !parentOf(option).disabled && !option.hidden;

/** The text of an option. It is blank for a first option that is the only one sent as blank: it is also read so. */
function textOfOption(option) {
  const isBlank = (one) => one.value === "";
  const isNothing = option.index === 0 && option.getAttribute("value") === "";
  const list = nearest(option, (one) => one.localName === "select");
  return isNothing && [...list.options].filter(isBlank).length === 1 ? "" : oneLine(option.label);
}

function setNative(list, value, { hint = "" } = {}) {
  const open = [...list.options].filter(isOpen);
  if (hint && open.some((option) => isOption(textOfOption(option), hint))) throw new Refusal("field_changed");
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

function setRadio(_element, value, { members }) {
  return click(
    only(
      members.filter((one) => isOption(accessibleName(one), value)),
      value,
    ),
  );
}

/** Set a list that is always open. Some drop-downs have the same role. */
async function setListbox(element, value, given) {
  if (element.hasAttribute("aria-haspopup")) return openDrawn(element, value, given);
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

/** The only one of these elements. Throws a Refusal if there are none or several. */
function only(those, value) {
  if (those.length === 1) return those[0];
  if (those.length > 1) throw new Refusal("option_ambiguous");
  throw new Refusal(value === "" ? "cannot_clear" : "not_an_option");
}

// ------------------------------------------------------------------------------- before, and afterwards

/** Whether a text has more format than lines, which could not be restored. */
const hasFormat = (element) =>
  [...element.querySelectorAll("*")].some(
    (one) => !one.matches("br, div, p, span:not([class])") || one.hasAttribute("style"),
  );

/** The code of what prevents setting a control; null if nothing does. */
export function obstacle(members, value) {
  const [element] = members;
  const kind = controlKind(element);
  if (!(kind in SETTERS) || isOneOfTwoLists(element)) return "cannot_set";
  // A drop-down in which nobody can type names itself read-only, too.
  if (members.every(isDisabled) || (kind === "text" && element.readOnly)) return "field_disabled";
  if (kind === "editable" && hasFormat(element)) return "formatted";
  if (typeof value === "string" && element.maxLength >= 0 && value.length > element.maxLength) return "too_long";
  const options = typeof value === "boolean" ? null : optionsOf(members);
  if (!options) return null;
  const counts = [value].flat().map((one) => options.filter((text) => isOption(text, one)).length);
  if (counts.includes(0)) return value === "" ? "cannot_clear" : "not_an_option";
  return counts.some((count) => count > 1) ? "option_ambiguous" : null;
}

/** Whether this obstacle to setting a control can disappear after another field was set. */
export const canEnd = (code) => /^(field_disabled|field_missing|not_an_option)$/.test(code);

/** Whether a control has the value of a setting. beside, hint: texts beside it, or in it, that are not values. */
export function isShownIn({ beside = [], canBeBlank, hint, isNumber, others, value }, at, screen) {
  const { drawn, flags = [], kind } = screen.items[at];
  if (typeof value === "boolean") return flags.includes("on") === value && !flags.includes("mixed");
  const texts = drawnAt(at, screen).filter((one) => one !== hint && (drawn.length > 0 || !beside.includes(one)));
  if (Array.isArray(value)) return isSameSet(texts, value);
  if (kind === "choice" && texts.length === 0 && (value === "" || canBeBlank)) return true;
  if (kind === "choice") return value !== "" && [...texts, ...drawn].some((one) => isOneOf(others)(one, value));
  const [text = ""] = texts;
  return text === value.trim() || (Boolean(isNumber) && isSameNumber(text, value));
}

const isSameSet = (one, other) => String([...one].map(plain).sort()) === String([...other].map(plain).sort());

/** A page can write a number in its own way: with marks between thousands, and other zeros behind the point. */
const isSameNumber = (text, wanted) =>
  text !== "" && wanted !== "" && [",", "."].some((mark) => numberWith(text, mark) === Number(wanted));

function numberWith(text, mark) {
  const [whole, fraction = "", ...more] = text.split(mark);
  return more.length > 0 || !/^\d{1,3}([.,'\s]?\d{3})*$|^\d*$/.test(whole)
    ? Number.NaN
    : Number(`${whole.replace(/\D/g, "")}.${fraction}`);
}
