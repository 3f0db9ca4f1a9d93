// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the pages of React libraries share: a screen with controlled values, from a library's own parts.

import { useState } from "react";
import { createRoot } from "react-dom/client";
import { initialValues, ready, save, screen, sections, setDependent } from "./screen.js";

// parts: the components of a library. Page: { heading, children }; Section: { name, children }, name is "" outside of sections;
// Save: {}; Dialog: { title, text }, open; Table: {}; View: { fields }; fields: components by the type of a field, { field, value, set }. `value` is controlled, `set` changes it.
export function draw(parts) {
  createRoot(document.getElementById("root")).render(<Screen parts={parts} />);
  ready();
}

function Screen({ parts }) {
  const [values, setValues] = useState(initialValues);
  const submit = (event) => {
    event.preventDefault();
    save(values);
  };
  const put = (name, value) => setValues((before) => ({ ...before, [name]: value }));
  const set = (name) => (value) => {
    put(name, value);
    setDependent(name, value, (list) => put(list.name, null));
  };
  return (
    <parts.Page heading={screen.heading}>
      <form onSubmit={submit} noValidate>
        {screen.table && <parts.Table />}
        {sections().map(([name, fields]) => (
          <parts.Section key={name} name={name}>
            {screen.view ? <parts.View fields={fields} /> : fields.map((field) => line(parts, field, values, set))}
          </parts.Section>
        ))}
        {!screen.view && !screen.table && <parts.Save />}
        {screen.dialog && <parts.Dialog {...screen.dialog} />}
      </form>
    </parts.Page>
  );
}

function line(parts, field, values, set) {
  const Field = parts.fields[field.type];
  return <Field key={field.name} field={field} value={values[field.name]} set={set(field.name)} />;
}
