# SPDX-License-Identifier: GPL-3.0-or-later

"""The configured policies that apply (wms-circulation.md 2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ..configuration.values import ALL, NO_LIMIT
from ..state import State

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """A patron with an item, as the columns of the maps."""

    patron_policy: str
    material_format: str
    holding_location: str
    shelving_location: str


def covers(row: Fields, case: Case) -> bool:
    """Whether a row matches in every column; a column that a map does not have counts as All."""
    return all(row.get(column, ALL) in (ALL, value) for column, value in asdict(case).items())


def loan_policy(state: State, library: str, case: Case) -> tuple[Fields, Fields] | None:
    """The policy and the row of the Loan Policy Map that selects it: the first row that matches applies."""
    row = _first(state, library, "loan_policy_map", case)
    policy = _named(state, library, "loan_policies", row, "loan_policy")
    return None if row is None or policy is None else (policy, row)


def hold_request_policy(state: State, library: str, case: Case) -> Fields | None:
    row = _first(state, library, "hold_request_policy_map", case)
    return _named(state, library, "hold_request_policies", row, "hold_request_policy")


def hold_fulfillment_policy(state: State, library: str, case: Case) -> Fields | None:
    row = _first(state, library, "hold_fulfillment_policy_map", case)
    return _named(state, library, "hold_fulfillment_policies", row, "hold_fulfillment_policy")


def pickup_locations(state: State, library: str, case: Case) -> list[str] | None:
    """The names of the branches where an item may be picked up. Empty if no row matches; None if the map is empty,
    which allows every branch (wms-circulation.md 6.23)."""
    if not _rows(state, library, "hold_pickup_locations_map"):
        return None
    row = _first(state, library, "hold_pickup_locations_map", case) or {}
    columns = ("default_pickup_locations", "alternative_pickup_locations")
    return [name for column in columns for name in row.get(column) or ()]


def hold_limits(state: State, library: str, case: Case, verified: bool) -> Iterator[tuple[Fields, int]]:
    """The rows of the Hold Limit Matrix that match and have a limit, with that limit."""
    field = "verified_hold_count_limit" if verified else "unverified_hold_count_limit"
    return _limits(state, library, "hold_limit", case, field)


def loan_limits(state: State, library: str, case: Case) -> Iterator[tuple[Fields, int]]:
    """The rows of the Loan Limit Matrix that match and have a limit: if one limit is reached, the most restrictive
    applies."""
    return _limits(state, library, "loan_limit", case, "loan_count_limit")


def fills_holds(state: State, library: str, case: Case, home_branch: str) -> bool:
    """Whether the Collection Type Policy lets an item fill the hold of a patron: the most specific combination applies
    (6.24)."""
    weights = {"holding_location": 4, "shelving_location": 2, "material_format": 1}
    found = [
        (sum(weight for column, weight in weights.items() if place.get(column, ALL) != ALL), rule.body)
        for rule in state.documents(library, "collection_type_policies")
        for place in rule.body.get("locations", ())
        if covers(place, case)
    ]
    decisive = max(found, key=lambda one: one[0], default=(0, {}))[1]
    match decisive.get("fulfill_holds_for"):
        case "No patrons":
            return False
        case "Branch patrons only":
            rows = (row.body for row in state.documents(library, "holding_codes"))
            branches = {row["holding_code"]: row.get("branch_registry_id") for row in rows}
            return branches.get(case.holding_location) == home_branch
    return True


def _limits(state: State, library: str, what: str, case: Case, field: str) -> Iterator[tuple[Fields, int]]:
    for row in _rows(state, library, f"{what}_matrix"):
        policy = _named(state, library, f"{what}_policies", row, f"{what}_policy") if covers(row, case) else None
        limit = NO_LIMIT if policy is None else policy.get(field, NO_LIMIT)
        if isinstance(limit, int):
            yield row, limit


def _first(state: State, library: str, table: str, case: Case) -> Fields | None:
    return next((row for row in _rows(state, library, table) if covers(row, case)), None)


def _rows(state: State, library: str, table: str) -> list[Fields]:
    rows: list[Fields] = state.documents(library, table)[0].body["rows"]
    return rows


def _named(state: State, library: str, kind: str, row: Fields | None, column: str) -> Fields | None:
    wanted = None if row is None else row[column]
    return next((one.body for one in state.documents(library, kind) if one.body["name"] == wanted), None)
