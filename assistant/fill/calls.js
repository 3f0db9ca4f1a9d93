// SPDX-License-Identifier: GPL-3.0-or-later
// What a panel can call in a document.
import { rootsIn } from "../screen/composed.js";
import { Refusal, result, SENTENCES } from "./codes.js";
import { Filling } from "./fill.js";
import { Guard } from "./guard.js";
import { Marks } from "./marks.js";
import { otherInstitution } from "./other_institution.js";
import { followed, isControl, placeOn, screenOf, stateOf } from "./screen.js";
import { Loaded } from "./unsaved.js";

export class Calls {
  /** When the document was loaded. An update of the extension makes new calls with the same time. */
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
  /** The windows and shadow roots that are watched. */
  watched = new WeakSet();

  constructor(page) {
    this.page = page;
    this.marks = new Marks(page);
    this.watch();
  }

  /** Watch for changes in the documents and shadow roots that were added since. */
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
      otherInstitution: (request) => otherInstitution(this.page, request),
      fill: alone((request) => this.fill(request)),
      mark: (those) => this.mark(those),
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
      const code = error instanceof Refusal ? error.code : "failed";
      return { code, message: SENTENCES[code === "failed" ? "not_read" : code] };
    }
  }

  /** Notice fields that were changed without an event. */
  compare() {
    this.watch();
    const screen = screenOf(this.page);
    const { capture, items } = screen;
    const headings = items.filter(({ zone }) => zone === "heading").map(({ text }) => text);
    const name = JSON.stringify([capture.address, headings]);
    const states = items.flatMap((one, at) => (isControl(one) ? [[one.name, stateOf(at, screen)]] : []));
    const values = JSON.stringify(states);
    if (!this.seen.has(name)) this.seen.set(name, values);
    if (this.seen.get(name) !== values) this.isChanged = true;
    this.loaded.note(screen);
  }

  async fill(request) {
    this.compare();
    const filling = new Filling(this.page, request, this.loaded);
    this.filling = filling;
    try {
      const fields = await filling.fill();
      const left = fields.filter(({ code }) => code !== "filled");
      const isFilled = left.length < fields.length;
      if (isFilled) this.fillings.push(filling);
      this.accept(filling);
      this.marks.show(marksOf(filling));
      const code = left.length === 0 ? "filled" : isFilled ? "partly" : left[0].code;
      return {
        ...result(code, [...fields, ...filling.appeared()]),
        restored: null,
        capture: filling.now.capture,
        pairs: filling.pairs,
      };
    } catch (error) {
      if (error instanceof Refusal) return this.refused(error, filling);
      return { ...resultOf(error), restored: this.fillings.includes(filling) ? false : null };
    }
  }

  /** Values that were filled in or restored do not count as changes of the person. */
  accept(filling) {
    filling.look();
    const places = [...filling.own].map((at) => filling.placeOf(at)).filter((at) => filling.now.members[at]);
    this.loaded.accept(filling.now, places);
  }

  refused({ cause, code, fields, lost = [] }, filling) {
    if (code === "failed") globalThis.console.error(cause);
    if (filling.made.size === 0) return { ...result(code, fields), restored: null };
    if (lost.length === 0) return { ...result(code, fields), restored: true };
    this.fillings.push(filling);
    // The person gets both: that values differ now, and why the form was not filled.
    const [outcome, reason] = [result("not_restored", lost), result(code, fields)];
    return { ...outcome, message: `${outcome.message} The reason: ${reason.message}`, cause: reason, restored: false };
  }

  /** Mark items of a capture: [{at, text}]. */
  mark({ items, marks }) {
    const screen = screenOf(this.page);
    const places = followed(items, screen.items);
    if (marks.some(({ at }) => places[at] === null)) return result("changed_since");
    const shown = marks.map(({ at, text }) => ({ element: rowOf(screen.members[places[at]][0]), text }));
    this.marks.show(shown);
    shown[0].element.scrollIntoView({ block: "center", behavior: "instant" });
    return result("place_marked");
  }

  /** Restore what the last filling has filled. */
  async undo() {
    if (!this.isFilled) return result("nothing_to_undo");
    const last = this.fillings.at(-1);
    try {
      last.refuseOtherRows();
    } catch (error) {
      return resultOf(error);
    }
    const guard = new Guard(this.page);
    const lost = await last.restore().finally(() => guard.end());
    this.marks.hide();
    if (lost.length > 0) return result("not_restored", lost);
    this.fillings.pop();
    this.accept(last);
    const fields = last.fields
      .filter(({ code }) => !code)
      .map(({ before, label, name, value }) => ({ name, label, code: "restored", before: value, after: before }));
    return { ...result("restored", fields), step: last.request.step };
  }
}

/** The result of a refusal; any other error is logged to the browser's console, and its result is `failed`. */
function resultOf(error) {
  if (error instanceof Refusal) return result(error.code, error.fields);
  globalThis.console.error(error);
  return result("failed");
}

const rowOf = (element) => element.closest("tr, [role=row]") ?? element;

/** {element, text} of each field that was filled: its first control and its values; for a field in a row, the row and which one it is. */
function marksOf({ fields, first, made, now, pairs }) {
  const shown = fields.flatMap(({ before, code, row, settings, value }) => {
    const at = code ? undefined : settings.find((one) => made.has(one.at))?.at;
    const place = at === undefined ? null : placeOn(now, first, at, pairs);
    if ((place ?? null) === null) return [];
    const [element] = now.members[place];
    if (row) return [{ element: rowOf(element), text: row }];
    return [{ element, text: `${before || "(blank)"} \u2192 ${value || "(blank)"}` }];
  });
  return [...new Map(shown.map((one) => [one.element, one])).values()];
}
