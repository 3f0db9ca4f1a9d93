# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that show which policies apply to a patron type and item."""

from __future__ import annotations

from itertools import product
from typing import Any

from .._core.errors import ValidationError, similar
from .._core.matching import Item
from .._core.tables import TableKind
from .._task.task import Call, Result, task
from .._wms import resolution
from .._wms.catalogue import DECLARABLE
from .._wms.objects.holds import (
    HOLD_FULFILLMENT_POLICY_MAP,
    HOLD_LIMIT_MATRIX,
    HOLD_PICKUP_LOCATIONS_MAP,
    HOLD_REQUEST_POLICY_MAP,
)
from .._wms.objects.loans import LOAN_LIMIT_MATRIX, LOAN_POLICY_MAP
from .._wms.resolution import Resolver, item_of
from . import circulation_store, truth_tables


@task(
    {
        "patron_types": {"type": "list", "elements": "str"},
        "material_formats": {"type": "list", "elements": "str"},
        "holding_location": {"type": "str"},
        "shelving_location": {"type": "str"},
        "configuration": {"type": "dict"},
        "truth_table": {"type": "bool", "default": False},
    },
    DECLARABLE,
)
def resolution_task(call: Call) -> Result:
    """The work of policy_resolution_info."""
    clients = circulation_store.connect(call)
    objects = circulation_store.objects_of(call, clients, call.params_raw.get("configuration"))
    resolver = Resolver(objects)
    location = (call.params["holding_location"], call.params["shelving_location"])
    _warn_of_unknown(call, resolver)
    types = call.params["patron_types"] or resolver.patron_types() or [None]
    formats = call.params["material_formats"] or resolver.material_formats()
    items = (item_of(patron, location, material) for patron, material in product(types, formats))
    resolutions = [_resolved(resolver, item) for item in items]
    table = {"expectations": truth_tables.present(call, objects)} if call.params["truth_table"] else {}
    return {"resolutions": resolutions, "problems": list(resolver.faults()), **table, **clients.result()}


def _warn_of_unknown(call: Call, resolver: Resolver) -> None:
    """Warn about unknown names, which may be misspelt; they are looked up nevertheless. Raises ValidationError."""
    holding = call.params["holding_location"]
    if call.params["shelving_location"] and not holding:
        raise ValidationError("shelving_location requires holding_location")
    known = resolver.patron_types()
    for name in call.params["patron_types"] or ():
        if name not in known:
            call.warn(f"unknown Patron Type Policy '{name}'. {similar(name, known)}")
    codes = resolver.holding_codes()
    if holding and holding not in codes:
        call.warn(f"unknown holding location '{holding}'. {similar(holding, codes)}")


def _resolved(resolver: Resolver, item: Item) -> dict[str, Any]:
    rule, matches = resolver.rule(item), [resolver.match(kind, item) for kind in resolution.MAPS]
    return {
        "patron_type": item["patron_policy"],
        "material_format": item["material_format"],
        **{name: item[name] for name in ("holding_location", "shelving_location")},
        "loan_policy": _pick(resolver, LOAN_POLICY_MAP, "loan_policy", item),
        "long_overdue_policy": _pick(resolver, LOAN_POLICY_MAP, "long_overdue_policy", item),
        "loan_limits": resolver.limits(LOAN_LIMIT_MATRIX, "loan_limit_policy", item),
        "loan_limit_policies": _picks(resolver, LOAN_LIMIT_MATRIX, "loan_limit_policy", item),
        "hold_limits": resolver.limits(HOLD_LIMIT_MATRIX, "hold_limit_policy", item),
        "hold_limit_policies": _picks(resolver, HOLD_LIMIT_MATRIX, "hold_limit_policy", item),
        "hold_request_policy": _pick(resolver, HOLD_REQUEST_POLICY_MAP, "hold_request_policy", item),
        "hold_fulfillment_policy": _pick(resolver, HOLD_FULFILLMENT_POLICY_MAP, "hold_fulfillment_policy", item),
        "collection_type_rule": None if rule is None else {"name": rule[0].get("name"), "location": dict(rule[1])},
        "pickup_locations": _pickup(resolver, item),
        "matched": [row for match in matches for row in match.matching_data],
        "near": [row for match in matches for row in match.near_data],
    }


def _picks(resolver: Resolver, kind: TableKind, column: str, item: Item) -> list[dict[str, Any]]:
    policy = resolution.picked(kind, column)
    return [
        {"name": pick.name, "row": pick.row, "fields": None if pick.fields is None else policy.schema.show(pick.fields)}
        for pick in resolver.picks(kind, column, item)
    ]


def _pick(resolver: Resolver, kind: TableKind, column: str, item: Item) -> dict[str, Any] | None:
    return next(iter(_picks(resolver, kind, column, item)), None)


def _pickup(resolver: Resolver, item: Item) -> dict[str, Any] | None:
    rows = resolver.match(HOLD_PICKUP_LOCATIONS_MAP, item).rows
    names = ("default_pickup_locations", "alternative_pickup_locations")
    return {"row": rows[0][0], **{name: rows[0][1].get(name, []) for name in names}} if rows else None
