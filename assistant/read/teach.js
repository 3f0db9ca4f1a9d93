// SPDX-License-Identifier: GPL-3.0-or-later
// Teaching: what stands where, as the tool would learn it, for a person to confirm; and the patch of the confirmation.
import { isPlace } from "./align.js";
import { cellOf, elementsOf } from "./elements.js";
import { isTwice, partsOf, placeOf } from "./labelled.js";
import { otherOf } from "./rows.js";
import { filled, patternOf } from "./slots.js";
import { canShow, stateOf } from "./states.js";

/**
 * {lines, unplaced, elements} for a person to confirm: the lines are {input, label, state, value, assigned, isTwice}, of the values that are expected.
 * given: {kind, face, values, labels, free, rows, first, total}. labels: those that a person assigned, by input.
 */
export function proposal(capture, given, library, catalogue) {
  const kind = catalogue[given.kind];
  const elements = elementsOf(capture, Boolean(kind.columns));
  const roles = elements.map(() => ({}));
  const inputs = (kind.inputs ?? []).filter(({ name }) => Object.hasOwn(given.values ?? {}, name));
  const labelled = inputs.map((input) => ({ input, text: given.labels?.[input.name] ?? input.label }));
  const taken = new Set(labelled.map(({ text }) => text.replace(/^.*: /, "")).concat(labelled.map(({ text }) => text)));
  const lines = labelled.map(({ input, text }) => {
    const position = placeOf(text, elements);
    const parts = position ? partsOf(position, elements, taken) : [];
    const value = given.values[input.name];
    const state = stateOf(parts.map((at) => elements[at]));
    if (!position || (position.at === null && !parts.length) || !canShow(state, value, input))
      return { input: input.name, label: text, unplaced: true };
    if (position.at !== null) roles[position.at] = { input: input.name, role: "label" };
    for (const at of parts)
      roles[at] = {
        input: input.name,
        role: "value",
        ...(input.form === "lines" && elements[at].is !== "control" ? { several: true } : {}),
      };
    const assigned = Boolean(given.labels?.[input.name]);
    return { input: input.name, label: text, state, value, assigned, isTwice: isTwice(text, elements) };
  });
  for (const [at, { of }] of elements.entries()) {
    const beside = of === undefined || roles[at].input ? {} : roles[elements.findIndex((one) => one.at === of)];
    if (beside?.input) roles[at] = { input: beside.input, role: "beside" };
  }
  const table = elements.findIndex((one) => one.is === "table");
  if (kind.columns && table >= 0) lines.push(...rowLines(elements[table], roles[table], kind, given));
  const object = given.values?.[kind.identity?.[0]] ?? "";
  markOthers(elements, roles, given.free ?? [], library);
  return {
    kind: given.kind,
    face: given.face ?? "view",
    lines: lines.filter((one) => !one.unplaced),
    unplaced: lines.filter((one) => one.unplaced).map(({ input }) => input),
    elements: inOnePlace(elements.map((one, at) => known(one, roles[at], library, { ...given, object }))),
  };
}

/**
 * The texts that are neither labels nor values, in the order in which a person should read them: first those that not all other captures of the screen have,
 * then those with a word of danger, then the rest. faces: those that are known. dangers: words for display; nothing is read by them.
 */
export function othersOf({ kind, face, elements }, faces, dangers = []) {
  const known = faces.filter((one) => one.kind === kind && one.face === face);
  const has = (one, text) => one.elements.some((other) => other.text === text);
  const rankOf = ({ text }) => {
    if (!known.every((one) => has(one, text))) return 0;
    return dangers.some((word) => text.toLowerCase().includes(word)) ? 1 : 2;
  };
  const others = elements.filter(({ role, text }) => !role && text);
  return others.toSorted((one, other) => rankOf(one) - rankOf(other));
}

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
function rowLines(table, role, kind, { labels = {}, rows = [] }) {
  const byText = new Map(kind.columns.map(({ name, label }) => [labels[name] ?? label, name]));
  role.columns = table.header.map(([, text]) => byText.get(text) ?? null);
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
  for (const [number, row] of rows.entries())
    for (const [at, name] of role.columns.entries()) {
      if (!name || !table.rows[number]) continue;
      const state = stateOf(cellOf(table.rows[number], table.header[at][0]));
      const value = row[kind.columns.findIndex((one) => one.name === name)];
      found.set(JSON.stringify([name, state, value]), {
        input: name,
        label: table.header[at][1],
        state,
        value,
        assigned: false,
      });
    }
  return [...found.values()];
}

/** An element of a face: what varies is a slot, and the texts of values are left out. */
function known(element, role, library, { object, first, total, rows = [] }) {
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
      ? countsIn(filled(text, element.text, library)?.numbers ?? [], { first, last: first + rows.length - 1, total })
      : null;
  return { ...own, text, ...(flags ? { flags } : {}), ...(counts ? { counts } : {}) };
}

/** What a person said of texts that are no values: numbers vary in a text, or in what stands behind it as its label; names of other objects. */
function markOthers(elements, roles, free, library) {
  const names = new Set(Object.values(library.names ?? {}).flat());
  const isFree = (text = "") => free.some((one) => text === one || text.startsWith(one));
  for (const [at, { is, name, text }] of elements.entries()) {
    if (roles[at].role || is === "title" || is === "table") continue;
    if (is !== "control" && names.has(text)) roles[at] = { role: "names", several: true };
    else if (isFree(text ?? name) || (at > 0 && isFree(elements[at - 1].text))) roles[at].isFree = true;
  }
}

/** Which number of a text counts what: null without all three. */
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

/** The name of the file of a patch in the folder of known screens. digest: of its JSON, as SHA-256; patches_in of the collection compares it. */
export const pathOf = ({ at, kind, library }, digest) =>
  `screens/${kind ?? "names"}/${at.replaceAll(":", "-")}-${library}-${digest.slice(0, 12)}.json`;
