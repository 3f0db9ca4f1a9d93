# SPDX-License-Identifier: GPL-3.0-or-later

"""The truth table of a library as CSV, which people edit in a spreadsheet. A file is hostile until it is parsed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...module_utils._core.errors import ValidationError, quoted, similar
from ...module_utils._core.files import read_regular
from ...module_utils._wms.cases import CASE, MOST_CASES, NONE, read_case
from . import spreadsheet

#: The fields by the names of their columns.
_COLUMNS = {text.casefold(): field.name for field in CASE for text in (field.label, field.name)}

_ENDINGS = (".csv", ".tsv", ".txt")


def read_file(path: str) -> list[dict[str, Any]]:
    """The cases in a file. Raises ValidationError with every problem, each with its line and column."""
    file = Path(os.path.expandvars(path)).expanduser().absolute()
    # No other file is read, since a message quotes the first line, and the path can be part of a proposed change.
    if file.resolve().suffix.lower() not in _ENDINGS:
        raise ValidationError(f"{file} is no table; its name has to end with one of {', '.join(_ENDINGS)}")
    try:
        content = read_regular(file, spreadsheet.MOST_BYTES + 1)
    except OSError as fault:
        raise ValidationError(f"{file} cannot be read: {fault.strerror or fault}") from None
    try:
        return parse_cases(content)
    except ValidationError as fault:
        raise ValidationError(*[f"{file}: {problem}" for problem in fault.problems]) from None


def parse_cases(content: bytes) -> list[dict[str, Any]]:
    """The cases in a CSV document. A blank cell states nothing."""
    lines = spreadsheet.read_lines(content, _COLUMNS)
    if not lines:
        raise ValidationError("is empty; the first line has to contain the names of the columns")
    columns = _header(*lines[0])
    cases, problems = [], []
    for number, cells in lines[1:]:
        try:
            cases.append(_case(columns, cells))
        except ValidationError as fault:
            problems += [f"line {number}: {problem}" for problem in fault.problems]
    if len(cases) > MOST_CASES:
        problems = [f"has {len(cases)} cases; {MOST_CASES} are allowed"]
    if problems:
        raise ValidationError(*problems)
    return cases


def _header(number: int, cells: Sequence[str]) -> list[str]:
    """The columns by position; empty for a column without a name."""
    names = [_COLUMNS.get(spreadsheet.header_name(cell), "") for cell in cells]
    labels = [field.label for field in CASE]
    problems = [
        f"line {number}: there is no column '{cell}'. {similar(cell, labels)}"
        for cell, name in zip(cells, names)
        if cell and not name
    ]
    twice = sorted({CASE[name].label for name in names if name and names.count(name) > 1})
    if twice:
        problems.append(f"line {number}: more than one column for {quoted(twice)}")
    if problems:
        raise ValidationError(*problems)
    return names


def _case(columns: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    if any(cells[len(columns) :]) or any(cell and not name for name, cell in zip(columns, cells)):
        raise ValidationError("has a value in a column without a name")
    given = {name: cell for name, cell in zip(columns, cells) if cell}
    read_case(given)
    return given


def write(cases: Iterable[Mapping[str, Any]]) -> str:
    """The cases as a CSV document with all columns, by the labels of the screens."""
    return spreadsheet.write(
        [field.label for field in CASE], ([_cell(case, field.name) for field in CASE] for case in cases)
    )


def _cell(case: Mapping[str, Any], name: str) -> str:
    if name not in case:
        return ""
    value = case[name]
    return NONE if value is None else "; ".join(map(str, value)) if isinstance(value, list) else str(value)
