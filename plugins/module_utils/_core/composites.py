# SPDX-License-Identifier: GPL-3.0-or-later

"""Values with parts: sections of a page, lists of entries, and settings by their labels; and the inputs of a screen for the parts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .json_shape import Shape
from .values import ROWS, FieldType, ObjectReference, Text, YesNo, entered, short

if TYPE_CHECKING:
    from .fields import Field, Schema

#: The separator between the name of a section or of free fields and the name of a value in it: ``reshare.enable``.
DOT = "."


@dataclass(frozen=True)
class Input:
    """An input of a screen.

    name: of its field; inside a section or free fields, both names: ``reshare.enable``. label: as on the screen. section: the label of
    its section on the screen, None outside of sections.
    """

    name: str
    label: str
    value: FieldType
    section: str | None = None

    @property
    def title(self) -> str:
        """The input for people."""
        return self.label if self.section is None else f"{self.section}: {self.label}"


@dataclass(frozen=True)
class Line:
    """A field to fill in: the name of its input, its label, the value to enter, and the current value (None if unknown)."""

    name: str
    label: str
    value: str
    before: str | None = None


@dataclass(frozen=True)
class Section(FieldType):
    """Fields grouped under a heading of a page. Only the declared ones are compared."""

    schema: Schema

    @property
    def argument(self) -> Mapping[str, Any]:
        return {"type": "dict", "options": self.schema.arguments}

    @property
    def shape(self) -> Shape:
        return (self.schema.shape, None)

    def normalise(self, given: Any) -> dict[str, Any] | None:
        return None if given is None else self.schema.declare(given)

    def read(self, sent: Any) -> dict[str, Any] | None:
        # Unknown fields are kept, so that saving the page loses nothing.
        return None if sent is None else {**sent, **self.schema.read(sent)}

    def show(self, canonical: Any) -> Any:
        return None if canonical is None else self.schema.show(canonical)

    def same(self, left: Any, right: Any) -> bool:
        mine, theirs = left or {}, right or {}
        return all(field.value.same(mine.get(field.name), theirs.get(field.name)) for field in self.schema)

    def merge(self, current: Any, wanted: Any) -> Any:
        """*current* updated with *wanted* (both canonical)."""
        return None if wanted is None else self.schema.merge(current or {}, wanted) or None

    def lacks(self, raw: Mapping[str, Any], name: str, wanted: Any) -> bool:
        """Whether the section, or a field of it that *wanted* declares, is missing in *raw*."""
        inner = {} if wanted is None else self.schema.unknown_fields(raw.get(name) or {}, wanted)
        return name not in raw or bool(inner)

    def view(self, current: Any, wanted: Any) -> Any:
        """The part of *current* that *wanted* covers."""
        return current if wanted is None else self.schema.part(current or {}, wanted)

    @property
    def referenced_kinds(self) -> Sequence[str]:
        return tuple(self.schema.referenced_kinds)

    def uses(self, label: str, canonical: Any, beside: Mapping[str, Any]) -> Iterator[ObjectReference]:
        return self.schema.uses(canonical)

    def lines(self, name: str, label: str, canonical: Any, before: Any) -> Iterator[Line]:
        """The fields to fill in to change *before* (``...`` if it is unknown) to *canonical*, which differs from it."""
        # A person clears a section field by field.
        inside = dict.fromkeys(self.schema.names) if canonical is None else canonical
        for line in self.schema.lines(None if before is ... else before, inside, f"{name}{DOT}"):
            yield replace(line, label=f"{label}: {line.label}")

    def inputs(
        self, name: str, label: str, section: str | None, values: Sequence[Any]
    ) -> Iterator[tuple[Input, list[Any]]]:
        """The inputs of a screen for the field, as ``Schema.inputs``."""
        return self.schema.inputs(*values, prefix=f"{name}{DOT}", section=label)

    def as_shown(self, seen: Any, known: Sequence[Any]) -> Any:
        if not seen:
            return super().as_shown(seen, known)
        is_whole = all(field.name in seen for field in self.schema if not field.value.is_free)
        if is_whole and super().as_shown(seen, known) is None:
            return None
        return self.schema.as_shown(seen, [fields for fields in known if fields])


@dataclass(frozen=True)
class ListOf(FieldType):
    """A list of entries in one field.

    ordered: whether their order matters; otherwise they are a set.
    """

    schema: Schema
    ordered: bool = False

    control, script_name = ROWS, "rows"

    @property
    def columns(self) -> tuple[Field, ...]:
        return self.schema.fields

    @property
    def argument(self) -> Mapping[str, Any]:
        return {"type": "list", "elements": "dict", "options": self.schema.arguments}

    @property
    def shape(self) -> Shape:
        return ([self.schema.shape], None)

    def normalise(self, given: Any) -> list[dict[str, Any]] | None:
        if given is None:
            return None
        if not isinstance(given, list):
            raise ValueError(f"is {given!r}; write a list")
        entries: list[dict[str, Any]] = []
        for item in given:
            entry = self.schema.complete(item)
            # A blank line of the screen is not an entry.
            if entry and (self.ordered or entry not in entries):
                entries.append(entry)
        if not self.ordered:
            entries.sort(key=lambda entry: [str(entry.get(name, "")) for name in self.schema.names])
        return entries or None

    def show(self, canonical: Any) -> Any:
        return None if canonical is None else [self.schema.show(entry) for entry in canonical]

    @property
    def script(self) -> dict[str, Any]:
        return {**super().script, "ordered": self.ordered}

    def text(self, canonical: Any) -> str:
        """Each entry in one line."""
        return entered([self._entry(entry) for entry in canonical or ()])

    def _entry(self, entry: Mapping[str, Any]) -> str:
        shown = self.schema.show(entry)
        return ", ".join(f"{self.schema[name].label} {entered(value)}" for name, value in shown.items())

    @property
    def referenced_kinds(self) -> Sequence[str]:
        return tuple(self.schema.referenced_kinds)

    def uses(self, label: str, canonical: Any, beside: Mapping[str, Any]) -> Iterator[ObjectReference]:
        for entry in canonical:
            yield from self.schema.uses(entry)


class FreeFields(FieldType):
    """Settings that are not in the reference, by the label on the screen: ``{"label": value}``. Only declared labels are
    compared; a label set to null becomes blank."""

    #: The type of the values.
    of: FieldType = Text()

    is_free = True

    @property
    def argument(self) -> Mapping[str, Any]:
        return {"type": "dict"}

    @property
    def shape(self) -> Shape:
        return (dict, None)

    def normalise(self, given: Any) -> dict[str, Any] | None:
        if given is None:
            return None
        if not isinstance(given, Mapping):
            raise ValueError(f"is {short(given)}; write a dictionary of the screen's labels and their values")
        return {str(label).strip(): self._value(value) for label, value in sorted(given.items())} or None

    def merge(self, current: Any, wanted: Any) -> Any:
        if wanted is None:
            return None
        together = {**(current or {}), **wanted}
        return {label: value for label, value in sorted(together.items()) if value is not None} or None

    def view(self, current: Any, wanted: Any) -> Any:
        if wanted is None:
            return current
        return {label: (current or {}).get(label) for label in wanted}

    def lacks(self, raw: Mapping[str, Any], name: str, wanted: Any) -> bool:
        # Unknown labels cannot be asked about individually.
        return wanted is not None and name not in raw

    def lines(self, name: str, label: str, canonical: Any, before: Any) -> Iterator[Line]:
        new, old = canonical or {}, {} if before is ... else before or {}
        for title in sorted({*new, *old}):
            value, there = (fields.get(title, self.unset) for fields in (new, old))
            if value != there:
                yield Line(f"{name}{DOT}{title}", title, entered(value), None if before is ... else entered(there))

    def inputs(
        self, name: str, label: str, section: str | None, values: Sequence[Any]
    ) -> Iterator[tuple[Input, list[Any]]]:
        for title in dict.fromkeys(title for known in values if isinstance(known, Mapping) for title in known):
            inside = [known.get(title, ...) if isinstance(known, Mapping) else known for known in values]
            yield Input(f"{name}{DOT}{title}", title, self.of, section), inside

    def as_shown(self, seen: Any, known: Sequence[Any]) -> Any:
        if not seen:
            return super().as_shown(seen, known)
        states = [fields for fields in known if fields]
        return {
            title: next((state[title] for state in states if entered(state.get(title)) == entered(value)), value)
            for title, value in seen.items()
        }

    @staticmethod
    def _value(value: Any) -> Any:
        if isinstance(value, (dict, list)):
            raise ValueError("contains a list or a dictionary; set each label to one plain value")
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"contains {value}, which is not a number; put it in quotes if it is a text")
        return value.strip() or None if isinstance(value, str) else value


class Switches(FreeFields):
    """Switches by name: ``{"name": yes}``. Only declared switches are compared; a missing one is off."""

    of = YesNo()
    unset = False

    def normalise(self, given: Any) -> dict[str, Any] | None:
        switches = super().normalise(given)
        return None if switches is None else {name: bool(on) for name, on in switches.items()}

    def same(self, left: Any, right: Any) -> bool:
        return bool(self.merge(left, None) == self.merge(right, None))

    def merge(self, current: Any, wanted: Any) -> Any:
        together = {**(current or {}), **(wanted or {})}
        return {name: True for name, on in sorted(together.items()) if on} or None

    def view(self, current: Any, wanted: Any) -> Any:
        return {name: bool((current or {}).get(name)) for name in wanted or ()}

    @staticmethod
    def _value(value: Any) -> Any:
        return YesNo().normalise(value)
