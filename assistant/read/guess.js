// SPDX-License-Identifier: GPL-3.0-or-later
// What a drawing can mean, for a proposal that a person confirms: nothing is read by it.
import { canonicalOf, canShow, fact, NUMERIC, textsIn } from "./states.js";
import { folded, NO_LIMIT, normalised, Unfit } from "./values.js";

/** The value of a state: the first of the expected ones that it can show, otherwise what is written there; undefined if neither. */
export function guessed(about, state, expected = []) {
  const own = written(about, state);
  const found = expected.find((value) => value !== "" && shows(about, state, value, own));
  return found ?? own;
}

/** Whether this drawing can show an expected value. If the drawing itself has a value (own), it shows only that. */
function shows(about, state, value, own) {
  if (!canShow(state, value, about)) return false;
  if (own !== undefined && about.form !== "lines") return own === value;
  if (!NUMERIC.has(about.form)) return true;
  const { means } = fact(state, value, about);
  return value === NO_LIMIT || means.includes("{");
}

/** The value of a drawing by the catalogue alone; undefined if there is none. */
function written(about, state) {
  const flags = state.flatMap(([, own]) => own);
  const text = textsIn(state).join(" ").trim();
  if (about.form === "yesno" && !text) return flags.includes("on") ? "Yes" : flags.includes("off") ? "No" : undefined;
  if (flags.includes("first_blank") && state.length === 1) return about.wildcard ?? "";
  // A tick beside a limit means that there is no limit: the number is blank, or does not count.
  if (flags.includes("on") && (!text || (about.form.endsWith("limit") && flags.includes("disabled"))))
    return about.form.endsWith("limit") ? NO_LIMIT : undefined;
  if (!text) return about.wildcard ?? "";
  if (NUMERIC.has(about.form) && !/\p{Nd}/u.test(text) && folded(text) !== folded(NO_LIMIT))
    return state.length > 1 && !textsIn(state.slice(0, 1)).length ? "" : undefined;
  try {
    if (about.form === "lines") return normalised(about, canonicalOf(state, separatorOf(state), about, ""));
    return normalised(about, about.form === "yesno" ? text.replace(/^\P{L}+/u, "") : text);
  } catch (fault) {
    if (fault instanceof Unfit) return undefined;
    throw fault;
  }
}

const separatorOf = (state) => {
  const texts = textsIn(state);
  if (texts.length > 1) return "{*}";
  return texts[0].includes("\n") ? "{*\n}" : texts[0].includes("; ") ? "{*; }" : "{*}";
};

/** {first, last, total, text} of the text that counts the rows of a table, if there is one. */
export function countOf({ items }, rows) {
  for (const { text, cell } of items) {
    if (!text || cell) continue;
    const numbers = (text.match(/\p{Nd}+/gu) ?? []).map(Number);
    const [first, last, total] = numbers;
    if (numbers.length === 3 && last - first + 1 === rows && first > 0 && last <= total)
      return { first, last, total, text };
  }
  return null;
}
