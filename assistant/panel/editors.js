// SPDX-License-Identifier: GPL-3.0-or-later
// Lines in which a person confirms what a drawing means: the label, what is drawn, and the value.
import { made } from "../../web/pages/worksheet/parts.js";
import { inputIn } from "../read/faces.js";
import { NUMERIC, textsIn } from "../read/states.js";
import { normalised, Unfit } from "../read/values.js";
import { CATALOGUE } from "./known.js";

/** A button with this text. */
export function action(text, act, more = {}) {
  const button = made("button", { type: "button", ...more }, text);
  button.addEventListener("click", act);
  return button;
}

/** What is drawn, for people. */
export function drawnText(state) {
  const ticks = state.flatMap(([, flags]) => flags.filter((one) => one === "on" || one === "off" || one === "mixed"));
  const texts = textsIn(state).filter(Boolean);
  return [...ticks.map((one) => `tick ${one}`), ...texts].join(" · ") || "blank";
}

/** The input in which the value is chosen or written. put: gets the canonical text, or undefined while the text is not valid. */
export function valueEditor(kind, { input, label, value }, put) {
  const about = inputIn(CATALOGUE, kind, input);
  const choices = about.form === "yesno" ? ["Yes", "No"] : (about.choices ?? []);
  const name = `Value of ${label}`;
  if (choices.length) {
    const options = [
      value === undefined ? made("option", { value: "?" }, "choose") : null,
      made("option", { value: "" }, "blank"),
    ];
    const select = made(
      "select",
      { "aria-label": name },
      ...options.filter(Boolean),
      ...choices.map((one) => made("option", { value: one }, one)),
    );
    select.value = value ?? "?";
    select.addEventListener("change", () => put(select.value === "?" ? undefined : select.value));
    return select;
  }
  const field = made(about.form === "lines" ? "textarea" : "input", {
    "aria-label": name,
    size: "14",
    placeholder: hintOf(about, value),
  });
  field.value = value ?? "";
  field.addEventListener("change", () => {
    try {
      put(normalised(about, field.value));
      field.removeAttribute("aria-invalid");
    } catch (fault) {
      if (!(fault instanceof Unfit)) throw fault;
      field.setAttribute("aria-invalid", "true");
      field.title = fault.message;
      put(undefined);
    }
  });
  return field;
}

const HINTS = {
  period: "28 days",
  limit: "5 or No Limit",
  "amount limit": "5.00 or No Limit",
  amount: "0.50",
  day: "2027-12-31",
};
const hintOf = ({ form }, value) => (value === undefined && NUMERIC.has(form) ? (HINTS[form] ?? "") : "blank");
