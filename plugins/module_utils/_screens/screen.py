# SPDX-License-Identifier: GPL-3.0-or-later

"""A capture, read as the screen of a kind, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

from .._core.objects import AboutObject, Fields, Kind
from .._core.values import Input
from .capture import Capture, Seen, SeenField, SeenTable
from .grid import Grid, Open, fits
from .labels import ScreenLabels, plain
from .numbers import is_unit
from .words import text_words, value_words
from .words.reasons import reason

_SEPARATORS, _VERBS, _NUMBERED = map(re.compile, (text_words.SEPARATORS, text_words.VERBS, text_words.NUMBERED))
_NUMBER_LABELS, _UNIT_IN_LABEL = map(re.compile, (value_words.NUMBER_LABELS, value_words.UNIT_IN_LABEL))
_BESIDE_LABEL = re.compile(value_words.BESIDE_LABEL)
#: The most of the different values of one input, or texts around a table, that a reason quotes.
QUOTED = 3


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


@dataclass(frozen=True)
class FieldLabel:
    """The (plain) label of a field on a screen. qualified: with that of its group, as some labels of the specs are: ``Loan Count Limit: Maximum number
    of items on loan``. group: the labels of what contains it. outer: the last of them, if the label only says that it is the number of it. bare and
    unit: the parts of a label that ends with a unit of periods."""

    label: str
    qualified: str
    group: tuple[str, ...]
    outer: str
    bare: str
    unit: str


class SeenScreen:
    """A capture, read as the screen of a kind. names: the (plain) labels of its inputs. sections: those of its sections. items: those of the fields in
    the capture."""

    def __init__(self, capture: Capture, kind: Kind, labels: ScreenLabels, known: Sequence[Fields]):
        self.capture = capture
        self.kind = kind
        self.labels = labels
        self.inputs = list(kind.schema.inputs(known))
        self.names = {one: _with_and_without_units(labels.of(kind, one)) for one in self.inputs}
        self.sections = {one.section: labels.section(kind, one) for one in self.inputs if one.section}
        sections = set().union(*self.sections.values())
        self.items = [_field_label(item, sections) for item in capture.fields]

    @cached_property
    def _all_names(self) -> Set[str]:
        return frozenset().union(*self.names.values())

    def knows(self, item: FieldLabel) -> bool:
        """Whether a field of the capture has the label of an input."""
        return not self._all_names.isdisjoint({item.label, item.qualified, item.outer, item.bare})

    @property
    def identity(self) -> list[Input]:
        """The inputs with the name of an object."""
        return [one for one in self.inputs if one.name in self.kind.identity_fields]

    @cached_property
    def named(self) -> list[Seen]:
        """The name of the object in the headings: that of the only known object of the kind."""
        texts = {
            text
            for one in self.capture.headings
            for part in (one, *_SEPARATORS.split(one))
            for text in self.forms(part)
        }
        found = sorted(texts & self.labels.known.get(self.kind.name, frozenset()))
        return [*found] if len(found) == 1 and plain(found[0]) not in self.labels.screens(self.kind) else []

    def forms(self, text: str) -> Iterator[str]:
        """A text, and what it has beside the name of the screen: *Loan Policy Faculty*, *Faculty Loan Policy*."""
        shown = text.strip()
        yield shown
        for name in self.labels.screens(self.kind):
            if shown.lower().startswith(f"{name} "):
                yield shown[len(name) + 1 :].strip()
            if shown.lower().endswith(f" {name}"):
                yield shown[: -len(name) - 1].strip()

    def with_names_only(self) -> SeenScreen:
        """The same, without inputs other than those with the name of an object."""
        found = copy(self)
        found.inputs = self.identity
        return found

    def tables(self, wanted: Sequence[set[str]]) -> list[SeenTable]:
        """The tables that have one column for each of the labels."""
        return [table for table in self.capture.tables if fits(table.grid, wanted)]

    @property
    def labels_shown(self) -> Set[str]:
        """The labels of its inputs that the capture has, each as it is there."""
        return {one for item in self.items for one in (item.qualified, item.label) if one in self._all_names}

    @property
    def fields_above(self) -> Sequence[SeenField]:
        """The fields above the first one of the object: they can say whose settings the screen shows, or of when."""
        own = (at for at, item in enumerate(self.items) if self.knows(item))
        return self.capture.fields[: next(own, 0)]

    def row_title(self, grid: Grid, at: int) -> str:
        """Where a row is, for messages."""
        return f"{self.kind.label}, {grid.row_name(at)}"

    def open(self, code: str, **about: str) -> Reading:
        """A screen that stays open as a whole. code: of the reason. about: its values."""
        return Reading(self.kind, open=[Open(self.kind.label, reason(code, **about))])

    def doubted(self, grid: Grid) -> Iterator[Open]:
        """The rows that may be none."""
        for at, code in grid.doubts.items():
            yield Open(self.row_title(grid, at), reason(f"row_{code}"))


def _with_and_without_units(names: Iterable[str]) -> set[str]:
    return {form for name in names for form in (name, _BESIDE_LABEL.sub("", name))}


def _field_label(item: SeenField, sections: Set[str]) -> FieldLabel:
    """sections: the labels of the sections of the screen, one of which the label can begin with: *ReShare: Enable*."""
    label, group = _BESIDE_LABEL.sub("", plain(item.label)), tuple(map(plain, item.group))
    # Radio buttons can be in a part with their label.
    group = group[:-1] if group[-1:] == (label,) else group
    section, divider, rest = label.partition(": ")
    if divider and section in sections:
        label, group = rest, group if section in group else (*group, section)
    qualified = f"{group[-1]}: {label}" if group else ""
    outer = group[-1] if group and _NUMBER_LABELS.search(label) else ""
    found = _UNIT_IN_LABEL.search(label)
    unit = "" if found is None else found[2] or found[3]
    return FieldLabel(label, qualified, group, outer, *((found[1], unit) if found and is_unit(unit) else ("", "")))


def names_in(text: str) -> Iterator[str]:
    """The (plain) names that a heading or title can be for a screen, verbs included."""
    yield from (_NUMBERED.sub("", plain(part)) for part in (text, *_SEPARATORS.split(text)))


def without_verbs(name: str) -> str:
    """The name of a screen without *Edit*, *New* and the like before it."""
    return _VERBS.sub("", name)


def with_and_without_verbs(names: Iterable[str]) -> set[str]:
    """Both forms of names."""
    return {form for name in names for form in (name, without_verbs(name))}


def as_text(value: Seen) -> str:
    """A value as one text."""
    return value if isinstance(value, str) else "; ".join(value)
