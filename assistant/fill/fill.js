// SPDX-License-Identifier: GPL-3.0-or-later
// Filling a form: each setting is made, waited for, and compared; then everything is compared with what was there before.
import { Refusal } from "./codes.js";
import { canEnd, isShownIn, obstacle, set } from "./controls.js";
import { Guard } from "./guard.js";
import { otherInstitution } from "./other_institution.js";
import { quiet, until, wait } from "./quiet.js";
import { refuseUnfit } from "./required.js";
import { restore, WATCHED } from "./restore.js";
import { followed, isControl, pairsOf, placeOn, screenOf, stateOf } from "./screen.js";

/** How long a page may take to send what was typed, in milliseconds. */
const SENDS_WITHIN = 700;
/** How long a field may take to change after another field was filled in. */
const DEPENDS_WITHIN = 5000;
/** How long a page may take to show a value. */
const SHOWS_WITHIN = 800;
/** How long what is in front of a form may take to disappear. */
const FADES_WITHIN = 3000;
/** The codes of refusals that can be due to something in front of the form. */
const BEHIND = /^(not_this_screen|institution_unknown|revealed)$/;

/** One filling of the form in a page. */
export class Filling {
  /** The settings that were made, by the numbers of their items on the first screen. */
  made = new Map();
  /** {from, to} of the times in which lists were opened and searched for entries. */
  opened = [];
  /** {began, at, lists} of the settings, in their order. lists: as of lists() before a choice; null for a text. */
  begun = [];

  /** loaded: the values of the form before the person changed any. */
  constructor(page, request, loaded) {
    this.page = page;
    this.request = request;
    this.loaded = loaded;
  }

  /** The fields with their codes. Throws a Refusal after everything was restored; its `lost` has what could not be restored. */
  async fill() {
    this.first = this.now = screenOf(this.page);
    this.refuseOthersSite();
    this.fields = this.placed();
    this.own = new Set(this.fields.flatMap(({ settings }) => settings.map(({ at }) => at)));
    refuseUnfit(this.first, this.own);
    this.refuseUnsaved();
    this.guard = new Guard(this.page);
    try {
      return await this.write();
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal("failed");
      refusal.cause ??= error;
      const ended = performance.now();
      refusal.lost = await this.restore();
      // A page can save what is in a form when its tab is hidden.
      if (refusal.code === "stopped") this.refuseSent(this.begun[0]?.began, ended, refusal.lost);
      throw refusal;
    } finally {
      this.guard.end();
    }
  }

  /** Refuse the person's own changes in other fields, about which the person is asked once. */
  refuseUnsaved() {
    const { items, own: ofStep } = this.request;
    const places = followed(items, this.first.items);
    const own = new Set([...this.own, ...ofStep.map((at) => places[at])]);
    const changed = this.loaded.changed(this.first, own);
    if (changed.length > 0 && !this.request.allow_unsaved) {
      const fields = changed.map((at) => ({ ...this.named(at), code: "unsaved" }));
      throw new Refusal("unsaved", fields);
    }
    this.loaded.accept(this.first, changed);
  }

  /** Called when a person stops the filling. */
  stop() {
    this.guard?.note("stopped");
  }

  /** The fields with their places on the first screen, which is that of the request. */
  placed() {
    const { fields, items } = this.request;
    const places = followed(items, this.first.items);
    const isSame = ({ at }) => places[at] !== null && stateOf(at, { items }) === stateOf(places[at], this.first);
    if (!fields.every(({ settings }) => settings.every(isSame))) throw new Refusal("changed_since");
    return fields.map((one) => ({
      ...one,
      settings: one.settings.map((setting) => ({ ...setting, at: places[setting.at], field: one })),
    }));
  }

  refuseOthersSite() {
    const code = otherInstitution(this.page, this.request);
    if (code) throw new Refusal(code);
  }

  // ------------------------------------------------------------------------------------------------------ settings

  async write() {
    for (const field of this.fields) await this.setField(field);
    await this.settled();
    // A choice in one list can remove the choice in another one.
    for (const field of this.fields.filter((one) => !one.code && !this.isShown(one))) await this.setField(field);
    await this.settled();
    await wait(WATCHED);
    this.guard.check();
    this.refuseSent(this.begun[0]?.began);
    return this.verified();
  }

  /** Make the settings of a field. If one cannot be made, the field is restored and left. */
  async setField(field) {
    try {
      for (const setting of field.settings) await this.setting(setting);
    } catch (error) {
      if (!(error instanceof Refusal) || !error.isOfField || this.request.isWhole) {
        if (error instanceof Refusal && error.isOfField) error.fields = [{ ...about(field), code: error.code }];
        throw error;
      }
      field.code = error.code;
      await restore(this.page, this.first, field.settings, new Set(field.settings.map(({ at }) => at)), false);
      await this.stable();
    }
  }

  /** The entries of a list can be loaded after one of them was chosen, which removes the choice: it is chosen once more. */
  async setting(setting) {
    const rounds = this.made.size > 0 && this.first.items[setting.at].kind === "choice" ? 2 : 1;
    for (let round = 0; round < rounds; round += 1) if (await this.isMade(setting)) return;
    throw new Refusal("not_read_back");
  }

  async isMade(setting) {
    await this.stable();
    const at = await this.ready(setting);
    const element = this.now.members[at][0];
    // Only the entries show whether a text is a hint, or whether blank means all.
    if (!setting.hint && !setting.canBeBlank && isShownIn(setting, at, this.now)) return true;
    const isFirst = this.made.size === 0;
    this.made.delete(setting.at);
    this.made.set(setting.at, setting);
    const began = performance.now();
    const isText = this.first.items[setting.at].kind === "text";
    this.begun.push({ began, at: setting.at, lists: isText ? null : this.lists() });
    await set(this.now.members[at], setting.value, {
      ...setting,
      isField: (one) => this.isStill(setting, element, one),
      onOpened: (time) => this.opened.push(time),
    });
    await quiet(this.page);
    await until(() => (this.isSet(setting) ? true : null), SHOWS_WITHIN);
    if (isFirst) await wait(SENDS_WITHIN);
    this.guard.check();
    if (isFirst || isText) this.refuseSent(began);
    await this.stable();
    return this.isSet(setting);
  }

  /** The number of the control as soon as it can be set. A control that depends on another field can need some time. */
  async ready(setting) {
    const problem = () => {
      const at = this.placeOf(setting.at);
      return at === null || at === undefined ? "field_missing" : obstacle(this.now.members[at], setting.value);
    };
    const isAlone = this.made.size === 0;
    const later = () => {
      this.look();
      return problem() === null ? true : null;
    };
    if (problem() !== null && !isAlone && canEnd(problem())) await until(later, DEPENDS_WITHIN);
    const code = problem();
    if (code) throw new Refusal(code);
    return this.placeOf(setting.at);
  }

  /** Whether an element is the control of a setting: the same one, or one that the page drew in its place. */
  isStill(setting, element, one) {
    const now = screenOf(this.page);
    const at = placeOn(now, this.first, setting.at, pairsOf(this.first, now));
    if (at === null || at === undefined) return false;
    return now.members[at].includes(one) && (one === element || !element.isConnected);
  }

  isSet(setting) {
    this.look();
    const at = this.placeOf(setting.at);
    return at !== null && at !== undefined && isShownIn(setting, at, this.now);
  }

  isShown = ({ settings }) => settings.every((one) => this.isSet(one));

  // ------------------------------------------------------------------------------------------------------ the screen

  look() {
    this.now = screenOf(this.page);
    this.pairs = pairsOf(this.first, this.now);
  }

  placeOf(at) {
    return this.pairs ? placeOn(this.now, this.first, at, this.pairs) : at;
  }

  /** Refuse another screen, after waiting until what a list had put in front of the form is gone. */
  async stable() {
    const end = performance.now() + FADES_WITHIN;
    for (;;) {
      try {
        return this.refuseChanges();
      } catch (error) {
        if (!BEHIND.test(error.code) || performance.now() > end) throw error;
        await wait(50);
      }
    }
  }

  refuseChanges() {
    this.guard.check();
    this.look();
    this.refuseOtherScreen();
    const own = (at) => this.own.has(at);
    const controls = [...this.first.items.keys()].filter((at) => isControl(this.first.items[at]));
    const moved = controls.filter((at) => this.placeOf(at) === undefined);
    if (moved.length > 0)
      throw new Refusal(this.first.items[moved[0]].cell ? "rows_changed" : "other_field", moved.map(this.named));
    const gone = controls.filter((at) => this.placeOf(at) === null);
    if (gone.length > 0) throw new Refusal("revealed", gone.map(this.named));
    const isChanged = (at) => stateOf(this.placeOf(at), this.now) !== stateOf(at, this.first);
    const changed = controls.filter((at) => !own(at) && isChanged(at));
    if (changed.length > 0) throw new Refusal("other_changed", changed.map(this.named));
  }

  named = (at) => ({ name: null, label: this.first.items[at].name || "?", code: "" });

  /** A single-page application can show another object in the same document. */
  refuseOtherScreen() {
    const { address } = this.first.capture;
    const headings = this.first.items.flatMap(({ zone }, at) => (zone === "heading" ? [at] : []));
    if (this.now.capture.address !== address || headings.some((at) => this.pairs[at] === null))
      throw new Refusal("not_this_screen");
    this.refuseOthersSite();
  }

  async settled() {
    this.page.activeElement?.blur?.();
    await quiet(this.page);
    await this.stable();
  }

  /** until: a time after which requests do not count. lost: what could not be restored. */
  refuseSent(since, until = Number.POSITIVE_INFINITY, lost = []) {
    const typed = [...this.made.values()].map(({ value }) => value).filter((value) => typeof value === "string");
    if (this.guard.hasSent(since, typed, (time) => time > until || this.isOfList(time)))
      throw Object.assign(new Refusal("saves_itself"), { lost });
  }

  /** Whether a request loaded the entries of a list that was opened, or of other fields after a choice on which they depend. */
  isOfList(time) {
    if (this.opened.some(({ from, to }) => from <= time && time <= to)) return true;
    const { at, lists } = this.begun.findLast(({ began }) => began <= time) ?? {};
    if (!lists) return false;
    this.look();
    const now = this.lists();
    return [...lists.keys()].some((one) => one !== at && lists.get(one) !== now.get(one));
  }

  /** The entries of the drop-downs, and which fields cannot be changed, by the numbers of their items on the first screen. */
  lists() {
    const about = ({ flags = [], list }) => JSON.stringify([flags.includes("disabled"), list]);
    const places = [...this.first.items.keys()].map((at) => [at, this.placeOf(at)]);
    return new Map(
      places.flatMap(([at, place]) => (this.now.items[place] ? [[at, about(this.now.items[place])]] : [])),
    );
  }

  // ------------------------------------------------------------------------------------------------------ the end

  /** The fields with their codes: each has its value, or is as it was. */
  verified() {
    this.refuseChanges();
    for (const field of this.fields) {
      const isAsWanted = this.isShown(field);
      if (!field.code && !isAsWanted) throw new Refusal("not_read_back", [{ ...about(field), code: "not_read_back" }]);
      if (field.code && !this.isAsBefore(field)) throw new Refusal(field.code, [{ ...about(field), code: field.code }]);
    }
    refuseUnfit(this.now, new Set([...this.own].map((at) => this.placeOf(at))), true);
    return this.fields.map((one) => ({ ...about(one), code: one.code ?? "filled" }));
  }

  isAsBefore = ({ settings }) =>
    settings.every(({ at }) => stateOf(this.placeOf(at), this.now) === stateOf(at, this.first));

  /** The controls that have appeared since the first look. */
  appeared() {
    const known = new Set(this.pairs);
    return this.now.items.flatMap((one, at) =>
      isControl(one) && !known.has(at) ? [{ name: null, label: one.name || "?", code: "appeared" }] : [],
    );
  }

  /** Throws a Refusal if the screen is no longer the one that was filled. */
  refuseOtherRows() {
    this.look();
    this.refuseOtherScreen();
    const isMoved = (at) => this.placeOf(at) === undefined || this.placeOf(at) === null;
    if ([...this.made.keys()].some((at) => this.first.items[at].cell && isMoved(at))) throw new Refusal("rows_changed");
  }

  /** Restore the form. Returns the controls that could not be restored: all of them if the page cannot be read any more. */
  async restore() {
    const settings = [...this.made.values()].reverse();
    return restore(this.page, this.first, settings, this.own).catch(() => settings.map(({ at }) => this.named(at)));
  }
}

const about = ({ before, label, name, value }) => ({ name, label, before, wanted: value });
