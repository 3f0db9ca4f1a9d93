# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""What pages and e-mails show of a library and its contact, from the options of a task."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from .._core import contacts
from .._core.contacts import Contact
from .._core.errors import ValidationError
from .._task.task import Call

_FOR_PEOPLE = ("library_display_name", "library_contact", "worksheet_due_days")
#: The maximum of worksheet_due_days.
_LONGEST_TIME = 365


@dataclass(frozen=True)
class ForPeople:
    """The library for people. name: of the library. due_days: the days after which a worksheet is due; None if it never is."""

    name: str
    contact: Contact | None
    due_days: int | None

    def due(self, asked: str | None) -> str | None:
        """The day on which something is due that was requested on that day; None if it is never due, or the day is unreadable."""
        with suppress(ValueError, OverflowError):
            if self.due_days is not None and asked is not None:
                return (date.fromisoformat(asked[:10]) + timedelta(days=self.due_days)).isoformat()
        return None


def for_people(call: Call) -> ForPeople:
    """The options about people. Raises ValidationError if one is not valid."""
    name, given, days = (call.params[option] for option in _FOR_PEOPLE)
    contact, problems = None, {}
    if name and (problem := contacts.name_problem(name)):
        problems["library_display_name"] = problem
    try:
        contact = None if given is None else contacts.contact_of(given)
    except ValueError as fault:
        problems["library_contact"] = str(fault)
    if days is not None and not 1 <= days <= _LONGEST_TIME:
        problems["worksheet_due_days"] = f"is {days}; use a number from 1 to {_LONGEST_TIME}"
    if problems:
        raise ValidationError(*[f"{option} {problem}" for option, problem in problems.items()], fields=problems)
    return ForPeople(name or call.library, contact, days)
