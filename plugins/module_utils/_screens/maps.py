# SPDX-License-Identifier: GPL-3.0-or-later

"""Maps and matrices on a screen. Their rows count as a whole only, in their own order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .._core.values import Input
from .capture import SeenTable
from .grid import Grid, Open, read_table
from .inputs import column
from .labels import plain
from .screen import QUOTED, Reading, SeenScreen, Sighting, as_text
from .whole import range_in, wholeness
from .words import row_words
from .words.reasons import reason

_CHIP, _FILTERS, _SORTED = map(re.compile, (row_words.CHIP, row_words.FILTERS, row_words.SORTED))


def maps(screen: SeenScreen) -> list[SeenTable]:
    """The tables that can be that of the screen."""
    kind = screen.kind
    needed = [column(one) for one in kind.columns if one.required or one.name in kind.selectors]
    return screen.tables([screen.labels.of(kind, one) for one in needed])


def read_map(screen: SeenScreen) -> Reading:
    """The rows of the table."""
    kind, tables = screen.kind, maps(screen)
    if len(tables) > 1:
        return screen.open("several_tables")
    grid = tables[0].grid
    rows = read_table(kind, grid, screen.labels)
    rows.open += [*screen.doubted(grid), *(Open(kind.label, why) for why in _not_whole(screen, grid))]
    objects = [] if rows.open else [Sighting(kind, (), {"rows": rows.rows})]
    return Reading(kind, objects, rows.open, rows.unplaced)


def _not_whole(screen: SeenScreen, grid: Grid) -> Iterator[str]:
    """The reasons why the screen may not show the whole table, or not in its order. Only a person or a total of all rows can prove that it does."""
    count = len(grid.rows)
    capture = screen.capture
    pagers = [*capture.pagers, *(text for text in capture.headings if range_in(text))]
    found = wholeness(count, pagers, grid.around, _known_around(screen, grid))
    more = [*_filters(screen, grid)]
    # What counts the filters is no reason beside them.
    leading = [text for text in found.more if not (more and _FILTERS.search(plain(text)))]
    if missing := capture.missing or _missing_before(grid):
        more.insert(0, reason("pages", text=missing))
    elif leading:
        more.insert(0, reason("pager", text=_quoted(leading)))
    named = (match[1] for text in grid.around if (match := _SORTED.search(plain(text))))
    sorting = next(named, None) if grid.sorted is None else grid.sorted
    if sorting is not None and screen.kind.ordered and not grid.own_order:
        yield reason("sorted", column=sorting)
    # A column can say that some rows do not count.
    differing = (header for header, texts in zip(grid.header, _columns(grid)) if len(texts) > 1)
    more += [reason("inactive", column=header) for header in differing if plain(header) in row_words.ACTIVE]
    yield from more
    if not more and not (grid.all_rows and count):
        if not count and not found.proven:
            yield reason("no_row")
        elif found.unsure:
            yield reason("all_rows_unsure", count=count, text=_quoted(found.unsure))
        elif not found.proven:
            yield reason("all_rows", count=count)


def _missing_before(grid: Grid) -> str:
    """The rows that are missing before the first one, by its number."""
    first = grid.numbers[0] if grid.numbers else 1
    return f"rows 1 - {first - 1}" if first > 1 else ""


def above_title(screen: SeenScreen, grid: Grid) -> tuple[str, ...]:
    """The texts beside a table that stand above the title of the screen, as those in the head of the site do."""
    titles = {*map(plain, screen.capture.headings)} & screen.labels.screens(screen.kind)
    at = next((at for at, text in enumerate(grid.around) if plain(text) in titles), 0)
    return tuple(grid.around[:at])


def _known_around(screen: SeenScreen, grid: Grid) -> set[str]:
    """The texts around a table that say nothing of its rows: names of screens, menus, columns and the library, the headings, what belongs to the site, and
    what stands above the title."""
    labels, capture = screen.labels, screen.capture
    texts = (*labels.menus, *labels.notes, *capture.headings, *capture.site, *above_title(screen, grid))
    return {*labels.all_screens, *_column_names(screen), *map(plain, texts)}


def _filters(screen: SeenScreen, grid: Grid) -> Iterator[str]:
    """The inputs above a table, or beside it, that can hide rows."""
    columns = _column_names(screen)
    fields = [(item.label, as_text(item.value)) for item in screen.capture.fields]
    # A heading, as of a tab, that all rows have in one column.
    common = {text for texts in _columns(grid) if len(grid.rows) > 1 and len(texts) == 1 for text in texts}
    yield from (reason("filter", text=one) for one in screen.capture.headings if plain(one) and plain(one) in common)
    for label, text in (*fields, *(one.partition(":")[::2] for one in grid.around)):
        chosen = plain(text) not in row_words.UNFILTERED and not screen.labels.is_blank(text)
        if chosen and (plain(label) in columns or _FILTERS.search(plain(label)) or _CHIP.search(f":{text}")):
            yield reason("filter", text=label)


def _columns(grid: Grid) -> list[set[str]]:
    """The different (plain) texts of each column."""
    return [{plain(row[at]) if at < len(row) else "" for row in grid.rows} for at in range(len(grid.header))]


def _column_names(screen: SeenScreen) -> set[str]:
    columns: list[Input] = [column(one) for one in screen.kind.columns]
    return {name for one in columns for name in screen.labels.of(screen.kind, one)}


def _quoted(texts: Sequence[str]) -> str:
    """The first of some texts around a table, for messages."""
    return ", ".join(f"'{text}'" if text else "a button without a name" for text in texts[:QUOTED])
