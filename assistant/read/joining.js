// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of one map, each in a capture, as one capture, as in _screens/joining.py.
import { numbersOfRows } from "./grid.js";
import { plain } from "./labels.js";
import { pageAmong, pagesOf, rangeIn } from "./whole.js";
import { pattern, terms } from "./words.js";

export const earliestFirst = (captures) =>
  captures.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));

// The captures, with the pages of a map as one if they follow each other and were captured within half an hour.
export function joined(captures) {
  const alike = new Map();
  for (const capture of captures) {
    const screen = screenOfPage(capture) ?? capture;
    alike.set(screen, [...(alike.get(screen) ?? []), capture]);
  }
  return [...alike.values()].flatMap(together);
}

// What pages of one map have in common; null for a capture that cannot be one of several.
function screenOfPage({ title, address, headings, fields, tables }) {
  if (tables.length !== 1 || !tables[0].grid.rows.length) return null;
  const { header, sorted } = tables[0].grid;
  const others = fields.filter(({ label }) => !pattern("pageFields").test(plain(label)));
  return JSON.stringify([title, address, headings, others, header, sorted]);
}

// Captures of the same screen, as one if they show it completely.
function together(captures) {
  if (captures.length === 1) return captures;
  const parts = captures.map(partOf).filter(Boolean);
  const numbered = parts.length ? [] : captures.map(numberedPart).filter(Boolean);
  const isEach = (some) => some.length === captures.length;
  let found = null;
  if (isOneVisit(captures)) {
    if (isEach(parts)) found = byNumber(parts);
    else if (isEach(numbered)) found = follow([...numbered].sort(inOrder).map(({ capture }) => capture));
    else if (!parts.length) found = follow(earliestFirst([...captures]));
  }
  if (found) return [found];
  // Without a gap, rows with the same number differ.
  const others = () => missingOf(numbered) || `rows 1 - ${Math.max(...numbered.map(({ last }) => last))}`;
  const missing = isEach(numbered) ? others() : isEach(parts) ? missingOf(parts) : "";
  return captures.map((capture) => ({ ...capture, missing }));
}

const inOrder = (one, other) => one.first - other.first || one.last - other.last || one.total - other.total;

// Which part of a map a capture shows, if its texts say so and do not disagree: its first and last row or page (unit), and the number of all.
function partOf(capture) {
  const { grid } = capture.tables[0];
  const texts = [...capture.pagers, ...grid.around];
  const count = grid.rows.length;
  const isPart = ([first, last, total]) =>
    first >= 1 && first <= last && last <= total && last - first + 1 === count && count < total;
  const rows = texts.map(rangeIn).filter((range) => range.length === 3 && isPart(range));
  const found = [...texts.flatMap(pagesOf), ...pageAmong(grid.around, count)];
  const pages = found.filter(([page, all]) => page >= 1 && page <= all && all > 1);
  const [some, others] = [rows, pages].map((found) => new Set(found.map(String)).size);
  if (some === 1) return { first: rows[0][0], last: rows[0][1], total: rows[0][2], unit: "rows", capture };
  if (some || others !== 1) return null;
  const [[page, total]] = pages;
  return { first: page, last: page, total, unit: "pages", capture };
}

// Which part of a map a capture shows by the numbers in its rows. How many there are in all is not known.
function numberedPart(capture) {
  const [first, last] = numbersOfRows(capture.tables[0].grid) ?? [];
  return first ? { first, last, total: last, unit: "rows", capture } : null;
}

const rowsShown = ({ tables }) => JSON.stringify([tables[0].names, tables[0].grid.rows]);

// The whole map, if its parts follow each other from the first to the last one. A part can be captured twice, with the same rows.
function byNumber(parts) {
  const once = new Map(parts.map((one) => [`${one.first}-${one.last}`, one]));
  const ordered = [...once.values()].sort(inOrder);
  const isSame = parts.every(
    (one) => rowsShown(one.capture) === rowsShown(once.get(`${one.first}-${one.last}`).capture),
  );
  const count = ordered.reduce((sum, one) => sum + one.last - one.first + 1, 0);
  const follows = (one, at) => one.first === (at ? ordered[at - 1].last + 1 : 1);
  const isWhole = ordered.every(follows) && parts.every(({ total }) => total === count);
  if (!isSame || !isWhole || new Set(parts.map(({ unit }) => unit)).size > 1) return null;
  const grids = ordered.map(({ capture }) => capture.tables[0].grid);
  const whole = { ...after(grids, []), total: undefined, allRows: true, around: [] };
  return oneOf(
    parts.sort(inOrder).map(({ capture }) => capture),
    whole,
    [],
  );
}

// The rows of captures in this order, if each one begins with the last rows of that before it, which occur once, or follows it by the numbers of its rows.
// That these are all rows has to be stated.
function follow(ordered) {
  const grids = ordered.map(({ tables }) => tables[0].grid);
  const overlaps = grids.map((grid, at) => (at ? overlap(grids[at - 1], grid) : 0));
  if (overlaps.includes(null)) return null;
  const around = [...new Set(grids.flatMap((grid) => grid.around))];
  const totals = grids.map(({ total }) => total).filter(Number.isInteger);
  const total = totals.length ? Math.max(...totals) : undefined;
  const allRows = grids.every((grid) => grid.allRows);
  const pagers = new Set(ordered.flatMap((capture) => capture.pagers).filter((text) => text !== terms.scrolls));
  return oneOf(ordered, { ...after(grids, overlaps), total, allRows, around }, [...pagers]);
}

// The number of rows that end one grid and begin the next; null if there is none, or if they can be others that are equal.
function overlap(before, next) {
  const [first, second] = [before, next].map((grid) => grid.rows.map((row) => JSON.stringify(row)));
  const [numbers, others] = [before, next].map(numbersOfRows);
  if (numbers && others) {
    const count = numbers[1] - others[0] + 1;
    const isSame = count <= second.length && second.slice(0, count).every((row, at) => row === first.at(at - count));
    return count >= 0 && isSame ? count : null;
  }
  const counts = [first, second].map((rows) => Map.groupBy(rows, (row) => row));
  const isOnce = (row) => counts.every((rows) => rows.get(row)?.length === 1);
  const shared = isOnce(second[0]) ? first.slice(first.indexOf(second[0])) : [];
  return shared.length && shared.every((row, at) => isOnce(row) && row === second[at]) ? shared.length : null;
}

// The rows of grids one after the other. skipped: how many rows each of them begins with that were there before.
function after(grids, skipped) {
  const rows = [],
    doubts = new Map();
  grids.forEach((grid, at) => {
    const skip = skipped[at] ?? 0;
    for (const [index, doubt] of grid.doubts) if (index >= skip) doubts.set(index - skip + rows.length, doubt);
    rows.push(...grid.rows.slice(skip));
  });
  const items = grids.flatMap((grid) => grid.items);
  return { ...grids[0], rows, doubts, items, places: null, ownOrder: grids.every((grid) => grid.ownOrder) };
}

function oneOf(captures, grid, pagers) {
  const earliest = captures.reduce((one, other) => (other.at < one.at ? other : one));
  const [givens, unread] = ["givens", "unread"].map((name) => captures.flatMap((capture) => capture[name]));
  return { ...earliest, givens, unread, tables: [{ ...earliest.tables[0], grid }], pagers, missing: "" };
}

// What of a map is in none of its captures: rows 26 - 50 of 60.
function missingOf(parts) {
  const total = Math.max(...parts.map((part) => part.total));
  let expected = 1;
  for (const part of [...parts].sort(inOrder)) {
    if (part.first > expected) break;
    expected = Math.max(expected, part.last + 1);
  }
  const later = parts.filter(({ first }) => first > expected).map(({ first }) => first - 1);
  const last = Math.min(...later, total);
  if (expected > last) return "";
  return `${parts[0].unit} ${expected === last ? expected : `${expected} - ${last}`} of ${total}`;
}

function isOneVisit(captures) {
  const times = captures.map(({ at }) => Date.parse(at));
  return (Math.max(...times) - Math.min(...times)) / 1000 <= terms.limits.paging;
}
