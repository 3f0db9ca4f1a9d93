# SPDX-License-Identifier: GPL-3.0-or-later

"""Parses due dates in NCIP responses, compares them with loan periods (oclc-apis.md 3.3; wms-circulation.md 6.12), and compares and adds periods."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from itertools import product
from typing import Any

from .._core.checks import FAIL, PASS, UNKNOWN
from .._core.errors import CallFailed
from .._core.values import UNITS, Duration

#: How far the due date of an hourly loan may be off: clocks differ, and WMS may cut off seconds.
TOLERANCE = timedelta(minutes=5)

#: All time zones of libraries, as whole hours from UTC.
ZONES = tuple(timezone(timedelta(hours=hours)) for hours in range(-12, 15))

#: The days that a hold has to last, from receipt to check-in. This collection's choice: a week covers a weekend and closed days.
SHORTEST_HOLD = 7

_PER_DAY = {"minutes": 24 * 60, "hours": 24, "days": 1}

_WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?)?"
    r"\s?(?P<zone>Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)


@dataclass(frozen=True)
class DueDate:
    """The due date of a loan. text: as received. moment: without a zone if none was received. time: whether it has a time."""

    text: str
    moment: datetime
    time: bool

    def __str__(self) -> str:
        if not self.time:
            return f"{self.text} (without a time)"
        return self.text if self.moment.tzinfo else f"{self.text} (in an unknown time zone)"

    def day(self, zone: tzinfo) -> date:
        """The day in a zone, or as received if its zone is unknown."""
        return _day(self.moment, zone) if self.time and self.moment.tzinfo else self.moment.date()


def parse_due_date(text: str) -> DueDate:
    """The due date in a DateDue. Raises CallFailed for an unknown format.

    The schema has xs:dateTime; OCLC's samples have Z, and other services of OCLC have a space instead of T (oclc-apis.md 1.2).
    Also accepted: a date without a time, a time without seconds or with fractions of them, an offset, and a missing zone.
    """
    written = _WRITTEN.fullmatch(text.strip())
    try:
        if written is None:
            raise ValueError
        moment = datetime.fromisoformat(f"{written['day']}T{written['time'] or '00:00'}")
        zone = datetime.fromisoformat(f"2000-01-01T00:00{written['zone'] or ''}").tzinfo
    except ValueError:
        raise CallFailed(
            f"WMS returned the due date (DateDue) '{text}', which has an unknown format; check OCLC's documentation"
        ) from None
    return DueDate(text.strip(), moment.replace(tzinfo=zone), written["time"] is not None)


def judge_due_date(period: Mapping[str, Any], moments: Sequence[datetime], due: DueDate) -> tuple[str, str]:
    """Whether a due date matches a loan period: a status of _core.checks, and the reason if it is not ``pass``.

    moments: between which the loan started, with a zone. Loans of days, weeks and months are compared by day, in the
    zone of the response, in UTC, and in this machine's zone, because the library's own zone is unknown.
    """
    if period["unit"] not in UNITS:
        return UNKNOWN, f"the unit '{period['unit']}' of the period is unknown"
    near = [zone for zone in (due.moment.tzinfo, UTC, datetime.now().astimezone().tzinfo) if zone is not None]
    try:
        if _off(period, moments, due, near) == 0:
            return PASS, ""
        off = _off(period, moments, due, ZONES)
    except OverflowError:
        return UNKNOWN, "the period ends after the last supported year"
    if off < 0:
        return FAIL, "it is earlier"
    if off > 0:
        return UNKNOWN, "it is later; closed days can move it, or another policy applied"
    return UNKNOWN, "it matches the period only if the library is in another time zone, which is unknown"


def _off(period: Mapping[str, Any], moments: Sequence[datetime], due: DueDate, zones: Sequence[tzinfo]) -> int:
    """Whether a due date matches a period (0), is later (above 0) or earlier (below 0), for the combination of moment and
    zone that fits best."""
    offsets = [_late(period, start, due, zone) for start, zone in product(moments, zones)]
    return min(offsets, key=abs)


def _late(period: Mapping[str, Any], start: datetime, due: DueDate, zone: tzinfo) -> int:
    """How many days, or minutes if beyond the tolerance, a due date is late."""
    number, unit = period["value"], period["unit"]
    if unit not in ("minutes", "hours"):
        return (due.day(zone) - last_day(start.astimezone(zone).date(), number, unit)).days
    end = start + timedelta(**{unit: number})
    if not due.time:
        return (due.day(zone) - _day(end, zone)).days
    late = (due.moment if due.moment.tzinfo else due.moment.replace(tzinfo=zone)) - end
    return 0 if abs(late) <= TOLERANCE else round(late / timedelta(minutes=1))


def last_day(start: date, number: int, unit: str) -> date:
    """The last day of a period: weeks have seven days, months end on the same day of a later month, or on its last day (6.12)."""
    if unit != "months":
        return start + timedelta(**{unit: number})
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    if year > date.max.year:
        raise OverflowError
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _day(moment: datetime, zone: tzinfo) -> date:
    """The day of a moment in a zone; if that is outside the calendar, its day without a conversion."""
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        return moment.date()


def days_of(period: Mapping[str, Any]) -> tuple[float, float]:
    """The fewest and the most days that a canonical period can have."""
    value, unit = period["value"], period["unit"]
    if unit == "months":
        return _months(value)
    days = value * 7 if unit == "weeks" else value / _PER_DAY[unit]
    return days, days


@cache
def _months(number: int) -> tuple[int, int]:
    """The fewest and the most days of so many months, if they start on day 1 or 28, in a leap year or the years beside it."""
    if number > 1200:
        return number * 30, number * 31
    starts = [date(year, month, day) for year in (2027, 2028, 2029) for month in range(1, 13) for day in (1, 28)]
    days = [(last_day(start, number, "months") - start).days for start in starts]
    return min(days), max(days)


def whole_days(given: Any) -> int:
    """The days of a period of days or weeks. given: as a person writes it. Raises ValueError for any other, with the end of a sentence."""
    period = Duration().normalise(given)
    if period is None or period["unit"] not in ("days", "weeks"):
        raise ValueError(f"is {str(given)!r}; write days or weeks, for example '112 days'")
    return int(days_of(period)[0])


def longer(given: Any, days: int) -> str:
    """A period of days or weeks, longer by *days*."""
    return str(Duration().show({"value": whole_days(given) + days, "unit": "days"}))
