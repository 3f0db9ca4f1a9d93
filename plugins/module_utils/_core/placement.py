# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Rows of maps and matrices: which row stands where, and which rows can never apply.

A map is a table whose first matching row wins. Several tasks, and the library itself, put rows into it; so a task
places *its* rows by precedence and leaves the others in their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Iterable, Mapping, Sequence

from .values import ALL

Row = Mapping[str, Any]

#: What naming something in a column adds to a row's precedence.
WEIGHTS = {"shelving_location": 8, "holding_location": 4, "patron_policy": 2, "material_format": 1}


@dataclass(frozen=True)
class DeclaredRow:
    """A row that a task wants.

    row: its columns, complete and canonical.
    precedence: stated for it, or None to let it follow from what the row names.
    """

    row: Row
    precedence: int | None = None


def key(row: Row, selectors: Sequence[str]) -> tuple[str, ...]:
    """What identifies a row: the values of the columns that select."""
    return tuple(row.get(column, ALL) for column in selectors)


def derived_precedence(row: Row, selectors: Sequence[str]) -> int:
    """The precedence that follows from what a row names: 0 for all ``All`` to 15."""
    return sum(WEIGHTS[column] for column in selectors if row.get(column, ALL) != ALL)


def place(table: Sequence[Row], declared: Iterable[DeclaredRow], selectors: Sequence[str]) -> list[Row]:
    """The table with the declared rows in it, each above every row of lower precedence.

    A row that already stands so doesn't move; one that doesn't, or is new, goes directly above the topmost row of lower
    precedence, or to the end where there is none. A row with the same key is replaced where it stands.
    """
    declared = list(declared)
    precedence = _precedence(declared, selectors)
    rows = list(table)
    for wanted in sorted((d.row for d in declared), key=precedence):
        at = find(rows, key(wanted, selectors), selectors)
        lower = next((i for i, row in enumerate(rows) if i != at and precedence(row) < precedence(wanted)), len(rows))
        if at is not None:
            rows[at] = wanted
            if at < lower:
                continue
            del rows[at]
        rows.insert(lower, wanted)
    return rows


def find(rows: Sequence[Row], wanted: tuple[str, ...], selectors: Sequence[str]) -> int | None:
    """Where the (first) row with that key stands."""
    return next((i for i, row in enumerate(rows) if key(row, selectors) == wanted), None)


def covers(upper: Row, lower: Row, selectors: Sequence[str]) -> bool:
    """Whether every item that *lower* matches is matched by *upper* too."""
    return all(u in (ALL, w) for u, w in zip(key(upper, selectors), key(lower, selectors)))


def overlap(one: Row, other: Row, selectors: Sequence[str]) -> bool:
    """Whether some item is matched by both rows."""
    return all(a == b or ALL in (a, b) for a, b in zip(key(one, selectors), key(other, selectors)))


def hidden(rows: Sequence[Row], selectors: Sequence[str]) -> list[tuple[int, int]]:
    """The rows of a first-match table that can never apply, each with the topmost row that covers it (indexes)."""
    found = []
    for lower, row in enumerate(rows):
        upper = next((i for i in range(lower) if covers(rows[i], row, selectors)), None)
        if upper is not None:
            found.append((lower, upper))
    return found


def ambiguous(declared: Sequence[DeclaredRow], rows: Sequence[Row], selectors: Sequence[str]) -> list[tuple[Row, Row]]:
    """Pairs of a declared row and another row of equal precedence that overlap: only their order decides."""
    mine = {key(d.row, selectors) for d in declared}
    precedence = _precedence(declared, selectors)
    return [
        (one, other)
        for i, one in enumerate(rows)
        for other in rows[i + 1 :]
        if (key(one, selectors) in mine or key(other, selectors) in mine)
        and precedence(one) == precedence(other)
        and overlap(one, other, selectors)
    ]


def _precedence(declared: Iterable[DeclaredRow], selectors: Sequence[str]) -> Callable[[Row], int]:
    """The precedence of any row of a table, stated ones first."""
    stated = {key(d.row, selectors): d.precedence for d in declared if d.precedence is not None}
    return lambda row: stated.get(key(row, selectors), derived_precedence(row, selectors))
