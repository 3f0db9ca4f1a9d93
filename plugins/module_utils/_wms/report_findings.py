# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds the evidence about a library in OCLC's report files: its patron types, its lending accounts, and the loan policies that were applied
(oclc-reports.md 3). No data about other patrons is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any, Optional

from .._core.evidence import (
    ACCOUNT_BLOCKED,
    ACCOUNT_DIFFERS,
    ACCOUNT_EXPIRES,
    ACCOUNT_MISSING,
    BORROWING,
    ERROR,
    INCOMPLETE,
    LENDING,
    OTHER_POLICY,
    SHORTER_PERIOD,
    WARNING,
    Evidence,
    ReportFinding,
)
from .._core.matching import Item
from .._core.objects import DesiredObject
from .._core.texts import counted, one_line, same_text
from .._core.values import Duration, YesNo
from . import account_expiry
from .due_dates import last_day
from .objects.loans import LOAN_POLICY, LOAN_POLICY_MAP
from .objects.patrons import lent_to
from .report_files import CURRENT_LOANS, INVENTORY, PATRON_CHANGES, PATRONS, RejectedReport, Report, Row
from .resolution import Resolver, item_of

#: The limits of what is kept of a report; they are far above the numbers of any library.
_MOST_TYPES, _MOST_CASES, _LONGEST_NAME = 1_000, 10_000, 200
#: A value that the configuration does not name is kept only if this many rows have it: a damaged row can have data of a person in its place.
_FREQUENT = 5
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<separator>[-/.]?)(?P<month>\d\d)(?P=separator)(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?)?",
    re.ASCII,
)
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_FILE_DATE = re.compile(r"(?<!\d)(20\d\d(-?)\d\d\2\d\d)(?!\d)")

#: Accounts in a patron file, by barcode, each with fields in the form of a declaration.
Accounts = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Wanted:
    """The configuration with which reports are compared.

    existing: resolves policies in the existing (or recorded) configuration. expected: resolves them in the declared rows alone. accounts: the declared
    accounts, by barcode. holding_location, shelving_location: the temporary location. since: loans before this day are
    ignored, because they have the policies that applied then.
    """

    existing: Resolver
    expected: Resolver
    accounts: Mapping[str, DesiredObject]
    holding_location: str | None
    shelving_location: str | None
    lending_patron_type: str | None
    since: date | None
    today: date


def evidence_in(reports: Iterable[Report], symbol: str | None, wanted: Wanted) -> Iterator[Evidence]:
    """The evidence in each report. symbol: of the library, for files of several libraries. Raises RejectedReport."""
    for report in reports:
        rows = _of_library(report, symbol)
        if report.form in (PATRONS, PATRON_CHANGES):
            yield _patrons(report, rows, wanted)
        elif report.form is INVENTORY:
            yield _dated(report, sum(1 for _row in rows), wanted)
        else:
            yield _Loans(report, wanted).evidence(rows)


def _of_library(report: Report, symbol: str | None) -> Iterator[Row]:
    """The rows of one library. Raises RejectedReport if they cannot be determined, or there are none."""
    seen: set[str | None] = set()
    is_listed = False
    for number, row in report.rows():
        if "symbol" in report.places:
            seen.add(row["symbol"])
            if len(seen) > 1 and symbol is None:
                raise RejectedReport(
                    f"{report.name} has rows of several institutions; set institution_symbol (receive_symbol) to that of the library"
                )
            if symbol is not None and (row["symbol"] or "").casefold() != symbol.casefold():
                continue
        is_listed = True
        yield number, row
    if seen and not is_listed:
        raise RejectedReport(
            f"{report.name} has no row for institution '{symbol}'. Check institution_symbol (receive_symbol), and the file"
        )


@lru_cache(10_000)
def moment(text: str | None, today: date = date.max) -> datetime | None:
    """A time in the format of the reports, without a zone. None for a blank cell, for a format whose order of day and month is ambiguous, and for a time
    that is after *today* in every time zone."""
    match = _YEAR_FIRST.fullmatch(text or "")
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(match[part] or 0) for part in _PARTS)
    try:
        at = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    return at if at.date() <= today or at.date() - today <= timedelta(days=1) else None


# ------------------------------------------------------------------------------------------------- patron files


def _patrons(report: Report, rows: Iterable[Row], wanted: Wanted) -> Evidence:
    count, types, accounts = 0, Counter[str](), {}
    for _number, row in rows:
        count += 1
        if row["patron_type"]:
            types[row["patron_type"]] += 1
            _bounded(report, types, _MOST_TYPES)
        if row["barcode"] in wanted.accounts:
            accounts[str(row["barcode"])] = _account(report, row)
    result = _dated(report, count, wanted)
    known = _known_types(wanted) | {account["patron_type"] for account in accounts.values()}
    named = {name: number for name, number in sorted(types.items()) if name in known or number >= _FREQUENT}
    result.patron_types = {str(_name(report, name)): number for name, number in named.items()}
    result.accounts = dict(sorted(accounts.items()))
    result.findings = list(_account_findings(report, accounts, wanted))
    if others := sum(types.values()) - sum(named.values()):
        result.findings.append(_other_types(report, others))
    return result


def _known_types(wanted: Wanted) -> set[Any]:
    """The patron types that the configuration names."""
    of_accounts = (account.fields.get("patron_type") for account in wanted.accounts.values())
    return {*wanted.existing.patron_types(), *wanted.expected.patron_types(), wanted.lending_patron_type, *of_accounts}


def _other_types(report: Report, count: int) -> ReportFinding:
    """Patron types that are not kept, because they may be values of another column, such as the name of a patron."""
    patrons = counted(count, "patron has a patron type", "patrons have patron types")
    message = (
        f"{patrons} that the configuration does not name and that fewer than {_FREQUENT} patrons have. Such a type is not recorded, because the row "
        "may be damaged. Check the patron types of the library in Service Configuration"
    )
    return ReportFinding(INCOMPLETE, WARNING, report.name, message, count=count)


def _account(report: Report, row: Mapping[str, str | None]) -> dict[str, Any]:
    expires = moment(row["expires"])
    return {
        "barcode": row["barcode"],
        "patron_type": _name(report, row["patron_type"]),
        "home_branch": _name(report, row["home_branch"]),
        "expires": expires.date().isoformat() if expires else None,
        "blocked": YesNo.written({"y": "yes", "n": "no"}.get(str(row["blocked"]).casefold(), row["blocked"])),
    }


def _account_findings(report: Report, accounts: Accounts, wanted: Wanted) -> Iterator[ReportFinding]:
    finding = partial(ReportFinding, file=report.name, direction=LENDING)
    for barcode, account in wanted.accounts.items():
        there = accounts.get(barcode)
        if there is None:
            # Only the full report has all patrons.
            if report.form is PATRONS and lent_to(account):
                yield finding(ACCOUNT_MISSING, ERROR, message=missing(barcode), barcode=barcode)
            continue
        problems = [(ACCOUNT_DIFFERS, ERROR, message) for message in differences(there, account.fields)]
        if lent_to(account):
            problems += _unusable(there, account.fields, wanted)
        for code, severity, message in problems:
            yield finding(code, severity, message=f"account {barcode}: {message}", barcode=barcode)


def missing(barcode: str) -> str:
    """The problem of an account that is not in a full report."""
    return f"account {barcode} is not in the report of all patrons. Create it, or check its barcode"


def differences(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[str]:
    """The declared fields that differ in a patron file."""
    for name, label in (("patron_type", "Patron Type"), ("home_branch", "Home Branch")):
        if wanted.get(name) and there[name] and not same_text(there[name], wanted[name]):
            yield f"{label} is '{there[name]}', not '{wanted[name]}'. Correct it in User Management"
    if wanted.get("blocked") and there["blocked"] is False:
        yield "it is not blocked, but declared as blocked. Block it in User Management"


def _unusable(there: Mapping[str, Any], fields: Mapping[str, Any], wanted: Wanted) -> Iterator[tuple[str, str, str]]:
    if there["blocked"]:
        blocked = "it is blocked, so nothing can be lent to it. Remove the block in User Management"
        yield ACCOUNT_BLOCKED, ERROR, blocked
    if there["expires"]:
        past = account_expiry.past(there["expires"], wanted.today)
        periods = wanted.expected.loan_periods(fields.get("patron_type"))
        for message in [past] if past else account_expiry.near(there["expires"], wanted.today, periods):
            yield ACCOUNT_EXPIRES, ERROR if past else WARNING, f"{message}. {account_expiry.LATER_DATE}"


# ------------------------------------------------------------------------------------------------- loans


@dataclass(frozen=True)
class _LoanGroup:
    """Loans with the same outcome. late: whether they are due later (1) or earlier (-1) than by the period of the policy, or exactly by it (0);
    None if unknown."""

    direction: str
    patron_type: str | None
    material_format: str | None
    policy: str
    late: int | None

    @property
    def words(self) -> str:
        """The loans, for people."""
        return f"{self.patron_type or 'unknown patron type'}, {self.material_format or 'unknown material format'}"


#: The first and the last of some times; None if none is known. Optional: for the pylint of ansible-test.
_Span = Optional[tuple[datetime, datetime]]  # noqa: UP045


def _wider(span: _Span, at: datetime | None) -> _Span:
    if at is None:
        return span
    return (at, at) if span is None else (min(span[0], at), max(span[1], at))


class _Loans:
    """The evidence in a report of loans."""

    def __init__(self, report: Report, wanted: Wanted):
        self._report = report
        self._wanted = wanted
        #: A report of current loans may lack the days of the loans.
        self._undated = report.form is CURRENT_LOANS and "at" not in report.places
        self._cases: Counter[_LoanGroup] = Counter()
        self._spans: dict[_LoanGroup, _Span] = {}
        self._periods: dict[str, Mapping[str, Any] | None] = {}

    def evidence(self, rows: Iterable[Row]) -> Evidence:
        """The evidence in the rows."""
        count = unknown = 0
        span: _Span = None
        for _number, row in rows:
            count += 1
            at, direction = moment(row["at"], self._wanted.today), self._direction(row)
            span = _wider(span, at)
            if direction is None or not row["loan_policy"]:
                continue
            if at is None and not self._undated:
                unknown += 1
            elif at is None or self._wanted.since is None or at.date() >= self._wanted.since:
                self._add(self._case(row, at, direction), at)
        result = _dated(self._report, count, self._wanted, span)
        loans: Counter[str] = Counter()
        for case, number in self._cases.items():
            loans[case.direction] += number
        result.loans, result.periods = dict(loans), self._proven()
        result.findings = [*self._findings(), *self._incomplete(unknown)]
        return result

    def _direction(self, row: Mapping[str, str | None]) -> str | None:
        if self._wanted.lending_patron_type and row["patron_type"] == self._wanted.lending_patron_type:
            return LENDING
        if self._wanted.shelving_location and row["temporary_location"] == self._wanted.shelving_location:
            return BORROWING
        return None

    def _case(self, row: Mapping[str, str | None], at: datetime | None, direction: str) -> _LoanGroup:
        policy, patron_type, material_format = (
            _name(self._report, row[name]) for name in ("loan_policy", "patron_type", "material_format")
        )
        due = moment(row["due"])
        period = self._period(str(policy))
        late = _late(period, at, due) if period and at and due else None
        return _LoanGroup(direction, patron_type, material_format, str(policy), late)

    def _add(self, case: _LoanGroup, at: datetime | None) -> None:
        self._cases[case] += 1
        self._spans[case] = _wider(self._spans.get(case), at)
        _bounded(self._report, self._cases, _MOST_CASES)

    def _period(self, policy: str) -> Mapping[str, Any] | None:
        """The declared period of a policy."""
        if policy not in self._periods:
            policy_fields = self._wanted.expected.named(LOAN_POLICY, policy)
            self._periods[policy] = (policy_fields or {}).get("loan_period")
        return self._periods[policy]

    def _proven(self) -> dict[str, str]:
        """The policies whose loans all have the declared period, with the day of the last loan."""
        names = {case.policy for case in self._cases} - {case.policy for case in self._cases if case.late != 0}
        days = ((case.policy, span[1]) for case, span in self._spans.items() if span and case.policy in names)
        last_days: dict[str, str] = {}
        for name, last in sorted(days):
            last_days[name] = last.date().isoformat()
        return last_days

    def _findings(self) -> Iterator[ReportFinding]:
        for case, count in self._cases.items():
            item = self._item(case)
            expected = self._wanted.expected.picks(LOAN_POLICY_MAP, "loan_policy", item)
            if not expected:
                continue
            days = [time.date().isoformat() for time in self._spans[case] or ()]
            finding = ReportFinding(
                code=OTHER_POLICY,
                severity=ERROR,
                file=self._report.name,
                message="",
                direction=case.direction,
                patron_type=case.patron_type,
                material_format=case.material_format,
                loan_policy=case.policy,
                expected=expected[0].name,
                at=min(days, default=None),
                last=max(days, default=None),
                count=count,
            )
            if case.policy != expected[0].name:
                yield self._other_policy(case, item, finding)
            elif case.late == -1:
                yield _shorter_period(case, Duration().show(dict(self._period(case.policy) or {})), finding)

    def _item(self, case: _LoanGroup) -> Item:
        # A report has no holding code, so the place of a lent item is unknown.
        own = (self._wanted.holding_location, self._wanted.shelving_location)
        location = own if case.direction == BORROWING else (None, None)
        return item_of(case.patron_type, location, case.material_format)

    def _other_policy(self, case: _LoanGroup, item: Mapping[str, Any], finding: ReportFinding) -> ReportFinding:
        row, advice = _row_at_fault(case, item, self._wanted)
        severity = ERROR
        if self._undated and self._wanted.since is not None:
            severity = WARNING
            advice = f"The report has no check out dates: these loans may be from before {self._wanted.since}. Otherwise: {advice}"
        message = (
            f"the Loan Policy '{case.policy}' was applied to {counted(finding.count, 'loan')} ({case.words}){_first(finding)}, "
            f"not '{finding.expected}'. {advice}"
        )
        return replace(finding, severity=severity, message=message, row=row)

    def _incomplete(self, unknown: int) -> Iterator[ReportFinding]:
        finding = partial(ReportFinding, INCOMPLETE, WARNING, self._report.name)
        if unknown:
            message = (
                f"not compared: {counted(unknown, 'loan')}, because the date is ambiguous, impossible, in the future or unknown. "
                "Export dates as YYYY-MM-DD"
            )
            yield finding(message, count=unknown)
        for column, label, loans, asked in (
            ("temporary_location", "Item Temporary Shelving Location", "borrowed", self._wanted.shelving_location),
            ("patron_type", "Borrower Category", "lent", self._wanted.lending_patron_type),
        ):
            if asked and column not in self._report.places:
                yield finding(
                    f"no column is known as {label}, so loans of {loans} items were not compared. Export the report with it"
                )


def _shorter_period(case: _LoanGroup, period: Any, finding: ReportFinding) -> ReportFinding:
    borrowed = case.direction == BORROWING
    reason = (
        "An account that expires shortens its loans; otherwise the policy has another period on the screen"
        if borrowed
        else "The lending account expires before, or the policy has another period on the screen"
    )
    message = f"{counted(finding.count, 'loan')} ({case.words}) with a shorter period than {period}{_first(finding)}. {reason}"
    return replace(finding, code=SHORTER_PERIOD, severity=WARNING if borrowed else ERROR, message=message)


def _first(finding: ReportFinding) -> str:
    return f", first on {finding.at}" if finding.at else ""


def _late(period: Mapping[str, Any], at: datetime, due: datetime) -> int | None:
    """Whether a loan is due later (1) or earlier (-1) than by the period; None if unclear. Both times are in the library's own time zone."""
    if period["unit"] in ("minutes", "hours"):
        # Closed hours and the batch of a report make the result too uncertain.
        return None
    try:
        days = (due.date() - last_day(at.date(), period["value"], period["unit"])).days
    except (OverflowError, TypeError):
        return None
    return (days > 0) - (days < 0)


def _row_at_fault(case: _LoanGroup, item: Mapping[str, Any], wanted: Wanted) -> tuple[int | None, str]:
    """The row of the existing map that selects the applied policy, and what to do."""
    picks = wanted.existing.picks(LOAN_POLICY_MAP, "loan_policy", item)
    if picks and picks[0].name == case.policy:
        return picks[0].row, f"Row {picks[0].row} of the Loan Policy Map selects it. Move or change that row"
    known = f"row {picks[0].row} ('{picks[0].name}') should have applied" if picks else "no row should have applied"
    advice = "the map in Service Configuration differs. Compare it with the screen"
    return None, f"As far as the Loan Policy Map is known, {known}: {advice}"


# ------------------------------------------------------------------------------------------------- files


def _dated(report: Report, rows: int, wanted: Wanted, span: _Span = None) -> Evidence:
    """The evidence of a report, still without its content. span: of its rows; patron files and snapshots have only the date in their names."""
    name_date = _FILE_DATE.search(report.name)
    written = moment(name_date[1]) if name_date else None
    if written is not None and moment(written.date().isoformat(), wanted.today) is None:
        raise RejectedReport(f"{report.name} has a date in the future in its name. Check the name of the file")
    if written is not None and report.form in (PATRONS, PATRON_CHANGES, CURRENT_LOANS, INVENTORY):
        span = (written, written)
    first, last = (time.date().isoformat() for time in span) if span else (None, None)
    since = wanted.since.isoformat() if wanted.since else None
    return Evidence(report.form.code, report.name, rows, report.unreadable, first, last, since)


def _name(report: Report, text: str | None) -> str | None:
    """A name in a report, to be kept. Raises RejectedReport for a longer text: it can be a note about a patron in the wrong column."""
    if text is not None and len(text) > _LONGEST_NAME:
        raise RejectedReport(
            f"{report.name} has a name of more than {_LONGEST_NAME} characters, so it is damaged, or not a report of OCLC"
        )
    return None if text is None else one_line(text)


def _bounded(report: Report, counts: Counter[Any], most: int) -> None:
    if len(counts) > most:
        raise RejectedReport(
            f"{report.name} has more than {most} different patron types or policies, so it is not a report of OCLC"
        )
