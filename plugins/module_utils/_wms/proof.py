# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks that, for borrowed and lent items, the maps select the policies that the declared rows alone would select. If no declared
row matches, the library's policy is accepted, unless it makes a loan or a hold impossible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any, Optional

from .._core.checks import BILL, DIFFERS, LIMIT, NOT_KNOWN, OTHER_POLICY, UNAVAILABLE, Problem
from .._core.errors import quoted
from .._core.matching import Item
from .._core.objects import Declaration, Kind
from .._core.tables import TableKind
from .._core.values import ALL, NO_LIMIT, Duration, is_no_limit
from .due_dates import SHORTEST_HOLD, days_of
from .objects.collection_types import COLLECTION_TYPE_POLICY
from .objects.holds import HOLD_FULFILLMENT_POLICY_MAP, HOLD_LIMIT_MATRIX, HOLD_REQUEST_POLICY, HOLD_REQUEST_POLICY_MAP
from .objects.loans import LOAN_LIMIT_MATRIX, LOAN_LIMIT_POLICY, LOAN_POLICY_MAP
from .objects.locations import HOLDING_CODE
from .objects.patrons import LIMITS, PATRON_TYPE_POLICY, without_limits
from .objects.policy_screens import OTHER_SETTINGS
from .resolution import ItemLocation, Objects, Pick, Resolver, declared_objects, item_of, picked

#: The scope of a problem: patron type, location and material format.
_Case = tuple[Optional[str], ItemLocation, Optional[str]]  # noqa: UP045

_SET_NO_LIMIT = "Look at its Patron Type Policy on the screen, and set it to No Limit."
_SET_ALWAYS = "Set Circulates? to always on the screen. No exception can replace that."
_LOOK_AT_OTHER = "If it is a limit, set it to No Limit on the screen. If it is none, waive the check with a reason."


class Proof:
    """objects: existing or planned. declared: by kind. temporary: the temporary location of borrowed items. patron_types: known patron types in addition
    to those in the objects."""

    def __init__(
        self,
        objects: Objects,
        declared: Mapping[str, Declaration],
        temporary: ItemLocation,
        patron_types: Iterable[str] = (),
    ):
        self._objects = objects
        self._real = Resolver(objects)
        self._expected = Resolver(declared_objects(declared))
        self._temporary = temporary
        self._patron_types = sorted({*self._real.patron_types(), *self._expected.patron_types(), *patron_types})

    def borrowed(self) -> list[Problem]:
        """The problems of the policies at the temporary location, for every patron type and material format."""
        cases_by_problem: dict[Problem, list[_Case]] = {}
        for patron, material in product([*self._patron_types, None], self._formats()):
            case = (patron, self._temporary, material)
            for problem in self._wrong_for(item_of(*case)):
                cases_by_problem.setdefault(problem, []).append(case)
        return [self._scoped(problem, cases) for problem, cases in cases_by_problem.items()]

    def short_holds(self) -> Iterator[str]:
        """Warnings about hold request policies with which a hold of a borrowed item can expire before check-in. WMS does not notify ReShare
        then (wms-circulation.md 3)."""
        column, patrons = "hold_request_policy", [*self._real.patron_types(), None]
        items = [item_of(patron, self._temporary, material) for patron, material in product(patrons, self._formats())]
        picks = {pick.name: pick for item in items for pick in self._real.picks(HOLD_REQUEST_POLICY_MAP, column, item)}
        for name, pick in picks.items():
            period = (pick.fields or {}).get("default_hold_request_period")
            if isinstance(period, Mapping) and days_of(period)[0] < SHORTEST_HOLD:
                yield (
                    f"{HOLD_REQUEST_POLICY.describe(name)} has the period {Duration().show(period)}, less than {SHORTEST_HOLD} days. "
                    "A hold of a borrowed item that expires between receipt and check-in is not reported to ReShare. Set a longer period"
                )

    def lent(self, patron: str) -> list[Problem]:
        """The problems of the policies for the patron type of the lending accounts, at all locations but the temporary one."""
        cases_by_problem: dict[Problem, list[_Case]] = {}
        for location, material in product(self._lending_locations(patron), self._formats()):
            case = (patron, location, material)
            for problem in self._wrong_policy(LOAN_POLICY_MAP, "loan_policy", item_of(*case)):
                cases_by_problem.setdefault(problem, []).append(case)
        loans = [self._scoped(problem, cases) for problem, cases in cases_by_problem.items()]
        return [*loans, *self._limited(patron), *self._limits_of(patron)]

    def _formats(self) -> list[str | None]:
        named = {*self._real.material_formats(), *self._expected.material_formats()} - {None}
        return [*sorted(map(str, named)), None]

    def _wrong_for(self, item: Item) -> Iterator[Problem]:
        yield from self._wrong_policy(LOAN_POLICY_MAP, "loan_policy", item)
        # The limit of unverified patrons is not checked; the library decides on it.
        sides = (self._real, self._expected)
        limits = [side.limits(HOLD_LIMIT_MATRIX, "hold_limit_policy", item) for side in sides]
        if [limit.get("verified_hold_count_limit") == 0 for limit in limits] == [True, False]:
            text = "the Verified Hold Count Limit is 0, so no hold is allowed"
            yield Problem(text, LIMIT, HOLD_LIMIT_MATRIX.label, ("verified_hold_count_limit",))
        yield from self._wrong_policy(HOLD_REQUEST_POLICY_MAP, "hold_request_policy", item, "bill_for_placing_hold")
        yield from self._wrong_policy(
            HOLD_FULFILLMENT_POLICY_MAP, "hold_fulfillment_policy", item, "bill_for_picking_up_hold"
        )
        yield from self._wrong_rule(item)

    def _wrong_policy(self, table: TableKind, column: str, item: Item, bill: str | None = None) -> Iterator[Problem]:
        """bill: the field that must be blank if no declared row selects the policy."""
        kind = picked(table, column)
        picks, expected = self._real.picks(table, column, item), self._expected.picks(table, column, item)
        if not expected:
            for pick in picks:
                if bill and (pick.fields or {}).get(bill):
                    text = f"the {kind.label} {_named([pick])} has a bill for holds"
                    yield Problem(text, BILL, kind.describe(pick.name), (bill,), row=pick.row)
        elif [pick.name for pick in picks] != [expected[0].name]:
            text = f"the {kind.label} is {_named(picks)}, not '{expected[0].name}'"
            about, row = (kind.describe(picks[0].name), picks[0].row) if picks else (kind.label, None)
            yield Problem(text, OTHER_POLICY, about, row=row)
        else:
            # If only the row is declared, the policy belongs to the library, and its fields are not compared.
            wanted, there = self._expected.named(kind, picks[0].name) or {}, picks[0].fields or {}
            yield from _differences(kind, picks[0].name, there, wanted)
            if wanted.get("circulates") is None and there.get("circulates") not in (None, "always"):
                text = f"the {kind.label} '{picks[0].name}' circulates {there['circulates']}: nobody can override that in a checkout by ReShare"
                yield Problem(text, UNAVAILABLE, kind.describe(picks[0].name), ("circulates",), remedy=_SET_ALWAYS)

    def _wrong_rule(self, item: Item) -> Iterator[Problem]:
        rule, wanted = ((resolver.rule(item) or ({},))[0] for resolver in (self._real, self._expected))
        stopping = [
            ("default_availability", "unavailable", "makes items unavailable"),
            ("fulfill_holds_for", "no patrons", "fulfils holds for no patrons"),
        ]
        if len({fields.get("branch_registry_id") for fields in self._objects(HOLDING_CODE)}) > 1:
            stopping.append(
                ("fulfill_holds_for", "branch patrons only", "fulfils holds only for patrons of its branch")
            )
        for field, value, effect in stopping:
            is_so = [str(values.get(field) or "").casefold() == value for values in (rule, wanted)]
            if is_so == [True, False]:
                about = COLLECTION_TYPE_POLICY.describe(str(rule.get("name")))
                text = f"the Collection Type rule '{rule.get('name')}' {effect}"
                yield Problem(text, UNAVAILABLE, about, (field,), remedy="Change this rule.")

    def _lending_locations(self, patron: str) -> list[ItemLocation]:
        """Any other location, and each that a declared row names for the patron type."""
        rows = [row for row in self._expected.rows(LOAN_POLICY_MAP) if row.get("patron_policy", ALL) in (ALL, patron)]
        locations = [(_value_of(row, "holding_location"), _value_of(row, "shelving_location")) for row in rows]
        # Borrowed items are not lent to partners.
        return [location for location in dict.fromkeys([(None, None), *locations]) if location != self._temporary]

    def _limited(self, patron: str) -> Iterator[Problem]:
        """The Patron Type Policy: No Limit is expected for all limits that are not declared. An unknown limit, or a setting that can be one, is NOT_KNOWN."""
        kind = PATRON_TYPE_POLICY
        there, declared = (resolver.named(kind, patron) or {} for resolver in (self._real, self._expected))
        wanted = {**without_limits(), **declared}
        # The meaning of a blank limit is not documented by OCLC.
        unknown = [
            limit.name for limit in LIMITS if wanted[limit.name] in (None, NO_LIMIT) and there.get(limit.name) is None
        ]
        yield from _differences(kind, patron, there, {name: wanted[name] for name in wanted if name not in unknown})
        for name in unknown:
            text = f"the {kind.label} '{patron}' has no known value of {kind.schema[name].label}"
            yield Problem(text, NOT_KNOWN, kind.describe(patron), (name,), remedy=_SET_NO_LIMIT)
        others, own = (fields.get(OTHER_SETTINGS.name) or {} for fields in (there, declared))
        for label in sorted(
            label for label, value in others.items() if label not in own and not is_no_limit(str(value))
        ):
            text = f"the {kind.label} '{patron}' has {quoted([label])}, which can be a limit"
            yield Problem(text, NOT_KNOWN, kind.describe(patron), (OTHER_SETTINGS.name,), remedy=_LOOK_AT_OTHER)

    def _limits_of(self, patron: str) -> Iterator[Problem]:
        """The limits for a patron type in undeclared rows of the Loan Limit Matrix. Every matching row applies."""
        table, kind = LOAN_LIMIT_MATRIX, LOAN_LIMIT_POLICY
        expected = self._expected.rows(table)
        for number, row in enumerate(self._real.rows(table), start=1):
            location = (_value_of(row, "holding_location"), _value_of(row, "shelving_location"))
            if row in expected or row.get("patron_policy", ALL) not in (ALL, patron) or location == self._temporary:
                continue
            for name, limit in (self._real.named(kind, row["loan_limit_policy"]) or {}).items():
                if name.endswith("_limit") and limit != NO_LIMIT:
                    label = kind.schema[name].label
                    text = f"row {number} of the {table.label} sets '{label}' to {limit} for '{patron}'"
                    yield Problem(text, LIMIT, kind.describe(row["loan_limit_policy"]), (name,), row=number)

    def _scoped(self, problem: Problem, cases: Sequence[_Case]) -> Problem:
        """The problem with its scope; without material formats if all are affected."""
        materials = {material for _patron, _value_of, material in cases}
        return replace(
            problem,
            text=f"{problem.text} ({self._whose(cases)})",
            patron_types=tuple(dict.fromkeys(patron for patron, _value_of, _material in cases if patron)),
            material_formats=() if materials == set(self._formats()) else tuple(sorted(filter(None, materials))),
        )

    def _whose(self, cases: Sequence[_Case]) -> str:
        """The scope of a problem in words: patron types, specific locations, and material formats unless all are affected."""
        patrons = dict.fromkeys(patron or "any other patron type" for patron, _value_of, _material in cases)
        parts = [f"for {', '.join(patrons)}"]
        locations = {location for _patron, location, _material in cases} - {self._temporary}
        if locations - {(None, None)}:
            parts.append(f"at {'; '.join(sorted(map(_location_name, locations)))}")
        materials = {material for _patron, _value_of, material in cases}
        if materials != set(self._formats()):
            parts.append(f"material format {', '.join(sorted(material or 'any other' for material in materials))}")
        return "; ".join(parts)


def _value_of(row: Mapping[str, Any], column: str) -> str | None:
    value = row.get(column, ALL)
    return None if value == ALL else str(value)


def _location_name(location: ItemLocation) -> str:
    return ", ".join(name for name in location if name) or "any other place"


def _named(picks: Sequence[Pick]) -> str:
    return " and ".join(f"'{pick.name}' (row {pick.row})" for pick in picks) or "none"


def _differences(kind: Kind, name: str, there: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[Problem]:
    for field in kind.schema.compare(there, wanted)[0]:
        is_now, expected = (_shown(kind, field, fields.get(field)) for fields in (there, wanted))
        text = f"the {kind.label} '{name}' is not as declared: {kind.schema[field].label} is {is_now}, not {expected}"
        yield Problem(text, DIFFERS, kind.describe(name), (field,))


def _shown(kind: Kind, field: str, value: Any) -> str:
    return "blank" if value is None else f"'{kind.schema.show({field: value})[field]}'"
