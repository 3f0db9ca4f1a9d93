// SPDX-License-Identifier: GPL-3.0-or-later
//
// ExtJS 6.2, whose script comes before this one.

import { initialValues, is, ready, save, screen, sections, setDependent, shownText } from "../screen.js";

const { Ext } = window;
const values = initialValues();
/** Give a list other entries. */
function load({ label, options }) {
  const [list] = Ext.ComponentQuery.query("combobox").filter((one) => one.fieldLabel === label);
  list.setStore(options);
  list.setValue(null);
}
const set = (field) => (value) => {
  values[field.name] = value;
  setDependent(field.name, value, load);
};
const part = (field, name) => (value) => set(field)({ ...values[field.name], [name]: value });
const asText = (value) => (value === null || value === undefined ? "" : String(value));

const labelOf = (field) => ({
  fieldLabel: field.label,
  afterLabelTextTpl: field.help ? `<span class="x-fa fa-question-circle" data-qtip="${field.help}">?</span>` : "",
});
/** The configuration of a field. change: what gets its value. */
const base = (field, xtype, value, change, more) => ({
  ...{ xtype, ...labelOf(field), value, disabled: is(field, "disabled"), readOnly: is(field, "readonly") },
  allowBlank: !is(field, "required"),
  emptyText: field.placeholder ?? "",
  listeners: { change: (_field, given) => change(given) },
  ...more,
});
const number = (field, value, change, more) =>
  base(
    { ...field, placeholder: null },
    "numberfield",
    value === "" ? null : Number(value),
    (given) => change(asText(given)),
    more,
  );
const list = { queryMode: "local", forceSelection: true };
const combo = (field, value, change, more) =>
  base(field, "combobox", value, change, { ...list, store: field.options, ...more });
const group = (field, items) => ({ xtype: "fieldcontainer", ...labelOf(field), layout: "hbox", items });
const inGroup = { fieldLabel: "", afterLabelTextTpl: "", flex: 1 };

const draw = {
  text: (field) => base(field, "textfield", field.value, set(field)),
  number: (field) => number(field, field.value, set(field)),
  choice: (field) => combo(field, field.value, set(field), { editable: false }),
  reference: (field) => combo(field, field.value, set(field)),
  choices: (field) => base(field, "tagfield", field.value, set(field), { ...list, store: field.options }),
  yesno: (field) => base(field, "checkbox", undefined, set(field), { checked: field.value }),
  period: (field) =>
    group(field, [
      number(field, field.value.number, part(field, "number"), inGroup),
      combo({ ...field, placeholder: null }, field.value.unit, part(field, "unit"), { ...inGroup, editable: false }),
    ]),
  limit(field) {
    const unlimited = (ticked, box) => {
      box.prev().setDisabled(ticked);
      part(field, "unlimited")(ticked);
    };
    const disabled = field.value.unlimited || is(field, "disabled");
    const box = { fieldLabel: "", boxLabel: "No Limit", checked: field.value.unlimited, margin: "0 0 0 10" };
    const ticked = { change: (made, given) => unlimited(given, made) };
    return group(field, [
      number(field, field.value.number, part(field, "number"), { ...inGroup, disabled }),
      base(field, "checkbox", undefined, () => {}, { ...box, listeners: ticked }),
    ]);
  },
  radio(field) {
    const button = (one) => ({
      boxLabel: one,
      name: field.name,
      inputValue: one,
      checked: one === field.value,
      flex: 1,
    });
    const change = { change: (_group, given) => set(field)(given[field.name]) };
    const states = { disabled: is(field, "disabled"), readOnly: is(field, "readonly") };
    const items = field.options.map(button);
    return { xtype: "radiogroup", fieldLabel: field.label, columns: 1, items, listeners: change, ...states };
  },
};

const line = (field) =>
  screen.view ? { xtype: "displayfield", fieldLabel: field.label, value: shownText(field) } : draw[field.type](field);

const section = ([title, fields]) =>
  title ? [{ xtype: "fieldset", title, items: fields.map(line) }] : fields.map(line);

function grid() {
  const { columns, rows, paged, sorted, filtered, virtual } = screen.table;
  const isPlain = !(paged || sorted || filtered || virtual);
  const store = Ext.create("Ext.data.ArrayStore", {
    fields: columns.map((_name, at) => ({ name: `column${at}` })),
    data: rows,
    pageSize: paged ?? 0,
    proxy: { type: "memory", enablePaging: Boolean(paged), reader: { type: "array" } },
    sorters: sorted ? [{ property: `column${columns.indexOf(sorted)}`, direction: "ASC" }] : [],
  });
  const column = (text, at) => ({
    ...{ text, dataIndex: `column${at}`, width: 160, locked: isPlain && at === 0 },
    ...(filtered ? { filter: { type: "string", ...(filtered.column === text ? { value: filtered.value } : {}) } } : {}),
  });
  return {
    ...{ xtype: "grid", store, columns: columns.map(column), plugins: filtered ? ["gridfilters"] : [], width: 1000 },
    ...(virtual ? { height: 300 } : {}),
    bufferedRenderer: virtual,
    viewConfig: { getRowClass: (_record, at) => (at === screen.table.struck ? "struck" : "") },
    bbar: paged ? { xtype: "pagingtoolbar", store, displayInfo: true } : undefined,
  };
}

function refuse(panel, { label }) {
  const [made] = panel.query("field, fieldcontainer").filter((one) => one.fieldLabel === label);
  (made.markInvalid ? made : made.down("field")).markInvalid("Not allowed.");
}

/** A field notices a moment later what a user types. */
function saveForm(form) {
  for (const field of form.getFields().items) field.checkChange();
  save(values);
}

Ext.onReady(() => {
  Ext.util.CSS.createStyleSheet(".struck td { text-decoration: line-through }");
  const root = document.getElementById("root");
  root.append(Object.assign(document.createElement("h1"), { textContent: screen.heading }));
  const panel = Ext.create("Ext.form.Panel", {
    ...{ renderTo: root, width: 1000, bodyPadding: 10, trackResetOnLoad: true },
    defaults: { labelWidth: 280, anchor: "100%" },
    items: screen.table ? [grid()] : sections().flatMap(section),
    buttons: screen.view ? [] : [{ text: "Save", handler: (button) => saveForm(button.up("form").getForm()) }],
  });
  for (const field of screen.fields.filter((one) => is(one, "invalid"))) refuse(panel, field);
  if (screen.dialog) Ext.Msg.alert(screen.dialog.title, screen.dialog.text);
  const pager = panel.down("pagingtoolbar");
  if (pager) window.NEXT = `#${pager.down("#next").id}`;
  pager?.getStore().load();
  setTimeout(ready, 300);
});
