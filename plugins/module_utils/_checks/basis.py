# SPDX-License-Identifier: GPL-3.0-or-later

"""The data that the go-live checks of one library share (plans, objects, evidence in the record), and functions that make a check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Union
from urllib.parse import urlsplit

from .._core.checks import DEPENDS, FAIL, NOT_APPLIED, PASS, PENDING, UNKNOWN, Check, Problem
from .._core.errors import TaskError
from .._core.side_by_side import side_by_side
from .._module_tasks import excepted, record_options, recorded_evidence, truth_tables
from .._module_tasks.circulation_store import objects_of
from .._module_tasks.clients import Clients
from .._module_tasks.planning import Plan, plan_circulation, plan_reshare
from .._record.content import RecordData
from .._task.task import Call
from .._wms import account_expiry, resolution
from .._wms.expectations import Judgement
from .._wms.resolution import Resolver
from .check_texts import APPLY, REMEDIES, TITLES

OCLC, RESHARE = "OCLC", "ReShare"

#: The checks that are only possible if the configuration can be applied, or was applied.
_LAST = ("borrowed_items", "lent_items", "expectations", "patron_check")

#: The stage of a library. PLANNED: the configuration will be applied, and the checks use the planned state. APPLIED: it was just
#: applied, so no change may be left. LIVE: the checks use the current state.
PLANNED, APPLIED, LIVE = "planned", "applied", "live"

#: The suboptions of the option expected.
EXPECTED: dict[str, dict[str, Any]] = {
    "stage": {"type": "str", "choices": [PLANNED, APPLIED, LIVE], "default": PLANNED},
    "holding_location": {"type": "str"},
    "shelving_location": {"type": "str"},
    "lending_patron_type": {"type": "str"},
    "account_days": {"type": "int", "default": account_expiry.ENOUGH_DAYS},
    "authorisation_form": {"type": "str"},
    "patron_check": {"type": "bool", "default": False},
    "crosslink_export": {"type": "bool", "default": False},
}

Made = Iterator[Check]
#: What a check finds: its problems, or a complete result.
Found = Union[Iterable[Problem], Check]  # noqa: UP007


class NotPossible(TaskError):
    """A check cannot be made yet. problem: the reason."""

    def __init__(self, problem: Problem):
        super().__init__(problem.text)
        self.problem = problem


class CheckedLibrary:
    """The library that is checked. Shared data is read once."""

    def __init__(self, call: Call, clients: Clients):
        self.call = call
        self.clients = clients
        self.expected: Mapping[str, Any] = call.params["expected"]
        # Systems that rejected the login, with the check that found it.
        self.closed: dict[str, str] = {}
        self.cases = truth_tables.declared_cases(call)
        self.judgements: list[Judgement] = []
        # The check that shows an error, by the text of the error, or by the host that does not respond.
        self._shown: dict[str, str] = {}

    @property
    def today(self) -> date:
        """The day of this machine's clock, UTC."""
        return _today()

    def guarded(self, name: str, look: Callable[[CheckedLibrary], Found], system: str | None) -> Check:
        """One check. *look* returns the problems, or a Check. A TaskError means that the check is not possible."""
        if system in self.closed:
            return unknown(name, see(self.closed[system]))
        try:
            if name in _LAST and (why := self._too_early()):
                return unknown(name, why)
            result = look(self)
            if isinstance(result, Check):
                return result
            problems = list(result)
            if not any(problem.is_verdict for problem in problems):
                return unknown(name, problems) if problems else passed(name)
            return failed(name, problems)
        except NotPossible as reason:
            return unknown(name, reason.problem)
        except TaskError as fault:
            first = self._first_with(fault, name)
            return unknown(name, fault if first == name else see(first))

    def judged(self, name: str, fault: TaskError) -> Check:
        """A check that ended with an error: failed if the error is a verdict, else inconclusive."""
        self._first_with(fault, name)
        return Check(name, TITLES[name]).judged(fault)

    def _first_with(self, fault: TaskError, name: str) -> str:
        """The name of the check that shows this error: an error that stops several checks, such as a system that does not respond, is shown once."""
        system = urlsplit(fault.request.partition(" ")[2]).netloc if fault.no_answer and fault.request else ""
        return self._shown.setdefault(system or str(fault), name)

    @cached_property
    def circulation(self) -> Plan:
        """The plan of the circulation configuration."""
        return plan_circulation(self.call, self.clients, self.call.params_raw.get("circulation_configuration") or {})

    @cached_property
    def tenant_plan(self) -> Plan:
        """The plan of the tenant's configuration."""
        # References to WMS can only be looked up if its objects are known, including those of the circulation configuration.
        circulation = None if OCLC in self.closed or self.circulation.refused else self.circulation
        configuration = self.call.params_raw.get("reshare_configuration") or {}
        return plan_reshare(self.call, self.clients, configuration, circulation)

    def read_ahead(self) -> None:
        """Log in to both systems and make their first reads at the same time. The checks report what failed."""

        def oclc() -> object:
            self.clients.log_in_at_oclc()
            return self.circulation

        with suppress(TaskError):
            # Created before the threads that use it.
            gateway = self.clients.gateway
            side_by_side([oclc, lambda: gateway.modules], self.call.params["parallel_requests"])

    def plans(self) -> tuple[Plan, Plan]:
        """The plans of both systems. Raises a TaskError if one of them is not possible."""
        if self.closed:
            raise NotPossible(see(next(iter(self.closed.values()))))
        plans = (self.circulation, self.tenant_plan)
        if any(plan.fault for plan in plans):
            raise NotPossible(Problem("checked once the configuration can be applied", NOT_APPLIED))
        return plans

    def pending(self) -> list[Problem]:
        """The steps that people have to make."""
        steps = {title: text for plan in self.plans() for title, text in plan.pending.items()}
        return [Problem(self._with_exception(title, text), PENDING, title) for title, text in steps.items()]

    def _with_exception(self, title: str, text: str) -> str:
        """The text about an object that is not as declared; if it has an exception that does not count, with the reason."""
        reason = excepted.refused(self.call, self.circulation.wanted).get(title)
        return f"{text} ({reason})" if reason else text

    def lacking(self) -> list[Problem]:
        """The objects that are not as declared."""
        titles = dict.fromkeys(title for plan in self.plans() for title in plan.changes)
        return [Problem(self._with_exception(title, title), NOT_APPLIED, title) for title in titles]

    def _too_early(self) -> Problem | None:
        """The reason why the checks in _LAST are not possible yet; None if they are."""
        if OCLC in self.closed:
            return see(self.closed[OCLC])
        if self.circulation.fault is not None:
            return see("circulation_plan")
        if self.expected["stage"] == APPLIED and (self.pending() or self.lacking()):
            return Problem("checked once the declared configuration is applied", NOT_APPLIED)
        return None

    @cached_property
    def objects(self) -> resolution.Objects:
        """The objects to check: as planned, or as they are."""
        if self.expected["stage"] == PLANNED:
            return self.circulation.after
        if self.call.params["wms_record_dir"]:
            # Pending changes do not exist yet.
            return objects_of(self.call, self.clients, None)
        return self.circulation.now

    @cached_property
    def resolver(self) -> Resolver:
        """The policies that apply to these objects."""
        return Resolver(self.objects)

    def problems_in(
        self, look: Callable[[resolution.Objects], Iterable[Problem]], objects: resolution.Objects
    ) -> list[Problem]:
        """The problems of some objects. The problems that the declared configuration would end get the remedy to apply it."""
        problems, plan = list(look(objects)), self.circulation
        if not problems or self.expected["stage"] == PLANNED or plan.fault or not plan.changes:
            return problems
        left = {problem.subject for problem in look(plan.after)}
        return [problem if problem.subject in left else replace(problem, remedy=APPLY) for problem in problems]

    @cached_property
    def evidence(self) -> recorded_evidence.Latest:
        """The evidence in the record; none without a record, or if it cannot be read, which the plan reports."""
        try:
            return {} if self.content is None else self.content.evidence
        except TaskError:
            return {}

    @cached_property
    def content(self) -> RecordData | None:
        """The record, if there is one."""
        return record_options.record_file(self.call).load() if self.call.params["wms_record_dir"] else None


def passed(name: str, detail: str = "") -> Check:
    """A check that passed."""
    return Check(name, TITLES[name], PASS, detail)


def failed(name: str, why: Sequence[Problem]) -> Check:
    """A check that failed."""
    return Check(name, TITLES[name]).decided(FAIL, why, REMEDIES.get(name, ""))


def unknown(name: str, why: TaskError | Problem | Sequence[Problem], remedy: str = "") -> Check:
    """A check that cannot be made."""
    return Check(name, TITLES[name]).decided(UNKNOWN, [why] if isinstance(why, Problem) else why, remedy)


def see(name: str) -> Problem:
    """The problem of a check that depends on another one."""
    return Problem(f"see {name}", DEPENDS, name)


def _today() -> date:
    return datetime.now(UTC).date()
