// SPDX-License-Identifier: GPL-3.0-or-later
// Which elements of a screen a label belongs to, for a proposal: a person confirms it, and nothing is read by it.

import { isNoLimit } from "./values.js";

/** A label without what pages add to it: a number or star before it, and a colon or star behind it. Words in brackets can name another field. */
export const bare = (text) => text.replace(/^[^\p{L}]+/u, "").replace(/[\s:*]+$/u, "") || text;

/** The labels that an input can have on a screen: with its section first if they are not unique, and each of two words that are separated by a slash. */
export function labelsFor({ label, section = [] }) {
  const forms = withEach(label).flatMap((one) => [
    ...new Set([one, one.replaceAll("(s)", "s"), one.replaceAll("(s)", "")]),
  ]);
  return [section].flat().length ? [section].flat().flatMap((one) => forms.map((form) => `${one}: ${form}`)) : forms;
}

function withEach(label) {
  const [whole, one, other] = / ?(\p{L}+)\/(\p{L}+) ?/u.exec(label) ?? [];
  return whole ? [label, ...[one, other].map((word) => label.replace(`${one}/${other}`, word))] : [label];
}
const isText = ({ is }) => is === "text" || is === "picture";

/**
 * {at, label, controls} of a label: the place of its text (null without one), and the controls with this name. `Section: label` is below the heading of its
 * section, before that of another one. sections: all of the form.
 */
export function placeOf(text, elements, sections = []) {
  const whole = labelledFrom(text, elements);
  if (whole) return whole;
  const [, section, label] = /^(.+?): (.+)$/u.exec(text) ?? [];
  if (section === undefined) return null;
  const headings = elements.map((one) => sectionOf(one.text ?? one.name ?? "", [section, ...sections]));
  const isOther = (one) => Boolean(one) && one !== section;
  // Headings without anything between them are tabs, or closed: what follows can belong to each of them.
  const isAlone = (at) => !isOther(headings[at - 1]) && !isOther(headings[at + 1]);
  const begins = headings.findIndex((one, at) => one === section && isAlone(at));
  if (begins < 0) return null;
  const ends = headings.findIndex((one, at) => at > begins && isOther(one));
  return labelledFrom(label, elements, begins, ends < 0 ? elements.length : ends);
}

/** The longest of these sections with which a text begins; null if it begins with none. */
const sectionOf = (text, sections) =>
  sections.filter((one) => text.startsWith(one)).sort((one, other) => other.length - one.length)[0] ?? null;

/** The same for the label at a place. */
export const labelAt = (at, elements) => ({ controls: [], ...labelledFrom(elements[at].text, elements, at), at });

/** Whether a label is in the form, or in the dialog in front of it, twice, so that a person has to choose one. */
export function isTwice(text, elements) {
  const zone = zoneOf(elements);
  const isOf = (one) => one.zone === zone && bare(one.text ?? one.name ?? "") === bare(text);
  const texts = elements.filter((one) => isText(one) && isOf(one)).length;
  // Consecutive controls with one name are one field.
  let [fields, isRun] = [0, false];
  for (const one of elements) {
    if (one.is !== "control" && one.zone !== "heading") continue;
    const isNext = one.is === "control" && isOf(one);
    if (isNext && !isRun) fields += 1;
    isRun = isNext;
  }
  return texts > 1 || fields > 1;
}

/** Where the fields are: in the dialog, if it has any. */
const zoneOf = (elements) =>
  elements.some(({ is, zone }) => is === "control" && zone === "dialog") ? "dialog" : "form";

function labelledFrom(text, elements, from = 0, to = elements.length) {
  const zone = zoneOf(elements);
  const isOf = (one) => bare(one) === bare(text);
  const isIn = (one, position) => position >= from && position < to && (zone === "form" || one.zone === zone);
  const at = elements.findIndex(
    (one, position) =>
      isIn(one, position) &&
      isText(one) &&
      one.zone !== "path" &&
      one.zone !== "head" &&
      isOf(one.text) &&
      !isHeadingBefore(one),
  );
  const named = (test) =>
    elements.findIndex((one, position) => isIn(one, position) && one.is === "control" && test(one.name));
  // A help mark can be a part of the name.
  const isOrBegins =
    named(isOf) >= 0 ? isOf : (name) => name.length - bare(text).length < 3 && name.startsWith(bare(text));
  const first = named(isOrBegins);
  const controls = first < 0 ? [] : runOf(first, elements, isOrBegins);
  return at < 0 && first < 0 ? null : { at: at < 0 ? null : at, label: text, controls };
}
const isHeadingBefore = (one) => one.zone === "side" || one.zone === "foot";

/** The consecutive controls with the same name. */
function runOf(first, elements, isOf) {
  const run = [];
  for (let at = first; at < elements.length; at += 1) {
    const one = elements[at];
    if (one.is === "control" && isOf(one.name)) run.push(at);
    else if (one.is === "control" || one.zone === "heading") break;
  }
  return run;
}

/** Whether it is a mark in the cell of its label, such as the star of a required field. */
const isMark = ({ cell, is, text = "" }, label) =>
  is === "text" && Boolean(cell) && String(cell) === String(label.cell) && !/[\p{L}\p{N}]/u.test(text);

/** The places of the elements that show the value of a label: its control, or what follows it; a tick can be before it. taken: the labels of all inputs. */
export function partsOf({ at, label, controls }, elements, taken) {
  if (controls.length > 0)
    return withDrawn(
      [...entriesBefore(at, controls[0], elements), ...controls, ...following(controls.at(-1), elements, taken)],
      at,
      elements,
      taken,
    );
  // A label can be behind its control, or below it.
  const isBefore = (one, other) => other < at && one.is === "control" && one.at === elements[at]?.of && !one.name;
  const before = elements.findIndex(isBefore);
  if (before >= 0) return [before];
  const isOther = (one) => isText(one) && [...taken].some((other) => bare(other) === bare(one.text));
  const beside = elements.findIndex((one, other) => other > at && !isMark(one, elements[at]));
  const next = elements[beside];
  if (!next || isOther(next) || !isInRow(elements[at], next)) return [];
  if (isText(next) && next.of === undefined)
    return next.zone === elements[at].zone ? [beside, ...inCell(beside, elements)] : [];
  const own = isText(next) ? elements.findIndex((one) => one.at === next.of) : beside;
  if (own < at || elements[own].is !== "control" || isNamedByOther(elements[own], label, taken)) return [];
  if (isOneOfSeveral(elements[own], label, elements) || isBetween(at, own, elements)) return [];
  return withDrawn([own, ...following(own, elements, taken)], at, elements, taken);
}

/**
 * Adds the control beside a number that says what it means, whatever its own name is: the tick of a limit, which can say that the limit does not count, and the
 * drop-down with the unit of a period.
 */
export function withMeaning(parts, form, elements, taken) {
  const isUnit = ({ kind }) => form === "period" && kind === "choice";
  const isMeant = (one) => isUnit(one) || (form.endsWith("limit") && one.kind === "tick");
  if (parts.some((at) => isUnit(elements[at]))) return parts;
  const isOwn = (at) => at >= 0 && isMeant(elements[at]) && !isNamedByOther(elements[at], null, taken);
  const beside = [besideOf(parts[0], -1, elements), besideOf(parts.at(-1), 1, elements)];
  return [...new Set([...parts, ...beside.filter(isOwn)])].sort((one, other) => one - other);
}

/** The place of the control beside one, before (-1) or behind it (1): no text and no other part of the page is between. */
function besideOf(from, step, elements) {
  for (let at = from + step; elements[at]; at += step) {
    // The levels from the part before, up and down again.
    const levels = elements[step < 0 ? at + 1 : at].step;
    if (!levels || levels[0] + levels[1] > 3) return -1;
    if (elements[at].is === "control") return at;
    if (elements[at].of === undefined) return -1;
  }
  return -1;
}

/** Adds the texts beside a drop-down in which nothing is drawn: they are its value, or its chosen entries. Those beside radio buttons are options. */
function withDrawn(parts, label, elements, taken) {
  const blank = new Set(
    parts
      .filter((at) => elements[at].kind === "choice" && !elements[at].drawn.length && !elements[at].list)
      .map((at) => elements[at].at),
  );
  const isDrawn = (one, at) =>
    one.is === "text" &&
    blank.has(one.of) &&
    at !== label &&
    ![...taken].some((other) => bare(other) === bare(one.text));
  const drawn = elements.flatMap((one, at) => (isDrawn(one, at) ? [at] : []));
  return [...new Set([...parts, ...drawn])].sort((one, other) => one - other);
}

/** The chosen entries that are drawn as buttons between a label and its control. */
function entriesBefore(at, first, elements) {
  const between = at === null ? [] : [...elements.keys()].slice(at + 1, Math.max(first, at + 1));
  return between.length > 0 && between.every((one) => elements[one].is === "button") ? between : [];
}

/** The controls that follow one, up to a text that does not belong to them. */
function following(from, elements, taken) {
  const found = [];
  const named = groupedBy(({ is, name }) => (is === "control" ? name : undefined), elements);
  const beside = groupedBy(({ is, of }) => (is === "text" ? of : undefined), elements);
  for (let at = from + 1; at < elements.length; at += 1) {
    const [one, before] = [elements[at], elements[from]];
    if (isOfPart(one, before, elements)) continue;
    if (one.is !== "control" || !isInRow(before, one) || isOfOther([one, ...(beside.get(one.at) ?? [])], taken)) break;
    // A control whose name occurs once is another field, unless it is in the same cell.
    const isOwn = named.get(one.name).length === 1 && !isNoLimit(one.name);
    if (one.name && (one.cell ? String(one.cell) !== String(before.cell) : isOwn)) break;
    found.push(at);
  }
  return found;
}

/** Whether it is a text beside the control before it, the name of the next control, or the value of a drop-down that follows it. */
function isOfPart(one, before, elements) {
  if (one.is !== "text" || one.of === undefined) return false;
  const own = elements.find((other) => other.at === one.of);
  if (own === before) return true;
  return own.at > one.at && (own.name === one.text || (own.kind === "choice" && !own.drawn.length));
}

/** The elements by a key, in one pass: a form can have thousands. (Map.groupBy is not in Node 20, in which this is tested.) */
function groupedBy(keyOf, elements) {
  const groups = new Map();
  for (const one of elements) {
    const key = keyOf(one);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(one);
  }
  return groups;
}

/** Whether a control, or a text beside it, has the name of another input. */
const isOfOther = (those, taken) => those.some(({ name, text }) => isNamedByOther({ name: name ?? text }, null, taken));

const isNamedByOther = ({ name }, label, taken) =>
  name !== "" && name !== label && [...taken].some((other) => bare(other) === bare(name));

/** Whether a text is between two controls without names, and not nearer to the one behind it: it can be the name of either. */
function isBetween(at, own, elements) {
  const isNameless = (one) => one?.is === "control" && !one.name;
  const levels = ({ step }) => step[0] + step[1];
  const isNearer = levels(elements[own]) < levels(elements[at]);
  return isNameless(elements[own]) && isNameless(elements[at - 1]) && !isNearer && !elements[own].cell;
}

/** Whether controls with other names than the label are in several cells of its row: which of them it means is not known. */
function isOneOfSeveral(own, label, elements) {
  const isOther = ({ is, name }) => is === "control" && name && bare(name) !== bare(label);
  const isBeside = (one) => one.cell && isInRow(own, one) && String(one.cell) !== String(own.cell);
  return Boolean(own.cell) && isOther(own) && elements.some((one) => isOther(one) && isBeside(one));
}

const isInRow = (one, other) =>
  !one.cell || (other.cell && String(one.cell.slice(0, 2)) === String(other.cell.slice(0, 2)));

/** Further texts in the cell of a value. */
function inCell(first, elements) {
  const { cell } = elements[first];
  const found = [];
  for (let at = first + 1; cell && isText(elements[at] ?? {}) && String(elements[at].cell) === String(cell); at += 1)
    found.push(at);
  return found;
}
