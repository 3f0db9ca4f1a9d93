# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages of one map, each in a capture, as one capture: by the numbers of their rows in a pager. The scripts of the pages do the same."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .capture import Capture
from .labels import plain
from .screen_words import LONGEST_PAGING, NUMBER, PAGE_FIELDS, PAGES

_PAGES, _NUMBER, _PAGE_FIELDS = map(re.compile, (PAGES, NUMBER, PAGE_FIELDS))


@dataclass(frozen=True)
class Joined:
    """A capture, or the capture of a whole map. parts: the places of the captures that it consists of."""

    capture: Capture
    parts: tuple[int, ...]


def in_pager(pager: str) -> tuple[list[int], list[int]]:
    """The numbers of pages in a pager, and its other numbers."""
    text = plain(pager)
    numbers = _NUMBER.findall(_PAGES.sub("", text))
    return [*map(int, _PAGES.findall(text))], [int(re.sub(r"[,.]", "", number)) for number in numbers]


def joined(captures: Sequence[Capture]) -> list[Joined]:
    """The captures, with the pages of a map as one if they are all there, follow each other, and were captured within half an hour."""
    alike: dict[Hashable, list[int]] = {}
    for at, capture in enumerate(captures):
        alike.setdefault(_screen(capture) or at, []).append(at)
    return [one for places in alike.values() for one in _whole(captures, places)]


def _screen(capture: Capture) -> Hashable:
    """What pages of one map have in common; None for a capture that is no page of several."""
    if len(capture.tables) != 1 or _rows(capture) is None:
        return None
    table = capture.tables[0]
    fields = tuple(one for one in capture.fields if not _PAGE_FIELDS.search(plain(one.label)))
    return capture.title, capture.address, capture.headings, fields, tuple(table.grid.header), table.grid.sorted


def _rows(capture: Capture) -> tuple[int, int, int] | None:
    """The numbers of the first and the last row on a page, and of all rows, if exactly one pager shows them and there are more."""
    count = len(capture.tables[0].grid.rows)
    found = {
        (first, last, total)
        for first, last, total in (numbers for _pages, numbers in map(in_pager, capture.pagers) if len(numbers) == 3)
        if 1 <= first <= last <= total and last - first + 1 == count < total
    }
    return found.pop() if len(found) == 1 else None


def _whole(captures: Sequence[Capture], places: Sequence[int]) -> Iterator[Joined]:
    pages = sorted((_rows(captures[at]) or (0, 0, 0), at) for at in places) if len(places) > 1 else []
    numbers = [row for (first, last, _total), _at in pages for row in range(first, last + 1)]
    is_whole = numbers == [*range(1, len(numbers) + 1)] and {total for (*_rows, total), _at in pages} == {len(numbers)}
    if not is_whole or not _is_one_visit([captures[at] for at in places]):
        yield from (Joined(captures[at], (at,)) for at in places)
        return
    earliest = min((captures[at] for at in places), key=lambda one: one.at)
    rows = [row for _page, at in pages for row in captures[at].tables[0].grid.rows]
    table = earliest.tables[0]
    whole = replace(table, grid=replace(table.grid, rows=rows, total=None, all_rows=True))
    yield Joined(replace(earliest, tables=(whole,), pagers=()), tuple(at for _page, at in pages))


def _is_one_visit(captures: Sequence[Capture]) -> bool:
    times = [datetime.fromisoformat(one.at) for one in captures]
    return (max(times) - min(times)).total_seconds() <= LONGEST_PAGING
