# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The truth table of a library as CSV, which people edit in a spreadsheet. A file is hostile until it is parsed."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError, quoted, similar
from ansible_collections.reshare.wms.plugins.module_utils._core.files import read_regular
from ansible_collections.reshare.wms.plugins.module_utils._core.texts import one_line
from ansible_collections.reshare.wms.plugins.module_utils._wms.cases import CASE, MOST_CASES, NONE, read_case

#: The size of a file in bytes, and of a cell in characters.
MOST_BYTES = 2_000_000
_MOST_IN_CELL = 1000
_DELIMITERS = ",;\t"

#: Spreadsheets evaluate a cell that begins so. Written files have an apostrophe before it, as people write such a text.
_FORMULA = re.compile(r"'?[=+\-@\t\r]")

#: The names of the columns, by what people may write for them.
_COLUMNS = {text.casefold(): field.name for field in CASE for text in (field.label, field.name)}


def read_file(path: str) -> list[dict[str, Any]]:
    """The cases in a file. Raises ValidationError with every problem, each with its line and column."""
    place = Path(os.path.expandvars(path)).expanduser().absolute()
    try:
        content = read_regular(place, MOST_BYTES + 1)
    except OSError as fault:
        raise ValidationError([f"{place} cannot be read: {fault.strerror or fault}"]) from None
    try:
        return parse(content)
    except ValidationError as fault:
        raise ValidationError([f"{place}: {problem}" for problem in fault.problems]) from None


def parse(content: bytes) -> list[dict[str, Any]]:
    """The cases in a CSV document. A blank cell is not stated."""
    if len(content) > MOST_BYTES:
        raise ValidationError([f"is larger than {MOST_BYTES} bytes"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(["is not UTF-8; save it as 'CSV UTF-8'"]) from None
    lines = _records(text)
    if not lines:
        raise ValidationError(["is empty; the first line has to contain the names of the columns"])
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
        raise ValidationError(problems)
    return cases


def _records(text: str) -> list[tuple[int, list[str]]]:
    """The lines that are not blank, with their numbers, split at the delimiter that gives the most names of columns."""
    header = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=lambda one: sum(_column(name) in _COLUMNS for name in header.split(one)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as fault:
        raise ValidationError([f"line {reader.line_num}: is not CSV ({fault})"]) from None
    return found


def _column(name: str) -> str:
    return name.strip().strip('"').strip().casefold()


def _header(number: int, cells: Sequence[str]) -> list[str]:
    """The columns by position; empty for a column without a name."""
    names = [_COLUMNS.get(_column(cell), "") for cell in cells]
    labels = [field.label for field in CASE]
    problems = [
        f"line {number}: there is no column '{cell[:_MOST_IN_CELL]}'. {similar(cell[:_MOST_IN_CELL], labels)}"
        for cell, name in zip(cells, names)
        if cell and not name
    ]
    twice = sorted({CASE[name].label for name in names if name and names.count(name) > 1})
    if twice:
        problems.append(f"line {number}: more than one column for {quoted(twice)}")
    if problems:
        raise ValidationError(problems)
    return names


def _case(columns: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    if any(cells[len(columns) :]) or any(cell and not name for name, cell in zip(columns, cells)):
        raise ValidationError(["has a value in a column without a name"])
    given = {name: _unquoted(cell) for name, cell in zip(columns, cells) if cell}
    problems = [f"{CASE[name].label}: {problem}" for name, cell in given.items() for problem in _unfit(cell)]
    if problems:
        raise ValidationError(problems)
    read_case(given)
    return given


def _unfit(cell: str) -> Iterable[str]:
    if len(cell) > _MOST_IN_CELL:
        yield f"has {len(cell)} characters; {_MOST_IN_CELL} are allowed"
    elif one_line(cell) != cell:
        yield f"contains hidden characters or line breaks: {one_line(cell)[:100]}"


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def write(cases: Iterable[Mapping[str, Any]]) -> str:
    """The cases as a CSV document with all columns, by the labels of the screens."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([field.label for field in CASE])
    writer.writerows([_cell(case, field.name) for field in CASE] for case in cases)
    return text.getvalue()


def _cell(case: Mapping[str, Any], name: str) -> str:
    if name not in case:
        return ""
    value = case[name]
    told = NONE if value is None else "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{told}" if _FORMULA.match(told) else told
