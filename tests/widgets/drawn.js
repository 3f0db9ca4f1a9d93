// SPDX-License-Identifier: GPL-3.0-or-later
//
// The parts of pages that are drawn without a component library. A look has text, choice, check and line for controls, and shell for the page.

import { element, initialValues, is, ready, save, screen, sections, setDependent } from "./screen.js";

const values = initialValues();
let last = 0;
export const id = () => `f${++last}`;

/** A custom element with these children in an open shadow root. */
export function inShadow(name, style, ...children) {
  const host = element(name);
  host.attachShadow({ mode: "open" }).append(element("style", {}, style), ...children);
  return host;
}

/** A drop-down that needs some time for its entries. show: draws the list with these, null for none. */
export const opened = (show) => {
  show(["Loading…"], true);
  setTimeout(show, 300, null, false);
};

const controls = (look, field, label) => {
  const set = (value) => {
    values[field.name] = value;
    setDependent(field.name, value, () => {});
  };
  const part = (name) => (value) => set({ ...values[field.name], [name]: value });
  const { number, unit, unlimited } = field.value ?? {};
  const choice = (options) =>
    look.choice({ ...label, options, value: field.value, placeholder: field.placeholder, set });
  const kinds = {
    text: () => [look.text({ ...label, value: field.value, set, required: is(field, "required") })],
    choice: () => [choice(field.options)],
    reference: () => [choice(field.options)],
    choices: () => [several(field, label, set)],
    period: () => [
      look.text({ ...label, value: number, set: part("number") }),
      look.choice({ label: "Unit", options: field.options, value: unit, set: part("unit") }),
    ],
    limit: () => {
      const text = look.text({ ...label, value: number, set: part("number"), disabled: unlimited });
      const input = text.shadowRoot?.querySelector("input") ?? text.querySelector?.("input") ?? text;
      const tick = (is) => {
        input.disabled = is;
        part("unlimited")(is);
      };
      return [text, look.check({ label: "No Limit", value: unlimited, set: tick })];
    },
    radio: () => field.options.map((one) => radio(field, one, set)),
  };
  return kinds[field.type]();
};

function several(field, label, set) {
  const list = element("select", { id: label.id, multiple: true, "aria-label": field.label });
  list.append(...field.options.map((one) => element("option", {}, one)));
  for (const one of list.options) one.selected = field.value.includes(one.value);
  list.onchange = () => set([...list.selectedOptions].map(({ value }) => value));
  return list;
}

function radio(field, text, set) {
  const one = element("input", { type: "radio", name: field.name });
  one.checked = field.value === text;
  one.onchange = () => set(text);
  return element("label", {}, one, text);
}

function line(look, field) {
  const label = { label: field.label, id: id() };
  const set = (value) => {
    values[field.name] = value;
  };
  if (field.type === "yesno") return look.check({ ...label, value: field.value, set });
  if (field.type !== "radio") return look.line(label, controls(look, field, label));
  return element("fieldset", {}, element("legend", {}, field.label), ...controls(look, field, label));
}

/** A map whose rows are drop-downs, with blank ones at the places of new rows. */
function map(look, { columns, rows, options }) {
  const sent = rows.map((row) => [...row]);
  const cell = (row, at) => {
    const set = (value) => (sent[row][at] = value ?? "");
    return element("td", {}, look.choice({ label: columns[at], options: options[at], value: rows[row][at], set }));
  };
  const head = element("tr", {}, ...columns.map((one) => element("th", {}, one)));
  const lines = rows.map((row, number) => element("tr", {}, ...row.map((_, at) => cell(number, at))));
  return [element("table", {}, element("thead", {}, head), element("tbody", {}, ...lines)), () => sent];
}

export function draw(look) {
  const [table, sent] = screen.table ? map(look, screen.table) : [];
  const section = ([name, fields]) =>
    element("fieldset", {}, ...(name ? [element("legend", {}, name)] : []), ...fields.map((one) => line(look, one)));
  const press = () => {
    save(values);
    if (table) window.__saved = screen.fields.length ? { ...values, [screen.table.name]: sent() } : sent();
  };
  const button = element("button", { type: "button", "data-save": true, onclick: press }, "Save");
  const content = [...sections().map(section), ...(table ? [table] : [])];
  look.shell(element("h1", {}, screen.heading), ...content, button);
  ready();
}
