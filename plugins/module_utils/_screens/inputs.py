# SPDX-License-Identifier: GPL-3.0-or-later

"""The inputs of a screen: one for each value of an object, also inside sections and free fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._core.fields import Field, Schema
from .._core.objects import Fields, Kind
from .._core.values import DOT, Input


def column(field: Field) -> Input:
    """A column of a table."""
    return Input(field.name, field.label, field.value)


def asked_inputs(schema: Schema, fields: Fields) -> list[Input]:
    """The inputs of a screen that these fields contain."""
    return [one for one in schema.inputs([fields]) if _is_asked(one, fields)]


def _is_asked(one: Input, fields: Fields) -> bool:
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
    schemas = schema.nested
    return {
        name: nested(schemas[name], value) if name in schemas and isinstance(value, dict) else value
        for name, value in fields.items()
    }


def inputs_of(kind: Kind, names: Iterable[str] = ()) -> dict[str, Input]:
    """The inputs of a kind, or the columns of a map, by their names. names: of inputs, which can be those of free fields."""
    if kind.columns:
        return {one.name: column(one) for one in kind.columns}
    return {one.name: one for one in kind.schema.inputs([nested(kind.schema, dict.fromkeys(names))])}


def cell(row: Mapping[str, Any], column: Field) -> str:
    """The text of a cell as on the screen: several values with semicolons between them."""
    value = column.value.show(row.get(column.name))
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
