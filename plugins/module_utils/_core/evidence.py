# SPDX-License-Identifier: GPL-3.0-or-later

"""The evidence about a library in a report file of OCLC, as it is returned and recorded. It contains nothing about any patron."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

#: The forms of reports: all patrons, the changed patrons of a week, circulation events, checkouts of a month, current loans, all items.
PATRONS, PATRON_CHANGES, EVENTS, CHECKOUTS, CURRENT_LOANS, INVENTORY = FORMS = (
    *("patrons", "patron_changes", "events", "checkouts"),
    *("current_loans", "inventory"),
)

#: The directions of a loan.
BORROWING, LENDING = DIRECTIONS = ("borrowing", "lending")

ERROR, WARNING = SEVERITIES = ("error", "warning")

OTHER_POLICY, SHORTER_PERIOD, INCOMPLETE = "other_policy", "shorter_period", "incomplete"
ACCOUNT_MISSING, ACCOUNT_DIFFERS = "account_missing", "account_differs"
ACCOUNT_BLOCKED, ACCOUNT_EXPIRES = "account_blocked", "account_expires"
#: The codes of findings.
CODES = (
    *(OTHER_POLICY, SHORTER_PERIOD, INCOMPLETE),
    *(ACCOUNT_MISSING, ACCOUNT_DIFFERS, ACCOUNT_BLOCKED, ACCOUNT_EXPIRES),
)

#: The fields of an account in a patron file.
ACCOUNT = ("barcode", "patron_type", "home_branch", "expires", "blocked")

#: What no report proves, by code (oclc-reports.md 3).
NOT_PROVEN = {
    "policy_content": "That the content of a policy (fines, notices) is as declared. A report has only its name and, through due dates, its period.",
    "unused_rows": "That a row of a map that no loan has used is correct.",
    "later_changes": "Anything about a change that is later than the loans in the report. A loan keeps the policy under which it was made.",
    "longer_period": "That a period is too long. Closed days of the library can move a due date to a later day.",
}


@dataclass(frozen=True)
class ReportFinding:
    """A difference between a report and the configuration.

    code: one of CODES. at, last: the days of the first and the last loan. loan_policy: the policy that was applied. expected: the declared
    policy. row: the number of the row of the known Loan Policy Map that selects the applied policy. count: how many loans.
    """

    code: str
    severity: str
    file: str
    message: str
    direction: str | None = None
    patron_type: str | None = None
    material_format: str | None = None
    loan_policy: str | None = None
    expected: str | None = None
    row: int | None = None
    barcode: str | None = None
    at: str | None = None
    last: str | None = None
    count: int = 1

    @property
    def data(self) -> dict[str, Any]:
        """As a value of a module."""
        return asdict(self)


@dataclass
class Evidence:
    """The evidence in one report.

    report: one of FORMS. rows: how many are of the library. unreadable: how many were left out. first, last: the days of its earliest and latest
    row; None if unknown. since: the first day whose loans were compared. patron_types: the number of patrons by type. accounts: the declared lending
    accounts in it, by barcode. loans: how many were compared, by direction. periods: the declared loan policies whose loans all have the
    declared period, with the day of the last one. imported: the time of the import into the record, UTC.
    """

    report: str
    file: str
    rows: int = 0
    unreadable: int = 0
    first: str | None = None
    last: str | None = None
    since: str | None = None
    patron_types: Mapping[str, int] = field(default_factory=dict)
    accounts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    loans: Mapping[str, int] = field(default_factory=dict)
    periods: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[ReportFinding] = field(default_factory=list)
    imported: str | None = None

    @property
    def errors(self) -> list[ReportFinding]:
        """The contradictions, the earliest first."""
        return sorted(
            (finding for finding in self.findings if finding.severity == ERROR),
            key=lambda error: (error.at or "", error.message),
        )

    @property
    def date(self) -> dict[str, str | None]:
        """Which report it is, and of which days."""
        return {name: getattr(self, name) for name in ("report", "file", "first", "last", "imported")}
