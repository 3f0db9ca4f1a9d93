# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The present truth table of a library, from its maps: a list of cases that the library can edit and declare."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from .._core.values import ALL
from .cases import COLUMNS, OTHER, TEMPORARY
from .expectations import Lookup
from .resolution import ItemLocation, Objects, Resolver, item_of


def present_cases(objects: Objects, temporary: ItemLocation, *, complete: bool) -> list[dict[str, Any]]:
    """A case for each patron type and each location in the maps, with every known value; and a case per material format where the
    values depend on it. complete: as in expectations.judge."""
    lookup = Lookup(objects, complete)
    found = []
    patrons: list[str | None] = [*lookup.patron_types] or [None]
    for location, patron in product(_locations(lookup.resolver, temporary), patrons):
        by_format = {one: _values(lookup, patron, location, one) for one in lookup.material_formats}
        first = next(iter(by_format.values()))
        same = all(values == first for values in by_format.values())
        for material, values in [(None, first)] if same else by_format.items():
            if values:
                formats = {} if same else {"material_format": material or OTHER}
                found.append(
                    {"patron_type": patron or ALL, **formats, **_shown_location(location, temporary), **values}
                )
    return found


def _values(lookup: Lookup, patron: str | None, location: ItemLocation, material: str | None) -> dict[str, Any]:
    item = item_of(patron, location, material)
    found = {column: lookup.find(column, item) for column in COLUMNS}
    return {column.name: column.field.value.show(one.value) for column, one in found.items() if not one.why}


def _shown_location(location: ItemLocation, temporary: ItemLocation) -> dict[str, Any]:
    if location == temporary and location[0]:
        return {"location": TEMPORARY}
    names = ("holding_location", "shelving_location")
    return {name: value for name, value in zip(names, location) if value}


def _locations(resolver: Resolver, temporary: ItemLocation) -> Iterator[ItemLocation]:
    """The temporary location, each location that a row names, and any other one."""
    yield from dict.fromkeys([*([temporary] if temporary[0] else []), *resolver.named_locations(), (None, None)])
