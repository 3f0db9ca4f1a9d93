# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans of the tasks that apply a library's configuration: made by the same code, without writes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from .._core.errors import CallFailed, Faults, TaskError
from .._core.objects import CurrentObject, Declaration, Identity, Kind
from .._core.reconcile import Outcome, Reconciler
from .._core.store import Store
from .._record.record_store import RecordStore
from .._reshare.objects.settings import refuse_pretence
from .._reshare.tenant_catalogue import DECLARABLE as RESHARE_DECLARABLE
from .._task.task import Call
from .._wms.catalogue import CHECKED, DECLARABLE
from . import applying, circulation_store, excepted, tenant_store
from .account_dates import check_expiry
from .clients import Clients
from .left_over_accounts import refuse_abandoned
from .tenant_version import refuse_old_version


@dataclass(frozen=True)
class Plan:
    """The plan of applying a configuration.

    wanted: the declarations, by kind; empty if they are invalid. outcome: of the run in check mode. fault: all problems for
    which the run would be rejected, or the failed request.
    """

    reconciler: Reconciler
    wanted: Mapping[str, Declaration]
    outcome: Outcome
    fault: TaskError | None

    @property
    def refused(self) -> bool:
        """Whether the declaration is invalid."""
        return self.fault is not None and not self.interrupted

    @property
    def interrupted(self) -> bool:
        """Whether a request failed: the rest of the plan is missing then."""
        return isinstance(self.fault, CallFailed)

    @property
    def pending(self) -> dict[str, str]:
        """The pending manual steps by title, as texts for people."""
        steps = self.outcome.pending
        return {step.title: f"{step.title} (waits for approval)" if step.confirmed else step.title for step in steps}

    @property
    def changes(self) -> list[str]:
        """Titles of the objects that would change."""
        pending = self.outcome.pending
        changes = [change for change in self.outcome.changes if not any(change.includes(step) for step in pending)]
        return list(dict.fromkeys(change.title for change in changes))

    def after(self, kind: Kind) -> Sequence[Mapping[str, Any]]:
        """The objects of a kind after applying the configuration."""
        return self.reconciler.planned_state(kind)

    def now(self, kind: Kind) -> Sequence[Mapping[str, Any]]:
        """The current objects of a kind; with a record, in the wanted state."""
        return [stored.known for stored in self.reconciler.current(kind)]


def plan_circulation(call: Call, clients: Clients, configuration: Any) -> Plan:
    """The plan of circulation_configuration. Raises a TaskError if no store is configured."""
    kinds = [kind.name for kind in CHECKED]
    kept = circulation_store.recorded(call, clients, pending=True)
    reconciler = circulation_store.reader(call, clients, kept, kinds)
    refuse = partial(check_expiry, call)
    return _with_warnings(call, _plan(call, reconciler, DECLARABLE, configuration, refuse, kinds, kept))


def plan_reshare(call: Call, clients: Clients, configuration: Any, circulation: Plan | None) -> Plan:
    """The plan of reshare_configuration after the circulation configuration is applied. circulation: None if WMS cannot be
    read."""
    return _with_warnings(call, _plan_reshare(call, clients, configuration, circulation))


def refuse_tenant(call: Call, clients: Clients, configuration: Any, circulation: Plan) -> None:
    """Raise a TaskError if, as far as can be read now, the later task of the run that applies the configuration of the tenant would be rejected.
    Warnings are left to that task."""
    plan = _plan_reshare(call, clients, configuration, circulation)
    if plan.fault is not None:
        raise plan.fault
    refuse_old_version(call, clients, plan.reconciler, plan.wanted)


def _plan_reshare(call: Call, clients: Clients, configuration: Any, circulation: Plan | None) -> Plan:
    kinds = RESHARE_DECLARABLE if circulation is None else tenant_store.looked_up(call, RESHARE_DECLARABLE)
    named = None if circulation is None else _After(circulation)
    reconciler = Reconciler(kinds, tenant_store.stores(call, clients, named), at_once=call.params["parallel_requests"])

    def refuse(wanted: Mapping[str, Declaration]) -> None:
        refuse_pretence(wanted)
        if circulation is not None:
            refuse_abandoned(call, reconciler, wanted)

    return _plan(call, reconciler, RESHARE_DECLARABLE, configuration, refuse)


def _plan(
    call: Call,
    reconciler: Reconciler,
    kinds: Sequence[Kind],
    configuration: Any,
    refuse: Callable[[Mapping[str, Declaration]], None],
    read: Collection[str] = (),
    kept: RecordStore | None = None,
) -> Plan:
    """kinds: that can be declared. refuse: raises a TaskError for further problems. read: kinds that are read in addition to the declared
    ones. kept: the record."""
    faults, outcome = Faults(), Outcome()
    wanted: Mapping[str, Declaration] = {}
    try:
        with faults.noted():
            declared = applying.declare_all(configuration, (), kinds)
            wanted = applying.owned(call, declared)
            if kept is not None:
                excepted.withdraw_steps(call, kept, declared)
        with faults.noted():
            reconciler.read_ahead(wanted, read)
            outcome = reconciler.run(wanted, check_mode=True, alone=True)
        with faults.noted():
            refuse(wanted)
        faults.report()
    except TaskError as fault:
        return Plan(reconciler, wanted, outcome, fault)
    return Plan(reconciler, wanted, outcome, None)


def _with_warnings(call: Call, plan: Plan) -> Plan:
    for warning in plan.outcome.warnings if plan.fault is None else ():
        call.warn(warning)
    return plan


class _After(Store):
    """The objects of WMS to which ReShare refers, as they would be after a plan."""

    def __init__(self, plan: Plan):
        self._plan = plan

    def read(self, kind: Kind, identities: Sequence[Identity]) -> list[CurrentObject]:
        return [CurrentObject("", None, fields) for fields in self._plan.after(kind)]
