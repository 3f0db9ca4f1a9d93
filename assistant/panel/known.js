// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of screens and of the library, and what was read, from the page and from this person. It is computed anew after each capture and patch.
import { sheet } from "../../web/pages/librarian/librarian.js";
import { knownFrom } from "../read/faces.js";
import { ranks } from "../read/rank.js";
import { documentOf, readingOf, withAllRows } from "../read/reading.js";
import { joined } from "../read/rows.js";
import { digestOf, idOf } from "../read/teach.js";
import { keepOf, keptOf } from "./store.js";

const { catalogue } = sheet.screens;
const own = { ...sheet.screens.library, display_name: sheet.display_name };
/** The maximum size of captures in bytes: the import has a limit for the file, and the rest is for the answers. */
const MOST_BYTES = 4_000_000;

// given: the patches of the page. patches: those of this person. captures: [{capture, digest, isAll}]; isAll: a person said that its rows are all rows.
// written: the names that are written in answers on the page, as pairs of a kind and a name.
const state = { given: [], patches: [], captures: [], readings: [], listeners: [], written: () => [] };
export const CATALOGUE = catalogue;

/** Patches in the data of a page: Base64 of deflated JSON. */
async function inflated(text) {
  if (!text) return [];
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

export async function startKnown() {
  state.given = await inflated(sheet.screens.patches);
  Object.assign(state, await keptOf(sheet.record).catch(() => null));
}

/** Reads the kept captures. Names that are written in answers are known from now on. written: as in the state. */
export function knowNames(written) {
  Object.assign(state, { written });
  readAll();
}

/** Registers act, which is called after anything was read or taught, with what was seen before. */
export const whenRead = (act) => state.listeners.push(act);

async function changed(act) {
  const before = seen();
  act();
  readAll();
  const { patches, captures } = state;
  await keepOf(sheet.record, { patches, captures }).catch(() => {});
  for (const listener of state.listeners) listener(before);
}

// ------------------------------------------------------------------------------- known

/** Whether a patch or a reading is about saved values. A form that is filled has the places of its fields only; patches without a face are about any screen. */
const isOfSaved = ({ face = "view" }) => face === "view" || face === "edit";

/** The known screens for reading a capture. */
export const knownFor = (capture) =>
  knownFrom([...state.given, ...state.patches].filter(isOfSaved), catalogue, capture);

/** The same for filling, which includes the forms that were filled. */
export const knownForFilling = (capture) => knownFrom([...state.given, ...state.patches], catalogue, capture);

/** The library with its people and the names of its objects, as far as they are confirmed. written: names in answers, which count, too. */
export function library(written = state.written()) {
  const { names, people } = knownFrom([...state.given, ...state.patches], catalogue);
  const all = (one = [], other = []) => [...new Set([...one, ...other])];
  const more = names[own.registry_id] ?? {};
  for (const [kind, name] of [...namesRead(), ...written]) more[kind] = [...(more[kind] ?? []), name];
  const kinds = all(Object.keys(own.names), Object.keys(more));
  return {
    ...own,
    people: all(own.people, people[own.registry_id]),
    names: Object.fromEntries(kinds.map((kind) => [kind, all(own.names[kind], more[kind])])),
  };
}

/** An object that was read on its own screen is the library's. */
const namesRead = () =>
  state.readings.flatMap((one) => {
    const name = one.kind && keyOf(one)?.split("/").slice(1);
    return name?.length === 1 ? [[one.kind, ...name]] : [];
  });

/** The members of a patch about the screen of a capture. The name of the person is added when the file is made. */
export const about = (capture, object) => ({
  at: capture.at,
  library: own.registry_id,
  origin: new URL(capture.address).origin,
  language: capture.language,
  ...(object ? { object } : {}),
});

/** Adds patches of this person, which count at once, and the capture that they are about, if it is given. */
export async function learn(patches, captured = null) {
  const made = await Promise.all(patches.map(async (one) => ({ id: await idOf(one), ...one })));
  const ids = new Set(state.patches.map(({ id }) => id));
  const addition = captured ? await entryOf(captured) : null;
  await changed(() => {
    state.patches.push(...made.filter(({ id }) => !ids.has(id)));
    if (addition) add(addition);
  });
}

// ------------------------------------------------------------------------------- read

export const read = (capture) => readingOf(capture, knownFor(capture), library(), catalogue);

/** Whether a reading has values, or rows. */
export const hasRead = ({ values, rows }) => values.length > 0 || rows !== null;

const entryOf = async (capture, isAll = false) => ({ capture, digest: await digestOf(capture), isAll });

/** Adds a capture. It replaces an earlier one of the same screen with the same items. */
function add(entry) {
  const key = ({ capture }) => JSON.stringify([capture.address, capture.title, capture.items]);
  state.captures = [...state.captures.filter((one) => key(one) !== key(entry)), entry];
}

/** Keeps a capture. Returns the problem if it is too large, otherwise null. */
export async function keepCapture(capture, isAll = false) {
  const entry = await entryOf(capture, isAll);
  const size = new Blob([JSON.stringify([...state.captures, entry])]).size;
  if (size > MOST_BYTES)
    return "Your file would be too large to import. Download it and send it, and remove what was read here.";
  await changed(() => add(entry));
  return null;
}

export const removeCapture = (digest) =>
  changed(() => {
    state.captures = state.captures.filter((one) => one.digest !== digest);
  });

/** Reads each capture once, and those with questions again as long as the names in others can answer them. */
function readAll() {
  const captures = state.captures.toSorted((one, other) => one.capture.at.localeCompare(other.capture.at));
  const found = new Map();
  state.readings = [];
  let open = captures;
  for (let known = -1; open.length && known !== namesRead().length; ) {
    known = namesRead().length;
    for (const one of open) found.set(one, readKept(one));
    state.readings = captures.map((one) => found.get(one));
    open = captures.filter((one) => found.get(one).questions.length);
  }
}

function readKept({ capture, digest, isAll }) {
  const reading = read(capture);
  const asked = reading.questions.map(({ code }) => code);
  const whole = isAll && String(asked) === "all_rows" ? withAllRows(reading) : reading;
  return { ...whole, at: capture.at, capture, digest };
}

/** What was read: the latest last. */
export const readings = () => state.readings;

/** The key of the object that a reading shows, as in the names of steps and questions; null if that is not known. */
export function keyOf({ kind, values }) {
  const { plural, identity = [] } = catalogue[kind] ?? {};
  const names = identity.map((input) => values.find((one) => one.input === input)?.value);
  return plural && names.every(Boolean) ? [plural, ...names].join("/") : null;
}

/** By the keys of objects: by input, or "rows", the value and the time of the capture. */
export function seen() {
  const found = new Map();
  const note = (key, input, value, at) => {
    if (!found.has(key)) found.set(key, new Map());
    found.get(key).set(input, { value, at });
  };
  const evidence = state.readings.filter((one) => hasRead(one) && isOfSaved(one));
  for (const one of evidence.filter(({ rows }) => rows === null)) {
    const key = keyOf(one);
    if (key !== null) for (const { input, value } of one.values) note(key, input, value, one.at);
  }
  const maps = Map.groupBy(
    evidence.filter(({ rows }) => rows !== null),
    ({ kind }) => kind,
  );
  for (const [kind, those] of maps) {
    const rows = rowsOf(those);
    if (rows) note(catalogue[kind].plural, "rows", rows, those.at(-1).at);
  }
  return found;
}

/** The rows of a map, whose pages were read: the latest of each; null if they are not all of them. */
function rowsOf(pages) {
  const last = pages.at(-1);
  const latest = [...new Map(pages.map((one) => [one.count?.first ?? 0, one])).values()];
  const { rows } = joined(last.count ? latest.filter(({ count }) => count?.total === last.count.total) : [last]);
  return rows?.map(({ cells }) => Object.fromEntries(cells.map(({ input, value }) => [input, value]))) ?? null;
}

/** Whether the values of a reading count as stated by a person so far: nobody else has confirmed the texts of its screen, or another value. */
export function isProvisional({ kind, face, values }) {
  const { screens, inputs } = ranks([...state.given, ...state.patches].filter(isOfSaved), catalogue);
  return screens[`${kind} ${face}`] !== "seen" || values.some(({ input }) => inputs[`${kind} ${input}`] !== "seen");
}

// ------------------------------------------------------------------------------- the file

/** What the file has besides the answers: nothing if nothing was read or taught. by: who sends it. */
export function returned(by) {
  const those = state.readings.filter((one) => hasRead(one) && isOfSaved(one));
  if (!those.length && !state.patches.length) return {};
  return {
    screens: {
      captures: those.map(({ capture }) => capture),
      readings: those.map((one) => documentOf(one, one.capture, own, one.digest)),
      patches: state.patches.map(({ id, ...patch }) => ({ ...patch, by })),
    },
  };
}
