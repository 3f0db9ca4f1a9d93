// SPDX-License-Identifier: GPL-3.0-or-later
//
// The widgets of a form whose controls are elements with roles: each has a value, fires input and change, and is sent with the form.
(() => {
  const list = (box) => box.getRootNode().getElementById(box.getAttribute("aria-controls"));
  const isOn = (one) => one.getAttribute("aria-checked") === "true";
  // A browser ends a text that was typed with a line break of its own.
  const typed = (box) => (box.matches(".dirty") ? box.textContent.replace(/\n$/, "") : box.textContent);
  const READ = {
    combobox: (one) => [one.textContent],
    textbox: (one) => [typed(one)],
    listbox: (one) => [...one.querySelectorAll("[data-value]")].map((chip) => chip.dataset.value),
    radiogroup: (one) => [...one.children].filter(isOn).map((radio) => radio.textContent),
    switch: (one) => (isOn(one) ? ["Yes"] : []),
    checkbox: (one) => (isOn(one) ? ["Yes"] : []),
  };

  function* named(root) {
    for (const one of root.querySelectorAll("*")) {
      if (one.dataset.name && !one.closest(".gone")) yield one;
      if (one.shadowRoot) yield* named(one.shadowRoot);
    }
  }

  document.addEventListener("formdata", ({ target, formData }) => {
    if (!target.matches("[data-widgets]")) return;
    formData.delete("_end");
    for (const one of named(target)) for (const value of READ[one.role](one)) formData.append(one.dataset.name, value);
    formData.append("_end", "1");
  });

  function changed(one) {
    one.classList.add("dirty");
    one.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  }

  function open(box, isOpen = list(box).hidden) {
    list(box).hidden = !isOpen;
    box.ariaExpanded = String(isOpen);
  }

  function choose(option) {
    const root = option.getRootNode();
    const box = root.querySelector(`[aria-controls="${option.parentElement.id}"]`);
    for (const one of option.parentElement.children) one.ariaSelected = String(one === option);
    box.textContent = option.textContent;
    open(box, false);
    box.focus();
    changed(box);
  }

  function addChip(box, value) {
    const chip = Object.assign(document.createElement("span"), {
      className: "chip",
      role: "option",
      ariaSelected: "true",
    });
    chip.dataset.value = value;
    const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
    remove.ariaLabel = `Remove ${value}`;
    remove.dataset.remove = "";
    chip.append(`${value} `, remove);
    box.append(chip);
    changed(box);
  }

  /** The options that are left, and a field for another value. */
  function offer(button) {
    const box = button.previousElementSibling;
    const menu = document.createElement("div");
    const there = READ.listbox(box);
    for (const text of JSON.parse(box.dataset.options).filter((one) => !there.includes(one))) {
      const one = Object.assign(document.createElement("button"), { type: "button", textContent: text });
      one.addEventListener("click", () => {
        addChip(box, text);
        menu.remove();
      });
      menu.append(one, " ");
    }
    const input = document.createElement("input");
    input.setAttribute("aria-label", "New value");
    input.addEventListener("change", (event) => {
      event.stopPropagation();
      addChip(box, input.value);
      menu.remove();
    });
    menu.append(input);
    button.after(menu);
  }

  function press(one) {
    const { role } = one;
    if (role === "combobox") open(one);
    else if (role === "option" && one.parentElement.id) choose(one);
    else if (role === "switch" || role === "checkbox") {
      one.ariaChecked = String(!isOn(one));
      changed(one);
    } else if (role === "radio") {
      for (const other of one.parentElement.children) {
        other.ariaChecked = String(other === one);
        other.classList.add("dirty");
      }
      changed(one.parentElement);
    }
  }

  const ROLES = "[role=combobox], [role=option], [role=switch], [role=checkbox], [role=radio]";
  document.addEventListener("click", (event) => {
    const target = event.composedPath()[0];
    const button = target.closest("[data-remove], [data-add]");
    const one = target.closest(ROLES);
    if (button?.hasAttribute("data-remove")) {
      const box = button.closest("[role=listbox]");
      button.parentElement.remove();
      changed(box);
    } else if (button) offer(button);
    else if (one) press(one);
  });

  document.addEventListener("keydown", (event) => {
    const one = event.composedPath()[0].closest?.(ROLES);
    if (!one || one.matches("button")) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      press(one);
    } else if (one.role === "combobox" && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const options = [...list(one).children];
      const at = options.findIndex((option) => option.ariaSelected === "true") + (event.key === "ArrowDown" ? 1 : -1);
      if (options[at]) choose(options[at]);
    } else if (event.key === "Escape" && one.role === "combobox") open(one, false);
  });

  // The options of a drop-down that depends on another one.
  document.addEventListener("change", async (event) => {
    const box = event.composedPath()[0];
    for (const one of document.querySelectorAll("[data-within]")) {
      if (one.role !== "combobox" || one.dataset.within !== box.dataset?.name) continue;
      const options = await globalThis.optionsWithin(one.dataset.name, box.textContent);
      const first = ["", "All"].filter((text) => [...list(one).children].some((option) => option.textContent === text));
      const texts = [...new Set([...first, ...options])];
      if (!texts.includes(one.textContent)) one.textContent = texts[0] ?? "";
      const made = (text) => Object.assign(document.createElement("div"), { role: "option", textContent: text });
      list(one).replaceChildren(...texts.map(made));
      for (const option of list(one).children) option.ariaSelected = String(option.textContent === one.textContent);
      one.classList.add("dirty");
    }
  });
})();
