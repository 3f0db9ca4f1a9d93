// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that may be no rows of their table, and why.
import { inkOf } from "../../screen/ink.js";
import { controlKind, controlsIn, isDisabled } from "../../screen/kinds.js";
import { headingOf, lineOf } from "../../screen/text.js";
import { classesOf, isText, outermost, withWord } from "../../screen/tree.js";
import { isButton, isHidden, isShown, strikes } from "../../screen/visible.js";
import { readValue } from "./values.js";

/** The doubts about the rows of a table: {row, code}. rows: {element, cells, columns}. width: the number of columns. */
export function doubtsOf(rows, width) {
  const all = rows.map((row) => factsOf(row, width));
  const clearest = Math.max(...all.filter((one) => !one.isGroup).map(({ ink }) => ink));
  const isUnlocked = all.some((one) => one.isOpen);
  const isOnlyInput = all.filter((one) => one.hasInput).length === 1 && all.length > 1;
  // A button with that name in every row adds another row.
  const isUsual = all.length > 1 && all.every((one) => one.adds);
  const codes = (one) => ({
    struck_through: one.isStruck,
    disabled: one.isOff || (one.ink > 0 && one.ink < FAINT * clearest) || (one.isLocked && isUnlocked),
    changed: one.isChanged,
    new: one.isBlank || (one.hasInput && ((one.adds && !isUsual) || isOnlyInput)),
    group: one.isGroup || one.isSum,
    hidden_part: one.isFolded,
  });
  const doubtsIn = (one, row) => Object.entries(codes(one)).flatMap(([code, holds]) => (holds ? [{ row, code }] : []));
  return all.flatMap(doubtsIn);
}

const WORDS =
  "add|append|create|insert|new|hinzuf\u00fcgen|neu|anlegen|ajouter|nouveau|a\u00f1adir|nuevo|aggiungi|nuovo|toevoegen|nieuw";
export const ADDS = new RegExp(`^(\\+|(${WORDS})(?!\\p{L}))`, "iu");
const CHANGED = withWord("dirty|modified|unsaved");
const OFF = /(^|(?<!drag|drop)[-_ ])(disabled|inactive|deleted|removed)([-_ ]|$)/i;
/** What a cell, or the title of a mark, says of a row that does not count, and the first cell of one that counts the others. */
const OFF_TEXT = /^(off|disabled|inactive|deleted|archived|draft|expired|pending)$/i;
const SUM = /^(sum|total|count|gesamt|summe|totale|totaal)\b/i;
const GROUP = withWord("group(ed|ing)?[-_]?(row|header|title|hd)?");

/** What a row shows about itself. */
function factsOf({ element, cells, columns }, width) {
  const controls = cells.flatMap((cell) => (controlKind(cell) ? [cell] : controlsIn(cell)));
  const inputs = controls.filter((one) => !/^(switch|radio|ignored)$/.test(controlKind(one)));
  const buttons = cells.flatMap((cell) => within(cell, isButton));
  const isLocked = controls.length > 0 && controls.every(isDisabled);
  return {
    // A row that is there can be removed or moved, too.
    adds: buttons.length === 1 && ADDS.test(headingOf(buttons[0])),
    hasInput: inputs.length > 0,
    isBlank: inputs.length > 0 && controls.every(isBlank) && cells.every((cell) => !lineOf(cell)),
    ink: Math.max(
      ...cells
        .flatMap((cell) => [cell, ...within(cell, hasText)])
        .filter(hasText)
        .map(inkOf),
    ),
    isChanged: [element, ...cells].some((one) => CHANGED.test(classesOf(one))),
    isFolded:
      cells.some((cell) => !isShown(cell) || within(cell, isClosed).length > 0) ||
      element.getAttribute("aria-expanded") === "false",
    isGroup: width > 1 && isGroup(element, columns, width),
    isLocked,
    isOff:
      OFF.test(classesOf(element)) ||
      cells.some((cell) => OFF_TEXT.test(lineOf(cell))) ||
      outermost(element, ({ title }) => OFF_TEXT.test(title)).length > 0 ||
      element.getAttribute("aria-disabled") === "true",
    isOpen: controls.length > 0 && !isLocked,
    isSum: SUM.test(lineOf(cells[0])),
    isStruck:
      [element, ...cells].some(strikes) ||
      cells.some((cell) => within(cell, (one) => strikes(one) && lineOf(one) !== "").length > 0),
  };
}

/** The share of the ink of the clearest row below which another one is drawn as disabled. */
const FAINT = 0.7;
const hasText = (element) => [...element.childNodes].some((one) => isText(one) && one.data.trim());
const within = (cell, test) => outermost(cell, test, (one) => !isHidden(one));

function isBlank(control) {
  const value = readValue(control)?.value ?? "";
  return value.length === 0 || value === "No";
}

/** A folded part of a row, or what shows the columns that have no room. */
const isClosed = (element) =>
  (element.localName === "details" && !element.open) ||
  (isButton(element) && element.getAttribute("aria-expanded") === "false" && !element.hasAttribute("aria-haspopup"));

/** A cell across the table, or a row above others. */
function isGroup(element, columns, width) {
  const cells = new Set(columns).size;
  return cells === 1 || GROUP.test(classesOf(element)) || (cells < width && element.hasAttribute("aria-expanded"));
}
