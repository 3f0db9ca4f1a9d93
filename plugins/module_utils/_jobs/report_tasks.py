# SPDX-License-Identifier: GPL-3.0-or-later

"""The task that compares OCLC's report files with the configuration of a library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .._core.errors import quoted
from .._core.evidence import DIRECTIONS, NOT_PROVEN, Evidence
from .._core.files import listed
from .._core.objects import Declaration
from .._record.record_store import RecordStore
from .._task.arguments import Arguments
from .._task.task import Call, Result, task
from .._wms.catalogue import DECLARABLE
from .._wms.report_files import is_report, reports
from .._wms.report_findings import Wanted, read
from . import applying, circulation_store, recorded_evidence
from .clients import Clients
from .report_configuration import configuration

#: The options about the comparison.
ARGUMENTS: Arguments = {
    "institution_symbol": {"type": "str"},
    "configuration": {"type": "dict", "default": {}},
    "holding_location": {"type": "str"},
    "shelving_location": {"type": "str"},
    "lending_patron_type": {"type": "str"},
    "since": {"type": "str"},
}


@task({"paths": {"type": "list", "elements": "path", "required": True}, **ARGUMENTS}, DECLARABLE)
def report_task(call: Call) -> Result:
    """The work of oclc_report_info."""
    clients = circulation_store.connect(call)
    wanted = applying.declare_all(call.params_raw.get("configuration") or {}, (), DECLARABLE)
    compared = comparison(call, clients, wanted)
    given = call.params["paths"]
    for path in listed("paths", given, is_report):
        compared.add(call, path)
    if not compared.evidence:
        call.warn(
            f"nothing was compared, because there is no report file in {quoted(given)}. Check the path, and the task that fetches the files"
        )
    return {**result(compared), **clients.result()}


@dataclass
class Compared:
    """The evidence in reports that were compared with a configuration."""

    wanted: Wanted
    evidence: list[Evidence] = field(default_factory=list)

    def add(self, call: Call, path: Path) -> None:
        """Compare the reports in a file. Raises RejectedReport."""
        self.evidence += [*read(reports(path), call.params["institution_symbol"], self.wanted)]


def comparison(
    call: Call, clients: Clients, wanted: Mapping[str, Declaration], store: RecordStore | None = None
) -> Compared:
    """The comparison with a configuration. store: the record, if it is open."""
    return Compared(configuration(call, clients, wanted, store))


def result(compared: Compared | None) -> Result:
    """The values about the reports in a result, also without any."""
    found = [] if compared is None else compared.evidence
    since = None if compared is None else compared.wanted.since
    known = recorded_evidence.latest(found)
    return {
        "files": [counts(one) for one in found],
        "since": since.isoformat() if since else None,
        "patron_types": recorded_evidence.patron_types(known),
        "accounts": list(recorded_evidence.accounts(known).values()),
        "loans": {direction: sum(one.loans.get(direction, 0) for one in found) for direction in DIRECTIONS},
        "findings": [finding.data for finding in recorded_evidence.findings(found)],
        "not_proven": [{"code": code, "message": message} for code, message in NOT_PROVEN.items()],
    }


def counts(one: Evidence) -> dict[str, Any]:
    """The numbers of a report in a result."""
    numbers = {name: getattr(one, name) for name in ("report", "rows", "unreadable", "first", "last")}
    return {"name": one.file, **numbers, "loans": sum(one.loans.values())}
