# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads OCLC's report files (oclc-reports.md 1 and 2): recognises them by the names of their columns, and reads them row by row.

A patron file has the personal data of every patron. So a row has only the columns of its form, no row is kept here, and no
message contains a value from a file.
"""

from __future__ import annotations

import csv
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Optional

from .._core import evidence
from .._core.errors import TaskError
from .._core.files import encoding_of, open_regular
from .._core.texts import one_line

#: The maximum size of a zip file after unpacking, in bytes.
LARGEST = 4_000_000_000

_MOST_COLUMNS, _LONGEST_LINE = 500, 1_000_000

#: The share of rows that may be unreadable: notes can contain the delimiter, which a file without quotes does not escape.
_UNREADABLE = 0.01

_ENDINGS = (".txt", ".csv", ".tsv")
#: The errors for a zip file that is damaged, encrypted, or packed in an unknown way; some only occur while its content is read.
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError)
_AGAIN = "Get the file from OCLC again"

#: A row: its number in the file, and a value for each column of the form; None for a blank cell, and for a column that the file lacks.
Row = tuple[int, Mapping[str, Optional[str]]]  # noqa: UP045


class RejectedReport(TaskError):
    """A file that is not one of the known reports, or is damaged. No part of it counts."""

    code = "invalid"


@dataclass(frozen=True)
class Form:
    """A kind of report. code: one of evidence.FORMS. columns: the known headers of each column, as ``_plain`` returns them. required: the
    columns that identify it. named: a part of the names of its files, if another form has the same columns. most: the maximum number of rows, because a
    small zip file can have millions."""

    code: str
    label: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    named: str = ""
    most: int = 1_000_000


_SYMBOL = ("inst symbol", "institution symbol")

#: The full report, which has every patron. The report of a week has the same columns.
PATRONS = Form(
    evidence.PATRONS,
    "Circulation Patron Report",
    {
        "symbol": _SYMBOL,
        "barcode": ("patron barcode",),
        "patron_type": ("patron borrower category",),
        "home_branch": ("patron home branch id",),
        "expires": ("patron expiration date",),
        "blocked": ("patron blocked flag",),
    },
    ("barcode", "patron_type"),
    named="full",
)
PATRON_CHANGES = replace(PATRONS, code=evidence.PATRON_CHANGES, label="Circulation Patron Report of a week", named="")

EVENTS = Form(
    evidence.EVENTS,
    "Circulation Events",
    {
        "symbol": _SYMBOL,
        "at": ("event date time", "event date"),
        "due": ("event due date time", "event due date"),
        "loan_policy": ("event loan policy",),
        "patron_type": ("event borrower category",),
        "material_format": ("item material format",),
        "temporary_location": ("item temporary shelving location",),
    },
    ("at", "loan_policy", "patron_type"),
)

#: OCLC's page lists the content of this report; its exact headers were not seen.
CHECKOUTS = Form(
    evidence.CHECKOUTS,
    "Check Out Item report",
    {
        "symbol": (*_SYMBOL, "institution"),
        "at": ("date", "check out date", "checkout date"),
        "due": ("due date",),
        "loan_policy": ("loan policy", "loan policy applied to the item"),
        "patron_type": ("borrower category",),
        "material_format": ("material format",),
        "temporary_location": ("shelving location",),
    },
    ("at", "loan_policy", "patron_type"),
)

#: OCLC's page lists "item lending policy", format, status and due date; the exact headers, and whether the other columns exist, were not seen.
CURRENT_LOANS = Form(
    evidence.CURRENT_LOANS,
    "All Checked Out Items",
    {
        "symbol": (*_SYMBOL, "institution"),
        "at": ("check out date", "checkout date", "checked out date", "date checked out", "loan date", "issue date"),
        "due": ("due date", "item due date", "due date time"),
        "loan_policy": ("item lending policy", "lending policy", "item loan policy"),
        "patron_type": ("borrower category", "patron borrower category", "patron type"),
        "material_format": ("material format", "item material format", "format", "item format"),
        "temporary_location": (
            *("item temporary shelving location", "temporary shelving location"),
            *("shelving location", "item shelving location"),
        ),
    },
    ("loan_policy", "due"),
)

#: No finding is derived from it, because it is not documented by OCLC whether temporary items are in it. The second header of a column is from older files.
INVENTORY = Form(
    evidence.INVENTORY,
    "Circulation Item Inventories",
    {"symbol": _SYMBOL, "barcode": ("item barcode", "barcode")},
    ("symbol", "barcode"),
    # The rows are only counted.
    most=10_000_000,
)

FORMS = (PATRONS, PATRON_CHANGES, EVENTS, CHECKOUTS, CURRENT_LOANS, INVENTORY)
LABELS = {form.code: form.label for form in FORMS}


@dataclass
class Report:
    """A report whose header was read. places: the position of each column of the form in the file. width: the number of all columns. unreadable:
    how many rows were left out so far, because they have another number of cells. taken: how many rows
    were read so far, including the reports before it in a zip file."""

    name: str
    form: Form
    places: Mapping[str, int]
    width: int
    cells: Iterator[list[str]]
    taken: int = 0
    unreadable: int = 0

    def rows(self) -> Iterator[Row]:
        """The rows, readable once. Raises RejectedReport, at the latest after the last row, if the file is damaged."""
        absent, places = dict.fromkeys(self.form.columns), list(self.places.items())
        read, last = 0, self.width
        for number, row in enumerate(self.cells, start=2):
            self.taken += 1
            if self.taken > self.form.most:
                raise RejectedReport(
                    f"{self.name} has more rows than are read ({self.form.most}). Export it for fewer days"
                )
            if not row:
                continue
            last = len(row)
            if last != self.width:
                self.unreadable += 1
                continue
            read += 1
            yield number, {**absent, **{column: row[at].strip() or None for column, at in places}}
        if last < self.width:
            raise RejectedReport(f"{self.name} ends in the middle of a row. {_AGAIN}")
        total = read + self.unreadable
        if self.unreadable > _UNREADABLE * total:
            raise RejectedReport(
                f"{self.name}: {self.unreadable} of {total} rows have a different number of cells from the header ({self.width}). {_AGAIN}"
            )


def is_report(path: Path) -> bool:
    """Whether the suffix of a file is that of a report, or of a zip file with reports."""
    return path.suffix.casefold() in (*_ENDINGS, ".zip")


def reports(path: Path) -> Iterator[Report]:
    """The reports in a file: one, or all in a zip file. The rows of a report have to be read before the next report. Raises RejectedReport for
    any other file."""
    try:
        with open_regular(path) as handle:
            if path.suffix.casefold() != ".zip":
                yield _report(path.name, handle)
                return
            taken = 0
            with zipfile.ZipFile(handle) as packed:
                for member in _members(path.name, packed):
                    with packed.open(member) as unpacked:
                        report = _report(one_line(f"{path.name} ({Path(member.filename).name})"), unpacked, taken)
                        yield report
                        taken = report.taken
    except OSError as fault:
        raise RejectedReport(f"{path.name} cannot be read: {fault.strerror or fault}") from None
    except _DAMAGED:
        raise RejectedReport(f"{path.name} is not a readable zip file. {_AGAIN}") from None


def _members(name: str, packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in packed.infolist() if entry.filename.casefold().endswith(_ENDINGS)]
    if not entries:
        raise RejectedReport(
            f"{name} has no report file ({', '.join(_ENDINGS)}). Unpack it if it has other files to import"
        )
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise RejectedReport(
            f"{name} has more than {LARGEST} bytes after unpacking; unpack it and name the files that are needed"
        )
    return entries


def _report(name: str, handle: IO[bytes], taken: int = 0) -> Report:
    encoding = encoding_of(handle.peek(2))  # type: ignore[attr-defined]  # of a buffered file
    lines = _lines(name, io.TextIOWrapper(handle, encoding=encoding, newline=""))
    first = next(lines, "")
    delimiter = max("|;\t,", key=first.count)
    header = _cells(first, delimiter)
    if len(header) > _MOST_COLUMNS:
        raise RejectedReport(f"{name} has more than {_MOST_COLUMNS} columns, so it is not a report of OCLC")
    form, places = _form(name, header)
    return Report(name, form, places, len(header), _rows(name, lines, delimiter, len(header)), taken)


def _rows(name: str, lines: Iterator[str], delimiter: str, width: int) -> Iterator[list[str]]:
    """The cells of each row; empty for a blank line."""
    line = ""
    for line in lines:
        yield _cells(line, delimiter, width)
    if delimiter != "|" and line.count('"') % 2 and not line.endswith(("\r", "\n")):
        raise RejectedReport(f"{name} ends in the middle of a row. {_AGAIN}")


def _cells(line: str, delimiter: str, width: int | None = None) -> list[str]:
    """The cells of a line. Each line is one row, so that an unclosed quotation mark does not join several lines.

    OCLC's files with | have no quotation marks around cells. Files with another delimiter may have them; a line in which they lead to a wrong number
    of cells is split without them. width: the number of cells in the header.
    """
    line = line.rstrip("\r\n")
    if delimiter != "|" and '"' in line:
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
        except csv.Error:
            cells = []
        if width in (None, len(cells)):
            return cells
    return [] if not line else [_unquoted(cell, delimiter) for cell in line.split(delimiter)]


def _unquoted(cell: str, delimiter: str) -> str:
    return cell[1:-1] if delimiter != "|" and len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _lines(name: str, text: io.TextIOWrapper) -> Iterator[str]:
    while True:
        try:
            line = text.readline(_LONGEST_LINE)
        except UnicodeDecodeError:
            raise RejectedReport(f"{name} is not a text in UTF-8. Export it in UTF-8") from None
        except (OSError, *_DAMAGED):
            raise RejectedReport(f"{name} cannot be read to its end. {_AGAIN}") from None
        if not line:
            return
        if len(line) == _LONGEST_LINE:
            raise RejectedReport(
                f"{name} has a line of more than {_LONGEST_LINE} characters, so it is not a report of OCLC"
            )
        yield line


def _form(name: str, header: list[str]) -> tuple[Form, dict[str, int]]:
    """The form of a file, and the position of each of its columns."""
    plain = [_plain(cell) for cell in header]
    # Of a file in a zip file, its own name.
    own = name.rpartition("(")[2].casefold()
    for form in (form for form in FORMS if form.named in own):
        places = {
            column: plain.index(known)
            for column, names in form.columns.items()
            for known in reversed(names)
            if known in plain
        }
        if places.keys() >= set(form.required):
            repeated = [header[at] for at in places.values() if plain.count(plain[at]) > 1]
            if repeated:
                raise RejectedReport(
                    f"{name} has the column '{repeated[0]}' more than once. Export it with each column once"
                )
            return form, places
    known = "; ".join(f"{form.label}: {', '.join(form.columns[name][0] for name in form.required)}" for form in FORMS)
    raise RejectedReport(f"{name} is not a known report: its first line does not have the columns of one ({known})")


def _plain(header: str) -> str:
    """A header in lower case, with its words separated by one space."""
    return " ".join(re.split(r"[\W_]+", header.strip().casefold())).strip()
