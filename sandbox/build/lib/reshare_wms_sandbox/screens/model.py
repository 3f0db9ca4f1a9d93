# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A screen, independent of its markup."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Control:
    """A control, or a text that cannot be edited.

    type: text, lines (several lines), number, choice (a drop-down), radio, choices (several options), switch, static.
    values: the texts that a person sees; none if it is blank. Of a switch Yes or No.
    options: all options of a choice. label: its own label, if that is not the one of its line.
    """

    type: str
    values: tuple[str, ...]
    options: tuple[str, ...] = ()
    label: str = ""

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


@dataclass(frozen=True)
class Line:
    """A label with its control; or with several, such as a number and its unit."""

    label: str
    controls: tuple[Control, ...]
    required: bool = False


@dataclass(frozen=True)
class Grid:
    """A table. rows: the controls of each cell. first: the number of the first row. total: the rows of all pages."""

    label: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Control, ...], ...], ...]
    first: int
    total: int

    @property
    def pager(self) -> str:
        """The text of the pager; empty if all rows are shown."""
        shown = len(self.rows)
        return "" if shown == self.total else f"{self.first} - {self.first + shown - 1} of {self.total}"


@dataclass(frozen=True)
class Section:
    """Lines and tables under a label. Those without a section have an empty one."""

    label: str
    lines: tuple[Line, ...] = ()
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class Screen:
    """heading: the name of the screen or of the kind of object. menu: the path through the menus."""

    heading: str
    menu: tuple[str, ...]
    sections: tuple[Section, ...]
