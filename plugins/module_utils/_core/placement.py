# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows of maps and matrices: their positions, and rows that can never apply.

In a map the first matching row applies. Several tasks, and the library itself, add rows; so a task places *its* rows by
precedence and keeps the order of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .values import ALL

#: A row: its columns, complete and canonical.
Row = Mapping[str, Any]

#: How much a value in a column adds to the precedence of a row.
WEIGHTS = {"shelving_location": 8, "holding_location": 4, "patron_policy": 2, "material_format": 1}


def key(row: Row, selectors: Sequence[str]) -> tuple[str, ...]:
    """The key of a row: the values of the selecting columns."""
    return tuple(row.get(column, ALL) for column in selectors)


def precedence(row: Row, selectors: Sequence[str]) -> int:
    """The precedence set in the row, or else the one that follows from its columns: 0 (all ``All``) to 15.

    An explicit precedence is kept with the row, so that every task that manages the table uses the same one, and the result
    does not depend on the order of tasks.
    """
    stated = row.get("precedence")
    return sum(WEIGHTS[column] for column in selectors if row.get(column, ALL) != ALL) if stated is None else stated


def with_rows(table: Sequence[Row], wanted: Iterable[Row], selectors: Sequence[str]) -> list[Row]:
    """The table with the declared rows in it, each above every row of lower precedence.

    A row in a valid position is not moved. Any other row, a new row, and a row with a changed precedence is placed directly above
    the topmost row of lower precedence, or at the end. A row with the same key is replaced.
    """
    rows = list(table)
    for row in sorted(wanted, key=lambda row: precedence(row, selectors)):
        at = find(rows, key(row, selectors), selectors)
        rank = precedence(row, selectors)
        others = rows if at is None else rows[:at] + rows[at + 1 :]
        insert_at = next((i for i, other in enumerate(others) if precedence(other, selectors) < rank), len(others))
        if at is not None and at <= insert_at and precedence(rows[at], selectors) == rank:
            insert_at = at
        rows = [*others[:insert_at], row, *others[insert_at:]]
    return rows


def find(rows: Sequence[Row], wanted: tuple[str, ...], selectors: Sequence[str]) -> int | None:
    """The index of the (first) row with that key."""
    return next((i for i, row in enumerate(rows) if key(row, selectors) == wanted), None)


def matched(before: Sequence[Row], after: Sequence[Row], selectors: Sequence[str]) -> dict[int, int]:
    """The rows of *after* that are in *before*, by their key, with their index there."""
    there: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(before):
        there.setdefault(key(row, selectors), []).append(at)
    return {at: places.pop(0) for at, row in enumerate(after) if (places := there.get(key(row, selectors)))}


def staying(there: Mapping[int, int]) -> set[int]:
    """The rows that keep their position. there: the index of each row before the change, by its index after it. ``with_rows`` moves only declared rows, and
    only up: of two rows whose order changed, the one now above was moved, so the library's own rows stay."""
    stay: list[int] = []
    for at in sorted(there, reverse=True):
        if not stay or there[at] < there[stay[-1]]:
            stay.append(at)
    return {*stay}


def covers(upper: Row, lower: Row, selectors: Sequence[str]) -> bool:
    """Whether *upper* also matches every item that *lower* matches."""
    return all(u in (ALL, w) for u, w in zip(key(upper, selectors), key(lower, selectors)))


def overlap(row: Row, other: Row, selectors: Sequence[str]) -> bool:
    """Whether both rows match some item."""
    return all(a == b or ALL in (a, b) for a, b in zip(key(row, selectors), key(other, selectors)))


def hidden(rows: Sequence[Row], selectors: Sequence[str]) -> list[tuple[int, int]]:
    """The rows of a first-match table that can never apply, each with the topmost row that covers it (indexes)."""
    pairs = []
    for lower, row in enumerate(rows):
        upper = next((i for i in range(lower) if covers(rows[i], row, selectors)), None)
        if upper is not None:
            pairs.append((lower, upper))
    return pairs


def ambiguous(rows: Sequence[Row], wanted: Iterable[Row], selectors: Sequence[str]) -> list[tuple[Row, Row]]:
    """Pairs of a declared row and another row of equal precedence that overlap: only their order decides."""
    mine = {key(row, selectors) for row in wanted}
    return [
        (row, other)
        for i, row in enumerate(rows)
        for other in rows[i + 1 :]
        if (key(row, selectors) in mine or key(other, selectors) in mine)
        and precedence(row, selectors) == precedence(other, selectors)
        and overlap(row, other, selectors)
    ]
