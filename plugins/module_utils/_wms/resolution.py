# SPDX-License-Identifier: GPL-3.0-or-later

"""Which policies apply to a patron type and item, by which rows, and which rows almost apply
(wms-circulation.md 2.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from .._core.errors import quoted
from .._core.fields import not_blank
from .._core.matching import Item, Match, faults, match
from .._core.objects import Declaration, Kind
from .._core.tables import TableKind
from .._core.values import ALL, LIMIT, NO_LIMIT, split_names
from .objects.collection_types import COLLECTION_TYPE_POLICY
from .objects.holds import (
    HOLD_FULFILLMENT_POLICY,
    HOLD_FULFILLMENT_POLICY_MAP,
    HOLD_LIMIT_MATRIX,
    HOLD_LIMIT_POLICY,
    HOLD_PICKUP_LOCATIONS_MAP,
    HOLD_REQUEST_POLICY,
    HOLD_REQUEST_POLICY_MAP,
)
from .objects.loans import LOAN_LIMIT_MATRIX, LOAN_LIMIT_POLICY, LOAN_POLICY, LOAN_POLICY_MAP, LONG_OVERDUE_POLICY
from .objects.locations import HOLDING_CODE
from .objects.patrons import PATRON_TYPE_POLICY

#: The objects of a kind, canonical.
Objects = Callable[[Kind], Sequence[Mapping[str, Any]]]

#: A holding location and one of its shelving locations; None for any that no row names. Optional: for the pylint of ansible-test.
ItemLocation = tuple[Optional[str], Optional[str]]  # noqa: UP045

#: Every map, in the order of the screens.
MAPS = (
    LOAN_POLICY_MAP,
    LOAN_LIMIT_MATRIX,
    HOLD_LIMIT_MATRIX,
    HOLD_REQUEST_POLICY_MAP,
    HOLD_FULFILLMENT_POLICY_MAP,
    HOLD_PICKUP_LOCATIONS_MAP,
)

#: The kinds of the policies that maps select.
SELECTED = (
    *(LOAN_POLICY, LONG_OVERDUE_POLICY, LOAN_LIMIT_POLICY),
    *(HOLD_LIMIT_POLICY, HOLD_REQUEST_POLICY, HOLD_FULFILLMENT_POLICY),
)

#: The kinds that are needed to resolve policies.
KINDS = (PATRON_TYPE_POLICY, *MAPS, *SELECTED, COLLECTION_TYPE_POLICY)

#: The weight of a column in a Collection Type rule. They give the levels in wms-circulation.md 6.24; the fifth and further levels are
#: inferred.
_RULE_WEIGHTS = {"holding_location": 4, "shelving_location": 2, "material_format": 1}


def item_of(patron: str | None, location: ItemLocation, material: str | None) -> Item:
    """The item of a lookup. None stands for any value that no row names."""
    return {
        "patron_policy": patron,
        "material_format": material,
        "holding_location": location[0],
        "shelving_location": location[1],
    }


def picked(kind: TableKind, column: str) -> Kind:
    """The kind of the policies in a column of a map."""
    (name,) = kind.schema[column].value.referenced_kinds
    return next(kind for kind in SELECTED if kind.name == name)


@dataclass(frozen=True)
class Pick:
    """A policy that applies, and the row that selects it. fields: of the policy; None if it does not exist."""

    name: str
    row: int
    fields: Mapping[str, Any] | None


class Resolver:
    """Resolves policies in one library's configuration. objects: returns the objects of each kind of KINDS."""

    def __init__(self, objects: Objects):
        self._objects = objects
        self._rows: dict[str, list[Mapping[str, Any]]] = {}

    def rows(self, kind: TableKind) -> list[Mapping[str, Any]]:
        """The rows of a map."""
        if kind.name not in self._rows:
            rows = next(iter(self._objects(kind)), {}).get("rows") or ()
            self._rows[kind.name] = [kind.schema.known(row) for row in rows]
        return self._rows[kind.name]

    def match(self, kind: TableKind, item: Item) -> Match:
        """The result of looking up an item in a map."""
        return match(kind, self.rows(kind), item)

    def picks(self, kind: TableKind, column: str, item: Item) -> list[Pick]:
        """The policies that a map selects in this column: at most one if the first match decides."""
        policies = picked(kind, column)
        picks = []
        for number, row in self.match(kind, item).rows:
            if row.get(column) is not None:
                policy = self.named(policies, row[column])
                picks.append(Pick(row[column], number, policy and not_blank(policy)))
        return picks

    def loan_periods(self, patron_type: str | None) -> list[Mapping[str, Any]]:
        """The loan periods for a patron type: in every row that names it, and in the row that applies to all other items."""
        named = {
            row.get("loan_policy") for row in self.rows(LOAN_POLICY_MAP) if row.get("patron_policy") == patron_type
        }
        others = self.picks(LOAN_POLICY_MAP, "loan_policy", {"patron_policy": patron_type})
        policies = [self.named(LOAN_POLICY, name) or {} for name in {*named, *(pick.name for pick in others)} if name]
        return [policy["loan_period"] for policy in policies if policy.get("loan_period")]

    def limits(self, kind: TableKind, column: str, item: Item) -> dict[str, Any]:
        """The strictest value of each limit in all policies that a matrix selects. Limits that none of them has are left out."""
        policies = [pick.fields or {} for pick in self.picks(kind, column, item)]
        strict: dict[str, Any] = {}
        for field in picked(kind, column).schema:
            limits = [fields[field.name] for fields in policies if field.name in fields]
            if field.value.control == LIMIT and limits:
                strict[field.name] = strictest(limits)
        return strict

    def rule(self, item: Item) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
        """The Collection Type rule for an item, and its most specific matching location; None if no rule matches."""
        fitting = [
            (
                sum(weight for column, weight in _RULE_WEIGHTS.items() if location.get(column, ALL) != ALL),
                rule,
                location,
            )
            for rule in self._objects(COLLECTION_TYPE_POLICY)
            for location in rule.get("locations") or ()
            if all(location.get(column, ALL) in (ALL, item.get(column)) for column in _RULE_WEIGHTS)
        ]
        if not fitting:
            return None
        _weight, rule, location = max(fitting, key=lambda match: match[0])
        return rule, location

    def patron_types(self) -> list[str]:
        """The patron types that have a policy or are in a map."""
        having = {str(fields["name"]) for fields in self._objects(PATRON_TYPE_POLICY) if fields.get("name")}
        return sorted(having | self._named_by_rows("patron_policy"))

    def holding_codes(self) -> list[str]:
        """The holding codes of the library."""
        return sorted(str(fields.get("holding_code")) for fields in self._objects(HOLDING_CODE))

    def locations(self) -> Iterator[ItemLocation]:
        """The locations of the library, and those that rows name."""
        for fields in self._objects(HOLDING_CODE):
            code = str(fields.get("holding_code"))
            yield code, None
            yield from ((code, shelf) for shelf in split_names(fields.get("shelving_locations")))
        yield from self.named_locations()

    def named_locations(self) -> Iterator[ItemLocation]:
        """The locations that rows name, in their order."""
        for row in (row for kind in MAPS for row in self.rows(kind)):
            holding, shelving = (row.get(name, ALL) for name in ("holding_location", "shelving_location"))
            if holding != ALL:
                yield holding, None if shelving == ALL else shelving

    def material_formats(self) -> list[str | None]:
        """The material formats in maps and rules, and None for every other one."""
        cells = [cell for rule in self._objects(COLLECTION_TYPE_POLICY) for cell in rule.get("locations") or ()]
        named = {str(cell["material_format"]) for cell in cells if cell.get("material_format") not in (ALL, None)}
        return [*sorted(named | self._named_by_rows("material_format")), None]

    def named(self, kind: Kind, name: str) -> Mapping[str, Any] | None:
        """The object with this name, in which None is the value of a field that is known to be blank; None if it does not exist."""
        return next((fields for fields in self._objects(kind) if fields.get("name") == name), None)

    def names(self, kind: Kind) -> list[str]:
        """The names of the objects of a kind."""
        return [str(fields["name"]) for fields in self._objects(kind) if fields.get("name")]

    def faults(self) -> Iterator[str]:
        """The problems of the maps, independent of an item."""
        for kind in MAPS:
            yield from faults(kind, self.rows(kind))
        rules: dict[str, list[str]] = {}
        for rule in self._objects(COLLECTION_TYPE_POLICY):
            for location in rule.get("locations") or ():
                location_text = ", ".join(
                    str(location[column]) for column in _RULE_WEIGHTS if location.get(column, ALL) != ALL
                )
                rules.setdefault(location_text or "everything", []).append(str(rule.get("name")))
        for location_text, names in rules.items():
            if len(names) > 1:
                yield f"Collection Type Policy: {location_text} is in the rules {quoted(names)}; which one applies is not documented by OCLC"

    def _named_by_rows(self, column: str) -> set[str]:
        """The values in a column over all maps, except All."""
        return {str(row[column]) for kind in MAPS for row in self.rows(kind) if row.get(column) not in (ALL, None)}


def declared_objects(declared: Mapping[str, Declaration]) -> Objects:
    """Only the declared objects of each kind, with only their declared fields."""

    def objects(kind: Kind) -> Sequence[Mapping[str, Any]]:
        return kind.declared_objects(declared.get(kind.name, Declaration(())))

    return objects


def strictest(limits: Iterable[Any]) -> Any:
    """The limit that applies if several policies have one."""
    return min(limits, key=_strictness)


def _strictness(limit: Any) -> float:
    try:
        return float("inf") if limit == NO_LIMIT else float(limit)
    except (ValueError, OverflowError):
        # An unreadable limit is shown rather than hidden behind another limit.
        return float("-inf")
