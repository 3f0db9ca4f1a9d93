// SPDX-License-Identifier: GPL-3.0-or-later
// The values of inputs as people write them, and their canonical texts, as in _core/values.py.

export function folded(text) {
  return text.toLowerCase().replaceAll("\u00df", "ss").replaceAll("\u03c2", "\u03c3");
}

export const UNITS = ["minutes", "hours", "days", "weeks", "months"];

// The reason why a text is not accepted, for people.
export class Unfit extends Error {}

export function unfit(reason) {
  throw new Unfit(reason);
}

export const NO_LIMIT = "No Limit";
export const isNoLimit = (text) => folded(text.replace(/[\s_-]+/g, "")) === "nolimit";

export const FORMS = {
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
    const whole = UNITS.find((known) => [known, known.slice(0, -1)].includes(unit?.toLowerCase()));
    if (!whole) unfit(`is '${text}'; write a number and a unit, for example '28 days'`);
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
export function normalised(type, given) {
  if (type.form === "lines") return linesOf(type, given).join("\n");
  const text = given.trim();
  const { longest, forbidden = [], wildcard = "" } = type;
  if (longest && [...text].length > longest) unfit(`has ${[...text].length} characters, ${longest} are allowed`);
  const part = forbidden.find((one) => text.includes(one));
  if (part) unfit(`must not contain '${part}'`);
  // It does not refer to an object, so nothing would show that it is misspelt: the row would never apply.
  if (wildcard && !type.reference && LOOKS_LIKE_SPACE.test(text))
    unfit("has a character that looks like a space or like nothing");
  return text === "" || folded(text) === folded(wildcard) ? wildcard : FORMS[type.form](text, type);
}

function linesOf(type, given) {
  const parts = Array.isArray(given) ? given : given.split(/[;\n]/);
  return [...new Set(parts.map((part) => normalised(type.of, part)).filter(Boolean))].sort();
}

// Whether two texts of a value mean the same: a blank switch is off, and a week is as long as seven days.
export function same(type, one, other) {
  const [mine, theirs] = [one, other].map((text) => text || type.unset || "");
  return mine === theirs || (type.form === "period" && daysIn(mine) !== null && daysIn(mine) === daysIn(theirs));
}

// The days of a period of days or weeks; null for any other text.
function daysIn(text) {
  const [, count, unit] = /^([0-9]+) (day|week)s?$/.exec(text) ?? [];
  return count ? BigInt(count) * (unit === "week" ? 7n : 1n) : null;
}
