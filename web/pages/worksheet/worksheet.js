// SPDX-License-Identifier: GPL-3.0-or-later
// The answers on a worksheet, on its page and in the panel of the assistant.

import { all, byId } from "../../theme/dom.js";
import {
  NO_EVIDENCE,
  prepareFinish,
  sheet,
  showGroup,
  showProgress,
  showToast,
  signed,
} from "../librarian/librarian.js";
import { answered, answerOf, cards, groups, prepareCards, restore, store } from "./steps.js";

export function showSteps(evidence) {
  for (const [step, { card }] of cards) {
    card.classList.toggle("done", answerOf(step) === "done");
    card.classList.toggle("impossible", answerOf(step) === "impossible");
    evidence.show(step);
  }
  const done = answered("done").length,
    impossible = answered("impossible").length;
  showProgress(
    done,
    cards.size,
    `${done} of ${cards.size} done${impossible ? `, ${impossible} could not be done` : ""}`,
  );
  for (const { id, steps } of groups) showGroup(id, answered("done", steps).length, steps.length);
}

function watch(step, evidence) {
  const changed = () => {
    store(step);
    showSteps(evidence);
  };
  const { done, cannot, reason } = cards.get(step);
  done.addEventListener("change", () => {
    cannot.open = answerOf(step) === "impossible";
    changed();
  });
  reason.addEventListener("input", () => {
    if (reason.value.trim()) done.checked = false;
    changed();
  });
}

// A button's data-copy names the element with a value, or with the fields of a step, which are copied as lines of a label and a value.
function copiedText(source) {
  const step = [...cards.keys()].find(({ number }) => source.id === `fields-${number}`);
  return step ? step.lines.map(({ label, value }) => `${label}\t${value}`).join("\n") : source.textContent;
}

export async function copy(button) {
  const source = byId(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(copiedText(source));
    showToast(`Copied: ${button.dataset.label}`);
  } catch {
    getSelection().selectAllChildren(source);
    const copied = document.execCommand("copy");
    showToast(
      copied
        ? `Copied: ${button.dataset.label}`
        : "This browser does not let the page copy. The text is selected: copy it with the keyboard.",
    );
  }
}

function part(evidence) {
  const steps = [...cards.keys()].filter(answerOf).map((step) => ({
    step: step.name,
    digest: step.digest,
    answer: answerOf(step),
    remark: answerOf(step) === "impossible" ? cards.get(step).reason.value.trim() : null,
    asked: step.asked,
    source: evidence.sourceOf(step),
  }));
  const more = { worksheet: sheet.digest, ...evidence.returned() };
  const done = answered("done").length,
    impossible = steps.length - done;
  return {
    name: `${sheet.library}.confirmation.json`,
    content: { ...signed("reshare.wms confirmation", more), steps },
    what: `${done} done${impossible ? `, ${impossible} could not be done` : ""}`,
  };
}

export function startWorksheet(evidence = NO_EVIDENCE) {
  prepareCards();
  for (const step of cards.keys()) {
    restore(step);
    watch(step, evidence);
  }
  for (const button of all("[data-copy]")) button.addEventListener("click", () => copy(button));
  // A worksheet has no tables into which a person writes.
  const page = {
    cards,
    evidence,
    part: () => part(evidence),
    misfit: () => null,
    mark: (step) => cards.get(step).done,
  };
  const now = prepareFinish(page, {
    key: [sheet.record, "remark", sheet.digest],
    isEmpty: () => !answered("done").length && !answered("impossible").length,
    nothing: "Nothing is ticked yet. Tick the steps that you have done.",
    first: () => cards.values().next().value?.done ?? byId("name"),
  });
  showSteps(evidence);
  return now;
}
