# SPDX-License-Identifier: GPL-3.0-or-later

"""Left-over objects: no object refers to them any more, and their removal was not declared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from .objects import AboutObject, Change, Identity, Kind

#: An object: the name of its kind, and its identity.
_Object = tuple[str, Identity]


def left_over(
    kinds: Iterable[Kind],
    helpers: Collection[Kind],
    changes: Sequence[Change],
    wanted: Collection[_Object],
    planned: Callable[[Kind], Sequence[Mapping[str, Any]]],
) -> list[AboutObject]:
    """The objects whose last reference these changes remove, and the objects to which only such objects refer.

    helpers: the kinds whose objects have an effect only if another object refers to them. wanted: declared objects.
    planned: the objects of a kind after the changes. Called only if the changes remove references.
    """
    by_name = {kind.name: kind for kind in helpers}
    if not by_name:
        return []
    candidates = {key for change in changes for key in _released(change) if key[0] in by_name} - set(wanted)
    if not candidates:
        return []
    users = users_of(kinds, by_name.keys(), planned)
    unneeded: dict[_Object, None] = {}
    while True:
        unused = sorted(key for key in candidates - unneeded.keys() if users.get(key, {}).keys() <= unneeded.keys())
        if not unused:
            break
        unneeded |= dict.fromkeys(unused)
        candidates |= {key for key, by in users.items() if by.keys() & unneeded.keys()} - set(wanted)
    objects = (AboutObject(by_name[name], identity) for name, identity in unneeded)
    return [about for about in objects if about.identity in about.kind.identities(planned(about.kind))]


def _released(change: Change) -> set[_Object]:
    """The references that a change removes."""
    before, after = ({use.target for use in change.kind.uses(side or {})} for side in change.sides)
    return before - after


def users_of(
    kinds: Iterable[Kind], named: Collection[str], planned: Callable[[Kind], Sequence[Mapping[str, Any]]]
) -> dict[_Object, dict[_Object, str]]:
    """For each object of the named kinds, the objects that refer to it after the changes, with their titles."""
    users: dict[_Object, dict[_Object, str]] = {}
    for kind in kinds:
        for fields in planned(kind) if kind.references & set(named) else ():
            identity = kind.identify(fields)
            for use in kind.uses(fields):
                users.setdefault(use.target, {})[kind.name, identity] = kind.described(identity)
    return users
