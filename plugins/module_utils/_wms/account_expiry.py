# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of the expiration date of a lending account: an expired account cannot borrow, and no loan runs past the date
(wms-circulation.md 6.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from .._core.texts import counted
from .._core.values import Day, Duration
from .due_dates import last_day

#: The remedy of a date that has passed, or is too early.
LATER_DATE = "Set a later date"

#: How many days an account has to be valid by default.
ENOUGH_DAYS = 90

_WHOLE_DAYS = ("days", "weeks", "months")


def past(expires: str, today: date) -> str | None:
    """The reason why a date is not allowed; None if it is."""
    if expires >= today.isoformat():
        return None
    return f"Expiration Date {expires} is in the past; ReShare treats an expired account as blocked"


def problems(expires: Any, today: date, periods: Iterable[Mapping[str, Any]], enough: int) -> Iterator[tuple[str, str]]:
    """The problems of an existing account's date, each with its remedy. expires: may be any text."""
    try:
        day = Day().normalise(expires)
    except ValueError as fault:
        yield f"Expiration Date {fault}", "Check the account in User Management"
        return
    if day is not None:
        reason = past(day, today)
        for problem in near(day, today, periods, enough) if reason is None else [reason]:
            yield problem, LATER_DATE


def near(expires: str, today: date, periods: Iterable[Mapping[str, Any]], enough: int = ENOUGH_DAYS) -> Iterator[str]:
    """The warnings about a future date. periods: the loan periods that apply to the account, as far as known."""
    left = (date.fromisoformat(expires) - today).days
    lent = [(_due(today, period), Duration().show(dict(period))) for period in periods if period["unit"] in _WHOLE_DAYS]
    due, period = max(lent, default=(today, ""))
    if expires < due.isoformat():
        yield (
            f"Expiration Date {expires} is in {counted(left, 'day')} and shortens loans: the loan period is {period}, until {due.isoformat()}, but no "
            "loan runs past the expiration date"
        )
    elif left < enough:
        yield f"Expiration Date {expires} is in {counted(left, 'day')}, less than {enough}"


def _due(today: date, period: Mapping[str, Any]) -> date:
    try:
        return last_day(today, period["value"], period["unit"])
    except OverflowError:
        return date.max
