// SPDX-License-Identifier: GPL-3.0-or-later
// While a form is filled: nothing is sent, the page is not left, and the person can stop it.
import { Refusal } from "./codes.js";

/** Requests that are no pictures, styles or scripts. */
const SENDS = /^(beacon|fetch|iframe|other|xmlhttprequest)$/;

export class Guard {
  /** The code of what has happened; null as long as nothing has. */
  happened = null;
  /** When the page made its requests. */
  requests = [];
  ends = [];

  constructor(page) {
    const view = page.defaultView;
    this.on(view, "submit", (event) => this.prevent(event, "submitted"));
    for (const type of ["keydown", "pointerdown"])
      this.on(view, type, (event) => event.isTrusted && this.note("stopped"));
    this.on(page, "visibilitychange", () => page.visibilityState === "hidden" && this.note("stopped"));
    this.on(view, "pagehide", () => this.note("left"));
    if (view.navigation) this.on(view.navigation, "navigate", (event) => this.navigates(event));
    const watch = new PerformanceObserver((list) => this.requested(list.getEntries()));
    watch.observe({ type: "resource" });
    this.ends.push(() => watch.disconnect());
  }

  on(target, type, act) {
    target.addEventListener(type, act, { capture: true });
    this.ends.push(() => target.removeEventListener(type, act, { capture: true }));
  }

  note(code) {
    this.happened ??= code;
  }

  prevent(event, code) {
    event.preventDefault();
    event.stopImmediatePropagation();
    this.note(code);
  }

  /** A place in the same page is no other page, but another address than that of the plan. */
  navigates(event) {
    if (event.cancelable) event.preventDefault();
    this.note("left");
  }

  requested(entries) {
    for (const { initiatorType, startTime } of entries) if (SENDS.test(initiatorType)) this.requests.push(startTime);
  }

  /** Throws a Refusal if something has happened. */
  check() {
    if (this.happened) throw new Refusal(this.happened);
  }

  /** Whether a request began after that time. */
  hasSent(since) {
    return this.requests.some((time) => time >= since);
  }

  end() {
    for (const one of this.ends) one();
  }
}
