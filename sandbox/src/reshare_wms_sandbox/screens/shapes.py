# SPDX-License-Identifier: GPL-3.0-or-later

"""The fields of a kind, by the form in which a screen shows them. The source is the JSON schema of the kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any

from ..configuration.kinds import Kind
from ..configuration.values import ALL

Json = Mapping[str, Any]
_PRECEDENCE = "precedence"


class Form(Enum):
    """How a screen shows a field. ROWS is a table, SECTION has fields of its own; SWITCHES and SETTINGS have labels that no schema has."""

    ROWS = auto()
    SECTION = auto()
    SWITCHES = auto()
    SETTINGS = auto()
    PERIOD = auto()
    LIMIT = auto()
    YES_NO = auto()
    SEVERAL = auto()
    CHOICE = auto()
    TEXT = auto()
    LINES = auto()


@dataclass(frozen=True)
class Field:
    """A field. label: its label, or that of its section or table. options: those that never change. is_column: whether it is a column in
    which a blank means All. target: what it refers to. whole: whether a number in it has no decimals. fields: those of a section or row."""

    name: str
    label: str
    form: Form
    required: bool
    options: tuple[str, ...] = ()
    is_column: bool = False
    target: Json | None = None
    whole: bool = False
    fields: tuple[Field, ...] = ()


@cache
def fields(kind: Kind) -> tuple[Field, ...]:
    """The fields of an object of that kind, or of a row of the table."""
    schema = kind.fields.model_json_schema()
    return tuple(_Schema(schema).fields(schema))


@cache
def table(kind: Kind) -> Field:
    """The only field of a screen that is a table."""
    return Field("rows", kind.label, Form.ROWS, True, fields=_columns(fields(kind)))


def named(kind: Kind, path: str, is_table: bool) -> str:
    """The name of a field for a person: the labels of its section and its own, or the number of its row."""
    inside = (table(kind),) if is_table else fields(kind)
    labels: list[str] = []
    for part in path.split("."):
        found = next((one for one in inside if one.name == part), None)
        if found is not None:
            labels += [] if is_table and found.form is Form.ROWS else [found.label]
            inside = found.fields
        elif part.isdecimal() and inside:
            labels.append(f"Row {int(part) + 1}")
        else:
            break
    return ", ".join(labels)


def _columns(found: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields that have a column."""
    return tuple(one for one in found if one.name != _PRECEDENCE)


class _Schema:
    def __init__(self, schema: Json):
        self._definitions = schema.get("$defs", {})

    def fields(self, model: Json) -> Iterator[Field]:
        required = model.get("required", ())
        for name, field in model["properties"].items():
            yield self._field(name, field, name in required)

    def _field(self, name: str, field: Json, required: bool) -> Field:
        branches = [self._resolved(one) for one in field.get("anyOf", [field]) if one.get("type") != "null"]
        shape = branches[0]
        if shape.get("properties") and not _is_period(shape):
            return Field(name, field["title"], Form.SECTION, required, fields=tuple(self.fields(shape)))
        if "$ref" in shape.get("items", ()):
            inner = _columns(tuple(self.fields(self._resolved(shape["items"]))))
            return Field(name, field["title"], Form.ROWS, required, fields=inner)
        options = tuple(shape["properties"]["unit"]["enum"] if _is_period(shape) else _options(shape))
        return Field(
            name,
            field["title"],
            _form(field, shape, len(branches)),
            required,
            options,
            is_column=field.get("default") == ALL,
            target=field.get("x-reference"),
            whole=shape.get("type") == "integer",
        )

    def _resolved(self, schema: Json) -> Json:
        reference = schema.get("$ref")
        return schema if reference is None else self._definitions[reference.rpartition("/")[2]]


def _form(field: Json, shape: Json, branches: int) -> Form:
    """The form of a field that has no fields of its own."""
    if _is_period(shape):
        return Form.PERIOD
    if branches > 1:
        return Form.LIMIT
    if shape["type"] == "object":
        return Form.SWITCHES if shape["additionalProperties"] == {"type": "boolean"} else Form.SETTINGS
    simple = {"boolean": Form.YES_NO, "array": Form.SEVERAL}.get(shape["type"])
    if simple is not None:
        return simple
    if "x-reference" in field or field.get("default") == ALL or _options(shape):
        return Form.CHOICE
    return Form.LINES if re.match(shape.get("pattern", "-"), "a\nb") else Form.TEXT


def _options(shape: Json) -> list[str]:
    return [shape["const"]] if "const" in shape else shape.get("enum", [])


def _is_period(shape: Json) -> bool:
    return set(shape.get("properties", ())) == {"value", "unit"}
