// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a map, and its pages joined by the numbers that count them.
import { cellOf } from "./elements.js";
import { stateOf, textsOf } from "./states.js";

/** {rows: [{cells: [{input, items, texts, value, patches}]}], questions}. known: the table of the face, with the names of its columns. */
export function rowsIn(table, known, meaning) {
  const questions = [];
  const rows = table.rows.map((row, number) => {
    const cells = known.columns.flatMap((input, column) => {
      if (!input) return [];
      const parts = cellOf(row, known.header[column][0]);
      const { code, text = textsOf(parts).join(" "), value = null, patches = [] } = meaning(input, parts);
      if (code) questions.push({ scope: "row", code, text, input, row: number, state: stateOf(parts) });
      return [{ input, items: parts.map(({ at }) => at), texts: textsOf(parts), value, patches }];
    });
    askAboutOthers(row, known, number, questions);
    return { cells };
  });
  return { rows, questions: once(questions) };
}

/** Each question once, for all rows that it is about. */
const once = (questions) =>
  [
    ...new Map(questions.toReversed().map((one) => [`${one.input} ${one.code} ${one.text}`, one])).values(),
  ].toReversed();

/** Asks about texts in columns that are not inputs, such as *Inactive*, if they were not there when the map was taught. */
function askAboutOthers(row, known, number, questions) {
  const read = new Set(known.header.flatMap(([column], at) => (known.columns[at] ? [column] : [])));
  for (const one of row.filter(({ cell }) => !read.has(cell[2])))
    if (!known.others?.includes(otherOf(one)))
      questions.push({ scope: "row", code: "new_text", text: one.text ?? one.name, row: number });
}

/** What is drawn in such a column, without regard to its numbers. */
export const otherOf = ({ is, cell, text, name, drawn = [], flags = [] }) =>
  JSON.stringify([is, cell[2], (text ?? [name, ...drawn].join(" ")).replace(/\p{Nd}+/gu, "#"), ...flags]);

/** {rows} of all pages of a map; {question} if pages are missing, or were read more than half an hour apart. */
export function joined(readings) {
  const pages = readings
    .filter(({ rows, count }) => rows && count)
    .toSorted((one, other) => one.count.first - other.count.first);
  if (pages.length < readings.length)
    return readings.length === 1 && readings[0].rows ? { rows: readings[0].rows } : { question: "pages" };
  const totals = new Set(pages.map(({ count }) => count.total));
  const follows = pages.every(({ count }, at) => count.first === (at ? pages[at - 1].count.last + 1 : 1));
  const isAll = totals.size === 1 && follows && pages.at(-1).count.last === pages[0].count.total;
  const times = pages.map(({ at }) => Date.parse(at)).filter(Number.isFinite);
  if (!isAll || Math.max(...times) - Math.min(...times) > HALF_AN_HOUR) return { question: "pages" };
  return { rows: pages.flatMap(({ rows }) => rows) };
}
const HALF_AN_HOUR = 30 * 60 * 1000;
