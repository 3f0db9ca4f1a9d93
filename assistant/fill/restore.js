// SPDX-License-Identifier: GPL-3.0-or-later
// Back to the values that were there before.
import { canSet, set } from "./controls.js";
import { quiet } from "./quiet.js";
import { isControl, screenOf, told } from "./screen.js";
import { plain } from "./texts.js";

const ROUNDS = 3;

/** Restore the values of a screen. first: the screen as it was. order: the keys of entries that were set, the latest first. Returns the entries that differ. */
export async function restore(page, first, order) {
  for (let round = 0; round < ROUNDS; round += 1) {
    const tried = new Set();
    for (;;) {
      const [next] = differing(page, first, order).filter(({ now, key }) => now && canSet(now) && !tried.has(key));
      if (!next) break;
      tried.add(next.key);
      // What cannot be set is named at the end.
      await set(next.now, next.value, isSame).catch(() => {});
      await quiet(page);
    }
    if (differing(page, first, order).length === 0) return [];
  }
  return differing(page, first, order);
}

const isSame = (text, wanted) => (wanted === "" ? text === "" || /^\W*$/.test(plain(text)) : text === wanted);

/** The entries that have another value now: {key, label, value, now}, in that order. now: the entry on the screen, or undefined. */
function differing(page, first, order) {
  const { entries } = screenOf(page);
  const now = new Map(entries.map((one) => [one.key, one]));
  const place = ({ key }) => (order.includes(key) ? order.indexOf(key) : order.length);
  return first.entries
    .filter(isControl)
    .map(({ key, label, value }) => ({ key, label, value, now: now.get(key) }))
    .filter((one) => !one.now || told(one.now) !== told(one))
    .sort((one, other) => place(one) - place(other));
}
