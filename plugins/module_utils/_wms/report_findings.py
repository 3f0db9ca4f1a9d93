# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The evidence about a library in OCLC's report files: its patron types, its lending accounts, and the loan policies that were applied
(oclc-reports.md 3). Nothing about any other patron is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from .._core.values import Duration, YesNo
from . import account_expiry
from .due_dates import last_day
from .objects.loans import LOAN_POLICY_MAP
from .report_files import PATRONS, RejectedReport, Report, Row
from .resolution import Resolver

#: The directions of a loan.
BORROWING, LENDING = "borrowing", "lending"

ERROR, WARNING = "error", "warning"

_MOST_CASES = 10_000
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<separator>[-/.]?)(?P<month>\d\d)(?P=separator)(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?)?",
    re.ASCII,
)
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_FILE_DATE = re.compile(r"(?<!\d)(20\d{6})(?!\d)")


@dataclass(frozen=True)
class Finding:
    """A difference between a report and the configuration.

    code: other_policy, shorter_period, account_missing, account_differs, account_blocked, account_expires, incomplete. at: of the first
    loan. count: how many loans.
    """

    code: str
    severity: str
    file: str
    message: str
    direction: str | None = None
    patron_type: str | None = None
    material_format: str | None = None
    barcode: str | None = None
    at: str | None = None
    count: int = 1

    def result(self) -> dict[str, Any]:
        """As a value of a module."""
        return asdict(self)


@dataclass(frozen=True)
class Wanted:
    """The configuration with which reports are compared.

    existing: resolves policies in the existing (or recorded) configuration. declared: in the declared rows alone. accounts: the declared
    fields of the lending accounts, by barcode. holding_location, shelving_location: the temporary location. since: loans before it are
    ignored, because they have the policies that applied then.
    """

    existing: Resolver
    declared: Resolver
    accounts: Mapping[str, Mapping[str, Any]]
    holding_location: str | None
    shelving_location: str | None
    lending_patron_type: str | None
    since: date | None
    today: date


@dataclass
class Evidence:
    """The result of reading reports. loans: how many loans were compared, by direction."""

    files: list[dict[str, Any]] = field(default_factory=list)
    patron_types: Counter[str] = field(default_factory=Counter)
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    loans: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)


def read(reports: Iterable[Report], symbol: str | None, wanted: Wanted, evidence: Evidence) -> None:
    """Add the evidence of reports. symbol: of the library, for files with several. Raises RejectedReport; then nothing of that report
    was added."""
    for report in reports:
        rows = _of_library(report, symbol)
        part = _patrons(report, rows, wanted) if report.form is PATRONS else _loans(report, rows, wanted)
        evidence.files += part.files
        evidence.patron_types += part.patron_types
        evidence.accounts |= part.accounts
        evidence.loans += part.loans
        evidence.findings += part.findings


def _of_library(report: Report, symbol: str | None) -> Iterator[Row]:
    """The rows of one library. Raises RejectedReport if it cannot be determined which they are."""
    seen: set[str | None] = set()
    found = False
    for number, row in report.rows():
        if "symbol" in report.places:
            seen.add(row["symbol"])
            if len(seen) > 1 and symbol is None:
                raise RejectedReport(
                    f"{report.name} has rows of several institutions; set institution_symbol to that of the library"
                )
            if symbol is not None and (row["symbol"] or "").casefold() != symbol.casefold():
                continue
        found = True
        yield number, row
    if seen and not found:
        raise RejectedReport(
            f"{report.name} has no row of institution '{symbol}'. Check institution_symbol, and the file"
        )


def moment(text: str | None) -> datetime | None:
    """A time as the reports have it, without a zone; None for a blank, and for a format whose order of day and month is ambiguous."""
    found = _YEAR_FIRST.fullmatch(text or "")
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(found[part] or 0) for part in _PARTS)
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------------- patron files


def _patrons(report: Report, rows: Iterable[Row], wanted: Wanted) -> Evidence:
    found, count = Evidence(), 0
    for _number, row in rows:
        count += 1
        if row["patron_type"]:
            found.patron_types[row["patron_type"]] += 1
            _bounded(report, found.patron_types)
        if row["barcode"] in wanted.accounts:
            found.accounts[str(row["barcode"])] = _account(row)
    found.files.append(_file(report, count))
    found.findings += _account_findings(report, found.accounts, wanted)
    return found


def _account(row: Mapping[str, str | None]) -> dict[str, Any]:
    expires = moment(row["expires"])
    return {
        "barcode": row["barcode"],
        "patron_type": row["patron_type"],
        "home_branch": row["home_branch"],
        "expires": expires.date().isoformat() if expires else None,
        "blocked": YesNo.written({"y": "yes", "n": "no"}.get(str(row["blocked"]).casefold(), row["blocked"])),
    }


def _account_findings(report: Report, accounts: Mapping[str, Mapping[str, Any]], wanted: Wanted) -> Iterator[Finding]:
    # Only the full report has every patron.
    complete = "full" in report.name.casefold()
    for barcode, declared in wanted.accounts.items():
        there = accounts.get(barcode)
        if there is not None:
            for code, severity, message in _wrong_account(there, declared, wanted):
                yield Finding(code, severity, report.name, f"account {barcode}: {message}", LENDING, barcode=barcode)
        elif complete:
            message = f"account {barcode} is not in the report of all patrons. Create it, or check its barcode"
            yield Finding("account_missing", ERROR, report.name, message, LENDING, barcode=barcode)


def _wrong_account(
    there: Mapping[str, Any], declared: Mapping[str, Any], wanted: Wanted
) -> Iterator[tuple[str, str, str]]:
    for name, label in (("patron_type", "Patron Type"), ("home_branch", "Home Branch")):
        if declared.get(name) and there[name] and there[name] != declared[name]:
            yield (
                "account_differs",
                ERROR,
                f"{label} is '{there[name]}', not '{declared[name]}'. Correct it in User Management",
            )
    if there["blocked"] and not declared.get("blocked"):
        yield (
            "account_blocked",
            ERROR,
            "it is blocked, so nothing can be lent to it. Remove the block in User Management",
        )
    if there["expires"]:
        past = account_expiry.past(there["expires"], wanted.today)
        periods = wanted.declared.loan_periods(declared.get("patron_type"))
        for message in [past] if past else account_expiry.near(there["expires"], wanted.today, periods):
            yield "account_expires", ERROR if past else WARNING, message


# ------------------------------------------------------------------------------------------------- loans


@dataclass(frozen=True)
class _Case:
    """Loans with the same outcome. late: by how many days they are due later (above 0) or earlier than the period of the policy;
    only its sign counts."""

    direction: str
    patron_type: str | None
    material_format: str | None
    policy: str
    late: int


def _loans(report: Report, rows: Iterable[Row], wanted: Wanted) -> Evidence:
    found = Evidence()
    cases: Counter[_Case] = Counter()
    first: dict[_Case, datetime] = {}
    count = undated = 0
    dates: list[datetime] = []
    for _number, row in rows:
        count += 1
        at, direction = moment(row["at"]), _direction(row, wanted)
        if at is not None:
            dates = [min([*dates, at]), max([*dates, at])]
        if direction is None or not row["loan_policy"]:
            continue
        if at is None:
            undated += 1
        elif wanted.since is None or at.date() >= wanted.since:
            case = _case(row, at, direction, wanted)
            cases[case] += 1
            first[case] = min(at, first.get(case, at))
            _bounded(report, cases)
    found.files.append(_file(report, count, dates))
    for case, number in cases.items():
        found.loans[case.direction] += number
        found.findings += _case_findings(report, case, number, first[case], wanted)
    if undated:
        message = f"{undated} loans have a date whose format is unknown or ambiguous, and were not compared. Export the dates as YYYY-MM-DD"
        found.findings.append(Finding("incomplete", WARNING, report.name, message, count=undated))
    return found


def _direction(row: Mapping[str, str | None], wanted: Wanted) -> str | None:
    if wanted.lending_patron_type and row["patron_type"] == wanted.lending_patron_type:
        return LENDING
    if wanted.shelving_location and row["temporary_location"] == wanted.shelving_location:
        return BORROWING
    return None


def _item(direction: str, patron_type: str | None, material_format: str | None, wanted: Wanted) -> dict[str, Any]:
    borrowed = direction == BORROWING
    return {
        "patron_policy": patron_type,
        "material_format": material_format,
        # A report has no holding code, so the place of a lent item is unknown.
        "holding_location": wanted.holding_location if borrowed else None,
        "shelving_location": wanted.shelving_location if borrowed else None,
    }


def _case(row: Mapping[str, str | None], at: datetime, direction: str, wanted: Wanted) -> _Case:
    policy = str(row["loan_policy"])
    picks = wanted.declared.picks(
        LOAN_POLICY_MAP, "loan_policy", _item(direction, row["patron_type"], row["material_format"], wanted)
    )
    due = moment(row["due"])
    period = (picks[0].fields or {}).get("loan_period") if picks and picks[0].name == policy else None
    late = _late(period, at, due) if period and due else 0
    return _Case(direction, row["patron_type"], row["material_format"], policy, (late > 0) - (late < 0))


def _late(period: Mapping[str, Any], at: datetime, due: datetime) -> int:
    """By how many days a loan is due later than the period, in the library's own time zone, which both times have."""
    if period["unit"] in ("minutes", "hours"):
        # Closed hours and the batch of a report make it too uncertain.
        return 0
    try:
        return (due.date() - last_day(at.date(), period["value"], period["unit"])).days
    except (OverflowError, TypeError):
        return 0


def _case_findings(report: Report, case: _Case, count: int, first: datetime, wanted: Wanted) -> Iterator[Finding]:
    item = _item(case.direction, case.patron_type, case.material_format, wanted)
    expected = wanted.declared.picks(LOAN_POLICY_MAP, "loan_policy", item)
    if not expected:
        return
    day = first.date().isoformat()
    finding = partial(
        Finding,
        file=report.name,
        direction=case.direction,
        patron_type=case.patron_type,
        material_format=case.material_format,
        at=day,
        count=count,
    )
    whose = f"{case.patron_type or 'unknown patron type'}, {case.material_format or 'unknown material format'}"
    if case.policy != expected[0].name:
        message = (
            f"the Loan Policy '{case.policy}' was applied to {count} loans ({whose}), first on {day}, "
            f"not '{expected[0].name}'. {_row_at_fault(case, item, wanted)}"
        )
        yield finding("other_policy", ERROR, message=message)
    elif case.late < 0:
        period = Duration().show((expected[0].fields or {}).get("loan_period"))
        reason = (
            "An account that expires shortens its loans; otherwise the policy has another period on the screen"
            if case.direction == BORROWING
            else "The lending account expires before, or the policy has another period on the screen"
        )
        message = f"{count} loans ({whose}) were due earlier than {period}, first on {day}. {reason}"
        yield finding("shorter_period", WARNING if case.direction == BORROWING else ERROR, message=message)


def _row_at_fault(case: _Case, item: Mapping[str, Any], wanted: Wanted) -> str:
    """Which row of the existing map explains the applied policy."""
    picks = wanted.existing.picks(LOAN_POLICY_MAP, "loan_policy", item)
    if picks and picks[0].name == case.policy:
        return f"Row {picks[0].row} of the Loan Policy Map selects it. Move or change that row"
    known = f"row {picks[0].row} ('{picks[0].name}') should have applied" if picks else "no row should have applied"
    return f"As far as the Loan Policy Map is known, {known}: the map in Service Configuration differs. Compare it with the screen"


# ------------------------------------------------------------------------------------------------- files


def _file(report: Report, rows: int, dates: list[datetime] | None = None) -> dict[str, Any]:
    """dates: the first and the last of its rows. A patron file has only the date in its name."""
    name_date = _FILE_DATE.search(report.name)
    written = moment(name_date[1]) if name_date else None
    days = [one.date().isoformat() for one in dates or ([written] if written else [])]
    return {
        "name": report.name,
        "report": report.form.name,
        "rows": rows,
        "unreadable": report.unreadable,
        "first": min(days, default=None),
        "last": max(days, default=None),
    }


def _bounded(report: Report, found: Counter[Any]) -> None:
    if len(found) > _MOST_CASES:
        raise RejectedReport(
            f"{report.name} has more than {_MOST_CASES} different patron types or policies, so it is not a report of OCLC"
        )
