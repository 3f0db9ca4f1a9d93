// SPDX-License-Identifier: GPL-3.0-or-later
//
// Builds a screen as a single-page application does: it sets properties after the load, and the attributes of the markup
// are empty or out of date. The rows of tables are added in steps.
(() => {
  const STALE = "noise";
  const STEP = 25;
  const screen = JSON.parse(document.getElementById("state").textContent);
  const noise = new URLSearchParams(location.search).get("noise") === "1";
  let ids = 0;

  function element(name, text = "", properties = {}) {
    const one = document.createElement(name);
    one.textContent = text;
    return Object.assign(one, properties);
  }

  function input(type) {
    const one = element("input", "", { type, id: `input-${++ids}` });
    if (type !== "number") one.setAttribute("value", STALE);
    return one;
  }

  function select(control, many) {
    const one = element("select", "", { id: `input-${++ids}`, multiple: many });
    control.options.forEach((text, at) => {
      const option = element("option", text, { value: `option-${at}` });
      if (at === control.options.length - 1) option.setAttribute("selected", "");
      one.append(option);
    });
    if (!many) one.selectedIndex = control.options.indexOf(control.values[0] ?? "");
    else for (const option of one.options) option.selected = control.values.includes(option.text);
    return one;
  }

  function radios(control) {
    const group = element("span");
    const name = `radio-${++ids}`;
    for (const text of control.options.filter(Boolean)) {
      const label = element("label");
      const one = element("input", "", { type: "radio", name });
      label.append(one, ` ${text}`);
      group.append(label, " ");
      one.checked = text === control.values[0];
    }
    return group;
  }

  function checkbox(control) {
    const one = input("checkbox");
    one.setAttribute("role", "switch");
    one.setAttribute("checked", "");
    one.checked = control.values[0] === "Yes";
    if (!control.label) return [one];
    return [one, element("label", control.label, { htmlFor: one.id })];
  }

  function widgets(control) {
    if (control.type === "choice" || control.type === "choices") return [select(control, control.type === "choices")];
    if (control.type === "radio") return [radios(control)];
    if (control.type === "switch") return checkbox(control);
    const value = control.values[0] ?? "";
    if (control.type === "static") return [element("output", value, { id: `input-${++ids}` })];
    const one =
      control.type === "lines" ? element("textarea", STALE, { id: `input-${++ids}`, rows: 4 }) : input(control.type);
    one.value = value;
    return [one];
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
    return row;
  }

  function tableRow(cells, number) {
    const row = element("tr");
    row.append(element("td", String(number)));
    for (const cell of cells) {
      const place = element("td");
      for (const control of cell) place.append(...widgets(control));
      row.append(place);
    }
    if (noise) {
      const actions = element("td");
      actions.append(element("button", "Up", { type: "button" }), element("button", "Remove", { type: "button" }));
      row.append(actions);
    }
    return row;
  }

  async function table(grid, place) {
    const one = element("table");
    if (grid.label) one.append(element("caption", grid.label));
    const head = element("thead");
    const header = element("tr");
    for (const label of ["#", ...grid.header, ...(noise ? ["Actions"] : [])]) header.append(element("th", label));
    head.append(header);
    const body = element("tbody");
    one.append(head, body);
    place.append(one);
    for (let start = 0; start < grid.rows.length; start += STEP) {
      await new Promise((resume) => setTimeout(resume, 0));
      const step = grid.rows.slice(start, start + STEP);
      body.append(...step.map((cells, at) => tableRow(cells, grid.first + start + at)));
    }
    if (grid.rows.length < grid.total) {
      const last = grid.first + grid.rows.length - 1;
      place.append(element("p", `${grid.first} - ${last} of ${grid.total}`, { className: "pager" }));
    }
  }

  async function build() {
    const place = document.getElementById("app");
    place.append(element("h1", screen.heading));
    for (const section of screen.sections) {
      const part = element("section");
      if (section.label) part.append(element("h2", section.label));
      part.append(...section.lines.map(line));
      place.append(part);
      for (const grid of section.grids) await table(grid, part);
    }
    place.append(element("button", "Save", { type: "button" }));
    document.documentElement.dataset.ready = "1";
  }

  build();
})();
