# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Periods that are compared and added: the loan periods of borrowers and lenders, and the period of a hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from .._core.values import Duration
from .due_dates import last_day

#: The days that a hold has to last, from receipt to check-in. A week covers a weekend and closed days; this collection's choice.
SHORTEST_HOLD = 7

_PER_DAY = {"minutes": 24 * 60, "hours": 24, "days": 1}


def days_of(period: Mapping[str, Any]) -> tuple[float, float]:
    """The fewest and the most days that a canonical period can have."""
    value, unit = period["value"], period["unit"]
    if unit == "months":
        return _months(value)
    days = value * 7 if unit == "weeks" else value / _PER_DAY[unit]
    return days, days


@cache
def _months(number: int) -> tuple[int, int]:
    """The same for months: from every day around the ends of the months of a leap year and the years beside it."""
    if number > 1200:
        return number * 30, number * 31
    starts = [date(year, month, day) for year in (2027, 2028, 2029) for month in range(1, 13) for day in (1, 28)]
    days = [(last_day(start, number, "months") - start).days for start in starts]
    return min(days), max(days)


def whole_days(given: Any) -> int:
    """The days of a period of days or weeks, as a person writes it. Raises ValueError, with the end of a sentence, for any other."""
    period = Duration().normalise(given)
    if period is None or period["unit"] not in ("days", "weeks"):
        raise ValueError(f"is {str(given)!r}; write days or weeks, for example '112 days'")
    return int(days_of(period)[0])


def longer(given: Any, days: int) -> str:
    """A period of days or weeks, longer by *days*."""
    return str(Duration().show({"value": whole_days(given) + days, "unit": "days"}))
