// SPDX-License-Identifier: GPL-3.0-or-later
// Back to the values that were there before.
import { plain } from "recognition";
import { canSet, set } from "./controls.js";
import { quiet, until } from "./quiet.js";
import { isControl, screenOf, told } from "./screen.js";

const ROUNDS = 3;
/** How long fields may take to appear again, in milliseconds. */
const APPEARS = 1500;
/** How long a page may take to show a value. */
const SHOWS = 800;

/** Restore the values of a screen. first: the screen as it was. order: the keys of entries that were set, the latest first. Returns the entries that differ. */
export async function restore(page, first, order) {
  const isWhole = () => (differing(page, first, order).every(({ now }) => now) ? true : null);
  for (let round = 0; round < ROUNDS; round += 1) {
    await until(isWhole, APPEARS);
    const tried = new Set();
    for (;;) {
      const [next] = differing(page, first, order).filter(({ now, key }) => now && canSet(now) && !tried.has(key));
      if (!next) break;
      tried.add(next.key);
      // What cannot be set is named at the end.
      await set(next.now, next.value, isSame).catch(() => {});
      await quiet(page);
      await until(() => (differing(page, first, order).some(({ key }) => key === next.key) ? null : true), SHOWS);
    }
    if (differing(page, first, order).length === 0) return [];
  }
  return differing(page, first, order);
}

const isSame = (text, wanted) => (wanted === "" ? text === "" || /^\W*$/.test(plain(text)) : text === wanted);

/** The entries that have another value now: {key, label, value, now}, in that order. now: the entry on the screen, or undefined. */
function differing(page, first, order) {
  const now = samePlaces(first.entries, screenOf(page).entries);
  const place = ({ key }) => (order.includes(key) ? order.indexOf(key) : order.length);
  return first.entries
    .filter(isControl)
    .map(({ key, label, value }) => ({ key, label, value, now: now.get(key) }))
    .filter((one) => !one.now || told(one.now) !== told(one))
    .sort((one, other) => place(one) - place(other));
}

/** The entries of now by their keys, without those that can be other ones, because there are more or fewer with that label than before. */
function samePlaces(before, now) {
  const count = (entries, label) => entries.filter((one) => one.label === label).length;
  return new Map(now.filter(({ label }) => count(before, label) === count(now, label)).map((one) => [one.key, one]));
}
