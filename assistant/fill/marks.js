// SPDX-License-Identifier: GPL-3.0-or-later
// Marks around the fields that were filled, with the old and the new value, until the document is left. They are drawn above the page, not in it.

import { placeOf } from "./documents.js";

const BLUE = "#0b57d0";

export class Marks {
  /** {element, box, label} of each mark. */
  marks = [];

  constructor(page) {
    this.page = page;
  }

  /** Replaces the marks. those: [{element, text}]. */
  show(those) {
    this.hide();
    if (those.length === 0) return;
    this.open();
    for (const { element, text } of those) this.add(element, text);
    this.draw();
  }

  open() {
    this.host = this.page.createElement("div");
    this.host.setAttribute("aria-hidden", "true");
    styled(this.host, {
      all: "initial",
      position: "fixed",
      inset: "0",
      border: "0",
      "pointer-events": "none",
      background: "none",
      "z-index": "2147483647",
    });
    styled(this.host, { width: "100vw", height: "100vh", overflow: "hidden" });
    this.root = this.host.attachShadow({ mode: "closed" });
    this.page.documentElement.append(this.host);
    // A popover is drawn above a dialog, too.
    this.host.popover = "manual";
    this.host.showPopover?.();
    const view = this.page.defaultView;
    const redraw = () => view.requestAnimationFrame(() => this.draw());
    this.ends = ["scroll", "resize"].map((type) => {
      view.addEventListener(type, redraw, { capture: true, passive: true });
      return () => view.removeEventListener(type, redraw, { capture: true });
    });
    this.timer = view.setInterval(redraw, 500);
    this.ends.push(() => view.clearInterval(this.timer));
  }

  add(element, text) {
    const box = this.page.createElement("div");
    const label = this.page.createElement("div");
    styled(box, { position: "fixed", outline: `3px solid ${BLUE}`, "border-radius": "3px" });
    styled(label, {
      position: "fixed",
      background: BLUE,
      color: "white",
      font: "12px/1.4 sans-serif",
      padding: "1px 6px",
    });
    styled(label, {
      "max-width": "40em",
      "border-radius": "3px",
      "white-space": "nowrap",
      overflow: "hidden",
      "text-overflow": "ellipsis",
    });
    label.textContent = text;
    this.root.append(box, label);
    this.marks.push({ element, box, label });
  }

  draw() {
    for (const { element, box, label } of this.marks) {
      const { height, left, top, width } = placeOf(drawn(element));
      const shown = element.isConnected && width > 0 ? "block" : "none";
      styled(box, { display: shown, left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
      styled(label, { display: shown });
      const { innerWidth } = this.page.defaultView;
      const [space, needed] = [innerWidth - left - width, label.offsetWidth + 8];
      if (!isRow(element)) {
        const isBeside = needed < space;
        styled(label, { left: `${isBeside ? left + width + 6 : left}px`, top: `${isBeside ? top : top + height}px` });
      } else if (needed < space || needed < left)
        // The label must not cover a cell.
        styled(label, { left: `${needed < space ? left + width + 6 : left - needed}px`, top: `${top}px` });
      else styled(label, { display: "none" });
    }
  }

  hide() {
    for (const end of this.ends ?? []) end();
    this.host?.remove();
    this.marks = [];
  }
}

const isRow = (element) => element.matches("tr, [role=row]");

/** What is drawn for a control that is too small to be seen. */
function drawn(element) {
  for (let at = element; at?.parentElement; at = at.parentElement) {
    const { height, width } = at.getBoundingClientRect();
    if (height > 8 && width > 8) return at;
  }
  return element;
}

/** Set by CSSOM, which no content security policy forbids. */
function styled(element, style) {
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value, "important");
}
