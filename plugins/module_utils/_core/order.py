# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Orders changes so that the system accepts each one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Optional, Protocol

from .objects import Kind

#: The fields of an object before and after a change; None where there is no object. Optional: for the pylint of ansible-test.
Sides = tuple[Optional[Mapping[str, Any]], Optional[Mapping[str, Any]]]  # noqa: UP045


class _Change(Protocol):
    @property
    def kind(self) -> Kind: ...


def in_order[AnyChange: _Change](
    kinds: Sequence[Kind], changes: Sequence[AnyChange], sides: Callable[[AnyChange], Sides]
) -> list[AnyChange]:
    """The changes in order: creations and updates in the order of the kinds, then removals in reverse order. An object that
    releases an entry is changed or removed before the object that takes it over."""
    position = {kind.name: number for number, kind in enumerate(kinds)}
    givers = _givers(changes, sides)
    early = {giver for needed in givers.values() for giver in needed}
    last = [number for number, change in enumerate(changes) if sides(change)[1] is None and number not in early]
    first = [number for number in range(len(changes)) if number not in last]
    first.sort(key=lambda number: position[changes[number].kind.name])
    last.sort(key=lambda number: -position[changes[number].kind.name])
    return [changes[number] for number in [*_givers_first(first, givers), *last]]


def still_held[AnyChange: _Change](
    ordered: Sequence[AnyChange], sides: Callable[[AnyChange], Sides]
) -> Iterator[tuple[AnyChange, str]]:
    """The changes that cannot be ordered, because each takes over an entry that another one has; with that entry."""
    for number, givers in _givers(ordered, sides).items():
        for giver, entry in givers.items():
            if giver > number:
                yield ordered[number], ", ".join(entry)


def _givers[AnyChange: _Change](
    changes: Sequence[AnyChange], sides: Callable[[AnyChange], Sides]
) -> dict[int, dict[int, tuple[str, ...]]]:
    """For each change that takes over an entry, the changes that release it, with that entry."""
    held = [[set() if side is None else set(change.kind.held(side)) for side in sides(change)] for change in changes]
    given = {
        (change.kind.name, entry): number
        for number, (change, (before, after)) in enumerate(zip(changes, held))
        for entry in before - after
    }
    found: dict[int, dict[int, tuple[str, ...]]] = {}
    for number, (change, (before, after)) in enumerate(zip(changes, held)):
        taken = {
            given[change.kind.name, entry]: entry for entry in after - before if (change.kind.name, entry) in given
        }
        if taken:
            found[number] = dict(sorted(taken.items()))
    return found


def _givers_first(numbers: Sequence[int], givers: Mapping[int, Mapping[int, Any]]) -> list[int]:
    done: dict[int, None] = {}

    def add(number: int, path: tuple[int, ...]) -> None:
        for giver in givers.get(number, ()):
            if giver not in done and giver not in path:
                add(giver, (*path, number))
        done.setdefault(number)

    for number in numbers:
        add(number, ())
    return list(done)
