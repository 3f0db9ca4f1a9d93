# SPDX-License-Identifier: GPL-3.0-or-later

"""The screens as data for the scripts of the pages, which recognise captures and pasted tables in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .._core.fields import Field
from .._core.objects import Fields, Kind
from .._core.values import DOT, Input
from .labels import ScreenLabels


def screens(objects: Iterable[tuple[Kind, Fields]], labels: ScreenLabels) -> dict[str, Any]:
    """The screens of these objects, given their kinds and fields, which contain the labels of free fields."""
    found: dict[Kind, list[Fields]] = {}
    for kind, fields in objects:
        found.setdefault(kind, []).append(fields)
    known = {kind: sorted(those) for kind, those in sorted(labels.known.items()) if those}
    return {
        "kinds": [_screen(kind, labels, fields) for kind, fields in found.items()],
        "blank": labels.blank,
        "names": labels.own_names,
        "notes": labels.notes,
        "library": sorted(labels.library),
        "menus": labels.menus,
        "known": known,
        "fields": labels.fields,
    }


def _screen(kind: Kind, labels: ScreenLabels, known: Sequence[Fields]) -> dict[str, Any]:
    screen: dict[str, Any] = {
        "kind": kind.name,
        "plural": kind.plural,
        "label": kind.label,
        "names": sorted(labels.names(kind)),
        **({"parts": parts} if (parts := labels.parts(kind)) else {}),
    }
    if kind.columns:
        columns = [
            _input(kind, Input(one.name, one.label, one.value), labels)
            | _flag("needed", one.required or one.name in kind.selectors)
            | _flag("required", one.required)
            for one in kind.columns
        ]
        return screen | {"columns": columns, "ordered": kind.ordered}
    entries = {"entries": kind.listed_in_cell} if kind.listed_in_cell else {}
    described = [_input(kind, one, labels) for one in kind.schema.inputs(known)]
    return screen | entries | {"identity": list(kind.identity_fields), "inputs": described}


def _input(kind: Kind, one: Input, labels: ScreenLabels) -> dict[str, Any]:
    """An input, without the members that have no value."""
    found = labels.data(kind, one)
    more = {"labels": found["labels"]} if found["labels"] != [one.label] else {}
    described = {"name": one.name, "label": one.label, **more, "section": found["section"], **one.value.script}
    if one.value.columns:
        described["columns"] = [_column(kind, one, field, labels) for field in one.value.columns]
    return {name: value for name, value in described.items() if value not in ([], None)}


def _column(kind: Kind, one: Input, field: Field, labels: ScreenLabels) -> dict[str, Any]:
    """A column of the entries in an input."""
    column = Input(f"{one.name}{DOT}{field.name}", field.label, field.value)
    return _input(kind, column, labels) | {"name": field.name} | _flag("required", field.required)


def _flag(name: str, value: bool) -> dict[str, bool]:
    return {name: True} if value else {}
