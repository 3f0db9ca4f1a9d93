# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of objects as data: for the assistant, which reads their screens, and for the pages, in which people paste and type values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._core.composites import DOT, Input
from .._core.fields import Field
from .._core.objects import Fields, Kind
from .inputs import column


def catalogue(objects: Iterable[tuple[Kind, Fields]]) -> dict[str, Any]:
    """The kinds of these objects by their names. The fields contain the labels of free fields."""
    found: dict[Kind, list[Fields]] = {}
    for kind, fields in objects:
        found.setdefault(kind, []).append(fields)
    return {kind.name: _kind(kind, fields) for kind, fields in found.items()}


def _kind(kind: Kind, known: list[Fields]) -> dict[str, Any]:
    about: dict[str, Any] = {"plural": kind.plural, "label": kind.label}
    if kind.columns:
        columns = [
            _input(column(one))
            | _flag("needed", one.required or one.name in kind.selectors)
            | _flag("required", one.required)
            for one in kind.columns
        ]
        return about | {"columns": columns, "ordered": kind.ordered}
    entries = {"entries": kind.listed_in_cell} if kind.listed_in_cell else {}
    inputs = [_input(one) for one, _values in kind.schema.inputs(*known)]
    return about | entries | {"identity": list(kind.identity_fields), "inputs": inputs}


def _input(one: Input) -> dict[str, Any]:
    """An input, without the members that have no value."""
    described = {"name": one.name, "label": one.label, "section": one.section, **one.value.script}
    if one.value.columns:
        described["columns"] = [_column(one, field) for field in one.value.columns]
    return {name: value for name, value in described.items() if value not in ([], None)}


def _column(one: Input, field: Field) -> dict[str, Any]:
    """A column of the entries in an input."""
    described = _input(Input(f"{one.name}{DOT}{field.name}", field.label, field.value))
    return described | {"name": field.name} | _flag("required", field.required)


def _flag(name: str, value: bool) -> dict[str, bool]:
    return {name: True} if value else {}
