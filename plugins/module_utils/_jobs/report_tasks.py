# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks that compare OCLC's report files with the configuration of a library, and import them into its record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from .._core.errors import ValidationError, quoted
from .._core.evidence import DIRECTIONS, FORMS, INVENTORY, NOT_PROVEN, Evidence
from .._core.files import listed
from .._core.objects import Declaration
from .._core.values import Day
from .._record.content import RecordData
from .._record.record_store import RecordStore
from .._record.sources import REPORT, Attribution, Source
from .._task.arguments import Arguments
from .._task.task import Call, Result, Task
from .._wms.catalogue import DECLARABLE
from .._wms.objects.loans import LOAN_POLICY
from .._wms.report_files import LABELS, is_report, reports
from .._wms.report_findings import Wanted, read
from .._wms.resolution import Objects, Resolver, declared_objects
from . import applying, record, recorded_evidence, wms
from .clients import Clients
from .policy_resolution import objects_of

#: The options about the comparison.
ARGUMENTS: Arguments = {
    "institution_symbol": {"type": "str"},
    "configuration": {"type": "dict", "default": {}},
    "holding_location": {"type": "str"},
    "shelving_location": {"type": "str"},
    "lending_patron_type": {"type": "str"},
    "since": {"type": "str"},
}


def report_task() -> Task:
    """The work of oclc_report_info."""

    def perform(call: Call) -> Result:
        found = clients(call)
        compared = Compared(
            configuration(call, found, applying.declare_all(call.params_raw.get("configuration") or {}, (), DECLARABLE))
        )
        given = call.params["paths"]
        for path in listed("paths", given, is_report):
            compared.add(call, path)
        if not compared.evidence:
            call.warn(
                f"nothing was compared, because there is no report file in {quoted(given)}. Check the path, and the task that fetches the files"
            )
        return {**result(compared), **found.result()}

    return Task({"paths": {"type": "list", "elements": "path", "required": True}, **ARGUMENTS}, perform, DECLARABLE)


def clients(call: Call) -> Clients:
    """The systems for a comparison that records nothing."""
    return Clients(call, wms.scopes(call, ()))


@dataclass
class Compared:
    """The evidence in reports that were compared with a configuration."""

    wanted: Wanted
    evidence: list[Evidence] = field(default_factory=list)

    def add(self, call: Call, path: Path) -> None:
        """Compare the reports in a file. Raises RejectedReport."""
        self.evidence += [*read(reports(path), call.params["institution_symbol"], self.wanted)]


def result(compared: Compared | None) -> Result:
    """The values about the reports in a result, also without any."""
    found = [] if compared is None else compared.evidence
    since = None if compared is None else compared.wanted.since
    known = recorded_evidence.latest(found)
    return {
        "files": [_file(one) for one in found],
        "since": since.isoformat() if since else None,
        "patron_types": recorded_evidence.patron_types(known),
        "accounts": list(recorded_evidence.accounts(known).values()),
        "loans": {direction: sum(one.loans.get(direction, 0) for one in found) for direction in DIRECTIONS},
        "findings": [finding.data for finding in recorded_evidence.findings(found)],
        "not_proven": [{"code": code, "message": message} for code, message in NOT_PROVEN.items()],
    }


def _file(one: Evidence) -> dict[str, Any]:
    counts = {name: getattr(one, name) for name in ("report", "rows", "unreadable", "first", "last")}
    return {"name": one.file, **counts, "loans": sum(one.loans.values())}


# ------------------------------------------------------------------------------------------------- the configuration


def configuration(
    call: Call, clients: Clients, declarations: Mapping[str, Declaration], store: RecordStore | None = None
) -> Wanted:
    """The configuration with which reports are compared. store: the record, if it is open."""
    only_declared = declared_objects(declarations)
    return Wanted(
        existing=Resolver(_existing(call, clients, only_declared, store)),
        expected=Resolver(only_declared),
        accounts=recorded_evidence.declared_accounts(declarations),
        holding_location=call.params["holding_location"],
        shelving_location=call.params["shelving_location"],
        lending_patron_type=call.params["lending_patron_type"],
        since=_since(call, declarations, store),
        today=datetime.now(UTC).date(),
    )


def _existing(call: Call, clients: Clients, only_declared: Objects, store: RecordStore | None) -> Objects:
    """The existing configuration, or the declared one if neither a record nor a service is set."""
    if call.params["wms_record_dir"] or call.params["wms_configuration_url"]:
        return objects_of(call, clients, None, store)
    return only_declared


def _since(call: Call, declarations: Mapping[str, Declaration], store: RecordStore | None) -> date | None:
    try:
        day = Day().normalise(call.params["since"])
    except ValueError as fault:
        raise ValidationError(f"since {fault}") from None
    if day:
        return date.fromisoformat(day)
    if call.params["wms_record_dir"]:
        content = record.record_file(call).load() if store is None else store.content
        return recorded_evidence.since(content, declarations)
    return None


# ------------------------------------------------------------------------------------------------- the record


def keep_evidence(call: Call, content: RecordData, compared: Compared | None, started: str) -> bool:
    """Record the evidence in reports. started: the time before they were read. Returns whether there is any news."""
    if compared is None:
        return False
    new = [_import(call, content, one, started) for one in recorded_evidence.latest(compared.evidence).values()]
    new += [_believe(content, one, compared.wanted) for one in compared.evidence]
    return any(new)


def _import(call: Call, content: RecordData, one: Evidence, started: str) -> bool:
    """Import the evidence in the latest report of a form."""
    if one.report == INVENTORY:
        # It proves nothing.
        return False
    if one.last is None:
        call.warn(
            f"{one.file} has no date, so it is not recorded as evidence. Keep OCLC's name of the file, which has the date (YYYYMMDD)"
        )
        return False
    return content.import_evidence(replace(one, imported=started))


def _believe(content: RecordData, one: Evidence, wanted: Wanted) -> bool:
    """Record the report as the source of the loan periods that it proves, if they are known already. Nothing else of a report is believed."""
    new = False
    for name, day in one.periods.items():
        identity, at = (name,), f"{day}T00:00:00Z"
        known = content.known(LOAN_POLICY).get(identity, {}).get("loan_period")
        period = (wanted.expected.named(LOAN_POLICY, name) or {}).get("loan_period")
        if known is None or known != period:
            continue
        if content.confirmed[LOAN_POLICY.plural][identity].source_of("loan_period").attribution.at < at:
            source = Source(REPORT, Attribution(LABELS[one.report], at))
            content.observe(LOAN_POLICY, identity, {"loan_period": period}, source)
            new = True
    return new


def shown(content: RecordData) -> dict[str, Any]:
    """The evidence in a diff."""
    return {
        "evidence": {
            one.report: {**_file(one), "findings": [finding.message for finding in one.findings]}
            for one in _ordered(content)
        }
    }


def _ordered(content: RecordData) -> Iterable[Evidence]:
    return (content.evidence[report] for report in FORMS if report in content.evidence)
