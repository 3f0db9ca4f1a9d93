// SPDX-License-Identifier: GPL-3.0-or-later
// The controls of a field of the worksheet: one map from labels to controls, for reading and for setting.

import { optionsOf } from "./controls.js";
import { FRAME_OF_ANOTHER_SITE } from "./form/collect.js";
import { entryText } from "./screen.js";
import { fieldLabel, isBlank, labelsOf, namesIn, plain, withAndWithoutVerbs, wordsIn } from "./words/labels.js";
import { isUnit } from "./words/numbers.js";
import { pattern, terms } from "./words/words.js";

/** The entries of a field by their parts: value; number and unit of a period; number and unlimited of a limit. code: why there are none. */
export function partsOf(field, screen, request) {
  const sections = sectionsOf(request);
  const places = [...screen.entries.keys()].filter((at) => isOf(screen.entries[at], field, request, sections));
  const found =
    field.form === "period"
      ? periods(places, screen.entries)
      : /limit$/.test(field.form)
        ? limits(field, places, screen.entries, request)
        : places.map((at) => ({ value: screen.entries[at] }));
  if (found.length === 0) return { code: missing(field, screen) };
  if (found.length > 1) return { code: "field_ambiguous" };
  if (Object.values(found[0]).some((one) => isElsewhere(one, field, request))) return { code: "other_part" };
  return { parts: found[0] };
}

function missing(field, screen) {
  if (isUnread(field, screen)) return "cannot_set";
  return screen.unread.includes(FRAME_OF_ANOTHER_SITE) ? "in_other_frame" : "field_missing";
}

const isUnread = (field, { unread }) => unread.some((text) => labelsOf(field).has(plain(text.replace(/^[^:]*: /, ""))));

/** Whether the page has a label of the field that it does not show. */
export const hasHiddenLabel = (page, field) =>
  [...page.querySelectorAll("label, legend, dt, th, td, span")].some(
    (one) => !one.checkVisibility() && labelsOf(field).has(plain(one.textContent)),
  );

/** The labels of the sections of the screen, with one of which a label can begin. */
const sectionsOf = ({ sections = [] }) => new Set(sections.flat().map(plain));

function isOf(entry, field, request, sections = sectionsOf(request)) {
  const names = labelsOf(field);
  const { label, qualified, group, outer, bare } = fieldLabel(entry, sections);
  const ofNumber = terms.numbers.includes(field.form) ? (field.form === "period" ? [outer, bare] : [outer]) : [];
  if (![label, qualified, ...ofNumber].some((text) => names.has(text))) return false;
  return field.section?.length
    ? field.section.some((one) => group.includes(plain(one)))
    : !group.some((one) => sections.has(one));
}

/** A heading above a field can make another thing of it: "Restricted loan". */
function isElsewhere({ group }, field, request) {
  if (field.section?.length) return false;
  const { names, label, parts = [] } = request.screen;
  const objects = request.object.identity.map(({ value }) => value);
  const known = new Set([...names, label, ...parts, ...objects].map(plain));
  const own = new Set([...labelsOf(field), label].flatMap(wordsIn));
  const isOwn = (word) => own.has(word) || terms.parts.includes(word);
  const isKnown = (text) => [...withAndWithoutVerbs(namesIn(text))].some((one) => known.has(one));
  return group.some((text) => !isKnown(text) && !wordsIn(text).every(isOwn));
}

const NO_SECTIONS = new Set();

/** A number and its unit, whichever comes first. */
function periods(places, entries) {
  const found = [];
  const used = new Set();
  for (const at of places) {
    const [one, other] = [entries[at], entries[at + 1]];
    if (used.has(at)) continue;
    used.add(at);
    if (other && belongs(one, other)) {
      used.add(at + 1);
      const isFirst = canBeUnit(one) && !canBeUnit(other);
      found.push(isFirst ? { number: other, unit: one } : { number: one, unit: other });
    } else found.push({ number: one });
  }
  return found;
}

function belongs(one, other) {
  const { label } = fieldLabel(other, NO_SECTIONS);
  const isSame = label === plain(one.label) || pattern("unitLabels").test(label) || isUnit(label);
  return isSame && canBeUnit(one) !== canBeUnit(other);
}

const canBeUnit = ({ control, value }) =>
  control !== "text" &&
  !Array.isArray(value) &&
  (isUnit(value.trim().toLowerCase()) || (control === "choice" && isBlank(value)));

/** A number, and what beside it says that there is none: a switch, or a choice between No Limit and the number behind it. */
function limits(field, places, entries, request) {
  const { unlimited } = terms;
  const choices = places.filter((at) => isLimitChoice(entries[at]) && isNumberOf(entries[at + 1], field, request));
  if (choices.length > 0) return choices.map((at) => ({ unlimited: entries[at], number: entries[at + 1] }));
  const switches = [...entries.keys()].filter(
    (at) => entries[at].control === "switch" && Object.hasOwn(unlimited, plain(entries[at].label)),
  );
  const numbers = places.filter((at) => !switches.includes(at));
  const isBeside = (at) => {
    const name = entries[at].group.map(plain).at(-1);
    if (numbers.includes(at - 1)) return true;
    return name !== undefined && [...labelsOf(field)].some((label) => label === name || label.startsWith(`${name}:`));
  };
  const beside = switches.filter(isBeside).map((at) => entries[at]);
  if (beside.length > 1) return [{}, {}];
  const found = numbers.map((at) => ({ number: entries[at] }));
  if (found.length === 0 && beside.length === 1) return [{ unlimited: beside[0] }];
  return found.length === 1 && beside.length === 1 ? [{ ...found[0], unlimited: beside[0] }] : found;
}

const isLimitChoice = (entry) => entry.control === "choice" && optionsOf(entry)?.some(isNoLimitText) === true;

const isNumberOf = (entry, field, request) =>
  entry?.control === "text" && (plain(entry.label) === "" || isOf(entry, field, request));

/** Whether a text of a choice says that there is no limit. */
export const isNoLimitText = (text) => terms.unlimited[plain(text)] === "Yes";

/** Whether there is no limit. */
const meansNoLimit = ({ control, label, value }) =>
  control === "switch" ? terms.unlimited[plain(label)] === value : isNoLimitText(entryText({ value }));

/** The unit of a period: chosen beside its number, or in the label of that. */
export const unitOf = ({ number, unit }) => (unit ? entryText(unit).trim() : fieldLabel(number, NO_SECTIONS).unit);

/** What a field shows, as a worksheet would write it. */
export function shownBy(parts) {
  const { value, number, unit, unlimited } = parts;
  if (unlimited && meansNoLimit(unlimited)) return "No Limit";
  if (number && (unit || unitOf(parts)))
    return entryText(number).trim() ? `${entryText(number).trim()} ${unitOf(parts)}` : "";
  const entry = value ?? number;
  if (!entry) return "";
  return entry.control === "choice" && isBlank(entryText(entry)) ? "" : entryText(entry);
}
