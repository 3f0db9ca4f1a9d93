// SPDX-License-Identifier: GPL-3.0-or-later
// The labels and headings of a form, compared as people read them.
import { folded } from "../../read/values.js";
import { isUnit } from "./numbers.js";
import { pattern, terms } from "./words.js";

const SIGN = /(?<=[^ ]) ?[\u24d8\u2139]\ufe0f?$/;
const ENDING = /[ :*?\u2022\u2217\u2731]+$|\((?:required|optional)\)$| required$/;

const LONGEST = 500;

export function plain(text) {
  const seen = text
    .slice(0, LONGEST)
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

function wordsOf(text) {
  return plain(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

export const wordsIn = (text) => wordsOf(text).split(" ").filter(Boolean);

/** A text of a drop-down, or a mark, that stands for a blank. */
export function isBlank(text) {
  const ofDashes = (char) => terms.dashes.includes(char);
  const shown = [...text.trim()];
  const isFramed = ofDashes(shown[0]) && ofDashes(shown.at(-1)) && pattern("unset").test(wordsOf(text));
  return shown.every(ofDashes) || pattern("noChoice").test(wordsOf(text)) || isFramed;
}

export function labelsOf(one) {
  return new Set((one.labels ?? [one.label]).map(plain));
}

// qualified: with the label of its group, as some labels of the specs are. outer: the label of its group, if its own only says that it is the number of it.
// bare and unit: the parts of a label that ends with a unit of periods.
// sections: the labels of the sections of the screen, one of which the label can begin with: ReShare: Enable.
export function fieldLabel(item, sections) {
  const whole = plain(item.label).replace(pattern("besideLabel", "g"), "");
  const [section, ...rest] = whole.split(": ");
  const isOfSection = rest.length > 0 && sections.has(section);
  const label = isOfSection ? rest.join(": ") : whole;
  // Radio buttons can be in a part with their label.
  const around = item.group.map(plain).filter((text, at, all) => text !== whole || at < all.length - 1);
  const group = isOfSection && !around.includes(section) ? [...around, section] : around;
  const [, bare, first, second] = pattern("unitInLabel").exec(label) ?? [];
  const unit = first ?? second ?? "";
  return {
    label,
    qualified: group.length ? `${group.at(-1)}: ${label}` : "",
    group,
    outer: group.length && pattern("numberLabels").test(label) ? group.at(-1) : "",
    ...(isUnit(unit) ? { bare, unit } : { bare: "", unit: "" }),
  };
}

// The names that a heading or title can be for a screen, verbs included.
export function namesIn(text) {
  return [text, ...text.split(pattern("separators"))].map((part) => plain(part).replace(pattern("numbered"), ""));
}

const withoutVerbs = (name) => name.replace(pattern("verbs", "g"), "");

export const withAndWithoutVerbs = (names) => new Set(names.flatMap((name) => [name, withoutVerbs(name)]));

// A value as one text.
export function asText(value) {
  return typeof value === "string" ? value : value.join("; ");
}
