# SPDX-License-Identifier: GPL-3.0-or-later

"""The reports of OCLC among the received files: their comparison, and their import into the record of a library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from .._core.errors import ValidationError
from .._core.evidence import DIRECTIONS, INVENTORY, NOT_PROVEN, Evidence
from .._core.objects import Declaration
from .._core.values import Day
from .._record.content import RecordData
from .._record.record_store import RecordStore
from .._record.sources import REPORT, Attribution, Source
from .._task.arguments import Arguments
from .._task.task import Call, Result
from .._wms.objects.loans import LOAN_POLICY
from .._wms.report_files import LABELS, reports
from .._wms.report_findings import Wanted, read
from .._wms.resolution import Resolver, declared_objects
from . import circulation_store, recorded_evidence
from .clients import Clients
from .received_files import Inbox

#: The options about the comparison.
ARGUMENTS: Arguments = {
    "institution_symbol": {"type": "str"},
    "configuration": {"type": "dict", "default": {}},
    "holding_location": {"type": "str"},
    "shelving_location": {"type": "str"},
    "lending_patron_type": {"type": "str"},
    "since": {"type": "str"},
}


@dataclass
class Compared:
    """The evidence in reports that were compared with a configuration."""

    wanted: Wanted
    evidence: list[Evidence] = field(default_factory=list)

    def add(self, call: Call, path: Path) -> None:
        """Compare the reports in a file. Raises RejectedReport."""
        self.evidence += [*read(reports(path), call.params["institution_symbol"], self.wanted)]


def compare(
    call: Call, clients: Clients, box: Inbox, wanted: Mapping[str, Declaration], store: RecordStore
) -> Compared | None:
    """The reports, compared with the configuration as it is known now; None without any. wanted: the declared one."""
    if not box.reports:
        return None
    compared = Compared(_configuration(call, clients, wanted, store))
    box.compare(partial(compared.add, call))
    return compared


def _configuration(call: Call, clients: Clients, declarations: Mapping[str, Declaration], store: RecordStore) -> Wanted:
    """The configuration with which reports are compared."""
    return Wanted(
        existing=Resolver(circulation_store.objects_of(call, clients, None, store)),
        expected=Resolver(declared_objects(declarations)),
        accounts=recorded_evidence.declared_accounts(declarations),
        holding_location=call.params["holding_location"],
        shelving_location=call.params["shelving_location"],
        lending_patron_type=call.params["lending_patron_type"],
        since=_since(call, declarations, store),
        today=datetime.now(UTC).date(),
    )


def _since(call: Call, declarations: Mapping[str, Declaration], store: RecordStore) -> date | None:
    try:
        day = Day().normalise(call.params["since"])
    except ValueError as fault:
        raise ValidationError(f"since {fault}") from None
    return date.fromisoformat(day) if day else recorded_evidence.since(store.content, declarations)


def result(compared: Compared | None) -> Result:
    """The values about the reports in a result, also without any."""
    found = [] if compared is None else compared.evidence
    since = None if compared is None else compared.wanted.since
    known = recorded_evidence.latest(found)
    return {
        "files": [_counts(one) for one in found],
        "since": since.isoformat() if since else None,
        "patron_types": recorded_evidence.patron_types(known),
        "accounts": list(recorded_evidence.accounts(known).values()),
        "loans": {direction: sum(one.loans.get(direction, 0) for one in found) for direction in DIRECTIONS},
        "findings": [finding.data for finding in recorded_evidence.findings(found)],
        "not_proven": [{"code": code, "message": message} for code, message in NOT_PROVEN.items()],
    }


def _counts(one: Evidence) -> dict[str, Any]:
    """The numbers of a report in a result."""
    numbers = {name: getattr(one, name) for name in ("report", "rows", "unreadable", "first", "last")}
    return {"name": one.file, **numbers, "loans": sum(one.loans.values())}


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
        if content.confirmed_of(LOAN_POLICY)[identity].source_of("loan_period").attribution.at < at:
            source = Source(REPORT, Attribution(LABELS[one.report], at))
            content.observe(LOAN_POLICY, identity, {"loan_period": period}, source)
            new = True
    return new


def shown(content: RecordData) -> dict[str, Any]:
    """The evidence in a diff."""
    return {
        "evidence": {
            one.report: {**_counts(one), "findings": [finding.message for finding in one.findings]}
            for one in content.reports
        }
    }
