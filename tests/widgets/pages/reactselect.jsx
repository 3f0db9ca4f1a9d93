// SPDX-License-Identifier: GPL-3.0-or-later
//
// React Select, among native controls; in the cells of a table, too.

import Select from "react-select";
import { draw } from "../react.jsx";
import { is, rows, screen } from "../screen.js";

const option = (text) => ({ value: text, label: text });

function Line({ field, children }) {
  return (
    <div style={{ margin: "8px 0" }}>
      <label htmlFor={field.name}>{field.label}</label>
      {children}
    </div>
  );
}

function Text({ field, value, set, type = "text" }) {
  return (
    <input
      id={field.name}
      type={type}
      value={value}
      onChange={(event) => set(event.target.value)}
      disabled={is(field, "disabled")}
      readOnly={is(field, "readonly")}
      required={is(field, "required")}
      aria-invalid={is(field, "invalid") || undefined}
    />
  );
}

function Choice({ field, value, set, isMulti, ...more }) {
  const chosen = Array.isArray(value) ? value.map(option) : value && option(value);
  const change = (given) => set(isMulti ? given.map((one) => one.value) : (given?.value ?? null));
  return (
    <Select
      inputId={field.name}
      isMulti={isMulti}
      value={chosen}
      options={field.options.map(option)}
      placeholder={field.placeholder}
      isDisabled={is(field, "disabled") || is(field, "readonly")}
      onChange={change}
      {...more}
    />
  );
}

const inLine = (Control, more) => (props) => (
  <Line field={props.field}>
    <Control {...props} {...more} />
  </Line>
);

function Period({ field, value, set }) {
  return (
    <Line field={field}>
      <div style={{ display: "flex" }}>
        <Text field={field} type="number" value={value.number} set={(number) => set({ ...value, number })} />
        <Choice
          field={field}
          inputId={undefined}
          aria-label="Unit"
          value={value.unit}
          set={(unit) => set({ ...value, unit })}
        />
      </div>
    </Line>
  );
}

function YesNo({ field, value, set }) {
  return (
    <div>
      <label>
        <input
          type="checkbox"
          checked={value}
          disabled={is(field, "disabled")}
          onChange={(event) => set(event.target.checked)}
        />{" "}
        {field.label}
      </label>
    </div>
  );
}

function Table() {
  const { columns, paged } = screen.table;
  return (
    <table>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name}>{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows()
          .slice(0, paged ?? undefined)
          .map((row) => (
            <tr key={row.id}>
              {columns.map((name) => (
                <td key={name} style={{ minWidth: 220 }}>
                  <Select
                    defaultValue={option(row[name])}
                    options={[option("All"), option(row[name])]}
                    aria-label={name}
                  />
                </td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  );
}

draw({
  Page: ({ heading, children }) => (
    <main>
      <h1>{heading}</h1>
      {children}
    </main>
  ),
  Section: ({ name, children }) => (
    <fieldset>
      {name && <legend>{name}</legend>}
      {children}
    </fieldset>
  ),
  Save: () => <button type="submit">Save</button>,
  fields: {
    text: inLine(Text),
    number: inLine(Text, { type: "number" }),
    choice: inLine(Choice, { isSearchable: false }),
    reference: inLine(Choice, { isClearable: true }),
    choices: inLine(Choice, { isMulti: true }),
    radio: inLine(Choice),
    period: Period,
    yesno: YesNo,
  },
  Table,
});
