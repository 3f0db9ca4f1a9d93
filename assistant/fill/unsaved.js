// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of a person in other fields of a form, which Save would save with those of the step.

import { entryText, isControl } from "./screen.js";

export class Loaded {
  /** The values of controls at the first look at each, or as they were filled in since, by element. */
  #values = new WeakMap();

  note(entries) {
    for (const one of entries.filter(isControl))
      if (!this.#values.has(one.elements[0])) this.#values.set(one.elements[0], entryText(one));
  }

  /** The values of these entries are no changes of a person any more. */
  accept(entries) {
    for (const one of entries.filter(isControl)) this.#values.set(one.elements[0], entryText(one));
  }

  /** The entries with another value. own: the keys of those of the step. */
  changed(entries, own) {
    const isChanged = (one) => (this.#values.get(one.elements[0]) ?? entryText(one)) !== entryText(one);
    return entries.filter((one) => isControl(one) && !own.has(one.key) && isChanged(one));
  }
}
