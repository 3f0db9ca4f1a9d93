// SPDX-License-Identifier: GPL-3.0-or-later
// Where the rows of a worksheet belong among those on a screen.
import { same } from "./values.js";

/** Whether a cell or field is as in a blank row, which can show a wildcard. An unknown value is not blank. */
export const isBlank = ({ wildcard }, value) => value === "" || (value !== undefined && value === wildcard);

/**
 * {places: [{row, place}], spare}. place: the number of the row on the screen in which a row that is asked for is written. spare: blank rows that are left.
 * {code, words} if a row has no place. table: {ordered, rows}; screen: the values of the cells of each row; isEdited: whether a row on the screen can be
 * changed.
 */
export function rowsAt({ ordered, rows }, columns, screen, isEdited) {
  const has = (place, texts) => hasTexts(columns, screen[place], texts);
  const isOpen = (place) => isEdited[place] && columns.every((about, at) => isBlank(about, screen[place][at]));
  const taken = new Set();
  const take = (test) => {
    const place = [...screen.keys()].find((one) => !taken.has(one) && test(one));
    if (place !== undefined) taken.add(place);
    return place;
  };
  // First the rows that are there already, because one of them can look like a blank row: the last row, for all.
  const found = rows.map(({ before, cells, mark }) => {
    if (mark === "new") return take((one) => has(one, cells));
    return take((one) => (before && has(one, before)) || has(one, cells));
  });
  const blanks = [...screen.keys()].filter((place) => !taken.has(place) && isOpen(place));
  // From the last one, into the last blank rows: a row below the header can be that of a filter.
  for (const [at, row] of [...rows.entries()].reverse()) {
    if (!row.isAsked || found[at] !== undefined) continue;
    if (row.mark !== "new") return { code: "row_not_found" };
    const gap = ordered && row.where ? gapOf(rows, found, at) : [-1, screen.length];
    const isBeside = rows.some(
      (one, other) => Math.abs(other - at) === 1 && one.mark !== "new" && found[other] === undefined,
    );
    if (ordered && row.where && isBeside) return { code: "place_not_shown" };
    const place = blanks.findLast((one) => one > gap[0] && one < gap[1] && !taken.has(one));
    if (place === undefined)
      return missing(
        rows,
        blanks.filter((one) => !taken.has(one)),
        at,
      );
    taken.add(place);
    found[at] = place;
  }
  const places = rows.flatMap((row, at) => (row.isAsked ? [{ row, place: found[at] }] : []));
  return { places, spare: blanks.filter((one) => !taken.has(one)) };
}

/** The numbers of the rows on the screen between which a row belongs. */
function gapOf(rows, found, at) {
  // A row that is to be moved later is not at its place yet.
  const stays = found.map((place, other) => (rows[other].mark === "moved" ? undefined : place));
  const before = stays.slice(0, at).filter((one) => one !== undefined);
  const after = stays.slice(at + 1).filter((one) => one !== undefined);
  return [Math.max(-1, ...before), Math.min(Number.POSITIVE_INFINITY, ...after)];
}

function missing(rows, blanks, at) {
  if (blanks.length > 0) return { code: "wrong_place", words: placeOf(rows, at) };
  return {
    code: rows.filter(({ isAsked, mark }) => isAsked && mark === "new").length > 1 ? "rows_missing" : "row_missing",
  };
}

/** The place of a row in words. */
export function placeOf(rows, at) {
  const wordsOf = (row) => `"${row.cells.filter(Boolean).join(" | ").replaceAll("\n", "; ")}"`;
  const [before, after] = [rows[at - 1], rows[at + 1]];
  if (before && after) return `Row ${at + 1} belongs between ${wordsOf(before)} and ${wordsOf(after)}.`;
  if (before) return `Row ${at + 1} belongs below ${wordsOf(before)}.`;
  return after ? `Row ${at + 1} belongs above ${wordsOf(after)}.` : "";
}

/** Whether a row on the screen has these texts. */
const hasTexts = (columns, cells, texts) =>
  columns.every((about, at) => cells[at] !== undefined && same(about, cells[at], texts[at] || about.wildcard || ""));

/** [{place, text}] of the rows on the screen between which a row belongs. A row that is there twice does not count. */
export function besideRow({ rows }, columns, screen, number) {
  const isIt = (place, { before, cells }) =>
    [before, cells].some((texts) => texts && hasTexts(columns, screen[place], texts));
  const sides = [
    [rows[number - 1], "below this one"],
    [rows[number + 1], "above this one"],
  ];
  return sides.flatMap(([row, where]) => {
    const those = row ? [...screen.keys()].filter((place) => isIt(place, row)) : [];
    return those.length === 1 ? [{ place: those[0], text: `Row ${number + 1}: ${where}` }] : [];
  });
}
