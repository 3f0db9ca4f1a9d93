# SPDX-License-Identifier: GPL-3.0-or-later

"""Applies declared objects of a ReShare tenant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._core.errors import CallFailed, TaskError
from .._core.objects import Declaration, Kind
from .._core.reconcile import Outcome, Reconciler
from .._reshare import ownership, versions
from .._reshare.directory import Directory
from .._reshare.objects.patron_ids import PATRON_IDS
from .._reshare.objects.settings import SETTING, refuse_pretence
from .._reshare.tenant_catalogue import DECLARABLE
from .._task.arguments import RESHARE
from .._task.task import Call, Result, outcome_result
from . import applying, left_over_accounts, tenant_store
from .clients import Clients


def apply(
    call: Call, wanted: Mapping[str, Declaration], declarable: Sequence[Kind] = DECLARABLE
) -> tuple[Result, dict[str, list[Mapping[str, Any]]]]:
    """Apply declarations. Returns the result, and the objects of each kind afterwards."""
    refuse_pretence(wanted)
    clients = Clients(call, tenant_store.lookup_scopes(call))
    reconciler = applying.proving_reconciler(
        call,
        clients,
        RESHARE,
        tenant_store.looked_up(call, declarable),
        tenant_store.stores(call, clients),
        registry_ids=_declared_ids(wanted),
        refuse=lambda made: left_over_accounts.refuse_abandoned(call, made, wanted),
    )
    reconciler.read_ahead(wanted)
    if SETTING.name in wanted:
        _refuse_old_version(call, clients, reconciler, wanted[SETTING.name])
    outcome = reconciler.run(wanted, call.check_mode)
    for warning in [*outcome.warnings, *_not_followed(clients, outcome, call.check_mode)]:
        call.warn(warning)
    if PATRON_IDS.name in wanted:
        outcome.left_over += left_over_accounts.still_active(call, reconciler, wanted)
    return {**outcome_result(outcome), **clients.result()}, outcome.after


def _declared_ids(wanted: Mapping[str, Declaration]) -> list[str | None]:
    """The declared values of the tenant's setting for the registry ID."""
    items = wanted[SETTING.name].items if SETTING.name in wanted else ()
    return [item.fields["value"] for item in items if item.identity == (ownership.REGISTRY_ID,)]


def _refuse_old_version(call: Call, clients: Clients, reconciler: Reconciler, declaration: Declaration) -> None:
    """Refuse an adapter that mod-rs does not have: mod-rs accepts its name, and then every call fails (reshare.md 1.1, 1.10)."""
    wants = any(
        item.identity == ("host_lms_integration",) and item.fields["value"] == "wms2" for item in declaration.items
    )
    keys = [item.identity for item in declaration.items]
    if not wants or SETTING.export(reconciler.current(SETTING, keys)).get("host_lms_integration") == "wms2":
        return
    modules = clients.gateway.modules
    lacks = "; ".join(versions.wms2_lacks(modules))
    if modules is None:
        call.warn(lacks)
    elif lacks:
        raise TaskError(lacks, SETTING.describe("host_lms_integration"))


def _not_followed(clients: Clients, outcome: Outcome, check_mode: bool) -> Iterator[str]:
    """Wait for mod-rs's copy of the directory: a value has an effect only once the copy has it."""
    changes = [change for change in outcome.changes if change.kind is PATRON_IDS and change.after is not None]
    if check_mode or not changes:
        return
    expected = {
        change.after["slug"]: next(iter(change.after["patron_ids"]), None) for change in changes if change.after
    }
    try:
        behind = Directory(clients.gateway).not_followed(expected)
    except CallFailed as fault:
        # The value was written; only whether mod-rs has it is unknown.
        yield f"the institutional patron IDs in mod-rs's copy of the directory could not be read: {fault}"
        return
    if behind:
        yield (
            f"mod-rs's copy of the directory does not yet contain the institutional patron IDs of {', '.join(behind)}; run this "
            "again later, and ask the hosting provider if they are still missing"
        )
