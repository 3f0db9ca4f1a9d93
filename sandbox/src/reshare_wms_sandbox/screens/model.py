# SPDX-License-Identifier: GPL-3.0-or-later

"""A screen, independent of its markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Control:
    """A control, or a text that cannot be edited.

    type: text, lines (several lines), number, choice (a drop-down), radio, choices (several options), switch, static.
    values: the texts that a person sees; none if it is blank. Of a switch Yes or No.
    options: all options of a choice. label: its own label, if that is not the one of its line.
    name: the name under which a form sends its value; blank for a static one. within: the name of the control on which the options depend.
    changed: whether the value was entered and not saved. errors: what is wrong with it.
    """

    type: str
    values: tuple[str, ...]
    options: tuple[str, ...] = ()
    label: str = ""
    name: str = ""
    within: str = ""
    changed: bool = False
    errors: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def sent(self) -> tuple[str, ...]:
        """The values that a form sends."""
        if self.type == "choices":
            return self.values
        if self.type == "switch":
            return self.values if self.value == "Yes" else ()
        if self.type == "radio":
            return self.values
        return (self.value,)


@dataclass(frozen=True)
class Line:
    """A label with its control; or with several, such as a number and its unit. errors: what is wrong with the field."""

    label: str
    controls: tuple[Control, ...]
    required: bool = False
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row of a table. cells: the controls of each cell. key: the prefix of the names of its controls, blank if it cannot be edited.
    rest: the fields that the table does not show, in JSON. name: of the object in this row of a list."""

    cells: tuple[tuple[Control, ...], ...]
    key: str = ""
    rest: str = ""
    name: str | None = None


@dataclass(frozen=True)
class Grid:
    """A table. first: the number of the first row. total: the rows of all pages. blank: the row that *Add* adds, None if rows cannot be
    added. key: the name of the field, blank for a list of objects. errors: what is wrong with the whole table."""

    label: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    first: int
    total: int
    blank: Row | None = None
    key: str = ""
    errors: tuple[str, ...] = ()

    @property
    def pager(self) -> str:
        """The text of the pager; empty if all rows are shown."""
        shown = len(self.rows)
        return "" if shown == self.total else f"{self.first} - {self.first + shown - 1} of {self.total}"


@dataclass(frozen=True)
class Section:
    """Lines and tables under a label, which is empty for those outside of sections. key: the prefix of the names of settings that a person
    can add to it, blank if none can be added."""

    label: str
    lines: tuple[Line, ...] = ()
    grids: tuple[Grid, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Screen:
    """heading: the name of the screen or of the kind of object. menu: the path through the menus."""

    heading: str
    menu: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def needed(self) -> set[str]:
        """The names that every form with this screen sends, whatever is entered: a form without one of them is incomplete."""
        controls = (control for section in self.sections for line in section.lines for control in line.controls)
        return {one.name for one in controls if one.name and one.type in ("text", "lines", "number", "choice")}

    @property
    def tables(self) -> list[str]:
        """The keys of its tables."""
        return [grid.key for section in self.sections for grid in section.grids if grid.key]

    @property
    def controls(self) -> Iterator[Control]:
        """The controls that can be edited."""
        for section in self.sections:
            lists = [line.controls for line in section.lines]
            lists += [cell for grid in section.grids for row in grid.rows for cell in row.cells]
            yield from (control for controls in lists for control in controls if control.name)

    @property
    def sent(self) -> dict[str, list[str]]:
        """The values that a form with this screen sends, by name."""
        found = {control.name: list(control.sent) for control in self.controls if control.sent}
        for section in self.sections:
            for row in (row for grid in section.grids for row in grid.rows if row.key):
                found[f"{row.key}_rest"] = [row.rest]
        return found
