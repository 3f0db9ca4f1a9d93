// SPDX-License-Identifier: GPL-3.0-or-later
//
// jQuery with select2 and DataTables.

import DataTable from "datatables.net-dt";
import "datatables.net-dt/css/dataTables.dataTables.css";
import "datatables.net-fixedcolumns-dt";
import "datatables.net-fixedcolumns-dt/css/fixedColumns.dataTables.css";
import "datatables.net-scroller-dt";
import $ from "jquery";
import select2 from "select2";
import "select2/dist/css/select2.css";
import { initialValues, is, ready, save, screen, sections, setDependent, shownText } from "../screen.js";

select2(window, $);

const values = initialValues();
/** Give a list other entries. */
const load = ({ name, options }) =>
  $(document.getElementById(name))
    .empty()
    .append(new Option(), ...options.map((one) => new Option(one)))
    .trigger("change");
const set = (field) => (value) => {
  values[field.name] = value;
  setDependent(field.name, value, load);
};
const part = (field, name) => (value) => set(field)({ ...values[field.name], [name]: value });
const row = (...children) => $("<div>", { class: "row", css: { margin: "8px 0" } }).append(...children);
const help = (field) => (field.help ? [$("<span>", { class: "help", title: field.help, text: "?" }), " "] : []);
const labelled = (field, ...controls) =>
  row($("<label>", { for: field.name, text: field.label }), " ", ...help(field), ...controls);

function input(field, type, value, change) {
  const made = $("<input>", { id: field.name, type, val: value ?? "" });
  for (const state of ["disabled", "readonly", "required"])
    made.prop(state === "readonly" ? "readOnly" : state, is(field, state));
  return made.on("input", () => change(made.val()));
}

function check(field, attributes, label, checked, change) {
  const made = $("<input>", { type: "checkbox", ...attributes, checked, disabled: is(field, "disabled") });
  made.on("change", () => change(made.prop("checked")));
  return [made, $("<label>", { for: attributes.id, text: label })];
}

/** A select that select2 draws as soon as it is in the page. It has no readonly: a disabled one is the nearest. */
function select(field, attributes, value, change, drawn = {}) {
  const disabled = is(field, "disabled") || is(field, "readonly");
  const made = $("<select>", { class: "drawn", css: { width: "22em" }, disabled, ...attributes });
  const chosen = [value ?? []].flat();
  if (drawn.placeholder && !attributes.multiple) made.append(new Option());
  for (const one of field.options) made.append(new Option(one, one, chosen.includes(one), chosen.includes(one)));
  made.data("drawn", drawn);
  return made.on("change", () => change(attributes.multiple ? made.val() : made.val() || null));
}

const named = (field) => ({ id: field.name });
const draw = {
  text: (field) => labelled(field, input(field, "text", field.value, set(field))),
  number: (field) => labelled(field, input(field, "number", field.value, set(field))),
  choice: (field) =>
    labelled(
      field,
      select(field, named(field), field.value, set(field), { placeholder: field.placeholder, allowClear: true }),
    ),
  choices: (field) =>
    labelled(
      field,
      select(field, { ...named(field), multiple: true }, field.value, set(field), { placeholder: field.placeholder }),
    ),
  yesno: (field) => row(...check(field, named(field), field.label, field.value, set(field))),
  period(field) {
    const unit = select(field, { "aria-label": "Unit" }, field.value.unit, part(field, "unit"), {
      minimumResultsForSearch: Infinity,
    });
    return labelled(
      field,
      input(field, "number", field.value.number, part(field, "number")),
      " ",
      unit.css("width", "8em"),
    );
  },
  limit(field) {
    const number = input(field, "number", field.value.number, part(field, "number"));
    if (field.value.unlimited) number.prop("disabled", true);
    const unlimited = (ticked) => {
      number.prop("disabled", ticked);
      part(field, "unlimited")(ticked);
    };
    return labelled(
      field,
      number,
      " ",
      ...check(field, { id: `${field.name}-unlimited` }, "No Limit", field.value.unlimited, unlimited),
    );
  },
  radio(field) {
    const buttons = field.options.flatMap((one, at) => {
      const [made, label] = check(
        field,
        { id: `${field.name}-${at}`, type: "radio", name: field.name },
        one,
        one === field.value,
        () => set(field)(one),
      );
      return [made, label, " "];
    });
    return $("<fieldset>").append($("<legend>", { text: field.label }), ...buttons);
  },
};
draw.reference = draw.choice;

const view = (field) => row($("<label>", { text: field.label }), " ", $("<span>", { text: shownText(field) }));

/** As jQuery's validation plugin marks a field. */
function refuse(line, field) {
  const input = line
    .find(`#${CSS.escape(field.name)}`)
    .attr({ "aria-invalid": true, "aria-describedby": `${field.name}-error` });
  input
    .addClass("error")
    .after($("<label>", { class: "error", for: field.name, id: `${field.name}-error`, text: "Not allowed." }));
  return line;
}

function edit(field) {
  const line = draw[field.type](field);
  return is(field, "invalid") ? refuse(line, field) : line;
}

function section([name, fields]) {
  const lines = fields.map((field) => (screen.view ? view(field) : edit(field)));
  return name ? $("<section>").append($("<h2>", { text: name }), ...lines) : lines;
}

/** All rows are drawn with a header in a table of its own and a fixed column. */
function drawTable(element) {
  const { columns, rows, paged, sorted, filtered, virtual, struck } = screen.table;
  const scrolled = {
    paging: virtual,
    scrollY: "320px",
    scrollX: true,
    scroller: virtual,
    fixedColumns: virtual ? undefined : { start: 1 },
  };
  const table = new DataTable(element, {
    columns: columns.map((title) => ({ title })),
    data: rows,
    deferRender: true,
    rowCallback: (line, _data, _shown, at) => at === struck && $(line).css("text-decoration", "line-through"),
    order: sorted ? [[columns.indexOf(sorted), "asc"]] : [],
    ...(paged || filtered ? { pageLength: paged ?? 100 } : scrolled),
  });
  if (filtered) table.search(filtered.value).draw();
  window.NEXT = ".dt-paging-button.next";
}

const form = $("<form>").append($("<h1>", { text: screen.heading }), ...sections().flatMap(section));
if (screen.table) form.append($("<table>", { id: "map", class: "display" }));
if (!screen.view) form.append($("<button>", { type: "submit", text: "Save" }));
form.on("submit", (event) => {
  event.preventDefault();
  save(values);
});
$("#root").append(form);
for (const one of $("select.drawn")) $(one).select2($(one).data("drawn"));
if (screen.table) drawTable("#map");
ready();
