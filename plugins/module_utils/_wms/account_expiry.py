# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Checks of the expiration date of a lending account: an expired account cannot borrow, and no loan runs past the date (wms-circulation.md 16,
row 25)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from .._core.values import Duration
from .due_dates import last_day

#: How many days an account has to be valid by default.
ENOUGH_DAYS = 90


def past(expires: str, today: date) -> str | None:
    """The reason why a date is not allowed."""
    if expires >= today.isoformat():
        return None
    return f"Expiration Date {expires} is in the past; ReShare treats an expired account as blocked. Set a later date"


def near(expires: str, today: date, period: Mapping[str, Any] | None, enough: int = ENOUGH_DAYS) -> Iterator[str]:
    """The warnings about a future date. period: of the loans to the account, if known."""
    left = (date.fromisoformat(expires) - today).days
    if period is not None and period["unit"] not in ("minutes", "hours"):
        due = last_day(today, period["value"], period["unit"])
        if expires < due.isoformat():
            yield (
                f"Expiration Date {expires} is in {left} days and shortens loans: the loan period is {Duration().show(dict(period))}, "
                f"until {due.isoformat()}, but no loan runs past the expiration date. Set a later date"
            )
            return
    if left < enough:
        yield f"Expiration Date {expires} is in {left} days, less than {enough}. Set a later date"
