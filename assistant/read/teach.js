// SPDX-License-Identifier: GPL-3.0-or-later
// Teaching: what stands where, as the tool would learn it, for a person to confirm; and the patch of the confirmation.
import { isPlace } from "./align.js";
import { cellOf, elementsOf } from "./elements.js";
import { bare, isTwice, labelAt, labelsFor, partsOf, placeOf, withMeaning } from "./labelled.js";
import { otherOf } from "./rows.js";
import { filled, patternOf } from "./slots.js";
import { canShow, stateOf } from "./states.js";

/**
 * {kind, face, lines, unplaced, elements, others} for a person to confirm. lines: {input, label, from, at, state, value, assigned, isTwice}; from, at: the
 * places of the label and the value among the elements; without a value if nobody knows it yet. others: [{at, text, isFree, isOptional}], the texts that are
 * not values.
 * given: {kind, face, values, labels, places, free, optional, rows, first, last, total, guess}. labels: texts that a person assigned, by input. places: {at,
 * parts} that a person chose, as of placeFrom(); null for an input that is not on the screen. guess(input, state): what a state means; without it, only inputs
 * with given values are tried.
 */
export function proposal(capture, given, library, catalogue) {
  const kind = catalogue[given.kind];
  const elements = elementsOf(capture, isTableOf(kind));
  const roles = elements.map(() => ({}));
  const lines = linesOf(kind, given, elements, roles);
  for (const [at, { of }] of elements.entries()) {
    const beside = of === undefined || roles[at].input ? {} : roles[elements.findIndex((one) => one.at === of)];
    if (beside?.input) roles[at] = { input: beside.input, role: "beside" };
  }
  const table = elements.findIndex((one) => one.is === "table");
  if (kind.columns && table >= 0) lines.push(...rowLines(elements[table], roles[table], kind, given));
  const object = given.values?.[kind.identity?.[0]] ?? lines.find(({ input }) => input === kind.identity?.[0])?.value;
  markOthers(elements, roles, given, library);
  const made = elements.map((one, at) => known(one, roles[at], library, { ...given, object: object ?? "" }));
  return {
    kind: given.kind,
    face: given.face ?? "view",
    lines: lines.filter((one) => !one.unplaced),
    unplaced: lines.filter((one) => one.unplaced).map(({ input, label }) => ({ input, label })),
    elements: inOnePlace(made),
    others: elements.flatMap((one, at) =>
      roles[at].role || !(one.text || one.name) || one.is === "title" || one.is === "table"
        ? []
        : [
            {
              at,
              is: one.is,
              text: one.text || [one.name, ...(one.drawn ?? [])].join(" "),
              pattern: made[at].text ?? made[at].name,
              isFree: Boolean(roles[at].isFree),
              isOptional: Boolean(roles[at].optional),
            },
          ],
    ),
  };
}

/** Whether a table with this header is a map, or has the entries in a form, which are not read. Without marked header cells, two columns have to be known. */
export function isTableOf({ columns, inputs = [] }) {
  const those = columns ?? inputs.flatMap(({ form, columns: own = [] }) => (form === "rows" ? own : []));
  const labels = new Set(those.flatMap(labelsFor).map(bare));
  const isKnown = ([, text]) => labels.has(bare(text));
  return (header, isMarked) =>
    isMarked ? Boolean(columns) || header.some(isKnown) : header.filter(isKnown).length > 1;
}

/** The lines of the inputs of a form. Sets the roles of the elements. */
function linesOf(kind, given, elements, roles) {
  const { values = {}, labels = {}, places = {}, guess } = given;
  const tried = (kind.inputs ?? []).filter(
    ({ name, form }) => Object.hasOwn(values, name) || (guess && form !== "rows"),
  );
  const labelled = tried.map((input) => ({
    input,
    texts: labels[input.name] ? [labels[input.name]] : labelsFor(input),
  }));
  const taken = new Set(labelled.flatMap(({ texts }) => texts.flatMap((text) => [text, text.replace(/^.*: /, "")])));
  const sections = [...new Set([...taken].flatMap((text) => /^(.+?): /u.exec(text)?.[1] ?? []))];
  return labelled.map(({ input, texts }) => {
    const { name } = input;
    const isFree = (at) => roles[at].input === undefined;
    const position = name in places ? places[name] : first(texts, (text) => placeOf(text, elements, sections));
    const found = position?.parts ?? (position ? partsOf(position, elements, taken) : []);
    const parts = withMeaning(found, input.form, elements, taken).filter(isFree);
    const label = position?.label ?? texts[0];
    const state = stateOf(parts.map((at) => elements[at]));
    const expected = values[name];
    const value = expected ?? (parts.length || position ? guess?.(input, state) : undefined);
    const isPlaced = parts.length > 0 || (position && position.at !== null);
    if (!isPlaced || (expected !== undefined && !canShow(state, expected, input)))
      return { input: name, label, unplaced: true };
    if (position.at !== null && !parts.includes(position.at) && isFree(position.at))
      roles[position.at] = { input: name, role: "label" };
    for (const at of parts)
      roles[at] = {
        input: name,
        role: "value",
        ...(input.form === "lines" && elements[at].is !== "control" ? { several: true } : {}),
      };
    const assigned = Boolean(labels[name] || places[name]);
    return {
      input: name,
      label,
      from: position.at,
      at: parts,
      state,
      value,
      assigned,
      isTwice: isTwice(label, elements),
    };
  });
}

/** {at, label, parts} of the place that a person chose: a label with what is beside it, or the value itself. */
export function placeFrom(at, elements) {
  const { is, text } = elements[at];
  const position = is === "control" ? { at: null, label: "", controls: [at] } : labelAt(at, elements);
  const parts = partsOf(position, elements, new Set());
  return parts.length > 0 ? { at: position.at, label: text, parts } : { at: null, label: text, parts: [at] };
}

/** {places, free, optional} of a screen that is almost known, from its reading. */
export function placesOf({ known, way, elements }) {
  const [places, free, optional] = [{}, [], []];
  for (const [at, other] of way.pairs) {
    const { input, role, text, name, isFree, optional: isOptional } = known.elements[at];
    const shown = elements[other].text ?? elements[other].name;
    if (/⟦(number|date)⟧/.test(text ?? name) || isFree || known.elements[at].free) free.push(shown);
    if (isOptional) optional.push(shown);
    if (!input || (role !== "label" && role !== "value")) continue;
    places[input] ??= { at: null, parts: [] };
    if (role === "label") Object.assign(places[input], { at: other, label: shown });
    else places[input].parts.push(other);
  }
  return { places, free, optional };
}

function first(all, act) {
  for (const one of all) {
    const found = act(one);
    if (found) return found;
  }
  return null;
}

/**
 * The texts that are not values, in the order in which a person should read them: first those that are not in all known faces of the screen, then those with a
 * word of danger, then the rest. faces: the known ones.
 */
export function othersOf({ kind, face, others }, faces) {
  const known = faces.filter((one) => one.kind === kind && one.face === face);
  const has = (one, { pattern }) => one.elements.some(({ text, name }) => (text ?? name) === pattern);
  const rankOf = (one) => {
    if (!known.every((other) => has(other, one))) return 0;
    return DANGERS.some((word) => one.text.toLowerCase().includes(word)) ? 1 : 2;
  };
  return others.map((one) => ({ ...one, rank: rankOf(one) })).toSorted((one, other) => one.rank - other.rank);
}

/** For the order of the list only: nothing is read by them. */
const DANGERS = [
  "archiv",
  "copy",
  "default",
  "delet",
  "draft",
  "inactive",
  "inherit",
  "pending",
  "preview",
  "proposed",
  "simulat",
  "test",
  "unsaved",
  "what-if",
];

/** The entries of a list have one place. */
function inOnePlace(elements) {
  const found = [];
  for (const one of elements) {
    const last = found.at(-1);
    if (!one.several || !last?.several || last.input !== one.input) found.push(one);
    else last.steps = [...new Set([...last.steps, ...one.steps])];
  }
  return found;
}

/** The columns of a table, and what each different cell means. */
function rowLines(table, role, kind, { labels = {}, rows, guess }) {
  const byText = new Map(
    kind.columns.flatMap((one) =>
      (labels[one.name] ? [labels[one.name]] : labelsFor(one)).map((text) => [bare(text), one.name]),
    ),
  );
  role.columns = table.header.map(([, text]) => byText.get(bare(text)) ?? null);
  const read = new Set(table.header.flatMap(([column], at) => (role.columns[at] ? [column] : [])));
  role.others = [
    ...new Set(
      table.rows
        .flat()
        .filter(({ cell }) => !read.has(cell[2]))
        .map(otherOf),
    ),
  ];
  const found = new Map();
  for (const [number, items] of table.rows.entries())
    for (const [at, name] of role.columns.entries()) {
      const column = kind.columns.findIndex((one) => one.name === name);
      if (column < 0 || (rows && !rows[number])) continue;
      const state = stateOf(cellOf(items, table.header[at][0]));
      const value = rows ? rows[number][column] : guess?.({ ...kind.columns[column], isColumn: true }, state, number);
      found.set(JSON.stringify([name, state, value]), {
        input: name,
        label: table.header[at][1],
        state,
        value,
        row: number,
        assigned: Boolean(labels[name]),
      });
    }
  return [...found.values()];
}

/** An element of a face: varying parts of texts become slots, and the texts of values are left out. */
function known(element, role, library, { object, first, last, total, rows }) {
  const { is, zone, kind, flags, drawn, header } = element;
  const { isFree, ...own } = { is, zone, ...role };
  if (is === "title") return { ...own, text: patternOf(element, library, { object }) };
  if (is === "table") return { ...own, header };
  if (is === "control") {
    const name = patternOf({ text: element.name, zone }, library);
    const state = { drawn, ...(flags ? { flags } : {}), ...(isFree ? { free: true } : {}) };
    return { ...own, kind, name, ...(role.role === "value" ? {} : state) };
  }
  if (isPlace(own)) return { ...own, steps: element.step ? [String(element.step)] : [] };
  const text = patternOf(element, library, { free: isFree, object });
  const counts =
    isFree && total
      ? countsIn(filled(text, element.text, library)?.numbers ?? [], {
          first,
          last: last ?? first + rows.length - 1,
          total,
        })
      : null;
  return { ...own, text, ...(flags ? { flags } : {}), ...(counts ? { counts } : {}) };
}

/** Marks the texts that are not values: whose numbers vary (there, or in the text that follows them as labels), optional ones, and names of other objects. */
function markOthers(elements, roles, { free = [], optional = [] }, library) {
  const names = new Set(Object.values(library.names ?? {}).flat());
  const isFree = (text = "") => free.some((one) => text === one || text.startsWith(one));
  for (const [at, { is, name, text }] of elements.entries()) {
    if (roles[at].role || is === "title" || is === "table") continue;
    if (optional.includes(text ?? name)) roles[at].optional = true;
    if (is !== "control" && names.has(text)) roles[at] = { role: "names", several: true };
    else if (isFree(text ?? name) || (at > 0 && isFree(elements[at - 1].text))) roles[at].isFree = true;
  }
}

/** Which number of a text is first, last or total; null unless all three are there. */
function countsIn(numbers, wanted) {
  const open = new Map(Object.entries(wanted));
  const counts = numbers.map((number) => {
    const name = [...open.keys()].find((one) => open.get(one) === Number(number)) ?? null;
    open.delete(name);
    return name;
  });
  return open.size === 0 ? counts : null;
}

/** The patch of a confirmed proposal. about: {at, by, library, origin, language, people, names}. */
export function taught({ kind, face, elements, lines }, about) {
  const values = lines.map(({ input, state, value }) => ({ input, state, value }));
  return {
    format: "reshare.wms screen",
    version: 1,
    meaning: 1,
    says: "taught",
    ...about,
    kind,
    face,
    elements,
    values,
  };
}

/** The patch of answers to questions about values. values: [{input, state, value}] */
export const answered = ({ kind, face }, values, about) => ({
  format: "reshare.wms screen",
  version: 1,
  meaning: 1,
  says: "answered",
  ...about,
  kind,
  face,
  values,
});

/** The patch of names and people that a person confirmed. */
export const named = (about) => ({ format: "reshare.wms screen", version: 1, meaning: 1, says: "named", ...about });

/** Members about the person and the library, not about the screen: the name of a person can be erased later. */
const NOT_DIGESTED = new Set(["id", "by", "names", "people"]);

/** The ID of a patch, which is the name of its file. */
export async function idOf(patch) {
  const own = Object.fromEntries(Object.entries(patch).filter(([name]) => !NOT_DIGESTED.has(name)));
  return `${patch.at.replaceAll(":", "-")}-${patch.library}-${(await digestOf(own)).slice(0, 12)}`;
}

/** The digest of a capture or patch, as SHA-256. */
export async function digestOf(content) {
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join("");
}
