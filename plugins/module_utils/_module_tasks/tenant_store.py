# SPDX-License-Identifier: GPL-3.0-or-later

"""The stores of the objects of a ReShare tenant, and of the WMS objects to which they refer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .._core.objects import Kind
from .._core.store import Store, Stores
from .._reshare.directory import Directory
from .._reshare.objects.directory_entries import DIRECTORY_ENTRY
from .._reshare.objects.patron_ids import PATRON_IDS
from .._reshare.objects.settings import SETTING
from .._reshare.settings_store import AppSettings
from .._reshare.tables_store import Tables
from .._task.task import Call
from .._wms import metadata, service
from .._wms.catalogue import NAMED_BY_RESHARE
from . import record
from .clients import Clients


def looked_up(call: Call, declarable: Sequence[Kind]) -> Sequence[Kind]:
    """The kinds in which references are looked up. Kinds of WMS are read only if that is possible, and if new rows refer to them."""
    return (*NAMED_BY_RESHARE, *declarable) if lookup_scopes(call) else declarable


def lookup_scopes(call: Call) -> list[str]:
    """The scopes that the token needs to look up names in WMS; none if that is not possible."""
    if call.params["wms_configuration_url"]:
        return [service.SCOPE]
    return [metadata.SCOPE] if call.params["wms_record_dir"] and call.params["wms_read_locations"] else []


def stores(call: Call, clients: Clients, named: Store | None = None) -> Stores:
    """The stores of ReShare behind one gateway, and of WMS for references.

    named: the store with the objects of WMS, if already known.
    """
    wms = cache(lambda: named or _wms(call, clients))
    settings = cache(lambda: AppSettings(clients.gateway))
    tables = cache(lambda: Tables(clients.gateway))
    directory = cache(lambda: Directory(clients.gateway))

    def store_of(kind: Kind) -> Store:
        if kind in NAMED_BY_RESHARE:
            return wms()
        if kind in (DIRECTORY_ENTRY, PATRON_IDS):
            return directory()
        return settings() if kind.name == SETTING.name else tables()

    return store_of


def _wms(call: Call, clients: Clients) -> Store:
    # With a record, pending objects are valid references too: they are declared.
    if call.params["wms_record_dir"]:
        return record.opened_for_reading(call, clients, starts=True)
    return clients.configuration
