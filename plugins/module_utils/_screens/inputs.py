# SPDX-License-Identifier: GPL-3.0-or-later

"""The inputs of a screen: one for each value of an object, also inside sections and free fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._core.composites import DOT, Input
from .._core.fields import Field, Schema
from .._core.objects import Fields, Kind


def column(field: Field) -> Input:
    """A column of a table."""
    return Input(field.name, field.label, field.value)


def nested(schema: Schema, given: Fields) -> dict[str, Any]:
    """Values by the names of inputs (``reshare.enable``), put into their sections and free fields."""
    fields: dict[str, Any] = {}
    for name, value in given.items():
        outer, dot, inner = str(name).partition(DOT)
        if dot and outer in schema.names and isinstance(fields.setdefault(outer, {}), dict):
            fields[outer][inner] = value
        else:
            fields[str(name)] = value
    schemas = schema.nested
    return {
        name: nested(schemas[name], value) if name in schemas and isinstance(value, dict) else value
        for name, value in fields.items()
    }


def inputs_of(kind: Kind, names: Iterable[str] = ()) -> dict[str, Input]:
    """The inputs of a kind, or the columns of a map, by their names. names: of inputs to include, also those of free fields."""
    if kind.columns:
        return {field.name: column(field) for field in kind.columns}
    return {field.name: field for field, _values in kind.schema.inputs(nested(kind.schema, dict.fromkeys(names)))}


def cell(row: Mapping[str, Any], column: Field) -> str:
    """The text of a cell as on the screen: several values with semicolons between them."""
    value = column.value.show(row.get(column.name))
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
