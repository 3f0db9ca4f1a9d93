// SPDX-License-Identifier: GPL-3.0-or-later
// The labels of screens, and what texts of drop-downs mean, compared as in _screens/labels.py.
import { context, pattern, reason, terms } from "./words.js";

const SIGN = /(?<=[^ ]) ?[\u24d8\u2139]\ufe0f?$/;
const ENDING = /[ :*?\u2022\u2217\u2731]+$|\((?:required|optional)\)$| required$/;

export function folded(text) {
  return text.toLowerCase().replaceAll("\u00df", "ss").replaceAll("\u03c2", "\u03c3");
}

export function plain(text) {
  const seen = text
    .slice(0, terms.limits.label)
    .replace(SIGN, "")
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "");
  let words = folded(seen.replace(/\s+/g, " ").trim())
    .replaceAll("(s)", "s")
    .replace(/^[ *\u2217\u2304\u2731\u229e\u229f\u25b2\u25b6\u25b8\u25ba\u25bc\u25be]+/, "");
  for (let before = null; words !== before; ) {
    before = words;
    words = words.replace(ENDING, "");
  }
  return words;
}

// Whether the screen shows only the beginning of a text.
export function isCutOff(text) {
  return pattern("cut").test(text);
}

// Whether the assistant has cut a text that is no value: nobody knows how it goes on.
export const isBeginning = (text) => text.length > terms.limits.around / 2 && text.endsWith("\u2026");

function wordsOf(text) {
  return plain(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

export const wordsIn = (text) => wordsOf(text).split(" ").filter(Boolean);

// What a person stated beside captures about texts on the screens, as wms_screen_labels has it, and the names of the objects that captures show, by kind.
export const stated = { labels: {}, names: {} };

export const isStated = (key, text) =>
  [...context[key], ...(stated.labels[key] ?? [])].some((one) => plain(one) === plain(text));

export function isBlank(text) {
  return isStated("blank", text) || isMark(text) || !text.trim();
}

// A mark or word for nothing that is not listed as one, such as - in a column whose blank is All.
export function isMark(text) {
  if (!text.trim() || isStated("blank", text) || isStated("names", text)) return false;
  const ofDashes = (char) => terms.dashes.includes(char);
  const shown = [...text.trim()];
  const isFramed = ofDashes(shown[0]) && ofDashes(shown.at(-1)) && isUnset(text);
  return pattern("noChoice").test(wordsOf(text)) || [...text].every(ofDashes) || isFramed;
}

// Whether something knows an object of a kind with this name, or a person stated that the text is a name.
export const isName = (text, kind = "") => isKnownName(text, kind) || isStated("names", text);

export const isKnownName = (text, kind) =>
  [...(context.known[kind] ?? []), ...(stated.names[kind] ?? [])].includes(text.trim());

// The name of an object of a kind in a text: of a location the known code beside its name.
function nameIn(text, kind) {
  const found = terms.coded.includes(kind) && !isName(text, kind) ? pattern("code").exec(text.trim()) : null;
  const code = found && (found[1] ?? found[2]);
  return code && isKnownName(code, kind) ? code : text;
}

// The text of a value, with the names of known objects in it; the entries of a list on lines.
export function withKnownNames({ form, reference = "" }, text) {
  return form === "lines" ? entriesIn(text, reference).join("\n") : nameIn(text, reference);
}

// The entries of a list in a text. A comma can be in a name, so it divides only names that something knows.
const entriesIn = (text, kind) =>
  text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .flatMap((part) => knownNamesIn(part, kind));

function knownNamesIn(text, kind) {
  const names = text.split(",").map((one) => nameIn(one.trim(), kind));
  return !isName(text, kind) && names.every((one) => isName(one, kind)) ? names : [nameIn(text, kind)];
}

// Whether a text can be there in the place of one that is missing.
export const isMissing = (text) => pattern("absent").test(wordsOf(text));

// Whether a text can say that there is no value, and nothing else.
export const isUnset = (text) => pattern("unset").test(wordsOf(text));

// Whether a text of a drop-down can be the name of something, or mean that nothing is chosen.
export function canBeNothing(text, kind = "") {
  return pattern("maybeNoChoice").test(wordsOf(text)) && !isBlank(text) && !isName(text, kind);
}

// Whether a text can mean the same as the wildcard of its column.
function canBeAll(text, wildcard, kind) {
  return pattern("maybeAll").test(wordsOf(text)) && plain(text) !== plain(wildcard) && !isName(text, kind);
}

// Whether a text can be the known name of an object of a kind, and something else: Faculty (draft), Faculty -> Student.
export function hasRemark(text, kind) {
  if (isName(text, kind)) return false;
  const starts = [...text.toLowerCase().matchAll(pattern("remark", "g"))].map(({ index }) => text.slice(0, index));
  return pattern("arrow").test(text) || starts.some((start) => isName(start, kind));
}

// Why the text of a cell is not certain to be its value; null if it is.
export function unclear(one, text) {
  const { form, reference: kind, wildcard } = one;
  const names = form === "lines" ? entriesIn(text, kind) : [text];
  const canBeMissing = ["text", "lines"].includes(form);
  if (names.some((name) => (kind && canBeNothing(name, kind)) || (canBeMissing && isMissing(name))))
    return reason("unclear");
  // A comma can divide names, or be in one.
  if (form === "lines" && names.some((name) => name.includes(",") && !isName(name, kind))) return reason("commas");
  if ((kind || wildcard) && names.some((name) => hasRemark(name, kind))) return reason("remark");
  const isWildcard = wildcard && (isMark(text) || canBeAll(text, wildcard, kind));
  return isWildcard ? reason("unclear") : null;
}

// Whether these can be labels that a person stated beside a capture, as wms_screen_labels has them.
export function areLabels(given) {
  const isObject = (one) => typeof one === "object" && one !== null && !Array.isArray(one);
  const isList = (one) => Array.isArray(one) && one.every((text) => typeof text === "string" && text.trim());
  const isField = (kind, name) =>
    context.fields[kind].some((one) => (one.endsWith(".") ? name.startsWith(one) : name === one));
  const areFields = (kind, fields) =>
    isObject(fields) && Object.entries(fields).every(([name, texts]) => isField(kind, name) && isList(texts));
  const isPart = (kind, [name, one]) =>
    name === "fields" ? areFields(kind, one) : ["screen", "parts"].includes(name) && isList(one);
  const isEntry = ([name, one]) => {
    if (["blank", "names", "notes"].includes(name)) return isList(one);
    return (
      Object.hasOwn(context.fields, name) && isObject(one) && Object.entries(one).every((part) => isPart(name, part))
    );
  };
  return isObject(given) && Object.entries(given).every(isEntry);
}

// An input with the labels that a person stated for it.
export function withStated(kind, one) {
  const labels = stated.labels[kind]?.fields?.[one.name] ?? [];
  return labels.length ? { ...one, labels: [...(one.labels ?? [one.label]), ...labels] } : one;
}

export function labelsOf(one) {
  return new Set((one.labels ?? [one.label]).map(plain));
}

export function titleOf(one) {
  return one.section ? `${one.section[0]}: ${one.label}` : one.label;
}
