// SPDX-License-Identifier: GPL-3.0-or-later
// The controls of a field of the worksheet: one map from labels to controls, for reading and for setting.
import { told } from "./screen.js";
import { isBlank, isUnit, namesIn, pattern, plain, wordsIn } from "./texts.js";

/** The accepted labels of a field. */
export const named = ({ label, labels }) => new Set((labels ?? [label]).map(plain));

/** The entries of a field by their parts: value; number and unit of a period; number and unlimited of a limit. code: why there are none. */
export function partsOf(field, screen, request) {
  const places = [...screen.entries.keys()].filter((at) => isOf(screen.entries[at], field, request));
  const found =
    field.form === "period"
      ? periods(places, screen.entries)
      : /limit$/.test(field.form)
        ? limits(field, places, screen.entries, request)
        : places.map((at) => ({ value: screen.entries[at] }));
  if (found.length === 0) return { code: isUnread(field, screen) ? "cannot_set" : "field_missing" };
  if (found.length > 1) return { code: "field_ambiguous" };
  if (Object.values(found[0]).some((one) => isElsewhere(one, field, request))) return { code: "other_part" };
  return { parts: found[0] };
}

const isUnread = (field, { unread }) => unread.some((text) => named(field).has(plain(text.replace(/^[^:]*: /, ""))));

/** Whether the page has a label of the field that it does not show. */
export const hasHiddenLabel = (page, field) =>
  [...page.querySelectorAll("label, legend, dt, th, td, span")].some(
    (one) => !one.checkVisibility() && named(field).has(plain(one.textContent)),
  );

function isOf({ label, group }, field, { sections = [] }) {
  const names = named(field);
  const qualified = group.length > 0 ? plain(`${plain(group.at(-1))}: ${label}`) : "";
  if (![plain(label), qualified].some((text) => names.has(text))) return false;
  const groups = group.map(plain);
  const isIn = (labels) => labels.some((one) => groups.includes(plain(one)));
  return field.section?.length ? isIn(field.section) : !sections.some(isIn);
}

/** A heading above a field can make another thing of it: "Restricted loan". */
function isElsewhere({ group }, field, request) {
  if (field.section?.length) return false;
  const { names, label, parts = [] } = request.screen;
  const objects = request.object.identity.map(({ value }) => value);
  const known = new Set([...names, label, ...parts, ...objects].map(plain));
  const own = new Set([...named(field), label].flatMap(wordsIn));
  const isOwn = (word) => own.has(word) || request.words.partWords.includes(word);
  return group.some((text) => !namesIn(text).some((one) => known.has(one)) && !wordsIn(text).every(isOwn));
}

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
  const label = plain(other.label);
  const isSame = label === plain(one.label) || pattern("unitLabels").test(label);
  return isSame && canBeUnit(one) !== canBeUnit(other);
}

const canBeUnit = (entry) =>
  entry.control !== "text" &&
  !Array.isArray(entry.value) &&
  (isUnit(entry.value) || (entry.control === "choice" && isBlank(entry.value)));

/** A number, and the switch beside it that says that there is none. */
function limits(field, places, entries, request) {
  const { unlimited } = request.words;
  const switches = [...entries.keys()].filter(
    (at) => entries[at].control === "switch" && Object.hasOwn(unlimited, plain(entries[at].label)),
  );
  const numbers = places.filter((at) => !switches.includes(at));
  const isBeside = (at) => {
    const name = entries[at].group.map(plain).at(-1);
    if (numbers.includes(at - 1)) return true;
    return name !== undefined && [...named(field)].some((label) => label === name || label.startsWith(`${name}:`));
  };
  const beside = switches.filter(isBeside).map((at) => entries[at]);
  if (beside.length > 1) return [{}, {}];
  const found = numbers.map((at) => ({ number: entries[at] }));
  if (found.length === 0 && beside.length === 1) return [{ unlimited: beside[0] }];
  return found.length === 1 && beside.length === 1 ? [{ ...found[0], unlimited: beside[0] }] : found;
}

/** Whether the switch of a limit is on, if there is no limit. */
const meansNoLimit = ({ label, value }, { unlimited }) => unlimited[plain(label)] === value;

/** What a field shows, as a worksheet would write it. */
export function shownBy({ value, number, unit, unlimited }, request) {
  if (unlimited && meansNoLimit(unlimited, request.words)) return "No Limit";
  if (unit) return told(number).trim() ? `${told(number).trim()} ${told(unit).trim()}` : "";
  const entry = value ?? number;
  if (!entry) return "";
  return entry.control === "choice" && isBlank(told(entry)) ? "" : told(entry);
}
