// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of the steps that only a script can use, on the worksheet and in the panel of the assistant. Every text is a text, and never markup.
import { byId } from "../../theme/dom.js";

// An element with attributes, texts and elements.
export function made(tag, attributes = {}, ...parts) {
  const one = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  one.append(...parts);
  return one;
}

export const unseen = (text) => made("span", { class: "hidden" }, text);

export function copyButton(id, label, text = "Copy", rest = label) {
  const attributes = { type: "button", class: "copy screen", "data-copy": id, "data-label": label };
  return made("button", attributes, text, unseen(` ${rest}`));
}

export function copyAllButton({ number }) {
  return copyButton(`fields-${number}`, `all fields of step ${number}`, "Copy all fields", `of step ${number}`);
}

// Where the person answers a step.
export function answerParts({ number }) {
  const tick = made("input", { type: "checkbox", "data-done": "", autocomplete: "off" });
  const reason = made("textarea", {
    id: `why-${number}`,
    rows: "2",
    maxlength: byId("remark").maxLength,
    autocomplete: "off",
  });
  const cannot = made(
    "details",
    {},
    made("summary", {}, "Could not be done", unseen(`: step ${number}`)),
    made("label", { for: `why-${number}` }, "What stopped you?"),
    reason,
    made("p", { class: "soft" }, "If you write a reason here, the step counts as one that could not be done."),
  );
  return [
    made(
      "div",
      { class: "answer beside screen" },
      made("label", { class: "tick" }, tick, " ", made("span", {}, "Done", unseen(`: step ${number}`))),
      cannot,
    ),
  ];
}
