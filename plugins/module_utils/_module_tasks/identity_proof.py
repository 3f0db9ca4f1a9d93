# SPDX-License-Identifier: GPL-3.0-or-later

"""Proves that key, institution, branches, holding code, tenant and symbol belong to the same library. With copied or swapped variables, every
write would succeed, but in the system of another library."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from .._core.errors import CallFailed, OtherLibrary, TaskError, UnknownReference, candidates, similar
from .._core.objects import CurrentObject
from .._core.reconcile import Reconciler
from .._core.side_by_side import side_by_side
from .._reshare import ownership
from .._reshare.directory import Directory
from .._reshare.objects.patron_ids import PATRON_IDS
from .._reshare.objects.settings import SETTING
from .._task.arguments import CONNECTION, CREDENTIALS, RESHARE, WMS
from .._task.task import Call
from .._wms.oauth import OtherInstitution
from .._wms.objects.locations import BRANCH, HOLDING_CODE
from .clients import Clients

Objects = Callable[[], Sequence[CurrentObject]]

_NAMES = {WMS: "WMS", RESHARE: "ReShare"}
#: By the system that is left out: the tags that select only the tasks that write to the other system.
_TAGS = {WMS: "reshare_settings", RESHARE: "circulation,enable_reshare"}


def prove(
    call: Call, clients: Clients, system: str, reconciler: Reconciler, registry_ids: Iterable[str | None] = ()
) -> None:
    """Prove the identity of the library before the first write of a task; once per run.

    system: the one that the task writes to. registry_ids: the declared values of the tenant's setting for the registry ID.
    Raises OtherLibrary if the systems do not belong together, and a TaskError if a system cannot be read and the run does not leave it out.
    """
    registry_ids = sorted({str(value).strip() for value in registry_ids if value} - {call.params["wms_registry_id"]})
    connection = _digest([{name: call.params[name] for name in CONNECTION}, registry_ids, reconciler.has(HOLDING_CODE)])
    if call.state.is_proven(connection):
        return
    looks: dict[str, Callable[[], Iterator[TaskError]]] = {
        WMS: lambda: _wms(call, clients, reconciler),
        RESHARE: lambda: _reshare(call, clients, reconciler, registry_ids),
    }
    faults: list[TaskError] = []
    for name, look in looks.items():
        if can_be_asked(call, name):
            try:
                faults += look()
            except (OtherInstitution, OtherLibrary):
                raise
            except TaskError as fault:
                refuse_unproven(call, name, system, fault)
    if faults:
        raise _together(faults, call.written)
    call.state.note_proven(connection)


def _together(faults: Sequence[TaskError], written: str) -> TaskError:
    """One error for all. If only a branch or code is missing, its name can be wrong instead."""
    kind = OtherLibrary if any(isinstance(fault, OtherLibrary) for fault in faults) else UnknownReference
    text = " ".join([*(f"{fault}." for fault in faults), written])
    if len(faults) > 1:
        return kind(text).consisting_of(faults)
    fault = kind(text, faults[0].object)
    fault.candidates = faults[0].candidates
    return fault


def can_be_asked(call: Call, system: str) -> bool:
    """Whether the task has the address of a system and the credentials for it."""
    return all(call.params[name] for name in CREDENTIALS[system])


def refuse_unproven(call: Call, silent: str, system: str, fault: TaskError) -> None:
    """Refuse to write if the system *silent* cannot be read; only warn if this run leaves it out."""
    if silent == system:
        raise fault
    problem = f"{str(fault).rstrip('.')}. So it is not proven that {_NAMES[WMS]} and {_NAMES[RESHARE]} are those of the same library"
    if silent in call.params["left_out"]:
        call.warn(f"{problem}; this run writes nothing to {_NAMES[silent]}.")
        return
    refused = fault.code == "refused"
    remedy = "Retry later" if fault.no_answer else "Correct that"
    refusal = CallFailed(
        f"{problem}. {call.written}. {remedy}, or leave {_NAMES[silent]} out of the run (--tags {_TAGS[silent]})",
        fault.status,
        refused=refused,
        permission=fault.permission,
    )
    refusal.no_answer = fault.no_answer
    raise refusal from fault


def _wms(call: Call, clients: Clients, reconciler: Reconciler) -> Iterator[TaskError]:
    clients.log_in_at_oclc()
    if reconciler.has(HOLDING_CODE):
        yield from other_locations(call, reconciler)


def _reshare(call: Call, clients: Clients, reconciler: Reconciler, registry_ids: Iterable[str]) -> Iterator[TaskError]:
    """The reconciler of the task reads the kinds that it contains, so that nothing is read twice."""
    # Created before the threads that use it.
    gateway = clients.gateway

    def settings() -> Sequence[CurrentObject]:
        own = reconciler.has(SETTING)
        return reconciler.current(SETTING, [(ownership.REGISTRY_ID,)]) if own else clients.tenant_settings

    def entries() -> Sequence[CurrentObject]:
        own = reconciler.has(PATRON_IDS)
        return reconciler.current(PATRON_IDS) if own else Directory(gateway).read(PATRON_IDS)

    if reasons := other_tenant(call, settings, entries, registry_ids):
        yield OtherLibrary(f"{tenant(call)}: {'; '.join(reasons)}", tenant(call))


def tenant(call: Call) -> str:
    """The tenant in messages."""
    return f"Tenant '{call.params['reshare_tenant']}'"


def other_locations(call: Call, reconciler: Reconciler) -> Iterator[UnknownReference]:
    """An error for each branch and holding code in the variables of the library that the institution does not have."""
    named = [(HOLDING_CODE, "borrowing_holding_location", call.params["borrowing_holding_location"])]
    named.append((BRANCH, "wms_main_branch", call.params["wms_main_branch"]))
    entries = call.params["reshare_settings_pickup_entries"] or {}
    named += [(BRANCH, "reshare_settings_pickup_entries", code) for code in entries.values()]
    wanted = [(kind, variable, str(code)) for kind, variable, code in named if code not in (None, "")]
    rows = [stored.fields for stored in reconciler.current(HOLDING_CODE)] if wanted else []
    known = {kind: [str(identity[-1]) for identity in kind.identities(rows)] for kind in (HOLDING_CODE, BRANCH)}
    for kind, variable, code in wanted:
        if code not in known[kind]:
            yield UnknownReference(
                f"institution {call.params['wms_registry_id']} has no {kind.describe(code)} ({variable}), so the variables seem to be those "
                f"of different libraries. {similar(code, known[kind])} Correct {variable} or wms_registry_id",
                kind.describe(code),
                meant=candidates(code, known[kind]),
            )


def other_tenant(call: Call, settings: Objects, entries: Objects, registry_ids: Iterable[str] = ()) -> list[str]:
    """The reasons why the tenant is another library's. settings, entries: read its settings, and its directory entries as objects of PATRON_IDS.
    registry_ids: as for prove."""
    ids = frozenset(str(value).strip() for value in (call.params["wms_registry_id"], *registry_ids) if value)
    owner = ownership.TenantOwner(call.params["reshare_symbol"], ids, call.params["reshare_replaced_registry_id"])
    reads = [
        _if_permitted(settings if owner.registry_ids else tuple),
        _if_permitted(entries if owner.symbol else tuple),
    ]
    parts = [read.result() for read in side_by_side(reads, call.params["parallel_requests"])]
    return list(ownership.other_tenant(owner, *parts))


def _if_permitted(read: Objects) -> Callable[[], Sequence[CurrentObject] | None]:
    """*read*, but it returns None if the account lacks the permission."""

    def reading() -> Sequence[CurrentObject] | None:
        try:
            return read()
        except CallFailed as fault:
            if fault.permission is None and not (fault.refused and fault.status == 403):
                raise
            return None

    return reading


def _digest(data: object) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()
