// SPDX-License-Identifier: GPL-3.0-or-later
// Labels and values of a worksheet, compared with those of the screen. Labels and blanks are compared as on the worksheet's page, by its own scripts.
import {
  folded,
  isUnit as isPlainUnit,
  namesIn as namesWithVerbs,
  pattern,
  useSheet,
  withAndWithoutVerbs,
} from "page-scripts";

export { folded, isBlank, pattern, plain, wordsIn } from "page-scripts";

/** The words from here on are those of a request. */
export const useWords = ({ words, blank, names = [] }) => useSheet({ screens: { words, blank, names, known: {} } });

/** The names that a heading can be for a screen, with verbs such as Edit and without. */
export const namesIn = (text) => [...withAndWithoutVerbs(namesWithVerbs(text))];

export const isUnit = (text) => isPlainUnit(text.trim().toLowerCase());

/** The code of a location in the text of a list: "Main Library (MAIN)". */
export const codeIn = (text) => pattern("code").exec(text.trim())?.slice(1).find(Boolean) ?? null;

const NO_LIMIT = "nolimit";
export const isNoLimit = (text) => folded(text.replace(/[\s_-]+/g, "")) === NO_LIMIT;

/** {number, unit} of a period; blank ones of a blank. null if it is none. */
export function periodIn(text) {
  const [, number, unit] = /^\+?([0-9]+)\s*([A-Za-z]+)$/.exec(text.trim()) ?? [];
  if (!text.trim()) return { number: "", unit: "" };
  return unit ? { number: String(BigInt(number)), unit: singular(unit) } : null;
}

export const singular = (unit) => folded(unit.trim()).replace(/s$/, "");

/** A text of a value in a form that can be compared. */
export function comparable(form, text) {
  const given = text.trim();
  if (form === "lines")
    return [
      ...new Set(
        given
          .split(/[;\n]/)
          .map((one) => one.trim())
          .filter(Boolean),
      ),
    ]
      .sort()
      .join("\n");
  if (given === "") return "";
  if (form === "period") return JSON.stringify(periodIn(given) ?? given);
  if (/limit$/.test(form) && isNoLimit(given)) return NO_LIMIT;
  if (/^(limit|number)$/.test(form) && /^-?[0-9]+$/.test(given)) return String(BigInt(given));
  if (/^amount/.test(form) && /^[0-9]*\.?[0-9]*$/.test(given)) return Number(given).toFixed(4);
  return /^(choice|yesno)$/.test(form) ? folded(given) : given.replace(/\r\n?/g, "\n");
}

/** Whether two texts of a field mean the same: a blank switch is off, and a blank cell of a map can stand for all. */
export function same({ form, unset, wildcard }, one, other) {
  const blank = unset || wildcard || "";
  return comparable(form, one || blank) === comparable(form, other || blank);
}
