# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Which rows of a map apply to an item in a patron's hands, which came close, and what is wrong with the map itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import placement
from .placement import Row
from .tables import TableKind
from .values import ALL

#: What is looked up: a value per selecting column. None stands for anything that no row names.
Item = Mapping[str, Any]


@dataclass(frozen=True)
class Near:
    """A row that did not decide. number: as the screen counts, from 1. why: what keeps it from deciding."""

    number: int
    row: Row
    why: str


@dataclass(frozen=True)
class Match:
    """What a map says of an item.

    rows: those that apply, with their numbers: at most one where the first match decides.
    near: rows that would have applied but for one column, or but for a row above them.
    """

    rows: tuple[tuple[int, Row], ...]
    near: tuple[Near, ...]


def match(kind: TableKind, rows: Sequence[Row], item: Item) -> Match:
    """Look an item up in a map (the first row decides) or a matrix (every row that matches counts)."""
    matching = [(number, row) for number, row in enumerate(rows, start=1) if not _misses(kind, row, item)]
    applying = tuple(matching[:1] if kind.ordered else matching)
    return Match(applying, tuple(_near(kind, rows, item, applying)))


def _near(kind: TableKind, rows: Sequence[Row], item: Item, applying: Sequence[tuple[int, Row]]) -> Iterator[Near]:
    decided = {number for number, _row in applying}
    for number, row in enumerate(rows, start=1):
        misses = _misses(kind, row, item)
        if number in decided:
            continue
        if not misses:
            yield Near(number, row, f"also matches, but row {applying[0][0]} is above it")
        elif len(misses) == 1 and placement.precedence(row, kind.selectors) > 0:
            field = kind.record[misses[0]]
            yield Near(number, row, f"is for {field.label} {row.get(field.name)} only")


def _misses(kind: TableKind, row: Row, item: Item) -> list[str]:
    """The columns for which a row is not for this item."""
    return [column for column in kind.selectors if row.get(column, ALL) not in (ALL, item.get(column))]


def faults(kind: TableKind, rows: Sequence[Row]) -> Iterator[str]:
    """What is wrong with a map, whatever is looked up: rows that can never apply, no row for everything else, and rows
    between which only their order decides."""
    if not kind.ordered:
        return
    for lower, upper in placement.hidden(rows, kind.selectors):
        yield (
            f"{kind.label}: row {lower + 1} ({kind.describe_row(rows[lower])}) can never apply, because row {upper + 1} "
            f"({kind.describe_row(rows[upper])}) matches everything that it matches"
        )
    if rows and all(placement.precedence({**row, "precedence": None}, kind.selectors) for row in rows):
        yield f"{kind.label}: no row matches everything else; the behaviour if no row matches is not documented by OCLC"
    yield from _overlaps(kind, rows)


def _overlaps(kind: TableKind, rows: Sequence[Row]) -> Iterator[str]:
    """Rows that take part of what a row below them is for, though they don't name more."""
    for lower, row in enumerate(rows):
        for upper, above in enumerate(rows[:lower]):
            ranks = [placement.precedence({**one, "precedence": None}, kind.selectors) for one in (above, row)]
            partly = placement.overlap(above, row, kind.selectors) and not placement.covers(above, row, kind.selectors)
            if partly and ranks[0] <= ranks[1]:
                yield (
                    f"{kind.label}: row {upper + 1} ({kind.describe_row(above)}) overlaps row {lower + 1} ({kind.describe_row(row)}) "
                    "below it, which is at least as specific, and wins by position"
                )
