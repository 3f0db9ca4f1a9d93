// SPDX-License-Identifier: GPL-3.0-or-later
// Why the value of an input on a screen may not count, as in _screens/value_doubts.py.

class ValueDoubts {
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
    const hint = hintIn(this.#screen.capture.notes, one, value) ?? this.#switchBeside(at, one);
    if (hint !== undefined) return { code: "hint", about: { text: hint } };
    const group = one.section ? null : this.#otherPart(item, one);
    if (group) return { code: "other_part", about: { group } };
    if (!isIdentity && isUnclear(item, one, value)) return { code: "unclear", about: {} };
    // The text of a native list is whole.
    const isDrawn = ["choice", "static"].includes(item.control) && (item.option ?? null) === null;
    return isDrawn && isCutOff(told(value)) ? { code: "cut_off", about: {} } : null;
  }

  // The label of a switch behind a limit that is not known to say that there is none: Ignore this limit.
  #switchBeside(at, one) {
    const following = this.#screen.capture.fields[at + 1];
    if (!["limit", "amount limit"].includes(one.form) || following?.control !== "switch") return undefined;
    const { label, qualified } = this.#screen.items[at + 1];
    const known = [
      ...Object.keys(terms().unlimited),
      ...[...this.#screen.names.values()].flatMap((names) => [...names]),
    ];
    return label.includes("limit") && !known.includes(label) && !known.includes(qualified)
      ? following.label
      : undefined;
  }

  // The heading above a field that can make another thing of it: Restricted loan.
  #otherPart(item, one) {
    if (!item.group.length) return undefined;
    this.#headings ??= knownHeadings(this.#screen);
    const own = new Set([...this.#screen.names.get(one), this.#screen.data.label].flatMap(wordsIn));
    const isOwn = (word) => own.has(word) || terms().partWords.includes(word);
    const isKnown = (group) => [...withAndWithoutVerbs(namesIn(group))].some((name) => this.#headings.has(name));
    return item.group.find((group) => !isKnown(group) && !wordsIn(group).every(isOwn));
  }
}

// A text on the screen by which a number can be another one: 0 means unlimited, in cents.
function hintIn(notes, one, value) {
  if (![...terms().amounts, "limit"].includes(one.form)) return undefined;
  const found = notes.map((text) => [text, pattern("hint").exec(folded(text))]);
  return found.find(([, hint]) => hint && [undefined, told(value).trim()].includes(hint[1]))?.[0];
}

// The headings of the screen and its parts, and the values of the inputs that identify the object.
function knownHeadings({ capture, data, identity, items, names }) {
  const parts = [...(data.parts ?? []), ...(stated.labels[data.kind]?.parts ?? [])];
  const named = new Set(identity.flatMap((one) => [...names.get(one)]));
  const values = capture.fields.filter((_item, at) => named.has(items[at].label));
  return new Set([...data.names, ...parts, ...values.map(({ value }) => told(value))].map(plain));
}

// Whether a text can mean that nothing is chosen: a reference that was not typed and that nothing knows, or one of certain words.
function isUnclear({ control, option }, one, value) {
  const kind = one.reference ?? "";
  if (["limit", "amount limit"].includes(one.form) && value === NO_LIMIT) return false;
  if (typeof value !== "string" || !value) return false;
  if (!kind && control === "static" && isMark(value)) return true;
  const isListed = option > 0 && !pattern("setApart").test(folded(value));
  if (isListed || !(kind || control === "choice")) return false;
  if (kind && ["choice", "static"].includes(control)) return !isName(value, kind);
  return !isChoice(one, value) && canBeNothing(value, kind);
}

// Whether a text is one of the values that an input can have.
const isChoice = ({ choices = [] }, text) => choices.map(plain).includes(plain(text));

// Whether nothing on a screen can be changed. A drop-down in which nobody can type does not always show it, if several texts do.
function isView(fields) {
  const isFixed = ({ control, state }) =>
    control === "static" || state.includes("disabled") || state.includes("readonly");
  const open = fields.filter((item) => !isFixed(item));
  const texts = fields.filter(({ control, state }) => control === "text" && state.includes("readonly"));
  const isListed = open.every(({ control }) => ["choice", "choices"].includes(control));
  return !open.length || (texts.length > terms().limits.readOnly && isListed);
}
