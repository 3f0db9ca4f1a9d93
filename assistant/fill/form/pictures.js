// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of a state, such as a drawn check box, by their text alternatives.
import { oneLine } from "../../screen/text.js";
import { classesOf, hyphenated, outermost, roleOf, withWord } from "../../screen/tree.js";
import { isHidden } from "../../screen/visible.js";

const YES = /^(yes|on|true|(is )?(checked|ticked|enabled|selected|active))$/i;
const NO = /^(no|off|false|(is )?(not |un)(checked|ticked|enabled|selected|active)|disabled|inactive)$/i;

const isPicture = (element) =>
  /^(img|svg)$/.test(element.localName) || roleOf(element) === "img" || element.localName === "i";

/** Yes or No by the only picture in an element; blank if it does not say which. */
export function pictureState(element) {
  const pictures = outermost(element, isPicture, (one) => !isHidden(one) || one.localName === "svg");
  return pictures.length === 1 ? stateIn(alternativeOf(pictures[0])) : "";
}

const stateIn = (text) => (YES.test(text) ? "Yes" : NO.test(text) ? "No" : "");

function alternativeOf(picture) {
  const names = ["alt", "aria-label", "title"].map((name) => picture.getAttribute(name));
  return oneLine(names.find(Boolean) ?? picture.querySelector("title")?.textContent ?? "");
}

/** The classes of icons of check boxes and switches. */
const ON = withWord("toggle-on|check-square(-o)?|check-*box-marked|(is-)?checked");
const OFF = withWord("toggle-off|square-o|outline-blank|blank-outline|un-*checked");

/** What a picture shows: Yes or No, otherwise its text alternative; blank for another element. */
export function shownBy(element) {
  if (!isPicture(element)) return "";
  const text = alternativeOf(element);
  const classes = hyphenated(classesOf(element));
  return stateIn(text) || text || (ON.test(classes) ? "Yes" : OFF.test(classes) ? "No" : "");
}
