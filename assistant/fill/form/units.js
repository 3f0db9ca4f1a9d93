// SPDX-License-Identifier: GPL-3.0-or-later
// The unit of a number that is written beside it.
import { hasControl } from "../../screen/kinds.js";
import { lineOf } from "../../screen/text.js";
import { isCell, isElement, isText, nearest, parentOf } from "../../screen/tree.js";
import { isHidden } from "../../screen/visible.js";
import { textAfter } from "./labels.js";
import { unmarked } from "./tokens.js";
import { UNIT } from "./unit_words.js";

/** The unit behind a number, in the next cell, or before it in the same box; blank without one. */
export function unitBeside(input) {
  const cell = nearest(input, isCell);
  const next = cell?.nextElementSibling;
  const texts = [
    () => textAfter(input),
    () => (next && isCell(next) && !isHidden(next) && !hasControl(next) ? lineOf(next) : ""),
    () => before(input),
  ];
  for (const read of texts) {
    const text = unmarked(read());
    if (UNIT.test(text.replace("(s)", "s"))) return text;
  }
  return "";
}

/** The text directly before an input, in it or in the element around it. */
function before(input) {
  for (const at of [input, parentOf(input)]) {
    const text =
      at?.previousSibling && isText(at.previousSibling) && !at.previousSibling.data.trim()
        ? at.previousElementSibling
        : at?.previousSibling;
    if (text)
      return isText(text)
        ? text.data.trim()
        : isElement(text) && !isHidden(text) && !hasControl(text)
          ? lineOf(text)
          : "";
  }
  return "";
}
