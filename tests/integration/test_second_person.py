# SPDX-License-Identifier: GPL-3.0-or-later

"""With wms_approval, a second person approves confirmed steps, or sends them back; until then nothing goes live."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.check_results import check_named
from support.file_schemas import conforming
from support.library import Library
from support.library_record import Record, objects, titles
from support.read_screens import AT, Screens
from support.roles import Roles

WEEKS = {"name": "Weeks", "loan_period": "28 days"}
DAYS = {"name": "Days", "loan_period": "3 days"}
ROWS = [{"material_format": "Book", "loan_policy": "Weeks"}]
OWN = {"patron_policy": "Student", "loan_policy": "One year"}


class Approved(Record):
    """A record whose confirmations need approval."""

    @property
    def options(self) -> dict[str, Any]:
        return {**super().options, "wms_approval": True}


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Approved:
    return Approved(library, tmp_path / "record")


def take(record: Record, **options: Any) -> dict[str, Any]:
    """Import something, first in check mode, which predicts it."""
    before = record.files()
    predicted = record.run("record_import", True, **options)
    assert record.files() == before
    result = record.run("record_import", **options)
    assert result.get("msg") is None
    assert [predicted[name] for name in ("changed", "diff")] == [result[name] for name in ("changed", "diff")]
    conforming("record", record.content)
    return result


def waiting(result: dict[str, Any]) -> dict[str, str | None]:
    """Who confirmed the pending steps, by their names."""
    return {one["name"]: (one["confirmed"] or {}).get("by") for one in result["pending_steps"]}


def test_a_confirmed_step_ends_when_another_person_approves_it(record):
    record.declare(loan_policies=[DAYS, WEEKS])
    path = record.send_file(record.confirmation(record.steps))
    done = take(record, files=[path])
    assert (done["changed"], len(done["confirmed"]), record.content["confirmed"]) == (True, 2, {})
    assert (done["pending"], waiting(done)) == (True, {"Days": "Jane Doe", "Weeks": "Jane Doe"})
    assert waiting(record.run("loan_policy", **WEEKS)) == {"Weeks": "Jane Doe"}
    assert take(record, files=[path])["changed"] is False

    for options, (about, fields) in (
        ({"approved_by": "jane  DOE", "approved": ["Loan Policy 'Weeks'"]}, ("Loan Policy 'Weeks'", ["approved_by"])),
        ({"approved": ["all"]}, (None, ["approved_by"])),
        ({"approved_by": "J", "sent_back": {"Loan Policy 'Weeks'": " "}}, (None, ["sent_back"])),
        ({"approved_by": "J", "approved": ["all"], "by": "J", "done": ["all"]}, (None, ["done", "approved"])),
        ({"approved_by": "J", "approved": ["Loan Policy 'Week'"]}, ("Loan Policy 'Week'", [])),
    ):
        assert record.error("record_import", **options) == ("invalid", about, fields)

    reason = "the loan period is 21 days on my screen"
    result = take(record, approved_by="John Roe", approved=["all"], sent_back={"Loan Policy 'Days'": reason})
    assert (titles(result["approved"]), titles(result["sent_back"])) == (
        ["Loan Policy 'Weeks'"],
        ["Loan Policy 'Days'"],
    )
    assert (titles(record.steps), waiting(result)) == (["Loan Policy 'Days'"], {"Days": None})
    assert record.steps[0]["sent_back"]["remark"] == reason
    (weeks,) = record.content["confirmed"]["loan_policies"]
    assert (weeks["fields"]["name"], weeks["by"]) == ("Weeks", "Jane Doe")
    assert [(one["event"], one["by"]) for one in record.content["history"][-2:]] == [
        ("approved", "John Roe"),
        ("sent_back", "John Roe"),
    ]
    assert take(record, files=[path])["changed"] is False

    take(record, by="Jane Doe", done=["all"])
    # Without the option, what waits can still be approved.
    ended = record.run("record_import", wms_approval=False, approved_by="John Roe", approved=["all"])
    assert (ended["pending"], record.content["pending"], record.worksheet().exists()) == (False, {}, False)


def test_what_screens_show_waits_for_approval_and_is_recorded_as_seen(record):
    def shown(at: str = AT, by: str = "Jane Doe", **configuration: Any) -> str:
        return record.send_screens(Screens(record.library.id).show_all(configuration, at), by=by)

    record.declare(loan_policies=[WEEKS], loan_policy_map=ROWS)
    given = shown(loan_policies=[WEEKS], loan_policy_map=[OWN, *ROWS])
    seen = take(record, files=[given])
    assert (seen["changed"], record.content["confirmed"]) == (True, {})
    assert {one["confirmed"]["how"] for one in seen["pending_steps"]} == {"capture"}
    assert take(record, files=[given])["changed"] is False
    # A later screen that shows something else ends the confirmation.
    other = shown("2026-11-25T12:30:00Z", "Ann Lee", loan_policies=[{"name": "Weeks", "loan_period": "21 days"}])
    assert waiting(take(record, files=[other])) == {"Weeks": None, "": "Jane Doe"}
    assert objects(take(record, approved_by="John Roe", approved=["all"])["approved"]) == [("loan_policy_map", "")]
    assert [row["loan_policy"] for row in record.confirmed("loan_policy_map")] == ["One year", "Weeks"]
    kept = record.content["confirmed"]["loan_policy_map"]
    assert (kept["how"], kept["capture"] in record.content["readings"]) == ("capture", True)


def test_the_gate_opens_after_the_approval(record):
    roles = Roles(record.library, **record.options)
    roles.declare()
    record.make_steps()
    take(record, by="Jane Doe", done=["all"])
    closed = check_named(roles.gate(), "nothing_pending")
    assert (closed["status"], "Loan Policy 'ReShare borrowing' (waits for approval)" in closed["detail"]) == (
        "fail",
        True,
    )
    take(record, approved_by="John Roe", approved=["all"])
    roles.declare()
    assert check_named(roles.gate(), "nothing_pending")["status"] == "pass"
