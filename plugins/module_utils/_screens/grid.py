# SPDX-License-Identifier: GPL-3.0-or-later

"""Tables of a screen as texts, from a capture. Their columns are found by labels, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from .._core.errors import ValidationError
from .._core.fields import Field, Schema
from .._core.objects import Kind
from .._core.values import DOT, LINES, TEXT, FieldType, Input
from .inputs import column
from .labels import ScreenLabels, is_cut_off, is_missing, plain
from .words.reasons import reason
from .words.row_words import NO_VALUE, NUMBERING

_ROW_NUMBER = re.compile("[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Grid:
    """A table as texts.

    total: the number of its rows, if the screen says more than it shows. sorted: the header of the column by which it is sorted. all_rows: whether
    a person stated that these are all rows. places: of the rows, for messages. own_order: whether a person stated that this is their order. around:
    texts and buttons beside it. doubts: why a row may be none, by its number, from 0.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: int | None = None
    sorted: str | None = None
    all_rows: bool = False
    places: Sequence[str] | None = None
    own_order: bool = False
    around: Sequence[str] = ()
    doubts: Mapping[int, str] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[int, int] | None:
        """The numbers of the first and the last row in a column that numbers the rows; None without one."""
        for at, name in enumerate(self.header):
            texts = [row[at].strip() if at < len(row) else "" for row in self.rows]
            if texts and plain(name) in NUMBERING and _ROW_NUMBER.fullmatch(texts[0]):
                first = int(texts[0])
                if texts == [str(number) for number in range(first, first + len(texts))]:
                    return first, first + len(texts) - 1
        return None

    def row_name(self, number: int) -> str:
        """Where a row is, for messages."""
        return f"row {number + 1}" if self.places is None else self.places[number]


@dataclass(frozen=True)
class Open:
    """Something that was not understood. label: of the input or table. reason: why."""

    label: str
    reason: str


@dataclass
class Rows:
    """The rows in a grid, by the names of columns (canonical). open: why they are not complete. unplaced: the headers of unknown columns."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)


def read_table(kind: Kind, grid: Grid, labels: ScreenLabels) -> Rows:
    """The rows of a map or matrix."""
    columns = [column(one) for one in kind.columns]
    return _read(kind.label, kind.schema, grid, columns, labels, kind)


def read_entries(kind: Kind, one: Input, grid: Grid, labels: ScreenLabels) -> Rows:
    """The entries of a list in one field of an object."""
    columns = [Input(f"{one.name}{DOT}{field.name}", field.label, field.value) for field in one.value.columns]
    return _read(one.title, Schema(*one.value.columns), grid, columns, labels, kind)


def cell(row: Mapping[str, Any], column: Field) -> str:
    """The text of a cell as on the screen: several values with semicolons between them."""
    value = column.value.show(row.get(column.name))
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def fits(grid: Grid, wanted: Sequence[set[str]]) -> bool:
    """Whether a grid has one column for each of the labels."""
    header = [plain(text) for text in grid.header]
    return all(sum(text in names for text in header) == 1 for names in wanted)


def _read(label: str, schema: Schema, grid: Grid, columns: Sequence[Input], labels: ScreenLabels, kind: Kind) -> Rows:
    found = Rows()
    header, names = [plain(text) for text in grid.header], [labels.of(kind, one) for one in columns]
    places: dict[str, int] = {}
    for one, known in zip(columns, names, strict=True):
        at = [number for number, text in enumerate(header) if text in known]
        if len(at) == 1:
            places[one.name.rpartition(DOT)[2]] = at[0]
        else:
            found.open.append(Open(one.label, reason("several_columns" if at else "no_column")))
    known_headers = set(NO_VALUE).union(*names)
    found.unplaced = [text for text, name in zip(grid.header, header) if name not in known_headers]
    if grid.total is not None and grid.total > len(grid.rows):
        found.open.append(Open(label, reason("some_rows", shown=len(grid.rows), total=grid.total)))
    reader = _RowReader(schema, labels, set().union(*names))
    for number, cells in enumerate(grid.rows):
        title = f"{label}, {grid.row_name(number)}"
        if number in grid.doubts and len(cells) == 1:
            continue  # whether it is a row is asked
        if len(cells) > len(header):
            found.open.append(Open(title, reason("long_row")))
        else:
            reader.read(found, title, {name: cells[at : at + 1] for name, at in places.items()})
    repeated = _repeated(schema, grid, places, labels)
    found.open += [Open(f"{label}, {grid.row_name(row)}", why) for row, why in repeated]
    return found


def _repeated(schema: Schema, grid: Grid, places: Mapping[str, int], labels: ScreenLabels) -> Iterator[tuple[int, str]]:
    """The rows with a blank cell that can repeat the one above, since others have the text that a blank means; and why."""
    ends = max(places.values(), default=0)
    rows = [(row, cells) for row, cells in enumerate(grid.rows) if len(cells) > ends]
    given = [(row, cells) for row, cells in rows if not all(labels.is_blank(cells[at]) for at in places.values())]
    written = {plain(cells[at]) for _row, cells in given for at in places.values()}
    for name, at in places.items():
        wildcard, above = schema[name].value.normalise(None), ""
        if not isinstance(wildcard, str) or plain(wildcard) not in written:
            continue
        blank = []
        for row, cells in given:
            if not labels.is_blank(cells[at]):
                above = plain(cells[at])
            elif above not in ("", plain(wildcard)):
                blank.append(row)
        # A single blank cell in a column without the text repeats nothing.
        if len(blank) > 1 or any(plain(cells[at]) == plain(wildcard) for _row, cells in given):
            yield from ((row, f"{schema[name].label} {reason('repeated', wildcard=wildcard)}") for row in blank)


@dataclass(frozen=True)
class _RowReader:
    """Reads the rows of a table. header: the labels of its columns, plain."""

    schema: Schema
    labels: ScreenLabels
    header: Set[str]

    def read(self, found: Rows, label: str, cells: Mapping[str, Sequence[str]]) -> None:
        """Add a row. A row without any value is none. cells: by column, empty if the row ends before it."""
        if not all(cells.values()):
            found.open.append(Open(label, reason("short_row")))
            return
        texts = {name: self._text(self.schema[name].value, cell[0].strip()) for name, cell in cells.items()}
        if not any(texts.values()):
            return
        found.open += [
            Open(label, f"{self.schema[name].label}: '{cell[0].strip()}' {why}")
            for name, cell in cells.items()
            if (why := self._doubt(self.schema[name].value, cell[0].strip()))
        ]
        try:
            row = self.schema.complete({name: _value(self.schema[name], text) for name, text in texts.items()})
        except ValidationError as fault:
            found.open += [Open(label, problem) for problem in fault.problems]
            return
        found.rows.append(row)
        found.open += [Open(label, reason("no_value", label=one.label)) for one in self.schema.missing_required(row)]

    def _text(self, value: FieldType, text: str) -> str:
        return "" if self.labels.is_blank(text) else self.labels.with_known_names(text, value)

    def _doubt(self, value: FieldType, text: str) -> str | None:
        """Why the text of a cell is not certain to be its value; None if it is."""
        if is_cut_off(text):
            return reason("cut_off")
        if value.script_name == TEXT and "\n" in text:
            return reason("lines")
        return reason("header") if plain(text) in self.header else unclear(value, text, self.labels)


def unclear(value: FieldType, text: str, labels: ScreenLabels) -> str | None:
    """Why the text of a cell is not certain to be its value; None if it is."""
    kind, wildcard = value.named_kind, value.normalise(None)
    names = labels.entries_in(text, kind) if value.control == LINES else [text]
    can_be_missing = value.script_name == TEXT or value.control == LINES
    if any(kind and labels.can_be_nothing(one, kind) or can_be_missing and is_missing(one) for one in names):
        return reason("unclear")
    # A comma can divide names, or be in one.
    if value.control == LINES and any("," in one and not labels.is_name(one, kind) for one in names):
        return reason("commas")
    if (kind or wildcard is not None) and any(labels.has_remark(one, kind) for one in names):
        return reason("remark")
    # A mark such as - in a column whose blank is All, or another word for it.
    other = wildcard is not None and (labels.is_mark(text) or labels.can_be_all(text, wildcard, kind))
    return reason("unclear") if other else None


def _value(field: Field, text: str) -> Any:
    """The value of a cell. text: with the entries of a list on lines."""
    return text.split("\n") if field.value.control == LINES else text
