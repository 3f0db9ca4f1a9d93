// SPDX-License-Identifier: GPL-3.0-or-later
// Maps and matrices on a screen, as in _screens/maps.py. Their rows count as a whole only, in their own order.
import { asksForAllRows, asksForOrder, meaningsOfCells, offers } from "./asks.js";
import { numbersOfRows, readTable } from "./grid.js";
import { isBlank, labelsOf, plain } from "./labels.js";
import { asText, reading } from "./screen.js";
import { labelled, rangeIn, wholeness } from "./whole.js";
import { context, pattern, reason, terms } from "./words.js";

// The tables that can be that of the screen.
export function mapsOn(screen) {
  return screen.tables(screen.columns.filter((column) => column.needed).map(labelsOf));
}

export function readMap(screen) {
  const { label, plural } = screen.data;
  const tables = mapsOn(screen);
  if (tables.length > 1) return screen.open("several_tables");
  const { grid } = tables[0];
  const { rows, open, unplaced } = readTable(label, screen.columns, grid);
  open.push(...screen.doubted(grid), ...partsOfMap(screen, grid).map((one) => ({ label, ...one })));
  const objects = open.length ? [] : [{ key: plural, identity: [], title: label, fields: { rows } }];
  const found = reading(screen.data, open, unplaced, objects);
  found.asks = [...meaningsOfCells(screen, grid), ...offers(screen, unplaced, screen.columns)];
  return found;
}

// The reasons why the screen may not show the whole table, or not in its order. Only a person or a total of all rows can prove that it does.
function partsOfMap(screen, grid) {
  const count = grid.rows.length;
  const { headings, missing } = screen.capture;
  const pagers = [...screen.capture.pagers, ...headings.filter((text) => rangeIn(text).length)];
  const lacking = missing || missingBefore(grid);
  const found = wholeness(count, pagers, grid.around, knownAround(screen, grid));
  const filters = filtersOf(screen, grid);
  // What counts the filters is no reason beside them.
  const leading = found.more.filter((text) => !(filters.length && pattern("filters").test(plain(text))));
  const pages = lacking
    ? [{ reason: reason("pages", { text: lacking }) }]
    : leading.slice(0, 1).map(() => ({ reason: reason("pager", { text: quoted(leading) }) }));
  const inactive = inactiveColumns(grid).map((column) => ({ reason: reason("inactive", { column }) }));
  const more = [...pages, ...filters.map((text) => ({ reason: reason("filter", { text }) })), ...inactive];
  const column =
    grid.sorted ?? grid.around.map((text) => pattern("sorted").exec(plain(text))).find(Boolean)?.[1] ?? null;
  const isSorted = column !== null && screen.data.ordered && !grid.ownOrder;
  const sorted = isSorted ? [{ reason: reason("sorted", { column }), asks: asksForOrder(grid) }] : [];
  if (more.length || (grid.allRows && count) || (found.proven && !found.unsure.length)) return [...sorted, ...more];
  // A table without a row can still be loading.
  return [...sorted, count || found.proven ? whetherAllRows(grid, found.unsure) : { reason: reason("no_row") }];
}

// The rows that are missing before the first one, by its number.
function missingBefore(grid) {
  const [first] = numbersOfRows(grid) ?? [1];
  return first > 1 ? `rows 1 - ${first - 1}` : "";
}

function whetherAllRows(grid, unsure) {
  const code = unsure.length ? "all_rows_unsure" : "all_rows";
  return { reason: reason(code, { count: grid.rows.length, text: quoted(unsure) }), asks: asksForAllRows(grid) };
}

// The texts beside a table that stand above the title of the screen, as those in the head of the site do.
export function aboveTitle({ capture, data }, { around }) {
  const titles = capture.headings.map(plain).filter((text) => data.names.map(plain).includes(text));
  const at = around.findIndex((text) => titles.includes(plain(text)));
  return around.slice(0, Math.max(0, at));
}

// The texts around a table that say nothing of its rows: names of screens, menus, columns, the headings, what belongs to the site, and what stands above the
// title.
function knownAround(screen, grid) {
  const { kinds, menus } = context;
  const { headings, site } = screen.capture;
  const texts = [...menus, ...headings, ...site, ...aboveTitle(screen, grid)];
  const names = kinds.flatMap((kind) => kind.names);
  return new Set([...[...texts, ...names].map(plain), ...columnNames(screen)]);
}

// The labels of inputs above a table, or beside it, that can hide rows.
function filtersOf(screen, grid) {
  const names = columnNames(screen);
  const fields = screen.capture.fields.map(({ label, value }) => ({ label, value: asText(value) }));
  const chosen = [...fields, ...grid.around.map(labelled).filter(Boolean)].filter(({ label, value }) => {
    const isChosen = !terms.unfiltered.includes(plain(value)) && !isBlank(value);
    return (
      isChosen &&
      (names.has(plain(label)) || pattern("filters").test(plain(label)) || pattern("chip").test(`:${value}`))
    );
  });
  return [...commonHeadings(screen, grid), ...chosen.map(({ label }) => label)];
}

// The headings, as of tabs, that all rows have in one column.
function commonHeadings({ capture }, grid) {
  const isCommon = (texts) => grid.rows.length > 1 && texts.size === 1;
  const common = textsOfColumns(grid)
    .filter(isCommon)
    .flatMap((texts) => [...texts]);
  return capture.headings.filter((text) => plain(text) && common.includes(plain(text)));
}

// The columns that say that some rows may not count.
function inactiveColumns(grid) {
  const columns = textsOfColumns(grid);
  return grid.header.filter((text, at) => terms.active.includes(plain(text)) && columns[at].size > 1);
}

// The different (plain) texts of each column.
const textsOfColumns = ({ header, rows }) =>
  header.map((_text, at) => new Set(rows.map((cells) => plain(cells[at] ?? ""))));

const columnNames = ({ columns }) => new Set(columns.flatMap((column) => [...labelsOf(column)]));

// The first of some texts around a table, for people.
const quoted = (texts) =>
  texts
    .slice(0, 3)
    .map((text) => (text ? `'${text}'` : "a button without a name"))
    .join(", ");
