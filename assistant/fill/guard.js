// SPDX-License-Identifier: GPL-3.0-or-later
// While a form is filled: nothing is sent, the page is not left, and the person can stop it.
import { Refusal } from "./codes.js";
import { contains, Drafts } from "./drafts.js";

/** Requests that are no pictures, styles or scripts. Of those, an address can contain what was typed. */
const SENDS = /^(beacon|fetch|iframe|other|xmlhttprequest)$/;

export class Guard {
  /** The code of what has happened; null as long as nothing has. */
  happened = null;
  /** {time, query} of the requests of the page. query: of one that counts only if it contains what was typed; otherwise null. */
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
    this.drafts = new Drafts(page);
    // A form can be sent into a frame.
    this.on(page, "load", ({ target }) => target.localName === "iframe" && this.request(performance.now()));
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
    for (const { initiatorType, name, startTime } of entries)
      this.request(startTime, SENDS.test(initiatorType) ? null : new URL(name).search);
  }

  request(time, query = null) {
    this.requests.push({ time, query });
  }

  /** Throws a Refusal if something has happened. */
  check() {
    if (this.happened) throw new Refusal(this.happened);
  }

  /** Whether a request began after that time, or the page keeps one of the texts that were typed. */
  hasSent(since, texts) {
    const isSent = (query) => query === null || texts.some((one) => contains(query, one));
    return this.requests.some(({ time, query }) => time >= since && isSent(query)) || this.drafts.has(texts);
  }

  end() {
    for (const one of this.ends) one();
  }
}
