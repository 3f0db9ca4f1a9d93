# SPDX-License-Identifier: GPL-3.0-or-later

"""Orders changes so that the system accepts each one, also if several are in flight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from .objects import Change, Kind, Sides


class _Change(Protocol):
    @property
    def kind(self) -> Kind: ...

    @property
    def sides(self) -> Sides: ...


AnyChange = TypeVar("AnyChange", bound=_Change)


def in_order(kinds: Sequence[Kind], changes: Sequence[AnyChange]) -> list[AnyChange]:
    """The changes in order: creations and updates in the order of the kinds, then removals in reverse order. An object that
    releases an entry is changed or removed before the object that takes it over."""
    position = {kind.name: number for number, kind in enumerate(kinds)}
    givers = _givers(changes)
    early = {giver for needed in givers.values() for giver in needed}
    last = [number for number, change in enumerate(changes) if change.sides[1] is None and number not in early]
    first = [number for number in range(len(changes)) if number not in last]
    first.sort(key=lambda number: position[changes[number].kind.name])
    last.sort(key=lambda number: -position[changes[number].kind.name])
    return [changes[number] for number in [*_givers_first(first, givers), *last]]


def still_held(ordered: Sequence[AnyChange]) -> Iterator[tuple[AnyChange, str]]:
    """The changes that cannot be ordered, each with the entry that it takes over before another change releases it."""
    for number, givers in _givers(ordered).items():
        for giver, entry in givers.items():
            if giver > number:
                yield ordered[number], ", ".join(entry)


def _givers(changes: Sequence[_Change]) -> dict[int, dict[int, tuple[str, ...]]]:
    """For each change that takes over an entry, the changes that release it, with that entry."""
    held = {
        number: [set() if side is None else set(change.kind.held(side)) for side in change.sides]
        for number, change in enumerate(changes)
        if change.kind.exclusive
    }
    given = {
        (changes[number].kind.name, entry): number
        for number, (before, after) in held.items()
        for entry in before - after
    }
    givers: dict[int, dict[int, tuple[str, ...]]] = {}
    for number, (before, after) in held.items():
        name = changes[number].kind.name
        taken = {given[name, entry]: entry for entry in after - before if (name, entry) in given}
        if taken:
            givers[number] = dict(sorted(taken.items()))
    return givers


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


def independent(changes: Sequence[Change], at_once: Callable[[Kind], int]) -> list[Change]:
    """The first of these ordered changes, and all changes that can be written together with it: none depends on another one of them, or on an earlier
    change that was left out. Of a kind with exclusive entries, only one change is included. at_once: as in a store; more than 1 for the first change."""
    first, group, objects = changes[0], list[Change](), set[str]()
    kinds: dict[str, Kind] = {}
    # The action of each kind, None if changes of the kind were left out.
    actions: dict[str, str | None] = {}
    for change in changes:
        kind, stored = change.kind, change.stored
        if at_once(kind) == 1 or (change.after is None) != (first.after is None):
            break
        if kind.name not in actions and all(_are_unrelated(kind, other) for other in kinds.values()):
            actions[kind.name] = change.action
        is_next = bool(kind.exclusive) and kind.name in kinds
        if actions.get(kind.name) != change.action or is_next or (stored is not None and stored.id in objects):
            actions[kind.name] = None
        else:
            group.append(change)
        objects |= {stored.id} if stored is not None else set()
        kinds[kind.name] = kind
    return group


def _are_unrelated(kind: Kind, other: Kind) -> bool:
    """Whether objects of two kinds can be written in any order. A page of settings enables what is configured before it."""
    pages = any(not kind.listed and not kind.columns for kind in (kind, other))
    return not pages and kind.name not in other.references and other.name not in kind.references
