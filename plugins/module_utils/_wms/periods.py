# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Periods that are compared and added: the loan periods of borrowers and lenders, and the period of a hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from .._core.values import Duration

#: A hold has to last from receipt to check-in. A week covers a weekend and closed days; this collection's choice.
SHORTEST_HOLD = timedelta(days=7)

#: A month is at least 28 days.
_LENGTHS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
    "months": timedelta(days=28),
}


def length(period: Mapping[str, Any]) -> timedelta:
    """The least time that a canonical period lasts."""
    return period["value"] * _LENGTHS[period["unit"]]


def whole_days(given: Any) -> int:
    """The days of a period of days or weeks, as a person writes it. Raises ValueError, with the end of a sentence, for any other."""
    period = Duration().normalise(given)
    if period is None or period["unit"] not in ("days", "weeks"):
        raise ValueError(f"is {str(given)!r}; write days or weeks, for example '112 days'")
    return length(period).days


def longer(given: Any, days: int) -> str:
    """A period of days or weeks, longer by *days*."""
    return str(Duration().show({"value": whole_days(given) + days, "unit": "days"}))
