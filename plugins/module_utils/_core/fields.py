# SPDX-License-Identifier: GPL-3.0-or-later

"""Fields of an object and the schemas they form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .composites import DOT, FreeFields, Input, Line, ListOf, Section
from .errors import Faults, ValidationError, candidates, similar
from .json_shape import Shape
from .values import FieldType, ObjectReference, Reference, entered


@dataclass(frozen=True)
class Field:
    """One field of an object.

    name: as in YAML and in the data of a configuration service.
    label: as on the screen.
    required: an object cannot be created without it.
    fixed: it can only be set when the object is created.
    agreed: other libraries rely on its value, so it has to be known whether a requested value was set.
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
        """The schemas of sections and of list entries, by the names of their fields."""
        return {field.name: field.value.schema for field in self.fields if isinstance(field.value, (Section, ListOf))}

    @cached_property
    def _composite(self) -> dict[str, Section | FreeFields]:
        """By field name, the types of the fields whose values are declared, compared and shown in parts."""
        return {field.name: field.value for field in self.fields if isinstance(field.value, (Section, FreeFields))}

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
        for fault in self.half_named(wanted):
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
            inner = [f"{name}{DOT}{within}" for within in fault.fields] or [name]
            raise ValidationError(*problems, fields=inner, meant=fault.candidates) from None
        except ValueError as fault:
            raise ValidationError(f"{field.title} {fault}", fields=[name]) from None

    def half_named(self, fields: Mapping[str, Any]) -> Iterator[ValidationError]:
        """An error for each reference in these (canonical) fields whose field ``within`` is blank."""
        for field in self.fields:
            reference = field.value
            if isinstance(reference, Section):
                for fault in reference.schema.half_named(fields.get(field.name) or {}):
                    yield ValidationError(
                        f"{field.label}: {fault}", fields=[f"{field.name}{DOT}{name}" for name in fault.fields]
                    )
            if not isinstance(reference, Reference) or reference.within is None or reference.within not in fields:
                continue
            blanks = (None, reference.wildcard)
            if fields.get(field.name) not in blanks and fields[reference.within] in blanks:
                problem = f"{field.title} '{fields[field.name]}' requires {self[reference.within].title}"
                yield ValidationError(problem, fields=[reference.within])

    def complete(self, given: Any) -> dict[str, Any]:
        """Like declare, for a whole row or entry: missing fields become ``All`` in columns with this wildcard, and blank fields
        are left out."""
        whole = {**dict.fromkeys(self.names), **given} if isinstance(given, Mapping) else given
        return not_blank(self.declare(whole))

    def read(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The canonical form of the fields that a system sent: the known fields that are not blank."""
        return not_blank({field.name: field.value.read(raw.get(field.name)) for field in self.fields})

    def known(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """These fields without those that the schema does not have."""
        return {name: value for name, value in fields.items() if name in self.names}

    def compare(self, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, Any]]:
        """The names of the declared fields whose current value differs, and the current fields updated with them (all canonical)."""
        after = self.merge(current, wanted)
        return tuple(name for name in wanted if not self[name].value.same(after[name], current.get(name))), after

    def merge(self, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The current fields updated with the declared ones (both canonical). A field that is declared blank is kept as None."""
        merged = {
            name: value.merge(current.get(name), wanted[name])
            for name, value in self._composite.items()
            if name in wanted
        }
        return {**current, **wanted, **merged}

    def unknown_fields(self, raw: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[str, ...]:
        """The names of the declared fields that are missing in *raw*, completely or in part (a blank field is not missing)."""
        return tuple(
            name
            for name, value in wanted.items()
            if (self._composite[name].lacks(raw, name, value) if name in self._composite else name not in raw)
        )

    def missing_required(self, fields: Mapping[str, Any]) -> list[Field]:
        """The required fields that are blank."""
        return [field for field in self.fields if field.required and fields.get(field.name) is None]

    def view(self, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The values of the declared fields in *current*, as a person writes them."""
        return self.show(self.part(current, wanted))

    def part(self, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The parts of *current* that the declared fields cover."""
        covered = {
            name: value.view(current.get(name), wanted[name])
            for name, value in self._composite.items()
            if name in wanted
        }
        return {name: covered[name] if name in covered else current.get(name) for name in wanted}

    def show(self, canonical: Mapping[str, Any]) -> dict[str, Any]:
        """Canonical fields as a person writes them, in the order of the schema."""
        return {field.name: field.value.show(canonical[field.name]) for field in self.fields if field.name in canonical}

    @property
    def referenced_kinds(self) -> set[str]:
        """The kinds to which objects with this schema can refer."""
        return {kind for field in self.fields for kind in field.value.referenced_kinds}

    def uses(self, canonical: Mapping[str, Any], names: Collection[str] | None = None) -> Iterator[ObjectReference]:
        """The references in these fields, including nested ones. Unknown fields contain no references. names: the fields to look at; None for all."""
        for field in self.fields:
            value = canonical.get(field.name)
            if value is not None and field.value.referenced_kinds and (names is None or field.name in names):
                yield from field.value.uses(field.label, value, canonical)

    def lines(self, known: Mapping[str, Any] | None, wanted: Mapping[str, Any], prefix: str = "") -> Iterator[Line]:
        """The wanted fields that differ from the known ones, as texts. known: None if nothing is known."""
        for field in self.fields:
            before, name = (known or {}).get(field.name, ...), f"{prefix}{field.name}"
            if field.name not in wanted or wanted[field.name] == before:
                continue
            if field.name in self._composite:
                yield from self._composite[field.name].lines(name, field.label, wanted[field.name], before)
            else:
                there = None if before is ... else field.value.text(before)
                yield Line(name, field.label, field.value.text(wanted[field.name]), there)

    def inputs(self, *sides: Any, prefix: str = "", section: str | None = None) -> Iterator[tuple[Input, list[Any]]]:
        """The inputs of a screen with these fields, each with its values in the *sides*. A side is (canonical) fields, None if all of them are blank, or
        ``...`` if none is known. An input that a side does not contain has the value ``...``. Free fields have an input for each label in any side."""
        for field in self.fields:
            values = [side.get(field.name, ...) if isinstance(side, Mapping) else side for side in sides]
            if field.name in self._composite:
                yield from self._composite[field.name].inputs(f"{prefix}{field.name}", field.label, section, values)
            else:
                yield Input(f"{prefix}{field.name}", field.label, field.value, section), values

    def inputs_in(self, fields: Mapping[str, Any]) -> list[tuple[Input, Any]]:
        """The inputs of a screen that these (canonical) fields contain, and their values."""
        return [(path, value) for path, (value,) in self.inputs(fields) if value is not ...]

    def as_shown(self, seen: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The seen fields, each with the first known value that a screen shows in the same way."""
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
    """The fields as a system accepts them: without empty sections, and without blank fields, also in sections."""
    inner = {name: filled(value) if isinstance(value, dict) else value for name, value in fields.items()}
    return {name: value for name, value in inner.items() if value is not None and value != {}}
