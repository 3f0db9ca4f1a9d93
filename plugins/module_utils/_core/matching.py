# SPDX-License-Identifier: GPL-3.0-or-later

"""Which rows of a map apply to a patron type and item, which rows almost apply, and which problems the map has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import placement
from .placement import Row
from .tables import TableKind
from .texts import same_text
from .values import ALL

_NOT_DOCUMENTED = "the behaviour if no row matches is not documented by OCLC"

#: The item: a value per selecting column. None stands for a value that no row contains.
Item = Mapping[str, Any]


@dataclass(frozen=True)
class Near:
    """A row that almost applies. number: as on the screen, from 1. why: the reason why it does not apply."""

    number: int
    row: Row
    why: str


@dataclass(frozen=True)
class Match:
    """The result of looking up an item in a map.

    matching: every row that matches, with its number, in order.
    near: rows that do not apply only because of one column, or because of a row above them.
    """

    kind: TableKind
    matching: tuple[tuple[int, Row], ...]
    near: tuple[Near, ...]

    @property
    def rows(self) -> tuple[tuple[int, Row], ...]:
        """The rows that apply, with their numbers: at most one if the first match decides."""
        return self.matching[:1] if self.kind.ordered else self.matching

    @property
    def matching_data(self) -> list[dict[str, Any]]:
        """Every row that matches, in order, as a value of a result. applies: true for the first row of a map, and for all of a matrix."""
        return [{**self._data(*row), "applies": row in self.rows} for row in self.matching]

    @property
    def near_data(self) -> list[dict[str, Any]]:
        """The rows that almost apply, as a value of a result."""
        return [{**self._data(near.number, near.row), "why": near.why} for near in self.near]

    def _data(self, number: int, row: Row) -> dict[str, Any]:
        return {"map": self.kind.name, "row": number, "says": self.kind.describe_row(row)}


def match(kind: TableKind, rows: Sequence[Row], item: Item) -> Match:
    """Look an item up in a map (the first row decides) or a matrix (every row that matches counts)."""
    matching: list[tuple[int, Row]] = []
    near = []
    for number, row in enumerate(rows, start=1):
        misses = _misses(kind, row, item)
        if not misses:
            if kind.ordered and matching:
                near.append(Near(number, row, f"also matches, but row {matching[0][0]} is above it"))
            matching.append((number, row))
        elif len(misses) == 1:
            field = kind.schema[misses[0]]
            near.append(Near(number, row, f"is for {field.label} {row.get(field.name)} only"))
    return Match(kind, tuple(matching), tuple(near))


def _misses(kind: TableKind, row: Row, item: Item) -> list[str]:
    """The columns in which a row does not match the item, whose texts can come from another system, in another form."""
    values = ((column, row.get(column, ALL), item.get(column)) for column in kind.selectors)
    return [column for column, value, wanted in values if value != ALL and not same_text(value, wanted)]


def faults(kind: TableKind, rows: Sequence[Row]) -> Iterator[str]:
    """The problems of a map, independent of an item: rows that can never apply, no row for everything else, and
    overlapping rows whose order decides."""
    if not kind.ordered:
        return
    for lower, upper in placement.hidden(rows, kind.selectors):
        yield kind.never_applies(rows, lower, upper)
    if rows and all(_specificity(kind, row) for row in rows):
        consequence = "a hold cannot be placed if no row matches" if kind.shuts_out else _NOT_DOCUMENTED
        yield f"{kind.label}: no row matches everything else; {consequence}"
    yield from _overlaps(kind, rows)


def _specificity(kind: TableKind, row: Row) -> int:
    """The precedence that follows from the columns of a row: 0 if it matches everything, and different for rows that select by different columns."""
    return placement.precedence({**row, "precedence": None}, kind.selectors)


def _overlaps(kind: TableKind, rows: Sequence[Row]) -> Iterator[str]:
    """Rows that overlap a row below them that is more specific."""
    for lower, row in enumerate(rows):
        for upper, above in enumerate(rows[:lower]):
            partly = placement.overlap(above, row, kind.selectors) and not placement.covers(above, row, kind.selectors)
            if partly and max(above, row, key=partial(_specificity, kind)) is row:
                yield (
                    f"{kind.label}: row {upper + 1} ({kind.describe_row(above)}) overlaps row {lower + 1} ({kind.describe_row(row)}) "
                    "below it, which is more specific, and wins by position"
                )
