# SPDX-License-Identifier: GPL-3.0-or-later

"""Due dates of loans and ends of holds (wms-circulation.md 6.12, 6.19, 6.21), and the formats of dates."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Literal

from ..clock import written
from ..state import State

#: The last minute of a day: the system default for loans of days, weeks and months. Local time is UTC here.
_LAST_MINUTE = time(23, 59, tzinfo=UTC)
#: The due date of a loan without a period, according to the newer page.
WITHOUT_PERIOD = datetime.combine(date(2099, 1, 1), _LAST_MINUTE)
_LATEST = datetime.combine(date(9999, 12, 31), _LAST_MINUTE)

#: The formats of DateDue: with Z, with an offset (the same moment in another zone), with milliseconds, without a zone.
Format = Literal["utc", "offset", "milliseconds", "no_zone"]
_SWITCH = "due_date_format"


def end_of(period: Mapping[str, Any], start: datetime) -> datetime:
    """The end of a period with this start."""
    number, unit = period["value"], period["unit"]
    if unit in ("minutes", "hours"):
        return (start + timedelta(**{unit: number})).replace(microsecond=0)
    day = _months_after(start.date(), number) if unit == "months" else start.date() + timedelta(**{unit: number})
    return _LATEST if day is None else datetime.combine(day, _LAST_MINUTE)


def end_of_day(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), _LAST_MINUTE)


def next_fixed(days: Sequence[str] | None, now: datetime) -> list[datetime]:
    """The end of the next of these days; empty if none is left."""
    left = sorted(day for day in days or () if day >= now.date().isoformat())
    return [end_of_day(day) for day in left[:1]]


def sent(state: State, library: str, moment: datetime) -> str:
    """A moment in the format of a response."""
    switch = state.document(library, _SWITCH, _SWITCH)
    match switch.body["format"] if switch else "utc":
        case "offset":
            return moment.astimezone(timezone(timedelta(hours=-5))).isoformat(timespec="seconds")
        case "milliseconds":
            return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        case "no_zone":
            return moment.strftime("%Y-%m-%dT%H:%M:%S")
    return written(moment)


def switch(state: State, library: str, format: Format) -> None:
    """Set the format of dates in a library's responses."""
    before = state.document(library, _SWITCH, _SWITCH)
    if before is not None:
        state.delete(before)
    state.insert(library, _SWITCH, {"format": format}, _SWITCH)


def _months_after(day: date, months: int) -> date | None:
    """The same day of a later month, or the last day of that month; None beyond the end of the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
