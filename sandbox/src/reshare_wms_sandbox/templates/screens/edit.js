// SPDX-License-Identifier: GPL-3.0-or-later
//
// A form on which people work: it marks what was changed, moves rows, adds values, and loads the options that depend on another field.
(() => {
  const BLANK = /([.-])~([.-])/;
  const NAMES = ["name", "id", "for", "data-name", "data-within", "aria-controls", "aria-describedby"];
  let added = 0;

  const stateOf = (control) =>
    control.type === "checkbox" || control.type === "radio"
      ? control.checked
      : [...(control.selectedOptions ?? [])].map((one) => one.value).join("\n") || control.value;
  const controls = (root) => root.querySelectorAll("input, select, textarea");
  const opened = new Map([...controls(document)].map((one) => [one, stateOf(one)]));

  function unsaved() {
    for (const one of everywhere(".unsaved")) one.hidden = false;
  }

  /** The controls of a field: radio buttons are one together. */
  function markAll(group) {
    const isChanged = group.some((one) => opened.get(one) !== stateOf(one));
    for (const one of group) one.classList.toggle("dirty", isChanged);
  }

  function mark(control) {
    if (control.dataset?.name) control.classList.add("dirty");
    else if (!control.name || !control.form?.matches("[data-form]")) return;
    else markAll([...control.form.elements].filter((one) => one.name === control.name));
    unsaved();
  }

  function number(rows) {
    let count = 0;
    for (const one of rows.querySelectorAll("[data-number]")) one.firstChild.data = String(++count);
    // The row of the header is the first one.
    count = 1;
    for (const one of rows.querySelectorAll("[aria-rowindex]")) one.ariaRowIndex = String(++count);
  }

  /** The names in a new row are those of the blank one with a key of its own. Values are not touched. above: the row below which it is added, or null: at the end. */
  function addRow(grid, above) {
    const row = grid.querySelector("template").content.firstElementChild.cloneNode(true);
    const key = `new${++added}`;
    for (const one of [row, ...row.querySelectorAll("*")]) {
      for (const { name, value } of NAMES.map((name) => ({ name, value: one.getAttribute(name) }))) {
        if (value)
          one.setAttribute(
            name,
            value.replace(BLANK, (_all, before, after) => before + key + after),
          );
      }
    }
    const rows = grid.querySelector("[data-rows]");
    rows.insertBefore(row, above ? above.nextElementSibling : null);
    for (const one of [row, ...controls(row)]) one.classList.add("dirty");
    number(rows);
    row.querySelector("select, input:not([type=hidden])")?.focus();
  }

  function moveRow(row, act) {
    const other = act === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other?.matches("[data-row]")) return;
    if (act === "up") other.before(row);
    else other.after(row);
    for (const one of [row, other]) one.classList.add("dirty");
  }

  // A removed row stays where it was until the form is saved, and can be brought back.
  function removeRow(row, button) {
    const gone = row.classList.toggle("gone");
    row.classList.add("dirty");
    for (const one of controls(row)) one.disabled = gone;
    button.textContent = gone ? "Keep" : "Remove";
  }

  function actOnRow(button) {
    const row = button.closest("[data-row]");
    const { act } = button.dataset;
    if (act === "add") addRow(button.closest("[data-grid]"), row);
    else if (act === "remove") removeRow(row, button);
    else moveRow(row, act);
    const rows = button.closest("[data-grid]").querySelector("[data-rows]");
    number(rows);
    unsaved();
  }

  /** Ask for a text beside the button, and call use with it. */
  function ask(button, label, use) {
    const box = document.createElement("span");
    const input = Object.assign(document.createElement("input"), { type: "text" });
    const take = Object.assign(document.createElement("button"), { type: "button", textContent: "Take" });
    input.setAttribute("aria-label", label);
    take.addEventListener("click", () => {
      if (input.value) use(input.value);
      box.remove();
    });
    box.append(input, " ", take);
    button.after(box);
    input.focus();
  }

  function addValue(button) {
    ask(button, "New value", (text) => {
      const select = [...document.querySelectorAll("select")].find((one) => one.name === button.dataset.add);
      select.add(new Option(text, text, false, true));
      mark(select);
    });
  }

  function addSetting(button) {
    ask(button, "Label of the setting", (text) => {
      const line = Object.assign(document.createElement("div"), { className: "line" });
      const id = `added-${++added}`;
      const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: text });
      const input = Object.assign(document.createElement("input"), { id, name: button.dataset.setting + text });
      line.append(label, " ", input);
      button.parentElement.before(line);
      mark(input);
      input.focus();
    });
  }

  /** The options of a drop-down, as far as they depend on another one. */
  globalThis.optionsWithin = async (name, within) => {
    const query = new URLSearchParams({ options: name, within });
    return (await fetch(`?${query}`)).json();
  };

  async function reload(select, within) {
    const options = await globalThis.optionsWithin(select.name, within);
    const first = [...select.options].map((one) => one.value).find((one) => one === "" || one === "All");
    const before = select.value;
    const texts = [...new Set([...(first === undefined ? [] : [first]), ...options])];
    select.replaceChildren(...texts.map((text) => new Option(text, text)));
    select.value = texts.includes(before) ? before : (first ?? "");
    mark(select);
  }

  /** The elements in all frames of the page. */
  const everywhere = (selector, frame = top) => [
    ...frame.document.querySelectorAll(selector),
    ...Array.from(frame.frames, (one) => everywhere(selector, one)).flat(),
  ];

  document.addEventListener("formdata", ({ target, formData }) => {
    if (!target.matches("[data-gathers]")) return;
    const forms = everywhere("[data-form]").map((one) => [...new FormData(one)]);
    formData.delete("_end");
    for (const [name, value] of [...forms.flat(), ["_end", "1"]]) formData.append(name, value);
  });
  // In a frame, Enter would load it again. A number that is none would be sent as if the field were blank.
  document.addEventListener("submit", (event) => {
    const isGathering = event.target.matches("[data-gathers]");
    const isValid = !isGathering || everywhere("[data-form]").every((one) => one.reportValidity());
    if (!event.target.getAttribute("method") || !isValid) event.preventDefault();
  });

  document.addEventListener("input", (event) => mark(event.composedPath()[0]));
  document.addEventListener("change", (event) => {
    const control = event.composedPath()[0];
    mark(control);
    for (const one of document.querySelectorAll("select[data-within]")) {
      if (control.name && one.dataset.within === control.name) reload(one, control.value);
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (button?.dataset.act) actOnRow(button);
    else if (button?.dataset.add) addValue(button);
    else if (button?.dataset.setting) addSetting(button);
  });
})();
