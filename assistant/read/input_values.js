// SPDX-License-Identifier: GPL-3.0-or-later
// The values that the inputs of a screen have in a capture, as in _screens/input_values.py.
import { isBlank, isUnset, plain, withKnownNames, wordsIn } from "./labels.js";
import { dayIn, daysOf, isUnit, periodIn, unitIn } from "./numbers.js";
import { asText } from "./screen.js";
import { isChoice, ValueDoubts } from "./value_doubts.js";
import { NO_LIMIT } from "./values.js";
import { pattern, terms } from "./words.js";

// The doubts about values that do not count beside others.
const UNCOUNTED = ["disabled", "other_part"];

// doubtful: why the value of an input does not count: {code, about}.
export class InputValues {
  #doubts;
  #used = new Set();

  constructor(screen) {
    this.screen = screen;
    this.doubtful = new Map();
    this.#doubts = new ValueDoubts(screen);
  }

  // The different values of an input.
  of(one) {
    const [sure, others, defaults] = [new Map(), new Map(), new Map()];
    for (let at = 0; at < this.screen.items.length; ) {
      const [value, used, index] = this.#is(at, one) ? this.#value(at, one) : [null, 1, at];
      if (value !== null) {
        for (let number = at; number < at + used; number += 1) this.#used.add(number);
        const behind = this.#goesOn(at, at + used) ? this.screen.capture.fields[at + used].label : null;
        const goesOn = behind === null ? null : { code: "goes_on", about: { label: behind } };
        const doubt = this.#doubts.about(index, one, value) ?? goesOn;
        if (doubt) this.doubtful.set(one, doubt);
        const isDefault = doubt?.code === "other_part" && pattern("defaults").test(plain(doubt.about.group));
        const to = UNCOUNTED.includes(doubt?.code) ? (isDefault ? defaults : others) : sure;
        if (doubt?.code !== "disabled") to.set(JSON.stringify(value), value);
      }
      at += used;
    }
    const isUnlimited = ["limit", "amount limit"].includes(one.form) && this.#isUnlimited(one);
    // Another field shows the value that counts.
    const isCertain = (isUnlimited || sure.size > 0) && [...others.keys()].every((key) => sure.has(key));
    if (isCertain && UNCOUNTED.includes(this.doubtful.get(one)?.code)) this.doubtful.delete(one);
    if (isUnlimited) return [...[...sure.values()].filter((value) => value.length), NO_LIMIT];
    const values = new Map([...sure, ...others]);
    const found = [...(values.size ? values : defaults).values()];
    // A view can have the name above it only.
    const isNameOnly = this.screen.identity.length === 1 && this.screen.identity[0] === one;
    return !found.length && isNameOnly ? this.screen.named : found;
  }

  // The fields of the capture that belong to no input whose values were read.
  unplaced() {
    return this.screen.capture.fields.filter((_item, at) => !this.#used.has(at));
  }

  // Whether a field of the capture is an input.
  #is(at, one) {
    const { names, sections, items } = this.screen;
    const { label, qualified, group, outer, bare } = items[at];
    const withOuter = outer ? [outer, group.slice(-2).join(": ")] : [];
    const ofNumber = terms.numbers.includes(one.form) ? [...withOuter, ...(one.form === "period" ? [bare] : [])] : [];
    if (![label, qualified, ...ofNumber].some((text) => names.get(one).has(text))) return false;
    if (one.section) return group.some((text) => sections.get(one.section[0]).has(text));
    return !group.some((text) => [...sections.values()].some((labels) => labels.has(text)));
  }

  // The value of an input, how many items of the capture it has, and the place of the one that shows it.
  #value(at, one) {
    const item = this.screen.capture.fields[at];
    // A text can be a period, too: In-House Use Period.
    const period = ["period", "text"].includes(one.form) ? this.#period(at) : null;
    if (period) return [...period, at];
    const isLimit = ["limit", "amount limit"].includes(one.form) && item.control === "choice";
    const limit = isLimit ? this.#limit(at, one) : null;
    if (limit) return limit;
    const list = one.form === "lines" ? this.#list(at) : null;
    if (list) return [...list, at];
    const canBeBlank =
      typeof item.value === "string" && (one.reference || item.control === "choice" || isDash(item, one));
    if (canBeBlank && !isChoice(one, item.value) && isBlank(item.value)) return ["", 1, at];
    if (isAbsent(item, one)) return ["", 1, at];
    const texts = [item.value].flat();
    if (one.form === "lines" && typeof item.value !== "string")
      return [texts.map((text) => dayIn(text) || text), 1, at];
    if (one.form === "period" && texts.length === 1) return [periodIn(texts[0]), 1, at];
    return [typeof item.value === "string" ? withKnownNames(one, chosenText(item, one)) : item.value, 1, at];
  }

  // The entries of a list in several inputs of one label, of which those behind the first one can have none; or the days in one text.
  #list(at) {
    const { fields } = this.screen.capture;
    const isText = (index) => fields[index].control === "text";
    let end = at + 1;
    while (end < fields.length && isText(at) && isText(end) && this.#isEntry(at, end)) end += 1;
    const texts = fields.slice(at, end).map(({ value }) => asText(value));
    if (end - at > 1) return [texts.filter(Boolean).map((one) => dayIn(one) || one), end - at];
    const days = daysOf(asText(fields[at].value));
    return days.length ? [days, 1] : null;
  }

  // Whether an item has the label of an earlier one, with a number (Fixed due date 2), or none.
  #isEntry(at, other) {
    const [item, following] = [this.screen.items[at], this.screen.items[other]];
    const [own, others] = [item, following].map(({ label }) => wordsIn(label).map((word) => word.replace(/s+$/, "")));
    const isOwn = (word) => own.includes(word);
    const isNumbered = others.some(isOwn) && others.every((word) => isOwn(word) || /^\p{Nd}+$/u.test(word));
    const group = String(following.group);
    return (
      (!following.label || isNumbered) && [String(item.group), String([...item.group, item.label])].includes(group)
    );
  }

  // Whether an item that was not read with a field can be one of it: in a part that has its label, or with its label and a number.
  #goesOn(at, end) {
    const [item, following] = [this.screen.items[at], this.screen.items[end]];
    if (!following || this.screen.knows(following) || Object.hasOwn(terms.unlimited, following.label)) return false;
    const isInPart = String(following.group) === String([...item.group, item.label]);
    return isInPart || (Boolean(following.label) && this.#isEntry(at, end));
  }

  // The text of a period in several items, or whose unit is in its label; null of another one.
  #period(at) {
    const { fields } = this.screen.capture;
    const [{ unit: ofLabel }, , third] = this.screen.items.slice(at, at + 3);
    const [item, following, last] = fields.slice(at, at + 3);
    if (following && this.#belongs(at, at + 1)) {
      const [first, second] = [item.value.trim(), following.value.trim()];
      // The unit can stand before its number.
      const [number, unit] = isUnit(first.toLowerCase()) ? [second, first] : [first, second];
      const isPeriod = isUnit(unit.toLowerCase()) && unit !== number;
      if (isPeriod && last?.value.length && isUnit(third.label))
        return [`${number} ${unit} ${asText(last.value)} ${third.label}`, 3];
      if (isPeriod) return [number ? `${number} ${unitIn(unit)}` : "", 2];
    }
    const number = asText(item.value).trim();
    return ofLabel && /^\p{Nd}+$/u.test(number) ? [`${number} ${unitIn(ofLabel)}`, 1] : null;
  }

  // The value of a limit that is a choice between No Limit and a number behind it; null of another one.
  #limit(at, one) {
    const { capture, items } = this.screen;
    const following = capture.fields[at + 1];
    const text = plain(asText(capture.fields[at].value));
    // The number can be named by its radio button: Limit to.
    const isNamed = (label) => !label || (Object.hasOwn(terms.unlimited, label) && terms.unlimited[label] === "No");
    const hasNumber = following?.control === "text" && (this.#is(at + 1, one) || isNamed(items[at + 1].label));
    if (Object.hasOwn(terms.unlimited, text) && terms.unlimited[text] === "Yes")
      return [NO_LIMIT, hasNumber ? 2 : 1, at];
    return hasNumber && !/\p{Nd}/u.test(text) ? [asText(following.value), 2, at + 1] : null;
  }

  // Whether a switch beside an input shows that there is no limit. The input itself may be hidden then.
  #isUnlimited(one) {
    const { capture, items } = this.screen;
    const { fields } = capture;
    const isSwitch = (at) => fields[at].control === "switch" && Object.hasOwn(terms.unlimited, items[at].label);
    const beside = [...fields.keys()].filter((at) => isSwitch(at) && this.#isBeside(at, one));
    for (const at of beside) this.#used.add(at);
    return beside.some((at) => fields[at].value === terms.unlimited[items[at].label]);
  }

  #isBeside(at, one) {
    const { items, names } = this.screen;
    const { group } = items[at];
    if (at > 0 && this.#is(at - 1, one) && String(items[at - 1].group) === String(group)) return true;
    const name = group.at(-1);
    return name !== undefined && [...names.get(one)].some((label) => label === name || label.startsWith(`${name}:`));
  }

  // Whether an item can be the second half of the one before it.
  #belongs(at, following) {
    const [item, other] = [this.screen.items[at], this.screen.items[following]];
    // A label around a drop-down can contain its value: weeks Unit.
    const isSame = other.label === item.label || pattern("unitLabels").test(other.label) || isUnit(other.label);
    return isSame && [at, following].every((number) => typeof this.screen.capture.fields[number].value === "string");
  }
}

// Whether a view shows a word such as "Not set" where no word can be the value, or drawn in another way than the values.
function isAbsent({ control, state, value }, one) {
  const canBeWord = !terms.wordless.includes(one.form) && !state.includes("apart");
  return control === "static" && !canBeWord && isUnset(asText(value));
}

// Whether a view shows a mark where a text cannot be the value.
const isDash = ({ control, value }, one) =>
  control === "static" && one.form !== "text" && [...asText(value)].every((char) => terms.dashes.includes(char));

// The text of a field. That of the first radio button begins with the label of its group if that belongs to it, too.
function chosenText({ control, label, value }, one) {
  const rest = value.startsWith(`${label} `) ? value.slice(label.length + 1) : value;
  return control === "choice" && isChoice(one, rest) ? rest : value;
}
