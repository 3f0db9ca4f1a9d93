// SPDX-License-Identifier: GPL-3.0-or-later
// Values of a worksheet, compared with those of the screen.
import { folded, normalised } from "../read/values.js";
import { normalisedSeen } from "./words/numbers.js";
import { pattern } from "./words/words.js";

/** The code of a location in the text of a list: "Main Library (MAIN)". */
export const codeIn = (text) => pattern("code").exec(text.trim())?.slice(1).find(Boolean) ?? null;

/** {number, unit} of a period; blank ones of a blank. null if it is none. */
export function periodIn(text) {
  const [, number, unit] = /^\+?([0-9]+)\s*([A-Za-z]+)$/.exec(text.trim()) ?? [];
  if (!text.trim()) return { number: "", unit: "" };
  return unit ? { number: String(BigInt(number)), unit: singular(unit) } : null;
}

export const singular = (unit) => folded(unit.trim()).replaceAll("(s)", "s").replace(/s$/, "");

/** The text of a value that the screen shows, as a worksheet writes it; as it is if it is none of this field. */
function canonical(field, text, read) {
  try {
    return read(field, text);
  } catch {
    return text.trim().replace(/\r\n?/g, "\n");
  }
}

/** Whether a text on the screen means the same as one of the worksheet: a blank switch is off, and a blank cell of a map can stand for all. */
export function same(field, shown, wanted) {
  const blank = field.unset || field.wildcard || "";
  return canonical(field, shown || blank, normalisedSeen) === canonical(field, wanted || blank, normalised);
}
