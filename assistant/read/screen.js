// SPDX-License-Identifier: GPL-3.0-or-later
// A capture, read as one of the page's screens, and what it shows, as in _screens/screen.py.
import { asksWhetherItCounts } from "./asks.js";
import { fits } from "./grid.js";
import { isKnownName, labelsOf, plain, withStated } from "./labels.js";
import { isUnit } from "./numbers.js";
import { pattern, reason } from "./words.js";

// asks: questions about the whole capture, which a person can answer with one click.
export function reading(screen, open = [], unplaced = [], objects = []) {
  return { screen, objects, open, unplaced, asks: [] };
}

// data: of the screen, as in _screens/page_data.py. names: the plain labels of its inputs. sections: those of its sections. items: those of the fields in the
// capture.
export class SeenScreen {
  constructor(capture, data) {
    this.capture = capture;
    this.data = data;
    this.inputs = (data.inputs ?? []).map((one) => withStated(data.kind, one));
    this.columns = (data.columns ?? []).map((one) => withStated(data.kind, one));
    const withoutUnit = (name) => name.replace(pattern("besideLabel", "g"), "");
    const forms = (one) => new Set([...labelsOf(one)].flatMap((name) => [name, withoutUnit(name)]));
    this.names = new Map(this.inputs.map((one) => [one, forms(one)]));
    this.allNames = new Set([...this.names.values()].flatMap((some) => [...some]));
    const inSections = this.inputs.filter((one) => one.section);
    this.sections = new Map(inSections.map((one) => [one.section[0], new Set(one.section.map(plain))]));
    const sections = new Set([...this.sections.values()].flatMap((some) => [...some]));
    this.items = capture.fields.map((item) => fieldLabel(item, sections));
  }

  // Whether a field of the capture has the label of an input.
  knows({ label, qualified, outer, bare }) {
    return [label, qualified, outer, bare].some((name) => this.allNames.has(name));
  }

  // The inputs with the name of an object.
  get identity() {
    return this.inputs.filter((one) => this.data.identity.includes(one.name));
  }

  // The name of the object in the headings: that of the only known object of the kind.
  get named() {
    const { kind, names } = this.data;
    const parts = this.capture.headings.flatMap((one) => [one, ...one.split(pattern("separators"))]);
    const texts = parts.flatMap((part) => this.forms(part));
    const found = [...new Set(texts)].filter((text) => isKnownName(text, kind));
    return found.length === 1 && !names.map(plain).includes(plain(found[0])) ? found : [];
  }

  // A text, and what it has beside the name of the screen: Loan Policy Faculty, Faculty Loan Policy.
  forms(text) {
    const shown = text.trim();
    const lower = shown.toLowerCase();
    const rests = this.data.names
      .map(plain)
      .flatMap((name) => [
        ...(lower.startsWith(`${name} `) ? [shown.slice(name.length + 1)] : []),
        ...(lower.endsWith(` ${name}`) ? [shown.slice(0, -name.length - 1)] : []),
      ]);
    return [shown, ...rests.map((rest) => rest.trim())];
  }

  // The same, without inputs other than those with the name of an object.
  withNamesOnly() {
    return Object.assign(Object.create(SeenScreen.prototype), this, { inputs: this.identity });
  }

  // The tables that have one column for each of the sets of labels.
  tables(wanted) {
    return this.capture.tables.filter((table) => fits(table.grid, wanted));
  }

  // The labels of its inputs that the capture has, each as it is there.
  get labelsShown() {
    const names = this.allNames;
    const shown = this.items.flatMap(({ label, qualified }) => [qualified, label]);
    return new Set(shown.filter((one) => names.has(one)));
  }

  // The fields above the first one of the object: they can say whose settings the screen shows, or of when.
  get fieldsAbove() {
    const first = this.items.findIndex((item) => this.knows(item));
    return this.capture.fields.slice(0, Math.max(first, 0));
  }

  rowTitle(grid, at) {
    return `${this.data.label}, row ${(grid.places?.[at] ?? at) + 1}`;
  }

  // A screen that stays open as a whole.
  open(code, about) {
    return reading(this.data, [{ label: this.data.label, reason: reason(code, about) }]);
  }

  // The rows that may be none, with the question whether they count.
  doubted(grid) {
    return [...grid.doubts].map(([at, doubt]) => ({
      label: this.rowTitle(grid, at),
      reason: reason(`row_${doubt.code}`),
      asks: asksWhetherItCounts(doubt),
    }));
  }
}

// qualified: with the label of its group, as some labels of the specs are. outer: the label of its group, if its own only says that it is the number of it.
// bare and unit: the parts of a label that ends with a unit of periods.
// sections: the labels of the sections of the screen, one of which the label can begin with: ReShare: Enable.
export function fieldLabel(item, sections) {
  const whole = plain(item.label).replace(pattern("besideLabel", "g"), "");
  const [section, ...rest] = whole.split(": ");
  const isOfSection = rest.length > 0 && sections.has(section);
  const label = isOfSection ? rest.join(": ") : whole;
  // Radio buttons can be in a part with their label.
  const around = item.group.map(plain).filter((text, at, all) => text !== whole || at < all.length - 1);
  const group = isOfSection && !around.includes(section) ? [...around, section] : around;
  const [, bare, first, second] = pattern("unitInLabel").exec(label) ?? [];
  const unit = first ?? second ?? "";
  return {
    label,
    qualified: group.length ? `${group.at(-1)}: ${label}` : "",
    group,
    outer: group.length && pattern("numberLabels").test(label) ? group.at(-1) : "",
    ...(isUnit(unit) ? { bare, unit } : { bare: "", unit: "" }),
  };
}

// The names that a heading or title can be for a screen, verbs included.
export function namesIn(text) {
  return [text, ...text.split(pattern("separators"))].map((part) => plain(part).replace(pattern("numbered"), ""));
}

export const withoutVerbs = (name) => name.replace(pattern("verbs", "g"), "");

export const withAndWithoutVerbs = (names) => new Set(names.flatMap((name) => [name, withoutVerbs(name)]));

// A value as one text.
export function asText(value) {
  return typeof value === "string" ? value : value.join("; ");
}
