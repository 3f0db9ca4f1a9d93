# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares OCLC's reports among the received files with the configuration of a library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from .._core.errors import ValidationError
from .._core.evidence import DIRECTIONS, NOT_PROVEN, Evidence
from .._core.objects import Declaration
from .._core.values import Day
from .._record.record_store import RecordStore
from .._task.arguments import Arguments
from .._task.task import Call, Result
from .._wms.report_files import reports
from .._wms.report_findings import Wanted, evidence_in
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
        self.evidence += [*evidence_in(reports(path), call.params["institution_symbol"], self.wanted)]


def compare(
    call: Call, clients: Clients, box: Inbox, wanted: Mapping[str, Declaration], store: RecordStore
) -> Compared | None:
    """The reports, compared with the configuration as it is known now; None without reports. wanted: the declared configuration."""
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
    """The values about the reports in a result, also without reports."""
    reports = [] if compared is None else compared.evidence
    since = None if compared is None else compared.wanted.since
    known = recorded_evidence.latest(reports)
    return {
        "files": [counts(evidence) for evidence in reports],
        "since": since.isoformat() if since else None,
        "patron_types": recorded_evidence.patron_types(known),
        "accounts": list(recorded_evidence.accounts(known).values()),
        "loans": {direction: sum(report.loans.get(direction, 0) for report in reports) for direction in DIRECTIONS},
        "findings": [finding.data for finding in recorded_evidence.findings(reports)],
        "not_proven": [{"code": code, "message": message} for code, message in NOT_PROVEN.items()],
    }


def counts(evidence: Evidence) -> dict[str, Any]:
    """The numbers of a report in a result."""
    numbers = {name: getattr(evidence, name) for name in ("report", "rows", "unreadable", "first", "last")}
    return {"name": evidence.file, **numbers, "loans": sum(evidence.loans.values())}
