# SPDX-License-Identifier: GPL-3.0-or-later

"""CSV that people edit in a spreadsheet. A file is hostile until it is parsed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence

from ...module_utils._core.errors import ValidationError
from ...module_utils._core.files import encoding_of
from ...module_utils._core.texts import one_line

MOST_BYTES = 2_000_000
_MOST_IN_CELL, _MOST_CELLS = 1000, 1000
_DELIMITERS = ",;\t"

#: A spreadsheet evaluates a cell with such a beginning as a formula. An apostrophe before it prevents that; before existing apostrophes, it is one more.
#: A spreadsheet for another country splits lines at another delimiter, so that a part of a cell is a cell there.
_BEGINNING = r"(?:^|(?<=[,;\t]))"
_FORMULA = re.compile(rf"{_BEGINNING}(?='*[=+\-@\t\r])")
_PREVENTED = re.compile(rf"{_BEGINNING}'(?='*[=+\-@\t\r])")

#: A line: its number in the file, and its cells.
Line = tuple[int, list[str]]


def read_lines(content: bytes, known: Collection[str]) -> list[Line]:
    """The lines that are not blank. Raises ValidationError with the line.

    known: the headers in lower case; lines are split at the delimiter that gives the most of them.
    """
    if len(content) > MOST_BYTES:
        raise ValidationError(f"is larger than {MOST_BYTES} bytes")
    try:
        text = content.decode(encoding_of(content))
    except UnicodeDecodeError:
        raise ValidationError("is not UTF-8; save it as 'CSV UTF-8'") from None
    header = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=lambda mark: sum(header_name(name) in known for name in header.split(mark)))
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    filled: list[Line] = []
    # The text of each line as it is in the file.
    written: list[str] = []
    ended = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                filled.append((reader.line_num, [_unquoted(cell.strip()) for cell in cells]))
                written.append("".join(lines[ended : reader.line_num]))
            ended = reader.line_num
    except csv.Error as fault:
        raise ValidationError(f"line {reader.line_num}: is not CSV ({fault})") from None
    columns = filled[0][1] if filled else []
    problems = [
        f"line {number}: {problem}"
        for (number, cells), line in zip(filled, written)
        for problem in _unfit(columns, cells, line)
    ]
    if problems:
        raise ValidationError(*problems)
    return filled


def header_name(cell: str) -> str:
    """The name of a column, for comparison."""
    return cell.strip().strip('"').strip().casefold()


def write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV document. It begins with a byte order mark, so that a spreadsheet reads it as UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_quoted(cell) for cell in row] for row in rows)
    return f"\ufeff{text.getvalue()}"


def _quoted(cell: str) -> str:
    return _FORMULA.sub("'", cell)


def _unquoted(cell: str) -> str:
    return _PREVENTED.sub("", cell)


def _unfit(columns: Sequence[str], cells: Sequence[str], line: str) -> Iterable[str]:
    if len(cells) > _MOST_CELLS:
        yield f"has {len(cells)} cells; {_MOST_CELLS} are allowed"
        return
    for number, cell in enumerate(cells):
        column = one_line(columns[number])[:100] if number < len(columns) else f"cell {number + 1}"
        if len(cell) > _MOST_IN_CELL:
            yield f"{column}: has {len(cell)} characters; {_MOST_IN_CELL} are allowed"
        elif one_line(cell) != cell:
            yield f"{column}: contains hidden characters or line breaks: {one_line(cell)[:100]}"
        elif cell.count('"') % 2 and cell.replace('"', '""') not in line:
            yield f"{column}: has a quotation mark without another one, so that cells can be missing: {cell[:100]}"
