// SPDX-License-Identifier: GPL-3.0-or-later
// The values that the inputs of a screen have in a capture, as in _screens/input_values.py.

// doubtful: why the value of an input does not count: {code, about}.
class InputValues {
  #doubts;
  #used = new Set();

  constructor(screen) {
    this.screen = screen;
    this.doubtful = new Map();
    this.#doubts = new ValueDoubts(screen);
  }

  // The different values of an input.
  of(one) {
    const found = new Map();
    for (let at = 0; at < this.screen.items.length; ) {
      const [value, used] = this.#is(at, one) ? this.#value(at, one) : [null, 1];
      if (value !== null) {
        for (let number = at; number < at + used; number += 1) this.#used.add(number);
        const doubt = this.#doubts.about(at, one, value);
        if (doubt) this.doubtful.set(one, doubt);
        if (doubt?.code !== "disabled") found.set(JSON.stringify(value), value);
      }
      at += used;
    }
    const isUnlimited = ["limit", "amount limit"].includes(one.form) && this.#isUnlimited(one);
    // Another field shows the value that counts.
    if ((isUnlimited || found.size) && this.doubtful.get(one)?.code === "disabled") this.doubtful.delete(one);
    const values = [...found.values()];
    return isUnlimited ? [...values.filter((value) => value.length), NO_LIMIT] : values;
  }

  // The fields of the capture that belong to no input whose values were read.
  unplaced() {
    return this.screen.capture.fields.filter((_item, at) => !this.#used.has(at));
  }

  // Whether a field of the capture is an input.
  #is(at, one) {
    const { names, sections, items } = this.screen;
    const { label, qualified, group } = items[at];
    if (![label, qualified].some((text) => names.get(one).has(text))) return false;
    if (one.section) return group.some((text) => sections.get(one.section[0]).has(text));
    return !group.some((text) => [...sections.values()].some((labels) => labels.has(text)));
  }

  // The value of an input, and how many items of the capture it has.
  #value(at, one) {
    const { fields } = this.screen.capture;
    const [item, following] = [fields[at], fields[at + 1]];
    if (one.form === "period" && following && belongs(item, following)) {
      const [first, second] = [item.value.trim(), following.value.trim()];
      // The unit can stand before its number.
      const [number, unit] = isUnit(first.toLowerCase()) ? [second, first] : [first, second];
      if (isUnit(unit.toLowerCase()) && unit !== number) return [number ? `${number} ${unit}` : "", 2];
    }
    const canBeBlank = typeof item.value === "string" && (one.reference || item.control === "choice");
    if (canBeBlank && !isChoice(one, item.value) && isBlank(item.value)) return ["", 1];
    return [canBeBlank && one.reference ? nameIn(item.value, one.reference) : item.value, 1];
  }

  // Whether a switch beside an input shows that there is no limit. The input itself may be hidden then.
  #isUnlimited(one) {
    const { capture, items } = this.screen;
    const { fields } = capture;
    const isSwitch = (at) => fields[at].control === "switch" && Object.hasOwn(terms().unlimited, items[at].label);
    const beside = [...fields.keys()].filter((at) => isSwitch(at) && this.#isBeside(at, one));
    for (const at of beside) this.#used.add(at);
    return beside.some((at) => fields[at].value === terms().unlimited[items[at].label]);
  }

  #isBeside(at, one) {
    const name = this.screen.items[at].group.at(-1);
    if (name === undefined) return at > 0 && this.#is(at - 1, one);
    return [...this.screen.names.get(one)].some((label) => label === name || label.startsWith(`${name}:`));
  }
}

// Whether an input can be the second half of the one before it.
function belongs(item, following) {
  const label = plain(following.label);
  const isSame = label === plain(item.label) || pattern("unitLabels").test(label);
  return isSame && [item, following].every(({ value }) => typeof value === "string");
}
