// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers, units and days as a screen writes them, as in _screens/numbers.py.
import { folded } from "./labels.js";
import { pattern, terms } from "./words.js";

// The unit of periods that a text is; blank for another text.
export function unitIn(text) {
  const word = folded(text).replaceAll("(s)", "s");
  const unit = terms.units.find((one) => [one, one.slice(0, -1)].includes(word));
  return unit ?? (Object.hasOwn(terms.unitWords, word) ? terms.unitWords[word] : "");
}

export const isUnit = (text) => unitIn(text) !== "";

// The text of a period with the unit that the specs name; as it is, if it is none.
export function periodIn(text) {
  const found = pattern("periodText").exec(text.trim());
  return found && isUnit(found[2]) ? `${found[1]} ${unitIn(found[2])}` : text;
}

// The day, as YYYY-MM-DD, of a text that cannot be read in two ways; blank for another text. There may be no such day.
export function dayIn(text) {
  const inNumbers = pattern("dayInNumbers").exec(text.trim());
  if (inNumbers) return dayOfNumbers(inNumbers);
  const dayFirst = folded(text.trim()).replace(pattern("monthDay"), "$2 $1 $3");
  const [, day, month, year] = pattern("dayMonth").exec(dayFirst) ?? [];
  const at = terms.months.findIndex((name) => [name, name.slice(0, 3), name.slice(0, 4)].includes(month));
  return at === -1 ? "" : isoDay(year, String(at + 1), day);
}

// The days of a text with one of them, or with several in numbers; none of another text.
export function daysOf(text) {
  const days = text.split(pattern("betweenDays")).map((one) => (pattern("day").test(one) ? one : dayIn(one)));
  return (days.length > 1 && days.every(Boolean) ? days : [dayIn(text)]).filter(Boolean);
}

const isoDay = (year, month, day) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;

// Which number is the month is known where one of them can be none, where they are equal, or between points.
function dayOfNumbers([, first, mark, second, year]) {
  const [canBeFirst, canBeSecond] = [first, second].map((one) => Number(one) <= terms.months.length);
  if (canBeFirst && canBeSecond && mark !== "." && Number(first) !== Number(second)) return "";
  if (canBeSecond) return isoDay(year, second, first);
  return canBeFirst ? isoDay(year, first, second) : "";
}

// The mark before fractions on a screen, given its amounts; null if they do not show it, or not the same.
export function decimalMark(amounts) {
  const found = new Set(amounts.map((text) => shownMark(text.trim())).filter(Boolean));
  return found.size === 1 ? [...found][0] : null;
}

function shownMark(text) {
  const grouped = pattern("grouped").exec(text);
  if (grouped) return grouped[1] === "." ? "," : ".";
  return pattern("fraction").exec(text)?.[1] ?? null;
}

// A number without marks for thousands, and with a point before its fraction; null if it can be read in two ways.
export function plainNumber(text, mark) {
  const known = shownMark(text) ?? mark;
  if (!known) return pattern("thousands").test(text) ? null : text;
  const thousands = known === "," ? /(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))/g : /(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g;
  return text.replace(thousands, "").replace(/,/g, known === "," ? "." : ",");
}
