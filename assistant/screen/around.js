// SPDX-License-Identifier: GPL-3.0-or-later
// What stands around a table and belongs to it: toolbars, filters, pagers. It can say that there are more rows.

import { elementOf } from "./apart.js";
import { setBeside } from "./beside.js";
import { buttonName, isClickable, isOff } from "./clickable.js";
import { besideRows, unusualCells } from "./grids.js";
import { hasGround, hasInk } from "./ink.js";
import { controlKind, controlsIn, isSecret } from "./kinds.js";
import { isHeading, labelOf, textAfter } from "./labels.js";
import { isBreadcrumb, isPages } from "./pagers.js";
import { columnName, nameOrClasses } from "./sorting.js";
import { beginning, generated, headingOf, isApart, isSubtitle, lineOf, oneLine } from "./text.js";
import { inPlaceholder, isToken } from "./tokens.js";
import { childrenOf, classesOf, isElement, isText, nearest, outermost, parentOf, roleOf, within } from "./tree.js";
import { readValue } from "./values.js";
import { isBlock, isButton, isFrameOfSite, isHidden, isShown, styleOf } from "./visible.js";
import { LONGEST_PAGER, MOST_AROUND, NOTES, REVIVING } from "./words.js";

/** Set `around` of the items of tables and `beside` of those of fields, and add as notes the texts above and among them, and others that can say that
 * values do not count; not the state beside a switch. What the head and foot of the site say stands apart.
 * tables: the items by the elements of their tables, of which an item can have several. pairs: the labels of texts that are fields, by their elements. */
export function setAround(root, { controls, items, fixed, tables, pairs }) {
  const walker = new Parts(tables, pairs, items);
  const parts = walker.of(root);
  setBeside(parts, controls, fixed);
  for (const item of new Set(tables.values())) item.around = textsAround(parts, item);
  const title = parts.findIndex(({ type }) => type === "heading");
  const first = parts.findIndex(isContent);
  const last = parts.findLastIndex(({ type }) => type === "field");
  const heading = parts[title]?.node;
  const above = heading && parentOf(heading).localName !== "body" ? heading.previousElementSibling : null;
  // What stands above or among the fields, as a sentence in their form, in a panel at the side, or directly above the heading in a box of both, is read
  // whatever it says.
  const [end] = parts.slice(Math.max(last, first)).map(({ node }) => elementOf(node));
  // A short text below the last field can be one that is no field here.
  const isBeside = (node, text) =>
    elementOf(node).closest("aside") || (/(\S+ ){3}/.test(text) && end?.closest("form")?.contains(node));
  const isAmong = (node, at, text) =>
    at < title
      ? above !== null && within(node, above) && outermost(above, isClickable).length === 0
      : at < Math.max(first, last) || first === -1 || isBeside(node, text);
  const isNote = ({ isChip, isState, node, type, text }, at) =>
    (type === "button" && REVIVES.test(text)) ||
    (type === "text" &&
      !isChip &&
      !isState &&
      (isAmong(node, at, text) ? /\p{L}/u : SAYS).test(text) &&
      !inPlaceholder(node));
  const addTexts = (type, notes) => {
    const texts = new Set(notes.map(({ text }) => beginning(text)));
    for (const text of [...texts].slice(0, MOST_AROUND)) items.push({ type, text });
  };
  addTexts("note", [...parts.filter(isNote), ...walker.notes]);
  addTexts("site", walker.ofSite);
}

const MOST_NAMES = 3;

/** It has a ground of its own behind its text. */
const hasMark = (entry) =>
  entry.getAttribute("aria-selected") === "true" ||
  [entry, entry.firstElementChild].some((one) => one && hasGround(one));

const [SAYS, REVIVES] = [NOTES, REVIVING].map((pattern) => new RegExp(pattern, "i"));
const isContent = ({ type }) => /^(field|table|label)$/.test(type);

// ------------------------------------------------------------------------------------------- which parts belong to a table

/** The texts nearest to a table, in the order of the screen. */
function textsAround(parts, item) {
  const places = parts.flatMap((part, at) => (part.item === item ? [at] : []));
  if (places.length === 0) return [];
  let [from, to] = ownPanel(parts, item, places);
  while (from > 0 && !isEnd(parts[from - 1], item)) from -= 1;
  while (to < parts.length - 1 && !isEnd(parts[to + 1], item)) to += 1;
  const known = new Map();
  for (let at = from; at <= to; at += 1) {
    const text = beginning(parts[at].text);
    const far = Math.max(places[0] - at, at - places.at(-1), 0);
    if (text !== undefined && !known.has(text)) known.set(text, far);
  }
  const near = [...known].sort((one, other) => one[1] - other[1]).slice(0, MOST_AROUND);
  const kept = new Set(near.map(([text]) => text));
  return [...known.keys()].filter((text) => kept.has(text));
}

const isOther = (part, item) => part.type === "field" || (part.type === "table" && part.item !== item);
const isEnd = (part, item) => part.type === "heading" || isOther(part, item);

/** The range of the parts in the largest element around a table that has no other table, no field of a form, and one heading at most. */
function ownPanel(parts, item, places) {
  let [from, to] = [places[0], places.at(-1)];
  let headings = 0;
  for (let panel = parentOf(parts[from].node); panel; panel = parentOf(panel)) {
    let [start, end] = [from, to];
    while (start > 0 && within(parts[start - 1].node, panel)) start -= 1;
    while (end < parts.length - 1 && within(parts[end + 1].node, panel)) end += 1;
    const added = [...parts.slice(start, from), ...parts.slice(to + 1, end + 1)];
    headings += added.filter(({ type }) => type === "heading").length;
    if (headings > 1 || added.some((part) => isOther(part, item))) break;
    [from, to] = [start, end];
  }
  return [from, to];
}

// ----------------------------------------------------------------------------------------------------- the parts of a page

/** The parts of a page in the order of the screen: {node, type, text, item}. type: text, button, tool (a control that belongs to a table), field,
 * heading, table. */
class Parts {
  parts = [];
  /** What the head and foot of the site say, and the notes that are no texts in their places: the path to the screen, entries that are marked. */
  ofSite = [];
  notes = [];
  /** Whether texts side by side belong to each other no more than the names in the head of a site. */
  isApart = false;
  /** The text nodes of the line that is being collected. */
  line = [];

  constructor(tables, pairs, items) {
    this.tables = tables;
    this.pairs = pairs;
    /** The first values, of which one is the name of the object. */
    this.names = items
      .filter(({ control, value }) => /^(static|text)$/.test(control) && /\p{L}/u.test(value))
      .slice(0, MOST_NAMES)
      .map(({ value }) => value);
    /** What is around a text that is a field. */
    this.holders = new Set();
    for (const definition of pairs.keys())
      for (let one = parentOf(definition); one && !this.holders.has(one); one = parentOf(one)) this.holders.add(one);
  }

  of(root) {
    this.visit(root);
    this.end();
    return this.parts;
  }

  visit(node) {
    if (this.pairs.has(node)) this.field(node, this.pairs.get(node));
    else if (isText(node)) {
      if (node.data.trim() && node.parentElement && isShown(node.parentElement) && hasInk(node.parentElement))
        this.line.push(node);
    } else if (isElement(node) && !isHidden(node)) this.element(node);
  }

  element(node) {
    const item = this.tables.get(node);
    if (item) return this.table(node, item);
    if (isHeading(node)) return this.heading(node);
    if (isFrameOfSite(node)) return this.frame(node);
    if (isBreadcrumb(node) || (isPath(node) && !this.hasContent(node))) return this.path(node);
    if (isForeign(node)) return;
    if (controlKind(node) && !node.hasAttribute("aria-pressed")) return this.control(node);
    if (isClickable(node)) return isOff(node) ? undefined : this.button(node);
    if (isToken(node) && isRemovable(node)) return this.add(node, "text", `${lineOf(node)} \u00d7`, { isChip: true });
    this.marked(node);
    if (!this.isApart && !this.holders.has(node) && isLine(node)) return this.add(node, "text", lineOf(node));
    this.inside(node, (child) => this.visit(child));
  }

  /** Whether a field, table or heading is in an element. */
  hasContent(node) {
    const holds = (one) => controlKind(one) || isHeading(one) || this.pairs.has(one) || this.tables.has(one);
    return outermost(node, holds).length > 0;
  }

  /** The texts in the head or foot of the site. One behind a heading is about the screen. */
  frame(node) {
    const added = this.taken(node);
    for (const [at, part] of added.entries())
      if (part.type === "text") (added[at - 1]?.type === "heading" ? this.notes : this.ofSite).push(part);
  }

  /** The path to the screen can be that of another library. */
  path(node) {
    const names = this.taken(node).map(({ text }) => text);
    this.notes.push({ text: names.filter((name) => /\p{L}/u.test(name)).join(" \u203a ") });
  }

  /** The parts in an element, which are no others of the page. */
  taken(node) {
    this.end();
    const first = this.parts.length;
    this.isApart = true;
    this.inside(node, (child) => this.visit(child));
    this.isApart = false;
    this.end();
    return this.parts.splice(first);
  }

  /** Several entries of a list are drawn as chosen, one of which the screen shows: it can show what they have in common. Every other one is a stripe. */
  marked(list) {
    const entries = this.holders.has(list) ? [] : [...list.children].filter((one) => !isHidden(one));
    const chosen = entries.filter(hasMark);
    if (chosen.length < 2 || chosen.length === entries.length) return;
    const texts = chosen.map((one) => lineOf(one, { buttons: true }));
    const isStripe = (one) => entries.indexOf(one) % 2 === entries.indexOf(chosen[0]) % 2;
    if (texts.some((text) => this.names.includes(text)) && !chosen.every(isStripe))
      this.notes.push({ text: `marked in a list: ${texts.join(", ")}` });
  }

  /** A heading, and the smaller texts in it, which are no part of its own. */
  heading(node) {
    this.add(node, "heading", headingOf(node));
    for (const one of outermost(node, isSubtitle, (inner) => !isHidden(inner)))
      if (lineOf(one)) this.add(one, "text", lineOf(one));
  }

  inside(node, act) {
    const breaks = isBlock(node) || node.localName === "br";
    if (breaks) this.end();
    this.drawn(node, "::before");
    for (const child of childrenOf(node)) act(child);
    this.drawn(node, "::after");
    if (breaks) this.end();
  }

  /** The words that a style sheet draws in a box around others. */
  drawn(node, pseudo) {
    const text = isBlock(node) && [...node.children].some(isBlock) ? generated(node, pseudo).trim() : "";
    if (text) this.add(node, "text", text);
  }

  add(node, type, text, more) {
    this.end();
    this.parts.push({ node, type, text, ...more });
  }

  /** The end of a line, whose texts are one. */
  end() {
    const line = this.line.splice(0);
    const last = this.parts.at(-1);
    const isNext = (node, before) => before && [node, before].some(({ parentElement }) => isApart(parentElement));
    const texts = line.map(
      (node, at) => (isNext(node, line[at - 1]) && !/^[.,;:]/.test(node.data) ? " " : "") + node.data,
    );
    const text = oneLine(texts.join(""));
    // The sign behind a link to another screen leads nowhere.
    const isPath = last?.type === "button" && last.node.localName === "a" && /\p{L}/u.test(last.text);
    const shown = isPath ? text.replace(/^[>/\u203a\u00bb]\s*/u, "") : text;
    if (shown) this.parts.push({ node: line[0], type: "text", text: shown });
  }

  /** A button. Two without a name side by side lead to other pages. */
  button(node) {
    const text = buttonName(node);
    const last = this.parts.at(-1);
    const isPair = last?.type === "button" && last.text === "" && text === "" && parentOf(last.node) === parentOf(node);
    this.add(node, "button", isPair || (!text && FORWARD.test(node.outerHTML)) ? "\u203a" : text);
  }

  control(node) {
    if (!isShown(node)) return;
    const { label } = labelOf(node);
    this.field(node, label, !isSecret(node, label) && isTool(node, label) ? toolText(node, label) : undefined);
  }

  /** A field, or with a text a control of a table. The text before it is its label. */
  field(node, label, text) {
    this.end();
    const last = this.parts.at(-1);
    if (last?.type === "text" && last.text === oneLine(label))
      this.parts.splice(-1, 1, { node: last.node, type: "label" });
    this.parts.push(text === undefined ? { node, type: "field" } : { node, type: "tool", text });
  }

  /** A table: what is in it beside its rows, the cells across it, and the fields and filters in its header. */
  table(node, item) {
    this.add(node, "table", undefined, { item });
    const { header, across } = unusualCells(node);
    for (const cell of header) this.header(cell);
    for (const cell of across.filter((one) => !header.includes(one))) this.inside(cell, (one) => this.visit(one));
    for (const one of besideRows(node)) this.visit(one);
    this.add(node, "table", undefined, { item });
  }

  header(cell) {
    for (const node of controlsIn(cell))
      if (!/^(switch|radio)$/.test(controlKind(node))) this.add(node, "tool", toolText(node, labelOf(node).label));
    const marks = [cell, ...outermost(cell, isFilter, (one) => !isHidden(one))];
    for (const node of marks.filter((one) => FILTERED.test(classesOf(one))))
      this.add(node, "tool", `filtered: ${columnName(cell)}`);
    for (const node of marks.slice(1).filter(isClickable)) this.add(node, "button", buttonName(node));
  }
}

const FORWARD = /^[^<]*<[^>]*[-_" ]next[-_" ]/i;
/** A chip with a cross. */
const isRemovable = (chip) => outermost(chip, isButton).length > 0 || /[\u00d7\u2715\u2716]$/.test(lineOf(chip));

const isFilter = (element) => /filter/i.test(nameOrClasses(element));
/** The class of a header whose column is filtered. */
const FILTERED = /(^|[-_ ])filtered([-_ ]|$)|filter\S*[-_ ]active|active[-_ ]\S*filter/i;

const isRow = (element) => element.localName === "tr" || roleOf(element) === "row";

/** Texts side by side. */
function isLine(element) {
  const { display, flexDirection } = styleOf(element);
  if (!display.endsWith("flex") || !flexDirection.startsWith("row") || element.textContent.length > 4 * LONGEST_PAGER)
    return false;
  return (
    lineOf(element) !== "" &&
    outermost(element, (one) => isClickable(one) || controlKind(one) || isHeading(one) || isRow(one)).length === 0
  );
}

/** A line of names that lead to the screen. */
const isPath = (element) =>
  element.textContent.length < 2 * LONGEST_PAGER && PATH.test(lineOf(element, { buttons: true }));
const PATH = / [>\u203a\u00bb] .+ [>\u203a\u00bb] /;

/** What belongs to the site, or names the screen. */
function isForeign(element) {
  if (/^(menu|menubar|tab|tablist|tooltip|tree)$/.test(roleOf(element)) || element.localName === "menu") return true;
  const isNavigation = element.localName === "nav" || roleOf(element) === "navigation";
  return (
    isNavigation && !isPages(element) && outermost(element, isClickable).every((one) => /\p{L}/u.test(buttonName(one)))
  );
}

// --------------------------------------------------------------------------------------------------- controls of a table

const TOOLS = /tool-*bar|pag(er|ing|inat)|filter|search|(page|list)-*(size|length)|per-*page/i;
const WORDS = "page|rows?|entries|records|items|results|lines|show|display|per|filter|search|find|sort|view|go|jump";
const TOOL = new RegExp(`\\b(${WORDS})\\b`, "i");
/** What follows the number of a page: "of 3", "/ 3". */
const OF_PAGES = /^\D{1,8}\d[\d.,]*\D{0,12}$/;

/** Whether a control works on a table, and is no field of a form. */
function isTool(control, label) {
  const kind = controlKind(control);
  if (!label || kind === "ignored" || TOOL.test(label)) return true;
  let height = 0;
  const isTools = (one) => {
    height += 1;
    return /^(toolbar|search|navigation)$/.test(roleOf(one)) || TOOLS.test(classesOf(one));
  };
  if (nearest(control, (one) => isTools(one) || height > 5) && height <= 5) return true;
  const value = readValue(control)?.value ?? "";
  return /^\d+$/.test(value) && (/^(select|combobox)$/.test(kind) || OF_PAGES.test(textAfter(control)));
}

/** "label: value". That a search has a text is told, not the text. */
function toolText(control, named) {
  const label = named.replace(/\s*:$/, "");
  if (controlKind(control) === "ignored") return `${label}: ${control.value ? "\u2026" : ""}`.trim();
  const value = [readValue(control)?.value ?? ""].flat().join(", ");
  const behind = /^\d+$/.test(value) ? textAfter(control) : "";
  if (OF_PAGES.test(behind)) return oneLine(`${/\bpage\b/i.test(label) ? "Page" : label} ${value} ${behind}`);
  // A number of rows to be chosen is the size of a page, whatever its label.
  const isSize = /^\d+$/.test(value) && ROWS.test(label) && /^(select|combobox)$/.test(controlKind(control));
  return `${label}: ${value}${isSize ? " / page" : ""}`.trim();
}

const ROWS = /\b(rows?|lines|entries|items|records|results)\b/i;
