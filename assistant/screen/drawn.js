// SPDX-License-Identifier: GPL-3.0-or-later
// What is drawn on a page, in its order: a flat list of texts, buttons, tabs, pictures and controls, each with its zone and place. Nothing is judged, and no
// words of a language are used. assistant/read/README.md describes the format.
import { FRAME, frameDocument } from "./composed.js";
import { isCovered, usablePart } from "./covered.js";
import { controlItem, isRead } from "./drawn_controls.js";
import { flagsOf, isHeadingElement } from "./drawn_flags.js";
import { controlKind, controlsIn } from "./kinds.js";
import { accessibleName } from "./names.js";
import { generated, lineOf, oneLine } from "./text.js";
import { childrenOf, isCell, isElement, isText, nearest, parentOf, roleOf } from "./tree.js";
import { isButton, isFrameOfSite, isHidden, isShown } from "./visible.js";

/** {items, lists, members}: what is drawn, the options of lists by their digests, and the elements of each item. */
export function drawnOn(page) {
  const root = usablePart(page);
  const walk = new Walk();
  walk.visit(root, { zone: nearest(root, isDialog) ? "dialog" : "form" });
  return { items: walk.placed(), lists: walk.lists, members: walk.members };
}

const isDialog = (one) => one.localName === "dialog" || /^(alert)?dialog$/.test(roleOf(one));
const PICTURES = /^(img|picture)$/;

class Walk {
  lists = {};
  members = [];
  #items = [];
  /** The elements of items. */
  #elements = [];
  /** The radio buttons that were added with the first one of their group. */
  #read = new Set();
  #tables = 0;

  visit(node, position) {
    if (!isElement(node) || isHidden(node)) return;
    const here = this.#placeOf(node, position);
    const kind = controlKind(node);
    if (kind === "ignored" || this.#read.has(node)) return;
    if (kind) return isRead(node) ? this.#control(node, here) : undefined;
    if (roleOf(node) === "tab") return this.#named("tab", node, here);
    if (isButton(node)) return this.#named("button", node, here);
    if (PICTURES.test(node.localName) || roleOf(node) === "img") return this.#picture(node, here);
    if (FRAME.test(node.localName) && !frameDocument(node))
      return this.#add({ is: "unread", text: "frame" }, node, here);
    this.#children(node, here);
  }

  /** Adds the children of an element. Consecutive texts in one element are one text. */
  #children(node, position) {
    let run = generated(node, "::before");
    const end = () => {
      const text = oneLine(run);
      run = "";
      if (text) this.#text(text, node, position);
    };
    for (const child of childrenOf(node)) {
      if (isText(child)) run += isShown(node) ? child.data : "";
      else if (isElement(child)) {
        if (child.localName === "wbr") continue;
        end();
        this.visit(child, position);
      }
    }
    run += generated(node, "::after");
    end();
  }

  #text(text, node, position) {
    const flags = [...flagsOf(node), ...(position.header && isSorted(node) ? ["sorted"] : [])];
    if (!flags.includes("unseen")) this.#add({ is: "text", text, ...flagged(flags) }, node, position);
  }

  #named(is, node, position) {
    if (!isShown(node)) return;
    const states = [
      ...(lineOf(node, { buttons: true }) ? [] : ["icon"]),
      ...(node.matches(":disabled, [aria-disabled=true]") ? ["disabled"] : []),
      ...(["aria-selected", "aria-current"].some((name) => /^(true|page|step)$/.test(node.getAttribute(name)))
        ? ["chosen"]
        : []),
    ];
    this.#add({ is, text: accessibleName(node), ...flagged(states) }, node, position);
  }

  #picture(node, position) {
    const text = accessibleName(node);
    if (text && isShown(node)) this.#add({ is: "picture", text }, node, position);
  }

  #control(node, position) {
    const made = controlItem(node, this.lists);
    if (!made) return;
    for (const one of made.members) this.#read.add(one);
    this.#add(made.item, node, position, made.members);
  }

  // Into a row reach cells of the rows above it (isSpanned): it is not known as a whole.
  #add(item, element, { zone, cell, header, isSpanned }, members = [element]) {
    const isHidden = isCovered(element) || (isSpanned && cell);
    const flags = isHidden ? { flags: [...(item.flags ?? []), "covered"] } : {};
    this.#items.push({ ...item, ...flags, zone, ...(cell ? { cell } : {}), ...(header ? { header: true } : {}) });
    this.#elements.push(element);
    this.members.push(members);
  }

  #placeOf(node, position) {
    const zone = zoneOf(node, position.zone);
    if (node.localName === "table" || /^(table|grid|treegrid)$/.test(roleOf(node)))
      return { zone, cell: null, table: { number: this.#tables++, row: -1, heads: 0, spanned: -1 } };
    const { table } = position;
    if (table && (node.localName === "tr" || roleOf(node) === "row")) {
      table.row += 1;
      if (table.heads < 2) table.heads = 0;
      return { ...position, zone, cells: { next: 0 }, isSpanned: table.row <= table.spanned };
    }
    if (table && position.cells && isCell(node)) {
      const column = position.cells.next;
      position.cells.next += node.colSpan ?? 1;
      const header = node.localName === "th" || /header$/.test(roleOf(node));
      if (header) table.heads += 1;
      // A table without a row of headers only lays out a form.
      else if (table.heads > 1) table.spanned = Math.max(table.spanned, table.row + (node.rowSpan ?? 1) - 1);
      return { ...position, zone, cell: [table.number, table.row, column], header, cells: null };
    }
    return { ...position, zone };
  }

  /** The items. A text that shares a small part of the page with one control only gets the number of that control. */
  placed() {
    const numbers = new Map(this.#elements.map((one, at) => [one, at]));
    return this.#items.map((one, at) => {
      const item = { ...one, step: stepBetween(this.#elements[at - 1], this.#elements[at]) };
      if (!/^(text|button|picture)$/.test(item.is) || item.zone === "heading") return item;
      const of = numbers.get(besideWhich(this.#elements[at]));
      return of === undefined ? item : { ...item, of };
    });
  }
}

const isSorted = (node) => /^(ascending|descending)$/.test(nearest(node, isCell)?.getAttribute("aria-sort"));
const flagged = (flags) => (flags.length ? { flags } : {});

/** The number of levels from each of two elements up to their common ancestor: the place of an item relative to the one before. */
function stepBetween(one, other) {
  const around = [];
  for (let at = one; at; at = parentOf(at)) around.push(at);
  let down = 0;
  for (let at = other; at; at = parentOf(at), down += 1) {
    const up = around.indexOf(at);
    if (up >= 0) return [up, down];
  }
  return [around.length, down];
}

const WIDE = /^(body|dialog|fieldset|form|main|section|table|tbody|tr|ul|ol|dl)$/;

function besideWhich(element) {
  for (let at = element; at && !WIDE.test(at.localName) && !isDialog(at); at = parentOf(at)) {
    const controls = controlsIn(at);
    if (controls.length > 0) return controls.every((one) => isSameGroup(one, controls[0])) ? controls[0] : null;
  }
  return null;
}
const isSameGroup = (one, other) =>
  one === other || (one.type === "radio" && other.type === "radio" && one.name === other.name);

function zoneOf(node, zone) {
  if (isDialog(node)) return "dialog";
  if (isHeadingElement(node)) return "heading";
  if (node.localName === "nav" || roleOf(node) === "navigation")
    return node.querySelector("ol, [aria-current]") ? "path" : "side";
  if (node.localName === "aside" || roleOf(node) === "complementary") return "side";
  if (!isFrameOfSite(node)) return zone;
  return node.localName === "header" || roleOf(node) === "banner" ? "head" : "foot";
}
