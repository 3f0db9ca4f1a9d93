# SPDX-License-Identifier: GPL-3.0-or-later

"""Maps and matrices in CSV files, one file for each, that a person fills in from the screens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .._core import spreadsheet
from .._core.errors import ValidationError, similar
from .._core.files import read_regular
from .._core.objects import Kind
from .._screens.grid import Grid, read_table
from .._screens.labels import ScreenLabels
from .._wms.catalogue import DECLARABLE
from .received import DAMAGED, INVALID, RejectedFile

ENDING = ".csv"

#: The file with all other objects that the playbook tables writes beside the maps. It is not imported.
OBJECTS = "objects.csv"


def read(path: Path, labels: ScreenLabels) -> tuple[Kind, list[dict[str, Any]]]:
    """The table in a file, which has the name of the map (``loan_policy_map.csv``), and its canonical rows. Raises RejectedFile with every problem and
    its line."""
    kind = next(kind for kind in DECLARABLE if kind.columns and kind.name == path.stem)
    try:
        content = read_regular(path, spreadsheet.MOST_BYTES + 1)
    except OSError as fault:
        raise RejectedFile(f"{path} cannot be read: {fault.strerror or fault}", DAMAGED) from None
    try:
        return kind, _rows(kind, content, labels)
    except ValidationError as fault:
        raise RejectedFile(
            f"{path}: {'; '.join(fault.problems)}. Nothing of this file was imported", INVALID, kind.label
        ) from None


def _rows(kind: Kind, content: bytes, labels: ScreenLabels) -> list[dict[str, Any]]:
    named = {text.casefold(): column.label for column in kind.columns for text in (column.name, column.label)}
    lines = spreadsheet.read(content, named)
    if not lines:
        raise ValidationError("it is empty; the first line has to contain the names of the columns")
    header = [named.get(spreadsheet.header_name(cell), cell) for cell in lines[0][1]]
    places = [f"line {number}" for number, _cells in lines[1:]]
    found = read_table(kind, Grid(header, [cells for _number, cells in lines[1:]], places=places), labels)
    problems = [f"{one.label}: {one.reason}" for one in found.open]
    problems += [f"'{column}' is not a column. {similar(column, list(named.values()))}" for column in found.unplaced]
    if problems:
        raise ValidationError(*problems)
    return found.rows
