// SPDX-License-Identifier: GPL-3.0-or-later
//
// As Vaadin and GWT draw: nested boxes, inputs in slots, lists at the end of the page that are drawn while they are scrolled.

import { draw, id, inShadow, opened } from "../drawn.js";
import { element } from "../screen.js";

const HEIGHT = 28;
const SHOWN = 5;
const LIST = `position: absolute; z-index: 9; background: #fff; border: 1px solid; width: 300px; height: ${HEIGHT * SHOWN}px; overflow: auto`;
const around = (name, label, input) => {
  const host = inShadow(
    name,
    "div { display: inline-block }",
    element("div", {}, element("slot", { name: "label" })),
    element("slot", { name: "input" }),
  );
  label.slot = "label";
  input.slot = "input";
  host.append(label, input);
  return host;
};
const field = (label, value, disabled) => {
  const input = element("input", { id: id(), disabled: Boolean(disabled) });
  input.value = value ?? "";
  return [input, element("label", { for: input.id }, label)];
};

draw({
  text({ label, value, set, disabled }) {
    const [input, name] = field(label, value, disabled);
    input.oninput = () => set(input.value);
    return around("vaadin-text-field", name, input);
  },
  choice({ label, options, value, set }) {
    const [input, name] = field(label, value);
    for (const [key, text] of Object.entries({
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
    }))
      input.setAttribute(key, text);
    let chosen = value ?? "";
    let list = null;
    const close = () => {
      list?.remove();
      list = null;
      input.setAttribute("aria-expanded", "false");
      if (input.value === "" && chosen) [chosen] = [set(null) ?? ""];
      input.value = chosen;
    };
    const choose = (text) => {
      chosen = input.value = text;
      set(text);
      close();
    };
    const entries = (texts, isOff) => {
      if (!list) return;
      const typed = input.value === chosen ? "" : input.value.toLowerCase();
      const all = texts ?? options.filter((one) => one.toLowerCase().includes(typed));
      const pane = element("div", { style: `position: relative; height: ${HEIGHT * all.length}px` });
      const drawRows = () => {
        const first = Math.floor(list.scrollTop / HEIGHT);
        pane.replaceChildren(
          ...all.slice(first, first + SHOWN + 1).map((one, at) =>
            element(
              "vaadin-combo-box-item",
              {
                role: "option",
                "aria-disabled": isOff && "true",
                style: `position: absolute; left: 0; right: 0; top: ${HEIGHT * (first + at)}px; height: ${HEIGHT}px`,
                onclick: () => isOff || choose(one),
              },
              one,
            ),
          ),
        );
      };
      list.replaceChildren(pane);
      list.onscroll = drawRows;
      drawRows();
    };
    const open = () => {
      if (list) return;
      const { bottom, left } = input.getBoundingClientRect();
      list = element("vaadin-combo-box-scroller", {
        role: "listbox",
        id: id(),
        style: `${LIST}; top: ${bottom + scrollY}px; left: ${left}px`,
      });
      list.onmousedown = (event) => event.preventDefault();
      document.body.append(element("vaadin-combo-box-overlay", {}, list));
      input.setAttribute("aria-controls", list.id);
      input.setAttribute("aria-expanded", "true");
      opened(entries);
    };
    input.onclick = open;
    input.oninput = () => (list ? entries(null, false) : open());
    input.onblur = close;
    return around("vaadin-combo-box", name, input);
  },
  check({ label, value, set }) {
    const [input, name] = field(label);
    input.type = "checkbox";
    input.checked = Boolean(value);
    input.onchange = () => set(input.checked);
    return around("vaadin-checkbox", name, input);
  },
  line: (_label, controls) =>
    element(
      "div",
      {},
      element("div", {}, ...controls.map((one) => element("div", { style: "display: inline-block" }, one))),
    ),
  shell(...content) {
    const boxes = content.map((one) => element("div", {}, element("div", {}, one)));
    document.getElementById("root").append(element("vaadin-vertical-layout", { style: "display: block" }, ...boxes));
  },
});
