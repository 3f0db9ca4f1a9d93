# SPDX-License-Identifier: GPL-3.0-or-later

"""The evidence in OCLC's reports that counts: of each form, only the latest report, and only evidence that is later than the last change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from .._core.checks import DIFFERS, PROBLEMS, UNAVAILABLE, Problem
from .._core.errors import TaskError
from .._core.evidence import FORMS, PATRON_CHANGES, PATRONS, Evidence, ReportFinding
from .._core.objects import Declaration, DesiredObject
from .._record.content import RecordData
from .._wms import report_findings
from .._wms.objects.loans import LOAN_POLICY, LOAN_POLICY_MAP
from .._wms.objects.patrons import PATRON_ACCOUNT, lent_to
from .._wms.report_files import LABELS

#: The evidence of one report for each form, by form.
Latest = Mapping[str, Evidence]


def latest(reports: Iterable[Evidence]) -> Latest:
    """The latest report of each form."""
    order = sorted(reports, key=lambda evidence: (evidence.last or "", evidence.rows, evidence.file))
    return {report.report: report for report in order}


def patron_types(known: Latest) -> dict[str, int]:
    """The number of patrons by type, from the report of all patrons; for types missing there, from the report of a week."""
    counts = [dict(known[report].patron_types) for report in (PATRON_CHANGES, PATRONS) if report in known]
    merged = {name: count for numbers in counts for name, count in numbers.items()}
    return dict(sorted(merged.items()))


def accounts(known: Latest) -> dict[str, Mapping[str, Any]]:
    """The lending accounts by barcode, each as the latest report has it."""
    reports = [known[report] for report in (PATRON_CHANGES, PATRONS) if report in known]
    accounts: dict[str, Mapping[str, Any]] = {}
    for evidence in sorted(reports, key=lambda report: report.last or ""):
        accounts |= evidence.accounts
    return dict(sorted(accounts.items()))


def declared_accounts(declarations: Mapping[str, Declaration]) -> dict[str, DesiredObject]:
    """The declared accounts, by barcode."""
    declaration = declarations.get(PATRON_ACCOUNT.name, Declaration(()))
    return {item.identity[0]: item for item in declaration.items if item.state != "absent"}


def account_problems(known: Latest, declarations: Mapping[str, Declaration]) -> Iterator[Problem]:
    """A problem for each declared account that the reports of patrons lack, and for each field in which they differ."""
    there = accounts(known)
    for barcode, account in declared_accounts(declarations).items():
        title = PATRON_ACCOUNT.describe(barcode)
        if barcode in there:
            differences = report_findings.differences(there[barcode], account.fields)
            yield from (Problem(f"account {barcode}: {difference}", DIFFERS, title) for difference in differences)
        elif lent_to(account):
            yield Problem(report_findings.missing(barcode), UNAVAILABLE, title)


def about_loans(content: RecordData, declarations: Mapping[str, Declaration]) -> list[Evidence]:
    """The recorded evidence about loans that was imported after the last change: earlier evidence proves nothing about that change."""
    changed = last_change(content, declarations) or ""
    reports = content.evidence.values()
    return [report for report in reports if sum(report.loans.values()) and str(report.imported) > changed]


def contradiction(known: Iterable[Evidence]) -> Problem | None:
    """The earliest contradiction in evidence about loans."""
    errors = [(finding.at or "", finding.message, finding, report) for report in known for finding in report.errors]
    if not errors:
        return None
    _at, message, finding, evidence = min(errors, key=lambda error: error[:2])
    return Problem(
        f"{message} ({LABELS[evidence.report]}, file {evidence.file})",
        finding.code if finding.code in PROBLEMS else DIFFERS,
        LOAN_POLICY.describe(finding.loan_policy) if finding.loan_policy else None,
        row=finding.row,
        patron_types=tuple(filter(None, [finding.patron_type])),
        material_formats=tuple(filter(None, [finding.material_format])),
    )


def findings(reports: Iterable[Evidence]) -> Iterator[ReportFinding]:
    """The findings that count, in the order of the reports. About an account, only the findings of the latest report that contains it count."""
    reports = list(reports)
    known = latest(reports)
    there = accounts(known)
    for report in reports:
        for finding in report.findings:
            if finding.barcode is None or (
                known[report.report] is report and report.accounts.get(finding.barcode) == there.get(finding.barcode)
            ):
                yield finding


def last_change(content: RecordData, declarations: Mapping[str, Declaration]) -> str | None:
    """The time of the last confirmed change of the Loan Policy Map or of a declared Loan Policy, which decide about loans."""
    policies = declarations.get(LOAN_POLICY.name, Declaration(())).items
    times = [
        content.last_changed(LOAN_POLICY_MAP, ()),
        *(content.last_changed(LOAN_POLICY, policy.identity) for policy in policies),
    ]
    return max(filter(None, times), default=None)


def since(content: RecordData, declarations: Mapping[str, Declaration]) -> date | None:
    """The first day whose loans were all made after the last change; None if no change is known."""
    at = last_change(content, declarations)
    if at is None:
        return None
    try:
        return date.fromisoformat(at[:10]) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise TaskError(
            f"the record has '{at}', which is not a time, for the last change of the Loan Policy Map. Correct it"
        ) from None


def dates(known: Latest) -> list[dict[str, Any]]:
    """The reports and their days, in a fixed order."""
    return [{**known[report].date, "loans": sum(known[report].loans.values())} for report in FORMS if report in known]
