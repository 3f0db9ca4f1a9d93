# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The screens as data for the scripts of the pages, which recognise captures and pasted tables in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .._core.fields import DOT, Field, ListOf, Schema
from .._core.objects import Fields, Kind
from .._core.values import (
    ALL,
    Choice,
    Day,
    Duration,
    FieldType,
    Integer,
    Limit,
    ListInText,
    Money,
    MoneyLimit,
    Reference,
    SetOf,
    Text,
    Wildcard,
    YesNo,
)
from .inputs import Input, inputs
from .labels import ScreenLabels

#: The types of fields, by the names under which the scripts know them.
FORMS: Mapping[type[FieldType], str] = {
    Text: "text",
    ListInText: "text",
    Reference: "text",
    Wildcard: "text",
    Choice: "choice",
    YesNo: "yesno",
    Duration: "period",
    Limit: "limit",
    MoneyLimit: "amount limit",
    Money: "amount",
    Integer: "number",
    Day: "day",
    SetOf: "lines",
    ListOf: "rows",
}


def screens(objects: Iterable[tuple[Kind, Fields]], labels: ScreenLabels) -> dict[str, Any]:
    """The screens of these objects, given their kinds and fields, which contain the labels of free fields."""
    found: dict[Kind, list[Fields]] = {}
    for kind, fields in objects:
        found.setdefault(kind, []).append(fields)
    return {"kinds": [_screen(kind, labels, known) for kind, known in found.items()], "blank": sorted(labels.blank)}


def _screen(kind: Kind, labels: ScreenLabels, known: Sequence[Fields]) -> dict[str, Any]:
    screen: dict[str, Any] = {
        "kind": kind.name,
        "plural": kind.plural,
        "label": kind.label,
        "names": sorted(labels.names(kind)),
    }
    if kind.columns:
        columns = [Input(one.name, one.label, one.value) for one in kind.columns]
        needed = {one.name for one in kind.columns if one.required} | set(kind.row_identity)
        described = [_input(kind, one, labels) | _flag("needed", one.name in needed) for one in columns]
        return screen | {"columns": _required(described, kind.schema), "ordered": kind.in_order}
    entries = {"entries": kind.listed_in_cell} if kind.listed_in_cell else {}
    described = [_input(kind, one, labels) for one in inputs(kind.schema, known)]
    return screen | entries | {"identity": list(kind.identity_fields), "inputs": described}


def _input(kind: Kind, one: Input, labels: ScreenLabels) -> dict[str, Any]:
    """An input, without the members that have no value."""
    found = labels.data(kind, one)
    more = {"labels": found["labels"]} if found["labels"] != [one.label] else {}
    described = {"name": one.name, "label": one.label, **more, "section": found["section"], **_form(one.value)}
    if isinstance(one.value, ListOf):
        columns = [_column(kind, one, field, labels) for field in one.value.schema]
        described |= {"columns": _required(columns, one.value.schema), "ordered": one.value.ordered}
    return _brief(described)


def _column(kind: Kind, one: Input, field: Field, labels: ScreenLabels) -> dict[str, Any]:
    """A column of the entries in an input."""
    column = Input(f"{one.name}{DOT}{field.name}", field.label, field.value)
    return _input(kind, column, labels) | {"name": field.name}


def _brief(described: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value not in ([], None)}


def _required(columns: Iterable[dict[str, Any]], schema: Schema) -> list[dict[str, Any]]:
    return [one | _flag("required", schema[one["name"]].required) for one in columns]


def _flag(name: str, value: bool) -> dict[str, bool]:
    return {name: True} if value else {}


def _form(value: FieldType) -> dict[str, Any]:
    """How the scripts compare and check a value."""
    form: dict[str, Any] = {"form": next(FORMS[one] for one in type(value).__mro__ if one in FORMS)}
    form["choices"] = list(value.choices)
    if isinstance(value, YesNo):
        form["unset"] = "Yes" if value.unset else "No"
    if isinstance(value, SetOf):
        form["of"] = _form(value.of)
    if isinstance(value, Text):
        form |= {"longest": value.longest, "forbidden": list(value.forbidden)}
    if isinstance(value, Reference):
        form |= {"reference": True, "within": value.within, "wildcard": value.wildcard}
    if isinstance(value, Wildcard):
        form["wildcard"] = ALL
    return _brief(form)
