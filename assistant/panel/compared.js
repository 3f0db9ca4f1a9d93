// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a worksheet, compared with what was read. A step is done by evidence if every value that it asks for was seen.
import { kindOf } from "../../web/pages/librarian/librarian.js";
import { made } from "../../web/pages/worksheet/parts.js";
import { answerOf, cards, store } from "../../web/pages/worksheet/steps.js";
import { byId } from "../../web/theme/dom.js";
import { same } from "../read/values.js";
import { returned, seen } from "./known.js";

const [DONE, DIFFERS, PARTLY, THERE] = ["done", "differs", "partly", "there"];
const VERDICTS = {
  [DONE]: "Seen on the screen: this step is done.",
  [DIFFERS]: "The screen differs from this step:",
  [PARTLY]: "This step was seen in part:",
  [THERE]: "When it was read, it was still there.",
};

/** What was read of a step: the verdict and its reasons; null if nothing was read. */
function compare(step, object) {
  if (!object) return null;
  if (step.action === "removed") return { verdict: THERE, lines: [] };
  if (step.table) return object.has("rows") ? compareRows(step.table, kindOf(step).columns, object.get("rows")) : null;
  const lines = step.lines.map((line) => compareLine(step, line, object));
  const of = (verdict) => lines.filter((line) => line.verdict === verdict).map(({ text }) => text);
  if (of(DIFFERS).length) return { verdict: DIFFERS, lines: of(DIFFERS) };
  if (lines.length === of(PARTLY).length) return null;
  return { verdict: of(PARTLY).length ? PARTLY : DONE, lines: of(PARTLY) };
}

const sorted = (input, text) => (input.form === "lines" ? text.split("\n").toSorted().join("\n") : text);

function compareLine(step, line, object) {
  if (!object.has(line.name)) return { verdict: PARTLY, text: `${line.label}: not seen` };
  const input = kindOf(step).inputs.find(({ name }) => name === line.name);
  const { value } = object.get(line.name);
  if (same(input, sorted(input, value), sorted(input, line.value))) return { verdict: DONE };
  return { verdict: DIFFERS, text: `${line.label}: ${value || "blank"}, wanted ${line.value || "blank"}` };
}

/** A row on the screen that is not on the worksheet stays as it is: it is listed, and is no difference. */
function compareRows(table, columns, { value }) {
  const found = value.map((row) => columns.map(({ name }) => row[name].replaceAll("\n", "; ")).join(" | "));
  const wanted = table.rows.map(({ cells, mark }) => ({ text: cells.join(" | "), isKept: mark === "stays" }));
  const gone = table.gone.map((cells) => cells.join(" | "));
  const missing = wanted.filter(({ text, isKept }) => !isKept && !found.includes(text)).map(({ text }) => text);
  const problems = [
    ...missing.map((text) => `Not on the screen: ${text}`),
    ...gone.filter((text) => found.includes(text)).map((text) => `Still on the screen: ${text}`),
    ...(table.ordered ? outOfOrder(found, wanted) : []),
  ];
  const known = new Set([...wanted.map(({ text }) => text), ...gone]);
  const others = found.filter((text) => !known.has(text)).map((text) => `Not on this worksheet: ${text}`);
  return { verdict: problems.length ? DIFFERS : DONE, lines: [...problems, ...others] };
}

function outOfOrder(found, wanted) {
  const places = wanted.map(({ text }) => found.indexOf(text)).filter((at) => at >= 0);
  const at = places.findIndex((row, number) => number > 0 && row < places[number - 1]);
  return at < 0 ? [] : [`In another order: ${found[places[at]]}`];
}

const compared = (step, objects = seen()) => compare(step, objects.get(step.name));
const isSeen = (step, objects) => compared(step, objects)?.verdict === DONE;
const isContradicted = (step) => answerOf(step) === "done" && compared(step)?.verdict === DIFFERS;

/** A worksheet has no answers with names. */
export const namesWritten = () => [];

/** before: what was seen before something was read. */
export function useRead(before) {
  const now = seen();
  for (const [step, { done, reason }] of cards) {
    if (isSeen(step, before) === isSeen(step, now)) continue;
    // If the screen that showed it was removed, a person has to tick the step.
    done.checked = isSeen(step, now) && !reason.value.trim();
    store(step);
  }
}

/** What was read of a step, in a few words. */
export function describeSeen(step) {
  const verdicts = { [DONE]: "done", [DIFFERS]: "differs", [PARTLY]: "seen in part", [THERE]: "still there" };
  return `Step ${step.number}: ${verdicts[compared(step)?.verdict] ?? "nothing of it was seen"}.`;
}

// ------------------------------------------------------------------------------- showing

/** The parts of a card that only the panel has. They are made on the first call. */
export function partsOf(card, answer) {
  const [verdict] = card.getElementsByClassName("verdict");
  if (verdict) return { verdict, source: card.querySelector(".source") };
  const parts = { verdict: made("div", { class: "note verdict" }), source: made("span", { class: "mark source" }) };
  answer.before(parts.verdict);
  answer.append(" ", parts.source);
  return parts;
}

/** Shows how an answer is known, if there is one, and whether the screen contradicts it. */
export function showSource(card, source, { isAnswered, isSeen, isAgainst }) {
  card.classList.toggle("by-capture", isSeen);
  card.classList.toggle("contradicted", isAgainst);
  source.hidden = !isAnswered;
  source.textContent = isSeen ? "seen on the screen" : "stated by a person";
}

function show(step) {
  const { card } = cards.get(step);
  const found = compared(step);
  const { verdict, source } = partsOf(card, card.querySelector(".answer"));
  verdict.hidden = !found;
  verdict.dataset.verdict = found?.verdict ?? "";
  const isTicked = answerOf(step) === "done";
  const isAgainst = isContradicted(step);
  verdict.replaceChildren(...(found ? verdictParts(found, isAgainst) : []));
  showSource(card, source, { isAnswered: isTicked, isSeen: isTicked && found?.verdict === DONE, isAgainst });
}

function verdictParts({ verdict, lines }, isAgainst) {
  const list = made("ul", {}, ...lines.map((text) => made("li", {}, text)));
  const parts = [made("p", {}, VERDICTS[verdict]), ...(lines.length ? [list] : [])];
  const how = "This contradicts your answer. Remove the tick, or make the change and read the screen again.";
  return isAgainst ? [...parts, made("p", {}, how)] : parts;
}

export const evidence = {
  show,
  has: (step) => seen().has(step.name),
  sourceOf: (step) => (answerOf(step) === "done" && isSeen(step) ? "capture" : "answer"),
  contradicted: () => [...cards.keys()].find(isContradicted) ?? null,
  returned: () => returned(byId("name").value.trim()),
};
