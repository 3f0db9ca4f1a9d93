# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares the fields seen on a screen with the wanted ones, input by input and row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from .._core.objects import Fields, Kind
from .._record.steps import Step

#: The state of a row or object in a difference.
NONE, THERE = "does not exist", "exists"


@dataclass(frozen=True)
class Difference:
    """An input, row or object that is not as wanted. seen, wanted: as texts; empty if it is blank."""

    label: str
    seen: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.label}: {self.seen or 'blank'}, wanted {self.wanted or 'blank'}"


def differences(kind: Kind, seen: Fields, wanted: Fields | None) -> list[Difference]:
    """The differences between seen and wanted fields. wanted: None if the object is to be removed. Fields in only one of the two are
    not compared."""
    if wanted is None:
        return [Difference(kind.label, THERE, NONE)]
    return list(_rows(kind, seen, wanted) if kind.columns else _inputs(kind, seen, wanted))


def contradictions(step: Step, seen: Fields) -> list[Difference]:
    """The differences between the seen fields and the change that a step asks for. Other rows of a map, and their order, do not count."""
    if step.wanted is None or step.change.fields is None or not seen:
        # A capture from before a removal does not contradict it.
        return []
    if step.kind.columns:
        return differences(step.kind, seen, step.kind.rebased(step.known, step.change.fields, seen))
    asked = {line.label for line in step.lines}
    return [difference for difference in differences(step.kind, seen, step.wanted) if difference.label in asked]


def not_shown(step: Step, seen: Fields) -> list[str]:
    """What has to be seen to know that a step is done, but was not seen. A screen never shows that an object is gone."""
    if step.wanted is None:
        return [f"that {step.title} is gone"]
    if step.kind.columns:
        return [] if "rows" in seen else [step.kind.label]
    titles = _titles(step.kind, seen)
    return [line.label for line in step.lines if line.label not in titles] if titles else [step.title]


def missing_inputs(kind: Kind, seen: Fields, fields: Fields) -> list[str]:
    """The titles of the inputs for *fields* that were not seen."""
    if kind.columns:
        return [] if "rows" in seen else [kind.label]
    titles = _titles(kind, seen)
    return [title for title in _titles(kind, fields) if title not in titles]


def _titles(kind: Kind, seen: Fields) -> list[str]:
    """The titles of the inputs for these fields."""
    return [field.title for field, _value in kind.schema.inputs_in(seen)]


def _inputs(kind: Kind, seen: Fields, wanted: Fields) -> Iterator[Difference]:
    for field, (shown, asked) in kind.schema.inputs(seen, wanted):
        if ... not in (shown, asked) and not field.value.same(shown, asked):
            yield Difference(field.title, field.value.text(shown), field.value.text(asked))


def _rows(kind: Kind, seen: Fields, wanted: Fields) -> Iterator[Difference]:
    change = kind.table_change(seen, wanted) if "rows" in seen and "rows" in wanted else None
    for row in change.altered if change is not None else ():
        sides = {
            "new": (NONE, row.text),
            "gone": (row.text, NONE),
            "moved": (row.text, row.where or row.text),
            "changed": (row.was, row.text),
        }
        yield Difference(kind.label, *sides[row.mark])


def as_known(kind: Kind, seen: Fields, *known: Fields | None) -> Fields:
    """The seen fields, completed with what screens do not show: the precedence of rows, the types of values whose label is not in the reference,
    and whether a switch that is off was never set. It is taken from the first known state that looks the same on the screen."""
    states = [state for state in known if state]
    if not kind.columns:
        return kind.schema.as_shown(seen, states)
    rows: dict[str, Fields] = {}
    for row in (row for state in states for row in state.get("rows") or ()):
        rows.setdefault(_on_screen(kind, row), row)
    return {**seen, "rows": [rows.get(_on_screen(kind, row), row) for row in seen["rows"]]}


def _on_screen(kind: Kind, row: Fields) -> str:
    return json.dumps([row.get(column.name) for column in kind.columns])
