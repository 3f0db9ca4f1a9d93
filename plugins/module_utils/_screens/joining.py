# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages of one map, each in a capture, as one capture: by the numbers of their rows or pages, or by rows that two of them have in common. The
scripts of the pages do the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .capture import Capture
from .grid import Grid
from .labels import plain
from .whole import page_among, pages_of, range_in
from .words.row_words import LONGEST_PAGING, PAGE_FIELDS, SCROLLS

_PAGE_FIELDS = re.compile(PAGE_FIELDS)


@dataclass(frozen=True)
class Joined:
    """A capture, or the capture of a whole map. parts: the places of the captures that it consists of."""

    capture: Capture
    parts: tuple[int, ...]


@dataclass(frozen=True, order=True)
class _Part:
    """A part of a map: its first and its last row or page (unit), and the number of all. at: the place of its capture."""

    first: int
    last: int
    total: int
    unit: str
    at: int


def joined(captures: Sequence[Capture]) -> list[Joined]:
    """The captures, with the pages of a map as one if they follow each other and were captured within half an hour."""
    alike: dict[Hashable, list[int]] = {}
    for at, capture in enumerate(captures):
        alike.setdefault(_screen(capture) or at, []).append(at)
    return [one for places in alike.values() for one in _together(captures, places)]


def _screen(capture: Capture) -> Hashable:
    """What pages of one map have in common; None for a capture that cannot be one of several."""
    if len(capture.tables) != 1 or not capture.tables[0].grid.rows:
        return None
    grid = capture.tables[0].grid
    fields = tuple(one for one in capture.fields if not _PAGE_FIELDS.search(plain(one.label)))
    return capture.title, capture.address, capture.headings, fields, tuple(grid.header), grid.sorted


def _together(captures: Sequence[Capture], places: Sequence[int]) -> Iterator[Joined]:
    """Captures of the same screen, as one if they show it completely."""
    if len(places) == 1:
        yield Joined(captures[places[0]], (places[0],))
        return
    parts = [part for at in places for part in (_part(captures[at], at),) if part is not None]
    numbered = [] if parts else [part for at in places for part in (_numbered(captures[at], at),) if part is not None]
    found = None
    if _is_one_visit([captures[at] for at in places]):
        if len(parts) == len(places):
            found = _by_number(captures, parts)
        elif len(numbered) == len(places):
            found = _in_order(captures, [one.at for one in sorted(numbered)])
        elif not parts:
            found = _in_order(captures, sorted(places, key=lambda at: captures[at].at))
    if found is not None:
        yield found
        return
    missing = _missing(parts) if len(parts) == len(places) else ""
    if len(numbered) == len(places):
        # Without a gap, rows with the same number differ.
        missing = _missing(numbered) or f"rows 1 - {max(one.last for one in numbered)}"
    yield from (Joined(replace(captures[at], missing=missing), (at,)) for at in places)


def _part(capture: Capture, at: int) -> _Part | None:
    """Which part of a map a capture shows, if its texts say so and do not disagree."""
    grid = capture.tables[0].grid
    count, texts = len(grid.rows), [*capture.pagers, *grid.around]
    rows = {
        (first, last, total)
        for first, last, total in (numbers for numbers in map(range_in, texts) if len(numbers) == 3)
        if 1 <= first <= last <= total and last - first + 1 == count < total
    }
    found = [*(one for text in texts for one in pages_of(text)), *page_among(grid.around, count)]
    pages = {one for one in found if 1 <= one[0] <= one[1] and one[1] > 1}
    if len(rows) == 1:
        return _Part(*rows.pop(), "rows", at)
    if rows or len(pages) != 1:
        return None
    number, total = pages.pop()
    return _Part(number, number, total, "pages", at)


def _numbered(capture: Capture, at: int) -> _Part | None:
    """Which part of a map a capture shows by the numbers in its rows. How many there are in all is not known."""
    numbers = capture.tables[0].grid.numbers
    return None if numbers is None else _Part(*numbers, numbers[1], "rows", at)


def _by_number(captures: Sequence[Capture], parts: Sequence[_Part]) -> Joined | None:
    """The whole map, if its parts follow each other from the first to the last one. A part can be captured twice, with the same rows."""
    once = {(one.first, one.last): one for one in parts}
    ordered = sorted(once.values())
    if any(captures[one.at].tables != captures[once[one.first, one.last].at].tables for one in parts):
        return None
    numbers = [number for one in ordered for number in range(one.first, one.last + 1)]
    is_whole = numbers == [*range(1, len(numbers) + 1)] and {one.total for one in parts} == {len(numbers)}
    if not is_whole or len({one.unit for one in parts}) > 1:
        return None
    grids = [captures[one.at].tables[0].grid for one in ordered]
    whole = replace(_after(grids, [0] * len(grids)), total=None, all_rows=True, around=())
    return _joined_capture(captures, [one.at for one in sorted(parts)], whole, ())


def _in_order(captures: Sequence[Capture], ordered: Sequence[int]) -> Joined | None:
    """The rows of captures in this order, if each one begins with the last rows of that before it, which occur once, or follows it by the numbers of
    its rows. That these are all rows has to be stated."""
    grids = [captures[at].tables[0].grid for at in ordered]
    overlaps = [0, *map(_overlap, grids, grids[1:])]
    if None in overlaps:
        return None
    around = tuple(dict.fromkeys(text for grid in grids for text in grid.around))
    total = max((grid.total for grid in grids if grid.total is not None), default=None)
    is_stated = all(grid.all_rows for grid in grids)
    whole = replace(_after(grids, [each or 0 for each in overlaps]), total=total, all_rows=is_stated, around=around)
    pagers = dict.fromkeys(text for at in ordered for text in captures[at].pagers if text != SCROLLS)
    return _joined_capture(captures, ordered, whole, tuple(pagers))


def _overlap(before: Grid, after: Grid) -> int | None:
    """The number of rows that end one grid and begin the next; None if there is none, or if they can be others that are equal."""
    first, second = ([tuple(row) for row in grid.rows] for grid in (before, after))
    if before.numbers and after.numbers:
        count = before.numbers[1] - after.numbers[0] + 1
        return count if 0 <= count <= len(second) and first[len(first) - count :] == second[:count] else None
    counts = Counter(first), Counter(second)
    if counts[0][second[0]] != 1:
        return None
    shared = first[first.index(second[0]) :]
    is_once = all(some[row] == 1 for row in shared for some in counts)
    return len(shared) if is_once and shared == second[: len(shared)] else None


def _after(grids: Sequence[Grid], skipped: Sequence[int]) -> Grid:
    """The rows of grids one after the other. skipped: how many rows each of them begins with that were there before."""
    rows: list[Sequence[str]] = []
    doubts: dict[int, str] = {}
    for grid, skip in zip(grids, skipped):
        doubts |= {at - skip + len(rows): code for at, code in grid.doubts.items() if at >= skip}
        rows += grid.rows[skip:]
    return replace(grids[0], rows=rows, doubts=doubts, places=None, own_order=all(grid.own_order for grid in grids))


def _joined_capture(captures: Sequence[Capture], places: Sequence[int], grid: Grid, pagers: tuple[str, ...]) -> Joined:
    earliest = min((captures[at] for at in places), key=lambda one: one.at)
    table = replace(earliest.tables[0], grid=grid)
    return Joined(replace(earliest, tables=(table,), pagers=pagers), tuple(places))


def _missing(parts: Sequence[_Part]) -> str:
    """What of a map is in none of its captures: ``rows 26 - 50 of 60``."""
    total, unit, expected = max(one.total for one in parts), parts[0].unit, 1
    for part in sorted(parts):
        if part.first > expected:
            break
        expected = max(expected, part.last + 1)
    later = [part.first - 1 for part in parts if part.first > expected]
    last = min([*later, total])
    if expected > last:
        return ""
    return f"{unit} {expected if expected == last else f'{expected} - {last}'} of {total}"


def _is_one_visit(captures: Sequence[Capture]) -> bool:
    times = [datetime.fromisoformat(one.at) for one in captures]
    return (max(times) - min(times)).total_seconds() <= LONGEST_PAGING
