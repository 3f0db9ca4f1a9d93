# SPDX-License-Identifier: GPL-3.0-or-later

"""The reports of OCLC among the received files: their comparison, and their import into the record of a library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from .._core.evidence import INVENTORY, Evidence
from .._core.objects import Declaration
from .._record.content import RecordData
from .._record.record_store import RecordStore
from .._record.sources import REPORT, Attribution, Source
from .._task.task import Call, Result
from .._wms.objects.loans import LOAN_POLICY
from .._wms.report_files import LABELS
from .._wms.report_findings import Wanted
from . import circulation_store, recorded_evidence
from .clients import Clients
from .received_files import Inbox
from .report_tasks import Compared, comparison, counts, result


def without_record(call: Call, box: Inbox, wanted: Mapping[str, Declaration]) -> Result:
    """Compare the reports of a library whose changes are made by a configuration service: nothing is recorded for it."""
    clients = circulation_store.connect(call)
    box.refuse_others("the library has no record: set wms_record_dir, or remove the file")
    compared = compare(call, clients, box, wanted, None)
    return {**clients.result(), **result(compared), "changed": False, **box.result()}


def compare(
    call: Call,
    clients: Clients,
    box: Inbox,
    wanted: Mapping[str, Declaration],
    store: RecordStore | None,
) -> Compared | None:
    """The reports, compared with the configuration as it is known now; None without any."""
    if not box.reports:
        return None
    compared = comparison(call, clients, wanted, store)
    box.compare(partial(compared.add, call))
    return compared


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
            one.report: {**counts(one), "findings": [finding.message for finding in one.findings]}
            for one in content.reports
        }
    }
