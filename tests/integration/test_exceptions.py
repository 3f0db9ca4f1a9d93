# SPDX-License-Identifier: GPL-3.0-or-later

"""A library that refuses a part of a worksheet, with a record."""

from __future__ import annotations

from typing import Any

import pytest

from support.library import Library
from support.library_record import Record, titles

POLICY = {"name": "Weeks", "loan_period": "4 weeks", "circulates": "always"}
TITLE = "Loan Policy 'Weeks'"


@pytest.fixture
def record(library: Library, tmp_path) -> Record:
    record = Record(library, tmp_path / "record")
    record.start()
    record.declare(loan_policies=[{"name": "Weeks", "circulates": "always", "loan_period": "3 weeks"}])
    record.confirm()
    return record


def exceptions(record: Record, until: str = "2999-12-31", **changes: Any) -> dict[str, Any]:
    entry = {
        "library": record.library.name,
        "object": TITLE,
        "field": "Regular Loan Period",
        "reason": "No.",
        "by": "Board",
    }
    return {"consortium_exceptions": [{**entry, "until": until, **changes}]}


def test_a_step_that_could_not_be_done_ends_with_an_exception_and_is_asked_for_again_after_it(record):
    wanted = {"configuration": {"loan_policies": [POLICY]}}
    assert titles(record.run("circulation_configuration", **wanted)["pending_steps"]) == [TITLE]
    answer = record.run("record_import", by="Jane Doe", impossible={TITLE: "Not here."}, **wanted)
    assert answer["to_except"] == [
        {"object": TITLE, "field": "Regular Loan Period", "reason": "Not here.", "refused": None}
    ]
    assert record.run("circulation_configuration", **wanted)["pending"] is True

    given = {**wanted, **exceptions(record)}
    checked = record.run("circulation_configuration", True, **given)
    assert (checked["pending"], checked["changes"]) == (False, [])
    done = record.run("circulation_configuration", **given)
    assert (done["pending"], done["changed"], done["changes"]) == (False, True, [])
    assert record.content["history"][-1]["remark"] == "No."
    assert not record.worksheet().exists()
    assert record.run("circulation_configuration", **given)["changed"] is False

    ended = {**wanted, **exceptions(record, "2020-01-01")}
    night = record.run("circulation_configuration", True, left_out=["wms", "reshare"], **ended)
    assert (night["pending"], night["changes"]) == (False, [])
    again = record.run("circulation_configuration", **ended)
    assert titles(again["pending_steps"]) == [TITLE]
    night = record.run("circulation_configuration", True, left_out=["wms", "reshare"], **ended)
    assert (titles(night["pending_steps"]), night["changes"]) == ([TITLE], [])


def test_the_rest_of_a_step_stays_and_other_libraries_are_asked(record):
    renewals = {**POLICY, "renew_period": "1 week"}
    wanted = {"configuration": {"loan_policies": [renewals]}}
    record.run("circulation_configuration", **wanted)
    record.run("record_import", by="Jane Doe", impossible={TITLE: "Not here."}, **wanted)
    other = record.run("circulation_configuration", **wanted, **exceptions(record, library="other"))
    assert other["pending_steps"][0]["remark"] == "Not here."
    left = record.run("circulation_configuration", **wanted, **exceptions(record))
    assert left["pending_steps"][0]["remark"] is None
    assert record.pending("loan_policies") == [{"name": "Weeks", "renew_period": "1 week"}]


def test_an_exception_that_is_not_needed_is_named(record):
    found = record.run(
        "circulation_configuration",
        configuration={"loan_policies": [{**POLICY, "loan_period": "3 weeks"}]},
        **exceptions(record),
    )
    assert found["changed"] is False
    assert [one for one in found["warnings"] if "is not needed any more" in one]


def test_an_exception_that_is_refused_has_no_effect(record):
    limits = {"loan_limit_policies": [{"name": "Weeks", "loan_count_limit": "No Limit"}]}
    given = exceptions(record, object="Loan Limit Policy 'Weeks'", field="loan_count_limit")
    assert record.run("circulation_configuration", configuration=limits, **given)["pending"] is True
