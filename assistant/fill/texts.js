// SPDX-License-Identifier: GPL-3.0-or-later
// Labels and values of a worksheet, compared with those of the screen. words: those of _screens/screen_words.py, from the request.

const ENDING = /[ :*?]+$|\((?:required|optional)\)$/;

/** A label, as plain() of _screens/labels.py has it. */
export function plain(text) {
  const seen = text
    .slice(0, 500)
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "");
  let words = folded(seen.replace(/\s+/g, " ").trim()).replace(/^[ *]+/, "");
  for (let before = null; words !== before; ) {
    before = words;
    words = words.replace(ENDING, "");
  }
  return words;
}

export const folded = (text) => text.toLowerCase().replaceAll("\u00df", "ss").replaceAll("\u03c2", "\u03c3");

/** The names that a heading can be for a screen, with verbs such as Edit and without. */
export function namesIn(text, { patterns }) {
  const names = [text, ...text.split(new RegExp(patterns.separators))].map(plain);
  return names.flatMap((name) => [name, name.replace(new RegExp(patterns.verbs), "")]);
}

export const isUnit = (text, { units }) =>
  units.some((unit) => [unit, unit.slice(0, -1)].includes(text.trim().toLowerCase()));

/** A text of a drop-down that means that nothing is chosen. */
export function isBlank(text, { blank, words }) {
  const own = plain(text);
  const only = own.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  return (
    own === "" ||
    blank.some((one) => plain(one) === own) ||
    new RegExp(words.patterns.noChoice).test(only) ||
    [...own].every((one) => words.dashes.includes(one))
  );
}

/** The code of a location in the text of a list: "Main Library (MAIN)". */
export const codeIn = (text, { patterns }) =>
  new RegExp(patterns.code).exec(text.trim())?.slice(1).find(Boolean) ?? null;

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
