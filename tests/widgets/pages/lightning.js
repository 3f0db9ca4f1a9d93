// SPDX-License-Identifier: GPL-3.0-or-later
//
// As Salesforce Lightning draws: each control in a shadow root of its own, in that of a dialog; lists of its own.

import { draw, id, inShadow, opened } from "../drawn.js";
import { element } from "../screen.js";

const STYLE = `:host { display: inline-block; margin: 2px; font: 14px sans-serif } [role=listbox] { position: absolute; z-index: 9; background: #fff;
  border: 1px solid; max-height: 200px; overflow: auto } [role=option] { padding: 4px } section { background: #fff; padding: 8px }
  [role=combobox] { min-width: 9em; min-height: 1.5em }`;

draw({
  text({ label, value, set, disabled, required }) {
    const input = element("input", { id: id(), disabled: Boolean(disabled), required: Boolean(required) });
    input.value = value ?? "";
    input.onchange = () => set(input.value);
    return inShadow("lightning-input", STYLE, element("label", { for: input.id }, label), input);
  },
  choice({ label, options, value, placeholder, set }) {
    const list = element("div", { id: id(), role: "listbox", hidden: true });
    const name = element("span", { id: id() }, label);
    const button = element("button", {
      type: "button",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-controls": list.id,
      "aria-labelledby": name.id,
    });
    const all = placeholder ? [placeholder, ...options] : options;
    const show = (text) => {
      button.textContent = text || placeholder || "";
    };
    const open = (is) => {
      list.hidden = !is;
      button.setAttribute("aria-expanded", is);
    };
    const entries = (texts, isOff) => {
      const those = (texts ?? all).map((one) =>
        element("div", { role: "option", "aria-disabled": isOff && "true" }, one),
      );
      list.replaceChildren(...those);
    };
    show(value);
    button.onclick = () => {
      open(list.hidden);
      if (!list.hidden) opened(entries);
    };
    button.onblur = () => open(false);
    list.onmousedown = (event) => event.preventDefault();
    list.onclick = ({ target }) => {
      if (target.role !== "option" || target.ariaDisabled) return;
      const isBlank = target.textContent === placeholder;
      show(target.textContent);
      set(isBlank ? null : target.textContent);
      open(false);
    };
    return inShadow("lightning-combobox", STYLE, name, button, list);
  },
  check({ label, value, set }) {
    const input = element("input", { type: "checkbox", id: id() });
    input.checked = Boolean(value);
    input.onchange = () => set(input.checked);
    return inShadow("lightning-checkbox", STYLE, input, element("label", { for: input.id }, label));
  },
  line: ({ label }, controls) =>
    element("div", { class: "slds-form-element", role: "group", "aria-label": label }, ...controls),
  shell(heading, ...content) {
    const dialog = element("section", { role: "dialog", "aria-modal": "true" }, heading, ...content);
    document.getElementById("root").append(inShadow("records-modal", STYLE, inShadow("records-form", STYLE, dialog)));
  },
});
