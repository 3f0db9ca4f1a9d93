// SPDX-License-Identifier: GPL-3.0-or-later
// The labels and values of the screens, compared as in _screens/labels.py and _core/values.py.

// The reason why a text is not accepted, for people.
class Unfit extends Error {}

function unfit(reason) {
  throw new Unfit(reason);
}

// Words, patterns, limits and reasons are those of _screens/screen_words.py.
const terms = () => sheet.screens.words;
const pattern = (name, flags = "") => new RegExp(terms().patterns[name], flags);

// Why something stays open, for people.
function reason(code, values = {}) {
  return terms().reasons[code].replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}

// ------------------------------------------------------------------------------- labels

const ENDING = /[ :*?]+$|\((?:required|optional)\)$/;

function folded(text) {
  return text.toLowerCase().replaceAll("\u00df", "ss").replaceAll("\u03c2", "\u03c3");
}

function plain(text) {
  const seen = text
    .slice(0, terms().limits.label)
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "");
  let words = folded(seen.replace(/\s+/g, " ").trim());
  for (let before = null; words !== before; ) {
    before = words;
    words = words.replace(ENDING, "");
  }
  return words;
}

// Whether the screen shows only the beginning of a text.
function isCutOff(text) {
  return terms().cut.some((end) => text.trimEnd().endsWith(end));
}

function wordsOf(text) {
  return plain(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function isBlank(text) {
  const isDashes = [...text].every((char) => terms().dashes.includes(char));
  return isDashes || terms().noChoice.includes(wordsOf(text)) || sheet.screens.blank.map(plain).includes(plain(text));
}

// A mark such as - in a column whose blank is All.
function isMark(text) {
  return text.trim() !== "" && isBlank(text) && !sheet.screens.blank.map(plain).includes(plain(text));
}

// kind: of the object that the text can be the name of.
function isUnclear(text, kind) {
  const names = sheet.screens.names?.[kind] ?? [];
  return pattern("maybeNoChoice").test(wordsOf(text)) && !isBlank(text) && !names.includes(text.trim());
}

// Why the text of a cell is not certain to be its value; null if it is.
function unclear(one, text) {
  return (one.reference && isUnclear(text, one.reference)) || (one.wildcard && isMark(text)) ? reason("unclear") : null;
}

function labelsOf(one) {
  return new Set((one.labels ?? [one.label]).map(plain));
}

function titleOf(one) {
  return one.section ? `${one.section[0]}: ${one.label}` : one.label;
}

// ------------------------------------------------------------------------------- values

const NO_LIMIT = "No Limit";
const isUnit = (text) => terms().units.some((unit) => [unit, unit.slice(0, -1)].includes(text));
const isNoLimit = (text) => folded(text.replace(/[\s_-]+/g, "")) === "nolimit";

const FORMS = {
  text: (text) => text,
  choice: (text, { choices }) =>
    choices.find((choice) => folded(choice) === folded(text)) ??
    unfit(`is '${text}'; choose one of ${choices.join(", ")}`),
  yesno(text) {
    if (["yes", "true", "on", "y", "1"].includes(folded(text))) return "Yes";
    return ["no", "false", "off", "n", "0"].includes(folded(text)) ? "No" : unfit(`is '${text}'; write yes or no`);
  },
  period(text) {
    const [, count, unit] = /^\+?([0-9]+)\s*([A-Za-z]*)$/.exec(text) ?? [];
    if (!unit || !isUnit(unit.toLowerCase())) unfit(`is '${text}'; write a number and a unit, for example '28 days'`);
    const whole = terms().units.find((known) => known.startsWith(unit.toLowerCase().replace(/s$/, "")));
    return BigInt(count) === 1n ? `1 ${whole.slice(0, -1)}` : `${BigInt(count)} ${whole}`;
  },
  limit(text) {
    if (isNoLimit(text)) return NO_LIMIT;
    return /^[0-9]+$/.test(text)
      ? String(BigInt(text))
      : unfit(`is '${text}'; write a whole number of 0 or more, or '${NO_LIMIT}'`);
  },
  amount(text) {
    const [, whole, part] = /^\+?([0-9]*)\.?([0-9]{0,2})0*$/.exec(text) ?? [];
    if (!(whole || part)) unfit(`is '${text}'; write an amount of 0 or more, for example 0.50`);
    return `${BigInt(whole)}.${part.padEnd(2, "0")}`;
  },
  "amount limit": (text) => (isNoLimit(text) ? NO_LIMIT : FORMS.amount(text)),
  number: (text) => (/^-?[0-9]+$/.test(text) ? String(BigInt(text)) : unfit(`is '${text}'; write a whole number`)),
  day(text) {
    const [day] = text.replace("T", " ").split(" ");
    if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) unfit(`is '${text}'; write a date as YYYY-MM-DD`);
    const found = new Date(`${day}T00:00:00Z`);
    return Number.isNaN(+found) || found.toISOString().slice(0, 10) !== day
      ? unfit(`is '${text}'; there is no such day`)
      : day;
  },
};

// The text of a value as a person writes it, "" for a blank. Throws Unfit.
function normalised(type, given) {
  if (type.form === "lines") return linesOf(type, given).join("\n");
  const text = given.trim();
  const { longest, forbidden = [], wildcard = "" } = type;
  if (longest && [...text].length > longest) unfit(`has ${[...text].length} characters, ${longest} are allowed`);
  const part = forbidden.find((one) => text.includes(one));
  if (part) unfit(`must not contain '${part}'`);
  return text === "" || folded(text) === folded(wildcard) ? wildcard : FORMS[type.form](text, type);
}

function linesOf(type, given) {
  const parts = Array.isArray(given) ? given : given.split(/[;\n]/);
  return [...new Set(parts.map((part) => normalised(type.of, part)).filter(Boolean))].sort();
}

// Whether two texts of a value mean the same: a blank switch is off.
function same(type, one, other) {
  return (one || type.unset || "") === (other || type.unset || "");
}
