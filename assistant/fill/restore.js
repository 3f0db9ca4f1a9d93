// SPDX-License-Identifier: GPL-3.0-or-later
// Back to the values that were there before.
import { set } from "./controls.js";
import { quiet, until, wait } from "./quiet.js";
import { drawnAt, isControl, pairsOf, placeOn, screenOf, stateOf } from "./screen.js";

const ROUNDS = 3;
/** How long fields may take to appear again, in milliseconds. */
const APPEARS = 1500;
/** How long a page may take to show a value. */
const SHOWS = 800;
/** How long a page is watched at the end: other fields can take some time to follow a value. */
export const WATCHED = 2000;

/**
 * Restore the values of a screen. first: the screen as it was. settings: those that were made, the latest first. own: the numbers of the controls that may be
 * set; isAll: whether other controls are restored, too. Returns the controls that still differ, as fields.
 */
export async function restore(page, first, settings, own, isAll = true) {
  const order = settings.map(({ at }) => at);
  const differing = () => differingFrom(page, first, order).filter(({ at }) => isAll || own.has(at));
  // If no other field followed a text when it was filled in, none follows when it is restored.
  const isWatched = order.some((at) => first.items[at].kind !== "text") || differing().some(({ at }) => !own.has(at));
  const isWhole = () => (differing().every(({ control }) => control) ? true : null);
  for (let round = 0; round < ROUNDS; round += 1) {
    await until(isWhole, APPEARS);
    const isAnySet = await setAll(page, differing);
    const isRestored = () => differing().length === 0;
    if (isRestored() ? !isWatched : round > 0 && !isAnySet) break;
    // The entries of a list can be loaded some time after another list was restored, which removes the choice in it.
    await wait(WATCHED);
    if (isRestored()) break;
  }
  return differing().map(({ label }) => ({ name: null, label, code: "not_restored" }));
}

/** Set each of the controls that differ once. Returns whether one of them could be set. */
async function setAll(page, differing) {
  const tried = new Set();
  let isAnySet = false;
  const isDiffering = ({ at }) => differing().some((one) => one.at === at);
  for (;;) {
    const [next] = differing().filter(({ at, control }) => control && !tried.has(at));
    if (!next) return isAnySet;
    tried.add(next.at);
    const isSet = (await isPut(next, next.value)) || (isDiffering(next) && (await isPut(next, "")));
    isAnySet ||= isSet;
    await quiet(page);
    await until(() => (isDiffering(next) ? null : true), SHOWS);
  }
}

/** Set a control. Returns whether it could be set: the hint of a drop-down, for example, is not an entry. What still differs is named at the end. */
async function isPut({ control, value: before }, value) {
  if (typeof before !== typeof value) return false;
  try {
    await set(control, value, { isField: (one) => control.includes(one) });
    return true;
  } catch {
    return false;
  }
}

/** The controls that have another value now: {at, label, value, control}, first those that were set. control: its elements now; null if it is gone. */
function differingFrom(page, first, order) {
  const now = screenOf(page);
  const pairs = pairsOf(first, now);
  const rank = (at) => (order.includes(at) ? order.indexOf(at) : order.length);
  return [...first.items.keys()]
    .filter((at) => isControl(first.items[at]))
    .map((at) => ({ at, label: first.items[at].name || "?", place: whereIs(now, first, at, pairs) ?? null }))
    .filter(({ at, place }) => place === null || stateOf(place, now) !== stateOf(at, first))
    .map((one) => ({
      ...one,
      control: one.place === null ? null : now.members[one.place],
      value: shownBefore(one, first, now),
    }))
    .sort((one, other) => rank(one.at) - rank(other.at));
}

/** The number of a control now. An element that still exists is the same control, even if it was moved. */
function whereIs(now, first, at, pairs) {
  const own = now.places.get(first.members[at][0]);
  return own ?? placeOn(now, first, at, pairs);
}

/** The former value in the form in which it is set. Texts beside a drop-down that are still there are its label. */
function shownBefore({ at, place }, first, now) {
  const { flags = [], kind } = first.items[at];
  if (kind === "tick") return flags.includes("on");
  const after = place === null || first.items[at].drawn.length > 0 ? [] : drawnAt(place, now);
  const drawn = drawnAt(at, first).filter((one) => !after.includes(one));
  return flags.includes("several") ? drawn : (drawn[0] ?? "");
}
