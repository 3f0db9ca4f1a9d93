// SPDX-License-Identifier: GPL-3.0-or-later
// A label beside a text that cannot be edited, where no table and no list of definitions says so.
import { hasControl } from "../../screen/kinds.js";
import { isIconFont, lineOf, textOf, UNSEEN } from "../../screen/text.js";
import {
  childrenOf,
  classesOf,
  hyphenated,
  isElement,
  isText,
  nearest,
  once,
  outermost,
  parentOf,
  roleOf,
  within,
  withWord,
} from "../../screen/tree.js";
import { isButton, isHidden, styleOf } from "../../screen/visible.js";
import { isHeading } from "./labels.js";
import { pictureState } from "./pictures.js";
import { unmarked } from "./tokens.js";

const LONGEST_LABEL = 100;
const LONGEST = 2000;
const LABEL = withWord("label|term|key|caption|field-*name|prompt");
const VALUE = withWord("value|static|plaintext|read-*only|data");
/** What opens a help text or a list, or marks a label. */
const SIGN = /^[?!*i\u24d8\u2139\u02c5\u2304\u25bc-\u25bf]$/u;
const STRUCTURE = /^(table|dl|fieldset|nav|iframe)$/;

/** The pair of a label and a text that an element is: {label, definition}; null if it is none. */
export const pairOf = once((element) => {
  // The texts of a label are those of its control.
  if (nearest(element, (one) => one.localName === "label")) return null;
  const labelBefore = parentOf(element) && byTurns(parentOf(element)).get(element);
  if (labelBefore) return { label: lineOf(labelBefore), definition: element };
  const kind = parentOf(element) && kindsIn(parentOf(element)).get(kindOf(element));
  if (kind === TILES) return tileOf(element);
  const pair = lineOfTwo(element);
  if (pair && isStated(pair) && !isButton(pair.definition)) return pair;
  return kind ? pair : null;
});

/** The parts of an element: elements and texts that are not blank, without buttons and links that do something with a value, and the box of a button
 * between others. An element without a text is one, too. */
export const partsOf = (element) => {
  const parts = childrenOf(element).filter((one) =>
    isText(one)
      ? one.data.trim() !== ""
      : isElement(one) && !isHidden(one) && (!isButton(one) || isEditable(one)) && !isAction(one),
  );
  return parts.filter((one, at) => isText(one) || at === parts.length - 1 || !isBoxOfButton(one));
};

/** A value that can be edited after a click. */
const isEditable = (one) => roleOf(one) === "button" && one.localName === "div" && !one.hasAttribute("aria-haspopup");

const isBoxOfButton = (one) => lineOf(one) === "" && outermost(one, isButton).length > 0;

/** {label, definition, first} of an element with two parts, of which the first is a text in one line. */
const lineOfTwo = once((element) => {
  if (element.localName === "label" || hasControl(element) || isLong(element)) return null;
  const [first, definition, ...others] = partsOf(element);
  if (!definition || others.length > 0 || !isElement(first) || first.localName === "a" || isOfOther(first, element))
    return null;
  // The label can be a heading, if nothing but a text is below it.
  const isTitle = isHeading(first);
  if (hasStructure(isTitle ? definition : element) || (isTitle && hasPair(definition))) return null;
  const label = textOf(first);
  if (SIGN.test(textOf(definition))) return null;
  return label && label.length <= LONGEST_LABEL && !label.includes("\n") ? { label, definition, first } : null;
});

/** Whether a label is that of something elsewhere: a text such as *Optional* beside it is no value. */
const isOfOther = (label, around) => {
  const own = label.htmlFor ? label : outermost(label, (one) => Boolean(one.htmlFor))[0];
  const named = own ? own.getRootNode().getElementById?.(own.htmlFor) : null;
  return Boolean(named) && !within(named, around);
};

/** The labels that texts follow by turns in an element, by these texts. */
export const byTurns = once((parent) => {
  const kinds = [...(parent.children ?? [])].map(kindOf);
  const isTurn = (one, at) => isElement(one) && kindOf(one) === kinds[at % 2] && !isHeading(one) && !hasStructure(one);
  const mayBe = kinds.length >= 4 && kinds[0] !== kinds[1] && !/^(dl|tr)$/.test(parent.localName);
  const parts = mayBe && !hasControl(parent) ? partsOf(parent) : [];
  const labels = parts.filter((_one, at) => at % 2 === 0);
  const texts = parts.filter((_one, at) => at % 2 === 1);
  const isLabel = (one) => lineOf(one) && lineOf(one).length <= LONGEST_LABEL;
  if (texts.length < 2 || labels.length !== texts.length || !parts.every(isTurn) || !labels.every(isLabel))
    return new Map();
  const areStated = TITLE.test(namesOf(labels[0])) || labels.every((one, at) => weightOf(one) > weightOf(texts[at]));
  return new Map(areStated ? texts.map((one, at) => [one, labels[at]]) : []);
});

/** What is above a text, by its class. */
const TITLE = new RegExp(`${LABEL.source}|heading|title`, "i");

const hasPair = (one) => isElement(one) && outermost(one, (inner) => pairOf(inner) !== null).length > 0;
const isLong = (element) => element.textContent.length > LONGEST;
const hasStructure = (element) =>
  isElement(element) &&
  outermost(
    element,
    (one) => isHeading(one) || STRUCTURE.test(one.localName) || (one.hasAttribute("role") && !isSmall(one)),
  ).length > 0;
/** A picture, button or help by its role. */
const isSmall = (one) => isButton(one) || /^(img|none|presentation|tooltip)$/.test(roleOf(one));

/** The label is one by its element, its class, its colon, or the class of what is beside it. */
function isStated({ first, definition, label }) {
  if (/^(label|dt)$/.test(first.localName) || label.endsWith(":")) return true;
  if (LABEL.test(namesOf(first)) || VALUE.test(namesOf(definition))) return true;
  // A sentence can begin with bold words, too.
  return (
    isText(definition) &&
    /^(b|strong)$/.test(first.localName) &&
    !/[.!,;]$/.test(label) &&
    !/[.!?]$/.test(definition.data.trim())
  );
}

/** The classes of an element, and what its tests call it. */
const namesOf = (one) =>
  isElement(one) ? hyphenated(`${classesOf(one)} ${one.getAttribute("data-testid") ?? ""}`.replaceAll(".", " ")) : "";

const kindOf = (element) => (isText(element) ? "" : `${element.localName} ${classesOf(element)}`);

/** What the children of each kind are, if they are several: tiles with the value above its label, or lines of two parts of which the first one is not the
 * header of columns. */
const kindsIn = once((parent) => {
  const kinds = Map.groupBy([...(parent.children ?? [])], kindOf);
  return new Map(
    [...kinds].map(([kind, alike]) => [kind, alike.length > 1 && (areTiles(alike) ? TILES : areLines(alike))]),
  );
});

const TILES = "tiles";

/** {label, definition} of an element whose second part is a short text below the first one, or drawn above it; null of another one. */
const tileOf = once((element) => {
  const [definition, text, ...others] =
    isLong(element) || hasControl(element) || hasStructure(element) ? [] : partsOf(element);
  if (!text || others.length > 0 || ![definition, text].every(isElement)) return null;
  const label = textOf(text);
  const [one, other] = [definition, text].map((part) => part.getBoundingClientRect());
  const isStacked = other.top >= one.bottom - 2 || one.top >= other.bottom - 2;
  return isStacked && label && label.length <= LONGEST_LABEL && !label.includes("\n") ? { label, definition } : null;
});

/** A text that can only be a value. */
const ONLY_VALUE = /^(\d.*|yes|no|on|off|[-\u2013\u2014])$/i;

/** What is above is a value in some, and what is below in none. */
function areTiles(alike) {
  const tiles = alike.map(tileOf);
  return (
    tiles.every((one) => one && !ONLY_VALUE.test(one.label)) &&
    (tiles.every(({ label }) => label.endsWith(":")) ||
      tiles.some(({ definition }) => ONLY_VALUE.test(lineOf(definition)) || pictureState(definition)))
  );
}

function areLines(alike) {
  const isPair = (one) => lineOfTwo(one) !== null && !textOf(lineOfTwo(one).definition).includes("\n");
  const texts = alike.filter((one) => !hasControl(one));
  if (texts.length === 0 || !texts.every(isPair)) return false;
  // What buttons do is the same on all lines.
  const buttons = texts.map((one) => lineOfTwo(one).definition).filter((one) => isElement(one) && isButton(one));
  if (buttons.length > 0 && new Set(buttons.map((one) => lineOf(one))).size === 1) return false;
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
  "edit|change|modify|view|show|details|more|(?:show|view|see|read) (?:more|all|full)|delete|remove|bearbeiten|\u00e4ndern|anzeigen|mehr|l\u00f6schen|modifier|voir|supprimer|editar|ver|eliminar|modifica|elimina|wijzigen|bewerken";
const ACTION = new RegExp(`^(${WORDS})?$`, "i");

/** A link that does something with the value before it. */
const isAction = (one) => one.localName === "a" && lineOf(one) !== "" && ACTION.test(unmarked(lineOf(one)));

/** The text of a value, without links behind it that do something with it, and without the arrow of a drop-down. */
export function valueText(definition) {
  const text = textOf(definition, { marks: true, without: (one) => isIconFont(one) || isAction(one) });
  const whole = text.replace(ARROW, "");
  const shown = goesOn(definition) && !whole.endsWith(UNSEEN) ? whole + UNSEEN : whole;
  return shown || ARROW.test(text) ? shown : textOf(definition);
}
/** A link that shows the rest of a text. */
const goesOn = (definition) =>
  isElement(definition) && outermost(definition, (one) => isAction(one) && REST.test(unmarked(lineOf(one)))).length > 0;
const REST = /^(.*(more|full)|mehr|.*plus|.*m\u00e1s|meer)$/i;
/** The arrow of a drop-down, or of a line that leads to another page. */
const ARROW = /\s*\n[\u02c5\u2304\u25bc-\u25bf]$|(?:^|\s+)[\u203a\u276f]$/;
