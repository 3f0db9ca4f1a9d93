// SPDX-License-Identifier: GPL-3.0-or-later
//
// PrimeReact 10, the last series with the MIT licence.

import "primereact/resources/themes/lara-light-blue/theme.css";
import "primeicons/primeicons.css";
import { Button } from "primereact/button";
import { Checkbox } from "primereact/checkbox";
import { Chip } from "primereact/chip";
import { Column } from "primereact/column";
import { DataTable } from "primereact/datatable";
import { Dialog } from "primereact/dialog";
import { Dropdown } from "primereact/dropdown";
import { Fieldset } from "primereact/fieldset";
import { InputNumber } from "primereact/inputnumber";
import { InputSwitch } from "primereact/inputswitch";
import { InputText } from "primereact/inputtext";
import { MultiSelect } from "primereact/multiselect";
import { Panel } from "primereact/panel";
import { RadioButton } from "primereact/radiobutton";
import { draw } from "../react.jsx";
import { is, rows, screen, shownText } from "../screen.js";

const states = (field) => ({ disabled: is(field, "disabled"), invalid: is(field, "invalid") });

function Line({ field, children }) {
  return (
    <div className="field" style={{ marginBottom: 12 }}>
      <label htmlFor={field.name} style={{ display: "block" }}>
        {field.label}
        {field.help && <i className="pi pi-question-circle" role="img" aria-label="Help" title={field.help} />}
      </label>
      {children}
    </div>
  );
}

function Text({ field, value, set }) {
  return (
    <Line field={field}>
      <InputText
        id={field.name}
        value={value}
        readOnly={is(field, "readonly")}
        onChange={(event) => set(event.target.value)}
        {...states(field)}
      />
    </Line>
  );
}

function Numeral({ field, value, set, ...more }) {
  return (
    <InputNumber
      inputId={field.name}
      value={value === "" ? null : Number(value)}
      maxFractionDigits={2}
      minFractionDigits={String(value).includes(".") ? 2 : 0}
      readOnly={is(field, "readonly")}
      onValueChange={(event) => set(event.value === null ? "" : String(event.value))}
      {...states(field)}
      {...more}
    />
  );
}

function Choice({ field, value, set, ...more }) {
  return (
    <Line field={field}>
      <Dropdown
        inputId={field.name}
        value={value}
        options={field.options}
        placeholder={field.placeholder}
        readOnly={is(field, "readonly")}
        onChange={(event) => set(event.value ?? null)}
        {...states(field)}
        {...more}
      />
    </Line>
  );
}

function Choices({ field, value, set }) {
  return (
    <Line field={field}>
      <MultiSelect
        inputId={field.name}
        display="chip"
        value={value}
        options={field.options}
        placeholder={field.placeholder}
        readOnly={is(field, "readonly")}
        onChange={(event) => set(event.value)}
        {...states(field)}
      />
    </Line>
  );
}

function Period({ field, value, set }) {
  return (
    <Line field={field}>
      <div className="p-inputgroup">
        <Numeral field={field} value={value.number} set={(number) => set({ ...value, number })} showButtons />
        <Dropdown
          value={value.unit}
          options={field.options}
          readOnly={is(field, "readonly")}
          onChange={(event) => set({ ...value, unit: event.value })}
          {...states(field)}
        />
      </div>
    </Line>
  );
}

function Limit({ field, value, set }) {
  const id = `${field.name}-unlimited`;
  return (
    <Line field={field}>
      <Numeral
        field={field}
        value={value.number}
        set={(number) => set({ ...value, number })}
        disabled={is(field, "disabled") || value.unlimited}
      />
      <Checkbox
        inputId={id}
        checked={value.unlimited}
        readOnly={is(field, "readonly")}
        disabled={is(field, "disabled")}
        onChange={(event) => set({ ...value, unlimited: event.checked })}
      />
      <label htmlFor={id}>No Limit</label>
    </Line>
  );
}

function YesNo({ field, value, set }) {
  // A switch and a check box, by turns.
  const Control = field.label.length % 2 ? InputSwitch : Checkbox;
  return (
    <div className="field-checkbox">
      <Control
        inputId={field.name}
        checked={value}
        disabled={is(field, "disabled")}
        onChange={(event) => set(event.value === undefined ? event.checked : (event.checked ?? event.value))}
      />
      <label htmlFor={field.name}>{field.label}</label>
    </div>
  );
}

function Radios({ field, value, set }) {
  return (
    <fieldset style={{ border: 0 }}>
      <legend>{field.label}</legend>
      {field.options.map((one, at) => (
        <span key={one}>
          <RadioButton
            inputId={`${field.name}-${at}`}
            name={field.name}
            value={one}
            checked={value === one}
            disabled={is(field, "disabled")}
            onChange={(event) => set(event.value)}
          />
          <label htmlFor={`${field.name}-${at}`}>{one}</label>
        </span>
      ))}
    </fieldset>
  );
}

function View({ fields }) {
  return fields.map((field) => (
    <div key={field.name} style={{ display: "flex", gap: 16 }}>
      <span style={{ width: 300, fontWeight: 600 }}>{field.label}</span>
      <span>{shownText(field)}</span>
    </div>
  ));
}

function Table() {
  const { columns, paged, sorted, filtered, virtual } = screen.table;
  return (
    <>
      <style>{".struck { text-decoration: line-through; }"}</style>
      {filtered && <Chip label={`${filtered.column}: ${filtered.value}`} removable />}
      <DataTable
        value={rows()}
        dataKey="id"
        size="small"
        paginator={Boolean(paged)}
        rows={paged ?? undefined}
        rowsPerPageOptions={[25, 50, 100]}
        paginatorTemplate="FirstPageLink PrevPageLink PageLinks NextPageLink LastPageLink RowsPerPageDropdown CurrentPageReport"
        currentPageReportTemplate="{first} bis {last} von {totalRecords}"
        sortField={sorted ?? undefined}
        sortOrder={sorted ? 1 : undefined}
        scrollable={virtual}
        scrollHeight={virtual ? "400px" : undefined}
        selectionMode="checkbox"
        rowClassName={({ id }) => (id === screen.table.struck ? "struck" : "")}
        virtualScrollerOptions={virtual ? { itemSize: 36 } : undefined}
      >
        <Column selectionMode="multiple" />
        {columns.map((name) => (
          <Column key={name} field={name} header={name} sortable />
        ))}
      </DataTable>
    </>
  );
}

window.NEXT = ".p-paginator-next";
draw({
  Page: ({ heading, children }) => (
    <main style={{ padding: 24 }}>
      <h1>{heading}</h1>
      {children}
    </main>
  ),
  // Both boxes with a title that the library has, by turns.
  Section: ({ name, children }) => {
    if (!name) return <Panel>{children}</Panel>;
    return name.length % 2 ? <Panel header={name}>{children}</Panel> : <Fieldset legend={name}>{children}</Fieldset>;
  },
  Save: () => <Button type="submit" label="Save" />,
  Dialog: ({ title, text }) => (
    <Dialog visible modal header={title} onHide={() => {}}>
      {text}
    </Dialog>
  ),
  fields: {
    text: Text,
    number: (props) => (
      <Line field={props.field}>
        <Numeral {...props} />
      </Line>
    ),
    choice: Choice,
    reference: (props) => <Choice showClear filter {...props} />,
    choices: Choices,
    period: Period,
    limit: Limit,
    yesno: YesNo,
    radio: Radios,
  },
  View,
  Table,
});
