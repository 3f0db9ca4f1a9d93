# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Recognition of captures: which objects a screen shows, and with which values. What is ambiguous stays open.

The scripts of the pages recognise captures in the same way, for display; both are tested with the same cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .._core.errors import ValidationError, quoted
from .._core.objects import AboutObject, Fields, Kind
from .._core.values import LIMIT, LINES, NO_LIMIT, PERIOD, ROWS, UNITS
from .capture import CHOICE, SWITCH, Capture, Seen, SeenField, SeenTable
from .grid import Grid, Open, Rows, fits, read_list, read_table
from .inputs import Input, inputs, nested
from .labels import UNCLEAR, ScreenLabels, plain

_SEPARATORS = re.compile(r"\s[-\u2013|>\u00b7\u203a\u00bb:]\s|:\s")
_VERBS = re.compile(r"^(?:(?:edit|create|new|add|view|update|modify)\s+)+")
_OF_TOTAL = re.compile(r"\bof\s+([0-9][0-9,.]*)")
_UNIT_LABELS = {"", "unit", "units"}
_UNITS = {*UNITS, *(unit[:-1] for unit in UNITS)}
_NO_LIMIT = plain(NO_LIMIT)


@dataclass(frozen=True)
class Sighting(AboutObject):
    """An object with the (canonical) fields that were seen."""

    fields: Fields


@dataclass
class Reading:
    """What a capture shows. kind: None if the screen was not recognised. open: what was not understood. unplaced: labels that belong to nothing."""

    kind: Kind | None = None
    objects: list[Sighting] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)


def recognise(
    capture: Capture, kinds: Sequence[Kind], labels: ScreenLabels, known: Mapping[str, Sequence[Fields]]
) -> Reading:
    """The objects that a capture shows. known: by the name of a kind, objects whose free fields have labels that may be seen."""
    named = {name for text in (*capture.headings, capture.title) for name in _names(text)}
    screens = [
        _Screen(capture, kind, labels, known.get(kind.name, ())) for kind in kinds if labels.screens(kind) & named
    ]
    fitting = [screen for screen in screens if screen.fits]
    if len(fitting) == 1:
        return fitting[0].read()
    title = next(iter(capture.headings), capture.title)
    if fitting:
        return Reading(open=[Open(title, f"it can be {quoted(one.kind.label for one in fitting)}")])
    if screens:
        return Reading(open=[Open(title, f"it does not show {quoted(one.needs for one in screens)}")])
    return Reading(open=[Open(title, "no heading is the name of a known screen; see wms_screen_labels")])


def _names(text: str) -> Iterator[str]:
    """The (plain) names that a heading or title can be for a screen."""
    for part in (text, *_SEPARATORS.split(text)):
        name = plain(part)
        yield from (name, _VERBS.sub("", name))


class _Screen:
    """A capture, read as the screen of a kind."""

    def __init__(self, capture: Capture, kind: Kind, labels: ScreenLabels, known: Sequence[Fields]):
        self.kind = kind
        self._capture = capture
        self._labels = labels
        self._inputs = list(inputs(kind.schema, known))
        self._names = {one: labels.of(kind, one) for one in self._inputs}
        self._sections = {one.section: labels.section(kind, one) for one in self._inputs if one.section}
        self._items = [(plain(item.label), {plain(text) for text in item.group}) for item in capture.fields]
        self._used: set[int] = set()
        self._unclear: set[Input] = set()

    @property
    def needs(self) -> str:
        """What the screen would have to show."""
        needed = self.kind.columns or [self.kind.schema[name] for name in self.kind.identity_fields]
        return ", ".join(one.label for one in needed) or self.kind.label

    @property
    def fits(self) -> bool:
        """Whether the capture has the structure of the screen."""
        if self.kind.columns:
            return bool(self._tables(self._needed_columns()))
        if not self.kind.identity_fields:
            return any(self._values(one) for one in self._inputs)
        return self._is_form or bool(self._tables(self._identity_labels()))

    @property
    def _is_form(self) -> bool:
        return all(len(self._values(one)) == 1 for one in self._identity_inputs())

    def read(self) -> Reading:
        """The objects on the screen."""
        if self.kind.columns:
            return self._read_table()
        if self.kind.identity_fields and not self._is_form:
            return self._read_list()
        return self._read_form()

    # ------------------------------------------------------------------------------------------------- tables

    def _needed_columns(self) -> list[set[str]]:
        columns = [Input(one.name, one.label, one.value) for one in self.kind.columns]
        return [
            self._labels.of(self.kind, one)
            for one, column in zip(columns, self.kind.columns)
            if column.required or column.name in self.kind.row_identity
        ]

    def _tables(self, wanted: Sequence[set[str]]) -> list[SeenTable]:
        return [table for table in self._capture.tables if fits(table.grid, wanted)]

    def _read_table(self) -> Reading:
        tables = self._tables(self._needed_columns())
        if len(tables) > 1:
            return Reading(self.kind, open=[Open(self.kind.label, "the screen has more than one such table")])
        rows = read_table(self.kind, self._whole(tables[0].grid), self._labels)
        objects = [] if rows.open else [Sighting(self.kind, (), {"rows": rows.rows})]
        return Reading(self.kind, objects, rows.open, rows.unplaced)

    def _whole(self, grid: Grid) -> Grid:
        """The table with the number of its rows, from a pager of the screen if the table does not have it."""
        totals = [
            int(re.sub(r"[,.]", "", number)) for text in self._capture.pagers for number in _OF_TOTAL.findall(text)
        ]
        return grid if grid.total is not None or not totals else replace(grid, total=max(totals))

    def _identity_labels(self) -> list[set[str]]:
        return [self._names[one] for one in self._identity_inputs()]

    def _read_list(self) -> Reading:
        """The objects in the rows of a list. A list may be incomplete, because nothing follows from what it does not show."""
        found = Reading(self.kind)
        for table in self._tables(self._identity_labels()):
            header = [plain(text) for text in table.grid.header]
            places = {one: [at for at, text in enumerate(header) if text in self._names[one]] for one in self._inputs}
            shown = {one: at[0] for one, at in places.items() if len(at) == 1}
            for number, cells in enumerate(table.grid.rows, start=1):
                texts = {one.name: cells[at] for one, at in shown.items() if at < len(cells)}
                for entry in self.kind.spread(texts):
                    seen = {one: entry[one.name] for one in shown if one.name in entry}
                    found.objects += self._sightings(found, seen, f"{self.kind.label}, row {number}")
        return found

    # -------------------------------------------------------------------------------------------------- forms

    def _identity_inputs(self) -> list[Input]:
        return [one for one in self._inputs if one.name in self.kind.identity_fields]

    def _read_form(self) -> Reading:
        found = Reading(self.kind)
        seen: dict[Input, Any] = {}
        for one in self._inputs:
            if one.value.control == ROWS:
                found.open += self._entries(one, seen)
                continue
            values = self._values(one)
            if len(values) > 1:
                found.open.append(Open(one.title, f"it is shown more than once: {quoted(map(_told, values))}"))
            elif one in self._unclear:
                found.open.append(Open(one.title, f"{_told(values[0])!r} {UNCLEAR}"))
            elif values:
                seen[one] = values[0]
        found.objects += self._sightings(found, seen, None)
        found.unplaced = [
            item.label
            for at, item in enumerate(self._capture.fields)
            if at not in self._used and item.label and item.value
        ]
        return found

    def _entries(self, one: Input, seen: dict[Input, Any]) -> list[Open]:
        """Read the table of a list in one field. Returns what is open in it."""
        names = self._names[one]
        tables = [
            table
            for table in self._capture.tables
            if {plain(text) for text in (table.label, *table.group[-1:])} & names
        ]
        if len(tables) != 1:
            return [Open(one.title, "the screen has more than one such table")] if tables else []
        rows: Rows = read_list(self.kind, one, tables[0].grid, self._labels)
        if not rows.open:
            seen[one] = rows.rows
        return rows.open

    def _sightings(self, found: Reading, seen: Mapping[Input, Any], label: str | None) -> Iterator[Sighting]:
        """The object with these texts, if they identify one. What is not valid becomes open."""
        fields: dict[str, Any] = {}
        for one, value in seen.items():
            try:
                fields[one.name] = _normalised(one, value)
            except (ValueError, ValidationError) as fault:
                problems = fault.problems if isinstance(fault, ValidationError) else [str(fault)]
                found.open += [
                    Open(label or one.title, f"{one.label} {problem}" if label else problem) for problem in problems
                ]
        identity = self.kind.identify(fields)
        if fields and all(identity):
            yield Sighting(self.kind, identity, nested(self.kind.schema, fields))

    def _values(self, one: Input) -> list[Seen]:
        """The different values that an input has on the screen."""
        found: list[Seen] = []
        at = 0
        while at < len(self._capture.fields):
            used = 1
            if self._is(at, one):
                value, used = self._value(at, one)
                self._used |= set(range(at, at + used))
                if value not in found:
                    found.append(value)
            at += used
        unlimited = self._unlimited(one) if one.value.control == LIMIT else []
        return [*(value for value in found if value), *unlimited] if unlimited else found

    def _is(self, at: int, one: Input) -> bool:
        label, group = self._items[at]
        if label not in self._names[one]:
            return False
        if one.section is not None:
            return bool(group & self._sections[one.section])
        return not any(group & names for names in self._sections.values())

    def _value(self, at: int, one: Input) -> tuple[Seen, int]:
        """The value of an input, and how many items of the capture it has."""
        item = self._capture.fields[at]
        following = self._capture.fields[at + 1] if at + 1 < len(self._capture.fields) else None
        if one.value.control == PERIOD and following is not None and self._is_unit(item, following):
            return (f"{item.value} {following.value}" if item.value else ""), 2
        if item.control == CHOICE and isinstance(item.value, str) and not one.value.choices:
            if self._labels.is_blank(item.value):
                return "", 1
            if self._labels.is_unclear(item.value):
                self._unclear.add(one)
        return item.value, 1

    @staticmethod
    def _is_unit(item: SeenField, following: SeenField) -> bool:
        label = plain(following.label)
        belongs = label == plain(item.label) or label in _UNIT_LABELS or label.startswith("unit")
        return belongs and isinstance(following.value, str) and following.value.strip().casefold() in _UNITS

    def _unlimited(self, one: Input) -> list[Seen]:
        """No Limit, if the switch of that name beside an input is on. The input itself may be hidden then."""
        beside = [
            at
            for at, item in enumerate(self._capture.fields)
            if item.control == SWITCH and self._items[at][0] == _NO_LIMIT and self._is_beside(at, one)
        ]
        self._used |= set(beside)
        return [NO_LIMIT for at in beside[:1] if self._capture.fields[at].value == "Yes"]

    def _is_beside(self, at: int, one: Input) -> bool:
        group = self._capture.fields[at].group
        return plain(group[-1]) in self._names[one] if group else at > 0 and self._is(at - 1, one)


def _normalised(one: Input, value: Any) -> Any:
    if one.value.control == ROWS:
        return value or None
    if one.value.control == LINES:
        parts = value if isinstance(value, tuple) else re.split(r"[;\n]", value)
        return one.value.normalise([part.strip() for part in parts if part.strip()])
    return one.value.normalise(_told(value))


def _told(value: Seen) -> str:
    return value if isinstance(value, str) else "; ".join(value)
