// SPDX-License-Identifier: GPL-3.0-or-later
// Filling a form: each setting is made, waited for, and read back; then everything is compared with what was there before.
import { controlKind } from "../screen/kinds.js";
import { referenced } from "../screen/tree.js";
import { Refusal } from "./codes.js";
import { optionsOf, set } from "./controls.js";
import { Guard } from "./guard.js";
import { described, fieldOn, identify, keysOf, named, planned, unfit } from "./plan.js";
import { quiet, until, wait } from "./quiet.js";
import { restore, WATCHED } from "./restore.js";
import { entryText, isControl, screenOf } from "./screen.js";

/** How long a page may take to send what was typed, in milliseconds. */
const SENDS_WITHIN = 700;
/** How long a field may take to become what it is after another one was filled in. */
const DEPENDS_WITHIN = 3000;
/** How long a page may take to show a value. */
const SHOWS_WITHIN = 800;
/** How long what is in front of a form may take to disappear. */
const FADES_WITHIN = 3000;
/** What a form seems to be while something is in front of it. */
const BEHIND = /^(another_object|not_this_screen|institution_unknown|revealed)$/;
/** The codes of fields that can be set now. */
const OPEN = /^(to_fill|field_changed)$/;
/** Whether a field waits for another one. */
const isWaitingFor = ({ code }) => !OPEN.test(code) && code !== "already_so";

/** One filling of the form in a page. */
export class Filling {
  /** The settings that were made, by the keys of their entries and parts. */
  made = new Map();
  /** {from, to} of the times in which lists were opened, and their entries looked for. */
  opened = [];
  /** {began, key, setting, lists} of them, in their order. key: of the entry. setting: as in made. lists: before a choice; null of a text. */
  begun = [];

  /** loaded: the values of the form before the person changed any. */
  constructor(page, request, loaded) {
    this.page = page;
    this.request = request;
    this.loaded = loaded;
  }

  /** The fields with what was filled in. Throws a Refusal after everything was restored; its `restored` tells whether that succeeded. */
  async fill() {
    const { screen, fields, request } = planned(this.page, this.request);
    this.first = this.now = screen;
    this.fields = fields;
    this.request = request;
    this.before = new Map(fields.map(({ field, shown }) => [field.name, shown]));
    const problem = unfit(screen, keysOf(fields));
    if (problem) throw new Refusal(problem.code, problem.fields);
    this.refuseUnsaved(screen);
    if (fields.every(({ code }) => code === "already_so")) return fields;
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

  /** A person is asked about own changes in other fields once. */
  refuseUnsaved({ entries }) {
    const changed = this.loaded.changed(entries, keysOf(this.fields));
    if (changed.length > 0 && !this.request.allow_unsaved) throw new Refusal("unsaved", changed.map(named("unsaved")));
    this.loaded.accept(changed);
  }

  /** A person stops it. */
  stop() {
    this.guard?.note("stopped");
  }

  async write() {
    do await this.settings();
    while (this.isToSetAgain());
    this.refuseSent(this.begun[0]?.began);
    return this.verified();
  }

  /** Make all settings, and watch the page. */
  async settings() {
    let fields = await this.stable();
    for (let next = await this.next(fields); next; next = await this.next(fields)) {
      await this.setting(next);
      fields = await this.stable();
    }
    await this.settled();
    await wait(WATCHED);
    this.guard.check();
  }

  /** Whether a field has lost its value some time after a choice on which it depends. */
  isToSetAgain() {
    const open = this.compared().filter(({ code }) => OPEN.test(code));
    return open.length > 0 && open.every(({ settings }) => settings.every((one) => !this.isFinal(one)));
  }

  /** Whether it was made as often as it may: a second time after a choice on which the field can depend. */
  isFinal(setting) {
    const isOf = (one) => one.setting === keyOf(setting);
    const count = this.begun.filter(isOf).length;
    const isText = setting.entry.control === "text";
    const isChosenSince = !isText || this.begun.slice(this.begun.findLastIndex(isOf)).some(({ lists }) => lists);
    return count > 1 || (count === 1 && !isChosenSince);
  }

  /** The first setting that is still to be made; undefined if there is none. A field that depends on another one can need some time. */
  async next(fields) {
    const first = (those) => those.filter(({ code }) => OPEN.test(code)).flatMap(({ settings }) => settings)[0];
    const isWaiting = fields.some(isWaitingFor);
    const later = () => first(this.compared()) ?? null;
    const next = first(fields) ?? (isWaiting ? await until(later, DEPENDS_WITHIN) : null);
    if (next && this.isFinal(next)) throw new Refusal("not_read_back", [described({ ...next, code: "not_read_back" })]);
    return next;
  }

  async setting(setting) {
    const isFirst = this.made.size === 0;
    this.made.set(keyOf(setting), setting);
    const began = performance.now();
    const isText = setting.entry.control === "text";
    const { key } = setting.entry;
    this.begun.push({ began, key, setting: keyOf(setting), lists: isText ? null : listsOf(screenOf(this.page)) });
    try {
      await set(this.watched(setting.entry), setting.value, setting.isOption);
    } catch (error) {
      if (error instanceof Refusal) error.fields = [described({ ...setting, code: error.code })];
      throw error;
    }
    await quiet(this.page);
    await until(() => this.isShown(setting), SHOWS_WITHIN);
    if (isFirst) await wait(SENDS_WITHIN);
    this.guard.check();
    if (isFirst || isText) this.refuseSent(began);
  }

  /** An entry for set(). Its control is still the same if it is of that kind, and has not the name of another one; or one that the page drew in its place. */
  watched(entry) {
    const [element] = entry.elements;
    const kind = controlKind(element);
    const others = new Set(this.first.entries.map(nameOf));
    others.delete(nameOf(entry));
    const isOther = (one) => one.elements.includes(element) && others.has(nameOf(one));
    const isSame = () => controlKind(element) === kind && !screenOf(this.page).entries.some(isOther);
    const isAnew = (one) =>
      screenOf(this.page).entries.some((now) => now.key === entry.key && now.elements.includes(one));
    return {
      ...entry,
      isField: (one) => (one === element ? isSame() : isAnew(one)),
      onOpened: (time) => this.opened.push(time),
    };
  }

  /** Whether the screen shows what was set: true, or null. */
  isShown({ entry, isSet }) {
    const now = screenOf(this.page).entries.find(({ key }) => key === entry.key);
    return !now || isSet(now) ? true : null;
  }

  /** until: a time after which requests do not count. lost: what could not be restored. */
  refuseSent(since, until = Number.POSITIVE_INFINITY, lost = []) {
    const typed = [...this.made.values()].filter(({ entry }) => entry.control === "text").map(({ value }) => value);
    if (this.guard.hasSent(since, typed, (time) => time > until || this.isOfList(time)))
      throw Object.assign(new Refusal("saves_itself"), { lost });
  }

  /** Whether a request brought the entries of a list that was opened, or those of other fields: it came after a choice on which they depend. */
  isOfList(time) {
    if (this.opened.some(({ from, to }) => from <= time && time <= to)) return true;
    const { key, lists } = this.begun.findLast(({ began }) => began <= time) ?? {};
    if (!lists) return false;
    const now = listsOf(screenOf(this.page));
    return [...lists.keys(), ...now.keys()].some((one) => one !== key && lists.get(one) !== now.get(one));
  }

  /** The same, when what a list had put in front of the form is gone. */
  async stable() {
    const end = performance.now() + FADES_WITHIN;
    for (;;) {
      try {
        return this.compared();
      } catch (error) {
        if (!BEHIND.test(error.code) || performance.now() > end) throw error;
        await wait(50);
      }
    }
  }

  /** The fields of the step on the screen as it is now, which is still that of the plan. */
  compared() {
    this.guard.check();
    const screen = screenOf(this.page);
    if (screen.address !== this.first.address) throw new Refusal("not_this_screen");
    identify(this.page, screen, this.request);
    const fields = this.request.fields.map((field) => fieldOn(screen, field, this.request));
    this.keys = new Set([...(this.keys ?? []), ...keysOf(fields)]);
    this.refuseMoved(fields);
    this.refuseOthers(screen);
    this.now = screen;
    this.fields = fields;
    return fields;
  }

  /** A dialog in front of the form can have fields of the same names, and rows can move: the control that was there is still in the page, and another one is in its place. */
  refuseMoved(fields) {
    const moved = fields.filter(({ parts }, at) => isMoved(parts, this.fields[at].parts));
    if (moved.length === 0) return;
    const code = moved[0].field.row ? "rows_changed" : "other_field";
    throw new Refusal(
      code,
      moved.map((one) => described({ ...one, code })),
    );
  }

  /** Only the fields of the step may differ. */
  refuseOthers(screen) {
    const others = ({ entries }) => entries.filter((one) => isControl(one) && !this.keys.has(one.key));
    const known = new Map(others(this.first).map((one) => [one.key, one]));
    const appeared = others(screen).filter(({ key }) => !known.has(key));
    const there = new Set(screen.entries.map(({ key }) => key));
    const gone = [...known.values()].filter(({ key }) => !there.has(key));
    if (appeared.length + gone.length > 0) throw new Refusal("revealed", [...appeared, ...gone].map(named("revealed")));
    const changed = others(screen).filter((one) => entryText(one) !== entryText(known.get(one.key)));
    if (changed.length > 0) throw new Refusal("other_changed", changed.map(named("other_changed")));
  }

  async settled() {
    this.page.activeElement?.blur?.();
    await quiet(this.page);
    this.guard.check();
  }

  /** The fields, all of which have their values. */
  verified() {
    const fields = this.compared();
    const wrong = fields.filter(({ code }) => code !== "already_so");
    if (wrong.length > 0) {
      const code = OPEN.test(wrong[0].code) ? "not_read_back" : wrong[0].code;
      throw new Refusal(
        code,
        wrong.map((one) => described({ ...one, code })),
      );
    }
    const problem = unfit(this.now, this.keys);
    if (problem) throw new Refusal(problem.code, problem.fields);
    return fields;
  }

  /** Throws a Refusal if the screen is no longer the one that was filled: an application of one page shows another object in the same document. */
  refuseOtherScreen() {
    const screen = screenOf(this.page);
    if (screen.address !== this.first.address) throw new Refusal("not_this_screen");
    identify(this.page, screen, this.request);
    if (this.hasOtherRows(screen)) throw new Refusal("rows_changed");
  }

  /** Whether rows beside those that were filled were added, moved or changed since: their places would be taken for those of other rows. */
  hasOtherRows(screen) {
    const own = new Set(this.request.fields.flatMap(({ row }) => row ?? []));
    const others = ({ entries }) =>
      JSON.stringify(entries.filter(({ row }) => row && !own.has(row)).map((one) => [one.key, entryText(one)]));
    return own.size > 0 && others(screen) !== others(this.now);
  }

  /** The fields after a restoration, with the values that were filled in as those before. */
  restored() {
    const names = new Set([...this.made.values()].map(({ field }) => field.name));
    const fields = this.request.fields.filter(({ name }) => names.has(name));
    const restored = ({ label, name, value }) => {
      return { name, label, code: "restored", before: value, after: this.before.get(name) };
    };
    return fields.map(restored);
  }

  /** The fields that could not be restored: all of them on a page that cannot be read any more. */
  async restore() {
    const settings = [...this.made.values()].reverse();
    return restore(this.page, this.first, settings, controlsOf(this.now)).catch(() =>
      settings.map(({ entry }) => entry),
    );
  }
}

/** The entries of the drop-downs, as far as they are known before a list is opened, and which fields cannot be changed; by the keys of the entries. */
function listsOf({ entries }) {
  const inPage = ({ elements }) => referenced(elements[0], "aria-controls").map(({ textContent }) => textContent);
  const about = (one) => JSON.stringify([one.state.includes("disabled"), optionsOf(one) ?? inPage(one)]);
  return new Map(entries.filter(isControl).map((one) => [one.key, about(one)]));
}

/** Whether a control of a field is another one, although the one before is still in the page. */
const isMoved = (parts, before) =>
  Object.entries(parts).some(([part, { elements }]) => {
    const control = before[part]?.elements[0];
    return control?.isConnected && !elements.includes(control);
  });

/** The controls of a screen, by the keys of their entries. */
const controlsOf = ({ entries }) => new Map(entries.map(({ key, elements }) => [key, elements[0]]));

const nameOf = ({ group, label, row }) => JSON.stringify([group, label, row]);

const keyOf = ({ entry, part }) => `${part} ${entry.key}`;
