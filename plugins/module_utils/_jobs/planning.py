# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""What the tasks that apply a library's configuration would do, found out by their own code, without a write."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._core.errors import CallFailed, Faults, TaskError
from .._core.objects import CurrentObject, Declaration, Identity, Kind
from .._core.reconcile import Outcome, Reconciler, Store
from .._reshare.settings import refuse_pretence
from .._task.task import Call
from .._wms import resolution
from .._wms.catalogue import DECLARABLE
from . import declared, reshare, wms
from .clients import Clients


@dataclass(frozen=True)
class Plan:
    """What applying a configuration would do.

    wanted: what is declared, by kind; empty where that can't be read. outcome: of the run in check mode. fault: everything for
    which the run would be refused, or the call that failed.
    """

    reconciler: Reconciler
    wanted: Mapping[str, Declaration]
    outcome: Outcome
    fault: TaskError | None

    @property
    def refused(self) -> bool:
        """Whether what is declared is wrong."""
        return self.fault is not None and not isinstance(self.fault, CallFailed)

    @property
    def waiting(self) -> list[str]:
        """Titles of what a person has to do; applying the configuration does not make it."""
        return list(dict.fromkeys(one.title for one in self.outcome.pending))

    @property
    def changes(self) -> list[str]:
        """Titles of what applying the configuration would change."""
        titles = dict.fromkeys(change.title for change in self.outcome.changes)
        return [title for title in titles if title not in self.waiting]

    def after(self, kind: Kind) -> Sequence[Mapping[str, Any]]:
        """The objects of a kind as applying the configuration would leave them."""
        return self.reconciler.reached(kind)

    def now(self, kind: Kind) -> Sequence[Mapping[str, Any]]:
        """The objects of a kind as they are; with a record, as they are wanted."""
        return [one.fields for one in self.reconciler.current(kind)]


def plan_circulation(call: Call, clients: Clients, configuration: Any) -> Plan:
    """What circulation_configuration would do. Raises a TaskError where no store is configured."""
    kinds = [kind.name for kind in resolution.KINDS]
    reconciler = Reconciler(wms.known(call, kinds), wms.store(call, clients, pending=True))
    return _plan(
        call,
        reconciler,
        lambda: declared.declare_all(configuration, (), DECLARABLE),
        lambda wanted: wms.refuse_expired(call, wanted),
        kinds,
    )


def plan_reshare(call: Call, clients: Clients, configuration: Any, circulation: Plan | None) -> Plan:
    """What reshare_configuration would do after the circulation configuration was applied. circulation: None where nothing can
    be looked up in WMS."""
    kinds = reshare.DECLARABLE if circulation is None else reshare.looked_up(call)
    named = None if circulation is None else _After(circulation)
    return _plan(
        call,
        Reconciler(kinds, reshare.store(call, clients, named)),
        lambda: declared.declare_all(configuration, (), reshare.DECLARABLE),
        refuse_pretence,
    )


def _plan(
    call: Call,
    reconciler: Reconciler,
    declare: Callable[[], Mapping[str, Declaration]],
    refuse: Callable[[Mapping[str, Declaration]], None],
    read: Collection[str] = (),
) -> Plan:
    """read: kinds that are looked at besides those declared."""
    faults, outcome = Faults(), Outcome()
    wanted: Mapping[str, Declaration] = {}
    try:
        with faults.noted():
            wanted = declare()
        with faults.noted():
            refuse(wanted)
        with faults.noted():
            reconciler.prefetch({*wanted, *read})
            outcome = reconciler.run(wanted, check_mode=True, alone=True)
        faults.report()
    except TaskError as fault:
        return Plan(reconciler, wanted, outcome, fault)
    for warning in outcome.warnings:
        call.warn(warning)
    return Plan(reconciler, wanted, outcome, None)


class _After(Store):
    """What ReShare names of WMS, as a plan leaves it."""

    def __init__(self, plan: Plan):
        self._plan = plan

    def read(self, kind: Kind, identities: Sequence[Identity]) -> list[CurrentObject]:
        return [CurrentObject("", None, fields) for fields in self._plan.after(kind)]
