# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a first contact: captures of screens, and report files of OCLC. Nothing of their texts is kept."""

from __future__ import annotations

from pathlib import Path

from .._answers import captures, inbox
from .._answers.received import DAMAGED, REPORT, RejectedFile
from .._first_contact.contact import FirstContact, SeenReport
from .._record import sources
from .._screens.capture import FORMAT as CAPTURE
from .._screens.legibility import legible
from .._task.task import Call
from .._wms.catalogue import DECLARABLE
from .._wms.report_files import RejectedReport, Report, reports
from .._wms.report_findings import moment
from . import record_options


def read(call: Call, seen: FirstContact) -> None:
    """Add what the files of the option show. Raises RejectedFile for a damaged file, or one that is neither."""
    found: list[captures.ReceivedCapture] = []
    labels = record_options.labels(call)
    for path in (one.path for one in inbox.find(call.params["files"], call.library, False, None)):
        file = inbox.read(path)
        if file.format == CAPTURE:
            found += captures.read(str(path), file.content, sources.now(), labels, len(found))
        elif file.format == REPORT:
            seen.reports += _reports(call, path)
        else:
            raise RejectedFile(f"{path} is neither a capture of a screen nor a report file of OCLC", DAMAGED)
    seen.captures += [legible(one.capture, DECLARABLE, labels) for one in captures.pages_joined(found)]


def _reports(call: Call, path: Path) -> list[SeenReport]:
    found = []
    try:
        for report in reports(path):
            found.append(SeenReport(True, _has_other_times(report)))
    except RejectedReport as fault:
        call.warn(f"{fault}. If it is a report of OCLC, its columns are not known to the collection")
        found.append(SeenReport(False, False))
    return found


def _has_other_times(report: Report) -> bool:
    """Whether most times are in another format than year, month and day. Reads all rows."""
    columns = [name for name in ("at", "due", "expires") if name in report.form.columns]
    rows = (row[name] for _number, row in report.rows() for name in columns)
    known = [moment(text) is not None for text in rows if text]
    return 2 * sum(known) < len(known)
