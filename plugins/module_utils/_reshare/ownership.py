# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks by its own directory entry and its registry ID to which library a tenant belongs: with copied variables, another library's tenant would be changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .._core.errors import quoted
from .._core.objects import CurrentObject
from .._core.texts import normal

REGISTRY_ID = "wms_registry_id"


@dataclass(frozen=True)
class TenantOwner:
    """The expected library of a tenant.

    symbol: its symbol, with or without authority, if known. registry_ids: all declared registry IDs of its institution.
    replaced: an earlier registry ID that the tenant may still have.
    """

    symbol: str | None
    registry_ids: frozenset[str]
    replaced: str | None = None


def other_tenant(
    owner: TenantOwner, settings: Sequence[CurrentObject] | None, entries: Sequence[CurrentObject] | None
) -> Iterator[str]:
    """The reasons why a tenant belongs to another library, or does not show whose it is.

    settings, entries: its settings, and its directory entries as objects of PATRON_IDS; None if they cannot be read.
    """
    there = _registry_ids(settings or ()) if owner.registry_ids else set()
    yield from _other_registry_id(owner, there)
    if owner.symbol and entries is not None:
        yield from _other_symbols(owner.symbol, entries)
    elif not there:
        yield _unnamed(owner)


def configured_for_wms(settings: Sequence[CurrentObject]) -> list[str]:
    """The settings that show that a tenant was configured for WMS before, as name and value; a secret without its value."""
    values = {str(row.fields.get("key")): str(row.fields.get("value") or "").strip() for row in settings}
    adapter, registry_id = values.get("host_lms_integration", ""), values.get(REGISTRY_ID)
    # mod-rs also has an adapter wms, for another product line.
    signs = [f"host_lms_integration: {adapter}"] if adapter == "wms2" else []
    signs += [f"{REGISTRY_ID}: {registry_id}"] if registry_id else []
    return [*signs, "wms_api_key"] if values.get("wms_api_key") else signs


def _registry_ids(settings: Sequence[CurrentObject]) -> set[str]:
    ids = {str(row.fields.get("value") or "").strip() for row in settings if row.fields.get("key") == REGISTRY_ID}
    return ids - {""}


def _unnamed(owner: TenantOwner) -> str:
    """The problem of a tenant with neither a registry ID nor a symbol that can be compared."""
    problem = f"the ReShare setting '{REGISTRY_ID}' does not show the library of this tenant"
    if owner.symbol:
        return f"{problem}, and its directory cannot be read. Ask the hosting provider for the permission to list the entries of the directory"
    return f"{problem}, and reshare_symbol is not set. Set reshare_symbol to the symbol of the library in ReShare's directory"


def _other_registry_id(owner: TenantOwner, there: set[str]) -> Iterator[str]:
    for value in sorted(there - {owner.replaced}):
        if owner.registry_ids != {value}:
            yield (
                f"the ReShare setting '{REGISTRY_ID}' of this tenant is '{value}', not {quoted(sorted(owner.registry_ids))}, so the "
                "tenant seems to belong to another library. Correct reshare_tenant or wms_registry_id; if this library's registry ID "
                f"has changed, set reshare_replaced_registry_id to '{value}'"
            )


def _other_symbols(symbol: str, entries: Sequence[CurrentObject]) -> Iterator[str]:
    own = sorted({held for entry in entries if entry.fields["managed"] for held in entry.fields["symbols"]})
    # Upper and lower case are equal in symbols (reshare.md 4.1).
    names = {normal(name, fold=True) for held in own for name in (held, held.rpartition(":")[2])}
    if normal(symbol, fold=True) not in names:
        symbols = f"has the symbol {quoted(own)}" if own else "has no symbol"
        yield (
            f"this tenant's own entry in ReShare's directory {symbols}, not '{symbol}', so the tenant seems to belong to another library. "
            "Correct reshare_tenant or reshare_symbol"
        )
