// SPDX-License-Identifier: GPL-3.0-or-later
// Back to the values that were there before.
import { plain } from "recognition";
import { canSet, set } from "./controls.js";
import { quiet, until, wait } from "./quiet.js";
import { entryText, isControl, screenOf } from "./screen.js";

const ROUNDS = 3;
/** How long fields may take to appear again, in milliseconds. */
const APPEARS = 1500;
/** How long a page may take to show a value. */
const SHOWS = 800;
/** How long a page is watched at the end: it can need some time for what follows from a value. */
export const WATCHED = 2000;

/** Restore the values of a screen. first: the screen as it was. made: the entries that were set, the latest first. Returns the entries that differ. */
export async function restore(page, first, made) {
  const order = made.map(({ key }) => key);
  const isOther = ({ key }) => !order.includes(key);
  // Nothing follows from a text on a page on which nothing followed from it when it was filled in.
  const isWatched = made.some(({ control }) => control !== "text") || differing(page, first, order).some(isOther);
  const isWhole = () => (differing(page, first, order).every(({ now }) => now) ? true : null);
  for (let round = 0; round < ROUNDS; round += 1) {
    await until(isWhole, APPEARS);
    const isAnySet = await setAll(page, first, order);
    const isRestored = () => differing(page, first, order).length === 0;
    if (isRestored() ? !isWatched : round > 0 && !isAnySet) break;
    // The entries of a list can come some time after another one was restored, and take away what is chosen in it.
    await wait(WATCHED);
    if (isRestored()) break;
  }
  return differing(page, first, order);
}

/** Set each of the entries that differ once. Whether one of them could be set. */
async function setAll(page, first, order) {
  const tried = new Set();
  let isAnySet = false;
  for (;;) {
    const [next] = differing(page, first, order).filter(({ now, key }) => now && canSet(now) && !tried.has(key));
    if (!next) return isAnySet;
    tried.add(next.key);
    try {
      await set(next.now, next.value, isSame);
      isAnySet = true;
    } catch {
      // What cannot be set is named at the end.
    }
    await quiet(page);
    await until(() => (differing(page, first, order).some(({ key }) => key === next.key) ? null : true), SHOWS);
  }
}

const isSame = (text, wanted) => (wanted === "" ? text === "" || /^\W*$/.test(plain(text)) : text === wanted);

/** The entries that have another value now: {key, label, value, now}, in that order. now: the entry on the screen, or undefined. */
function differing(page, first, order) {
  const now = samePlaces(first.entries, screenOf(page).entries);
  const rank = ({ key }) => (order.includes(key) ? order.indexOf(key) : order.length);
  return first.entries
    .filter(isControl)
    .map(({ key, label, value }) => ({ key, label, value, now: now.get(key) }))
    .filter((one) => !one.now || entryText(one.now) !== entryText(one))
    .sort((one, other) => rank(one) - rank(other));
}

/** The entries of now by their keys, without those that can be other ones, because there are more or fewer with that label than before. */
function samePlaces(before, now) {
  const numberWith = (entries, label) => entries.filter((one) => one.label === label).length;
  return new Map(
    now.filter(({ label }) => numberWith(before, label) === numberWith(now, label)).map((one) => [one.key, one]),
  );
}
