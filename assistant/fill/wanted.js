// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be set in the controls of a field so that it has a value of the worksheet.
import { folded, isNoLimit, normalised } from "../read/values.js";
import { canSet, optionsOf } from "./controls.js";
import { isChecked } from "./form/values.js";
import { isNoLimitText, unitOf } from "./match.js";
import { entryText, kindOf } from "./screen.js";
import { codeIn, periodIn, same, singular } from "./texts.js";
import { isOneOfTwoLists } from "./two_lists.js";
import { isBlank, plain } from "./words/labels.js";
import { terms } from "./words/words.js";

/**
 * The settings of a field, in their order: {field, part, entry, value, isSet, isOption}. value: what is typed or ticked. isSet: whether the control has it
 * already. isOption: whether a text of a list is meant. Empty if the form is not known.
 */
export function settingsOf(field, value, parts) {
  const { form } = field;
  if (form === "period") return ofPeriod(field, value, parts);
  if (/limit$/.test(form)) return ofLimit(field, value, parts);
  if (form === "rows") return [];
  const entry = parts.value;
  if (form === "lines" && entry.control === "choices") return [ofEntries(field, value, entry)];
  if (form === "yesno" && entry.control === "switch")
    return [tick(field, "value", entry, value || field.unset || "No")];
  return [ofValue(field, "value", entry, value)];
}

function ofPeriod(field, value, parts) {
  const { number, unit } = parts;
  const wanted = periodIn(value);
  // A unit that only the label has cannot be changed.
  const isFixed = !unit && singular(unitOf(parts)) === wanted?.unit;
  if (!wanted || !(unit || isFixed)) return [];
  const set = { field, part: "unit", entry: unit, value: wanted.unit };
  const isUnit = (text) => singular(text) === wanted.unit;
  const ofUnit = unit && wanted.unit ? [{ ...set, isOption: isUnit, isSet: (entry) => isUnit(entryText(entry)) }] : [];
  return [ofValue({ ...field, form: "number" }, "number", number, wanted.number), ...ofUnit];
}

function ofLimit(field, value, { number, unlimited }) {
  const isUnlimited = isNoLimit(value);
  const switched = unlimited ? [ofUnlimited(field, unlimited, isUnlimited)] : [];
  if (isUnlimited) return switched;
  const own = field.form === "amount limit" ? "amount" : "number";
  return [...switched, ...(number ? [ofValue({ ...field, form: own }, "number", number, value)] : [])];
}

/** The switch that says that there is no limit, or the choice between that and a number. */
function ofUnlimited(field, entry, isUnlimited) {
  if (entry.control === "switch") {
    const on = terms.unlimited[plain(entry.label)];
    return tick(field, "unlimited", entry, isUnlimited ? on : NOT[on]);
  }
  const isOption = (text) => isNoLimitText(text) === isUnlimited;
  const isSet = (now) => isOption(entryText(now)) && (entryText(now) !== "" || now.elements.some(isChecked));
  return { field, part: "unlimited", entry, value: isUnlimited ? "No Limit" : "a number", isOption, isSet };
}

const NOT = { Yes: "No", No: "Yes" };

const tick = (field, part, entry, value) => ({
  field,
  part,
  entry,
  value: folded(value) === "yes" ? "Yes" : "No",
  isSet: (now) => folded(entryText(now)) === folded(value),
});

/** The entries of a list of which several can be chosen. */
function ofEntries(field, value, entry) {
  const wanted = normalised(field, value).split("\n").filter(Boolean);
  return { field, part: "value", entry, value: wanted, isSet: isShownBy(field, value), isOption: optionTest(field) };
}

function ofValue(field, part, entry, value) {
  const own = { field, part, entry, value };
  if (entry.control === "text") return { ...own, isSet: isShownBy(field, value) };
  const isOption = (text) => optionTest(field)(text, value);
  return { ...own, isSet: (now) => isOption(entryText(now)), isOption };
}

const isShownBy = (field, value) => (now) => same(field, entryText(now), value);

/** (text of an option, wanted text) -> whether it is meant. */
const optionTest =
  ({ form, reference, wildcard = "" }) =>
  (text, value) => {
    if (value === "" || value === wildcard) return isBlank(text) || plain(text) === plain(wildcard);
    if (text.trim() === value) return true;
    if (/^(choice|yesno)$/.test(form) && plain(text) === plain(value)) return true;
    return terms.coded.includes(reference) && codeIn(text) === value;
  };

/** Whether a text has more than lines: its format could not be restored. */
const hasFormat = (element) =>
  [...element.querySelectorAll("*")].some(
    (one) => !one.matches("br, div, p, span:not([class])") || one.hasAttribute("style"),
  );

/** The code of what stands against a setting; null if nothing does. before: the setting of the same field that is made before it. */
export function obstacle({ entry, field, value, isOption, part }, before) {
  if (!canSet(entry) || isOneOfTwoLists(entry.elements[0])) return "cannot_set";
  // A drop-down in which nobody can type names itself read-only, too.
  const isFixed = (name) => name === "disabled" || (name === "readonly" && entry.control === "text");
  if (entry.state.some(isFixed) && before?.part !== "unlimited") return "field_disabled";
  const [element] = entry.elements;
  if (kindOf(entry) === "editable" && hasFormat(element)) return "formatted";
  if (typeof value === "string" && element.maxLength >= 0 && value.length > element.maxLength) return "too_long";
  const options = isOption ? optionsOf(entry) : null;
  if (!options) return null;
  // All stands for every entry: such a list is filled after the one on which it depends.
  const isEntry = (text) => text.trim() !== "" && text.trim() !== field.wildcard;
  if (!options.some(isEntry) && [value].flat().some(isEntry)) return "list_empty";
  const counts = [value].flat().map((one) => options.filter((text) => isOption(text, one)).length);
  if (counts.includes(0)) return value === "" ? "cannot_clear" : "not_an_option";
  return counts.some((count) => count > 1) && part !== "unit" ? "option_ambiguous" : null;
}
