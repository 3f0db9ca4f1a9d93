// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of a person in other fields of a form, which Save would save with those of the step.

import { isControl, stateOf } from "./screen.js";

export class Loaded {
  /** The states of controls at the first look at each, or as they were filled in since, by element. */
  #states = new WeakMap();

  note(screen) {
    const isNew = (at) => !this.#states.has(screen.members[at][0]);
    this.accept(screen, controlsOf(screen).filter(isNew));
  }

  /** The states of these items do not count as changes of a person any more. */
  accept(screen, numbers) {
    for (const at of numbers) this.#states.set(screen.members[at][0], stateOf(at, screen));
  }

  /** The numbers of the controls with another state. own: the controls of the step, which are left out. */
  changed(screen, own) {
    const isChanged = (at) => (this.#states.get(screen.members[at][0]) ?? stateOf(at, screen)) !== stateOf(at, screen);
    return controlsOf(screen).filter((at) => !own.has(at) && isChanged(at));
  }
}

const controlsOf = ({ items }) => [...items.keys()].filter((at) => isControl(items[at]));
