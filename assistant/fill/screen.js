// SPDX-License-Identifier: GPL-3.0-or-later
// The screen as it is now, with the elements of its items; and the same items on the screen as it is later.
import { captureOf } from "../screen/capture.js";
import { readAnew } from "../screen/tree.js";
import { Refusal } from "./codes.js";
import { refuseTooMuch } from "./documents.js";

/** How many fields a form may have: all of them are compared after each one that is set. */
const MOST_FIELDS = 2000;

/** {capture, items, members, places} as of captureOf(). places: the numbers of the items by their elements. */
export function screenOf(page) {
  readAnew();
  refuseTooMuch(page);
  const made = captureOf(page, true);
  if (made.capture.items.filter(isControl).length > MOST_FIELDS) throw new Refusal("too_much");
  const places = new Map(made.members.flatMap((those, at) => those.map((one) => [one, at])));
  return { ...made, items: made.capture.items, places };
}

export const isControl = ({ is }) => is === "control";

/** What identifies an item, whatever is chosen or typed there. Values are removed from names: the names of some controls contain them. */
function signatureOf({ cell, drawn = [], is, kind, name = "", text = "", zone }) {
  const own = drawn.reduce((rest, one) => rest.replace(one, ""), name).trim();
  return JSON.stringify([is, zone, kind, is === "control" ? own : text, cell ? [cell[0], cell[2]] : null]);
}

/** The texts in a control; for a drop-down without a list of its own, the texts beside it that belong to it alone and are not hints. */
export function drawnAt(at, { items }) {
  const { drawn, flags = [], kind, list, name } = items[at];
  if (flags.includes("first_blank")) return [];
  if (drawn.length > 0 || kind !== "choice" || list) return drawn;
  const isOwn = (one) => one.of === at && one.is !== "picture" && one.text && one.text !== name && !isHint(one);
  return items.filter(isOwn).map(({ text }) => text);
}
const isHint = ({ flags = [] }) => flags.includes("pale") || flags.includes("icon");

/** The state of a control: the texts in it, or whether it is ticked. The order of several entries does not count. */
export function stateOf(at, screen) {
  const { flags = [] } = screen.items[at];
  const drawn = drawnAt(at, screen);
  return JSON.stringify([
    flags.includes("several") ? drawn.toSorted() : drawn,
    flags.filter((one) => one === "on" || one === "mixed"),
  ]);
}

/** By number of an item before, its number afterwards; null if it is gone. isOther(at, later): whether these two are known to be different items. */
export function followed(before, after, isOther = () => false) {
  const [one, other] = [before.map(signatureOf), after.map(signatureOf)];
  const isSame = (at, later) => one[at] === other[later] && !isOther(at, later);
  let head = 0;
  while (head < one.length && head < other.length && isSame(head, head)) head += 1;
  let tail = 0;
  const isSameEnd = () => isSame(one.length - 1 - tail, other.length - 1 - tail);
  while (tail < one.length - head && tail < other.length - head && isSameEnd()) tail += 1;
  const middle = [one.length - head - tail, other.length - head - tail];
  const weight = (row, column) => (isSame(head + row, head + column) ? 1 : 0);
  const paired = alignedBy(weight, ...middle);
  return one.map((_signature, at) => {
    if (at < head) return at;
    if (at >= one.length - tail) return at - one.length + other.length;
    const found = paired.get(at - head);
    return found === undefined ? null : head + found;
  });
}

/** Pairs the items of two sequences in order, with the largest sum of weights. */
function alignedBy(weight, rows, columns) {
  const best = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1) {
      const own = weight(row, column);
      const both = own > 0 ? own + best[row + 1][column + 1] : 0;
      best[row][column] = Math.max(both, best[row + 1][column], best[row][column + 1]);
    }
  const pairs = new Map();
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    const own = weight(row, column);
    if (own > 0 && best[row][column] === own + best[row + 1][column + 1]) pairs.set(row++, column++);
    else if (best[row][column] === best[row + 1][column]) row += 1;
    else column += 1;
  }
  return pairs;
}

/** The control of the first screen on a later one: its number, null if it is gone, and undefined if it was moved or has another name. */
export function placeOn(now, first, at, pairs) {
  const own = now.places.get(first.members[at][0]);
  return own === undefined || own === pairs[at] ? pairs[at] : undefined;
}

/** The pairs of a screen with a later one. */
export const pairsOf = (first, now) =>
  followed(first.items, now.items, (at, later) => (now.places.get(first.members[at][0]) ?? later) !== later);
