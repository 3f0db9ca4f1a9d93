# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes the rows of tables on the screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .browser import Browser, NotDone, Sent, sent_of
from .worksheets import RowChange, Table

_BLANK, _BETWEEN = "~", "; "
#: The texts in the cells of a row, on a screen or a worksheet.
Cells = list[str]


@dataclass
class _There:
    """A row on the screen. cells: its texts. row: its controls, and its fields that are not shown."""

    cells: Cells
    row: dict[str, Any]


def change(browser: Browser, plural: str, table: Table) -> None:
    """Change the rows of a map or matrix as a worksheet shows them. Other rows are not changed."""
    sent = browser.open(plural)
    [grid] = browser.tables
    if grid["header"] != table.columns:
        raise NotDone("the table has other columns than on the worksheet")
    rows = [_There(_cells(row), row) for row in grid["rows"]]
    for cells in table.gone:
        rows = [one for one in rows if one is not _found(rows, cells)]
    below: _There | None = None
    for wanted in reversed(table.rows):
        below = _placed(rows, wanted, below, grid["blank"])
    sent = {name: values for name, values in sent.items() if not name.startswith("rows.")}
    for number, one in enumerate(rows):
        sent |= _sent(one.row, f"rows.{number}.")
    browser.save(sent)
    browser.open(plural)
    if [_cells(row) for grid in browser.tables for row in grid["rows"]] != [one.cells for one in rows]:
        raise NotDone("after Save, the table has other rows")


def replaced(browser: Browser, sent: Sent, name: str, values: list[dict[str, Any]]) -> Sent:
    """The values of a form in which a table has these rows."""
    blank = next((grid["blank"] for grid in browser.tables if grid["blank"]["key"] == f"{name}.{_BLANK}."), None)
    if blank is None:
        raise NotDone(f"the form has no table '{name}'")
    filled = {key: texts for key, texts in sent.items() if not key.startswith(f"{name}.")}
    for number, value in enumerate(values):
        key = f"{name}.{number}."
        filled |= _sent(blank, key)
        if lost := [one for one in value if key + one not in filled]:
            raise NotDone(f"the table has no column '{lost[0]}'")
        filled |= {key + one: ["" if text is None else str(text)] for one, text in value.items()}
    return filled


def _placed(rows: list[_There], wanted: RowChange, below: _There | None, blank: dict[str, Any]) -> _There:
    """Make one row of the worksheet. below: the row directly below it on the worksheet. Returns the row on the screen."""
    before = wanted.before if wanted.mark == "changed" and wanted.before else wanted.cells
    found = _found(rows, before) or _found(rows, wanted.cells)
    if found is None:
        if wanted.mark != "new":
            raise NotDone(f"the table has no row {_in_words(before)}")
        found = _There([], blank)
        rows.insert(_above(rows, below), found)
    elif wanted.where:
        rows.remove(found)
        rows.insert(_above(rows, below), found)
    if found.cells != wanted.cells:
        found.row, found.cells = _written(found.row, wanted.cells), wanted.cells
    return found


def _above(rows: list[_There], below: _There | None) -> int:
    return len(rows) if below is None else next(at for at, one in enumerate(rows) if one is below)


def _found(rows: list[_There], cells: Cells) -> _There | None:
    """The only row with these cells; None without one. Raises NotDone if there are several."""
    same = [one for one in rows if one.cells == cells]
    if len(same) > 1:
        raise NotDone(f"the table has the row {_in_words(cells)} {len(same)} times")
    return same[0] if same else None


def _cells(row: Mapping[str, Any]) -> Cells:
    return [_BETWEEN.join(text for control in cell for text in control["values"]) for cell in row["cells"]]


def _written(row: dict[str, Any], cells: Cells) -> dict[str, Any]:
    """The row with other texts in its cells."""
    changed = []
    for [control], text in zip(row["cells"], cells, strict=True):
        values = text.split(_BETWEEN) if control["type"] == "choices" else [text]
        values = [one for one in values if one]
        if lost := [one for one in values if control["type"] == "choices" and one not in control["options"]]:
            raise NotDone(f"'{lost[0]}' is not an option of the table")
        changed.append([{**control, "values": values}])
    return {**row, "cells": changed}


def _sent(row: Mapping[str, Any], key: str) -> Sent:
    """What the page sends for a row."""
    controls = [control for cell in row["cells"] for control in cell]
    found = {f"{key}_rest": [row["rest"]]}
    return found | {key + one["name"].removeprefix(row["key"]): sent_of(one) for one in controls}


def _in_words(cells: Cells) -> str:
    return " | ".join(cells)
