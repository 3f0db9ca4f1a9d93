// SPDX-License-Identifier: GPL-3.0-or-later
// What the screen shows about a control beside its value.
import { isDisabled } from "./kinds.js";

/** The states of a control, by the names in a capture. */
export const statesOf = (control) => Object.keys(STATES).filter((name) => STATES[name](control));

const STATES = {
  disabled: isDisabled,
};
