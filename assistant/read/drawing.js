// SPDX-License-Identifier: GPL-3.0-or-later
// The inverse of reading, for filling: what has to be drawn at the place of an input so that a value is read there.
import { canonicalOf, isVerbatim, numberPattern } from "./states.js";

/** The state that is read as this value; null if no confirmed state shows how. kinds: the kinds of the parts at the place, such as `text`, `choice`, `tick`. */
export function drawingOf(value, { kind, input, about, kinds }, meanings) {
  const isHere = ({ state }) => String(state.map(([part]) => part)) === String(kinds);
  for (const { state, means } of meanings.confirmed(kind, input, about).filter(isHere)) {
    const drawn = drawnLike(state, means, value, about, meanings.mark);
    const read = drawn && meanings.of(kind, input, about, drawn);
    if (read && canonicalOf(drawn, read.means, about, meanings.mark) === value) return drawn;
  }
  return null;
}

/** A confirmed state with another value in it. */
function drawnLike(state, means, value, about, mark) {
  if (means === value) return state;
  if (isVerbatim(means)) return withTexts(state, about.form === "lines" ? value.split("\n") : [value]);
  if (!means.includes("{") || !/\d/.test(value)) return null;
  const numbers = about.form === "day" ? value.match(/\d+/g) : value.match(/\d+(\.\d+)?/g);
  const order = [...means.matchAll(/\{(\d+)\}/g)].map(([, at]) => Number(at));
  let position = 0;
  const numbered = (text) =>
    text.replace(numberPattern(about), () => {
      const number = numbers[order.indexOf(position++)] ?? "";
      return mark && about.form.startsWith("amount") ? number.replace(".", mark) : number;
    });
  return state.map(([part, flags, texts]) => [part, flags, texts.map(numbered)]);
}

/** The state with these texts in the part that has texts, or into which they can be typed. */
function withTexts(state, texts) {
  const written = state.findIndex(([part, , own]) => own.length > 0 || part === "text");
  const drawn = texts.filter(Boolean);
  return state.map(([part, flags, own], at) => [part, flags, at === written ? drawn : own]);
}
