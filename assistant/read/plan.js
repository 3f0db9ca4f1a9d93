// SPDX-License-Identifier: GPL-3.0-or-later
// What a step needs on a screen: each field with its place, what is read there now, and the settings after which the value of the step is read there.

import { isSame } from "./align.js";
import { cellOf, elementsOf } from "./elements.js";
import { inputIn } from "./faces.js";
import { guessed } from "./guess.js";
import { besideRow, isBlank, rowsAt } from "./places.js";
import { readingOf } from "./reading.js";
import { inStyle, isUnset, settingsFor } from "./settings.js";
import { canonicalOf, stateOf, textsIn } from "./states.js";
import { isTableOf, placesOf, proposal, taught } from "./teach.js";
import { same } from "./values.js";

/**
 * What a step needs on the screen of a capture. task: {kind, isNew, identity, fields, table, lists}. identity: the values of the inputs that name the object,
 * as they can be drawn: {input: [value, ...]}. fields: [{name, label, value, before}]. table: null, or {name, ordered, rows}; rows as in the worksheet: {mark,
 * cells, before, where, number}; name: the input whose entries they are. lists: such tables in the form with the fields, each with the text of all entries;
 * rows is null if a person has to fill them. kinds: those that the screen can show; empty if that is unknown.
 * chosen: what a person chose: {places, settings}; settings: values by the numbers of items.
 * Returns {code, fields, ...}; code: null, or why nothing is to be filled. A field: {name, label, value, before, shown, parts, settings, code}.
 */
export function planOf(capture, task, { known, library, catalogue, kinds, chosen }) {
  return new Plan(capture, task, { known, library, catalogue, kinds, chosen }).made();
}

/** Codes of fields because of which nothing is filled; with others, a field is left, and the rest is filled. */
const REFUSED = /^(field_changed|row_.*|rows_missing|wrong_place|one_row|place_not_shown)$/;

class Plan {
  /** about: as of planOf, or another plan on the same capture. */
  constructor(capture, task, { known, library, catalogue, kinds, chosen = {}, reading }) {
    Object.assign(this, { capture, task, known, library, kinds, chosen });
    this.kind = catalogue[task.kind];
    this.catalogue = catalogue;
    if (task.table?.rows) this.task = { ...task, table: { ...task.table, rows: task.table.rows.map(this.inLines) } };
    this.reading = reading ?? readingOf(capture, known, library, catalogue);
    this.isKnown = Boolean(this.reading.known) && this.reading.kind === task.kind;
  }

  made() {
    const isClear = this.kinds.length > 0 || (this.reading.known && !this.reading.questions.length);
    if (!this.isKnown && isClear && !this.kinds.includes(this.task.kind)) return this.refused("not_this_screen");
    const table = this.task.table ? this.table() : null;
    const isRow = Boolean(this.task.table) && !table;
    const made = isRow ? this.rowForm() : { fields: this.task.fields };
    if (made.code) return this.refused(made.code);
    this.proposed = this.proposal(isRow);
    const code = this.otherObject();
    if (code) return this.refused(code);
    const { code: ofRows, ...found } = table ? this.inRows(table) : this.inForm(made.fields, made.isNew);
    if (ofRows) return { ...this.refused(ofRows), words: found.words };
    return this.planned(found, (this.task.lists ?? []).map(this.inList), isRow || Boolean(table));
  }

  /** A row with each list in its canonical form. In a cell of a worksheet, the entries are in one line. */
  inLines = ({ before, cells, ...row }) => {
    const lines = (text, at) => (this.columns()[at].form === "lines" ? sortedLines(text) : text);
    return { ...row, before: before?.map(lines) ?? null, cells: cells.map(lines) };
  };

  refused = (code) => ({ code, fields: [], face: null });

  planned(found, lists, isOfRow) {
    const wrong = found.fields.find(({ code }) => REFUSED.test(code ?? ""));
    const fields = [...found.fields, ...lists.flatMap((list) => list.fields)];
    const notes = [found, ...lists].flatMap((one) => one.notes ?? []);
    const open = fields.filter(({ code }) => !code);
    const left = fields.filter(({ code }) => code && code !== "already_so");
    // A row is filled only as a whole.
    const isPartly = open.length > 0 && !(isOfRow && left.length > 0);
    const code = wrong?.code ?? (isPartly ? null : left.length > 0 ? left[0].code : "already_so");
    return {
      code,
      fields,
      notes,
      lists: lists.flatMap(({ table }) => table ?? []),
      face: isOfRow && !this.proposed.elements.some(({ columns }) => columns?.some(Boolean)) ? "row" : "new",
      isWhole: isOfRow,
      isSure:
        this.isKnown && open.every(({ isPlaced, settings }) => isPlaced && settings.every(({ isSure }) => isSure)),
      proposal: this.proposed,
      reading: this.reading,
    };
  }

  // ------------------------------------------------------------------------------------------------------ places

  /** Where the inputs are: as they were taught, or as the catalogue proposes. isRow: in the form of one row. */
  proposal(isRow) {
    const from = this.isKnown ? placesOf(this.reading) : { places: {}, free: [], optional: [] };
    this.taughtPlaces = from.places;
    const given = {
      kind: this.task.kind,
      face: isRow ? "row" : "new",
      ...from,
      places: { ...from.places, ...this.chosen.places },
      guess: (about, state) => this.guessOf(about, state),
    };
    const kind = isRow ? { ...this.kind, inputs: this.columns() } : this.kind;
    return proposal(this.capture, given, this.library, { ...this.catalogue, [this.task.kind]: kind });
  }

  /** The inputs of the rows of the task. */
  columns() {
    const { name } = this.task.table;
    if (name) return this.kind.inputs.find((one) => one.name === name).columns;
    return this.kind.columns ?? this.kind.inputs;
  }

  about(name) {
    const isEntry = Boolean(this.task.table?.name);
    return isEntry ? this.columns().find((one) => one.name === name) : inputIn(this.catalogue, this.task.kind, name);
  }

  /** What a state means now: as it was taught, or what is written there. expected: values of a list, whose entries can be separated by several marks. */
  guessOf(about, state, expected = []) {
    const { mark } = this.known.meanings;
    const own = this.known.meanings.of(this.task.kind, about.name, about, state);
    return own
      ? (canonicalOf(state, own.means, about, mark) ?? undefined)
      : guessed(about, state, about.form === "lines" ? expected : []);
  }

  shownAt(about, parts, expected) {
    const shown = this.guessOf(about, stateOf(parts), expected);
    return shown === about.wildcard && isUnset(about, parts, this.capture.lists) ? "" : shown;
  }

  elements = () => elementsOf(this.capture, isTableOf(this.kind));

  // ------------------------------------------------------------------------------------------------------ a form

  inForm(fields, isNewRow) {
    const elements = this.elements();
    const made = fields.map((field) => {
      const line = this.proposed.lines.find(({ input, row }) => input === field.name && row === undefined);
      if (!line) return { ...field, settings: [], code: "field_missing" };
      const isPlaced = Boolean(this.taughtPlaces[field.name] ?? this.chosen.places?.[field.name]);
      if (line.isTwice && !isPlaced && !this.about(field.name).section)
        return { ...field, line, settings: [], code: "field_ambiguous" };
      const parts = line.at.map((at) => elements[at]);
      return { ...this.fieldAt(field, parts), line, isPlaced: Boolean(this.taughtPlaces[field.name]) };
    });
    if (!this.task.table) return { fields: made };
    const isOther = ({ about, code, shown }) => code === "field_changed" || (about && shown === undefined);
    const isDone = made.every(({ code }) => code === "already_so");
    return isNewRow && !isDone && made.some(isOther) ? { code: "row_not_new" } : { fields: made };
  }

  /** A field at its place: {about, parts, shown, hint, settings, code}. */
  fieldAt(field, parts) {
    const about = this.about(field.input ?? field.name);
    const { lists } = this.capture;
    const shown = this.shownAt(about, parts, [field.value, field.before ?? ""]);
    const hint = hintAt(about, field.before, parts);
    const one = { ...field, about, parts, shown, hint, settings: [] };
    const flags = parts.flatMap(({ flags: own = [] }) => own);
    if (flags.includes("covered")) return { ...one, code: "field_disabled" };
    if (parts.some(({ kind, flags: own = [] }) => kind !== "text" && own.includes("cut")))
      return { ...one, code: "cut_off" };
    const canBeBlank = hasOwnList(parts) && drawnIn(parts) === "" && field.value === about.wildcard;
    const isSame = isUnset(about, parts, lists) ? field.value === "" : same(about, shown ?? "", field.value);
    if (!canBeBlank && shown !== undefined && isSame) return { ...one, code: "already_so" };
    const own = new Set(parts.map(({ at }) => at));
    const beside = (at) =>
      this.capture.items.flatMap(({ of, text }, other) => (of === at && text && !own.has(other) ? [text] : []));
    const place = { about, kind: this.task.kind, meanings: this.known.meanings, lists, beside };
    const made = settingsFor(field.value, parts, place);
    if (made.code) return { ...one, code: made.code };
    if (!hint && !isAsBefore(about, shown, field.before)) return { ...one, code: "field_changed" };
    const settings = inStyle(
      made.settings,
      field.before ? settingsFor(field.before, parts, place).settings : null,
      parts,
    );
    if (!settings) return { ...one, code: "cannot_set" };
    const chosen = settings.map((setting) => ({
      ...this.asChosen(setting),
      ...{ hint, canBeBlank },
      beside: beside(setting.at),
    }));
    return { ...one, canBeBlank, settings: chosen };
  }

  asChosen = (setting) =>
    setting.at in (this.chosen.settings ?? {})
      ? { ...setting, value: this.chosen.settings[setting.at], isSure: true }
      : setting;

  /** Why it is not the object of the step; null if it is. The name, old or new, has to be in its field, or in a heading if it has no field. */
  otherObject() {
    const elements = this.elements();
    for (const [name, values] of Object.entries(this.task.identity)) {
      const line = this.proposed.lines.find(({ input }) => input === name);
      const about = inputIn(this.catalogue, this.task.kind, name);
      const parts = line?.at.map((at) => elements[at]) ?? [];
      const isRead = this.task.isNew ? parts.some(({ is }) => is === "control") : Boolean(line);
      const shown = isRead ? this.shownAt(about, parts) : undefined;
      const isIt = (value) => same(about, shown ?? "", value);
      if (this.task.isNew ? shown && !values.some(isIt) : !this.isNamed(shown, values, isIt))
        return this.task.isNew ? "not_new" : "another_object";
    }
    return null;
  }

  isNamed(shown, values, isIt) {
    if (shown !== undefined) return values.some(isIt);
    const texts = this.capture.items.filter(({ zone, is }) => /^(heading|path|title)$/.test(zone) && is === "text");
    const others = this.library.names[this.task.kind] ?? [];
    const isIn = (text) => (value) =>
      names(value)(text) && !others.some((one) => one !== value && one.includes(value) && names(one)(text));
    return [this.capture.title, ...texts.map(({ text }) => text)].some((text) => values.some(isIn(text)));
  }

  // ------------------------------------------------------------------------------------------------------ rows

  /** The fields of the only row that is to be filled, in its own form. */
  rowForm() {
    const { rows } = this.task.table;
    const open = rows.filter(({ isAsked }) => isAsked);
    if (open.length !== 1)
      return { code: this.capture.items.some(({ is }) => is === "control") ? "one_row" : "row_missing" };
    return { fields: this.fieldsOf(open[0]), isNew: open[0].before === null };
  }

  fieldsOf({ before, cells }) {
    return this.columns().map(({ label, name }, at) => ({
      name,
      label,
      value: cells[at],
      before: before?.[at] ?? "",
    }));
  }

  /** {at, element, columns} of the table with the rows that can be edited; null without one. columns: the input of each. */
  table(isFilled = true) {
    const kind = { ...this.kind, columns: this.columns() };
    const given = { kind: this.task.kind, guess: () => undefined };
    const made = proposal(this.capture, given, this.library, { ...this.catalogue, [this.task.kind]: kind });
    const elements = elementsOf(this.capture, isTableOf(kind));
    const at = elements.findIndex(({ is }) => is === "table");
    if (at < 0) return null;
    const member = this.task.table.name ? "entries" : "columns";
    const face = this.isKnown
      ? this.reading.known.elements.find((one) => one[member] && isSame(one, elements[at], this.library))
      : null;
    const columns = face?.[member] ?? made.elements[at]?.columns;
    const isEdited = ({ rows }) => rows.some((row) => row.some(({ is }) => is === "control"));
    const isWhole =
      columns?.some(Boolean) && this.columns().every(({ name, needed }) => !needed || columns.includes(name));
    return isWhole && (!isFilled || isEdited(elements[at]))
      ? { at, element: elements[at], columns, isPlaced: Boolean(face) }
      : null;
  }

  /** The values of the cells of each row on the screen, and the parts of a cell. */
  cells({ element, columns }) {
    const partsIn = (row, name) => {
      const column = columns.indexOf(name);
      return column < 0 ? [] : cellOf(row, element.header[column][0]);
    };
    const shownIn =
      (row) =>
      ({ name }) =>
        this.shownAt(this.about(name), partsIn(row, name));
    return { partsIn, screen: element.rows.map((row) => this.columns().map(shownIn(row))) };
  }

  inRows({ element, columns, isPlaced }) {
    const inputs = this.columns();
    const { partsIn, screen } = this.cells({ element, columns });
    const isEdited = element.rows.map((row) => row.some(({ is }) => is === "control"));
    if (this.task.table.entry) return this.inCell(element, screen, partsIn, isPlaced);
    const assigned = rowsAt(this.task.table, inputs, screen, isEdited);
    if (assigned.code) return assigned;
    const fieldIn = (field, place) => {
      const own = {
        ...field,
        input: field.name,
        name: `${place}.${field.name}`,
        label: `Row ${place + 1}, ${field.label}`,
      };
      return { ...this.fieldAt(own, partsIn(element.rows[place], field.name)), isPlaced, row: place };
    };
    const fields = assigned.places.flatMap(({ row, place }) => this.fieldsOf(row).map((one) => fieldIn(one, place)));
    return {
      fields,
      notes: assigned.spare.map((place) => ({
        name: null,
        label: `Row ${place + 1} on the screen`,
        code: "spare_row",
      })),
    };
  }

  /** The entries of a list in the form: the fields of blank rows, or a code if a person has to fill them. */
  inList = (list) => {
    const { label } = this.about(list.name);
    const plan = new Plan(this.capture, { ...this.task, fields: [], lists: [], table: list }, this);
    const table = list.rows ? plan.table() : null;
    const { code, fields, notes } = table ? plan.inRows(table) : { code: list.rows ? "row_missing" : "cannot_set" };
    if (code) return { fields: [{ name: list.name, label, value: list.text, parts: [], settings: [], code }] };
    const ofList = (one) => ({ ...one, name: `${list.name}.${one.name}`, label: `${label}: ${one.label}` });
    const noted = notes.map((one) => ({ ...one, label: `${label}: ${one.label}` }));
    return { fields: fields.map(ofList), notes: noted, table };
  };

  /** An object that is one entry of a list in a cell: it is added to the present entries. */
  inCell(element, screen, partsIn, isPlaced) {
    const { entry, rows } = this.task.table;
    const inputs = this.columns();
    const at = inputs.findIndex(({ name }) => name === entry);
    const { cells } = rows[0];
    const isIt = (row) => inputs.every((about, one) => one === at || same(about, row[one] ?? "", cells[one]));
    const places = [...screen.keys()].filter((place) => isIt(screen[place]));
    if (places.length !== 1) return { code: places.length ? "row_ambiguous" : "row_not_found" };
    const parts = partsIn(element.rows[places[0]], entry);
    const there = textsIn(stateOf(parts))
      .flatMap((text) => text.split(";"))
      .map((one) => one.trim())
      .filter(Boolean);
    const value = [...new Set([...there, cells[at]])].join("; ");
    const { label } = inputs[at];
    return { fields: [{ ...this.fieldAt({ name: entry, label, value, before: null }, parts), isPlaced }] };
  }
}

/** Whether a heading has a name that does not continue in it: "Short loan 2" is not "Short loan". Nor is "Very Short loan", if the library has one. */
const names = (name) => (text) =>
  text
    .split(name)
    .some(
      (part, at, all) => at + 1 < all.length && !/[\p{L}\p{N}]$/u.test(part) && !/^\s*[\p{L}\p{N}]/u.test(all[at + 1]),
    );

const sortedLines = (text) => text.split("; ").sort().join("\n");

/** Whether a field shows the former value, as far as both are known. A blank row can show a wildcard. */
const isAsBefore = (about, shown, before) =>
  before === null || shown === undefined || same(about, shown, before) || (before === "" && shown === about.wildcard);

/**
 * What is drawn in a drop-down that should be blank, and whose entries are known only when it is open. It is a hint if no entry has this text; fill.js refuses
 * it otherwise. "" for other fields.
 */
function hintAt(about, before, parts) {
  return hasOwnList(parts) && before !== null && isBlank(about, before) ? drawnIn(parts) : "";
}

/** Whether it is a drop-down whose entries are known only when it is open. */
function hasOwnList(parts) {
  const [control, ...others] = parts.filter(({ is }) => is === "control");
  return control?.kind === "choice" && !control.list && others.length === 0;
}

/** The request to fill a plan. asked: {registry_id, typed_registry_id, step}. */
export const requestOf = ({ fields, isWhole }, { items }, asked) => ({
  ...asked,
  items,
  own: fields.flatMap(({ parts = [] }) => parts.map(({ at }) => at)),
  isWhole,
  fields: fields
    .filter(({ code }) => !code)
    .map(({ label, name, parts, row, settings, shown, value }) => ({
      name,
      label,
      before: shown ?? drawnIn(parts),
      ...(row === undefined ? {} : { row: `Row ${row + 1}` }),
      value,
      settings: settings.map(({ isSure, label: _name, options, ...one }) => one),
    })),
});

/** The text at a place, for people. */
export const drawnIn = (parts) => textsIn(stateOf(parts)).filter(Boolean).join(" ");

/** Whether the page shows the object of a step so that it can be saved there. */
export function isOpenOn(capture, task, about) {
  const plan = new Plan(capture, { ...task, isNew: false }, about);
  if (plan.isKnown ? false : !plan.kinds.includes(task.kind)) return false;
  plan.proposed = plan.proposal(false);
  const isForm = capture.items.some(({ is }) => is === "control");
  return plan.otherObject() === null && (isForm || Object.keys(task.identity).length > 0);
}

/** [{at, text}] of the rows beside which a row of a task belongs: the first item of each, and what to do. */
export function marksFor(capture, task, about, number) {
  const plan = new Plan(capture, task, about);
  const table = plan.table(false);
  if (!table) return [];
  const beside = besideRow(task.table, plan.columns(), plan.cells(table).screen, number);
  return beside.map(({ place, text }) => ({ at: table.element.rows[place][0].at, text }));
}

/**
 * After filling: {wrong, patch}. wrong: the fields that are read as another value than was filled in. result: of the page. said: gives the `about` of a patch.
 * patch: what the person has confirmed by filling; null if nothing is new.
 */
export function afterFilling(plan, capture, task, about, result, said) {
  const places = movedPlaces(plan, capture, about.catalogue[task.kind], result);
  const kept = new Set([...Object.keys(places), ...Object.keys(task.identity)]);
  const none = Object.fromEntries(
    (about.catalogue[task.kind].inputs ?? []).filter(({ name }) => !kept.has(name)).map(({ name }) => [name, null]),
  );
  const now = new Plan(result.capture, task, { ...about, chosen: { ...about.chosen, places: { ...none, ...places } } });
  const made = now.made();
  const filled = result.fields.filter(({ code, name }) => code === "filled" && name !== null);
  const of = (name) => made.fields.find((one) => one.name === name);
  const isRead = ({ about: input, canBeBlank, code, hint, shown, value }) =>
    code === "already_so" || shown === undefined || canBeBlank || (hint && isBlank(input, value));
  const wrong = filled.filter(({ name }) => !of(name) || !isRead(of(name)));
  // Lists in a form or in a cell are not part of a face.
  const isOfFace = !task.table?.name && !task.table?.entry;
  if (plan.isSure || wrong.length > 0 || !isOfFace) return { wrong, patch: null };
  // The entries of lists are not part of the patch.
  const lines = filled.flatMap(({ name }) => {
    const { input = name, parts, row, value } = of(name);
    return row !== undefined && !task.table ? [] : [{ input, state: stateOf(parts), value }];
  });
  return {
    wrong,
    patch: taught(
      { ...now.proposed, face: plan.face, elements: withEntries(now.proposed.elements.map(asForm), made.lists), lines },
      said(task),
    ),
  };
}

/** The elements with the columns of the lists in the form. */
const withEntries = (elements, lists) =>
  elements.map((one, at) => ({ ...one, ...entriesOf(lists.find((list) => list.at === at)) }));
const entriesOf = (list) => (list ? { entries: list.columns } : {});

/** An element of a form that was filled, without the value of a field that was not filled: nobody confirmed it. */
const asForm = (one) =>
  one.is === "control" && !one.role
    ? { is: one.is, zone: one.zone, kind: one.kind, name: one.name, role: "value" }
    : one;

/** The places of the fields on the screen after filling, as of placeFrom. */
function movedPlaces({ fields }, capture, kind, { capture: after, pairs }) {
  const [one, other] = [capture, after].map((screen) => elementsOf(screen, isTableOf(kind)));
  const moved = (at) => {
    const item = at === null ? undefined : pairs[one[at].items[0]];
    const place = item === undefined ? -1 : other.findIndex(({ items }) => items[0] === item);
    return place < 0 ? null : place;
  };
  const lines = fields.flatMap(({ line }) => (line ? [line] : []));
  return Object.fromEntries(
    lines.map(({ at, from, input, label }) => [
      input,
      { at: moved(from), label, parts: at.map(moved).filter((place) => place !== null) },
    ]),
  );
}
