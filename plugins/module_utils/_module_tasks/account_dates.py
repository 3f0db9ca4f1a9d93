# SPDX-License-Identifier: GPL-3.0-or-later

"""The dates on which declared patron accounts expire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from .._core.errors import Faults, ValidationError, first_of
from .._core.objects import ADOPTED, Declaration
from .._task.task import Call
from .._wms import account_expiry
from .._wms.objects.patrons import PATRON_ACCOUNT, lent_to
from .._wms.resolution import Resolver, declared_objects

#: The number of accounts that a warning names.
_NAMED = 4


def check_expiry(call: Call, wanted: Mapping[str, Declaration]) -> None:
    """Raise ValidationError for declared accounts that have expired, and warn about those that expire soon: once for all accounts with the
    same warning."""
    today, resolver = datetime.now(UTC).date(), Resolver(declared_objects(wanted))
    warned: dict[str, list[str]] = {}
    refuse_expired(wanted, today)
    for title, fields in _expiring(wanted):
        periods = resolver.loan_periods(fields.get("patron_type"))
        for warning in account_expiry.near(fields["expires"], today, periods):
            warned.setdefault(warning, []).append(title)
    for warning, titles in warned.items():
        call.warn(f"{first_of(titles, _NAMED)}: {warning}. {account_expiry.LATER_DATE}.")


def refuse_expired(wanted: Mapping[str, Declaration], today: date) -> None:
    """Raise ValidationError for declared accounts that have expired."""
    faults = Faults()
    for title, fields in _expiring(wanted):
        if problem := account_expiry.past(fields["expires"], today):
            text = f"{problem}. {account_expiry.LATER_DATE}"
            faults.note(ValidationError(text, fields=["expires"]).concerning(title))
    faults.report()


def _expiring(wanted: Mapping[str, Declaration]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The declared accounts with an expiry date, each with its title. Accounts that are only verified, blocked or removed may have
    any date."""
    for item in wanted[PATRON_ACCOUNT.name].items if PATRON_ACCOUNT.name in wanted else ():
        if item.fields.get("expires") is not None and item.state in ("present", ADOPTED) and lent_to(item):
            yield PATRON_ACCOUNT.described(item.identity), item.fields
