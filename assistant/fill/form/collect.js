// SPDX-License-Identifier: GPL-3.0-or-later
// The headings, fields and tables of a screen, in its order.

import { frameDocument } from "../../screen/composed.js";
import { isCovered, usablePart } from "../../screen/covered.js";
import { hasGround } from "../../screen/ink.js";
import { controlKind, controlsIn, hasControl, isSecret } from "../../screen/kinds.js";
import { headingOf, lineOf, textOf } from "../../screen/text.js";
import { childrenOf, isElement, nearest, outermost, parentOf, referenced, roleOf } from "../../screen/tree.js";
import { isButton, isFrameOfSite, isHidden, isNavigation, isShown, strikes, styleOf } from "../../screen/visible.js";
import { boxOf } from "./comboboxes.js";
import {
  besideRows,
  drawsWhileScrolling,
  gridOf,
  hasHeadAbove,
  hasPicture,
  isGrid,
  isPicture,
  isTable,
  layoutRows,
  pairsOf,
  sectionOf,
} from "./grids.js";
import { isHeading, labelOf, nameOf, termOf } from "./labels.js";
import { isBreadcrumb, pagerOf } from "./pagers.js";
import { byTurns, pairOf, partsOf, valueText } from "./pairs.js";
import { pictureState } from "./pictures.js";
import { chosenOf, groupOf, labelOfRadios } from "./radios.js";
import { isDrawnHeading, titleOf } from "./sections.js";
import { statesOf } from "./states.js";
import { tokens, unmarked } from "./tokens.js";
import { UNIT } from "./unit_words.js";
import { unitBeside } from "./units.js";
import { readValue } from "./values.js";
import { SCROLLS } from "./words.js";

const NAMED_GROUPS = new Set(["dialog", "alertdialog", "group", "radiogroup", "region", "tabpanel"]);

export const FRAME_OF_ANOTHER_SITE = "a frame of another site";

/** What was found on the page: its items, and the elements that they were read from. */
export function walked(page) {
  const walker = new Walker();
  walker.walk(usablePart(page));
  return walker;
}

class Walker {
  items = [];
  /** The controls of fields, by their items. */
  controls = new Map();
  /** The groups around the current element: {text, level}; those of headings have a level. */
  groups = [];
  /** The radio buttons that were read with the first of their group. */
  read = new Set();
  /** The last table that had rows of the table before it. */
  body = null;

  constructor() {
    /** The items of tables, by the elements of the tables. */
    this.tables = new Map();
    /** In the head and foot of the site. */
    this.headingsOnly = false;
  }

  walk(node) {
    if (!isElement(node) || isHidden(node)) return;
    if (isBreadcrumb(node)) return this.breadcrumb(node);
    if (isNavigation(node)) return this.pager(node);
    if (parentOf(node) && [...byTurns(parentOf(node)).values()].includes(node)) return;
    if (isHeading(node) || isDrawnHeading(node)) return this.heading(node);
    if (node.getAttribute("aria-busy") === "true") return this.unread("a part being loaded");
    if (roleOf(node) === "tab" || roleOf(node) === "tablist") return this.tabs(node);
    if (isFrameOfSite(node)) return this.headOfSite(node);
    if (this.headingsOnly) return this.children(node);
    if (node.localName === "iframe" || node.localName === "frame") return this.frame(node);
    if (controlKind(node)) return this.field(node);
    if (this.pager(node)) return;
    if (isTable(node) || isGrid(node)) return this.table(node);
    if (node.localName === "dd" && !hasControl(node) && isOfActions(node)) return;
    if (node.localName === "dd" && !hasControl(node)) return this.pair(termOf(node), node);
    const pair = pairOf(node);
    if (pair) return this.pair(pair.label, pair.definition);
    this.container(node);
  }

  children(node) {
    for (const child of childrenOf(node)) this.walk(child);
  }

  /** What happens in an element, without the headings in it afterwards. */
  inside(act) {
    const before = [...this.groups];
    act();
    this.groups = before;
  }

  container(node) {
    const isNamed = NAMED_GROUPS.has(roleOf(node)) || /^(fieldset|details|dialog)$/.test(node.localName);
    const stated = isNamed ? nameOfGroup(node) : "";
    const title = stated || byTurns(node).size > 0 ? "" : termOfGroup(node) || titleOf(node);
    const name = stated || title;
    if (!isNamed && !title && !/^(article|aside|main|section)$/.test(node.localName)) return this.children(node);
    this.inside(() => {
      if (title) this.items.push({ type: "heading", text: title, level: 3 });
      if (name) this.groups.push({ text: name, element: node });
      this.children(node);
    });
  }

  heading(node) {
    if (!isShown(node)) return;
    this.headed(headingOf(node), levelOf(node));
    if (hasControl(node)) this.children(node);
  }

  headed(text, level) {
    if (!text) return;
    this.items.push({ type: "heading", text, level });
    const from = this.groups.findLastIndex((group) => !group.level) + 1;
    const ends = this.groups.findIndex((group, at) => at >= from && group.level >= level);
    if (ends >= 0) this.groups.length = ends;
    if (level > 1 && this.groups.at(-1)?.text !== text) this.groups.push({ text, level });
  }

  breadcrumb(node) {
    const links = outermost(
      node,
      (one) => /^(li|a|span)$/.test(one.localName) && lineOf(one) !== "",
      (one) => !isHidden(one),
    );
    const current = outermost(node, (one) => one.getAttribute("aria-current") !== null)[0] ?? links.at(-1);
    const text = current ? lineOf(current) : "";
    if (text) this.items.push({ type: "heading", text, level: 1 });
  }

  /** The chosen tab is the heading of what follows; it can be inside a list of tabs. */
  tabs(node) {
    const list =
      roleOf(node) === "tab"
        ? [node]
        : outermost(
            node,
            (one) => roleOf(one) === "tab",
            (one) => !isHidden(one),
          );
    const chosen = list.find((one) => one.getAttribute("aria-selected") === "true");
    if (chosen) this.headed(lineOf(chosen, { buttons: true }), 2);
  }

  headOfSite(node) {
    const before = this.headingsOnly;
    this.headingsOnly = true;
    this.children(node);
    this.headingsOnly = before;
  }

  frame(node) {
    const box = node.getBoundingClientRect();
    if (frameDocument(node)) this.inside(() => this.children(node));
    else if (box.width > 5 && box.height > 5 && isShown(node)) this.unread(FRAME_OF_ANOTHER_SITE);
  }

  unread(text) {
    this.items.push({ type: "unread", text });
  }

  // ------------------------------------------------------------------------------------------------------ fields

  field(node) {
    // The input of a disabled drop-down can be invisible, with its value drawn beside it.
    const drawn = controlKind(node) === "combobox" && node.disabled ? (boxOf(node) ?? node) : node;
    if (!isShown(drawn) || this.read.has(node)) return;
    if (controlKind(node) === "radio") return this.radios(node);
    if (isTransferList(node)) return this.unread(`two lists between which entries are moved: ${labelOf(node).label}`);
    const made = readValue(node);
    const { label, row, opposite } = labelOf(node);
    if (!made || isSecret(node, label)) return;
    if (isCovered(node)) return this.unread(`a field behind something else: ${label}`);
    if (made.unread) return this.unread(`${made.unread}: ${label}`);
    // The text of a switch that is off can be its state. A ticked one is not.
    if (opposite && (made.value === "Yes" || roleOf(node) !== "switch"))
      return this.unread(`a tick for ${opposite}: ${label}`);
    // Its label is drawn in the place of a value; a unit has none.
    const isLabel = made.value === label && made.control === "choice" && controlKind(node) === "combobox";
    const isUnit = isLabel && UNIT.test(label);
    const value = isLabel && !isUnit ? "" : made.value;
    const names = row ? [...this.groupNames(), row] : this.groupNames();
    const group = names.filter((name, at) => name !== label || at < names.length - 1);
    this.items.push({ type: "field", label: isUnit ? "" : label, ...made, value, group, state: statesOf(node) });
    this.controls.set(this.items.at(-1), [node]);
    const unit = made.control === "text" && /^\d+$/.test(made.value) ? unitBeside(node) : "";
    if (unit) this.items.push({ type: "field", label, value: unit, control: "static", group, state: [] });
  }

  radios(node) {
    const members = groupOf(node);
    for (const one of members) this.read.add(one);
    const { label, row, container } = labelOfRadios(members);
    const groups = this.groups.filter((group) => group.element !== container || !container).map((group) => group.text);
    const state = statesOf(members[0]).filter((name) => members.every((one) => statesOf(one).includes(name)));
    const made = chosenOf(members);
    if (made.unread) return this.unread(`${made.unread}: ${label}`);
    this.items.push({ type: "field", label, ...made, group: row ? [...groups, row] : groups, state });
    this.controls.set(this.items.at(-1), members);
  }

  groupNames() {
    return this.groups.map((group) => group.text);
  }

  /** A label with a text that cannot be edited. */
  pair(label, definition) {
    const element = isElement(definition) && !isPicture(definition) ? definition : parentOf(definition);
    const state = hasPicture(definition) ? pictureState(element) : "";
    if (!label || (hasPicture(definition) && !state) || isSecret(element, label)) return;
    const list = [
      ...outermost(
        definition,
        (one) => one.localName === "li",
        (one) => !isHidden(one),
      ).map((one) => textOf(one)),
      ...tokens(definition),
    ];
    if (isCovered(element)) return this.unread(`a text behind something else: ${label}`);
    if (nearest(element, strikes) || outermost(element, strikes, (one) => !isHidden(one)).length > 0)
      return this.unread(`a text that is struck through: ${label}`);
    const value = state || (list.length > 0 ? list : valueText(definition));
    if (value === ":") return;
    if (value === "" && outermost(element, isUnseenValue, (one) => !isButton(one)).length > 0)
      return this.unread(`a value that is only drawn: ${label}`);
    this.items.push({ type: "field", label, value, control: "static", group: this.groupNames(), state: [] });
  }

  // ------------------------------------------------------------------------------------------------------ tables

  table(node) {
    const last = this.items.at(-1);
    const before = last?.type === "table" ? last : null;
    // Each row can be a table of its own.
    const isNext = before !== null && this.body !== null && isBeside(this.body, node);
    const grid = gridOf(node, isNext ? { ...before, rows: [] } : before);
    if (!grid) return this.layout(node);
    if (isCovered(node)) return this.unread("a table behind something else");
    const isBody = before !== null && !grid.header.some(Boolean) && before.header.length > 1;
    this.body = isBody || hasHeadAbove(node) ? node : null;
    if (isBody && isNext) append(before, grid);
    else if (isBody && before.rows.length === 0)
      Object.assign(before, { ...grid, header: before.header, label: before.label || grid.label });
    else this.items.push({ type: "table", ...grid, group: this.groupNames() });
    this.tables.set(node, this.items.at(-1));
    if (drawsWhileScrolling(node)) this.items.push({ type: "pager", text: SCROLLS });
    for (const part of besideRows(node)) this.pagers(part);
  }

  pagers(node) {
    if (!this.pager(node))
      for (const child of childrenOf(node)) if (isElement(child) && !isHidden(child)) this.pagers(child);
  }

  layout(node) {
    if (node.localName !== "table") return this.children(node);
    this.inside(() => {
      const caption = node.caption ? lineOf(node.caption) : "";
      if (caption) this.groups.push({ text: caption });
      const depth = this.groups.length;
      for (const row of layoutRows(node)) {
        const section = sectionOf(row);
        if (section) this.groups = [...this.groups.slice(0, depth), { text: section }];
        else this.walkRow(row);
      }
    });
  }

  walkRow(row) {
    const pairs = row.cells.some(pagerOf) ? [] : pairsOf(row);
    if (pairs.length === 0) for (const cell of row.cells) this.walk(cell);
    else for (const { label, definition } of pairs) this.pair(label, definition);
  }

  pager(node) {
    const text = pagerOf(node);
    if (text) this.items.push({ type: "pager", text });
    return Boolean(text);
  }
}

/** Behind a value: only what can be done with it. */
const isOfActions = (definition) =>
  definition.previousElementSibling?.localName === "dd" &&
  lineOf(definition, { buttons: true }) !== "" &&
  partsOf(definition).length === 0;

const DASH = /^[-\u2013\u2014]*$/;
/** What shows that a value without a text is no blank: a part being loaded, a picture, a text for the eye only, or one in a control that cannot be seen. */
const isUnseenValue = (one) =>
  one.getAttribute("aria-busy") === "true" ||
  (hasGround(one) && !isButton(one)) ||
  (/^(select|text)$/.test(controlKind(one)) && one.value?.trim()) ||
  (isHidden(one) && styleOf(one).display !== "none" && !DASH.test(unmarked(one.textContent.trim())));

const isBeside = (one, other) => {
  const around = (table) => nearest(parentOf(table), isTable) ?? parentOf(table);
  const [first, second] = [one, other].map(around);
  // Each can be in a box of its own.
  const areAlone = [first, second].every((box) => box.children?.length === 1);
  return first === second || (areAlone && parentOf(first) === parentOf(second));
};

/** More rows of a table. */
function append(item, { doubts, rows }) {
  item.doubts.push(...doubts.map((one) => ({ ...one, row: one.row + item.rows.length })));
  item.rows.push(...rows);
}

/** The name of a group of fields. The page's own heading names the screen, and no group. */
function nameOfGroup(node) {
  if (referenced(node, "aria-labelledby").some((one) => isHeading(one) && levelOf(one) === 1)) return "";
  if (node.localName !== "details") return nameOf(node);
  const summary = node.querySelector(":scope > summary");
  return summary ? headingOf(summary) : "";
}

/** The term of a description with several fields. */
const termOfGroup = (node) => (node.localName === "dd" && controlsIn(node).length > 1 ? termOf(node) : "");

const levelOf = (heading) =>
  Number(
    heading.getAttribute("aria-level") ?? heading.localName.match(/^h([1-6])$/)?.[1] ?? (isHeading(heading) ? 2 : 6),
  );

/** One of two lists with buttons between them: its entries are the value, or the choices, not those that are highlighted. */
function isTransferList(node) {
  if (!node.multiple || node.localName !== "select") return false;
  const isAround = (one) => one !== node && one.querySelectorAll("select[multiple]").length > 1;
  const around = nearest(node, isAround);
  return around !== null && controlsIn(around).length === 2 && outermost(around, isButton).length > 0;
}
