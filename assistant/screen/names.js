// SPDX-License-Identifier: GPL-3.0-or-later
// The accessible name of an element, as the W3C defines it ("Accessible Name and Description Computation"), as far as names of controls, groups and
// buttons need it.
import { generated, isSubtitle, oneLine } from "./text.js";
import { childrenOf, isElement, isText, labelsOf, referenced, roleOf, within } from "./tree.js";
import { isBlock, isButton, isHidden } from "./visible.js";

const BY_CONTENT = new Set(
  "a|button|caption|columnheader|cell|gridcell|heading|label|legend|link|menuitem|option|radio|rowheader|summary|switch|tab|td|th|treeitem".split(
    "|",
  ),
);

/** The elements that name an element. jQuery UI and select2 name a drop-down by its chosen entry or a part of it, which is its value and not a name. */
function namedBy(element) {
  const isValue = (one) => roleOf(one) === "option" || (one !== element && within(one, element));
  const isDropDown = /^(combobox|listbox)$/.test(roleOf(element));
  return referenced(element, "aria-labelledby").filter((one) => !isDropDown || !isValue(one));
}

/** The accessible name; blank without one. */
export function accessibleName(element) {
  const own = [
    () => namedBy(element).map(textFor).join(" "),
    // A legend that is shown is preferred to an aria-label, which is not shown.
    () => (element.localName === "fieldset" ? nativeName(element) : ""),
    () => element.getAttribute("aria-label"),
    () => nativeName(element),
    () => (isNamedByContent(element) ? contentOf(element) : ""),
    () => element.getAttribute("title"),
    () => element.getAttribute("placeholder") ?? element.getAttribute("aria-placeholder"),
  ];
  for (const name of own) {
    const text = oneLine(name() ?? "");
    if (text) return text;
  }
  return "";
}

const isNamedByContent = (element) =>
  BY_CONTENT.has(roleOf(element) || element.localName) ||
  (roleOf(element) === "checkbox" && element.localName !== "input");

/** The name by the elements of HTML. */
function nativeName(element) {
  // A label can be drawn twice, once for each of its possible places.
  if (labelsOf(element).length > 0) return [...new Set(labelsOf(element).map(textFor))].join(" ");
  const named = { fieldset: "legend", table: "caption", figure: "figcaption", svg: "title" }[element.localName];
  const child = named ? [...element.children].find((one) => one.localName === named) : null;
  if (child) return element.localName === "svg" ? child.textContent : textFor(child);
  if (element.localName === "input" && /^(button|reset|submit)$/.test(element.type)) return element.value;
  return /^(area|img|input)$/.test(element.localName) ? element.getAttribute("alt") : "";
}

/** The text of an element whose content names another one, even if the element is hidden. */
const textFor = (element) => element.getAttribute("aria-label") || contentOf(element);

/** The texts in an element. The texts of pictures, such as a help icon, count only if there are no others. */
function contentOf(element) {
  const ofChild = (child) => {
    if (isText(child)) return child.data;
    // A button in a label opens help.
    if (isElement(child) && isButton(child) && child.closest("label")) return "";
    // A control in a label is not part of the name: its own name is that of the label.
    if (!isElement(child) || child.labels?.length > 0 || /^(input|select|style|script|textarea)$/.test(child.localName))
      return "";
    if (isHidden(child) && child.localName !== "svg" && !isHidden(element)) return "";
    const text = child.getAttribute("aria-label") || nativeName(child) || contentOf(child);
    return isBlock(child) || child.localName === "br" ? ` ${text} ` : text;
  };
  const isPicture = (child) => isElement(child) && child.textContent.trim() === "";
  const children = childrenOf(element);
  const texts = (those) => those.map(ofChild).join("");
  const words = texts(children.filter((child) => !isPicture(child) && !(isElement(child) && isSubtitle(child))));
  const drawn = [generated(element, "::before"), words.trim() ? words : texts(children), generated(element, "::after")];
  return drawn.join("") || element.getAttribute("title") || "";
}
