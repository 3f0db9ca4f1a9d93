# SPDX-License-Identifier: GPL-3.0-or-later

"""Forms: the object whose inputs a screen shows."""

from __future__ import annotations

from typing import Any

from .._core.values import ROWS, Input
from .grid import Open, read_entries
from .input_values import InputValues
from .labels import plain
from .screen import QUOTED, Reading, SeenScreen, as_text
from .seen_objects import sighted
from .words.reasons import reason


def is_form(values: InputValues) -> bool:
    """Whether the screen shows one object. A blank input of its name can be a filter above a list."""
    return all(len(found) == 1 and found[0] for found in map(values.of, values.screen.identity))


def read_form(values: InputValues) -> Reading:
    """The object, or the only one of its kind, with the values of the inputs on the screen."""
    screen = values.screen
    found = Reading(screen.kind)
    seen: dict[Input, Any] = {}
    for one in screen.inputs:
        found.open += _entries(screen, one, seen) if one.value.control == ROWS else _input(values, one, seen)
    found.objects += sighted(screen.kind, found, seen, None)
    found.unplaced = [item.label for item in values.unplaced() if item.label and item.value]
    return found


def _input(values: InputValues, one: Input, seen: dict[Input, Any]) -> list[Open]:
    """Read the value of an input. Returns what is open in it."""
    found = values.of(one)
    doubt = values.doubtful.get(one)
    if len(found) > 1:
        return [Open(one.title, reason("shown_twice", values=", ".join(map(as_text, found[:QUOTED]))))]
    if doubt is not None:
        code, about = doubt
        quoted = f"'{as_text(found[0])}' " if code in ("unclear", "cut_off") else ""
        return [Open(one.title, f"{quoted}{reason(code, **about)}")]
    if found:
        seen[one] = found[0]
    return []


def _entries(screen: SeenScreen, one: Input, seen: dict[Input, Any]) -> list[Open]:
    """Read the table of a list in one field. Returns what is open in it."""
    names = screen.names[one]
    tables = [
        table for table in screen.capture.tables if {plain(text) for text in (table.label, *table.group[-1:])} & names
    ]
    if len(tables) != 1:
        return [Open(one.title, reason("several_tables"))] if tables else []
    rows = read_entries(screen.kind, one, tables[0].grid, screen.labels)
    if not rows.open:
        seen[one] = rows.rows
    return rows.open
