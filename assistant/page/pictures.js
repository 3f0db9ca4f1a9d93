// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of a state, such as a drawn check box, by their text alternatives.
import { oneLine } from "./text.js";
import { found, roleOf } from "./tree.js";
import { isHidden } from "./visible.js";

const YES = /^(yes|on|true|(is )?(checked|ticked|enabled|selected|active))$/i;
const NO = /^(no|off|false|(is )?(not |un)(checked|ticked|enabled|selected|active)|disabled|inactive)$/i;

const isPicture = (element) =>
  /^(img|svg)$/.test(element.localName) || roleOf(element) === "img" || element.localName === "i";

/** Yes or No by the only picture in an element; blank if it does not say which. */
export function pictureState(element) {
  const pictures = found(element, isPicture, (one) => !isHidden(one) || one.localName === "svg");
  if (pictures.length !== 1) return "";
  const names = ["alt", "aria-label", "title"].map((name) => pictures[0].getAttribute(name));
  const text = oneLine(names.find(Boolean) ?? pictures[0].querySelector("title")?.textContent ?? "");
  return YES.test(text) ? "Yes" : NO.test(text) ? "No" : "";
}
