// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a worksheet, compared with captures. A step is done by evidence if every value that it asks for was seen.
import { same } from "../../../assistant/read/values.js";
import { element, screenOf, seen, showSource } from "../librarian/captures.js";
import { refuse } from "../librarian/librarian.js";
import { answerOf, cards, store } from "./steps.js";

const DONE = "done";
const DIFFERS = "differs";
const PARTLY = "partly";
const THERE = "there";
export const UNASKED = "No step on this worksheet is about it.";
const VERDICTS = {
  [DONE]: "Seen on the screen: this step is done.",
  [DIFFERS]: "The screen differs from this step:",
  [PARTLY]: "This step was seen in part:",
  [THERE]: "When it was captured, it was still there.",
};

// What the captures show of a step: the verdict and its reasons; null if they show nothing of it.
function compare(step, object) {
  if (!object) return null;
  if (step.action === "removed") return { verdict: THERE, lines: [] };
  if (step.table) return compareRows(step.table, screenOf(step).columns, object.get("rows"));
  const lines = step.lines.map((line) => compareLine(step, line, object));
  const of = (verdict) => lines.filter((line) => line.verdict === verdict).map(({ text }) => text);
  if (of(DIFFERS).length) return { verdict: DIFFERS, lines: of(DIFFERS) };
  if (lines.length === of(PARTLY).length) return null;
  return { verdict: of(PARTLY).length ? PARTLY : DONE, lines: of(PARTLY) };
}

function compareLine(step, line, object) {
  if (!object.has(line.name)) return { verdict: PARTLY, text: `${line.label}: not seen` };
  const input = screenOf(step).inputs.find(({ name }) => name === line.name);
  const found = entryLines(input, object.get(line.name).value);
  if (same(input, found, line.value)) return { verdict: DONE };
  return { verdict: DIFFERS, text: `${line.label}: ${found || "blank"}, wanted ${line.value || "blank"}` };
}

// The text of a value; of a list in one field, each entry in one line, as the worksheet shows it.
function entryLines(input, value) {
  if (input.form !== "rows") return value;
  const entries = value.map((row) =>
    input.columns
      .filter(({ name }) => row[name])
      .map(({ name, label }) => `${label} ${row[name]}`)
      .join(", "),
  );
  return (input.ordered ? entries : [...new Set(entries)].sort()).join("\n");
}

// A row on the screen that is not on the worksheet stays as it is: it is listed, and is no difference.
function compareRows(table, columns, rows) {
  const found = rows.value.map((row) => columns.map(({ name }) => row[name]).join(" | "));
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

// ------------------------------------------------------------------------------- steps

export function sourceOf(step, evidence = seen()) {
  return answerOf(step) === "done" && compare(step, evidence.get(step.name))?.verdict === DONE ? "capture" : "answer";
}

// before: what was seen before the captures changed.
export function useCaptures(before) {
  const evidence = seen();
  for (const [step, { done, reason }] of cards) {
    const [was, is] = [before, evidence].map((one) => compare(step, one.get(step.name))?.verdict === DONE);
    if (was === is) continue;
    // Without the captures that showed it, a person has to tick the step.
    done.checked = is && !reason.value.trim();
    store(step);
  }
}

export function showEvidence(step, object) {
  const { card } = cards.get(step);
  const found = compare(step, object);
  const verdict = card.querySelector(".verdict");
  verdict.hidden = !found;
  verdict.dataset.verdict = found?.verdict ?? "";
  const isTicked = answerOf(step) === "done";
  const isAgainst = isContradicted(step, object);
  verdict.replaceChildren(...(found ? verdictParts(found, isAgainst) : []));
  showSource(card, isTicked, isTicked && found?.verdict === DONE, isAgainst);
}

function verdictParts(found, isAgainst) {
  const list = document.createElement("ul");
  list.append(...found.lines.map((text) => element("li", text)));
  const parts = [element("p", VERDICTS[found.verdict]), ...(found.lines.length ? [list] : [])];
  if (!isAgainst) return parts;
  const how = "Remove the tick, or make the change and add a newer capture.";
  return [...parts, element("p", `This contradicts your answer. ${how}`)];
}

// ------------------------------------------------------------------------------- contradictions

export function isContradicted(step, object) {
  return answerOf(step) === "done" && compare(step, object)?.verdict === DIFFERS;
}

export function refuseContradicted(step) {
  refuse(`A capture contradicts your answer to step ${step.number}. See there.`, cards.get(step).done);
}

export function describeSeen(step, { key }) {
  const found = compare(step, seen().get(key));
  const verdicts = { [DONE]: "done", [DIFFERS]: "differs", [PARTLY]: "seen in part", [THERE]: "still there" };
  return `Step ${step.number}: ${verdicts[found?.verdict] ?? "nothing of it was seen"}.`;
}
