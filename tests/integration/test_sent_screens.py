# SPDX-License-Identifier: GPL-3.0-or-later

"""Screens that the assistant read bring the record of a library up to date: beside confirmations and answers, and of objects without a step."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from support.controller import run
from support.library import Library
from support.library_record import Record, objects, titles
from support.read_screens import AT, BY_PLURAL, Screens, identified, store_patches, taught
from support.roles import Roles

WEEKS = {"name": "Weeks", "loan_period": "28 days", "automatic_renewal": False, "other_settings": {"Max": 7}}
LATER, LATEST = "2026-11-25T10:30:00Z", "2026-11-25T11:30:00Z"
MAP = [
    {"holding_location": "TSTM", "shelving_location": "Stacks", "loan_policy": "Weeks", "precedence": 9},
    {"material_format": "Book", "loan_policy": "Weeks"},
]
LIVE = {"enable": True, "temporary_item_holding_location": "TSTM", "temporary_item_shelving_location": "Stacks"}
PATCHES = "screens/loan_policy"


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Record:
    made = Record(library, tmp_path / "record")
    made.start()
    return made


def screens(record: Record, at: str = AT, seen: bool = True, **configuration: Any) -> Screens:
    """The screens of objects. seen: whether they count as seen; see Screens."""
    return Screens(record.library.id, seen).show_all(configuration, at)


def seen(record: Record, given: Screens, check: bool = False, **options: Any) -> dict[str, Any]:
    """Import screens without a step."""
    result = record.run("record_import", check, files=[record.send_screens(given)], **options)
    assert result.get("msg") is None
    return result


def confirmed(record: Record, plural: str) -> dict[str, Any]:
    """The only confirmed object of a kind, with its sources."""
    found = record.content["confirmed"][plural]
    return found if isinstance(found, dict) else found[0]


def test_a_person_who_reads_each_screen_has_brought_the_record_up_to_date(record):
    library = record.library
    for call in Roles(library, **record.options).declare():
        assert call.get("msg") is None
    record.make_steps()
    asked = titles(record.steps)
    there = run("circulation_configuration_info", library)["configuration"]
    given = Screens(library.id).show_all({plural: found for plural, found in there.items() if found}, whole=True)
    assert len(given.readings) >= 14
    result = seen(record, given)
    assert [one["open"] for one in result["screens"] if one["open"] and one["screen"] != "Shelving Location"] == []
    assert [one["differs"] for one in result["screens"] if one["differs"]] == []
    of_lists = {kind.label for kind in BY_PLURAL.values() if any(field.value.columns for field in kind.schema)}
    left = [one for one in titles(result["pending_steps"]) if one.partition(" '")[0] not in of_lists]
    assert (bool(asked), [one for one in left if "Shelving Location" not in one]) == (True, [])
    # The same again changes nothing.
    files = record.files()
    again = seen(record, given)
    assert (again["changed"], again["without_effect"], record.files()) == (False, [], files)


def test_what_is_seen_ends_its_step_and_the_worksheet_asks_for_the_rest(record):
    record.declare(loan_policies=[WEEKS, {"name": "Days", "loan_period": "3 days"}])
    sent = record.send_file(record.confirmation(record.steps[1:]), "earlier.json")
    given = screens(record, loan_policies=[WEEKS, {"name": "Days", "loan_period": "21 days"}])
    pretended = seen(record, given, check=True)
    assert "confirmed" in record.content and not record.content["confirmed"].get("loan_policies")
    result = seen(record, given)
    assert {**pretended, "warnings": []} == {**result, "warnings": []}
    assert (result["changed"], objects(result["pending_steps"])) == (True, [("loan_policy", "Days")])
    assert [(one["screen"], one["object"]["name"]) for one in result["screens"]] == [
        ("Loan Policy", "Weeks"),
        ("Loan Policy", "Days"),
    ]
    (differs,) = result["screens"][1]["differs"]
    assert (differs["label"], differs["seen"], differs["wanted"]) == ("Regular Loan Period", "21 days", "3 days")
    assert result["diff"]["after"]["seen"]["Loan Policy 'Weeks'"]["loan_period"] == "28 days"
    (step,) = record.steps
    assert [(line["label"], line["value"], line["before"]) for line in step["lines"]] == [
        ("Regular Loan Period", "3 days", "21 days")
    ]
    (days,) = [one for one in record.content["confirmed"]["loan_policies"] if one["fields"]["name"] == "Days"]
    assert (days["how"], days["by"], days["at"]) == ("capture", "Jane Doe", AT)
    assert record.content["readings"][days["capture"]]["object"] == "Days"
    # A confirmation of the step that a screen ended has no effect; drift shows what differs.
    done = record.run("record_import", files=[sent])
    assert ([one["repeated"] for one in done["without_effect"]], done["confirmed"]) == ([False], [])
    assert objects(record.declare(loan_policies=[WEEKS])["pending_steps"]) == []
    assert record.content["history"][0]["event"] == "seen"


def test_a_screen_that_is_older_than_the_record_does_not_change_it(record):
    seen(record, screens(record, LATER, loan_policies=[WEEKS]))
    text = record.path.read_text(encoding="utf-8")
    old = {"name": "Weeks", "loan_period": "1 day", "automatic_renewal": False}
    result = seen(record, screens(record, loan_policies=[old]))
    assert (result["changed"], record.path.read_text(encoding="utf-8")) == (False, text)
    assert [(one["step"], one["repeated"]) for one in result["without_effect"]] == [("loan_policies/Weeks", False)]
    # A field that the record does not have is taken, and keeps its own date.
    seen(record, screens(record, loan_policies=[{**old, "renew_period": "2 days"}]))
    policy = confirmed(record, "loan_policies")
    assert (policy["fields"]["loan_period"], policy["fields"]["renew_period"]) == ("28 days", "2 days")
    assert (policy["at"], {name: one["at"] for name, one in policy["learnt"].items()}) == (LATER, {"renew_period": AT})
    # A later one that shows the same renews the date, once.
    given = screens(record, LATEST, loan_policies=[WEEKS])
    assert [seen(record, given)["changed"] for _time in range(2)] == [True, False]
    assert confirmed(record, "loan_policies")["at"] == LATEST


def test_a_map_is_seen_as_a_whole_and_a_row_of_the_library_stays(record):
    record.declare(loan_policies=[WEEKS], loan_policy_map=MAP)
    seen(record, screens(record, loan_policies=[WEEKS]))
    other = {"patron_policy": "Student", "loan_policy": "One year"}
    result = seen(record, screens(record, loan_policy_map=[other, MAP[1]]))
    assert [one["seen"] == "does not exist" for one in result["screens"][0]["differs"]] == [True]
    rows = record.pending("loan_policy_map")
    # A row with a stated precedence is recognised, although the screen does not show it.
    assert [row.get("precedence") for row in rows if row["loan_policy"] == "Weeks"] == [9, None]
    assert len(rows) == 3
    pages = Screens(record.library.id).show(BY_PLURAL["loan_policy_map"], {"rows": rows}, LATER, pages=2)
    assert seen(record, pages)["pending"] is False
    assert record.declare(loan_policy_map=MAP)["changed"] is False


def test_a_link_that_is_live_while_steps_are_pending_is_recorded_with_a_warning(record):
    record.declare(loan_policies=[WEEKS], ill_settings={"reshare": LIVE})
    result = seen(record, screens(record, ill_settings={"reshare": LIVE}))
    assert objects(result["pending_steps"]) == [("loan_policy", "Weeks")]
    (warning,) = [one for one in result["warnings"] if "live already" in one]
    assert "ILL Settings was seen enabled while steps are pending (Loan Policy 'Weeks')" in warning
    assert confirmed(record, "ill_settings")["fields"]["reshare"]["enable"] is True


def test_what_oclc_shows_itself_is_not_taken_from_screens(record):
    result = seen(record, screens(record, shelving_locations=[{"holding_code": "TSTM", "name": "ILL"}]))
    (one,) = result["screens"]
    assert (one["object"], one["open"][0]["reason"]) == (
        None,
        "it is read from OCLC; what a screen shows of it is not used",
    )
    assert "ILL" not in str(record.content["confirmed"])


def test_a_confirmation_is_compared_with_the_screens_of_its_file(record):
    record.declare(loan_policies=[WEEKS])
    wrong = screens(record, seen=False, loan_policies=[{**WEEKS, "loan_period": "21 days"}])
    message = record.failure("record_import", files=[record.send_screens(wrong, record.steps)])
    assert "is confirmed with Regular Loan Period '28 days', but its capture shows '21 days'" in message
    # A later screen of the same object counts.
    both = wrong.show_all({"loan_policies": [WEEKS]}, LATER)
    done = record.run("record_import", files=[record.send_screens(both, record.steps)])
    assert (done.get("msg"), done["pending"]) == (None, False)
    assert {one["event"] for one in record.content["history"]} == {"seen"}


def test_answers_are_compared_with_the_screens_of_their_file(record):
    declared = {"loan_policies": [WEEKS], "loan_policy_map": MAP[1:]}
    rows = [{"material_format": "Book", "loan_policy": "Weeks"}]
    given = {"loan_policies/Weeks": {"loan_period": "28 days", "automatic_renewal": "No"}, "loan_policy_map": rows}
    record.run("record_questions", configuration=declared)

    def answer(claimed: str, **configuration: Any) -> dict[str, Any]:
        shown = screens(record, seen=False, **configuration)
        letter = record.questionnaire_answers(given, sources={claimed: "capture"})
        return {"configuration": declared, "files": [record.send_screens(shown, letter=letter)]}

    part = {"loan_policy_map": rows, "loan_policies": [{"name": "Weeks", "loan_period": "28 days"}]}
    assert "Automatic Renewal" in record.failure("record_import", **answer("loan_policies/Weeks", **part))
    wrong = {**part, "loan_policies": [{"name": "Weeks", "loan_period": "21 days"}]}
    message = record.failure("record_import", **answer("loan_policy_map", **wrong))
    assert "answered with Regular Loan Period '28 days', but its capture shows '21 days'" in message
    right = answer("loan_policy_map", **part)
    assert len(record.run("record_import", **right)["recorded"]) == 2
    policy = confirmed(record, "loan_policies")
    assert {name: policy["learnt"].get(name, policy)["how"] for name in policy["fields"]} == {
        "name": "capture",
        "loan_period": "capture",
        "automatic_renewal": "answer",
    }
    assert confirmed(record, "loan_policy_map")["how"] == "capture"
    files = record.files()
    again = record.run("record_import", **right)
    assert (again["changed"], again["recorded"], record.files()) == (False, [], files)


@pytest.mark.matrix
def test_what_a_library_teaches_counts_for_others_until_it_is_revoked(record, make):
    other = Record(make(), record.directory)
    other.start()
    for one in (record, other):
        one.declare(loan_policies=[WEEKS])
    taught = seen(record, screens(record, seen=False, loan_policies=[WEEKS]))
    (name,) = taught["known_screens"]
    path = record.directory / PATCHES / f"{name}.json"
    assert path.exists() and record.library.name not in path.read_text(encoding="utf-8")
    # The same object drawn in the same way at the other library, which teaches nothing.
    given = screens(other, seen=False, loan_policies=[WEEKS])
    given.sent, given.readings[0]["patches"] = [], [name]
    assert seen(other, given)["known_screens"] == []
    assert not record.worksheet().exists()
    record.declare(loan_policies=[{**WEEKS, "loan_period": "7 days"}])
    assert [one["id"] for one in _carried(record)] == [name]

    message = record.failure("record_import", by="John Roe", revoked=["Jane Do"])
    assert "is not a patch of a known screen and no person" in message
    assert "another person has to agree" in record.failure("record_import", by="Jane Doe", reviewed=[name])
    revoked = record.run("record_import", by="John Roe", revoked=["Jane Doe"])
    assert [one.partition(" (")[0] for one in revoked["reopened"]] == ["Loan Policy 'Weeks' is unknown again"]
    assert record.content["confirmed"].get("loan_policies") is None
    assert record.content["history"][-1]["event"] == "reopened"
    assert record.run("record_import", by="John Roe", revoked=["Jane Doe"])["failed"]
    assert record.run("record_import", by="John Roe", revoked=[name])["changed"] is False
    # The other library learns it with its next task.
    later = other.run("record_import")
    assert (later["changed"], len(later["reopened"])) == (True, 1)
    assert "by John Roe" in later["warnings"][0]
    assert other.content["confirmed"].get("loan_policies") is None


def test_two_meanings_of_one_drawing_are_named(record):
    one, other = (taught("loan_policy", [("loan_period", "28 days")], at=at) for at in (AT, LATER))
    other = identified({**other, "values": [{**other["values"][0], "value": "28 weeks"}]})
    store_patches(record.directory, [one, other])
    (warning,) = [text for text in record.run("record_info")["warnings"] if "neither counts" in text]
    assert one["id"] in warning and other["id"] in warning
    # What rests on one of them is refused.
    given = screens(record, loan_policies=[{"name": "Weeks", "loan_period": "28 days"}])
    assert "gives '28 weeks' for the same" in record.failure("record_import", files=[record.send_screens(given)])


def _carried(record: Record) -> list[dict[str, Any]]:
    """The patches on the worksheet."""
    return json.loads(zlib.decompress(base64.b64decode(record.worksheet_data()["screens"]["patches"])))
