# SPDX-License-Identifier: GPL-3.0-or-later

"""Fields of an object and the schemas they form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from .errors import Faults, ValidationError, candidates, similar
from .json_shape import Shape
from .values import DOT, ROWS, FieldType, Input, Line, ObjectReference, Reference, entered


@dataclass(frozen=True)
class Field:
    """One field of an object.

    name: as it is written in YAML and on the wire of a configuration service.
    label: as the screen has it.
    required: an object cannot be created without it.
    fixed: it can only be set when the object is created.
    agreed: other libraries rely on its value, so it has to be known whether a value that was asked for is there.
    """

    name: str
    value: FieldType
    label: str
    required: bool = False
    fixed: bool = False
    agreed: bool = False

    @property
    def title(self) -> str:
        """The field for a message: its label on the screen and its name in YAML."""
        return self.label if self.label == self.name else f"{self.label} ({self.name})"


class Schema:
    """Fields that belong together: those of an object, of a row, of a section on a page."""

    def __init__(self, *fields: Field):
        self.fields = fields

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def __getitem__(self, name: str) -> Field:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @property
    def names(self) -> Collection[str]:
        return self._by_name.keys()

    @property
    def nested(self) -> dict[str, Schema]:
        """The fields of sections, and of the entries of lists, by the names of these."""
        return {one.name: one.value.schema for one in self.fields if isinstance(one.value, (Section, ListOf))}

    @property
    def shape(self) -> Shape:
        """The shape of the data that a system may send."""
        return {field.name: field.value.shape for field in self.fields}

    @property
    def arguments(self) -> dict[str, dict[str, Any]]:
        """The options for these fields, as Ansible's argument spec."""
        return {field.name: dict(field.value.argument) for field in self.fields}

    def declare(self, given: Any) -> dict[str, Any]:
        """The canonical form of the declared fields, without any others.

        Raises ValidationError with every problem found, each naming the field's label.
        """
        if not isinstance(given, Mapping):
            raise ValidationError(f"is a {type(given).__name__}, not a dictionary of fields")
        wanted, faults = {}, Faults()
        for name, value in given.items():
            with faults.noted():
                wanted[name] = self._normalised(name, value)
        for fault in self._half_named(wanted):
            faults.note(fault)
        faults.report()
        return {name: wanted[name] for name in self.names if name in wanted}

    def _normalised(self, name: Any, value: Any) -> Any:
        if name not in self.names:
            problem = f"'{name}' is not a known field. {similar(str(name), self.names)}"
            raise ValidationError(problem, fields=[str(name)], meant=candidates(str(name), self.names))
        field = self[name]
        try:
            return field.value.normalise(value)
        except ValidationError as fault:
            problems = (f"{field.label}: {problem}" for problem in fault.problems)
            inner = [f"{name}.{one}" for one in fault.fields] or [name]
            raise ValidationError(*problems, fields=inner, meant=fault.candidates) from None
        except ValueError as fault:
            raise ValidationError(f"{field.title} {fault}", fields=[name]) from None

    def _half_named(self, wanted: Mapping[str, Any]) -> Iterator[ValidationError]:
        """An error for each reference whose second field is declared blank."""
        for field in self.fields:
            reference = field.value
            if not isinstance(reference, Reference) or reference.within is None or reference.within not in wanted:
                continue
            blanks = (None, reference.wildcard)
            if wanted.get(field.name) not in blanks and wanted[reference.within] in blanks:
                problem = f"{field.title} '{wanted[field.name]}' requires {self[reference.within].title}"
                yield ValidationError(problem, fields=[reference.within])

    def complete(self, given: Any) -> dict[str, Any]:
        """Like declare, for a whole row or entry: missing fields get ``All`` in the columns that have it, and empty fields are
        left out."""
        whole = {**dict.fromkeys(self.names), **given} if isinstance(given, Mapping) else given
        return not_blank(self.declare(whole))

    def read(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The canonical form of the fields that a system sent: the known fields that are not blank."""
        return not_blank({field.name: field.value.read(raw.get(field.name)) for field in self.fields})

    def known(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of this schema, without unknown ones."""
        return {name: value for name, value in fields.items() if name in self.names}

    def compare(self, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, Any]]:
        """The names of the declared fields whose current value differs, and the current fields updated with them (all canonical)."""
        after = self.merge(current, wanted)
        return tuple(name for name in wanted if not self[name].value.same(after[name], current.get(name))), after

    def merge(self, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The current fields updated with the declared ones (both canonical). A field that is declared blank is kept as None."""
        merged = {name: self[name].value.merge(current.get(name), value) for name, value in wanted.items()}
        return {**current, **merged}

    def unknown_fields(self, raw: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[str, ...]:
        """The names of the declared fields that are missing in *raw* (a blank field is not missing)."""
        return tuple(name for name, value in wanted.items() if self[name].value.unknown_fields(raw, name, value))

    def missing_required(self, fields: Mapping[str, Any]) -> list[Field]:
        """The required fields that are blank."""
        return [field for field in self.fields if field.required and fields.get(field.name) is None]

    def view(self, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The values of the declared fields in *current*, as a person writes them."""
        return self.show(self.part(current, wanted))

    def part(self, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The parts of *current* that the declared fields cover."""
        return {name: self[name].value.view(current.get(name), value) for name, value in wanted.items()}

    def show(self, canonical: Mapping[str, Any]) -> dict[str, Any]:
        """Canonical fields as a person writes them, in the order of the schema."""
        return {field.name: field.value.show(canonical[field.name]) for field in self.fields if field.name in canonical}

    @property
    def referenced_kinds(self) -> set[str]:
        """The kinds to which objects with this schema can refer."""
        return {kind for field in self.fields for kind in field.value.referenced_kinds}

    def uses(self, canonical: Mapping[str, Any], names: Collection[str] | None = None) -> Iterator[ObjectReference]:
        """The references in these fields, including nested ones. Unknown fields contain no references. names: those to look at; None for all."""
        for field in self.fields:
            value = canonical.get(field.name)
            if value is not None and field.value.referenced_kinds and (names is None or field.name in names):
                yield from field.value.uses(field.label, value, canonical)

    def lines(self, known: Mapping[str, Any] | None, wanted: Mapping[str, Any], prefix: str = "") -> Iterator[Line]:
        """The wanted fields that differ from what is known (None if nothing is), each as texts."""
        for field in self.fields:
            before = (known or {}).get(field.name, ...)
            if field.name in wanted and wanted[field.name] != before:
                yield from field.value.lines(f"{prefix}{field.name}", field.label, wanted[field.name], before)

    def inputs(
        self, known: Sequence[Mapping[str, Any]] = (), prefix: str = "", section: str | None = None
    ) -> Iterator[Input]:
        """The inputs of a screen with these fields. known: (canonical) fields that contain the labels of free fields."""
        for field in self.fields:
            inside = [fields.get(field.name) for fields in known]
            yield from field.value.inputs(f"{prefix}{field.name}", field.label, section, inside)

    def as_shown(self, seen: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """What was seen, with the first known values that a screen shows in the same way."""
        return {
            name: self[name].value.as_shown(value, [fields[name] for fields in known if name in fields])
            for name, value in seen.items()
        }


def not_blank(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are not blank."""
    return {name: value for name, value in fields.items() if value is not None}


def in_sentence(shown: Any) -> str:
    """A value as a person writes it, in a sentence."""
    return "blank" if shown is None else repr(entered(shown) if isinstance(shown, bool) else shown)


def filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields without blank ones, also in sections, and without empty sections, as a system accepts them."""
    inner = {name: filled(value) if isinstance(value, dict) else value for name, value in fields.items()}
    return {name: value for name, value in inner.items() if value is not None and value != {}}


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

    def same(self, one: Any, other: Any) -> bool:
        return all(
            field.value.same((one or {}).get(field.name), (other or {}).get(field.name)) for field in self.schema
        )

    def merge(self, current: Any, wanted: Any) -> Any:
        return None if wanted is None else self.schema.merge(current or {}, wanted) or None

    def unknown_fields(self, raw: Mapping[str, Any], name: str, wanted: Any) -> bool:
        inner = {} if wanted is None else self.schema.unknown_fields(raw.get(name) or {}, wanted)
        return name not in raw or bool(inner)

    def view(self, current: Any, wanted: Any) -> Any:
        return current if wanted is None else self.schema.part(current or {}, wanted)

    @property
    def referenced_kinds(self) -> Sequence[str]:
        return tuple(self.schema.referenced_kinds)

    def uses(self, label: str, canonical: Any, beside: Mapping[str, Any]) -> Iterator[ObjectReference]:
        return self.schema.uses(canonical)

    def lines(self, name: str, label: str, canonical: Any, before: Any) -> Iterator[Line]:
        # A section that is cleared is cleared field by field.
        inside = dict.fromkeys(self.schema.names) if canonical is None else canonical
        for line in self.schema.lines(None if before is ... else before, inside, f"{name}{DOT}"):
            yield replace(line, label=f"{label}: {line.label}")

    def inputs(self, name: str, label: str, section: str | None, known: Sequence[Any]) -> Iterator[Input]:
        return self.schema.inputs([fields or {} for fields in known], f"{name}{DOT}", label)

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
            # A blank line of the screen is no entry.
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
