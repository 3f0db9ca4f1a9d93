// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers and units as a form shows them.
import { FORMS, folded, normalised, UNITS, unfit } from "../../read/values.js";
import { asText, plain } from "./labels.js";
import { pattern, terms } from "./words.js";

// The unit of periods that a text is; blank for another text.
function unitIn(text) {
  const word = folded(text).replaceAll("(s)", "s");
  const unit = UNITS.find((one) => [one, one.slice(0, -1)].includes(word));
  return unit ?? (Object.hasOwn(terms.unitWords, word) ? terms.unitWords[word] : "");
}

export const isUnit = (text) => unitIn(text) !== "";

function shownMark(text) {
  const grouped = pattern("grouped").exec(text);
  if (grouped) return grouped[1] === "." ? "," : ".";
  return pattern("fraction").exec(text)?.[1] ?? null;
}

// A number without marks for thousands, and with a point before its fraction; null if it can be read in two ways.
function plainNumber(text) {
  const known = shownMark(text);
  if (!known) return pattern("thousands").test(text) ? null : text;
  const thousands = known === "," ? /(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))/g : /(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g;
  return text.replace(thousands, "").replace(/,/g, known === "," ? "." : ",");
}

// What a field shows, as a worksheet would write it. Throws Unfit.
export function normalisedSeen(one, value) {
  if (one.form === "lines") return normalised(one, value);
  if (Array.isArray(value) && value.length > 1) unfit("has several values");
  let text = asText(value).trim();
  if (one.form === "yesno") text = Object.hasOwn(terms.yesNo, plain(text)) ? terms.yesNo[plain(text)] : text;
  if (terms.amounts.includes(one.form)) text = text.replace(pattern("currency", "g"), "");
  if (terms.numbers.includes(one.form)) {
    const number = plainNumber(text);
    if (number === null) unfit(`is '${text}', which can be read in two ways`);
    text = number.replaceAll("(s)", "s");
  }
  // A switch without a state can be a picture.
  return one.form === "yesno" && !text ? FORMS.yesno(text) : normalised(one, text);
}
