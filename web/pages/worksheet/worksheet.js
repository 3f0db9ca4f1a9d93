// SPDX-License-Identifier: GPL-3.0-or-later
// The steps to answer; those that wait for approval are only shown.
const groups = [
  ...sheet.groups.map((group, at) => ({ id: `screen-${at + 1}`, steps: group.steps })),
  ...(sheet.last.length ? [{ id: "last", steps: sheet.last.flatMap((group) => group.steps) }] : []),
]
  .map(({ id, steps }) => ({ id, steps: steps.filter((step) => !step.confirmed) }))
  .filter(({ steps }) => steps.length);
const cards = new Map(groups.flatMap((group) => group.steps).map((step) => [step, cardOf(step)]));

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

function answerOf(step) {
  const { done, reason } = cards.get(step);
  return done.checked ? "done" : reason.value.trim() ? "impossible" : null;
}

function answered(which, steps = [...cards.keys()]) {
  return steps.filter((step) => answerOf(step) === which);
}

function show() {
  const evidence = seen();
  for (const [step, { card }] of cards) {
    card.classList.toggle("done", answerOf(step) === "done");
    card.classList.toggle("impossible", answerOf(step) === "impossible");
    showEvidence(step, evidence.get(step.name));
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

function keyOfStep(step) {
  return [sheet.record, "step", step.digest];
}

function store(step) {
  const { done, reason } = cards.get(step);
  // A step that was made long ago and is asked for again must not come up ticked: the day tells the two apart.
  remember(keyOfStep(step), { since: step.since, done: done.checked, reason: reason.value });
}

function restore(step) {
  const found = recall(keyOfStep(step)),
    before = found?.since === step.since ? found : { done: false, reason: "" };
  const { done, cannot, reason } = cards.get(step);
  done.checked = before.done;
  reason.value = before.reason;
  cannot.open = answerOf(step) === "impossible";
}

function watch(step) {
  const { done, cannot, reason } = cards.get(step);
  done.addEventListener("change", () => {
    cannot.open = answerOf(step) === "impossible";
    changed(step);
  });
  reason.addEventListener("input", () => {
    if (reason.value.trim()) done.checked = false;
    changed(step);
  });
}

// A button's data-copy names the element with a value, or with the fields of a step, which are copied as a label and a value a line.
function copiedText(source) {
  const step = [...cards.keys()].find(({ number }) => source.id === `fields-${number}`);
  return step ? step.lines.map(({ label, value }) => `${label}\t${value}`).join("\n") : source.textContent;
}

async function copy(button) {
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

function send() {
  const steps = [...cards.keys()].filter(answerOf).map((step) => ({
    step: step.name,
    digest: step.digest,
    answer: answerOf(step),
    remark: answerOf(step) === "impossible" ? cards.get(step).reason.value.trim() : null,
    asked: step.asked,
    source: sourceOf(step),
  }));
  const more = { worksheet: sheet.digest, captures: givenCaptures() };
  const name = handOver("confirmation", { ...signed("reshare.wms confirmation", more), steps });
  const done = answered("done").length,
    impossible = steps.length - done;
  showMessage(
    `${name} is downloaded: ${done} done${impossible ? `, ${impossible} could not be done` : ""}. Now e-mail it.`,
    false,
  );
}

for (const step of cards.keys()) {
  restore(step);
  watch(step);
}
for (const button of all("[data-copy]")) button.addEventListener("click", () => copy(button));
prepareFinish(
  [sheet.record, "remark", sheet.digest],
  () => !answered("done").length && !answered("impossible").length,
  "Nothing is ticked yet. Tick the steps that you have done.",
  () => cards.values().next().value?.done ?? byId("name"),
);
// Captures from before the same steps were asked for again do not count: the days tell the two apart.
const days = [...cards.keys()].map(({ since }) => since);
prepareCaptures([sheet.record, "captures", sheet.digest, ...days]);
show();
