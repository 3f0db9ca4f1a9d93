// SPDX-License-Identifier: GPL-3.0-or-later
//
// Builds a screen as a single-page application does: it sets properties after the load, and the attributes of the markup
// are empty or out of date. The rows of tables are added in steps. Links, Save and Delete change the same document.
(() => {
  const STALE = "noise";
  const STEP = 25;
  const BLANK = "~";
  const app = document.getElementById("app");
  let { screen, form } = JSON.parse(document.getElementById("state").textContent);
  let ids = 0;
  // The controls of the form: their descriptions with functions that read and offer values.
  let fields = new Map();

  function element(name, text = "", properties = {}) {
    const one = document.createElement(name);
    one.textContent = text;
    return Object.assign(one, properties);
  }

  const button = (text, onclick) => element("button", text, { type: "button", onclick });

  function input(type) {
    const one = element("input", "", { type, id: `input-${++ids}` });
    if (type !== "number") one.setAttribute("value", STALE);
    return one;
  }

  function fillOptions(one, options, values, many) {
    one.replaceChildren();
    options.forEach((text, at) => {
      const option = element("option", text, { value: `option-${at}` });
      if (at === options.length - 1) option.setAttribute("selected", "");
      one.append(option);
    });
    if (!many) one.selectedIndex = options.indexOf(values[0] ?? "");
    else for (const option of one.options) option.selected = values.includes(options[option.index]);
  }

  function select(control, many) {
    const one = element("select", "", { id: `input-${++ids}`, multiple: many });
    let { options } = control;
    fillOptions(one, options, control.values, many);
    const read = () => [...one.selectedOptions].map((option) => options[option.index]);
    const offer = (texts, values) => {
      options = texts;
      fillOptions(one, options, values, many);
    };
    return { parts: [one], read, offer };
  }

  function radios(control) {
    const group = element("span");
    const name = `radio-${++ids}`;
    const options = control.options.filter(Boolean);
    const inputs = options.map((text) => {
      const label = element("label");
      const one = element("input", "", { type: "radio", name });
      label.append(one, ` ${text}`);
      group.append(label, " ");
      one.checked = text === control.values[0];
      return one;
    });
    return { parts: [group], read: () => options.filter((_text, at) => inputs[at].checked) };
  }

  function checkbox(control) {
    const one = input("checkbox");
    one.setAttribute("role", "switch");
    one.setAttribute("checked", "");
    one.checked = control.values[0] === "Yes";
    const label = control.label ? [element("label", control.label, { htmlFor: one.id })] : [];
    return { parts: [one, ...label], read: () => (one.checked ? ["Yes"] : []) };
  }

  function written(control) {
    const value = control.values[0] ?? "";
    if (control.type === "static") return { parts: [linked(value)], read: () => [] };
    const one =
      control.type === "lines" ? element("textarea", STALE, { id: `input-${++ids}`, rows: 4 }) : input(control.type);
    one.value = value;
    return { parts: [one], read: () => [one.value] };
  }

  /** A text; in a list, it opens the object. */
  function linked(value) {
    if (!form.create) return element("output", value, { id: `input-${++ids}` });
    return link(value, `${form.objects}&name=${encodeURIComponent(value)}`);
  }

  function made(control) {
    if (control.type === "choice" || control.type === "choices") return select(control, control.type === "choices");
    if (control.type === "radio") return radios(control);
    return control.type === "switch" ? checkbox(control) : written(control);
  }

  function widgets(control) {
    const field = made(control);
    const inputs = field.parts.flatMap((one) => [one, ...one.querySelectorAll("input")]);
    const set = (isDirty) => {
      for (const one of inputs) one.classList.toggle("dirty", isDirty);
    };
    if (control.name) fields.set(control.name, { ...field, control, set });
    set(control.changed);
    for (const one of inputs) {
      if (control.errors.length > 0) {
        one.setAttribute("aria-invalid", "true");
        one.setAttribute("aria-describedby", `error-of-${control.name.replace(/\s/g, "-")}`);
      }
      one.addEventListener("change", () => changed(control, field, set));
      one.addEventListener("input", () => set(true));
    }
    return field.parts;
  }

  async function changed(control, field, set) {
    set(true);
    unsaved();
    for (const one of [...fields.values()].filter((other) => other.control.within === control.name)) {
      const before = one.read()[0];
      const query = new URLSearchParams({ options: one.control.name, within: field.read()[0] ?? "" });
      const options = await (await fetch(`?${query}`)).json();
      const first = one.control.options.filter((text) => text === "" || text === "All");
      const texts = [...new Set([...first, ...options])];
      one.offer(texts, [texts.includes(before) ? before : (first[0] ?? "")]);
      one.set(true);
    }
  }

  function unsaved() {
    app.querySelector(".unsaved").hidden = false;
  }

  function errors(texts, name) {
    const id = `error-of-${name.replace(/\s/g, "-")}`;
    return texts.length > 0 ? [element("p", texts.join("; "), { className: "error", id })] : [];
  }

  function line(one) {
    const row = element("div", "", { className: "line" });
    const parts = one.controls.map(widgets);
    if (one.controls[0].type === "radio") {
      row.setAttribute("role", "radiogroup");
      row.setAttribute("aria-label", one.label);
      row.append(element("span", one.label), " ");
    } else {
      row.append(element("label", one.label, { htmlFor: parts[0][0].id }), " ");
    }
    for (const part of parts) row.append(...part, " ");
    if (one.controls[0].type === "choices") row.append(button("Add", () => addValue(row, one.controls[0].name)));
    row.append(...errors(one.errors, one.controls[0].name));
    return row;
  }

  function ask(parent, label, use) {
    const box = element("span");
    const field = element("input");
    field.setAttribute("aria-label", label);
    const take = button("Take", () => {
      if (field.value) use(field.value);
      box.remove();
    });
    box.append(field, take);
    parent.append(box);
    field.focus();
  }

  function addValue(row, name) {
    ask(row, "New value", (text) => {
      const field = fields.get(name);
      const values = [...field.read(), text];
      field.offer([...new Set([...field.control.options, ...values])], values);
      field.set(true);
      unsaved();
    });
  }

  function addSetting(part, key) {
    ask(part, "Label of the setting", (text) => {
      const control = { type: "text", values: [], name: key + text, changed: true, errors: [], within: "" };
      part.append(line({ label: text, controls: [control], errors: [] }));
      unsaved();
    });
  }

  const isEditable = (grid) => grid.blank !== null;
  const hasActions = (grid) => isEditable(grid) || grid.rows.some((one) => one.name !== null);

  function tableRow(grid, one, number) {
    const row = element("tr");
    row.append(element("td", String(number)));
    for (const cell of one.cells) {
      const at = element("td");
      for (const control of cell) at.append(...widgets(control), ...errors(control.errors, control.name));
      row.append(at);
    }
    if (hasActions(grid)) row.append(actions(grid, one, row));
    if (one.key) rowsOf.set(row, one);
    return row;
  }

  // The rows of tables, by their elements.
  const rowsOf = new WeakMap();

  function actions(grid, one, row) {
    const at = element("td");
    if (isEditable(grid)) {
      const move = (step) => {
        const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
        if (step < 0) other?.before(row);
        else other?.after(row);
        for (const moved of [row, other]) moved?.classList.add("dirty");
        renumber(row.parentElement);
      };
      const remove = button("Remove", () => {
        remove.textContent = row.classList.toggle("gone") ? "Keep" : "Remove";
        for (const control of row.querySelectorAll("input, select")) control.disabled = row.matches(".gone");
        unsaved();
      });
      at.append(
        button("Add", () => addRow(grid, row.parentElement, row)),
        button("Up", () => move(-1)),
        button("Down", () => move(1)),
        remove,
      );
    } else {
      const address = `${form.objects}&name=${encodeURIComponent(one.name)}`;
      at.append(link("Edit", address));
      if (form.create) at.append(" ", link("Delete", `${address}&ask=delete`));
    }
    return at;
  }

  function renumber(body) {
    [...body.rows].forEach((row, at) => {
      row.cells[0].textContent = String(at + 1);
    });
    unsaved();
  }

  // above: the row below which it is added; without one, at the end.
  function addRow(grid, body, above = body.lastElementChild) {
    const key = `new${++ids}`;
    const put = (text) => text.replace(`.${BLANK}.`, `.${key}.`);
    const cells = grid.blank.cells.map((cell) =>
      cell.map((one) => ({ ...one, name: put(one.name), within: put(one.within), changed: true })),
    );
    const row = tableRow(grid, { ...grid.blank, key: put(grid.blank.key), cells }, body.rows.length + 1);
    if (above) above.after(row);
    else body.append(row);
    renumber(body);
  }

  async function table(grid, part) {
    const one = element("table");
    if (grid.label) one.append(element("caption", grid.label));
    const head = element("thead");
    const header = element("tr");
    const labels = ["#", ...grid.header, ...(hasActions(grid) ? ["Actions"] : [])];
    for (const label of labels) header.append(element("th", label));
    head.append(header);
    const body = element("tbody");
    one.append(head, body);
    part.append(one);
    for (let start = 0; start < grid.rows.length; start += STEP) {
      await new Promise((resume) => setTimeout(resume, 0));
      const step = grid.rows.slice(start, start + STEP);
      body.append(...step.map((row, at) => tableRow(grid, row, grid.first + start + at)));
    }
    part.append(...grid.errors.map((text) => element("p", text, { className: "error" })));
    if (isEditable(grid)) part.append(button("Add row", () => addRow(grid, body)));
    if (grid.rows.length < grid.total) {
      const last = grid.first + grid.rows.length - 1;
      part.append(element("p", `${grid.first} - ${last} of ${grid.total}`, { className: "pager" }));
    }
  }

  function link(text, address) {
    const onclick = (event) => {
      event.preventDefault();
      load(address);
    };
    return element("a", text, { href: address, onclick });
  }

  function save(pressed) {
    // A number that is none would be sent as if the field were blank.
    for (const one of app.querySelectorAll("input")) if (!one.reportValidity()) return;
    pressed.disabled = true;
    load(form.send, content("save")).finally(() => {
      pressed.disabled = false;
    });
  }

  /** Show what the server answers, in the same document. */
  async function load(address, sent) {
    const headers = { Accept: "application/json" };
    const answer = await fetch(address, sent ? { method: "POST", body: sent, headers } : { headers });
    const found = await answer.json();
    if (!answer.ok) return problem(found.problem);
    ({ screen, form } = found);
    history.pushState(null, "", answer.url);
    return build();
  }

  function problem(text) {
    app.querySelector("[role=alert]")?.remove();
    app.prepend(element("p", text, { role: "alert", className: "problems" }));
    for (const one of app.querySelectorAll("[role=dialog]")) one.remove();
  }

  function content(action) {
    const sent = new URLSearchParams({ _token: form.token, _version: form.version, _action: action });
    if (action === "save") {
      const grids = screen.sections.flatMap((section) => section.grids).filter((grid) => grid.key);
      for (const grid of grids) sent.append("_table", grid.key);
      for (const row of app.querySelectorAll("tr")) {
        const one = rowsOf.get(row);
        if (one && !row.matches(".gone")) sent.append(`${one.key}_rest`, one.rest);
      }
      for (const [name, field] of fields) {
        const isThere = field.parts[0].isConnected && !field.parts[0].closest(".gone");
        if (isThere) for (const value of field.read()) sent.append(name, value);
      }
    }
    sent.append("_end", "1");
    return sent;
  }

  function messages() {
    const found = [];
    if (form.message) {
      const box = element("div", "", { role: "alert", className: "problems" });
      box.append(element("p", form.message), ...form.problems.map((text) => element("p", text)));
      found.push(box);
    }
    const note = element("p", "There are unsaved changes.", { className: "unsaved", hidden: !form.unsaved });
    note.setAttribute("role", "status");
    return [...found, note];
  }

  function question() {
    const box = element("div", "", { role: "dialog", className: "question" });
    box.setAttribute("aria-modal", "true");
    box.setAttribute("aria-label", "Delete");
    const confirm = button("Delete", () => load(form.send, content("delete")));
    box.append(
      element("p", `Delete the ${screen.heading} \u201c${form.name}\u201d?`),
      confirm,
      " ",
      link("Cancel", form.close),
    );
    return box;
  }

  function buttons() {
    const found = [];
    if (form.create) found.push(link("Create New", form.create));
    if (form.editable) {
      found.push(
        button("Save", ({ target }) => save(target)),
        " ",
        link("Cancel", form.close),
      );
    }
    if (form.remove) found.push(" ", link("Delete", form.remove));
    return found;
  }

  async function build() {
    delete document.documentElement.dataset.ready;
    fields = new Map();
    app.replaceChildren(element("h1", screen.heading), ...messages());
    for (const section of screen.sections) {
      const part = element("section");
      if (section.label) part.append(element("h2", section.label));
      part.append(...section.lines.map(line));
      if (section.key) part.append(button("Add a setting", () => addSetting(part, section.key)));
      app.append(part);
      for (const grid of section.grids) await table(grid, part);
    }
    app.append(...buttons());
    if (form.asks) app.append(question());
    document.documentElement.dataset.ready = "1";
  }

  addEventListener("popstate", () => location.reload());
  build();
})();
