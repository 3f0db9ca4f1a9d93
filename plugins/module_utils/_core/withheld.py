# SPDX-License-Identifier: GPL-3.0-or-later

"""Fields that are taken out of the declaration of a library for one run: they stay as they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .fields import Field
from .objects import AboutObject, Declaration, DesiredObject, Identity

#: The codes of a field that waits until partners have confirmed theirs, and of one that is excepted.
WAITS, EXCEPTED = "waits", "excepted"


@dataclass(frozen=True)
class Withheld:
    """A declared field of an object that a run leaves as it is.

    kind: the name of its module. identity: the fields that identify the object, with their values. field: the name. title: the field and its object, for
    people. code: why. waits_for: by field, the libraries that have to confirm it first, for people.
    """

    kind: str
    identity: Mapping[str, str]
    field: str
    title: str
    code: str
    waits_for: Mapping[str, list[str]] = dataclasses.field(default_factory=dict)

    @property
    def data(self) -> dict[str, Any]:
        """The same as plain data, as in the option ``withheld``."""
        return dataclasses.asdict(self)


def withheld(about: AboutObject, field: Field, code: str, **more: Any) -> Withheld:
    """A withheld field of an object. more: further members."""
    return Withheld(
        about.kind.name, about.kind.naming(about.identity), field.name, f"{about.title}, {field.label}", code, **more
    )


def without(given: Iterable[Mapping[str, Any]], kind: str, declaration: Declaration) -> Declaration:
    """The declaration of a kind without the fields in the option ``withheld``."""
    names: dict[Identity, set[str]] = {}
    for entry in (Withheld(**each) for each in given):
        if entry.kind == kind:
            names.setdefault(tuple(entry.identity.values()), set()).add(entry.field)
    return replace(declaration, items=tuple(_left(item, names.get(item.identity)) for item in declaration.items))


def _left(item: DesiredObject, names: set[str] | None) -> DesiredObject:
    if not names or item.state == "absent":
        return item
    return replace(item, fields={name: value for name, value in item.fields.items() if name not in names})
