# SPDX-License-Identifier: GPL-3.0-or-later

"""A library that refuses a part of a worksheet, with a record."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from support.controller import Run
from support.library import Library
from support.library_record import Record, titles
from support.roles import enabled_by_hand
from support.run_account import accounts

POLICY = {"name": "Weeks", "loan_period": "4 weeks", "circulates": "always"}
TITLE, LENDING = "Loan Policy 'Weeks'", "Loan Policy 'ReShare lending'"


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
    assert record.confirmed("loan_policies")[0]["loan_period"] == "3 weeks"
    assert not record.worksheet().exists()
    assert record.run("circulation_configuration", **given)["changed"] is False

    ended = {**wanted, **exceptions(record, "2020-01-01")}
    night = record.run("circulation_configuration", True, left_out=["wms", "reshare"], **ended)
    assert (night["pending"], night["changes"]) == (False, [])
    again = record.run("circulation_configuration", **ended)
    assert titles(again["pending_steps"]) == [TITLE]
    night = record.run("circulation_configuration", True, left_out=["wms", "reshare"], **ended)
    assert (titles(night["pending_steps"]), night["changes"]) == ([TITLE], [])


def test_without_an_answer_the_excepted_value_is_not_known_any_more(record):
    """A person can have set it already. Partners are not compared with the value before."""
    wanted = {"configuration": {"loan_policies": [POLICY]}}
    record.run("circulation_configuration", **wanted)
    assert record.confirmed("loan_policies") == [{**POLICY, "loan_period": "3 weeks"}]
    assert record.run("circulation_configuration", **wanted, **exceptions(record))["pending"] is False
    assert record.confirmed("loan_policies") == [{"name": "Weeks", "circulates": "always"}]


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
    found = record.run("circulation_configuration", configuration=limits, **given)
    assert found["pending"] is True
    assert [one for one in found["warnings"] if "does not count: it is declared as No Limit" in one]
    gate = record.run("preflight_info", circulation_configuration=limits, expected={"stage": "applied"}, **given)
    (waiting,) = [one for one in gate["checks"] if one["name"] == "nothing_pending"]
    assert waiting["status"] == "fail" and "does not count: it is declared as No Limit" in waiting["detail"]


def test_a_live_library_that_refuses_a_longer_loan_makes_no_night_red(library, controller, tmp_path):
    """From the answer of the library to the day after the end of its exception, with the playbooks."""
    record, runs = Record(library, tmp_path / "record"), tmp_path / "runs"
    enabled_by_hand(record)
    variables = {**record.variables, "sandbox_url": library.base, "lending_loan_period": "140 days"}
    variables["preflight_waivers"] = {"patron_types": "Nobody is left out."}

    def play(playbook: str, *more: str, **changes: Any) -> tuple[Run, str, list[str]]:
        given = {library.name: {**variables, **changes}}
        done = controller.playbook(
            f"reshare.wms.{playbook}", library, "-e", f"run_file={runs}/", *more, variables=given
        )
        found = accounts(runs)[-1]["libraries"][library.name]
        return done, found["state"], found["reasons"]

    assert play("onboard")[1:] == ("pending", ["steps", "stated"])
    answer = record.send_file(record.confirmation(record.steps, impossible="The board: {{ no }}"))
    answered = play("receive", "-e", f"receive_files={answer}")[0]
    pasted = next(line for line in answered.output.splitlines() if line.startswith("  - {library:"))
    (entry,) = yaml.safe_load(pasted.replace("!unsafe ", ""))
    assert (entry["object"], entry["field"]) == (LENDING, "Regular Loan Period")

    excepted = {"consortium_exceptions": [{**entry, "reason": "The board.", "value": "126 days"}]}
    assert play("onboard", **excepted)[1:] == ("stated", ["stated", "excepted"])
    night, *state = play("drift", **excepted)
    assert (night.status, state) == (0, ["stated", ["stated", "excepted"]])
    status = play("status", **excepted)[0]
    assert f"{LENDING}, Regular Loan Period (126 days instead): exception by" in status.output

    ended = {"consortium_exceptions": [{**excepted["consortium_exceptions"][0], "until": "2026-11-30"}]}
    night, *state = play("drift", **ended)
    assert (night.status, state) == (0, ["pending", ["exception_ended", "stated"]])
    checked = controller.playbook("reshare.wms.validate", library, variables={library.name: {**variables, **ended}})
    assert checked.status == 2 and "ended on 2026-11-30" in checked.output
    assert play("onboard", **ended)[1:] == ("pending", ["steps", "exception_ended", "stated"])
    assert titles(record.steps) == [LENDING]
    night, *state = play("drift", **ended)
    assert (night.status, state) == (0, ["pending", ["steps", "exception_ended", "stated"]])
