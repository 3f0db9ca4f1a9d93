# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a first contact: known screens, and report files of OCLC. Of their texts, only the labels of inputs are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .._answers import inbox
from .._answers.received import DAMAGED, REPORT, RejectedFile
from .._core.values import ALL
from .._first_contact.contact import FirstContact, SeenReport, TaughtScreen
from .._screens.inputs import inputs_of
from .._screens.patches import TAUGHT, Patch
from .._task.task import Call
from .._wms.catalogue import DECLARABLE
from .._wms.report_files import RejectedReport, Report, reports
from .._wms.report_findings import moment
from . import record_options

_KINDS = {kind.name: kind for kind in DECLARABLE}


def read_contact_files(call: Call, seen: FirstContact) -> None:
    """Add what the known screens of the record directory and the files of the option show. Raises RejectedFile for a file that is not a report."""
    if call.params["wms_record_dir"]:
        patches = record_options.record_file(call).patches()
        seen.screens += [taught_screen(patch) for patch in patches.counting.values() if patch["says"] == TAUGHT]
    for path in (file.path for file in inbox.find(call.params["files"], call.library, False, None)):
        if inbox.read_file(path).format != REPORT:
            raise RejectedFile(f"{path} is not a report file of OCLC", DAMAGED)
        seen.reports += _reports(call, path)


def taught_screen(patch: Patch) -> TaughtScreen:
    """The labels in a patch that differ from the spec, and its words for *all*."""
    inputs = inputs_of(_KINDS[patch["kind"]])
    labels = {name: text for name, text in _labels(patch) if name in inputs}
    drawn = {name: text.rstrip(" :*") for name, text in labels.items()}
    return TaughtScreen(
        patch["kind"],
        frozenset(inputs.keys() - labels.keys()),
        frozenset(text for name, text in drawn.items() if text.casefold() != inputs[name].label.casefold()),
        any(text != labels[name] for name, text in drawn.items()),
        frozenset(_wildcards(patch)),
    )


def _labels(patch: Patch) -> Iterator[tuple[str, str]]:
    """The inputs on a screen, with their labels. The elements of a patch are not validated before, so their types are checked here."""
    for element in patch["elements"]:
        if element.get("role") == "label":
            yield str(element.get("input")), str(element.get("text") or element.get("name") or "")
        columns, header = element.get("columns"), element.get("header")
        if isinstance(columns, list) and isinstance(header, list):
            for name, cell in zip(columns, header):
                if name and isinstance(cell, list) and len(cell) > 1:
                    yield str(name), str(cell[1])


#: How a screen shows *all*, with the words of a finding.
_ALL_WORDS = {"all": "All", "any": "Any", "": "blank"}


def _wildcards(patch: Patch) -> Iterator[str]:
    for fact in patch["values"] if _KINDS[patch["kind"]].columns else ():
        if fact["value"] == ALL and fact["input"] in _KINDS[patch["kind"]].selectors:
            text = " ".join(text for _kind, _flags, texts in fact["state"] for text in texts).strip().casefold()
            if text in _ALL_WORDS:
                yield _ALL_WORDS[text]


def _reports(call: Call, path: Path) -> list[SeenReport]:
    seen = []
    try:
        for report in reports(path):
            seen.append(SeenReport(True, _has_other_times(report)))
    except RejectedReport as fault:
        call.warn(f"{fault}. If it is a report of OCLC, its columns are not known to the collection")
        seen.append(SeenReport(False, False))
    return seen


def _has_other_times(report: Report) -> bool:
    """Whether most times are in another format than year, month and day. Reads all rows."""
    columns = [name for name in ("at", "due", "expires") if name in report.form.columns]
    rows = (row[name] for _number, row in report.rows() for name in columns)
    known = [moment(text) is not None for text in rows if text]
    return 2 * sum(known) < len(known)
