# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures bring the record of a library up to date: alone, and as evidence in confirmations and answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.controller import run
from support.drawn_captures import AT, KINDS, capture, drawn, field
from support.library import Library
from support.library_record import Record, objects, titles
from support.roles import Roles

BY_PLURAL = {kind.plural: kind for kind in KINDS.values()}
WEEKS = {"name": "Weeks", "loan_period": "28 days", "automatic_renewal": False, "other_settings": {"Max": 7}}
LATER, LATEST = "2026-11-25T10:30:00Z", "2026-11-25T11:30:00Z"
MAP = [
    {"holding_location": "TSTM", "shelving_location": "Stacks", "loan_policy": "Weeks", "precedence": 9},
    {"material_format": "Book", "loan_policy": "Weeks"},
]
LIVE = {"enable": True, "temporary_item_holding_location": "TSTM", "temporary_item_shelving_location": "Stacks"}


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Record:
    return Record(library, tmp_path / "record")


def send(record: Record, *captures: dict[str, Any], name: str = "captures.json") -> str:
    """A file with captures, or with one."""
    folder = record.directory.parent / "captures"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(json.dumps(captures[0] if len(captures) == 1 else captures), encoding="utf-8")
    return str(path)


def seen(record: Record, *captures: dict[str, Any], check: bool = False, **options: Any) -> dict[str, Any]:
    """Import captures."""
    given = {"files": [send(record, *captures)], "by": "John Roe", **options}
    result = record.run("record_import", check, **given)
    assert result.get("msg") is None
    return result


def confirmed(record: Record, plural: str) -> dict[str, Any]:
    """The only confirmed object of a kind, with its sources."""
    found = record.content["confirmed"][plural]
    return found if isinstance(found, dict) else found[0]


def test_a_person_who_captures_each_screen_has_brought_the_record_up_to_date(record, tmp_path):
    library = record.library
    for call in Roles(library, **record.options).declare():
        assert call.get("msg") is None
    record.make_steps()
    asked = titles(record.steps)
    there = run("circulation_configuration_info", library)["configuration"]
    screens = [
        drawn(BY_PLURAL[plural].name, one, whole=True)
        for plural, found in there.items()
        for one in (found if isinstance(found, list) else [found])
    ]
    assert len(screens) >= 14
    result = seen(record, *screens)
    assert [one["open"] for one in result["captures"] if one["open"] and one["screen"] != "shelving_location"] == []
    assert [one["differs"] for one in result["captures"] if one["differs"]] == []
    left = {title for title in titles(result["pending_steps"]) if "Shelving Location" not in title}
    assert (bool(asked), left) == (True, set())
    assert [call["pending_steps"] for call in Roles(library, **record.options).declare() if call["pending"]] == []
    # The same again changes nothing.
    files = record.files()
    again = seen(record, *screens)
    assert (again["changed"], again["without_effect"], record.files()) == (False, [], files)


def test_what_is_seen_ends_its_step_and_the_worksheet_asks_for_the_rest(record):
    record.declare(loan_policies=[WEEKS, {"name": "Days", "loan_period": "3 days"}])
    sent = record.send_file(record.confirmation(record.steps[1:]))
    screens = [
        drawn("loan_policy", {**WEEKS, "other_settings": {"Max": "7"}}),
        drawn("loan_policy", {"name": "Days", "loan_period": "21 days", "overdue_periodic_bill": None}),
    ]
    files = record.files()
    pretended = seen(record, *screens, check=True)
    assert record.files() == files
    result = seen(record, *screens)
    assert {**pretended, "warnings": []} == {**result, "warnings": []}
    assert (result["changed"], objects(result["pending_steps"])) == (True, [("loan_policy", "Days")])
    assert [(one["screen"], objects(one["objects"])) for one in result["captures"]] == [
        ("loan_policy", [("loan_policy", "Weeks")]),
        ("loan_policy", [("loan_policy", "Days")]),
    ]
    (differs,) = result["captures"][1]["differs"]
    assert (differs["label"], differs["seen"], differs["wanted"]) == ("Regular Loan Period", "21 days", "3 days")
    assert result["captures"][0]["objects"][0]["fields"]["other_settings"] == {"Max": 7}
    assert result["diff"]["after"]["seen"]["Loan Policy 'Weeks'"]["loan_period"] == "28 days"
    (step,) = record.steps
    assert [(line["label"], line["value"], line["before"]) for line in step["lines"]] == [
        ("Regular Loan Period", "3 days", "21 days")
    ]
    days = [one for one in record.content["confirmed"]["loan_policies"] if one["fields"]["name"] == "Days"][0]
    assert (days["how"], days["by"], days["at"]) == ("capture", "John Roe", AT)
    # A confirmation of the step that a capture ended has no effect; drift shows what differs.
    done = record.run("record_import", files=[sent])
    assert ([one["repeated"] for one in done["without_effect"]], done["confirmed"]) == ([False], [])
    assert objects(record.declare(loan_policies=[WEEKS])["pending_steps"]) == []
    assert record.content["history"][0]["event"] == "seen"


def test_a_capture_that_is_older_than_the_record_does_not_change_it(record):
    seen(record, drawn("loan_policy", WEEKS, LATER))
    files = record.files()
    old = {"name": "Weeks", "loan_period": "1 day", "automatic_renewal": False}
    result = seen(record, drawn("loan_policy", old))
    assert (result["changed"], record.files()) == (False, files)
    assert [(one["step"], one["repeated"]) for one in result["without_effect"]] == [("loan_policies/Weeks", False)]
    # A field that the record does not have is taken, and keeps its own date.
    seen(record, drawn("loan_policy", {**old, "renew_period": "2 days"}))
    policy = confirmed(record, "loan_policies")
    assert (policy["fields"]["loan_period"], policy["fields"]["renew_period"]) == ("28 days", "2 days")
    assert (policy["at"], {name: one["at"] for name, one in policy["learnt"].items()}) == (LATER, {"renew_period": AT})
    # A later one that shows the same renews the date, once.
    assert [seen(record, drawn("loan_policy", WEEKS, LATEST))["changed"] for _time in range(2)] == [True, False]
    assert confirmed(record, "loan_policies")["at"] == LATEST


def test_what_was_changed_on_the_screen_is_drift(record):
    record.declare(loan_policies=[WEEKS])
    seen(record, drawn("loan_policy", WEEKS))
    result = seen(record, drawn("loan_policy", {**WEEKS, "loan_period": "21 days"}, LATER))
    (differs,) = result["captures"][0]["differs"]
    assert (differs["seen"], differs["wanted"], result["pending"]) == ("21 days", "28 days", False)
    assert record.declare(check=True, loan_policies=[WEEKS])["pending"] is True
    record.declare(loan_policies=[WEEKS])
    assert [(line["value"], line["before"]) for line in record.steps[0]["lines"]] == [("28 days", "21 days")]


def test_an_object_that_was_missing_becomes_known(record):
    declared = {"loan_policies": [{"name": "Weeks", "loan_period": "28 days"}]}
    record.run("record_questions", configuration=declared)
    path = record.send_file(record.questionnaire_answers({"loan_policies/Weeks": None}, at=AT))
    record.run("record_import", configuration=declared, files=[path])
    assert "absent" in confirmed(record, "loan_policies")
    assert seen(record, drawn("loan_policy", WEEKS, AT))["changed"] is False
    assert seen(record, drawn("loan_policy", WEEKS, LATER))["changed"] is True
    assert record.declare(**declared)["changed"] is False


def test_a_map_is_seen_as_a_whole_and_counts_as_adopted(record):
    from ansible_collections.reshare.wms.plugins.module_utils._record import document
    from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE

    record.declare(loan_policies=[WEEKS], loan_policy_map=MAP)
    seen(record, drawn("loan_policy", WEEKS))
    other = {"patron_policy": "Student", "loan_policy": "One year"}
    result = seen(record, drawn("loan_policy_map", {"rows": [other, MAP[1]]}))
    assert [one["seen"] == "does not exist" for one in result["captures"][0]["differs"]] == [True]
    # The row of the library stays. A row with a stated precedence is recognised, although the screen does not show it.
    rows = record.pending("loan_policy_map")
    assert [row.get("precedence") for row in rows if row["loan_policy"] == "Weeks"] == [9, None]
    assert len(rows) == 3
    assert seen(record, drawn("loan_policy_map", {"rows": rows}, LATER))["pending"] is False
    assert record.declare(loan_policy_map=MAP)["changed"] is False
    content = document.load(record.path.read_text(encoding="utf-8"), DECLARABLE)
    assert content.was_found(KINDS["loan_policy_map"], ())


def test_captures_answer_questions_and_the_rest_is_asked(record):
    declared = {
        "loan_policies": [{**WEEKS, "overdue_periodic_bill": None}],
        "loan_policy_map": MAP,
        "ill_settings": {"reshare": {"enable": False}},
        "notification_settings": {"notification_types": {"New Bill": False, "Loan Overdue": True}},
    }
    screens = [
        drawn("loan_policy", {**WEEKS, "loan_period": "21 days"}),
        drawn("ill_settings", {"reshare": {"enable": False}}),
        capture([field("Loan Overdue", "Yes", "switch")], "General Settings"),
    ]
    record.run("record_questions", configuration=declared)
    given = {"configuration": declared, "files": [send(record, *screens)]}
    assert "option 'by' is required" in record.failure("record_import", **given)
    result = record.run("record_import", by="John Roe", **given)
    assert objects(record.run("record_questions", configuration=declared)["questions"]) == [
        ("loan_policy", "Weeks"),
        ("loan_policy_map", ""),
        ("notification_settings", ""),
    ]
    (policy,) = [one for group in record.worksheet_data(".questionnaire")["groups"] for one in group["questions"]][:1]
    assert [field["name"] for field in policy["fields"]] == ["overdue_periodic_bill"]
    (differs,) = result["captures"][0]["differs"]
    assert (differs["label"], differs["seen"], differs["wanted"]) == ("Regular Loan Period", "21 days", "28 days")
    # A switch that is not on the screen does not count as off.
    assert [one["label"] for one in result["captures"][2]["open"]] == ["enable notification types"]
    assert record.run("record_import", by="John Roe", **given)["changed"] is False


def test_a_link_that_is_live_while_steps_are_pending_is_recorded_with_a_warning(record):
    record.declare(loan_policies=[WEEKS], ill_settings={"reshare": LIVE})
    result = seen(record, drawn("ill_settings", {"reshare": LIVE}))
    assert objects(result["pending_steps"]) == [("loan_policy", "Weeks")]
    (warning,) = [one for one in result["warnings"] if "live already" in one]
    assert "ILL Settings was seen enabled while steps are pending (Loan Policy 'Weeks')" in warning
    assert confirmed(record, "ill_settings")["fields"]["reshare"]["enable"] is True


def test_what_oclc_shows_itself_is_not_taken_from_captures_and_no_patron_is(record):
    location = capture(
        [field("Holding location", "TSTM"), field("Shelving Location", "ILL")], "Holding Codes Translation Table"
    )
    patron = capture([field("Barcode", "2901"), field("Family Name", "Roe")], "Patron Account")
    result = seen(record, location, patron)
    assert [(one["screen"], one["objects"], len(one["open"])) for one in result["captures"]] == [
        ("shelving_location", [], 1),
        (None, [], 1),
    ]
    assert (result["changed"], "2901" in json.dumps(result), record.path.exists()) == (False, False, False)


def test_other_labels_of_a_library(record):
    labels = {
        "loan_policy": {"screen": ["Circulation Rules"], "fields": {"name": ["Rule"], "loan_period": ["Lend for"]}}
    }
    screen = capture([field("Rule", "Weeks"), field("Lend for", "4 weeks")], "Circulation Rules")
    assert seen(record, screen)["captures"][0]["screen"] is None
    result = seen(record, screen, wms_screen_labels=labels)
    assert result["captures"][0]["objects"][0]["fields"] == {"name": "Weeks", "loan_period": "4 weeks"}
    message = record.failure("record_import", files=[send(record, screen)], by="J", wms_screen_labels={"loan": {}})
    assert "wms_screen_labels: 'loan' is not a kind" in message


@pytest.mark.matrix
def test_what_a_person_states_of_a_text_is_kept_for_later_captures(record):
    bill = field("Overdue Periodic Bill", "No bill", "choice")
    screen = capture([field("Policy Name", "Weeks"), field("Loan length", "28 days"), bill], "Loan Policy")
    stated = {"blank": ["No bill"], "loan_policy": {"fields": {"loan_period": ["Loan length"]}}}
    result = seen(record, {**screen, "labels": stated})
    assert (result["changed"], result["screen_labels"], result["captures"][0]["open"]) == (True, stated, [])
    later = seen(record, {**screen, "at": LATER})
    assert (later["screen_labels"], later["captures"][0]["open"], later["captures"][0]["unplaced"]) == ({}, [], [])
    kept = [{"place": "blank", "text": "No bill"}, {"place": "loan_policy.fields.loan_period", "text": "Loan length"}]
    assert record.content["screen_labels"] == [{**one, "by": "John Roe", "at": AT} for one in kept]


def test_each_library_has_a_folder_of_captures_and_other_files_are_named(record, make, controller, tmp_path):
    other = Record(make(), record.directory)
    for one in (record, other):
        one.declare(loan_policies=[WEEKS])
    folder = tmp_path / "screens"
    for name in (record.library.name, "nobody"):
        (folder / name).mkdir(parents=True)
        path = folder / name / "captures.json"
        path.write_text(
            json.dumps([drawn("loan_policy", WEEKS), drawn("bill_reason", {"name": "Lost"})]), encoding="utf-8"
        )
    (folder / "loose.json").write_text(json.dumps(drawn("loan_policy", WEEKS)), encoding="utf-8")
    variables = {one.library.name: one.variables for one in (record, other)}
    given = ("-e", f"receive_files={folder}", "-e", "receive_by=Jane")
    done = controller.playbook("reshare.wms.receive", [record.library, other.library], *given, variables=variables)
    assert done.status == 2
    shown = " ".join(done.output.split())
    for path, why in (("loose.json", "names no library, and is not in a folder"), ("nobody", "is for nobody")):
        assert f"{folder}/{path} {why}" in shown
    policy = confirmed(record, "loan_policies")
    assert (policy["how"], policy["by"], [one["name"] for one in record.confirmed("bill_reasons")]) == (
        "capture",
        "Jane",
        ["Lost"],
    )
    assert (other.content["confirmed"], titles(other.steps)) == ({}, ["Loan Policy 'Weeks'"])

    # For one library, the files can be given directly.
    loose = ("-e", f"receive_files={folder}/loose.json", "-e", "receive_by=Ann")
    adopted = controller.playbook("reshare.wms.receive", other.library, *loose, variables=variables)
    assert adopted.status == 0
    assert confirmed(other, "loan_policies")["by"] == "Ann"
    result = adopted.result("Import files and confirmations", other.library)
    assert [one["screen"] for one in result["captures"]] == ["loan_policy"]


# Captures in confirmations and answers


def with_captures(record: Record, source: str, *captures: dict[str, Any]) -> str:
    """A confirmation of all steps with captures."""
    letter = record.confirmation(record.steps)
    letter["steps"] = [{**step, "source": source} for step in letter["steps"]]
    return record.send_file({**letter, "captures": list(captures)})


def test_a_step_that_captures_show_is_confirmed_as_seen_and_the_rest_as_stated(record):
    record.declare(loan_policies=[WEEKS])
    screen = drawn("loan_policy", {"name": "Weeks", "loan_period": "28 days", "renew_period": "1 day"})
    message = record.failure("record_import", files=[with_captures(record, "capture", screen)])
    assert "is confirmed as seen on the screen, but no capture in the file shows Automatic Renewal, Max" in message
    path = with_captures(record, "answer", screen)
    assert objects(record.run("record_import", files=[path])["confirmed"]) == [("loan_policy", "Weeks")]
    policy = confirmed(record, "loan_policies")
    hows = {name: policy["learnt"].get(name, policy)["how"] for name in policy["fields"]}
    assert hows == {
        "name": "capture",
        "loan_period": "capture",
        "automatic_renewal": "answer",
        "other_settings": "answer",
    }
    files = record.files()
    assert (record.run("record_import", files=[path])["changed"], record.files()) == (False, files)


@pytest.mark.parametrize("source", ["capture", "answer"])
def test_a_step_that_captures_contradict_is_refused_with_both_values(record, source):
    record.declare(loan_policies=[WEEKS])
    wrong = drawn("loan_policy", {**WEEKS, "loan_period": "21 days"})
    message = record.failure("record_import", files=[with_captures(record, source, wrong)])
    assert (
        "Loan Policy 'Weeks' is confirmed with Regular Loan Period '28 days', but its capture shows '21 days'"
        in message
    )
    # A later capture of the same screen counts.
    done = record.run("record_import", files=[with_captures(record, source, drawn("loan_policy", WEEKS, LATER), wrong)])
    assert (done.get("msg"), done["pending"]) == (None, False)
    assert {one["event"] for one in record.content["history"]} == {"seen"}


def test_a_map_is_judged_by_the_rows_of_the_step_and_recorded_with_all_rows(record):
    record.declare(loan_policies=[WEEKS])
    record.confirm()
    record.declare(loan_policy_map=MAP[1:])
    own = {"patron_policy": "Student", "loan_policy": "One year"}
    missing = drawn("loan_policy_map", {"rows": [own]})
    message = record.failure("record_import", files=[with_captures(record, "answer", missing)])
    assert "its capture shows 'does not exist'" in message
    screen = drawn("loan_policy_map", {"rows": [own, *MAP[1:]]})
    assert record.run("record_import", files=[with_captures(record, "capture", screen)])["pending"] is False
    assert [row["loan_policy"] for row in record.confirmed("loan_policy_map")] == ["One year", "Weeks"]
    assert confirmed(record, "loan_policy_map")["how"] == "capture"


def test_answers_are_compared_with_the_captures_of_their_file(record):
    declared = {"loan_policies": [WEEKS], "loan_policy_map": MAP[1:]}
    rows = [{"material_format": "Book", "loan_policy": "Weeks"}]
    given = {"loan_policies/Weeks": {"loan_period": "28 days", "automatic_renewal": "No"}, "loan_policy_map": rows}
    record.run("record_questions", configuration=declared)

    def answer(claimed: str, *captures: dict[str, Any]) -> dict[str, Any]:
        letter = record.questionnaire_answers(given, captures=list(captures), sources={claimed: "capture"})
        return {"configuration": declared, "files": [record.send_file(letter)]}

    screens = [
        drawn("loan_policy_map", {"rows": rows}),
        drawn("loan_policy", {"name": "Weeks", "loan_period": "28 days"}),
    ]
    assert "Automatic Renewal" in record.failure("record_import", **answer("loan_policies/Weeks", *screens))
    wrong = drawn("loan_policy", {"name": "Weeks", "loan_period": "21 days"})
    message = record.failure("record_import", **answer("loan_policy_map", screens[0], wrong))
    assert "answered with Regular Loan Period '28 days', but its capture shows '21 days'" in message
    right = answer("loan_policy_map", *screens)
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
