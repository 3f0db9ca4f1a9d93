# SPDX-License-Identifier: GPL-3.0-or-later

"""How old the values in a record are: in results, as a warning, and in the questionnaire about old ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.check_results import check_named
from support.controller import Controller
from support.library_record import Record, objects
from support.worksheet_examples import page_answers

CONFIGURATION: dict[str, Any] = {
    "borrower_categories": [{"name": "Visitor"}],
    "loan_policies": [
        {"name": "Weeks", "loan_period": "21 days", "overdue_periodic_bill": None, "other_settings": {"Recall?": True}}
    ],
    "loan_policy_map": [{"material_format": "Book", "loan_policy": "Weeks", "precedence": 3}],
    "shelving_locations": [{"holding_code": "TSTM", "name": "Stacks"}],
}
#: The objects of the record, in the order of an audit.
MAP, POLICY, VISITOR = ("loan_policy_map", ""), ("loan_policy", "Weeks"), ("borrower_category", "Visitor")


@pytest.fixture
def record(library, tmp_path: Path) -> Record:
    """A record whose objects were confirmed in 2020."""
    record = Record(library, tmp_path / "record")
    record.declare(**CONFIGURATION)
    record.confirm()
    record.rewrite(r"at: '20\d\d", "at: '2020")
    return record


def known(result: dict[str, Any]) -> dict[str, Any]:
    return result["knowledge"]


def test_old_values_are_a_warning_until_a_person_has_looked_again(record):
    declared = record.declare(True, **CONFIGURATION)
    assert declared["changed"] is False
    knowledge = known(declared)
    assert knowledge["fields"] == {"read": 1, "capture": 0, "report": 0, "answer": 5}
    assert set(objects(knowledge["stale"])) == set(objects(knowledge["stated"])) == {MAP, POLICY, VISITOR}
    assert (knowledge["oldest"]["by"], knowledge["oldest"]["how"], knowledge["oldest"]["at"][:4]) == (
        "Jane Doe",
        "answer",
        "2020",
    )
    (warning,) = [one for one in declared["warnings"] if "365 days" in one]
    assert "Borrower Category 'Visitor', Loan Policy 'Weeks', Loan Policy Map" in warning
    assert "reshare.wms.ask" in warning
    assert len(known(record.run("circulation_configuration_info"))["stale"]) == 3
    single = record.run("loan_policy", name="Weeks", loan_period="21 days")
    assert (single["changed"], objects(known(single)["stale"]), known(single)["fields"]["answer"]) == (
        False,
        [POLICY],
        1,
    )
    checks = record.run("preflight_info", circulation_configuration=CONFIGURATION, expected={"stage": "applied"})
    found = check_named(checks, "nothing_differs")
    assert (found["status"], found["detail"]) == ("pass", "number of values: 1 read from OCLC, 5 stated by a person")
    never = record.run("circulation_configuration", configuration=CONFIGURATION, wms_knowledge_days=0)
    assert (known(never)["stale"], [one for one in never["warnings"] if "days" in one]) == ([], [])

    asked = record.run("record_questions")
    assert (asked["changed"], objects(asked["questions"])) == (True, [MAP, POLICY, VISITOR])
    before = {plural: record.confirmed(plural) for plural in record.content["confirmed"]}
    answers = page_answers(record.worksheet_data(".audit"))
    path = record.send_file(record.questionnaire_answers(answers), "answers.json")
    taken = record.run("record_import", configuration={}, files=[path])
    assert set(objects(taken["recorded"])) == {MAP, POLICY, VISITOR}
    assert {plural: record.confirmed(plural) for plural in before} == before
    after = record.declare(True, **CONFIGURATION)
    assert (after["changed"], after["pending"], known(after)["stale"]) == (False, False, [])
    assert known(after)["fields"] == knowledge["fields"]
    assert "365 days" not in str(after["warnings"])


def test_the_questionnaire_is_written_and_removed_and_check_mode_only_says_so(record):
    files = record.files()
    pretended = record.run("record_questions", True)
    assert record.files() == files
    asked = record.run("record_questions")
    assert {**asked, "warnings": []} == {**pretended, "warnings": []}
    assert (asked["questionnaires"], asked["worksheet"]) == ([str(record.worksheet(purpose=".audit"))], None)
    assert asked["diff"]["after"]["questions"] == [one["title"] for one in asked["questions"]]
    assert record.run("record_questions")["changed"] is False
    # Only what is old enough; all objects, if they are asked for.
    assert record.run("record_questions", days=0)["questions"] == []
    assert not record.worksheet(purpose=".audit").exists() and not record.worksheet("md", ".audit").exists()
    record.rewrite(r"at: '2020", "at: '2026")
    assert record.run("record_questions", wms_knowledge_days=3000)["changed"] is False
    assert objects(record.run("record_questions", days=3000, all=True)["questions"]) == [MAP, POLICY, VISITOR]


def test_a_value_that_was_seen_since_is_not_asked_about_and_a_time_that_proves_nothing_is(record):
    record.rewrite(r"(?s)(borrower_categories:.*?)how: answer(.*?)at: '[^']*'", r"\1how: report\2at: in spring")
    sources = {
        one["kind"]: (one["how"], one["days"]) for one in record.run("record_questions", days=10000)["questions"]
    }
    assert sources == {"borrower_category": ("report", None)}
    declared = known(record.declare(True, **CONFIGURATION))
    assert set(objects(declared["stated"])) == {MAP, POLICY}
    assert objects([declared["oldest"]]) == [VISITOR]


@pytest.mark.matrix
def test_the_playbooks_skip_libraries_without_a_record(record, make, controller: Controller):
    served = make()
    variables = {record.library.name: {**record.variables, "ask_days": 10, "ask_missing": False}}
    done = controller.playbook("reshare.wms.ask", [served, record.library], "reshare.wms.receive", variables=variables)
    assert done.status == 0, done.output
    # Each of the playbooks names it.
    assert " ".join(done.output.split()).count(f"so they have no record: {served.name}") == 2
    assert not served.calls()
    assert f"Questions in {record.worksheet(purpose='.audit')}: 3" in " ".join(done.output.split())
    assert record.worksheet_data(".audit")["audit"] is True


def test_an_object_with_a_pending_step_is_not_asked_about(record):
    record.declare(loan_policies=[{"name": "Weeks", "loan_period": "3 days"}])
    steps = record.content["pending"]
    asked = record.run("record_questions")
    assert (objects(asked["questions"]), asked["pending"]) == ([MAP, VISITOR], True)
    answers = page_answers(record.worksheet_data(".audit"))
    record.run(
        "record_import", configuration={}, files=[record.send_file(record.questionnaire_answers(answers), "a.json")]
    )
    assert record.content["pending"] == steps


@pytest.mark.parametrize(
    ("module", "options", "part"),
    [
        ("record_questions", {"days": -1}, "option 'days' must be a number of days"),
        ("record_questions", {"wms_knowledge_days": -1}, "wms_knowledge_days must be a number of days"),
        ("circulation_configuration", {"configuration": {}, "wms_knowledge_days": -1}, "wms_knowledge_days must be"),
    ],
)
def test_a_negative_age_is_rejected(record, module, options, part):
    assert part in record.failure(module, **options)
