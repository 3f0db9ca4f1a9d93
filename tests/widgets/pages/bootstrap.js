// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bootstrap, with native controls.

import "bootstrap/dist/css/bootstrap.css";
import { element, initialValues, is, ready, rows, save, screen, sections, setDependent, shownText } from "../screen.js";

const values = initialValues();

function input(field, type, value, change) {
  const made = element("input", {
    class: `form-control ${is(field, "invalid") ? "is-invalid" : ""}`,
    id: field.name,
    type,
    disabled: is(field, "disabled"),
    readonly: is(field, "readonly"),
    required: is(field, "required"),
    oninput: () => change(made.value),
  });
  made.value = value ?? "";
  return made;
}

function select(field, options, value, change, attributes = {}) {
  const made = element("select", {
    class: `form-select ${is(field, "invalid") ? "is-invalid" : ""}`,
    disabled: is(field, "disabled"),
    onchange: () =>
      change(attributes.multiple ? [...made.selectedOptions].map((one) => one.value) : made.value || null),
    ...attributes,
  });
  if (field.placeholder && !attributes.multiple) made.append(element("option", { value: "" }, field.placeholder));
  made.append(...options.map((one) => element("option", { value: one }, one)));
  for (const option of made.options) option.selected = [value ?? ""].flat().includes(option.value);
  return made;
}

function check(field, label, type, checked, change, id, disabled = is(field, "disabled")) {
  const made = element("input", {
    class: "form-check-input",
    type,
    id,
    name: type === "radio" && field.name,
    disabled,
  });
  made.checked = checked;
  made.addEventListener("change", () => change(made.checked));
  const text = element("label", { class: "form-check-label", for: id }, label);
  return element("div", { class: "form-check" }, made, text);
}

/** Give a list other entries. */
function load({ name, options }) {
  const list = document.getElementById(name);
  list.replaceChildren(list.options[0], ...options.map((one) => element("option", { value: one }, one)));
  list.dispatchEvent(new Event("change"));
}

const set = (field) => (value) => {
  values[field.name] = value;
  setDependent(field.name, value, load);
};

const draw = {
  text: (field) => [input(field, "text", field.value, set(field))],
  number: (field) => [input(field, "number", field.value, set(field))],
  choice: (field) => [select(field, field.options, field.value, set(field), { id: field.name })],
  choices: (field) => [select(field, field.options, field.value, set(field), { id: field.name, multiple: true })],
  period(field) {
    const part = (name) => (value) => set(field)({ ...values[field.name], [name]: value });
    const unit = select({ ...field, placeholder: null }, field.options, field.value.unit, part("unit"), {
      "aria-label": "Unit",
    });
    return [element("div", { class: "input-group" }, input(field, "number", field.value.number, part("number")), unit)];
  },
  limit(field) {
    const part = (name) => (value) => set(field)({ ...values[field.name], [name]: value });
    const number = input(field, "number", field.value.number, part("number"));
    number.disabled ||= field.value.unlimited;
    const unlimited = (ticked) => {
      number.disabled = ticked;
      part("unlimited")(ticked);
    };
    return [number, check(field, "No Limit", "checkbox", field.value.unlimited, unlimited, `${field.name}-unlimited`)];
  },
  radio: (field) =>
    field.options.map((one, at) =>
      check(field, one, "radio", field.value === one, () => set(field)(one), `${field.name}-${at}`),
    ),
};
draw.reference = draw.choice;

const box = (tag, style, ...children) => element(tag, { class: style }, ...children);
const help = (field) =>
  field.help ? [element("span", { class: "badge text-bg-info ms-1", title: field.help }, "?")] : [];
const labelled = (field, style) => element("label", { class: style, for: field.name }, field.label, ...help(field));

// The ways in which an application can put a label and what belongs to it side by side, by the names of screens.
const inColumns = (field, control) =>
  box("div", "row mb-2", labelled(field, "col-sm-4 col-form-label"), box("div", "col-sm-8", ...control));
const editing = {
  "Patron Type Policy": (field, control) =>
    box("div", "input-group mb-2", labelled(field, "input-group-text"), ...control),
  "ILL Settings": (field, control) => box("div", "form-floating mb-2", ...control, labelled(field, "")),
};
const viewing = {
  "Loan Policy": (fields) =>
    fields.map((field) => {
      const value = box("div", "col-sm-8", box("div", "form-control-plaintext", shownText(field)));
      return box("div", "row mb-2", box("div", "col-sm-4 col-form-label", field.label), value);
    }),
  "Patron Type Policy": (fields) => {
    const pairs = fields.flatMap((field) => [
      box("dt", "col-sm-4", field.label),
      box("dd", "col-sm-8", shownText(field)),
    ]);
    return [box("dl", "row", ...pairs)];
  },
  "ILL Settings": (fields) => {
    const entry = (field) =>
      box("li", "list-group-item d-flex", box("span", "me-3 fw-bold", field.label), box("span", "", shownText(field)));
    return [box("ul", "list-group", ...fields.map(entry))];
  },
};

function line(field) {
  if (field.type === "yesno") return check(field, field.label, "checkbox", field.value, set(field), field.name);
  if (field.type !== "radio") return (editing[screen.heading] ?? inColumns)(field, draw[field.type](field));
  const legend = box("legend", "col-form-label col-sm-4", field.label);
  return box("fieldset", "row mb-2", legend, box("div", "col-sm-8", ...draw.radio(field)));
}

function section([name, fields]) {
  const head = name ? [element("div", { class: "card-header h5" }, name)] : [];
  const body = element(
    "div",
    { class: "card-body" },
    ...(screen.view ? viewing[screen.heading](fields) : fields.map(line)),
  );
  return element("div", { class: "card mb-3" }, ...head, body);
}

function table() {
  const { columns, sorted, paged, filtered } = screen.table;
  const all = rows();
  const size = paged ?? all.length;
  const header = (name) =>
    element("th", { scope: "col", "aria-sort": name === sorted && "ascending" }, name, name === sorted ? " ▲" : "");
  const style = (row) => (row.id === screen.table.struck ? { class: "text-decoration-line-through" } : {});
  const line = (row) => element("tr", style(row), ...columns.map((name) => element("td", {}, row[name])));
  const body = element("tbody");
  const pages = element("ul", { class: "pagination" });
  const show = (page) => {
    body.replaceChildren(...all.slice((page - 1) * size, page * size).map(line));
    const numbers = Array.from({ length: Math.ceil(all.length / size) }, (_, at) => at + 1);
    pages.replaceChildren(
      ...numbers.map((number) =>
        element(
          "li",
          { class: `page-item ${number === page ? "active" : ""}` },
          element("button", { class: "page-link", type: "button", onclick: () => show(number) }, String(number)),
        ),
      ),
    );
  };
  show(1);
  const filter = filtered
    ? [element("span", { class: "badge text-bg-secondary" }, `${filtered.column}: ${filtered.value} ✕`)]
    : [];
  const head = element("thead", {}, element("tr", {}, ...columns.map(header)));
  const shown = element("table", { class: "table table-sm table-striped" }, head, body);
  return element("div", {}, ...filter, shown, ...(paged ? [element("nav", { "aria-label": "Pages" }, pages)] : []));
}

// A dialog that is open, in front of a backdrop.
function dialog({ title, text }) {
  const head = element("div", { class: "modal-header" }, element("h5", { class: "modal-title" }, title));
  const content = element("div", { class: "modal-content" }, head, element("div", { class: "modal-body" }, text));
  const attributes = { class: "modal show d-block", tabindex: "-1", role: "dialog", "aria-modal": "true" };
  const box = element("div", attributes, element("div", { class: "modal-dialog" }, content));
  return [box, element("div", { class: "modal-backdrop show" })];
}

const button = element("button", { class: "btn btn-primary", type: "submit" }, "Save");
const parts = screen.table ? [table()] : sections().map(section);
const form = element("form", {}, ...parts, ...(screen.view ? [] : [button]));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  save(values);
});
document
  .getElementById("root")
  .append(element("main", { class: "container py-3" }, element("h1", {}, screen.heading), form));
if (screen.dialog) document.body.append(...dialog(screen.dialog));
window.NEXT = ".page-item.active + .page-item button";
ready();
