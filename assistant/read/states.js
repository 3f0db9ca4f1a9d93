// SPDX-License-Identifier: GPL-3.0-or-later
// What is drawn at the place of an input, as a state, and what states mean. A state is a list of parts [kind, flags, texts]; its key stands for all states that
// differ only in a number, a name or a free text; its meaning is a template of the canonical value: `# days` means `{0} days`.

export const NUMERIC = new Set(["period", "limit", "amount", "amount limit", "number", "day"]);
const NUMBER = /\p{Nd}+(?:[.,\u2019'\u00a0\u202f ]\p{Nd}{3}(?!\p{Nd}))*(?:[.,]\p{Nd}+)?/gu;
/** A day consists of three numbers. */
export const numberPattern = ({ form }) => (form === "day" ? /\p{Nd}+/gu : NUMBER);
/** A state with one of these flags is never read as a value: a person has to look. */
export const NEVER = new Set(["covered", "cut", "invalid", "mixed", "open", "struck"]);

/** The texts that are drawn in some items. */
export const textsOf = (items) => items.flatMap(({ drawn, text }) => drawn ?? [text]);

/** The state of some items. */
export const stateOf = (items) =>
  items.map(({ is, kind = is, flags = [], drawn, text }) => [kind, flags, drawn ?? [text]]);

const lists = (input) => input.form === "lines";

/** The group of inputs that share their meanings. */
export const groupOf = (input) => {
  const own = input.form === "choice" ? `: ${input.choices}` : "";
  return `${input.form}${own}${input.reference ? " of names" : ""}${input.wildcard ? " or all" : ""}${input.isColumn ? " in maps" : ""}`;
};

const keyWith = (state, shape) => JSON.stringify(state.map(([kind, flags, texts]) => [kind, flags, texts.map(shape)]));

/** The key of exactly this state. */
export const exactKey = (state) => keyWith(state, (text) => text);

/** The key of the states that differ in numbers, names, or free texts only. */
export function openKey(state, input) {
  if (NUMERIC.has(input.form)) return keyWith(state, (text) => text.replace(numberPattern(input), "#"));
  if (isFree(input) && state.some(isWritten)) {
    const shapes = state.map((part) => JSON.stringify([part[0], part[1], isWritten(part) ? "*" : ""]));
    return `[${(lists(input) ? [...new Set(shapes)] : shapes).join()}]`;
  }
  return exactKey(state);
}

/** The key of the states of a period without a number, whatever its unit is. */
export const blankKey = (state) => keyWith(state, (text) => (/\p{Nd}/u.test(text) ? text : "?"));

/** Whether a part has a text, or is a field into which one can be typed: a blank field is the blank text. */
const isWritten = ([kind, , texts]) => texts.some(Boolean) || kind === "text";

const isFree = (input) => input.form === "text" || lists(input);
export const textsIn = (state) => state.flatMap(([, , texts]) => texts);

/** Whether a state can show a value at all. The drawing of a name, text or number has to contain it. */
export function canShow(state, value, input) {
  if (value === "") return true;
  const isDrawn = state.some(([, flags, texts]) => texts.length > 0 || flags.some((one) => TICKS.has(one)));
  if (!isDrawn || !isFree(input) || value === input.wildcard) return isDrawn;
  return SEPARATED.some((one) => verbatim(state, input, one) === value);
}
const TICKS = new Set(["on", "off"]);

/** Whether another value would be drawn in another way: this is so if nothing is drawn, or if a field for a number has none. */
export function wouldBeDrawn(state, input, value) {
  const isNothing = state.every(([, flags, texts]) => !texts.some(Boolean) && !flags.some((one) => TICKS.has(one)));
  const hasField = state.some(([kind]) => kind === "text") && !textsIn(state).some((text) => /\p{Nd}/u.test(text));
  return (value === "" && isNothing && state.length > 0) || (NUMERIC.has(input.form) && hasField);
}

/** The shape of a state, without its texts. */
export const shapeOf = (state) => JSON.stringify(state.map(([kind, flags, texts]) => [kind, flags, texts.length]));

/** {key, means} of a confirmed state. If the drawing does not contain the value, exactly this state means this value. */
export function fact(state, value, input, marks) {
  const open = openKey(state, input);
  const exact = { key: exactKey(state), means: value };
  if (input.form === "period" && value === "" && state.length > 1) return { key: blankKey(state), means: "" };
  if (input.wildcard && value === input.wildcard) return exact;
  if (isFree(input)) {
    const means = open === exact.key ? undefined : SEPARATED.find((one) => verbatim(state, input, one) === value);
    return means === undefined ? exact : { key: open, means };
  }
  const numbers = numbersIn(state, input, marks ?? marksOf(state, value, input));
  if (open === exact.key || numbers === null) return exact;
  const means = template(numbers, value, input);
  return means === null ? exact : { key: open, means };
}

/** The meanings of texts that are the value itself: one text or one text for each entry of a list, or entries separated by a mark in one text. */
const SEPARATED = ["{*}", "{*, }", "{*; }", "{*\n}"];
export const isVerbatim = (means) => SEPARATED.includes(means);

function verbatim(state, input, means) {
  if (!lists(input)) return textsIn(state).join(" ");
  const mark = means.slice(2, -1);
  const entries = textsIn(state).flatMap((text) => (mark ? text.split(mark) : [text]));
  return [...new Set(entries)].sort().join("\n");
}

/** The value with its numbers replaced by their places in the drawing; null if a place is unclear. */
function template(numbers, value, input) {
  const own = input.form === "day" ? /\d+/g : /\d+(\.\d+)?/g;
  const used = new Set();
  let clear = true;
  const made = value.replace(own, (one) => {
    const at = numbers.flatMap((number, position) => (Number(number) === Number(one) ? [position] : []));
    clear &&= at.length === 1 && !used.has(at[0]);
    used.add(at[0]);
    return `{${at[0]}}`;
  });
  if (!clear || used.size !== numbers.length) return null;
  // `1 day` and `2 days` have the same template.
  return input.form === "period" ? made.replace(/(?<=[a-rt-z])$/, "s") : made;
}

/** The decimal mark that a confirmed amount shows; "" without one. */
export function marksOf(state, value, input) {
  if (!input.form.startsWith("amount")) return "";
  return (
    [",", "."].find((mark) => textsIn(state).some((text) => plain(text, mark) === value && text.includes(mark))) ?? ""
  );
}

/** The numbers in a state with a decimal point; null if one can be read in two ways. */
function numbersIn(state, input, mark) {
  const found = textsIn(state).flatMap((text) => text.match(numberPattern(input)) ?? []);
  const made = found.map((text) => (input.form === "day" ? text : plain(text, mark)));
  return made.includes(null) ? null : made;
}

/** A number without marks between groups of three, and with a decimal point; null if it is unclear. mark: the known decimal mark. */
function plain(text, mark) {
  if (/^\p{Nd}+$/u.test(text)) return text;
  if (!mark) return null;
  const [whole, fraction = "", ...more] = text.split(mark);
  // No amount has more than two decimals.
  if (more.length > 0 || fraction.length > 2 || !/^\d{1,3}(?:[.,\u2019'\u00a0\u202f ]\d{3})*$|^\d+$/u.test(whole))
    return null;
  return `${whole.replace(/\D/gu, "")}${fraction ? `.${fraction}` : ""}`;
}

/** The value of a state, given what its key means. mark: the decimal mark. null if a number can be read in two ways. */
export function canonicalOf(state, means, input, mark) {
  if (isVerbatim(means)) return verbatim(state, input, means);
  if (!means.includes("{")) return means;
  const numbers = numbersIn(state, input, mark);
  if (numbers === null || numbers.some((one) => one === undefined)) return null;
  return canonical(
    means.replace(/\{(\d+)\}/g, (_, at) => numbers[Number(at)]),
    input,
  );
}

const UNIT = /^(\d+) (hour|day|week|month|year|minute)s?$/;

/** The canonical text of a value whose numbers were inserted; null if it has none. */
function canonical(text, input) {
  if (input.form === "period") {
    const [, count, unit] = UNIT.exec(text) ?? [];
    return unit ? `${BigInt(count)} ${unit}${BigInt(count) === 1n ? "" : "s"}` : null;
  }
  if (input.form.startsWith("amount")) return Number.isFinite(Number(text)) ? Number(text).toFixed(2) : null;
  if (input.form === "day") return text.replace(/(?<=-)(\d)(?!\d)/g, "0$1");
  return /^\d+$/.test(text) ? String(BigInt(text)) : null;
}
