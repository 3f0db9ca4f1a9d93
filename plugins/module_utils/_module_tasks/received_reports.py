# SPDX-License-Identifier: GPL-3.0-or-later

"""The import of the evidence in OCLC's reports into the record of a library."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .._core.evidence import INVENTORY, Evidence
from .._record.content import RecordData
from .._record.sources import REPORT, Attribution, Source
from .._task.task import Call
from .._wms.objects.loans import LOAN_POLICY
from .._wms.report_files import LABELS
from .._wms.report_findings import Wanted
from . import recorded_evidence
from .report_comparison import Compared, counts


def keep_evidence(call: Call, content: RecordData, compared: Compared | None, started: str) -> bool:
    """Record the evidence in reports. started: the time before they were read. Returns whether the record changed."""
    if compared is None:
        return False
    latest = recorded_evidence.latest(compared.evidence).values()
    new = [_import(call, content, evidence, started) for evidence in latest]
    new += [_believe(content, report, compared.wanted) for report in compared.evidence]
    return any(new)


def _import(call: Call, content: RecordData, evidence: Evidence, started: str) -> bool:
    """Import the evidence in the latest report of a form."""
    if evidence.report == INVENTORY:
        # An inventory proves nothing.
        return False
    if evidence.last is None:
        call.warn(
            f"{evidence.file} has no date, so it is not recorded as evidence. Keep OCLC's name of the file, which has the date (YYYYMMDD)"
        )
        return False
    return content.import_evidence(replace(evidence, imported=started))


def _believe(content: RecordData, evidence: Evidence, wanted: Wanted) -> bool:
    """Record the report as the source of the loan periods that it proves, if they are already recorded. No other value of a report is recorded as a field."""
    new = False
    for name, day in evidence.periods.items():
        identity, at = (name,), f"{day}T00:00:00Z"
        known = content.known(LOAN_POLICY).get(identity, {}).get("loan_period")
        period = (wanted.expected.named(LOAN_POLICY, name) or {}).get("loan_period")
        if known is None or known != period:
            continue
        if content.confirmed_of(LOAN_POLICY)[identity].source_of("loan_period").attribution.at < at:
            source = Source(REPORT, Attribution(LABELS[evidence.report], at))
            content.observe(LOAN_POLICY, identity, {"loan_period": period}, source)
            new = True
    return new


def shown(content: RecordData) -> dict[str, Any]:
    """The evidence in a diff."""
    return {
        "evidence": {
            report.report: {**counts(report), "findings": [finding.message for finding in report.findings]}
            for report in content.reports
        }
    }
