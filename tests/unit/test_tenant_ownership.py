# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose a ReShare tenant is: with the variables of another library, nothing of it may be changed."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import CurrentObject
from ansible_collections.reshare.wms.plugins.module_utils._reshare.ownership import (
    TenantOwner,
    configured_for_wms,
    other_tenant,
)


def setting(key: str, value: Any) -> CurrentObject:
    return CurrentObject(key, None, {"key": key, "value": value})


def entry(*symbols: str, managed: bool = True) -> CurrentObject:
    return CurrentObject("entry", None, {"managed": managed, "symbols": list(symbols)})


OURS, THEIRS, BLANK = ([setting("wms_registry_id", value)] for value in ("91475", "91476", " "))
PARTNER = entry("ISIL:VAL", managed=False)
DIRECTORY = [entry("ISIL:ADM"), PARTNER]
ADAMS = TenantOwner("ISIL:ADM", frozenset({"91475"}))


@pytest.mark.parametrize("owner", [ADAMS, TenantOwner("adm", ADAMS.registry_ids)], ids=["with authority", "without"])
@pytest.mark.parametrize("settings", [OURS, BLANK, [], None], ids=["set", "blank", "no row", "unreadable"])
def test_the_tenant_whose_own_entry_has_the_symbol_is_the_librarys(owner, settings):
    assert list(other_tenant(owner, settings, DIRECTORY)) == []


@pytest.mark.parametrize(
    ("owner", "settings", "entries", "reasons"),
    [
        (ADAMS, THEIRS, DIRECTORY, ["is '91476', not '91475', so the tenant seems to belong to another library"]),
        # A symbol of a partner proves nothing.
        (ADAMS, OURS, [entry("ISIL:VAL"), entry("ISIL:ADM", managed=False)], ["has the symbol 'ISIL:VAL', not"]),
        (ADAMS, OURS, [PARTNER], ["has no symbol, not 'ISIL:ADM'"]),
        (ADAMS, THEIRS, [entry("ISIL:VAL")], ["is '91476', not '91475'", "has the symbol 'ISIL:VAL'"]),
        # One of them can be read.
        (ADAMS, OURS, None, []),
        (ADAMS, THEIRS, None, ["is '91476', not '91475'"]),
        (ADAMS, BLANK, None, ["does not show the library of this tenant, and its directory cannot be read"]),
        (ADAMS, None, None, ["and its directory cannot be read"]),
        (TenantOwner(None, ADAMS.registry_ids), BLANK, DIRECTORY, ["and reshare_symbol is not set"]),
        (TenantOwner(None, ADAMS.registry_ids), OURS, DIRECTORY, []),
        # Several registry IDs of one institution cannot be told apart by the tenant.
        (TenantOwner("ISIL:ADM", frozenset({"91475", "91476"})), OURS, DIRECTORY, ["is '91475', not '91475', '91476'"]),
        # Without WMS, the registry ID is not looked at, and proves nothing.
        (TenantOwner("ISIL:ADM", frozenset()), THEIRS, DIRECTORY, []),
        (TenantOwner("ISIL:ADM", frozenset()), THEIRS, None, ["and its directory cannot be read"]),
        # A registry ID that the tenant had before.
        (TenantOwner("ISIL:ADM", ADAMS.registry_ids, "91476"), THEIRS, DIRECTORY, []),
        (TenantOwner("ISIL:ADM", ADAMS.registry_ids, "91477"), THEIRS, DIRECTORY, ["is '91476', not '91475'"]),
    ],
)
def test_any_other_tenant_is_refused_with_the_reasons(owner, settings, entries, reasons):
    found = list(other_tenant(owner, settings, entries))
    assert len(found) == len(reasons)
    assert all(reason in text for reason, text in zip(reasons, found))


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"host_lms_integration": "manual", "wms_registry_id": " ", "wms_api_key": ""}, []),
        # The adapter of another product line.
        ({"host_lms_integration": "wms"}, []),
        ({"host_lms_integration": "wms2"}, ["host_lms_integration: wms2"]),
        ({"wms_registry_id": " 91475 "}, ["wms_registry_id: 91475"]),
        ({"wms_api_key": "a secret", "wms_registry_id": "91475"}, ["wms_registry_id: 91475", "wms_api_key"]),
    ],
)
def test_what_shows_that_a_tenant_was_configured_before_has_no_secret(values, shown):
    assert configured_for_wms([setting(*one) for one in values.items()]) == shown
