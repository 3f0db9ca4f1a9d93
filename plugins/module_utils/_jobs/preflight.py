# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Checks of a library, before changes and before its link goes live. They change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Union

from .._core.checks import (
    BLOCKED,
    DEPENDS,
    DIFFERS,
    EXPIRES,
    FAIL,
    INVALID,
    LATER,
    LEGACY,
    NOT_APPLIED,
    NOT_KNOWN,
    OTHER_LIBRARY,
    PASS,
    PENDING,
    REFUSED,
    UNKNOWN,
    UNSUPPORTED,
    Check,
    Problem,
    checks_result,
    waived,
)
from .._core.errors import NoRecord, TaskError
from .._core.evidence import PATRONS
from .._core.objects import Declaration
from .._core.texts import counted
from .._core.values import Day
from .._record import knowledge
from .._record.content import RecordData
from .._record.sources import HOW
from .._reshare import patron_check, versions
from .._reshare.objects.patron_ids import PATRON_IDS
from .._reshare.objects.settings import SETTING
from .._task.arguments import Arguments
from .._task.task import Call, Result, Secrets, Task
from .._wms import account_expiry, resolution
from .._wms.catalogue import DECLARABLE
from .._wms.expectations import Judgement
from .._wms.notices import notifications_in_use
from .._wms.oauth import OtherInstitution
from .._wms.objects.loans import LOAN_POLICY, LOAN_POLICY_MAP
from .._wms.objects.locations import HOLDING_CODE
from .._wms.objects.patrons import PATRON_ACCOUNT, PATRON_TYPE_POLICY, lent_to
from .._wms.proof import Proof
from .._wms.report_files import LABELS
from .._wms.resolution import Resolver
from . import applying, identity_proof, record, recorded_evidence, reshare, truth_tables, wms
from .clients import Clients
from .planning import Plan, plan_circulation, plan_reshare
from .policy_resolution import objects_of
from .preflight_texts import APPLY, NO_FORM, REMEDIES, TITLES

OCLC, RESHARE = "OCLC", "ReShare"

#: The checks that are only possible if the configuration can be applied, or was applied.
_LAST = ("borrowed_items", "lent_items", "expectations", "patron_check")

#: The stage of a library. PLANNED: the configuration will be applied, and the checks use the state after that. APPLIED: it was
#: applied just now, so no change may be left. LIVE: the checks use the current state.
PLANNED, APPLIED, LIVE = "planned", "applied", "live"

Made = Iterator[Check]
#: What a check finds: its problems, or a complete result.
_Found = Union[Iterable[Problem], Check]  # noqa: UP007


class NotPossible(TaskError):
    """A check cannot be made now. problem: the reason."""

    def __init__(self, problem: Problem):
        super().__init__(problem.text)
        self.problem = problem


def preflight_task() -> Task:
    """The work of preflight_info."""
    arguments: Arguments = {
        "circulation_configuration": {"type": "dict", "default": {}},
        "reshare_configuration": {"type": "dict", "default": {}},
        "expected": {"type": "dict", "apply_defaults": True, "options": _EXPECTED},
        "expectations": {"type": "list", "elements": "dict", "default": []},
        "waivers": {"type": "dict", "default": {}},
    }

    def perform(call: Call) -> Result:
        clients = Clients(call, wms.scopes(call, [PATRON_ACCOUNT.name]))
        checking = _Checks(call, clients)
        made = sorted(checking.all(), key=lambda check: list(TITLES).index(check.name))
        checks = waived(made, call.params["waivers"], list(TITLES), _today().isoformat())
        ready = not any(check.stops for check in checks)
        judgements = [one.data for one in checking.judgements]
        return {
            **checks_result(checks),
            "ready": ready,
            "expectations": judgements,
            "evidence": recorded_evidence.dates(checking.evidence),
            **clients.result(),
        }

    return Task(arguments, perform, secrets=_secrets)


def _secrets(options: Mapping[str, Any]) -> Secrets:
    return reshare.configuration_secrets(options.get("reshare_configuration"))


_EXPECTED: dict[str, dict[str, Any]] = {
    "stage": {"type": "str", "choices": [PLANNED, APPLIED, LIVE], "default": PLANNED},
    "holding_location": {"type": "str"},
    "shelving_location": {"type": "str"},
    "lending_patron_type": {"type": "str"},
    "account_days": {"type": "int", "default": account_expiry.ENOUGH_DAYS},
    "authorisation_form": {"type": "str"},
    "patron_check": {"type": "bool", "default": False},
}


class _Checks:
    """The checks of one library. Shared data is read once."""

    def __init__(self, call: Call, clients: Clients):
        self._call = call
        self._clients = clients
        self._expected: Mapping[str, Any] = call.params["expected"]
        self._cases = truth_tables.declared_cases(call)
        self.judgements: list[Judgement] = []
        # Systems that rejected the login, with the check that found it.
        self._closed: dict[str, str] = {}
        # The check that shows that the record is missing.
        self._no_record = ""

    def all(self) -> Made:
        yield from self._key()
        yield from self._guarded("circulation_plan", lambda: self._applies("circulation_plan", self._circulation), OCLC)
        yield from self._lending_accounts()
        yield from self._guarded("patron_types", self._patron_types, OCLC)
        yield from self._guarded("legacy_notifications", self._legacy, OCLC)
        yield self._form()
        yield from self._login()
        yield from self._guarded("reshare_tenant", self._tenant, RESHARE)
        yield from self._guarded("reshare_version", self._version, RESHARE)
        yield from self._guarded("reshare_permissions", self._permissions, RESHARE)
        yield from self._guarded("reshare_plan", lambda: self._applies("reshare_plan", self._tenant_plan), RESHARE)
        yield from self._guarded("locations", self._locations, OCLC)
        if self._expected["stage"] == APPLIED:
            yield from self._guarded("nothing_pending", self._pending, OCLC)
            yield from self._guarded("nothing_differs", self._nothing_differs, OCLC)
        yield from self._proof()

    def _proof(self) -> Made:
        """The checks before going live, each only if its objects are declared."""
        circulation = self._call.params["circulation_configuration"]
        if circulation and self._expected["holding_location"]:
            yield from self._guarded("borrowed_items", self._borrowed, OCLC)
        if circulation and self._expected["lending_patron_type"]:
            yield from self._guarded("lent_items", self._lent, OCLC)
        if self._cases:
            yield from self._guarded("expectations", self._expectations, OCLC)
        if circulation:
            yield from self._reports()
        if self._expected["patron_check"]:
            yield from self._guarded("patron_check", self._patrons, RESHARE)

    def _guarded(self, name: str, look: Callable[[], _Found], system: str | None) -> Made:
        """Make one check. *look* returns the problems, or a Check. A TaskError means that the check is not possible."""
        if system in self._closed:
            yield self._unknown(name, _see(self._closed[system]))
            return
        try:
            why = self._too_early() if name in _LAST else None
            found = self._unknown(name, why) if why else look()
            if not isinstance(found, Check):
                problems = list(found)
                found = self._failed(name, problems) if problems else self._passed(name)
        except NotPossible as reason:
            found = self._unknown(name, reason.problem)
        except NoRecord as fault:
            found = self._unknown(name, _see(self._no_record) if self._no_record else fault)
            self._no_record = self._no_record or name
        except TaskError as fault:
            found = self._unknown(name, fault)
        yield found

    @staticmethod
    def _passed(name: str, detail: str = "") -> Check:
        return Check(name, TITLES[name], PASS, detail)

    @staticmethod
    def _failed(name: str, why: TaskError | Sequence[Problem]) -> Check:
        return Check(name, TITLES[name]).decided(FAIL, why, REMEDIES.get(name, ""))

    def _not_logged_in(self, name: str, fault: TaskError) -> Check:
        """A system without a response has not rejected the credentials: the check is unknown, not failed."""
        return self._unknown(name, fault) if fault.no_answer else self._failed(name, fault)

    @staticmethod
    def _unknown(name: str, why: TaskError | Problem, remedy: str = "") -> Check:
        return Check(name, TITLES[name]).decided(UNKNOWN, [why] if isinstance(why, Problem) else why, remedy)

    # --------------------------------------------------------------------------------------------------- plans

    @cached_property
    def _circulation(self) -> Plan:
        return plan_circulation(self._call, self._clients, self._call.params_raw.get("circulation_configuration") or {})

    @cached_property
    def _tenant_plan(self) -> Plan:
        # References to WMS can only be looked up if WMS is known, including the objects of the circulation configuration.
        circulation = None if OCLC in self._closed or self._circulation.refused else self._circulation
        configuration = self._call.params_raw.get("reshare_configuration") or {}
        return plan_reshare(self._call, self._clients, configuration, circulation)

    def _applies(self, name: str, plan: Plan) -> Check:
        if plan.fault is None:
            return self._passed(name)
        if not plan.refused:
            raise plan.fault
        return self._failed(name, plan.fault)

    def _plans(self) -> tuple[Plan, Plan]:
        """The plans of both systems. Raises a TaskError if one of them is not possible."""
        if self._closed:
            raise NotPossible(_see(next(iter(self._closed.values()))))
        plans = (self._circulation, self._tenant_plan)
        if any(plan.fault for plan in plans):
            raise NotPossible(Problem("checked once the configuration can be applied", NOT_APPLIED))
        return plans

    def _pending(self) -> list[Problem]:
        steps = {title: text for plan in self._plans() for title, text in plan.pending.items()}
        return [Problem(text, PENDING, title) for title, text in steps.items()]

    def _lacking(self) -> list[Problem]:
        titles = dict.fromkeys(title for plan in self._plans() for title in plan.changes)
        return [Problem(title, NOT_APPLIED, title) for title in titles]

    def _nothing_differs(self) -> _Found:
        """With a record, the detail says how much of it was only stated by a person."""
        lacking = self._lacking()
        if lacking or not self._call.params["wms_record_dir"]:
            return lacking
        store = record.opened_for_reading(self._call, self._clients)
        known = knowledge.of_declared(store, DECLARABLE, self._circulation.wanted)
        fields = record.knowledge(self._call, store, known)["knowledge"]["fields"]
        told = ", ".join(f"{count} {HOW[how]}" for how, count in fields.items() if count)
        return self._passed("nothing_differs", f"number of values: {told}" if told else "")

    def _too_early(self) -> Problem | None:
        """The reason why the last checks are not possible yet."""
        if OCLC in self._closed:
            return _see(self._closed[OCLC])
        if self._circulation.fault is not None:
            return _see("circulation_plan")
        if self._expected["stage"] == APPLIED and (self._pending() or self._lacking()):
            return Problem("checked once the declared configuration is applied", NOT_APPLIED)
        return None

    @cached_property
    def _objects(self) -> resolution.Objects:
        """The objects to check: as planned, or as they are."""
        if self._expected["stage"] == PLANNED:
            return self._circulation.after
        if self._call.params["wms_record_dir"]:
            # Pending changes do not exist yet.
            return objects_of(self._call, self._clients, None)
        return self._circulation.now

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._objects)

    def _found(
        self, look: Callable[[resolution.Objects], Iterable[Problem]], objects: resolution.Objects
    ) -> list[Problem]:
        """The problems of some objects. Applying the declared configuration is the remedy of those that it ends."""
        found, plan = list(look(objects)), self._circulation
        if not found or self._expected["stage"] == PLANNED or plan.fault or not plan.changes:
            return found
        left = {one.subject for one in look(plan.after)}
        return [one if one.subject in left else replace(one, remedy=APPLY) for one in found]

    def _borrowed(self) -> list[Problem]:
        for warning in self._maps(self._objects).short_holds():
            self._call.warn(warning)
        return self._found(lambda objects: self._maps(objects).borrowed(), self._objects)

    def _lent(self) -> list[Problem]:
        patron_type = self._expected["lending_patron_type"]
        return self._found(lambda objects: self._maps(objects).lent(patron_type), self._objects)

    def _expectations(self) -> Check:
        self.judgements = truth_tables.judged(self._call, self._cases, self._objects)
        status, detail = truth_tables.outcome(self.judgements)
        if status == FAIL:
            return self._failed("expectations", self._found(self._unmet, self._objects))
        remedy = "Import the existing configuration (reshare.wms.adopt), or remove the column from the case."
        if status == PASS:
            return self._passed("expectations", detail)
        return self._unknown("expectations", Problem(detail, NOT_KNOWN), remedy)

    def _unmet(self, objects: resolution.Objects) -> list[Problem]:
        status, detail = truth_tables.outcome(truth_tables.judged(self._call, self._cases, objects))
        return [Problem(detail, DIFFERS)] if status == FAIL else []

    def _maps(self, objects: resolution.Objects) -> Proof:
        place = (self._expected["holding_location"], self._expected["shelving_location"])
        return Proof(objects, self._circulation.wanted, place, recorded_evidence.patron_types(self.evidence))

    # ---------------------------------------------------------------------------------------------------- OCLC

    def _key(self) -> Made:
        try:
            self._clients.log_in_at_oclc()
        except OtherInstitution as fault:
            self._closed[OCLC] = "wms_institution"
            yield self._passed("wms_key")
            yield self._failed("wms_institution", fault)
            return
        except TaskError as fault:
            self._closed[OCLC] = "wms_key"
            yield self._not_logged_in("wms_key", fault)
            yield self._unknown("wms_institution", _see("wms_key"))
            return
        yield self._passed("wms_key")
        yield self._passed("wms_institution")

    def _locations(self) -> _Found:
        """Whether the plans can look up names, and the institution has those of the library that the plans do not report."""
        if self._call.params["wms_record_dir"] and not self._call.params["wms_read_locations"]:
            remedy = "Check the Holding Codes Translation Table, and waive this check with a reason."
            text = "the library's WSKey cannot read locations (wms_read_locations is false)"
            return self._unknown("locations", Problem(text, NOT_KNOWN, fields=("wms_read_locations",)), remedy)
        plans = [self._circulation, *([] if RESHARE in self._closed else [self._tenant_plan])]
        reported = " ".join(str(plan.fault) for plan in plans)
        others = identity_proof.other_locations(self._call, lambda: self._circulation.reconciler.current(HOLDING_CODE))
        return [Problem(str(one), one.code, one.object) for one in others if str(one.object) not in reported]

    def _barcodes(self, wanted: Mapping[str, Declaration]) -> list[str]:
        """The barcodes of the declared accounts to which items are lent."""
        return [barcode for barcode, one in recorded_evidence.declared_accounts(wanted).items() if lent_to(one)]

    def _lending_accounts(self) -> Made:
        """From Identity Management; where it cannot be read, from OCLC's reports."""
        for check in self._guarded("lending_accounts", self._accounts, OCLC):
            yield (self._reported_accounts() if check.status == UNKNOWN else None) or check

    def _reported_accounts(self) -> Check | None:
        """The check of the declared accounts in the recorded patron report; None without one."""
        full, there = self.evidence.get(PATRONS), recorded_evidence.accounts(self.evidence)
        if full is None:
            return None
        try:
            wanted = applying.declare_all(self._call.params_raw.get("circulation_configuration") or {}, (), DECLARABLE)
        except TaskError:
            # Reported by the plan.
            return None
        problems = [*recorded_evidence.account_problems(self.evidence, wanted)]
        problems += self._all_unusable(self._barcodes(wanted), there)
        source = f"as {LABELS[PATRONS]} of {full.last} shows"
        if problems:
            shown = [replace(one, text=f"{one.text.rstrip('.')} ({source})") for one in problems]
            return self._failed("lending_accounts", shown)
        return self._passed("lending_accounts", source)

    def _accounts(self) -> list[Problem]:
        """The problems of declared accounts that exist or will exist."""
        plan, barcodes = self._circulation, self._barcodes(self._circulation.wanted)
        if plan.fault is not None and not plan.refused:
            # It is not known which accounts were read before a request failed.
            raise TaskError("see circulation_plan")

        def look(objects: resolution.Objects) -> Iterator[Problem]:
            there = {str(one.get("barcode")): one for one in (objects(PATRON_ACCOUNT) if barcodes else ())}
            return self._all_unusable(barcodes, there)

        return self._found(look, plan.after if self._expected["stage"] == PLANNED else plan.now)

    def _all_unusable(self, barcodes: Iterable[str], there: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
        return (problem for barcode in barcodes if barcode in there for problem in self._unusable(there[barcode]))

    def _unusable(self, account: Mapping[str, Any]) -> Iterator[Problem]:
        title, expires = f"The account {account.get('barcode')}", account.get("expires")
        about = PATRON_ACCOUNT.describe(str(account.get("barcode")))
        if account.get("blocked"):
            yield Problem(f"{title} is blocked", BLOCKED, about, ("blocked",), remedy="Unblock it in User Management.")
        elif expires:
            periods = self._loan_periods(account.get("patron_type"))
            enough = self._expected["account_days"]
            for text, remedy in account_expiry.problems(expires, _today(), periods, enough):
                yield Problem(f"{title}: {text}", EXPIRES, about, ("expires",), remedy=f"{remedy}.")

    def _loan_periods(self, patron_type: str | None) -> list[Mapping[str, Any]]:
        """The loan periods of an account; none if the maps cannot be read, which other checks report."""
        try:
            return self._resolver.loan_periods(patron_type)
        except TaskError:
            return []

    def _patron_types(self) -> Check:
        # The patron type of the lending accounts is not one of the library's patrons.
        found = {*self._resolver.patron_types(), *recorded_evidence.patron_types(self.evidence)}
        types = sorted(found - {self._expected["lending_patron_type"]})
        if types:
            return self._passed("patron_types", ", ".join(types))
        if self._call.params["wms_record_dir"] and record.found(self._call, resolution.MAPS):
            return self._passed("patron_types", "no map distinguishes patron types")
        remedy = "Import the existing configuration (reshare.wms.adopt), or waive this check with a reason."
        why = Problem("no Patron Type Policy is known, and no map refers to one", NOT_KNOWN, PATRON_TYPE_POLICY.label)
        return self._unknown("patron_types", why, remedy)

    @cached_property
    def evidence(self) -> recorded_evidence.Latest:
        """The evidence in the record; none without a record, or if it cannot be read, which the plan reports."""
        try:
            return {} if self._content is None else self._content.evidence
        except TaskError:
            return {}

    @cached_property
    def _content(self) -> RecordData | None:
        return record.record_file(self._call).load() if self._call.params["wms_record_dir"] else None

    def _reports(self) -> Made:
        """Made if loans were compared, and the maps and policies have neither changed since nor are to be changed."""
        if not self.evidence or self._content is None or OCLC in self._closed:
            return
        plan = self._circulation
        changing = {one.kind for one in (*plan.outcome.changes, *plan.outcome.pending)} & {LOAN_POLICY, LOAN_POLICY_MAP}
        known = [] if plan.fault or changing else recorded_evidence.about_loans(self._content, plan.wanted)
        if first := recorded_evidence.contradiction(known):
            yield self._failed("reports", [first])
        elif known:
            shown = (
                f"{LABELS[one.report]}: {counted(sum(one.loans.values()), 'loan')} until {one.last}" for one in known
            )
            yield self._passed("reports", "; ".join(shown))

    def _legacy(self) -> Check:
        told, sent, legacy = notifications_in_use(self._circulation.now, self._objects, _today())
        if sent:
            return self._passed("legacy_notifications", told)
        return self._failed("legacy_notifications", [Problem(told, LEGACY, name) for name in legacy])

    def _form(self) -> Check:
        said = self._expected["authorisation_form"]
        if not said:
            return self._unsigned(NO_FORM)
        try:
            day = Day().normalise(said)
        except ValueError as fault:
            return self._unsigned(f"the date {fault}")
        if day is None or day > _today().isoformat():
            return self._unsigned(f"{day} is in the future")
        return self._passed("authorisation_form", f"declared: {day}")

    def _unsigned(self, why: str) -> Check:
        return self._failed("authorisation_form", [Problem(why, INVALID, fields=("preflight_authorisation_form",))])

    # ------------------------------------------------------------------------------------------------- ReShare

    def _login(self) -> Made:
        try:
            self._clients.gateway.log_in()
        except TaskError as fault:
            self._closed[RESHARE] = "reshare_login"
            yield self._not_logged_in("reshare_login", fault)
            return
        yield self._passed("reshare_login")

    def _tenant(self) -> list[Problem]:
        current = self._tenant_plan.reconciler.current
        evidence = identity_proof.ProofSources(None, lambda: current(SETTING), lambda: current(PATRON_IDS))
        texts = identity_proof.other_tenant(self._call, evidence)
        return [Problem(text, OTHER_LIBRARY, identity_proof.tenant(self._call)) for text in texts]

    def _version(self) -> Check:
        modules = versions.modules(self._clients.gateway, self._call.params["reshare_tenant"])
        lacks = [Problem(text, UNSUPPORTED, "mod-rs") for text in versions.wms2_lacks(modules)]
        if modules is None:
            why = replace(lacks[0], code=NOT_KNOWN)
            return self._unknown(
                "reshare_version", why, "Ask the hosting provider, and waive this check with a reason."
            )
        if lacks:
            return self._failed("reshare_version", lacks)
        return self._passed("reshare_version", f"mod-rs {modules.get('mod-rs')}")

    def _permissions(self) -> list[Problem]:
        plan = self._tenant_plan
        # After the changes, lists that nothing declared needs do not matter for the link.
        probe = self._expected["stage"] == PLANNED or plan.fault is not None
        lists = versions.readable(self._clients.gateway, reshare.lists_read(plan.reconciler), probe=probe)
        refused = [(name, fault) for name, fault in lists.items() if fault is not None]
        return [
            Problem(
                f"{name.replace('_', ' ')}: {str(fault).rstrip('.')}", fault.code, name, permission=fault.permission
            )
            for name, fault in refused
        ]

    def _patrons(self) -> _Found:
        """ReShare can only check accounts and settings that exist."""
        if self._expected["stage"] == PLANNED and (self._lacking() or self._pending()):
            why = "only possible once the declared configuration is applied; checked before the link is enabled"
            return Check("patron_check", TITLES["patron_check"]).decided(LATER, [Problem(why, NOT_APPLIED)])
        settings = {str(row.get("key")): row.get("value") for row in self._tenant_plan.now(SETTING)}
        key, secret = (str(settings.get(name) or "") for name in ("wms_api_key", "wms_api_secret"))
        guard = self._clients.login_guard(patron_check.judge, key, secret)
        pace = self._clients.identity_pace(key)
        barcodes = self._barcodes(self._circulation.wanted)
        found = patron_check.problems(self._clients.gateway, guard, pace.slot, barcodes)
        return (self._rejected(barcode, text) for barcode, text in found)

    def _rejected(self, barcode: str, text: str) -> Problem:
        title = PATRON_ACCOUNT.describe(barcode)
        changing = title in self._circulation.changes or self._tenant_plan.changes
        return Problem(text, REFUSED, title, remedy=APPLY if changing else "")


def _see(name: str) -> Problem:
    return Problem(f"see {name}", DEPENDS, name)


def _today() -> date:
    return datetime.now(UTC).date()
