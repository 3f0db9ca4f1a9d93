// SPDX-License-Identifier: GPL-3.0-or-later
// The steps on a page, and what a person answered. Those that wait for approval are only shown.

import { byId } from "../../theme/dom.js";
import { recall, remember, sheet } from "../librarian/librarian.js";
import { answerParts } from "./parts.js";

export const groups = [
  ...sheet.groups.map((group, at) => ({ id: `screen-${at + 1}`, steps: group.steps })),
  ...(sheet.last?.length ? [{ id: "last", steps: sheet.last.flatMap((group) => group.steps) }] : []),
]
  .map(({ id, steps = [] }) => ({ id, steps: steps.filter((step) => !step.confirmed) }))
  .filter(({ steps }) => steps.length);
// The elements of each step, once the page has them.
export const cards = new Map();

export function prepareCards() {
  for (const step of groups.flatMap((group) => group.steps)) cards.set(step, cardOf(step));
}

function cardOf(step) {
  const card = byId(`step-${step.number}`);
  card.append(...answerParts(step));
  return {
    card,
    done: card.querySelector("[data-done]"),
    cannot: card.querySelector(".answer details"),
    reason: card.querySelector("textarea"),
  };
}

export function answerOf(step) {
  const { done, reason } = cards.get(step);
  return done.checked ? "done" : reason.value.trim() ? "impossible" : null;
}

export function answered(which, steps = [...cards.keys()]) {
  return steps.filter((step) => answerOf(step) === which);
}

function keyOfStep(step) {
  return [sheet.record, "step", step.digest];
}

export function store(step) {
  const { done, reason } = cards.get(step);
  // A step that was made long ago and is requested again must not be ticked: the day distinguishes the two requests.
  remember(keyOfStep(step), { since: step.since, done: done.checked, reason: reason.value });
}

export function restore(step) {
  const found = recall(keyOfStep(step)),
    before = found?.since === step.since ? found : { done: false, reason: "" };
  const { done, cannot, reason } = cards.get(step);
  done.checked = before.done;
  reason.value = before.reason;
  cannot.open = answerOf(step) === "impossible";
}
