# SPDX-License-Identifier: GPL-3.0-or-later

"""Complete libraries with a record: from the first worksheet to the live switch, questions, and export."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from reshare_wms_sandbox import librarian

from support.check_results import problems_of
from support.controller import Controller, Run, dump, run
from support.environment import ROOT
from support.library import Library
from support.library_record import Record, objects, titles
from support.object_examples import OTHERS, TABLES
from support.run_account import accounts, states

ONBOARD, RECEIVE, ASK = "reshare.wms.onboard", "reshare.wms.receive", "reshare.wms.ask"
CIRCULATION = "Apply the circulation configuration for borrowed and lent items"
POLICY = {"name": "Weeks", "loan_period": "4 weeks"}


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Record:
    return Record(library, tmp_path / "record")


def play(
    controller: Controller,
    playbook: str,
    *records: Record,
    other: tuple[Library, ...] = (),
    more: tuple[str, ...] = (),
    **environment: str,
):
    """Run a playbook for libraries with and without records."""
    variables = {one.library.name: {**one.variables, "sandbox_url": one.library.base} for one in records}
    libraries = [*(one.library for one in records), *other]
    return controller.playbook(playbook, libraries, *more, variables=variables, **environment)


def result(done: Run, task: str, library: Library) -> dict[str, Any]:
    """The result of a task's last real run: roles run again in the checks before enabling."""
    return [one for one in done.results(task, library) if "skip_reason" not in one][-1]


def test_a_library_goes_live_by_worksheets_and_ends_as_its_twin_with_a_service(record, make, controller, tmp_path):
    library, twin = record.library, make()
    before = library.configuration
    adopt(controller, record)

    first = play(controller, ONBOARD, record, other=(twin,))
    assert first.status == 0
    assert [stats["failures"] for stats in first.stats_by_host.values()] == [0, 0]
    assert (library.configuration, twin.live) == (before, True)
    assert str(record.worksheet()) in first.output
    assert "ReShare borrowing" in record.worksheet("md").read_text(encoding="utf-8")
    account = f"Patron Account 'RESHARE-{library.number}'"
    assert account in titles(result(first, CIRCULATION, library)["pending_steps"])
    asked = titles(record.steps)
    secrets = [library.options[name].encode() for name in ("wms_key", "wms_secret", "reshare_password")]
    for path, (content, _when) in record.files().items():
        assert (path, [secret for secret in secrets if secret in content]) == (path, [])

    role = tmp_path / "role.yml"
    role.write_text(
        dump([{"hosts": "all", "gather_facts": False, "roles": ["reshare.wms.enable_reshare"]}]), encoding="utf-8"
    )
    refused = play(controller, str(role), record)
    assert refused.status == 2
    problems = problems_of(refused.result("Check the preconditions", library), "nothing_pending")
    assert {("pending", title) for title in (*asked, account)} <= {*problems}
    assert titles(record.steps) == asked

    inbox = tmp_path / "confirmations"
    inbox.mkdir()
    assert librarian.play(record.worksheet().parent, library.base, inbox, "Jane Doe") == 0
    runs = tmp_path / "runs"
    confirmed = play(controller, RECEIVE, record, more=("-e", f"receive_files={inbox}", *into(runs)))
    found = accounts(runs)[-1]
    # Nothing was compared.
    assert (states(found), [one["playbook"] for one in found["next"]]) == ({library.name: None}, ["onboard"])
    assert (confirmed.status, confirmed.stats(library)["changed"]) == (0, 1)
    assert not record.worksheet().exists()
    assert not library.live

    second = play(controller, ONBOARD, record, more=into(runs))
    assert second.status == 0
    assert states(accounts(runs)[-1]) == {library.name: "pending"}
    assert objects(result(second, "Set the ReShare section of ILL Settings", library)["pending_steps"]) == [
        ("ill_settings", "")
    ]
    assert str(record.worksheet()) in second.output
    assert (titles(record.steps), record.worksheet_data()["groups"]) == (["ILL Settings"], [])
    assert not library.live
    assert record.confirm()["pending"] is False

    last = play(controller, ONBOARD, record, more=into(runs))
    assert (last.status, last.stats(library)["changed"]) == (0, 0)
    assert "Links: 1 live." in last.output
    over_time(controller, record, runs)
    assert result(last, CIRCULATION, library)["pending"] is False
    assert list(record.files()) == [str(record.path)]
    assert library.live
    one, other = shown(library.comparable()), shown(twin.comparable())
    assert set(one) == set(other)
    for plural in one:
        assert (plural, one[plural]) == (plural, other[plural])


def shown(state: Any) -> Any:
    """A state as screens show it: they have no precedence, and a yes/no that is blank is No."""
    if isinstance(state, dict):
        kept = {name: shown(value) for name, value in state.items() if name != "precedence"}
        return {name: value for name, value in kept.items() if value is not False}
    return [shown(one) for one in state] if isinstance(state, list) else state


def into(runs: Path) -> tuple[str, ...]:
    """The option with which a run keeps its account."""
    return ("-e", f"run_file={runs}/")


def over_time(controller: Controller, record: Record, runs: Path) -> None:
    """The status after these runs."""
    (runs / "other.json").write_text("{", encoding="utf-8")
    page, name = runs / "status.html", record.library.name
    done = play(
        controller, "reshare.wms.status", record, more=("-e", f"status_runs={runs}", "-e", f"status_page={page}")
    )
    assert done.status == 0, done.output
    row = done.result("Summarise the run", record.library)["libraries"][name]
    assert (row["state"], row["link"], row["waits_for"], row["next"]) == ("stated", "live", "", "")
    assert row["since"] == accounts(runs)[-1]["finished"][:10]
    assert "other.json" in page.read_text(encoding="utf-8")


@pytest.mark.long
def test_check_mode_writes_nothing_and_predicts_the_steps(record, controller):
    pretended = play(controller, ONBOARD, record, more=("--check", "--diff"))
    assert pretended.status == 0
    assert not record.directory.exists()
    assert not record.library.writes()
    assert "does not exist" not in pretended.output
    assert re.search(r"^\+ +loan_period: 112 days$", pretended.output, re.MULTILINE)
    done = play(controller, ONBOARD, record)
    would, does = (result(one, CIRCULATION, record.library) for one in (pretended, done))
    for name in ("changed", "pending", "pending_steps", "changes", "worksheet"):
        assert (name, would[name]) == (name, does[name])
    files = record.files()
    again = play(controller, ONBOARD, record, more=("--check",))
    assert (again.status, record.files()) == (0, files)


# Adoption


def person(record: Record) -> dict[str, Any]:
    """The answers of a person who reads the screens, to every question."""
    there = run("circulation_configuration_info", record.library)["configuration"]
    answers = {}
    for question in [
        question for group in record.worksheet_data(".questionnaire")["groups"] for question in group["questions"]
    ]:
        plural, *identity = question["name"].split("/")
        found: Any = there.get(plural, {})
        if question["columns"] is not None:
            answers[question["name"]] = found.get("rows", [])
            continue
        if isinstance(found, list):
            found = next((one for one in found if one["name"] == identity[-1]), None)
        fields = [field["name"] for field in question["fields"]]
        answers[question["name"]] = None if found is None else {name: at(found, name) for name in fields}
    return answers


def at(found: Any, name: str) -> Any:
    for part in name.split("."):
        found = (found or {}).get(part)
    return found


def answer(controller: Controller, record: Record) -> Run:
    """Send answers, and import them."""
    path = record.send_file(record.questionnaire_answers(person(record)), f"{record.library.name}.answers.json")
    return play(controller, RECEIVE, record, more=("-e", f"receive_files={path}"))


def adopt(controller: Controller, record: Record) -> None:
    """Write the questions and import the answers."""
    assert play(controller, ASK, record).status == 0
    assert answer(controller, record).status == 0


@pytest.mark.long
def test_an_adopted_library_is_asked_only_for_what_differs(make, controller, tmp_path):
    there = {
        "loan_policies": [
            {"name": "Four weeks", "loan_period": {"value": 28, "unit": "days"}},
            {"name": "ReShare borrowing", "loan_period": {"value": 112, "unit": "days"}, "circulates": "always"},
        ],
        "loan_policy_map": {"rows": [{"loan_policy": "Four weeks"}]},
        "ill_settings": {"reshare": {"temporary_item_holding_location": "TSTM"}},
    }
    record = Record(make(configuration=there), tmp_path / "record")
    library = record.library
    asked = play(controller, ASK, record)
    assert asked.status == 0
    questions = result(asked, "Write questionnaires", library)["questions"]
    expected = {("loan_policy", "ReShare borrowing"), ("loan_policy_map", ""), ("ill_settings", "")}
    assert expected <= set(objects(questions))
    assert not {"shelving_location", "patron_account"} & {kind for kind, _name in objects(questions)}
    assert record.worksheet("md", ".questionnaire").exists()

    taken = answer(controller, record)
    assert taken.status == 0
    recorded = result(taken, "Import files and confirmations", library)["recorded"]
    assert expected <= set(objects(recorded))
    assert record.content["pending"] == {}
    assert not library.writes()

    play(controller, ONBOARD, record)
    by_service = controller.playbook(ONBOARD, library, "--check")
    changes = result(by_service, CIRCULATION, library)["changes"]
    expected = {one["title"] for one in changes if one["kind"] not in ("patron_account", "shelving_location")}
    assert {title for title in titles(record.steps) if "Shelving Location" not in title} == expected
    (policy,) = [step for step in record.steps if step["title"] == "Loan Policy 'ReShare borrowing'"]
    assert policy["action"] == "updated"
    assert "Regular Loan Period" not in [line["label"] for line in policy["lines"]]


CONFIGURATION: dict[str, Any] = {
    "loan_policies": [{**POLICY, "overdue_periodic_bill": None}],
    "loan_policy_map": [{"material_format": "Book", "loan_policy": "Weeks"}],
    "ill_settings": {"reshare": {"enable": False, "temporary_item_holding_location": "TSTM"}},
}
FOUND: dict[str, Any] = {
    "loan_policies/Weeks": {"loan_period": "3 weeks", "overdue_periodic_bill": None},
    "loan_policy_map": [{"patron_policy": "Faculty", "loan_policy": "One year"}],
    "ill_settings": {"reshare.enable": "No", "reshare.temporary_item_holding_location": None},
}


def test_answers_are_confirmed_and_not_asked_again(record):
    first = record.run("record_questions", configuration=CONFIGURATION)
    assert (first["changed"], first["pending"], len(first["questions"])) == (True, False, 3)
    path = record.send_file(record.questionnaire_answers(FOUND))
    files = record.files()
    pretended = record.run("record_import", True, configuration=CONFIGURATION, files=[path])
    assert record.files() == files
    taken = record.run("record_import", configuration=CONFIGURATION, files=[path])
    assert taken == {**pretended, "warnings": taken["warnings"]}
    assert (taken["changed"], len(taken["recorded"]), taken["worksheet"]) == (True, 3, None)
    assert not record.worksheet(purpose=".questionnaire").exists()
    assert {event["by"] for event in record.content["history"]} == {"Jane Doe"}
    files = record.files()
    again = record.run("record_import", configuration=CONFIGURATION, files=[path])
    assert (again["changed"], again["recorded"], record.files()) == (False, [], files)
    record.declare(**CONFIGURATION)
    asked = {step["title"]: [line["label"] for line in step["lines"]] for step in record.steps}
    assert asked == {
        "Loan Policy 'Weeks'": ["Regular Loan Period"],
        "Loan Policy Map": [],
        "ILL Settings": ["ReShare: Temporary Item Holding Location"],
    }


def test_an_object_that_is_not_there_is_not_asked_for_again(record):
    record.run("record_questions", configuration=CONFIGURATION)
    path = record.send_file(record.questionnaire_answers({**FOUND, "loan_policies/Weeks": None}))
    record.run("record_import", configuration=CONFIGURATION, files=[path])
    asked = record.run("record_questions", configuration=CONFIGURATION)
    assert (asked["questions"], asked["questionnaires"], asked["worksheet"]) == ([], [], None)


def test_old_answers_do_not_undo_what_was_confirmed_since(record):
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    record.run("record_questions", configuration=CONFIGURATION)
    path = record.send_file(record.questionnaire_answers(FOUND, at=yesterday), "answers.json")
    record.run("record_import", configuration=CONFIGURATION, files=[path])
    record.declare(**CONFIGURATION)
    record.run("record_import", files=[record.send_file(record.confirmation(record.steps))])
    confirmed = record.content["confirmed"]
    assert record.run("record_import", configuration=CONFIGURATION, files=[path])["recorded"] == []
    assert record.content["confirmed"] == confirmed
    assert record.declare(**CONFIGURATION)["changed"] is False


def test_names_that_are_only_referred_to_are_asked_for_too(record):
    """As with borrowing_hold_request_patron_types: patron types that the library already has."""
    declared = {
        "hold_request_policies": [{"name": "ReShare borrowing"}],
        "hold_request_policy_map": [{"patron_policy": "Student", "hold_request_policy": "ReShare borrowing"}],
    }
    record.run("record_questions", configuration=declared)
    path = record.send_file(record.questionnaire_answers(person(record)))
    record.run("record_import", configuration=declared, files=[path])
    made = record.run("circulation_configuration", configuration=declared)
    assert made.get("msg") is None
    assert made["pending"] is True


#: Invalid answers, and the object and fields of the error.
WRONG: dict[str, tuple[dict[str, Any], str | None, list[str]]] = {
    "unit": ({"loan_policies/Weeks": {"loan_period": "28"}}, "Loan Policy 'Weeks'", ["loan_period"]),
    "choice": ({"ill_settings": {"reshare.enable": "perhaps"}}, "ILL Settings", ["reshare.enable"]),
    "field": ({"ill_settings": {"reshare.enabel": "No"}}, "ILL Settings", ["reshare.enabel"]),
    "column": ({"loan_policy_map": [{"patron": "All"}]}, "Loan Policy Map", ["patron"]),
    "rows": ({"loan_policy_map": {"rows": []}}, "Loan Policy Map", []),
    "kind": ({"loan_policys/Weeks": {}}, "loan_policys/Weeks", []),
    "no name": ({"loan_policies/": {}}, "loan_policies/", []),
    "twice": (
        {"ill_settings": {"reshare": "x", "reshare.enable": "No"}},
        "ILL Settings",
        ["reshare", "reshare.enable"],
    ),
    "inner": ({"loan_policies/Weeks": {"loan_period.x": "28 days"}}, "Loan Policy 'Weeks'", ["loan_period"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_invalid_answers_are_rejected_with_their_field(record, case):
    wrong, described, fields = WRONG[case]
    record.run("record_questions", configuration=CONFIGURATION)
    path = record.send_file(record.questionnaire_answers({**FOUND, **wrong}))
    arguments = {"configuration": CONFIGURATION, "files": [path]}
    assert record.rejected("record_import", **arguments) == [(path, "invalid", described)]
    assert record.error("record_import", **arguments) == ("invalid", described, fields)


def test_an_answer_of_another_shape_is_damaged(record):
    record.run("record_questions", configuration=CONFIGURATION)
    path = record.send_file(record.questionnaire_answers({**FOUND, "loan_policies/Weeks": "4 weeks"}))
    assert record.rejected("record_import", files=[path]) == [(path, "damaged", None)]


# Export


@pytest.mark.long
def test_an_export_can_be_applied_and_changes_nothing(make, controller, tmp_path):
    """The files are placed in the inventory. A text that looks like a template stays a text."""
    template = {"name": "Hello {{ patron }}", "notification_type": "X"}
    libraries = [
        make(configuration=OTHERS, reshare=TABLES),
        make(),
        make(configuration={"notification_templates": [template]}),
    ]
    run("ill_settings", libraries[1], reshare={"temporary_item_holding_location": "TSTM"}, zfl_server={"port": "99"})
    exported = controller.playbook("reshare.wms.export", libraries, "-e", f"export_dir={tmp_path}/inventory/host_vars")
    assert exported.status == 0
    states = [library.state() for library in libraries]
    for library in libraries:
        text = (tmp_path / "inventory/host_vars" / library.name / "exported.yml").read_text(encoding="utf-8")
        assert library.secret not in text
        assert len(yaml.safe_load(text.replace("!unsafe", ""))["circulation_configuration"]["loan_policies"]) == 2
        library.reset()
    applied = controller.playbook("reshare.wms.apply", libraries)
    assert applied.status == 0
    for library, state in zip(libraries, states):
        assert applied.stats(library)["changed"] == 0
        assert not library.writes()
        assert library.settled() == state


# Ordinary modules

TASKS: list[dict[str, Any]] = [
    {"name": "check", "reshare.wms.loan_policy": POLICY, "check_mode": True},
    {"name": "make", "reshare.wms.loan_policy": POLICY},
    {"name": "again", "reshare.wms.loan_policy": POLICY},
    {"name": "not", "reshare.wms.record_import": {"by": "J", "impossible": {"Loan Policy 'Weeks'": "no"}}},
    {"name": "wrong", "reshare.wms.record_import": {"done": ["all"]}},
]  # fmt: skip
TOLD = ("changed", "pending", "pending_steps", "diff", "changes", "worksheet", "msg", "impossible", "object", "failed")


def both_ways(tmp_path: Path, tasks: list[dict[str, Any]], library: Library, directory: str, options: dict[str, Any]):
    """Run tasks with a record directory in the controller, and as ordinary modules. Returns the results and
    directories."""
    for way, arguments in (("inline", ()), ("ordinary", ("-e", "reshare_wms_inline=false"))):
        controller = Controller(tmp_path / way)
        controller.directory.mkdir()
        here = directory.format(way=way)
        variables = Record(library, Path(here)).variables
        variables["library_options"].update(options, wms_record_dir=here)
        ignoring = [{**task, "ignore_errors": True} for task in tasks]
        done = controller.play(ignoring, library, *arguments, variables={library.name: variables})
        yield Record(library, controller.directory / "record"), [done.result(task["name"], library) for task in tasks]


@pytest.mark.long
@pytest.mark.matrix
def test_ordinary_modules_give_the_same_as_inline_ones(library, tmp_path):
    compared, asked = [], []
    for record, results in both_ways(tmp_path, TASKS, library, f"{tmp_path}/{{way}}/record", {}):
        parent = str(record.directory.parent)
        compared.append([{name: str(one.get(name)).replace(parent, "") for name in TOLD} for one in results])
        asked.append(record.steps if record.path.exists() else [])
    assert compared[0] == compared[1]
    for step in (*asked[0], *asked[1]):
        step["impossible"].pop("at")
    assert asked[0] == asked[1]
    assert titles(asked[0]) == ["Loan Policy 'Weeks'"]


@pytest.mark.long
def test_a_relative_record_directory_is_below_where_the_run_was_started(library, tmp_path):
    relative = os.path.relpath(tmp_path, ROOT) + "/{way}/record"
    for record, results in both_ways(tmp_path, TASKS[1:2], library, relative, {"library": library.name}):
        assert results[0].get("msg") is None
        assert record.path.exists()
