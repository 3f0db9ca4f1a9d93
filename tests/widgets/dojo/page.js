// SPDX-License-Identifier: GPL-3.0-or-later
//
// Dojo's widgets, in a layout table, with its data grid: for version 1.7 and the current one. The loader and the modules come before this script.

import "dijit/themes/claro/claro.css";
import "dojox/grid/enhanced/resources/claro/EnhancedGrid.css";
import { initialValues, is, ready, save, screen, sections, setDependent, shownText } from "../screen.js";
import modules from "./modules.json";

const values = initialValues();
/** The classes by the last part of their modules' names. */
const dojo = {};
/** The widgets by the names of their fields. */
const drawn = {};
/** Give a list other entries. */
const load = ({ name, options }) => drawn[name].set({ store: stored(options), value: "" });
const set = (field) => (value) => {
  values[field.name] = value;
  setDependent(field.name, value, load);
};
const part = (field, name) => (value) => set(field)({ ...values[field.name], [name]: value });

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A widget with the states of its field. */
function widget(name, field, properties, change) {
  const states = { disabled: is(field, "disabled"), readOnly: is(field, "readonly"), required: is(field, "required") };
  const made = new dojo[name]({ id: field.name, intermediateChanges: true, ...states, ...properties });
  made.on("change", change);
  made.startup();
  drawn[field.name] = made;
  if (is(field, "invalid")) refuse(made);
  return made;
}

/** As a page marks what the server has refused. */
function refuse(made) {
  made.isValid = () => false;
  made._hasBeenBlurred = true;
  made.invalidMessage = "Not allowed.";
  made.validate?.(false);
}

const stored = (options) => new dojo.Memory({ data: options.map((name) => ({ id: name, name })) });
const asNumber = (text) => (text === "" ? Number.NaN : Number(text));
const asText = (number) => (Number.isNaN(number) || number === undefined ? "" : String(number));

function number(field, value, change, properties) {
  return widget("NumberTextBox", field, { value: asNumber(value), ...properties }, (given) => change(asText(given)));
}

function check(field, id, ticked, change) {
  return widget("CheckBox", field, { id, checked: ticked }, (given) => change(Boolean(given)));
}

/** Each returns widgets and elements, in their order. */
const draw = {
  text: (field) => [widget("ValidationTextBox", field, { value: field.value }, set(field))],
  number: (field) => [number(field, field.value, set(field))],
  choice: (field) => [
    widget("ComboBox", field, { ...listed(field), value: field.value ?? "" }, (given) => set(field)(given || null)),
  ],
  reference: (field) => [
    widget("FilteringSelect", field, { ...listed(field), value: field.value }, (given) => set(field)(given || null)),
  ],
  choices(field) {
    const list = element("select", {}, ...field.options.map((one) => element("option", { value: one }, one)));
    const made = new dojo.MultiSelect(
      { id: field.name, disabled: is(field, "disabled"), readOnly: is(field, "readonly") },
      list,
    );
    made.set("value", field.value);
    made.on("change", set(field));
    return [made];
  },
  yesno: (field) => [check(field, field.name, field.value, set(field))],
  period(field) {
    const options = field.options.map((one) => ({ label: one, value: one, selected: one === field.value.unit }));
    const unit = { id: `${field.name}-unit`, options, "aria-label": "Unit" };
    return [
      number(field, field.value.number, part(field, "number")),
      widget("Select", field, unit, part(field, "unit")),
    ];
  },
  limit(field) {
    const id = `${field.name}-unlimited`;
    const disabled = field.value.unlimited || is(field, "disabled");
    const amount = number(field, field.value.number, part(field, "number"), { disabled });
    const unlimited = check(field, id, field.value.unlimited, (ticked) => {
      amount.set("disabled", ticked);
      part(field, "unlimited")(ticked);
    });
    return [amount, unlimited, element("label", { for: id }, "No Limit")];
  },
  radio: (field) =>
    field.options.flatMap((one, at) => {
      const id = `${field.name}-${at}`;
      const button = { id, name: field.name, value: one, checked: one === field.value };
      return [
        widget("RadioButton", field, button, (ticked) => ticked && set(field)(one)),
        element("label", { for: id }, one),
        document.createElement("br"),
      ];
    }),
};

const listed = (field) => ({
  store: stored(field.options),
  placeHolder: field.placeholder ?? "",
  required: is(field, "required"),
});

function line(field) {
  const label = element("label", field.type === "radio" ? {} : { for: field.name }, field.label);
  const help = field.help ? [element("span", { title: field.help }, " ?")] : [];
  const shown = screen.view ? [shownText(field)] : draw[field.type](field).map((one) => one.domNode ?? one);
  return element("tr", {}, element("td", {}, label, ...help), element("td", {}, ...shown));
}

function section([title, fields]) {
  const table = element("table", {}, element("tbody", {}, ...fields.map(line)));
  if (!title) return table;
  const pane = new dojo.TitlePane({ title, content: table });
  pane.startup();
  return pane.domNode;
}

function store() {
  const { columns, rows } = screen.table;
  const items = rows.map((row, id) => ({ id, ...Object.fromEntries(row.map((text, at) => [`column${at}`, text])) }));
  return { store: new dojo.ItemFileReadStore({ data: { identifier: "id", items } }), cells: columns.map(cellOf) };
}

const cellOf = (name, at) => ({ name, field: `column${at}`, width: "11em" });

function drawTable(box) {
  const { columns, paged, sorted, filtered, virtual, struck } = screen.table;
  const { store: data, cells } = store();
  const [first, ...others] = cells;
  const properties = {
    store: data,
    // The first column is locked, if all rows are drawn.
    structure: virtual || paged || filtered ? [cells] : [{ noscroll: true, cells: [[first]] }, { cells: [others] }],
    style: virtual || filtered ? "height: 300px" : "",
    autoHeight: !(virtual || filtered),
    rowsPerPage: virtual ? 10 : 100,
    onStyleRow: (row) => {
      if (row.index === struck) row.customStyles += "text-decoration: line-through;";
    },
    ...(sorted ? { sortInfo: columns.indexOf(sorted) + 1 } : {}),
  };
  const plugins = {};
  if (paged) plugins.pagination = { pageSizes: ["25", "50", "All"], defaultPageSize: paged, description: true };
  if (filtered) plugins.filter = { closeFilterbarButton: true };
  const grid = Object.keys(plugins).length
    ? new dojo.EnhancedGrid({ ...properties, plugins })
    : new dojo.DataGrid(properties);
  box.append(grid.domNode);
  grid.startup();
  window.NEXT = ".dojoxGridnextPageBtn";
  const condition = filtered && {
    type: "string",
    condition: "equalTo",
    column: columns.indexOf(filtered.column),
    value: filtered.value,
  };
  if (filtered) grid.setFilter([condition]);
}

window.require([...modules, "dojo/domReady!"], (...loaded) => {
  for (const [at, name] of modules.entries()) dojo[name.split("/").at(-1)] = loaded[at];
  document.body.className = "claro";
  const form = element("form", {}, ...(screen.table ? [] : sections().map(section)));
  document.getElementById("root").append(element("h1", {}, screen.heading), form);
  if (screen.table) drawTable(form);
  if (!screen.view) form.append(new dojo.Button({ label: "Save", type: "submit" }).domNode);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(values);
  });
  if (screen.dialog) new dojo.Dialog({ title: screen.dialog.title, content: screen.dialog.text }).show();
  setTimeout(ready, 500);
});
