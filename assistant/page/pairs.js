// SPDX-License-Identifier: GPL-3.0-or-later
// A label beside a text that cannot be edited, where no table and no list of definitions says so.
import { hasControl } from "./kinds.js";
import { isHeading } from "./labels.js";
import { isIconFont, lineOf, textOf } from "./text.js";
import { unmarked } from "./tokens.js";
import { childrenOf, classesOf, found, isElement, isText, once, parentOf } from "./tree.js";
import { isButton, isHidden, styleOf } from "./visible.js";

const LONGEST_LABEL = 100;
const LONGEST = 2000;
const LABEL = /(^|[-_ ])(label|term|key|caption|field-?name|prompt)([-_ ]|$)/i;
const VALUE = /(^|[-_ ])(value|static|plaintext|read-?only|data)([-_ ]|$)/i;
/** What opens a help text, or marks a label. */
const SIGN = /^[?!*i\u24d8\u2139]$/u;
const STRUCTURE = /^(table|dl|form|fieldset|nav|iframe)$/;

/** The pair of a label and a text that an element is: {label, definition}; null if it is none. */
export const pairOf = once((element) => {
  const pair = lineOfTwo(element);
  return pair && (isStated(pair) || isOneOfMany(element)) ? pair : null;
});

/** The parts of an element: elements and texts that are not blank, without buttons. An element without a text is one, too. */
export const partsOf = (element) =>
  childrenOf(element).filter((one) =>
    isText(one) ? one.data.trim() !== "" : isElement(one) && !isHidden(one) && !isButton(one),
  );

/** {label, definition, first} of an element with two parts, of which the first is a text in one line. */
const lineOfTwo = once((element) => {
  if (
    element.localName === "label" ||
    hasControl(element) ||
    element.textContent.length > LONGEST ||
    hasStructure(element)
  )
    return null;
  const [first, definition, ...others] = partsOf(element);
  if (!definition || others.length > 0 || !isElement(first) || first.localName === "a") return null;
  const label = textOf(first);
  if (SIGN.test(textOf(definition))) return null;
  return label && label.length <= LONGEST_LABEL && !label.includes("\n") ? { label, definition, first } : null;
});

const hasStructure = (element) =>
  found(element, (one) => isHeading(one) || STRUCTURE.test(one.localName) || one.hasAttribute("role")).length > 0;

/** The label is one by its element, its class, its colon, or the class of what is beside it. */
function isStated({ first, definition, label }) {
  if (/^(label|dt)$/.test(first.localName) || label.endsWith(":")) return true;
  if (LABEL.test(classesOf(first)) || VALUE.test(classesOf(definition))) return true;
  // A sentence can begin with bold words, too.
  return (
    isText(definition) &&
    /^(b|strong)$/.test(first.localName) &&
    !/[.!,;]$/.test(label) &&
    !/[.!?]$/.test(definition.data.trim())
  );
}

/** Several elements of the same kind side by side are lines of two parts, and the first of them is not the header of columns. */
function isOneOfMany(element) {
  const parent = parentOf(element);
  return parent !== null && kindsIn(parent).get(kindOf(element)) === true;
}

const kindOf = (element) => (isText(element) ? "" : `${element.localName} ${classesOf(element)}`);

/** Whether the children of each kind are such lines. */
const kindsIn = once((parent) => {
  const kinds = Map.groupBy([...parent.children], kindOf);
  return new Map([...kinds].map(([kind, alike]) => [kind, alike.length > 1 && areLines(alike)]));
});

function areLines(alike) {
  const isPair = (one) => lineOfTwo(one) !== null && !textOf(lineOfTwo(one).definition).includes("\n");
  const texts = alike.filter((one) => !hasControl(one));
  if (texts.length === 0 || !texts.every(isPair)) return false;
  const first = (one) => kindOf(partsOf(one)[0]);
  // Lines with fields beside it are built in the same way, and their first parts are labels.
  if (texts.length < alike.length) return alike.every((one) => isLineOfField(one) && first(one) === first(texts[0]));
  const [head, ...others] = alike.map(lineOfTwo).map(looksOf);
  if ([head, ...others].every(([label, value]) => label > value)) return true;
  return (others.length > 1 || head[2] !== head[3]) && others.every((one) => one.join() === head.join());
}

const isLineOfField = (one) => {
  const [label, ...others] = partsOf(one);
  return others.length > 0 && isElement(label) && !hasControl(label) && textOf(label) !== "";
};

/** How bold a label and its value are, and their sizes and colours. */
function looksOf({ first, definition }) {
  const style = (one) => (isElement(one) ? `${styleOf(one).fontSize} ${styleOf(one).color}` : "");
  return [weightOf(first), isElement(definition) ? weightOf(definition) : 0, style(first), style(definition)];
}

/** How bold a text is. */
export function weightOf(element) {
  const inner = [...element.children].find(
    (one) => !isHidden(one) && lineOf(one) !== "" && lineOf(one) === lineOf(element),
  );
  return inner ? weightOf(inner) : Number(styleOf(element).fontWeight);
}

const WORDS =
  "edit change modify view show details more delete remove bearbeiten \u00e4ndern anzeigen mehr l\u00f6schen modifier voir supprimer editar ver eliminar modifica elimina wijzigen bewerken";
const ACTION = new RegExp(`^(${WORDS.split(" ").join("|")})?$`, "i");

/** The text of a value, without links behind it that do something with it. */
export function valueText(definition) {
  const isAction = (one) => isIconFont(one) || (one.localName === "a" && ACTION.test(unmarked(lineOf(one))));
  return textOf(definition, { marks: true, without: isAction }) || textOf(definition);
}
