// SPDX-License-Identifier: GPL-3.0-or-later
// The labels and values of the screens, compared as in _screens/labels.py and _core/values.py.

// The reason why a text is not accepted, for people.
class Unfit extends Error {}

function unfit(reason) {
  throw new Unfit(reason);
}

// Words, patterns, limits and reasons are those of _screens/screen_words.py.
const terms = () => sheet.screens.words;
const patterns = new Map();

function pattern(name, flags = "") {
  const key = `${name} ${flags}`;
  if (!patterns.has(key)) patterns.set(key, new RegExp(terms().patterns[name], flags));
  return patterns.get(key);
}

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

const wordsIn = (text) => wordsOf(text).split(" ").filter(Boolean);

// What a person stated beside captures about texts on the screens, as wms_screen_labels has it, and the names of the objects that captures show, by kind.
const stated = { labels: {}, names: {} };

const isStated = (key, text) =>
  [...sheet.screens[key], ...(stated.labels[key] ?? [])].some((one) => plain(one) === plain(text));

function isBlank(text) {
  return isStated("blank", text) || isMark(text) || !text.trim();
}

// A mark or word for nothing that is not listed as one, such as - in a column whose blank is All.
function isMark(text) {
  if (!text.trim() || isStated("blank", text) || isStated("names", text)) return false;
  return terms().noChoice.includes(wordsOf(text)) || [...text].every((char) => terms().dashes.includes(char));
}

// Whether something knows an object of a kind with this name, or a person stated that the text is a name.
function isName(text, kind = "") {
  const known = [...(sheet.screens.known[kind] ?? []), ...(stated.names[kind] ?? [])];
  return known.includes(text.trim()) || isStated("names", text);
}

// The name of an object of a kind in a text: of a location the known code behind its name.
function nameIn(text, kind) {
  const code = terms().coded.includes(kind) && !isName(text, kind) ? pattern("code").exec(text.trim())?.[1] : null;
  return code && [...(sheet.screens.known[kind] ?? []), ...(stated.names[kind] ?? [])].includes(code) ? code : text;
}

// Whether a text of a drop-down can be the name of something, or mean that nothing is chosen.
function canBeNothing(text, kind = "") {
  return pattern("maybeNoChoice").test(wordsOf(text)) && !isBlank(text) && !isName(text, kind);
}

// Why the text of a cell is not certain to be its value; null if it is.
function unclear(one, text) {
  const isUnclear = (one.reference && canBeNothing(text, one.reference)) || (one.wildcard && isMark(text));
  return isUnclear ? reason("unclear") : null;
}

// An input with the labels that a person stated for it.
function withStated(kind, one) {
  const labels = stated.labels[kind]?.fields?.[one.name] ?? [];
  return labels.length ? { ...one, labels: [...(one.labels ?? [one.label]), ...labels] } : one;
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
    const [, day] = /^(\S*?)(?:[T ][0-9]{2}:[0-9]{2}\S*)?$/.exec(text) ?? [null, text];
    if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) unfit(`is '${text}'; write a date as YYYY-MM-DD`);
    const found = new Date(`${day}T00:00:00Z`);
    return Number.isNaN(+found) || found.toISOString().slice(0, 10) !== day
      ? unfit(`is '${text}'; there is no such day`)
      : day;
  },
};

const LOOKS_LIKE_SPACE =
  /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0]|\u034f|[\u180b-\u180d\u180f]|[\ufe00-\ufe0f]|(?! )\p{Zs}| {2}/u;

// The text of a value as a person writes it, "" for a blank. Throws Unfit.
function normalised(type, given) {
  if (type.form === "lines") return linesOf(type, given).join("\n");
  const text = given.trim();
  const { longest, forbidden = [], wildcard = "" } = type;
  if (longest && [...text].length > longest) unfit(`has ${[...text].length} characters, ${longest} are allowed`);
  const part = forbidden.find((one) => text.includes(one));
  if (part) unfit(`must not contain '${part}'`);
  // No object shows that such a text is misspelt: the row would never apply.
  if (wildcard && !type.reference && LOOKS_LIKE_SPACE.test(text))
    unfit("has a character that looks like a space or like nothing");
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

// ------------------------------------------------------------------------------- numbers

// The mark before fractions on a screen, given its amounts; null if they do not show it, or not the same.
function decimalMark(amounts) {
  const found = new Set(amounts.map((text) => shownMark(text.trim())).filter(Boolean));
  return found.size === 1 ? [...found][0] : null;
}

function shownMark(text) {
  const grouped = pattern("grouped").exec(text);
  if (grouped) return grouped[1] === "." ? "," : ".";
  return pattern("fraction").exec(text)?.[1] ?? null;
}

// A number without marks for thousands, and with a point before its fraction; null if it can be read in two ways.
function plainNumber(text, mark) {
  const known = shownMark(text) ?? mark;
  if (!known) return pattern("thousands").test(text) ? null : text;
  const thousands = known === "," ? /(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))/g : /(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g;
  return text.replace(thousands, "").replace(/,/g, known === "," ? "." : ",");
}
