// SPDX-License-Identifier: GPL-3.0-or-later
// Texts with slots where things vary: `Signed in as ⟦person⟧`. A slot stands for the library's own names, a person, the name of the object, a number or a date.

const SLOT = /⟦(\w+)⟧/g;
const DATE = /\p{Nd}+\.? \p{L}+\.?,? \p{Nd}{4}|\p{L}+ \p{Nd}+, \p{Nd}{4}/gu;
const NUMBER = /\p{Nd}+(?:[.,:/\u2019'\u00a0\u202f]\p{Nd}+)*/gu;
/** The zones in which the name of the object can be beside other words; elsewhere, marks have to separate it. */
const NAMED = new Set(["title", "heading", "path"]);
const MARKS = "[:–—|>/\"'\u201c\u201d\u201e«»()-]";

/** The pattern of a text on a screen of this library. free: its numbers vary; object: the name of the object on the screen. */
export function patternOf({ text, zone }, library, { free = false, object = "" } = {}) {
  const known = [
    [library.display_name, "library"],
    [library.registry_id, "id"],
    [library.symbol, "symbol"],
    ...(library.people ?? []).map((one) => [one, "person"]),
    ...(object && (NAMED.has(zone) || isMarkedOff(object, text)) ? [[object, "name"]] : []),
  ].filter(([one]) => one);
  const found = known
    .sort(([one], [other]) => other.length - one.length)
    .reduce((made, [one, slot]) => inPlaceOf(made, one, slot), text.replace(/[⟦⟧]/g, ""));
  return free ? freed(found) : found;
}

/** A pattern whose numbers and dates vary. */
export const freed = (pattern) =>
  pattern.replace(DATE, "⟦date⟧").replace(NUMBER, (one, ...rest) => (isInSlot(rest) ? one : "⟦number⟧"));

const isInSlot = (rest) =>
  rest.at(-1).slice(0, rest.at(-2)).lastIndexOf("⟦") > rest.at(-1).slice(0, rest.at(-2)).lastIndexOf("⟧");

const isMarkedOff = (name, text) => new RegExp(`(^|${MARKS}\\s*)${escaped(name)}(\\s*${MARKS}|$)`, "u").test(text);

/** Replaces a name by a slot, as whole words only. */
function inPlaceOf(text, name, slot) {
  const whole = new RegExp(`(?<![\\p{L}\\p{Nd}])${escaped(name)}(?![\\p{L}\\p{Nd}])`, "gu");
  return text.replace(whole, `⟦${slot}⟧`);
}

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

const expressions = new Map();

/** The texts in the slots: {names, people, numbers}; null if the text does not match the pattern. names: of the object; people: all that occur. */
export function filled(pattern, text, library) {
  if (!pattern.includes("⟦")) return pattern === text ? { names: [], people: [], numbers: [] } : null;
  const key = `${pattern}\0${library.registry_id}`;
  if (!expressions.has(key)) expressions.set(key, expressionOf(pattern, library));
  const { expression, slots } = expressions.get(key);
  const groups = expression.exec(text);
  if (!groups) return null;
  const of = (slot) => slots.flatMap((one, at) => (one === slot ? [groups[at + 1]] : []));
  return { names: of("name"), people: of("person"), numbers: of("number") };
}

function expressionOf(pattern, library) {
  const slots = [];
  const fixed = { library: library.display_name, id: library.registry_id, symbol: library.symbol };
  const parts = pattern.split(SLOT).map((part, at) => {
    if (at % 2 === 0) return escaped(part);
    slots.push(part);
    return `(${fixed[part] === undefined ? OPEN[part] : escaped(fixed[part])})`;
  });
  return { expression: new RegExp(`^${parts.join("")}$`, "u"), slots };
}

const OPEN = { person: ".{2,80}?", name: ".+", number: NUMBER.source, date: DATE.source };
