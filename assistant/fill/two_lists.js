// SPDX-License-Identifier: GPL-3.0-or-later
// Two lists between which buttons move entries.
import { controlsIn } from "../screen/kinds.js";
import { nearest, outermost, roleOf } from "../screen/tree.js";
import { isButton } from "../screen/visible.js";

const isList = (one) =>
  one.localName === "select" ? one.multiple || one.size > 1 : roleOf(one) === "listbox" && !one.ariaHasPopup;

/**
 * Whether an element is one of two lists with a button between them. Choosing an entry in it only highlights the entry; the value is what the other list
 * contains. The button that moves entries looks like any other one, so it is not pressed here.
 */
export function isOneOfTwoLists(element) {
  if (!isList(element)) return false;
  const listsIn = (one) => controlsIn(one).filter(isList);
  const around = nearest(element, (one) => listsIn(one).length > 1);
  if (!around) return false;
  const lists = listsIn(around);
  const at = lists.indexOf(element);
  const buttons = outermost(around, isButton);
  const isBetween = (one, first, second) => isAfter(one, first) && isAfter(second, one);
  return [at, at + 1].some(
    (second) =>
      lists[second - 1] && lists[second] && buttons.some((one) => isBetween(one, lists[second - 1], lists[second])),
  );
}

const isAfter = (one, other) => Boolean(other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
