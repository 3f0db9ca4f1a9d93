# SPDX-License-Identifier: GPL-3.0-or-later

"""Selects the store of a library's WMS objects: a configuration service or the record, and Identity Management."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .._core.errors import Faults, ValidationError
from .._core.objects import Kind
from .._core.reconcile import Reconciler
from .._core.store import Store, Stores
from .._record.record_store import RecordStore
from .._task.arguments import WMS
from .._task.task import Call
from .._wms import resolution, service
from .._wms.catalogue import DECLARABLE, HELPERS, KINDS
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import applying, record, record_options
from .clients import Clients, account_scope


def known(call: Call, wanted: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds in which references are looked up."""
    if call.params["wms_record_dir"]:
        return KINDS if call.params["wms_read_locations"] else DECLARABLE
    if call.params["wms_configuration_url"]:
        return KINDS
    if set(wanted) - {PATRON_ACCOUNT.name}:
        raise ValidationError(
            "set wms_record_dir if people make the changes on the screens, or wms_configuration_url for a configuration service "
            "(as an option, or as an inventory variable if a role is used)",
            fields=["wms_record_dir", "wms_configuration_url"],
        )
    # Without a configuration store, the references of an account cannot be looked up; OCLC checks them.
    return (PATRON_ACCOUNT,)


def scopes(call: Call, kinds: Iterable[str]) -> list[str]:
    """The scopes that one token needs for these kinds."""
    accounts = [account_scope(call)] if PATRON_ACCOUNT.name in kinds else []
    if call.params["wms_record_dir"]:
        return list(dict.fromkeys([*accounts, *record_options.scopes(call)]))
    return [*accounts, service.SCOPE] if call.params["wms_configuration_url"] else accounts


def check_options(call: Call, clients: Clients, kinds: Iterable[str]) -> None:
    """Raise a TaskError for all options with which objects of these kinds cannot be applied. Nothing is read or sent, so the validation of
    an inventory makes the same check."""
    faults = Faults()
    with faults.noted():
        clients.check_options()
    with faults.noted():
        known(call, kinds)
    if call.params["wms_record_dir"]:
        with faults.noted():
            record_options.check_options(call)
    faults.report()


def connect(call: Call, kinds: Iterable[str] = ()) -> Clients:
    """The systems of a library, with one token for these kinds."""
    return Clients(call, scopes(call, kinds))


def reconciler(
    call: Call, clients: Clients, kept: RecordStore | None, kinds: Iterable[str], refuse: Callable[[Reconciler], None]
) -> Reconciler:
    """The reconciler of a task that applies objects of these kinds. kept: the open record. refuse: as for ``applying.proving_reconciler``."""
    return applying.proving_reconciler(
        call, clients, WMS, known(call, kinds), _stores(clients, kept), HELPERS, refuse=refuse
    )


def reader(call: Call, clients: Clients, kept: RecordStore | None, kinds: Iterable[str]) -> Reconciler:
    """A reconciler for a task that writes nothing. kept: as ``recorded`` returns it."""
    return Reconciler(known(call, kinds), _stores(clients, kept), at_once=call.params["parallel_requests"])


def recorded(
    call: Call, clients: Clients, pending: bool = False, kept: RecordStore | None = None
) -> RecordStore | None:
    """The record with its confirmed objects; None without a record. pending: include pending changes. kept: the record, if it is open."""
    if not call.params["wms_record_dir"]:
        return None
    kept = record.opened_for_reading(call, clients) if kept is None else kept
    return kept if pending else kept.without_pending()


def _stores(clients: Clients, kept: RecordStore | None) -> Stores:
    """Patron accounts are in Identity Management, all other objects in Service Configuration or its record."""

    def store_of(kind: Kind) -> Store:
        if kept is not None and (kind is not PATRON_ACCOUNT or kept.defers_writes(kind)):
            return kept
        return clients.accounts if kind is PATRON_ACCOUNT else clients.configuration

    return store_of


def objects_of(call: Call, clients: Clients, configuration: Any, kept: RecordStore | None = None) -> resolution.Objects:
    """The objects of each kind: as they are now, or as they would be after a run that declares the configuration. kept: the record, if it is open."""
    kept = recorded(call, clients, bool(configuration), kept)
    reconciler = reader(call, clients, kept, [kind.name for kind in resolution.KINDS])
    if configuration:
        wanted = applying.owned(call, applying.declare_all(configuration, (), DECLARABLE))
        others = {name: items for name, items in wanted.items() if name != PATRON_ACCOUNT.name}
        outcome = reconciler.run(others, check_mode=True)
        for warning in outcome.warnings:
            call.warn(warning)
    return reconciler.planned_state
