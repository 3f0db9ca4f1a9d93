// SPDX-License-Identifier: GPL-3.0-or-later
//
// As pages of 2005: layout tables with native controls, in frames in a frame.

import { draw } from "../drawn.js";
import { element } from "../screen.js";

const frame = (document) => {
  const made = element("iframe", { style: "width: 1100px; height: 900px; border: 0" });
  (document.getElementById("root") ?? document.body).append(made);
  return made.contentDocument;
};

draw({
  text({ value, set, disabled, id }) {
    const input = element("input", { id, size: 30, disabled: Boolean(disabled) });
    input.value = value ?? "";
    input.onchange = () => set(input.value);
    return input;
  },
  choice({ label, options, value, placeholder, set, id }) {
    const list = element("select", { id, "aria-label": !id && label });
    if (placeholder !== undefined) list.append(element("option", { value: "" }, placeholder ?? ""));
    list.append(...options.map((one) => element("option", { value: one }, one)));
    list.value = value ?? "";
    list.onchange = () => set(list.value || null);
    return list;
  },
  check({ label, value, set }) {
    const input = element("input", { type: "checkbox" });
    input.checked = Boolean(value);
    input.addEventListener("click", () => set(input.checked));
    return element("label", {}, input, label);
  },
  line: ({ label, id }, controls) =>
    element(
      "table",
      {},
      element("tr", {}, element("td", {}, element("label", { for: id }, label)), element("td", {}, ...controls)),
    ),
  shell: (...content) => frame(frame(document)).body.append(...content),
});
