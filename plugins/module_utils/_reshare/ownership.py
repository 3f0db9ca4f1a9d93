# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Checks the library of a tenant by its own directory entry and its registry ID: copied variables would change another library's tenant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .._core.errors import quoted
from .._core.objects import CurrentObject

REGISTRY_ID = "wms_registry_id"


@dataclass(frozen=True)
class Owner:
    """The expected library of a tenant.

    symbol: its symbol, with or without authority, if known. registry_ids: all declared registry IDs of its institution.
    replaced: an earlier registry ID that the tenant may still have.
    """

    symbol: str | None
    registry_ids: frozenset[str]
    replaced: str | None = None


def other_tenant(
    owner: Owner,
    settings: Callable[[], Sequence[CurrentObject] | None],
    entries: Callable[[], Sequence[CurrentObject] | None],
) -> Iterator[str]:
    """The reasons why a tenant belongs to another library.

    settings, entries: its settings, and its directory as institutional patron IDs have it; None proves nothing.
    """
    if owner.registry_ids and (rows := settings()) is not None:
        yield from _other_registry_id(owner, rows)
    if owner.symbol and (directory := entries()) is not None:
        yield from _other_symbols(owner.symbol, directory)


def configured_for_wms(settings: Sequence[CurrentObject]) -> list[str]:
    """The settings which show that a tenant was configured for WMS before, as name and value; no value of a secret."""
    values = {str(row.fields.get("key")): str(row.fields.get("value") or "").strip() for row in settings}
    adapter, registry_id = values.get("host_lms_integration", ""), values.get(REGISTRY_ID)
    found = [f"host_lms_integration: {adapter}"] if adapter.startswith("wms") else []
    found += [f"{REGISTRY_ID}: {registry_id}"] if registry_id else []
    return [*found, "wms_api_key"] if values.get("wms_api_key") else found


def _other_registry_id(owner: Owner, settings: Sequence[CurrentObject]) -> Iterator[str]:
    there = {str(row.fields.get("value") or "").strip() for row in settings if row.fields.get("key") == REGISTRY_ID}
    for value in sorted(there - {"", owner.replaced}):
        if owner.registry_ids != {value}:
            yield (
                f"the ReShare setting '{REGISTRY_ID}' of this tenant is '{value}', not {quoted(sorted(owner.registry_ids))}, so the "
                "tenant seems to belong to another library. Correct reshare_tenant or wms_registry_id; if this library's registry ID "
                f"has changed, set reshare_replaced_registry_id to '{value}'"
            )


def _other_symbols(symbol: str, entries: Sequence[CurrentObject]) -> Iterator[str]:
    own = sorted({held for entry in entries if entry.fields["managed"] for held in entry.fields["symbols"]})
    names = {name.upper() for held in own for name in (held, held.rpartition(":")[2])}
    if symbol.strip().upper() not in names:
        told = f"has the symbol {quoted(own)}" if own else "has no symbol"
        yield (
            f"this tenant's own entry in ReShare's directory {told}, not '{symbol}', so the tenant seems to belong to another library. "
            "Correct reshare_tenant or reshare_symbol"
        )
