// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the pages of all libraries share: the screen as data, the log of what Save would send, and the sign that all is drawn.

export const screen = window.SCREEN;

// What Save has sent, one object of values by the names of fields each time.
window.saved = [];

export function save(values) {
  window.saved.push({ ...values });
  window.__saved = values;
}

// What only a person may do: clicks on buttons of the form, sending it, leaving the page, and requests.
window.acts = [];
const acts = (what) => window.acts.push(what);
addEventListener("submit", () => acts("submit"));
addEventListener("beforeunload", () => acts("leave"));
addEventListener(
  "click",
  ({ target }) => {
    const button = target.closest?.("button, a[href], [role=button], input[type=submit]");
    if (button && (button.type === "submit" || /^(save|cancel|next|ok)$/i.test(button.textContent?.trim())))
      acts("button");
  },
  true,
);
addEventListener("keydown", ({ key }) => key === "Enter" && acts("Enter"), true);
new PerformanceObserver((list) => {
  for (const { initiatorType, name } of list.getEntries())
    if (/^(fetch|xmlhttprequest|beacon)$/.test(initiatorType)) acts(`request ${name}`);
}).observe({ type: "resource" });

// An element with attributes, and on... for listeners.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

export function initialValues() {
  return Object.fromEntries(screen.fields.map((field) => [field.name, field.value]));
}

// A list can depend on another one (screen.depends): its entries come some time after that was set. Until then it has none, or the old ones, and then
// nothing is chosen in it. show: draws a list that has other entries now, and makes it blank.
export function setDependent(name, value, show) {
  const { on, list, entries, keeps, after } = screen.depends ?? {};
  if (name !== on) return;
  const field = screen.fields.find((one) => one.name === list);
  const load = (options) => {
    field.options = options;
    show(field);
  };
  if (!keeps) load([]);
  setTimeout(() => load(entries[value] ?? []), after);
}

// The fields by their sections, in the order of the screen: [[label of the section, or "", fields], ...].
export function sections() {
  return Object.entries(Object.groupBy(screen.fields, (field) => field.section ?? ""));
}

export function is(field, state) {
  return field.state.includes(state);
}

// A value as a text, for screens that cannot be changed.
export function shownText({ type, value }) {
  if (type === "yesno") return value ? "Yes" : "No";
  if (type === "period") return value.number && `${value.number} ${value.unit}`;
  if (type === "limit") return value.unlimited ? "No Limit" : value.number;
  return type === "choices" ? value.join("; ") : (value ?? "");
}

// The rows as objects by the labels of the columns, with a number for libraries that need a key; those that the filter hides are left out.
export function rows() {
  const { columns, filtered } = screen.table;
  const objects = screen.table.rows.map((row, id) => ({
    id,
    ...Object.fromEntries(columns.map((name, at) => [name, row[at]])),
  }));
  return filtered ? objects.filter((row) => row[filtered.column] === filtered.value) : objects;
}

// Tell the test that the page is drawn, after the library had time to draw.
export function ready() {
  const mark = () => {
    const buttons = [...document.querySelectorAll("button, [role=button], a")];
    buttons.find((one) => /\bsave$/i.test(one.textContent.trim()))?.setAttribute("data-save", "");
    document.documentElement.dataset.ready = "1";
  };
  document.fonts.ready.then(() => setTimeout(mark, 50));
}
