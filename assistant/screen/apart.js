// SPDX-License-Identifier: GPL-3.0-or-later
// Values that are drawn in another way than the others on the screen, and have one text: a word that stands for a value that is missing.
import { lineOf } from "./text.js";
import { isElement, parentOf } from "./tree.js";
import { styleOf } from "./visible.js";

/** Set the state of the items whose texts are drawn apart. fixed: the texts, by their items. */
export function setApart(fixed) {
  const looks = new Map([...fixed].map(([item, text]) => [item, lookOf(elementOf(text))]));
  const alike = [...Map.groupBy(looks.keys(), (item) => looks.get(item)).values()];
  const texts = (items) => new Set(items.map(({ value }) => String(value))).size;
  const isWord = (items) => texts(items) === 1 && !items.some((item) => isLink(elementOf(fixed.get(item))));
  // The others show that values are drawn in another way.
  if (alike.some((items) => texts(items) > 1)) for (const item of alike.filter(isWord).flat()) item.state.push("apart");
}

export const elementOf = (text) => (isElement(text) ? text : parentOf(text));
const isLink = (element) => element.closest("a") !== null || element.querySelector("a") !== null;

/** The colour and slant of the innermost element that has all of the text. */
function lookOf(element) {
  const inner = [...element.children].find((one) => lineOf(one) !== "" && lineOf(one) === lineOf(element));
  const { color, fontStyle, opacity } = styleOf(element);
  return inner ? lookOf(inner) : `${color} ${fontStyle} ${opacity}`;
}
