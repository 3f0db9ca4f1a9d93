# SPDX-License-Identifier: GPL-3.0-or-later

"""The cases of a library's truth table: a patron type, a material format and a location, and the values that are expected
for them. A case is a dictionary, as in the variable circulation_expectations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._core.errors import ValidationError
from .._core.fields import Field, Schema
from .._core.tables import TableKind
from .._core.values import ALL, FieldType, SetOf, Text, Wildcard, split_names
from .objects.holds import (
    HOLD_FULFILLMENT_POLICY_MAP,
    HOLD_LIMIT_MATRIX,
    HOLD_PICKUP_LOCATIONS_MAP,
    HOLD_REQUEST_POLICY_MAP,
)
from .objects.loans import LOAN_LIMIT_MATRIX, LOAN_POLICY_MAP
from .resolution import ItemLocation, picked

#: The word for the location of borrowed items.
TEMPORARY = "temporary"
#: Words in parentheses, because they are not names: for every patron type or format that no row names, and for a blank value.
OTHER, NONE = "(any other)", "(none)"

#: How many cases a library can have.
MOST_CASES = 5000


@dataclass(frozen=True)
class _OrNone(FieldType):
    """A value, or ``(none)`` or null for a blank value: a blank cell of a spreadsheet expects nothing."""

    of: FieldType

    def normalise(self, given: Any) -> Any:
        return None if isinstance(given, str) and given.strip().casefold() == NONE else self.of.normalise(given)

    def show(self, canonical: Any) -> Any:
        return None if canonical is None else self.of.show(canonical)


class _Names(SetOf):
    """Names as a list, or in one text, separated by semicolons, as in a cell of a spreadsheet."""

    def normalise(self, given: Any) -> list[Any] | None:
        return super().normalise(split_names(given) if isinstance(given, str) else given)


@dataclass(frozen=True)
class Column:
    """An expected value. table: the map that decides. pick: its column with the policy; None if the rows contain the value
    themselves. of: the field of the policy; None for its name."""

    field: Field
    table: TableKind
    pick: str | None = None
    of: str | None = None

    @property
    def name(self) -> str:
        return self.field.name

    def shown(self, value: Any) -> str:
        """A canonical value in a message."""
        text = self.field.value.show(value)
        return NONE if text is None else f"'{'; '.join(text) if isinstance(text, list) else text}'"


def _policy(table: TableKind, pick: str) -> Column:
    """A column for the name of the policy that a map selects."""
    return Column(Field(pick, _OrNone(Text()), picked(table, pick).label), table, pick)


def _value(name: str, table: TableKind, pick: str, of: str) -> Column:
    """A column for a field of the policy that a map selects; for a matrix, for the strictest value."""
    field = picked(table, pick).schema[of]
    return Column(Field(name, _OrNone(field.value), field.label), table, pick, of)


COLUMNS = (
    _policy(LOAN_POLICY_MAP, "loan_policy"),
    _value("loan_period", LOAN_POLICY_MAP, "loan_policy", "loan_period"),
    _value("fine", LOAN_POLICY_MAP, "loan_policy", "overdue_periodic_bill"),
    _policy(LOAN_POLICY_MAP, "long_overdue_policy"),
    _value("loan_limit", LOAN_LIMIT_MATRIX, "loan_limit_policy", "loan_count_limit"),
    _value("renewals", LOAN_LIMIT_MATRIX, "loan_limit_policy", "verified_renew_time_limit"),
    _value("hold_limit", HOLD_LIMIT_MATRIX, "hold_limit_policy", "verified_hold_count_limit"),
    _policy(HOLD_REQUEST_POLICY_MAP, "hold_request_policy"),
    _policy(HOLD_FULFILLMENT_POLICY_MAP, "hold_fulfillment_policy"),
    Column(Field("pickup_locations", _OrNone(_Names(Text())), "Pickup Locations"), HOLD_PICKUP_LOCATIONS_MAP),
)

#: A whole case: the conditions, then the expected values, then the barcodes with which the role verify tests it.
CASE = Schema(
    Field("patron_type", Wildcard(), "Patron Type"),
    Field("material_format", Wildcard(), "Material Format"),
    Field("location", Text(), "Location"),
    Field("holding_location", Text(), "Holding Location"),
    Field("shelving_location", Text(), "Shelving Location"),
    *(column.field for column in COLUMNS),
    Field("test_patron", Text(), "Test Patron"),
    Field("test_item", Text(), "Test Item"),
)


@dataclass(frozen=True)
class Case:
    """A case. patron_type, material_format: a name, All, or (any other). temporary: whether it is about the temporary
    location; if not, it is about *location*. expected: by the name of the column, canonical."""

    number: int
    patron_type: str
    material_format: str
    temporary: bool
    location: ItemLocation
    expected: Mapping[str, Any]

    def __str__(self) -> str:
        conditions = [_of(self.patron_type, "patron type"), _of(self.material_format, "material format")]
        conditions.append(
            "temporary location" if self.temporary else ", ".join(filter(None, self.location)) or "any other location"
        )
        return f"case {self.number} ({', '.join(filter(None, conditions))})"

    @property
    def columns(self) -> Iterator[Column]:
        """The columns for which it has an expected value."""
        return (column for column in COLUMNS if column.name in self.expected)


def _of(value: str, what: str) -> str:
    if value == ALL:
        return f"every {what}" if what == "patron type" else ""
    return f"any other {what}" if value == OTHER else value


def read_case(given: Any, number: int = 1) -> Case:
    """A case from a dictionary. Raises ValidationError with every problem, each with its column."""
    fields = CASE.declare(given)
    expected = {column.name: fields[column.name] for column in COLUMNS if column.name in fields}
    location = (fields.get("holding_location"), fields.get("shelving_location"))
    problems = [*_contradictions(fields.get("location"), location, expected), *_unplayable(fields)]
    if problems:
        raise ValidationError(*problems)
    return Case(
        number,
        _word(fields.get("patron_type", ALL)),
        _word(fields.get("material_format", ALL)),
        bool(fields.get("location")),
        location,
        expected,
    )


def _contradictions(given: str | None, location: ItemLocation, expected: Mapping[str, Any]) -> Iterator[str]:
    if given and given.casefold() != TEMPORARY:
        yield (
            f"Location (location) is '{given}'; write '{TEMPORARY}' for the temporary location, or else set "
            "holding_location and shelving_location"
        )
    elif given and any(location):
        yield f"Location (location) is '{given}' and a Holding Location is set; set one of them"
    if location[1] and not location[0]:
        yield f"Shelving Location (shelving_location) '{location[1]}' requires Holding Location (holding_location)"
    if not expected:
        yield f"no value is expected; set at least one of {', '.join(column.name for column in COLUMNS)}"


def _unplayable(fields: Mapping[str, Any]) -> Iterator[str]:
    """The problems of a case with a test patron. It needs one patron type, a loan period, and an item, which is created if it is at the temporary
    location."""
    if fields.get("test_item") and not fields.get("test_patron"):
        yield "Test Item (test_item) requires Test Patron (test_patron)"
    if not fields.get("test_patron"):
        return
    if _word(fields.get("patron_type", ALL)) in (ALL, OTHER):
        yield "Test Patron (test_patron) requires the patron type of this patron (patron_type)"
    if not fields.get("loan_period"):
        yield "Test Patron (test_patron) requires the expected loan_period"
    if bool(fields.get("test_item")) == bool(fields.get("location")):
        yield f"Test Patron (test_patron) requires location '{TEMPORARY}', or a test_item that is at the location of the case"
    if fields.get("test_item") and not fields.get("holding_location"):
        yield "Test Item (test_item) requires Holding Location (holding_location)"


def _word(name: str) -> str:
    return OTHER if name.casefold() == OTHER else name


def read_cases(given: Any) -> list[Case]:
    """The cases of a list of dictionaries. Raises ValidationError with all problems, each with the number of its case."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise ValidationError("must be a list of cases, each a dictionary")
    if len(given) > MOST_CASES:
        raise ValidationError(f"has {len(given)} cases; {MOST_CASES} are allowed")
    cases, problems = [], []
    for number, case in enumerate(given, start=1):
        try:
            cases.append(read_case(case, number))
        except ValidationError as fault:
            problems += [f"case {number}: {problem}" for problem in fault.problems]
    if problems:
        raise ValidationError(*problems)
    return cases
