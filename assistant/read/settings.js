// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be set in the controls at the place of an input so that a value is read there.
import { drawingOf } from "./drawing.js";
import { NUMERIC, stateOf, textsIn } from "./states.js";
import { isNoLimit, UNITS } from "./values.js";

/**
 * {settings: [{at, value, others, isNumber, isSure, options, label}]}, or {code} of what prevents it. at: the number of the control's item. value: a text to
 * type or to choose, a list of them, or whether it is ticked; others: entries that mean the same. isSure: a person confirmed such a drawing, or there is no
 * other way. options: of its list. parts: the elements at the place. place: {kind, about, meanings, lists, beside}; beside: gives the texts beside
 * a control that are not its value.
 */
export function settingsFor(value, parts, place) {
  const controls = parts.filter(({ is }) => is === "control");
  if (controls.length === 0) return { code: "field_missing" };
  // Entries that are drawn beside their drop-down cannot always be removed again.
  if (place.about.form === "lines" && controls[0].kind === "choice" && parts.length > 1) return { code: "cannot_set" };
  const known = ofDrawing(value, parts, place);
  if (known) return { settings: known };
  const made = BY_FORM[place.about.form]?.(value, controls, place) ?? ofOne(value, controls, place);
  return made.code ? made : { settings: made };
}

/** The settings for a drawing that a person confirmed for this value, or for the other state of a tick. */
function ofDrawing(value, parts, { about, kind, meanings }) {
  const given = { kind, input: about.name, about, kinds: stateOf(parts).map(([one]) => one) };
  const drawn = drawingOf(value, given, meanings);
  if (drawn) return parts.flatMap((one, at) => (one.is === "control" ? [asDrawn(one, drawn[at], about)] : []));
  if (about.form !== "yesno" || parts.length !== 1 || parts[0].kind !== "tick") return null;
  const other = drawingOf(value === "Yes" ? "No" : "Yes", given, meanings);
  return other ? [{ at: parts[0].at, value: !other[0][1].includes("on"), isSure: true }] : null;
}

function asDrawn({ at, flags: own = [], kind, name }, [, flags, texts], about) {
  const isNumber = NUMERIC.has(about.form);
  const given = { at, isSure: true, isNumber, label: name };
  if (kind === "tick") return { ...given, value: flags.includes("on") };
  if (kind === "text") return { ...given, value: texts.join("\n") };
  if (own.includes("several")) return { ...given, value: texts };
  return { ...given, value: flags.includes("first_blank") ? "" : (texts[0] ?? "") };
}

/**
 * The settings as the page writes texts: in the way in which it draws the value before. before: the settings of that value; null if it is blank or unknown. null
 * if the page writes it in a way that is not known: its digits in groups, or a day in another order.
 */
export function inStyle(settings, before, parts) {
  const written = settings.map((setting) => {
    const was = before?.find(({ at }) => at === setting.at)?.value;
    const [{ drawn = [], kind } = {}] = parts.filter(({ at }) => at === setting.at);
    const there = drawn.join("\n");
    if (kind !== "text" || typeof was !== "string" || !/\p{Nd}/u.test(there) || isWritten(was, there)) return setting;
    const isDecimal = /^[^.,]+,[^.,]+$/u.test(there) && isWritten(was, there.replace(",", "."));
    return isDecimal ? { ...setting, value: setting.value.replace(".", ",") } : null;
  });
  return written.includes(null) ? null : written;
}

/** Whether two texts differ only in the order of entries, or in zeros behind a point. */
function isWritten(text, there) {
  const entries = (one) =>
    String(
      one
        .split(/[;\n]|, /)
        .map((entry) => plain(entry).trim())
        .sort(),
    );
  return entries(text) === entries(there) || Number(text) === Number(there);
}

const isOf = (kind) => (one) => one.kind === kind;

/** The settings of values that consist of parts, or are drawn in several ways. */
const BY_FORM = {
  yesno(value, controls, place) {
    if (controls.length !== 1 || controls[0].kind !== "tick") return null;
    return [{ at: controls[0].at, value: (value || place.about.unset || "No") === "Yes", label: controls[0].name }];
  },
  period(value, controls, place) {
    const [number, unit, ...more] = [controls.find(isOf("text")), controls.find(isOf("choice"))];
    if (!number || more.length > 0 || controls.length > 2) return null;
    const [count = "", word = ""] = value.split(" ");
    const typed = { at: number.at, value: count, isNumber: true, label: number.name };
    if (!unit) return saysUnit(number, word, place.beside) ? [typed] : { code: "cannot_set" };
    return word ? [typed, ofUnit(unit, word, place)] : [typed];
  },
  limit: ofLimit,
  "amount limit": ofLimit,
  lines(value, controls, { about, lists }) {
    const [one, ...others] = controls;
    if (others.length > 0) return { code: "cannot_set" };
    const texts = value.split("\n").filter(Boolean);
    if (one.kind !== "choice") return [{ at: one.at, value: texts.join(separatorIn(one)), label: one.name }];
    const chosen = texts.map((text) => optionFor(text, lists[one.list], about));
    return [
      {
        at: one.at,
        value: chosen.map((option) => option.text),
        isSure: chosen.every(({ isSure }) => isSure),
        label: one.name,
      },
    ];
  },
};

const separatorIn = ({ drawn }) => ["; ", ", "].find((one) => drawn.some((text) => text.includes(one))) ?? "\n";

const singular = (unit) => unit.toLowerCase().replace(/s$/, "");

/** Whether the name of a number field, with the texts beside it, contains this unit and no other one. */
function saysUnit({ at, name }, word, beside) {
  const words = [name, ...beside(at)].flatMap((text) => text.toLowerCase().split(/[^\p{L}]+/u)).map(singular);
  const named = UNITS.map(singular).filter((unit) => words.includes(unit));
  return word === "" || (named.length === 1 && named[0] === singular(word));
}

function ofUnit({ at, list, name }, word, { lists }) {
  const options = lists[list];
  const fitting = (options ?? []).filter((one) => one.toLowerCase().startsWith(singular(word)));
  const isOne = fitting.length === 1;
  return {
    at,
    value: isOne ? fitting[0] : word,
    others: options ? [] : [singular(word), `${singular(word)}s`],
    isSure: isOne && singular(fitting[0]) === singular(word),
    options,
    label: name,
  };
}

/** A number, and the tick or choice beside it that means no limit. */
function ofLimit(value, controls, { lists }) {
  const number = controls.find(isOf("text"));
  const [mark, ...more] = controls.filter((one) => one !== number);
  // The entries of a drop-down can be numbers.
  if (!number && controls.length === 1 && mark.kind === "choice") return null;
  if (more.length > 0) return { code: "cannot_set" };
  const typed = number ? [{ at: number.at, value, isNumber: true, label: number.name }] : [];
  // What a page calls a missing limit is known only by its own words.
  if (!mark) return isNoLimit(value) && !number.drawn.some(isNoLimit) ? { code: "cannot_set" } : typed;
  if (!number && !isNoLimit(value)) return { code: "field_missing" };
  const setting = mark.kind === "tick" ? tickOfLimit(value, mark) : choiceOfLimit(value, lists[mark.list]);
  if (setting.code) return setting;
  const marked = { at: mark.at, label: mark.name, ...setting };
  return isNoLimit(value) ? [marked] : [marked, ...typed];
}

/** A tick with another name can mean that the limit counts. */
const tickOfLimit = (value, { name }) => (isNoLimit(name) ? { value: isNoLimit(value) } : { code: "cannot_set" });

function choiceOfLimit(value, options = []) {
  const none = options.filter(isNoLimit);
  const others = options.filter((one) => one && !isNoLimit(one));
  if (none.length !== 1 || others.length !== 1) return { code: "cannot_set" };
  const [text] = isNoLimit(value) ? none : others;
  return { value: text, options, isSure: options.length === 2 };
}

/** A value in one control: a text as it is, or the entry of a list that equals it. */
function ofOne(value, controls, { about, lists }) {
  const [{ at, kind, list, name }, ...others] = controls;
  // Controls without a name that follow it can belong to something else.
  if (others.some((one) => name === "" || one.name !== "") || kind === "tick") return { code: "cannot_set" };
  const isName = Boolean(about.reference);
  if (kind === "text") return [{ at, value, isName, isNumber: NUMERIC.has(about.form), isSure: true, label: name }];
  const options = lists[list];
  const shown = isBlankIn(about, value, options) ? "" : value;
  const { isSure, text } = optionFor(shown, options, about);
  return [{ at, value: text, isSure, options, label: name }];
}

const plain = (text) => text.normalize("NFC").toLowerCase();

/** Whether a value is drawn as a blank. A wildcard is if the list has no entry with its name. */
const isBlankIn = ({ wildcard }, value, options = []) =>
  value === "" || (value === wildcard && options.length > 0 && !options.some((one) => plain(one) === plain(value)));

/**
 * {text, isSure} of the entry for a value: an equal one; for a name, otherwise the only one that contains it as a word. within: the input on whose choice the
 * entries depend.
 */
function optionFor(value, options = [], { reference, within }) {
  const same = options.filter((one) => plain(one) === plain(value));
  if (value === "" || options.length === 0 || same.length > 0)
    return { text: same[0] ?? value, isSure: same.length < 2 };
  const words = (one) => plain(one).split(/[^\p{L}\p{N}]+/u);
  const fitting = reference ? options.filter((one) => words(one).includes(plain(value))) : [];
  return { text: fitting.length === 1 ? fitting[0] : value, isSure: Boolean(within) && fitting.length === 0 };
}

/** Whether it is a blank in a list that has an entry for what a blank means otherwise: All, or No. */
export const isUnset = ({ wildcard, unset = wildcard }, parts, lists) =>
  Boolean(unset) &&
  parts.some(
    ({ flags = [], list }) => isBlank(parts, flags) && lists[list]?.some((one) => plain(one) === plain(unset)),
  );
const isBlank = (parts, flags) => flags.includes("first_blank") || !textsIn(stateOf(parts)).some(Boolean);
