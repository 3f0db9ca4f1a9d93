# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The inputs of a screen: one for each value of an object, also inside sections and free fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .._core.fields import DOT, Field, Schema, Section
from .._core.objects import Fields
from .._core.values import FieldType, FreeFields, Switches, Text, YesNo


@dataclass(frozen=True)
class Input:
    """An input of a screen.

    name: the field; in a section or in free fields with both names: ``reshare.enable``. label: as on the screen. section: the label of
    its section on the screen, None outside of sections.
    """

    name: str
    label: str
    value: FieldType
    section: str | None = None

    @property
    def title(self) -> str:
        """The input for people."""
        return self.label if self.section is None else f"{self.section}: {self.label}"


def column(field: Field) -> Input:
    """A column of a table."""
    return Input(field.name, field.label, field.value)


def inputs(
    schema: Schema, known: Sequence[Fields] = (), prefix: str = "", section: str | None = None
) -> Iterator[Input]:
    """The inputs of a screen with these fields. known: (canonical) fields that contain the labels of free fields."""
    for field in schema:
        name, inside = f"{prefix}{field.name}", [one.get(field.name) or {} for one in known]
        if isinstance(field.value, Section):
            yield from inputs(field.value.schema, inside, f"{name}{DOT}", field.label)
        elif isinstance(field.value, FreeFields):
            free = YesNo() if isinstance(field.value, Switches) else Text()
            for label in dict.fromkeys(label for one in inside for label in one):
                yield Input(f"{name}{DOT}{label}", label, free, section)
        else:
            yield Input(name, field.label, field.value, section)


def is_asked(one: Input, fields: Fields) -> bool:
    """Whether the fields contain that of the input. A section without fields, which is to be cleared, stands for all of them."""
    outer, dot, inner = one.name.partition(DOT)
    if outer not in fields:
        return False
    within = fields[outer]
    return not dot or not within or inner in within or inner.partition(DOT)[0] in within


def value_at(fields: Fields, name: str) -> Any:
    """The value of an input in (canonical) fields, ``...`` if they do not contain it. name: of the input."""
    if name in fields:
        return fields[name]
    outer, dot, inner = name.partition(DOT)
    if not dot or outer not in fields:
        return ...
    # A section that is None is blank, and so is all in it.
    return None if fields[outer] is None else value_at(fields[outer], inner)


def value_of(one: Input, fields: Fields) -> Any:
    """The value of an input in these fields; None if it is blank, or not in them."""
    found = value_at(fields, one.name)
    return None if found is ... else found


def nested(schema: Schema, given: Fields) -> dict[str, Any]:
    """Values by the names of inputs (``reshare.enable``), put into their sections and free fields."""
    fields: dict[str, Any] = {}
    for name, value in given.items():
        outer, dot, inner = str(name).partition(DOT)
        if dot and outer in schema.names and isinstance(fields.setdefault(outer, {}), dict):
            fields[outer][inner] = value
        else:
            fields[str(name)] = value
    sections = {field.name: field.value.schema for field in schema if isinstance(field.value, Section)}
    return {
        name: nested(sections[name], value) if name in sections and isinstance(value, dict) else value
        for name, value in fields.items()
    }
