# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Recognition of captures: which objects a screen shows, and with which values. What is ambiguous stays open.

The scripts of the pages recognise captures in the same way, for display; both are tested with the same cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .._core.errors import ValidationError
from .._core.objects import AboutObject, Fields, Identity, Kind
from .._core.values import LIMIT, LINES, NO_LIMIT, PERIOD, ROWS, TEXT, UNITS, Input, YesNo
from . import screen_words as words
from .capture import CHOICE, CHOICES, STATIC, SWITCH, Capture, Seen, SeenField, SeenTable
from .grid import Grid, Open, Rows, fits, read_list, read_table, unclear
from .inputs import column, nested
from .labels import ScreenLabels, is_cut_off, plain, words_of
from .numbers import decimal_mark, plain_number
from .screen_words import reason
from .whole import wholeness

_SEPARATORS, _VERBS, _FILTERS, _UNIT_LABELS = map(
    re.compile, (words.SEPARATORS, words.VERBS, words.FILTERS, words.UNIT_LABELS)
)
_PART_WORDS = frozenset(words.PART_WORDS.split())
_UNITS = {*UNITS, *(unit[:-1] for unit in UNITS)}
#: The most of the different values of one input, or texts around a table, that a reason quotes.
_QUOTED = 3


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
        _Screen(capture, kind, labels, known.get(kind.name, ()))
        for kind in kinds
        if labels.screens(kind) & _with_and_without_verbs(named)
    ]
    fitting = [screen for screen in screens if screen.fits]
    if len(fitting) == 1:
        return fitting[0].read(_not_saved(named, labels.screens(fitting[0].kind)))
    title = next(iter(capture.headings), capture.title)
    if fitting:
        return Reading(
            open=[Open(title, reason("several_screens", names=" or ".join(one.kind.label for one in fitting)))]
        )
    if screens:
        return Reading(open=[Open(title, reason("other_screen", names=" or ".join(one.needs for one in screens)))])
    return Reading(open=[Open(title, reason("no_screen"))])


def _names(text: str) -> Iterator[str]:
    """The (plain) names that a heading or title can be for a screen, verbs included."""
    yield from map(plain, (text, *_SEPARATORS.split(text)))


def _with_and_without_verbs(names: Iterable[str]) -> set[str]:
    return {form for name in names for form in (name, _VERBS.sub("", name))}


def _not_saved(named: set[str], screens: set[str]) -> bool:
    """Whether the heading of a form shows that its values were not saved yet."""
    verbs = {name.split(" ")[0] for name in named - screens if _VERBS.sub("", name) in screens}
    return bool(verbs & {*words.NOT_SAVED})


class _Screen:
    """A capture, read as the screen of a kind."""

    def __init__(self, capture: Capture, kind: Kind, labels: ScreenLabels, known: Sequence[Fields]):
        self.kind = kind
        self._capture = capture
        self._labels = labels
        self._inputs = list(kind.schema.inputs(known))
        self._names = {one: labels.of(kind, one) for one in self._inputs}
        self._sections = {one.section: labels.section(kind, one) for one in self._inputs if one.section}
        self._items = [(plain(item.label), {plain(text) for text in item.group}) for item in capture.fields]
        self._used: set[int] = set()
        #: Why the value of an input on the screen does not count: the code of a reason, and its values.
        self._doubtful: dict[Input, tuple[str, dict[str, str]]] = {}
        #: Whether the screen only shows an object, so that nothing on it can be changed.
        self._is_view = _is_view(capture.fields)

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
        """Whether the screen shows one object. A blank input of its name can be a filter above a list."""
        return all(len(values) == 1 and values[0] for values in map(self._values, self._identity_inputs()))

    def read(self, not_saved: bool) -> Reading:
        """The objects on the screen."""
        if self.kind.columns:
            return self._read_table()
        if not self.kind.identity_fields:
            return self._read_form()
        if not self._is_form:
            return self._read_list()
        if not_saved:
            return self._open("not_saved")
        form = self._read_form()
        listed = {one.identity for one in self._read_list().objects}
        if listed and not {one.identity for one in form.objects} <= listed:
            return self._open("other_form")
        return form

    def _open(self, code: str) -> Reading:
        return Reading(self.kind, open=[Open(self.kind.label, reason(code))])

    # ------------------------------------------------------------------------------------------------- tables

    def _needed_columns(self) -> list[set[str]]:
        return [
            self._labels.of(self.kind, column(one))
            for one in self.kind.columns
            if one.required or one.name in self.kind.selectors
        ]

    def _tables(self, wanted: Sequence[set[str]]) -> list[SeenTable]:
        return [table for table in self._capture.tables if fits(table.grid, wanted)]

    def _read_table(self) -> Reading:
        tables = self._tables(self._needed_columns())
        if len(tables) > 1:
            return self._open("several_tables")
        grid = tables[0].grid
        rows = read_table(self.kind, grid, self._labels)
        rows.open += [*self._doubted(grid), *(Open(self.kind.label, why) for why in self._parts(grid))]
        objects = [] if rows.open else [Sighting(self.kind, (), {"rows": rows.rows})]
        return Reading(self.kind, objects, rows.open, rows.unplaced)

    def _doubted(self, grid: Grid) -> Iterator[Open]:
        """The rows that may be none."""
        for at, code in grid.doubts.items():
            yield Open(self._row(grid, at), reason(f"row_{code}"))

    def _row(self, grid: Grid, at: int) -> str:
        return f"{self.kind.label}, {grid.place(at)}"

    def _parts(self, grid: Grid) -> Iterator[str]:
        """The reasons why the screen may not show the whole table, or not in its order. Only a person or a total of all rows can prove that it does."""
        count = len(grid.rows)
        found = wholeness(count, self._capture.pagers, grid.around, self._known_around())
        more = [*self._filters(grid)]
        if self._capture.missing:
            more.insert(0, reason("pages", text=self._capture.missing))
        elif found.more:
            more.insert(0, reason("pager", text=_quoted(found.more)))
        if grid.sorted is not None and self.kind.ordered and not grid.own_order:
            yield reason("sorted", column=grid.sorted)
        yield from more
        if not more and not (grid.all_rows and count):
            if not count and not found.proven:
                yield reason("no_row")
            elif found.unsure:
                yield reason("all_rows_unsure", count=count, text=_quoted(found.unsure))
            elif not found.proven:
                yield reason("all_rows", count=count)

    def _known_around(self) -> set[str]:
        """The texts around a table that say nothing of its rows: names of its screen and columns, and the headings."""
        return {*self._labels.screens(self.kind), *self._column_names(), *map(plain, self._capture.headings)}

    def _filters(self, grid: Grid) -> Iterator[str]:
        """The inputs above a table, or beside it, that can hide rows."""
        columns = self._column_names()
        fields = [(item.label, _told(item.value)) for item in self._capture.fields]
        for label, text in (*fields, *(one.partition(":")[::2] for one in grid.around)):
            chosen = plain(text) not in words.UNFILTERED and not self._labels.is_blank(text)
            if chosen and (plain(label) in columns or _FILTERS.search(plain(label))):
                yield reason("filter", text=label)

    def _column_names(self) -> set[str]:
        return {name for one in self.kind.columns for name in self._labels.of(self.kind, column(one))}

    def _identity_labels(self) -> list[set[str]]:
        return [self._names[one] for one in self._identity_inputs()]

    def _read_list(self) -> Reading:
        """The objects in the rows of a list. A list may be incomplete, because nothing follows from what it does not show."""
        found = Reading(self.kind)
        objects: dict[Identity, list[Sighting]] = {}
        for table in self._tables(self._identity_labels()):
            header = [plain(text) for text in table.grid.header]
            places = {one: [at for at, text in enumerate(header) if text in self._names[one]] for one in self._inputs}
            shown = {one: at[0] for one, at in places.items() if len(at) == 1}
            found.open += self._doubted(table.grid)
            for number, cells in enumerate(table.grid.rows):
                if number in table.grid.doubts:
                    continue
                label = self._row(table.grid, number)
                texts = {one.name: _with_unit(cells, at, header) for one, at in shown.items() if at < len(cells)}
                for entry in self.kind.spread(texts):
                    seen = self._cells(found, {one: entry[one.name] for one in shown if one.name in entry}, label)
                    for one in self._sightings(found, seen, label):
                        objects.setdefault(one.identity, []).append(one)
        for first, *others in objects.values():
            if all(other.fields == first.fields for other in others):
                found.objects.append(first)
            else:
                found.open.append(Open(first.title, reason("listed_twice")))
        return found

    def _cells(self, found: Reading, texts: Mapping[Input, str], label: str) -> dict[Input, str]:
        """The texts of a row that are certain. A switch without a text can be a picture."""
        seen = {}
        for one, text in texts.items():
            text = "" if self._labels.is_blank(text) else text
            if why := reason("cut_off") if is_cut_off(text) else unclear(one.value, text, self._labels):
                found.open.append(Open(label, f"{one.label}: '{text}' {why}"))
            elif text or not isinstance(one.value, YesNo):
                seen[one] = text
        return seen

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
                shown = ", ".join(map(_told, values[:_QUOTED]))
                found.open.append(Open(one.title, reason("shown_twice", values=shown)))
            elif one in self._doubtful:
                code, about = self._doubtful[one]
                quoted = f"'{_told(values[0])}' " if code == "unclear" else ""
                found.open.append(Open(one.title, f"{quoted}{reason(code, **about)}"))
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
            return [Open(one.title, reason("several_tables"))] if tables else []
        rows: Rows = read_list(self.kind, one, tables[0].grid, self._labels)
        if not rows.open:
            seen[one] = rows.rows
        return rows.open

    def _sightings(self, found: Reading, seen: Mapping[Input, Any], label: str | None) -> Iterator[Sighting]:
        """The object with these texts, if they identify one. What is not valid becomes open."""
        fields: dict[str, Any] = {}
        mark = decimal_mark(_told(value) for one, value in seen.items() if one.value.script_name in words.AMOUNTS)
        for one, value in seen.items():
            try:
                fields[one.name] = _normalised(one, value, mark)
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
        found: dict[Seen, None] = {}
        at = 0
        while at < len(self._capture.fields):
            used = 1
            if self._is(at, one):
                value, used = self._value(at, one)
                self._used |= set(range(at, at + used))
                if doubt := self._doubt(at, one, value):
                    self._doubtful[one] = doubt
                if doubt is None or doubt[0] != "disabled":
                    found[value] = None
            at += used
        unlimited = one.value.control == LIMIT and self._is_unlimited(one)
        if (unlimited or found) and self._doubtful.get(one, ("",))[0] == "disabled":
            # Another field shows the value that counts.
            del self._doubtful[one]
        return [*(value for value in found if value), NO_LIMIT] if unlimited else list(found)

    def _is(self, at: int, one: Input) -> bool:
        label, group = self._items[at]
        if not {label, self._qualified(at)} & self._names[one]:
            return False
        if one.section is not None:
            return bool(group & self._sections[one.section])
        return not any(group & names for names in self._sections.values())

    def _doubt(self, at: int, one: Input, value: Seen) -> tuple[str, dict[str, str]] | None:
        """Why the value of an input does not count, if so: the code of a reason, and its values."""
        item = self._capture.fields[at]
        is_identity = one.name in self.kind.identity_fields
        if item.disabled and not self._is_view and not is_identity:
            return "disabled", {}
        for state in ("invalid", "changed"):
            if state in item.state:
                return state, {}
        if one.section is None and (group := self._other_part(item, one)):
            return "other_part", {"group": group}
        return ("unclear", {}) if not is_identity and self._is_unclear(item, one, value) else None

    def _other_part(self, item: SeenField, one: Input) -> str | None:
        """The heading above a field that can make another thing of it: *Restricted loan*."""
        if not item.group:
            return None
        own = {word for name in (*self._names[one], self.kind.label) for word in words_of(name).split()}
        for group in item.group:
            is_known = self._known_headings & _with_and_without_verbs(_names(group))
            if not is_known and not {*words_of(group).split()} - _PART_WORDS <= own:
                return group
        return None

    @cached_property
    def _known_headings(self) -> set[str]:
        """The headings of the screen and its parts, and the values of the inputs that identify the object."""
        named = {name for one in self._identity_inputs() for name in self._names[one]}
        values = (
            _told(item.value) for (label, _group), item in zip(self._items, self._capture.fields) if label in named
        )
        return {*self._labels.screens(self.kind), *map(plain, (*self._labels.parts(self.kind), *values))}

    def _is_unclear(self, item: SeenField, one: Input, value: Seen) -> bool:
        """Whether a text can mean that nothing is chosen: a reference that was not typed and that nothing knows, or one of certain words."""
        kind = one.value.named_kind
        if not isinstance(value, str) or not value or (item.option or 0) > 0 or not (kind or item.control == CHOICE):
            return False
        if kind and item.control in (CHOICE, STATIC):
            return not self._labels.is_name(value, kind)
        return not _is_choice(one, value) and self._labels.can_be_nothing(value, kind)

    def _qualified(self, at: int) -> str:
        """The label with that of its group, as some labels of the specs are: ``Loan Count Limit: Maximum number of items on loan``."""
        item = self._capture.fields[at]
        return plain(f"{plain(item.group[-1])}: {item.label}") if item.group else ""

    def _value(self, at: int, one: Input) -> tuple[Seen, int]:
        """The value of an input, and how many items of the capture it has."""
        item = self._capture.fields[at]
        following = self._capture.fields[at + 1] if at + 1 < len(self._capture.fields) else None
        if one.value.control == PERIOD and following is not None and self._belongs(item, following):
            number, unit = _told(item.value).strip(), _told(following.value).strip()
            # The unit can stand before its number.
            number, unit = (unit, number) if number.casefold() in _UNITS else (number, unit)
            if unit.casefold() in _UNITS and unit != number:
                return (f"{number} {unit}" if number else ""), 2
        can_be_blank = bool(one.value.named_kind) or item.control == CHOICE
        if (
            isinstance(item.value, str)
            and can_be_blank
            and not _is_choice(one, item.value)
            and self._labels.is_blank(item.value)
        ):
            return "", 1
        return (
            self._labels.name_in(item.value, one.value.named_kind) if isinstance(item.value, str) else item.value
        ), 1

    @staticmethod
    def _belongs(item: SeenField, following: SeenField) -> bool:
        """Whether an input can be the second half of the one before it."""
        label = plain(following.label)
        is_same = label == plain(item.label) or bool(_UNIT_LABELS.search(label))
        return is_same and isinstance(item.value, str) and isinstance(following.value, str)

    def _is_unlimited(self, one: Input) -> bool:
        """Whether a switch beside an input shows that there is no limit. The input itself may be hidden then."""
        beside = [
            at
            for at, item in enumerate(self._capture.fields)
            if item.control == SWITCH and self._items[at][0] in words.UNLIMITED and self._is_beside(at, one)
        ]
        self._used |= set(beside)
        return any(self._capture.fields[at].value == words.UNLIMITED[self._items[at][0]] for at in beside)

    def _is_beside(self, at: int, one: Input) -> bool:
        group = self._capture.fields[at].group
        if not group:
            return at > 0 and self._is(at - 1, one)
        name = plain(group[-1])
        return any(label == name or label.startswith(f"{name}:") for label in self._names[one])


def _quoted(texts: Sequence[str]) -> str:
    """The first of some texts around a table, for messages."""
    return ", ".join(f"'{text}'" if text else "a button without a name" for text in texts[:_QUOTED])


def _is_view(fields: Sequence[SeenField]) -> bool:
    """Whether nothing on a screen can be changed. A drop-down in which nobody can type does not always show it, if several texts do."""
    open_ones = [item for item in fields if item.control != STATIC and not {"disabled", "readonly"} & {*item.state}]
    read_only = [item for item in fields if item.control == TEXT and "readonly" in item.state]
    return not open_ones or (
        len(read_only) > words.MOST_READ_ONLY and all(item.control in (CHOICE, CHOICES) for item in open_ones)
    )


def _is_choice(one: Input, text: str) -> bool:
    """Whether a text is one of the values that an input can have."""
    return plain(text) in map(plain, one.value.choices or ())


def _with_unit(cells: Sequence[str], at: int, header: Sequence[str]) -> str:
    """The text of a cell; a number with the unit that stands in the next column."""
    text = cells[at]
    following = cells[at + 1].strip() if at + 1 < min(len(cells), len(header)) else ""
    is_unit = following.casefold() in _UNITS and _UNIT_LABELS.search(header[at + 1]) is not None
    return f"{text.strip()} {following}" if is_unit and re.fullmatch("[0-9]+", text.strip()) else text


def _normalised(one: Input, value: Any, mark: str | None) -> Any:
    """The canonical value of a text. mark: the one before fractions on this screen."""
    if one.value.control == ROWS:
        return one.value.normalise(value)
    if one.value.control == LINES:
        parts = value if isinstance(value, tuple) else re.split(r"[;\n]", value)
        return one.value.normalise([part.strip() for part in parts if part.strip()])
    if not isinstance(value, str) and len(value) > 1:
        raise ValueError(reason("several_values"))
    text = _told(value).strip()
    if one.value.script_name in words.NUMBERS:
        number = plain_number(text, mark)
        if number is None:
            raise ValueError(reason("thousands", text=text))
        text = number
    return one.value.normalise(text)


def _told(value: Seen) -> str:
    return value if isinstance(value, str) else "; ".join(value)
