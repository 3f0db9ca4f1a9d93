// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a form that a person has not opened.
import { controlKind } from "../screen/kinds.js";
import { outermost, referenced, roleOf } from "../screen/tree.js";
import { isHidden } from "../screen/visible.js";

/** The elements that open folded parts in which controls are. */
export function foldedParts(page) {
  const root = page.body ?? page.documentElement;
  return outermost(root, opensPart, (one) => !isHidden(one));
}

function opensPart(element) {
  if (element.localName === "details") return !element.open && hasControls(element);
  if (element.getAttribute("aria-expanded") !== "false" || controlKind(element)) return false;
  return (
    roleOf(element) !== "combobox" &&
    referenced(element, "aria-controls").some((one) => isHidden(one) && hasControls(one))
  );
}

const CONTROLS =
  "input:not([type=hidden], [type=button], [type=submit]), select, textarea, [role=combobox], [role=switch], [role=checkbox]";
const hasControls = (part) => part.querySelector(CONTROLS) !== null;
