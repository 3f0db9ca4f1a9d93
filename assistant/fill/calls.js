// SPDX-License-Identifier: GPL-3.0-or-later
// What a panel can call in a document.

import { rootsIn } from "../screen/composed.js";
import { Refusal, result, SENTENCES } from "./codes.js";
import { Filling } from "./fill.js";
import { Guard } from "./guard.js";
import { Marks } from "./marks.js";
import { besidePlace } from "./places.js";
import { described, identify, keysOf, planned, unfit } from "./plan.js";
import { entryText, isControl, screenOf } from "./screen.js";
import { Loaded } from "./unsaved.js";

export class Calls {
  /** When the document was loaded: the same after an update of the extension, of which these calls are anew. */
  document = String(performance.timeOrigin);
  /** The fillings that were not restored. */
  fillings = [];
  /** The filling that was begun last. */
  filling = null;
  isBusy = false;
  isChanged = false;
  /** The values of the fields at the first look at each screen, by its address and headings. */
  seen = new Map();
  loaded = new Loaded();
  /** The windows whose events are noticed. */
  watched = new WeakSet();

  constructor(page) {
    this.page = page;
    this.marks = new Marks(page);
    this.watch();
  }

  /** Notice the changes in the documents and shadow roots that came since. */
  watch() {
    const note = () => {
      this.isChanged = true;
    };
    const views = rootsIn(this.page).map((root) => root.defaultView ?? root);
    for (const one of views.filter((view) => !this.watched.has(view))) {
      this.watched.add(one);
      for (const type of ["input", "change"]) one.addEventListener(type, note, { capture: true, passive: true });
    }
  }

  get functions() {
    const alone = (act) => async (request) => {
      if (this.isBusy) return result("busy");
      this.isBusy = true;
      try {
        return { ...(await act(request)), isFilled: this.isFilled };
      } catch (error) {
        return { ...resultOf(error), isFilled: this.isFilled };
      } finally {
        this.isBusy = false;
      }
    };
    return {
      document: () => this.document,
      look: () => this.look(),
      isOpen: (request) => this.isOpen(request),
      plan: (request) => this.plan(request),
      fill: alone((request) => this.fill(request)),
      markPlace: alone((request) => this.markPlace(request)),
      undo: alone(() => this.undo()),
      stop: () => this.filling?.stop(),
    };
  }

  get isFilled() {
    return this.fillings.length > 0;
  }

  look() {
    try {
      this.compare();
      return { message: null, document: this.document, isFilled: this.isFilled, isChanged: this.isChanged };
    } catch (error) {
      return { message: error instanceof Refusal ? error.message : SENTENCES.not_read };
    }
  }

  /** Notice fields that were changed without an event. */
  compare() {
    this.watch();
    const { address, entries, headings } = screenOf(this.page);
    const name = JSON.stringify([address, headings]);
    const values = JSON.stringify(entries.filter(isControl).map((one) => [one.key, entryText(one)]));
    if (!this.seen.has(name)) this.seen.set(name, values);
    if (this.seen.get(name) !== values) this.isChanged = true;
    this.loaded.note(entries);
  }

  /** Whether the page shows the object of a step so that it can be saved there. */
  isOpen(request) {
    try {
      identify(this.page, screenOf(this.page), { ...request, object: { ...request.object, is_new: false } });
      return { isOpen: true, document: this.document, isFilled: this.isFilled };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { isOpen: false, document: this.document, isFilled: this.isFilled };
    }
  }

  plan(request) {
    try {
      const { fields, screen } = planned(this.page, request);
      const problem = unfit(screen, keysOf(fields));
      if (problem) return result(problem.code, problem.fields);
      const isDone = fields.every(({ code }) => code === "already_so");
      return result(isDone ? "already_so" : "ready", fields.map(described));
    } catch (error) {
      return resultOf(error);
    }
  }

  async fill(request) {
    this.compare();
    const filling = new Filling(this.page, request, this.loaded);
    this.filling = filling;
    const made = await this.filledBy(filling);
    const wanted = new Map(request.fields.map(({ name, value }) => [name, value]));
    const fields = made.fields.map((one) => (one.name === null ? one : { ...one, wanted: wanted.get(one.name) }));
    return { ...made, fields };
  }

  async filledBy(filling) {
    try {
      const fields = await filling.fill();
      if (filling.made.size === 0) return { ...result("already_so", fields.map(described)), restored: null };
      this.fillings.push(filling);
      this.accept(filling);
      const outcomes = fields.map((one) => filled(one, filling));
      const marks = fields.flatMap((one, at) => (outcomes[at].code === "filled" ? [markOf(one, outcomes[at])] : []));
      this.marks.show([...marks, ...this.beside(filling.request).filter(({ isBeside }) => !isBeside)]);
      return { ...result("filled", outcomes), restored: null };
    } catch (error) {
      if (error instanceof Refusal) return this.refused(error, filling);
      return { ...resultOf(error), restored: this.fillings.includes(filling) ? false : null };
    }
  }

  /** What was filled in, or restored, is no change of the person. */
  accept({ fields }) {
    const own = keysOf(fields);
    this.loaded.accept(screenOf(this.page).entries.filter(({ key }) => own.has(key)));
  }

  refused({ cause, code, fields, lost }, filling) {
    if (code === "failed") globalThis.console.error(cause);
    if (filling.made.size === 0) return { ...result(code, fields), restored: null };
    if (lost.length === 0) return { ...result(code, fields), restored: true };
    this.fillings.push(filling);
    // Both are told: that values differ now, and why the form was not filled.
    const [outcome, reason] = [result("not_restored", lost.map(lostField)), result(code, fields)];
    return { ...outcome, message: `${outcome.message} The reason: ${reason.message}`, cause: reason, restored: false };
  }

  /** Mark the place of a row of a map. */
  markPlace(request) {
    const marks = this.beside(request);
    this.marks.show(marks);
    marks[0]?.element.scrollIntoView({ block: "center", behavior: "instant" });
    return result(marks.length > 0 ? "place_marked" : "place_not_shown");
  }

  beside(request) {
    const rows = request.rows ?? (request.row ? [{ ...request.row, fields: request.fields }] : []);
    return rows.flatMap((row) => besidePlace(this.page, row));
  }

  /** Restore what the last filling has filled. */
  async undo() {
    if (!this.isFilled) return result("nothing_to_undo");
    const last = this.fillings.at(-1);
    try {
      last.refuseOtherScreen();
    } catch (error) {
      return resultOf(error);
    }
    const guard = new Guard(this.page);
    const lost = await last.restore().finally(() => guard.end());
    this.marks.hide();
    if (lost.length > 0) return result("not_restored", lost.map(lostField));
    this.fillings.pop();
    this.accept(last);
    return { ...result("restored", last.restored()), step: last.request.step };
  }
}

/** The result of a refusal, and of a page with which the program cannot work: its error is for the browser's console. */
function resultOf(error) {
  if (error instanceof Refusal) return result(error.code, error.fields);
  globalThis.console.error(error);
  return result("failed");
}

const lostField = ({ label }) => ({ name: null, label, code: "not_restored" });

const markOf = ({ parts }, { before, after }) => ({
  element: Object.values(parts)[0].elements[0],
  text: `${before || "(blank)"} \u2192 ${after || "(blank)"}`,
});

/** A field after filling, with its values. */
function filled({ field, shown }, { before, made }) {
  const isMade = [...made.values()].some((one) => one.field.name === field.name);
  const { label, name } = field;
  return { name, label, code: isMade ? "filled" : "already_so", before: before.get(name), after: shown };
}
