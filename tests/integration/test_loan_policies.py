# SPDX-License-Identifier: GPL-3.0-or-later

"""The warnings of loan policies."""

from __future__ import annotations

import pytest

from support.controller import run
from support.library_record import Record

GRACE = "is returned after the Overdue Grace Period (2 days) is billed for the days of that period too"


@pytest.fixture(params=["service", "record"])
def change(request, library, tmp_path):
    """Return a function that declares fields of the Loan Policy Four weeks."""
    if request.param == "service":
        return lambda **fields: run("loan_policy", library, name="Four weeks", **fields)
    record = Record(library, tmp_path)
    structure = {"name": "Daily fine", "bill_reason": "Fine", "bill_type": "Periodic Bill"}
    record.declare(bill_reasons=[{"name": "Fine"}], bill_structures=[structure])
    return lambda **fields: record.run("loan_policy", name="Four weeks", **fields)


def test_a_grace_period_together_with_a_bill_is_a_warning_text(change):
    """Whichever of the two comes last."""

    def warned(**fields) -> bool:
        return any(GRACE in warning for warning in change(**fields).get("warnings", ()))

    assert not warned(overdue_grace_period="2 days", overdue_periodic_bill=None)
    assert warned(overdue_periodic_bill="Daily fine")
    assert not warned(loan_period="3 weeks")
    assert not warned(overdue_grace_period="0 days")
    assert warned(overdue_grace_period="2 days")
    assert not warned(overdue_grace_period="2 days")
