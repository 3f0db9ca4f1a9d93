// SPDX-License-Identifier: GPL-3.0-or-later
// While a form is filled: nothing is sent, the page is not left, and the person can stop it.
import { rootsIn } from "../screen/composed.js";
import { hasControl } from "../screen/kinds.js";
import { Refusal } from "./codes.js";
import { contains, Drafts } from "./drafts.js";

/** How long filling may take, in milliseconds. */
const LONGEST = 300_000;
/** Requests other than those for pictures, styles and scripts, whose addresses can contain what was typed, too. */
const SENDS = /^(beacon|fetch|iframe|other|xmlhttprequest)$/;

export class Guard {
  /** The code of what has happened; null as long as nothing has. */
  happened = null;
  /** {time, query} of the requests of the page. query: of a request that counts only if its query contains what was typed; otherwise null. */
  requests = [];
  ends = [];

  constructor(page) {
    // A frame without fields is not watched: a form that is sent into it does not leave the page.
    for (const root of rootsIn(page)) {
      if (!root.defaultView) this.watchForms(root);
      else if (root === page || (root.body && hasControl(root.body))) this.watch(root);
    }
    this.drafts = new Drafts(page);
    const timer = setTimeout(() => this.note("too_slow"), LONGEST);
    this.ends.push(() => clearTimeout(timer));
  }

  watch(page) {
    const view = page.defaultView;
    this.watchForms(view);
    for (const type of ["keydown", "pointerdown"])
      this.on(view, type, (event) => event.isTrusted && this.note("stopped"));
    this.on(page, "visibilitychange", () => page.visibilityState === "hidden" && this.note("stopped"));
    this.on(view, "pagehide", () => this.note("left"));
    if (view.navigation) this.on(view.navigation, "navigate", (event) => this.navigates(event));
    // A form can be sent into a frame.
    this.on(page, "load", ({ target }) => target.localName === "iframe" && this.request(performance.now()));
    const began = view.performance.timeOrigin - performance.timeOrigin;
    const requests = new view.PerformanceObserver((list) => this.requested(list.getEntries(), began));
    requests.observe({ type: "resource" });
    this.ends.push(() => requests.disconnect());
  }

  /** Events of forms do not leave a shadow root, so each root is watched. */
  watchForms(root) {
    this.on(root, "submit", (event) => this.prevent(event, "submitted"));
    // A script can send a form into another window.
    this.on(root, "formdata", ({ target }) => /^(?!_self$)./.test(target.target) && this.note("submitted"));
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

  /** A link to a place in the same page counts too, because the address is then not that of the plan. */
  navigates(event) {
    if (event.cancelable) event.preventDefault();
    this.note("left");
  }

  /** began: when the clock of the requesting document began. */
  requested(entries, began) {
    for (const { initiatorType, name, startTime } of entries)
      this.request(began + startTime, SENDS.test(initiatorType) ? null : new URL(name).search);
  }

  request(time, query = null) {
    this.requests.push({ time, query });
  }

  /** Throws a Refusal if something has happened. */
  check() {
    if (this.happened) throw new Refusal(this.happened);
  }

  /** Whether an unexpected request began after that time, or the page keeps one of the texts that were typed. */
  hasSent(since, texts, isExpected) {
    const isSent = (query) => query === null || texts.some((one) => contains(query, one));
    const isUnexpected = ({ time, query }) => time >= since && isSent(query) && !isExpected(time);
    return this.requests.some(isUnexpected) || this.drafts.has(texts);
  }

  end() {
    for (const one of this.ends) one();
  }
}
