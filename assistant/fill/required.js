// SPDX-License-Identifier: GPL-3.0-or-later
// Fields that prevent saving.
import { allIn } from "../screen/composed.js";
import { Refusal } from "./codes.js";
import { isControl } from "./screen.js";

/** Throws a Refusal for required fields that the step does not fill, and for those that are not valid. own: the numbers of the items that it fills. */
export function refuseUnfit({ items, members }, own, isFilled = false) {
  const others = [...items.keys()].filter((at) => isControl(items[at]));
  const required = others.filter((at) => !own.has(at) && members[at].some(isRequired) && isBlank(items[at]));
  const fields = [...required.map((at) => items[at].name), ...secretsIn(members)];
  if (fields.length > 0) throw new Refusal("other_required", fields.map(named("other_required")));
  const isOpen = (at) => (own.has(at) ? isFilled && members[at].some(isRefused) : saysInvalid(items[at]));
  const invalid = others.filter(isOpen);
  if (invalid.length > 0)
    throw new Refusal(
      "other_invalid",
      invalid.map((at) => named("other_invalid")(items[at].name)),
    );
}

const named = (code) => (label) => ({ name: null, label: label || "?", code });
const isRequired = (element) =>
  (element.required === true || element.getAttribute("aria-required") === "true") && !element.matches(":disabled");
const isBlank = ({ drawn, flags = [], kind }) =>
  kind !== "tick" && (flags.includes("first_blank") || drawn.every((text) => !text.trim()));
const saysInvalid = ({ flags = [] }) => flags.includes("invalid");

/** Whether the browser would not send the form because of the value of this field, which it shows only after Save is pressed. */
const isRefused = (element) =>
  element.getAttribute("aria-invalid") === "true" || (element.matches(":invalid") && element.value !== "");

/** The names of required password fields that are blank. A capture does not contain them. */
function secretsIn(members) {
  const pages = new Set(members.map(([one]) => one.ownerDocument));
  const all = new Set([...pages].flatMap((page) => allIn(page, "input[type=password]:required")));
  return [...all].filter((one) => one.checkVisibility() && !one.value).map((one) => one.labels[0]?.textContent.trim());
}
