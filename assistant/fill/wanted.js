// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be set in the controls of a field so that it has a value of the worksheet.
import { canSet, optionsOf } from "./controls.js";
import { told } from "./screen.js";
import { codeIn, comparable, folded, isBlank, isNoLimit, periodIn, plain, singular } from "./texts.js";
import { isOneOfTwoLists } from "./two_lists.js";

/**
 * The settings of a field, in their order: {field, part, entry, value, isSet, isOption}. value: what is typed or ticked. isSet: whether the control has it
 * already. isOption: whether a text of a list is meant. Empty if the form is not known.
 */
export function settingsOf(field, value, parts, request) {
  const { form } = field;
  if (form === "period") return ofPeriod(field, value, parts, request);
  if (/limit$/.test(form)) return ofLimit(field, value, parts, request);
  if (form === "rows") return [];
  const entry = parts.value;
  if (form === "lines" && entry.control === "choices") return [ofEntries(field, value, entry, request)];
  if (form === "yesno" && entry.control === "switch")
    return [tick(field, "value", entry, value || field.unset || "No")];
  return [ofValue(field, "value", entry, value, request)];
}

function ofPeriod(field, value, { number, unit }, request) {
  const wanted = periodIn(value);
  if (!wanted || !unit) return [];
  const set = { field, part: "unit", entry: unit, value: wanted.unit };
  const isUnit = (text) => singular(text) === wanted.unit;
  const ofUnit = wanted.unit ? [{ ...set, isOption: isUnit, isSet: (entry) => isUnit(told(entry)) }] : [];
  return [ofValue({ ...field, form: "number" }, "number", number, wanted.number, request), ...ofUnit];
}

function ofLimit(field, value, { number, unlimited }, request) {
  const isUnlimited = isNoLimit(value);
  const on = unlimited && request.words.unlimited[plain(unlimited.label)];
  const off = on === "Yes" ? "No" : "Yes";
  const ticked = unlimited ? [tick(field, "unlimited", unlimited, isUnlimited ? on : off)] : [];
  if (isUnlimited) return ticked;
  const own = field.form === "amount limit" ? "amount" : "number";
  return [...ticked, ...(number ? [ofValue({ ...field, form: own }, "number", number, value, request)] : [])];
}

const tick = (field, part, entry, value) => ({
  field,
  part,
  entry,
  value: folded(value) === "yes" ? "Yes" : "No",
  isSet: (now) => folded(told(now)) === folded(value),
});

/** The entries of a list of which several can be chosen. */
function ofEntries(field, value, entry, request) {
  const wanted = comparable("lines", value).split("\n").filter(Boolean);
  const isSet = (now) => comparable("lines", told(now)) === wanted.join("\n");
  return { field, part: "value", entry, value: wanted, isSet, isOption: optionTest(field, request) };
}

function ofValue(field, part, entry, value, request) {
  const isText = entry.control === "text";
  const test = optionTest(field, request);
  const isSet = (now) =>
    isText ? comparable(field.form, told(now)) === comparable(field.form, value) : test(told(now), value);
  return { field, part, entry, value, isSet, ...(isText ? {} : { isOption: (text) => test(text, value) }) };
}

/** (text of an option, wanted text) -> whether it is meant. */
const optionTest =
  ({ form, reference, wildcard = "" }, request) =>
  (text, value) => {
    if (value === "" || value === wildcard) return isBlank(text) || plain(text) === plain(wildcard);
    if (text.trim() === value) return true;
    if (/^(choice|yesno)$/.test(form) && plain(text) === plain(value)) return true;
    return request.words.coded.includes(reference) && codeIn(text) === value;
  };

/** The code of what stands against a setting; null if nothing does. before: the setting of the same field that is made before it. */
export function obstacle({ entry, field, value, isOption, part }, before) {
  if (!canSet(entry) || isOneOfTwoLists(entry.elements[0])) return "cannot_set";
  // A drop-down in which nobody can type names itself read-only, too.
  const isFixed = (name) => name === "disabled" || (name === "readonly" && entry.control === "text");
  if (entry.state.some(isFixed) && before?.part !== "unlimited") return "field_disabled";
  const [element] = entry.elements;
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
