// SPDX-License-Identifier: GPL-3.0-or-later
// Why the value of an input on a screen may not count, as in _screens/value_doubts.py.
import {
  canBeNothing,
  folded,
  isBeginning,
  isBlank,
  isCutOff,
  isMark,
  isMissing,
  isName,
  plain,
  stated,
  wordsIn,
} from "./labels.js";
import { isUnit } from "./numbers.js";
import { asText, namesIn, withAndWithoutVerbs } from "./screen.js";
import { NO_LIMIT } from "./values.js";
import { pattern, terms, vocabulary } from "./words.js";

export class ValueDoubts {
  #screen;
  #isView;
  #headings;

  constructor(screen) {
    this.#screen = screen;
    this.#isView = isView(screen.capture.fields);
  }

  // Why the value of an input does not count, if so: {code, about}. at: the place of its field in the capture.
  about(at, one, value) {
    const item = this.#screen.capture.fields[at];
    const isIdentity = this.#screen.data.identity.includes(one.name);
    // A value that is disabled among others that are not can be a default that does not count.
    if (item.state.includes("disabled") && !this.#isView && !isIdentity) return { code: "disabled", about: {} };
    const state = ["invalid", "changed"].find((name) => item.state.includes(name));
    if (state) return { code: state, about: {} };
    const hint = hintIn(this.#screen.capture, item, one, value);
    if (hint !== undefined) return { code: "hint", about: { text: hint } };
    const beside = (item.beside ?? []).find((text) => !this.#isHarmless(text, one, value));
    if (beside !== undefined) return { code: "beside", about: { text: beside } };
    const group = one.section ? null : this.#otherPart(item, one);
    if (group) return { code: "other_part", about: { group } };
    if (!isIdentity && isUnclear(item, one, value)) return { code: "unclear", about: {} };
    // The text of a native list is whole.
    const isDrawn = ["choice", "static"].includes(item.control) && (item.option ?? null) === null;
    return isDrawn && isCutOff(asText(value)) ? { code: "cut_off", about: {} } : null;
  }

  // Whether a text or control beside an input is known not to change what its value means.
  #isHarmless(text, one, value) {
    if (isBeginning(text)) return false;
    const piecesOf = (some) => some.split(pattern("breaks")).map(plain);
    const isSilent = (label) => pattern("unitLabels").test(label) || piecesOf(label).every(isHarmlessBeside);
    // A control can be described with its value: Open list; Selected: days:.
    for (const described of [text, text.replace(/[: ]+$/, "")]) {
      const colon = described.lastIndexOf(":");
      const [label, shown] = [described.slice(0, Math.max(colon, 0)), described.slice(colon + 1)].map(plain);
      const isOfValue = () => isSilent(label) && this.#isPart(shown, one, value);
      if (colon >= 0 && (this.#isKnown(label) || isOfValue())) return true;
    }
    return piecesOf(text).every((part) => this.#explains(part, one, value));
  }

  #explains(text, one, value) {
    // The picture or word of a state shows that of a switch.
    const { switched, yesNo } = terms;
    const shown = plain(asText(value));
    const state = Object.hasOwn(yesNo, shown) ? yesNo[shown] : value;
    if (Object.hasOwn(switched, text) && ["Yes", "No"].includes(state)) return switched[text] === state;
    const isAboutOther = isHint(text, one, value, false);
    if (isAboutOther || this.#isPart(text, one, value) || isHarmlessBeside(text) || this.#isHeading(text, one))
      return true;
    const names = [...this.#screen.names.values()].flatMap((some) => [...some]);
    const known = [...names, ...Object.keys(terms.unlimited), this.#screen.data.label, asText(value)];
    return explains(text, known.flatMap(wordsIn));
  }

  // Whether a text can only be the heading of a part of the screen. Beside a number it can be what is counted.
  #isHeading(text, one) {
    const [own, texts] = [wordsIn(this.#screen.data.label), wordsIn(text)];
    const isPart = (word) => vocabulary("parts").has(word) || own.includes(word);
    const canBeCounted =
      terms.numbers.includes(one.form) && !this.#screen.capture.headings.some((heading) => plain(heading) === text);
    return !canBeCounted && texts.length > 0 && texts.every(isPart);
  }

  // Whether a text is a part of a value or label, or shows that there is none.
  #isPart(text, one, value) {
    const isAmount = terms.amounts.includes(one.form) && pattern("currencySign").test(text);
    const [own, shown] = [wordsIn(text), wordsIn(asText(value))];
    const isOfValue = own.length > 0 && own.every((word) => shown.includes(word));
    return isUnit(text) || isAmount || isOfValue || this.#isKnown(text) || isBlank(text);
  }

  // The label of an input of the screen, or of a switch beside a limit.
  #isKnown(label) {
    return Object.hasOwn(terms.unlimited, label) || [...this.#screen.names.values()].some((names) => names.has(label));
  }

  // The heading above a field that can make another thing of it: Restricted loan.
  #otherPart(item, one) {
    if (!item.group.length) return undefined;
    this.#headings ??= knownHeadings(this.#screen);
    const { data, names } = this.#screen;
    // The heading of another field makes no other name of the object.
    const isIdentity = data.identity.includes(one.name);
    const known = isIdentity
      ? [...Object.keys(terms.unlimited), ...[...names.values()].flatMap((some) => [...some])]
      : names.get(one);
    const own = new Set([...known, data.label].flatMap(wordsIn));
    const isOwn = (word) => own.has(word) || vocabulary("parts").has(word);
    const isKnown = (group) =>
      [...withAndWithoutVerbs(namesIn(unmarked(group)))].some((name) => this.#headings.has(name));
    // What is above the name of the screen is no part of it.
    const screens = data.names.map(plain);
    const named = item.group.findLastIndex((group) => screens.includes(plain(unmarked(group))));
    return item.group.slice(named + 1).find((group) => !isKnown(group) && !wordsIn(group).every(isOwn));
  }
}

// Whether a (plain) text beside a field does not change what its value means.
const isHarmlessBeside = (text) => ["harmless", "harmlessBeside"].some((key) => pattern(key).test(text));

// Whether a text is a sentence whose words are all those of explanations, or known ones: of the labels on the screen, or of a value.
export function explains(text, known) {
  if (text.includes(":") || !pattern("sentence").test(text) || pattern("refutes").test(text)) return false;
  return wordsIn(text.replace(pattern("notYet", "g"), " ")).every(
    (word) => (known.includes(word) && !terms.denying.includes(word)) || vocabulary("explaining").has(word),
  );
}

// A text on the screen by which a number can be another one: 0 means unlimited, in cents.
const hintIn = ({ notes, site }, { beside }, one, value) =>
  [...notes, ...site, ...(beside ?? [])].find((text) => isHint(text, one, value, true));

// Whether a text says what a number means, the value of an input or another one.
function isHint(text, one, value, isAboutValue) {
  const found = pattern("hint").exec(folded(text));
  if (!found || ![...terms.amounts, "limit"].includes(one.form)) return false;
  const number = asText(value)
    .trim()
    .replace(/[.,]0{1,2}$/, "")
    .replace(/[^0-9]/g, "");
  return (found[1] === undefined || found[1].replace(/^-/, "") === number) === isAboutValue;
}

// The headings of the screen and its parts, and the values of the inputs that identify the object.
function knownHeadings(screen) {
  const { capture, data, identity, items, names } = screen;
  const parts = [...(data.parts ?? []), ...(stated.labels[data.kind]?.parts ?? [])];
  const named = new Set(identity.flatMap((one) => [...names.get(one)]));
  const values = capture.fields.filter((_item, at) => named.has(items[at].label));
  return new Set([...data.names, ...parts, ...screen.named, ...values.map(({ value }) => asText(value))].map(plain));
}

// Whether a text can mean that nothing is chosen: a reference that was not typed and that nothing knows, or one of certain words.
function isUnclear({ control, option }, one, value) {
  const kind = one.reference ?? "";
  if (["limit", "amount limit"].includes(one.form) && value === NO_LIMIT) return false;
  if (typeof value !== "string" || !value) return false;
  // In a view, a dash or a text in brackets can be a text, or mean that there is none.
  if (!kind && control === "static") {
    return isMark(value) || pattern("bracketed").test(value) || (one.form === "text" && isMissing(value));
  }
  const isListed = option > 0 && !pattern("setApart").test(folded(value));
  if (isListed || !(kind || control === "choice")) return Boolean(kind) && canBeNothing(value, kind);
  const names = one.form === "lines" ? value.split("\n") : [value];
  if (kind && ["choice", "static"].includes(control)) return !names.every((name) => isName(name, kind));
  return !isChoice(one, value) && canBeNothing(value, kind);
}

// Whether a text is one of the values that an input can have.
export const isChoice = ({ choices = [] }, text) => choices.map(plain).includes(plain(text));

// Whether nothing on a screen can be changed. A drop-down in which nobody can type does not always show it, if several texts do.
function isView(fields) {
  const isFixed = ({ control, state }) =>
    control === "static" || state.includes("disabled") || state.includes("readonly");
  const open = fields.filter((item) => !isFixed(item));
  const texts = fields.filter(({ control, state }) => control === "text" && state.includes("readonly"));
  const isListed = open.every(({ control }) => ["choice", "choices"].includes(control));
  return !open.length || (texts.length > terms.limits.readOnly && isListed);
}

// A heading without the marks before it.
const unmarked = (heading) => heading.replace(/^[^\p{L}\p{N}]+/u, "");
