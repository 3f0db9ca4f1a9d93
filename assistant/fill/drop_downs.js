// SPDX-License-Identifier: GPL-3.0-or-later
// Drop-downs that a component library draws: open the list, click the entry.

import { allIn, elementAt } from "../screen/composed.js";
import { controlKind, controlsIn } from "../screen/kinds.js";
import { isIconFont, lineOf } from "../screen/text.js";
import {
  classesOf,
  hyphenated,
  nearest,
  outermost,
  parentOf,
  readAnew,
  referenced,
  roleOf,
  within,
} from "../screen/tree.js";
import { Refusal } from "./codes.js";
import { click, leave, type } from "./hands.js";
import { quiet, until } from "./quiet.js";
import { drawnAt, screenOf } from "./screen.js";

/** How long a list may take to appear, in milliseconds. */
const APPEARS = 2000;
/** How long a list may have no entries, because it loads them when it is opened or after another list was set. */
const LOADS = 5000;
/** How long a filtered list has to stay the same before it is read, in milliseconds. */
const ANSWERS = 200;
/** How far around a control its component can be. */
const MOST_AROUND = 7;
/** How long an open list may take to disappear. */
const CLOSES = 600;

/**
 * value: a text, or a list of texts for several entries. isOption: whether a text is the wanted one. hint: what is drawn in a blank drop-down; refused if it is
 * an entry. canBeBlank: whether it stays blank if the entry does not exist. onOpened: gets the time {from, to} in which the page may request the entries.
 */
export async function chooseDrawn(element, value, { isOption, hint = "", canBeBlank = false, onOpened = () => {} }) {
  const list = new DropDown(element, { isOption, hint, canBeBlank, onOpened });
  try {
    if (Array.isArray(value)) await list.chooseAll(value);
    else if (value === "") await list.clear();
    else await list.choose(value);
  } finally {
    await list.close();
  }
}

/** How long a text field may take to offer entries for what was typed. */
const OFFERS = 500;

/**
 * Types a text and chooses the entry that the field offers for it; returns whether it offers one. Without the choice, the page can know another object than the
 * field shows.
 */
export async function chooseOffered(element, value, isOption, typing) {
  const list = new DropDown(element, { isOption });
  await typing();
  const option = await until(() => list.matching(value), OFFERS);
  if (option) await click(option);
  return Boolean(option);
}

class DropDown {
  constructor(element, given) {
    Object.assign(this, given);
    this.element = element;
    this.page = element.ownerDocument;
    this.before = new Set(this.visibleOptions(this.page));
  }

  /** The input in which a person can type, if there is one. */
  get input() {
    const one = this.element.localName === "input" ? this.element : controlsIn(this.element).find(isInput);
    return one && !one.readOnly && one.getAttribute("aria-readonly") !== "true" ? one : null;
  }

  /** The element in which the value is drawn: that of the component, which has no other control. */
  get box() {
    readAnew();
    const around = [];
    const isAlone = (one) => controlsIn(one).every((other) => other === this.element || within(other, this.element));
    for (let at = this.element; at && around.length < MOST_AROUND && isAlone(at); at = parentOf(at)) around.push(at);
    return around.findLast((one) => DRAWN.test(hyphenated(classesOf(one)))) ?? this.element;
  }

  async choose(value) {
    const from = performance.now();
    await this.open();
    const option = await this.option(value);
    this.onOpened({ from, to: performance.now() });
    if (option) await click(option);
    await quiet(this.page);
  }

  /** The entry, after the list was filtered by a typed text if it does not show it at once; null if there is none, and none is needed. */
  async option(value) {
    const shown = await (this.input ? until(() => this.matching(value), 300) : this.appearing(value));
    if (shown) return shown;
    const found = this.input ? await this.filteredBy(value) : await this.scrolledTo(value);
    if (found || (this.canBeBlank && this.hasEntries)) return found;
    throw new Refusal(this.isLoading() ? "list_late" : "not_an_option");
  }

  /** The entry of a list that is filtered by a typed text. The page can request the entries anew with each key. */
  async filteredBy(value) {
    await type(this.input, value);
    await this.appearing(value);
    await quiet(this.page, { least: ANSWERS });
    return this.matching(value);
  }

  /** The entry, as soon as it is there. */
  async appearing(value) {
    const soon = performance.now() + APPEARS;
    const isLate = () => performance.now() > soon && !this.isLoading();
    return (await until(() => this.matching(value) ?? (isLate() ? false : null), LOADS)) || null;
  }

  /** Whether an open list has no entries yet that can be chosen. */
  isLoading() {
    const isOpen = this.element.getAttribute("aria-expanded") === "true" || this.options().length > 0;
    return isOpen && !this.hasEntries;
  }

  /** The entry of a list that draws its entries while it is scrolled. */
  async scrolledTo(value) {
    const [first] = this.options();
    const pane = first && nearest(first, (one) => one.scrollHeight > one.clientHeight + 2 && one.clientHeight > 20);
    for (let top = 0; pane && top < pane.scrollHeight; top += pane.clientHeight / 2) {
      pane.scrollTop = top;
      await quiet(this.page);
      const shown = this.matching(value);
      if (shown) return shown;
    }
    return null;
  }

  /** The entry with this text; null without one. */
  matching(value) {
    const those = this.options().filter((one) => this.isOption(lineOf(one), value));
    if (those.length > 1) throw new Refusal("option_ambiguous");
    if (those.length === 1 && isOff(those[0])) throw new Refusal("not_an_option");
    return those[0] ?? null;
  }

  async clear() {
    await this.open();
    if (this.hint && this.hasEntries) return;
    const blank = this.options().filter((one) => this.isOption(lineOf(one), ""));
    if (blank.length === 1) await click(blank[0]);
    else if (this.clearButton()) await click(this.clearButton());
    else if (this.input) await type(this.input, "");
    else throw new Refusal("cannot_clear");
    await quiet(this.page);
  }

  clearButton() {
    const isClear = (one) => CLEAR.test(`${classesOf(one)} ${one.getAttribute("aria-label") ?? ""} ${one.title ?? ""}`);
    return outermost(this.box, isClear)[0] ?? null;
  }

  async chooseAll(values) {
    const isWanted = (text) => values.some((one) => this.isOption(text, one));
    for (const text of this.chosen()) if (!isWanted(text)) await this.remove(text);
    for (const one of values) {
      if (this.chosen().some((text) => this.isOption(text, one))) continue;
      await this.choose(one);
    }
  }

  /** The texts of the chosen entries. */
  chosen() {
    const screen = screenOf(this.page.defaultView.top.document);
    const at = screen.places.get(this.element);
    return at === undefined ? [] : drawnAt(at, screen);
  }

  /** A chosen entry is removed by its own button, otherwise by a click on it in the list. */
  async remove(text) {
    const chip = outermost(this.box, (one) => lineOf(one) === text && one !== this.element).at(0);
    const button = chip && this.removing(chip);
    if (button) await click(button);
    else await this.choose(text);
    await quiet(this.page);
    // A chip can disappear slowly.
    await until(() => (this.chosen().includes(text) ? null : true), CLOSES);
  }

  /** The button in a chip, or beside its text. */
  removing(chip) {
    const isRemoving = (one) => REMOVE.test(`${classesOf(one)} ${one.getAttribute("aria-label") ?? ""}`);
    return outermost(chip, isRemoving)[0] ?? outermost(parentOf(chip), isRemoving)[0];
  }

  // --------------------------------------------------------------------------------------------------- the list

  async open() {
    const end = performance.now() + LOADS;
    // A list without entries may not open, and does not do so by itself when it has some.
    while (!(await this.isOpened()) && performance.now() < end);
    await quiet(this.page);
    if (this.hint) await this.refuseValue();
  }

  /** Refuse a hint that is an entry: it is a value. Some lists show entries only after a text was typed. */
  async refuseValue() {
    if (this.options().length === 0 && this.input) await this.filteredBy(this.hint);
    if (this.options().some((one) => this.isOption(lineOf(one), this.hint))) throw new Refusal("field_changed");
  }

  async isOpened() {
    if (this.options().length > 0) return true;
    for (const one of [this.input ?? this.element, this.trigger()].filter(Boolean)) {
      await click(one);
      if (await until(() => (this.options().length > 0 ? true : null), one === this.element ? 500 : APPEARS))
        return true;
    }
    return false;
  }

  /** The arrow of the drop-down. */
  trigger() {
    const box = this.box;
    // A button with words is not an arrow.
    const isArrow = (one) =>
      ARROW.test(hyphenated(classesOf(one))) &&
      !CLEAR.test(classesOf(one)) &&
      !/\p{L}/u.test(lineOf(one, { buttons: true, without: isIconFont }));
    const around = nearest(box, (one) => one !== box && DRAWN.test(hyphenated(classesOf(one)))) ?? box;
    return (
      outermost(box, isArrow)[0] ?? (controlsIn(around).length === 1 ? outermost(around, isArrow)[0] : null) ?? null
    );
  }

  /** The entries of the list that is open now. */
  options() {
    readAnew();
    const own = [this.element, this.input]
      .filter(Boolean)
      .flatMap((one) => LISTS.flatMap((name) => referenced(one, name)));
    const lists = own.filter((one) => isDrawn(one) && one !== this.element);
    const inLists = [...new Set(lists.flatMap((one) => this.visibleOptions(one)))];
    const all = inLists.length > 0 ? inLists : this.visibleOptions(this.page).filter((one) => !this.before.has(one));
    this.hasEntries ||= all.some((one) => !isOff(one));
    return all;
  }

  visibleOptions(root) {
    const all = allIn(root, "[role=option], [role=menuitem], [class*=option i], [class*=item i]");
    const drawn = all.filter((one) => isOptionElement(one) && isDrawn(one) && isReachable(one) && !isBehind(one));
    return drawn.filter((one) => !drawn.some((other) => other !== one && within(other, one)));
  }

  async close() {
    leave(this.element);
    if (await this.isClosed()) return;
    const cover = coverOf(this.box);
    if (cover) await click(cover);
    else await click(this.trigger() ?? this.element);
    leave(this.element);
    await this.isClosed();
  }

  /** Waits, because lists close slowly. */
  async isClosed() {
    const isClosed = await until(() => (this.options().length === 0 ? true : null), CLOSES);
    await quiet(this.page);
    return isClosed;
  }
}

const LISTS = ["aria-controls", "aria-owns"];
const DRAWN =
  /(^|[-_ ])(select|select2|combo-?box|drop-?down|multi-?select|auto-?complete|form-trigger-wrap|tag-?field)/i;
const ARROW =
  /(^|[-_ ])(arrow|arrow-button|trigger|caret|drop-?down-(trigger|indicator|button)|indicator|popup-indicator)/i;
const CLEAR = /(^|[-_ ])clear/i;
const REMOVE = /(^|[-_ ])(remove|delete|close|deselect)([-_ ]|$)/i;
const OPTION = /(^|[-_ ])(option|bound-?list-item|menu-?item|list-?item|select-item-option)( |$)/i;

const isInput = (one) => one.localName === "input" && /^(text|combobox)$/.test(controlKind(one));
const isOptionElement = (one) =>
  /^(option|menuitem)$/.test(roleOf(one)) ||
  (/^(listitem)?$/.test(roleOf(one)) && OPTION.test(hyphenated(classesOf(one))));
const isOff = (one) => one.getAttribute("aria-disabled") === "true" || /(^|[-_ ])disabled( |$)/.test(classesOf(one));
/** Whether an element is visible and has a size. */
function isDrawn(element) {
  const { height, width } = element.getBoundingClientRect();
  return height > 1 && width > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

/** Whether another element is drawn in its place, as over a copy for screen readers. */
function isBehind(element) {
  const { height, left, top, width } = element.getBoundingClientRect();
  const above = elementAt(element.ownerDocument, left + width / 2, top + height / 2);
  return above !== null && !within(above, element) && !within(element, above);
}

/** Whether no element around it cuts it off completely, as around a list for screen readers. */
const isReachable = (element) =>
  nearest(parentOf(element), (one) => {
    const { height, width } = one.getBoundingClientRect();
    return (height < 2 || width < 2) && getComputedStyle(one).overflow !== "visible";
  }) === null;

/** What an open list has put in front of the page. A click on it closes the list. */
function coverOf(element) {
  const { height, left, top, width } = element.getBoundingClientRect();
  const above = elementAt(element.ownerDocument, left + width / 2, top + height / 2);
  return above && /backdrop/i.test(classesOf(above)) ? above : null;
}
