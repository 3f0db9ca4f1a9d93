// SPDX-License-Identifier: GPL-3.0-or-later
// Back to the values that were there before.

import { canSet, set } from "./controls.js";
import { quiet, until, wait } from "./quiet.js";
import { entryText, isControl, screenOf } from "./screen.js";
import { plain } from "./words/labels.js";

const ROUNDS = 3;
/** How long fields may take to appear again, in milliseconds. */
const APPEARS = 1500;
/** How long a page may take to show a value. */
const SHOWS = 800;
/** How long a page is watched at the end: it can need some time for what follows from a value. */
export const WATCHED = 2000;

/**
 * Restore the values of a screen. first: the screen as it was. settings: those that were made, the latest first. controls: those of the screen when it was read last,
 * by the keys of their entries. Returns the entries that differ.
 */
export async function restore(page, first, settings, controls) {
  const made = new Map(settings.map((one) => [one.entry.key, one]));
  const differing = () => differingFrom(page, first, made, controls);
  // Nothing follows from a text on a page on which nothing followed from it when it was filled in.
  const isWatched =
    settings.some(({ entry }) => entry.control !== "text") || differing().some(({ key }) => !made.has(key));
  const isWhole = () => (differing().every(({ now }) => now) ? true : null);
  for (let round = 0; round < ROUNDS; round += 1) {
    await until(isWhole, APPEARS);
    const isAnySet = await setAll(page, differing);
    const isRestored = () => differing().length === 0;
    if (isRestored() ? !isWatched : round > 0 && !isAnySet) break;
    // The entries of a list can come some time after another one was restored, and take away what is chosen in it.
    await wait(WATCHED);
    if (isRestored()) break;
  }
  return differing();
}

/** Set each of the entries that differ once. Whether one of them could be set. */
async function setAll(page, differing) {
  const tried = new Set();
  let isAnySet = false;
  for (;;) {
    const [next] = differing().filter(({ canBeSet, key }) => canBeSet && !tried.has(key));
    if (!next) return isAnySet;
    tried.add(next.key);
    try {
      await set(next.now, next.value, isSame);
      isAnySet = true;
    } catch {
      // What cannot be set is named at the end.
    }
    await quiet(page);
    await until(() => (differing().some(({ key }) => key === next.key) ? null : true), SHOWS);
  }
}

const isSame = (text, wanted) => (wanted === "" ? text === "" || /^\W*$/.test(plain(text)) : text === wanted);

/** The entries that have another value now: {key, label, value, now, canBeSet}, those that were set before others. now: the entry on the screen, or undefined. */
function differingFrom(page, first, made, controls) {
  const now = screenOf(page).entries;
  const places = samePlaces(first.entries, now, controls);
  const rows = new Set([...made.values()].map(({ entry }) => entry.row));
  const inPlace = (key) => {
    const control = controls.get(key);
    return control?.isConnected ? now.find(({ elements }) => elements.includes(control)) : places.get(key);
  };
  // In another place, only what was filled in: the element can be that of another row by now.
  const isOwn = (there, { key, row }) =>
    there.key === key ? made.has(key) || rows.has(row) || !row : Boolean(made.get(key)?.isSet(there));
  const order = [...made.keys()];
  const rank = ({ key }) => (order.includes(key) ? order.indexOf(key) : order.length);
  return first.entries
    .filter(isControl)
    .map((one) => ({ ...one, now: inPlace(one.key) }))
    .filter((one) => !one.now || entryText(one.now) !== entryText(one))
    .map((one) => ({ ...one, canBeSet: Boolean(one.now) && canSet(one.now) && isOwn(one.now, one) }))
    .sort((one, other) => rank(one) - rank(other));
}

/** The entries of now by their keys, without those that can be other ones: there are more or fewer with that label than before, or the control is that of another key. */
function samePlaces(before, now, controls) {
  const numberWith = (entries, label) => entries.filter((one) => one.label === label).length;
  const keys = new Map([...controls].map(([key, control]) => [control, key]));
  const isOfKey = ({ elements, key }) => (keys.get(elements[0]) ?? key) === key;
  const isThere = (one) => numberWith(before, one.label) === numberWith(now, one.label) && isOfKey(one);
  return new Map(now.filter(isThere).map((one) => [one.key, one]));
}
