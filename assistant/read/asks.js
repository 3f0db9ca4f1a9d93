// SPDX-License-Identifier: GPL-3.0-or-later
// Questions about what was not understood, which a person answers with one click beside a capture. The import has the answers only, in the capture.
import { canBeNothing, hasRemark, labelsOf, plain, titleOf, withKnownNames, wordsIn } from "./labels.js";
import { reason } from "./words.js";

// doubt: of a row that may be none.
export function asksWhetherItCounts({ item, row }) {
  return [
    { text: "It counts", answer: { items: [item], counted: row } },
    { text: "It does not count", answer: { items: [item], left_out: row } },
  ];
}

export function asksForOrder({ items }) {
  return [{ text: "This is their own order", answer: { items, rows: { own_order: true } } }];
}

export function asksForAllRows({ rows, items }) {
  const answer = { items, rows: { all_rows: true } };
  return rows.length ? [{ text: `These are all rows (${rows.length})`, answer }] : [];
}

// The answers to a doubt about a value.
export function asksAboutDoubt({ data }, { code, about }, text) {
  if (code === "unclear") return meanings(text);
  if (code !== "other_part") return [];
  const answer = { labels: { [data.kind]: { parts: [about.group] } } };
  return [{ text: `The fields below it are those of the ${data.label}`, answer }];
}

// What a text can be that is unclear: once answered, it is clear in all captures.
const asName = (text) => ({ text: "It is a name", answer: { labels: { names: [text] } } });
const meanings = (text) => [asName(text), { text: "Nothing is chosen", answer: { labels: { blank: [text] } } }];

// What the texts on a screen mean that were not understood.
export const asksAboutTexts = (texts) => [
  { text: "Yes, these are our settings", answer: { labels: { notes: texts } } },
];

// The texts of cells of a map that can mean nothing, or be more than a name, each once, with its question.
export function meaningsOfCells(screen, grid) {
  const header = grid.header.map(plain);
  const places = screen.columns
    .filter((one) => one.reference)
    .map((one) => [one, header.findIndex((text) => labelsOf(one).has(text))]);
  const asked = (code, test, asks) => {
    const texts = places.flatMap(([one, at]) =>
      grid.rows
        .flatMap((row) => withKnownNames(one, (row[at] ?? "").trim()).split("\n"))
        .filter((text) => test(text, one.reference)),
    );
    const { label } = screen.data;
    return [...new Set(texts)].map((text) => ({ label, reason: `'${text}' ${reason(code)}`, asks: asks(text) }));
  };
  return [...asked("unclear", canBeNothing, meanings), ...asked("remark", hasRemark, (text) => [asName(text)])];
}

// ------------------------------------------------------------------------------- other labels

const MOST_OFFERS = 2;
// Words for the same in labels.
const SAME_WORDS = [
  ["period", "length", "duration", "time", "term"],
  ["policy", "rule"],
  ["bill", "billing", "fee", "fine", "charge"],
  ["notice", "notification", "message"],
  ["limit", "maximum", "max"],
  ["location", "place"],
  ["name", "title"],
].map((words) => new Set(words));

// The labels that belong to nothing and resemble that of an input which was not seen.
export function offers({ data }, unplaced, inputs) {
  const texts = [...new Set(unplaced)];
  const found = texts.map((text) => ({ text, input: mostAlike(text, inputs) })).filter(({ input }) => input);
  return found.slice(0, MOST_OFFERS).map(({ text, input }) => ({
    label: text,
    reason: `is it ${titleOf(input)}?`,
    asks: [{ text: "Yes", answer: { labels: { [data.kind]: { fields: { [input.name]: [text] } } } } }],
  }));
}

// The input whose label has most words in common with a text, at least half of the words of both; undefined without one, or if there are several.
function mostAlike(text, inputs) {
  const own = stems(text);
  const rated = inputs.map((input) => {
    const words = stems(input.label);
    const shared = [...words].filter((word) => own.has(word)).length;
    return { input, rate: (2 * shared) / (words.size + own.size || 1) };
  });
  const [best, second] = rated.sort((one, other) => other.rate - one.rate);
  return best?.rate >= 0.5 && !(second?.rate === best.rate) ? best.input : undefined;
}

function stems(text) {
  const stem = (word) => (word.length > 3 ? word.replace(/s$/, "") : word);
  const first = (word) => [...(SAME_WORDS.find((words) => words.has(word)) ?? [word])][0];
  return new Set(wordsIn(text).map(stem).map(first));
}
