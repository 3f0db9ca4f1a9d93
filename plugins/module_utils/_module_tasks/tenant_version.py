# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the mod-rs of a tenant has the adapter for WMS."""

from __future__ import annotations

from collections.abc import Mapping

from .._core.errors import CallFailed, TaskError
from .._core.objects import Declaration
from .._core.reconcile import Reconciler
from .._reshare import versions
from .._reshare.objects.settings import SETTING
from .._task.task import Call
from .clients import Clients


def refuse_old_version(call: Call, clients: Clients, reconciler: Reconciler, wanted: Mapping[str, Declaration]) -> None:
    """Refuse the adapter for WMS if mod-rs lacks it: mod-rs would accept its name, but every call would fail (reshare.md 1.1, 1.10)."""
    items = wanted[SETTING.name].items if SETTING.name in wanted else ()
    wants = any(item.identity == ("host_lms_integration",) and item.fields["value"] == "wms2" for item in items)
    keys = [item.identity for item in items]
    if not wants or SETTING.export(reconciler.current(SETTING, keys)).get("host_lms_integration") == "wms2":
        return
    try:
        modules = clients.gateway.modules
    except CallFailed as fault:
        call.warn(f"the version of mod-rs is not known: {fault}")
        return
    if lacks := versions.wms2_lacks(modules):
        raise TaskError(lacks, SETTING.describe("host_lms_integration"))
