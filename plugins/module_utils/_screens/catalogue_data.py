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
    """The kinds of these objects by their names. The labels of free fields come from the objects' fields."""
    fields_of: dict[Kind, list[Fields]] = {}
    for kind, fields in objects:
        fields_of.setdefault(kind, []).append(fields)
    return {kind.name: _kind(kind, fields) for kind, fields in fields_of.items()}


def _kind(kind: Kind, known: list[Fields]) -> dict[str, Any]:
    about: dict[str, Any] = {"plural": kind.plural, "label": kind.label}
    if kind.columns:
        columns = [
            _input(column(field))
            | _flag("needed", field.required or field.name in kind.selectors)
            | _flag("required", field.required)
            for field in kind.columns
        ]
        return about | {"columns": columns, "ordered": kind.ordered}
    entries = {"entries": kind.listed_in_cell} if kind.listed_in_cell else {}
    inputs = [_input(field) for field, _values in kind.schema.inputs(*known)]
    return about | entries | {"identity": list(kind.identity_fields), "inputs": inputs}


def _input(field: Input) -> dict[str, Any]:
    """An input, without the members that have no value."""
    described = {"name": field.name, "label": field.label, "section": field.section, **field.value.script}
    if field.value.columns:
        described["columns"] = [_column(field, column) for column in field.value.columns]
    return {name: value for name, value in described.items() if value not in ([], None)}


def _column(table: Input, field: Field) -> dict[str, Any]:
    """A column of the entries in an input."""
    described = _input(Input(f"{table.name}{DOT}{field.name}", field.label, field.value))
    return described | {"name": field.name} | _flag("required", field.required)


def _flag(name: str, value: bool) -> dict[str, bool]:
    return {name: True} if value else {}
