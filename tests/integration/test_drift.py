# SPDX-License-Identifier: GPL-3.0-or-later

"""The nightly comparison: its report of each library, that it writes nothing, and its exit status."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from support.check_results import check_named
from support.controller import Controller, Run, run
from support.file_schemas import conforming
from support.library import Library
from support.library_record import Record, objects
from support.messages import secrets_of, untidy_sentences
from support.roles import Roles, apply_roles

DRIFT = "reshare.wms.drift"
POLICY = {
    "kind": "loan_policy",
    "name": "ReShare borrowing",
    "identity": {"name": "ReShare borrowing"},
    "title": "Loan Policy 'ReShare borrowing'",
}

#: A row above the collection's row, which is itself unchanged.
OTHER_ROW = {
    "loan_policy_map": [
        {
            "patron_policy": "Student",
            "holding_location": "TSTM",
            "shelving_location": "Interlibrary Loan",
            "loan_policy": "Half a year",
        }
    ],
    "loan_policies": [{"name": "Half a year", "loan_period": "182 days", "circulates": "always"}],
}
WITHDRAWAL = {"by": "Jane Doe", "reason": "Merger."}
#: A case of the truth table that the row changes.
EXPECTATIONS = [{"patron_type": "Student", "location": "temporary", "loan_policy": "ReShare borrowing"}]
WAIVERS = {"patron_types": "Nobody is left out."}


@dataclass
class Compared:
    """One comparison of many libraries. file: the document of all libraries. found: the document of each library, by
    case."""

    done: Run
    libraries: dict[str, Library]
    file: dict[str, Any]
    found: dict[str, dict[str, Any]]
    before: dict[str, Any]
    after: dict[str, Any]


def enabled(library: Library) -> Roles:
    """Apply the complete configuration of a library, including the live switch."""
    roles = apply_roles(library)
    assert run("ill_settings", library, reshare=roles["enable_reshare_section"]["enabled"])["changed"] is True
    return roles


def confirmed(record: Record) -> None:
    """The same for a library whose changes are made by hand."""
    roles = Roles(record.library, **record.options)
    roles.declare()
    record.confirm()
    roles.declare()
    assert record.run("ill_settings", reshare=roles["enable_reshare_section"]["enabled"])["pending"] is True
    record.confirm()


def without_patron_profiles(state: dict[str, Any]) -> dict[str, Any]:
    """The state without the patron profiles that mod-rs creates for patrons that it checks."""
    return {**state, "reshare": {**state["reshare"], "patron_profiles": None}}


@pytest.fixture(scope="module")
def compared(sandbox, tmp_path_factory) -> Compared:
    directory = tmp_path_factory.mktemp("drift")
    cases = (
        "in place", "drifted", "no service", "no reshare", "wrong secret", "undefined", "record", "waiting",
        "never run", "declared anew", "withdrawn",
        "other row", "other row confirmed", "not adopted",
        "no reshare and drifted", "no reshare and other row", "wrong password",
        "withdrawn and live", "withdrawn record", "withdrawn record and live", "held",
    )  # fmt: skip
    libraries = {case: Library(sandbox, directory / "state") for case in cases}
    records = {
        case: Record(libraries[case], directory / "record")
        for case in (
            *("record", "waiting", "never run", "declared anew", "other row confirmed", "not adopted"),
            *("withdrawn record", "withdrawn record and live"),
        )
    }
    apply_roles(libraries["held"])
    for case in (
        *("in place", "drifted", "no service", "no reshare", "other row", "withdrawn and live", "wrong password"),
        *("no reshare and drifted", "no reshare and other row"),
    ):
        enabled(libraries[case])
    for case in ("other row", "no reshare and other row"):
        assert run("circulation_configuration", libraries[case], configuration=OTHER_ROW)["changed"] is True
    for case in ("drifted", "no reshare and drifted"):
        run("loan_policy", libraries[case], name="ReShare borrowing", loan_period="3 days")
    run("ill_settings", libraries["drifted"], reshare={"enable": False})
    libraries["drifted"].set_setting("check_in_item", "manual")
    libraries["no service"].fault("configuration", times=-1, status=503, body="Try later.")
    apply_roles(libraries["withdrawn"])
    run("ill_settings", libraries["withdrawn"], reshare={"enable": False})
    for case in (
        *("record", "declared anew", "other row confirmed", "not adopted"),
        *("withdrawn record", "withdrawn record and live"),
    ):
        confirmed(records[case])
    records["withdrawn record"].run("ill_settings", reshare={"enable": False}, withdrawal=WITHDRAWAL)
    records["withdrawn record"].confirm()
    # Everything of this library was seen on the screens since; everything of the other one is old.
    records["withdrawn record"].rewrite("how: answer", "how: capture")
    records["record"].rewrite(r"at: '20\d\d", "at: '2020")
    assert records["withdrawn record and live"].run("ill_settings", withdrawal=WITHDRAWAL)["pending"] is False
    records["other row confirmed"].declare(
        **OTHER_ROW, borrower_categories=[{"name": "Student"}], patron_type_policies=[{"name": "Student"}]
    )
    records["other row confirmed"].confirm()
    Roles(libraries["waiting"], **records["waiting"].options).declare()
    variables = {records[case].library.name: records[case].variables for case in records}
    for case in records.keys() - {"not adopted"}:
        variables[libraries[case].name]["preflight_waivers"] = WAIVERS
    variables[libraries["declared anew"].name]["borrowing_loan_period"] = "21 days"
    for case in ("no reshare", "no reshare and drifted", "no reshare and other row"):
        variables[libraries[case].name] = {"reshare_url": "http://127.0.0.1:9/gateway"}
    for case in ("in place", "other row", "other row confirmed"):
        variables.setdefault(libraries[case].name, {})["circulation_expectations"] = EXPECTATIONS
    variables |= {
        libraries["wrong password"].name: {"reshare_password": "wrong password"},
        libraries["withdrawn and live"].name: {"enable_reshare_state": "disabled", "enable_reshare_reason": "Merger."},
        libraries["wrong secret"].name: {"wms_secret": "wrong"},
        libraries["withdrawn"].name: {"enable_reshare_state": "disabled"},
        libraries["undefined"].name: {"wms_main_branch": ...},
        # The test patron has the barcode of the default lending account.
        libraries["drifted"].name: {
            "verify_borrowing": {"patron_barcode": libraries["drifted"].variables["lending_account_barcode"]}
        },
    }

    def everything() -> dict[str, Any]:
        states = {case: without_patron_profiles(library.state()) for case, library in libraries.items()}
        return {**states, "files": {case: record.files() for case, record in records.items()}}

    before = everything()
    for library in libraries.values():
        library.reset()
    file = directory / "drift.json"
    controller = Controller(directory)
    done = controller.playbook(
        DRIFT, libraries.values(), "--forks", "4", "-e", f"drift_file={file}", variables=variables
    )
    written = conforming("drift", json.loads(file.read_text(encoding="utf-8")))
    assert set(written["libraries"]) == {library.name for library in libraries.values()}
    found = {case: written["libraries"][library.name] for case, library in libraries.items()}
    return Compared(done, libraries, written, found, before, everything())


def failures(done: Run, library: Library) -> list[str]:
    """The messages of failed tasks, including those that were rescued."""
    lines = [line for line in done.lines if line["host"] == library.name and line["status"] == "failed"]
    return [line["result"]["msg"] for line in lines]


STATES = {
    "in place": "in_place",
    "drifted": "drift",
    "no service": "unreachable",
    "no reshare": "unreachable",
    "wrong secret": "refused",
    "wrong password": "refused",
    "undefined": "bad_input",
    "record": "stated",
    "waiting": "pending",
    # Everything but ILL Settings is in place, and they were never enabled.
    "held": "pending",
    "never run": "drift",
    "declared anew": "drift",
    "withdrawn": "in_place",
    "withdrawn and live": "drift",
    "withdrawn record": "in_place",
    "withdrawn record and live": "drift",
    "other row": "drift",
    "other row confirmed": "drift",
    "not adopted": "not_checkable",
    "no reshare and drifted": "drift",
    "no reshare and other row": "drift",
}


@pytest.mark.parametrize("case", STATES)
def test_each_library_is_reported_with_its_state(compared, case):
    assert compared.found[case]["state"] == STATES[case]


@pytest.mark.parametrize("case", STATES)
def test_a_library_fails_the_job_unless_it_is_as_declared_or_pending(compared, case):
    failed = compared.done.stats(compared.libraries[case])["failures"]
    assert failed == (0 if STATES[case] in ("in_place", "stated", "pending") else 1)


def test_the_file_tells_whether_the_link_is_live(compared):
    live = {case: compared.found[case]["live"] for case in STATES}
    assert [live[case] for case in ("in place", "record", "withdrawn and live", "withdrawn record and live")] == [
        True
    ] * 4
    assert [live[case] for case in ("withdrawn", "withdrawn record")] == [False] * 2
    assert [live[case] for case in ("no service", "undefined", "never run")] == [None] * 3


def test_what_people_stated_is_told_from_what_was_seen_or_read(compared):
    """Locations and accounts are read. Without a record, everything is."""
    found = {case: compared.found[case]["knowledge"] for case in STATES}
    assert (found["in place"], found["undefined"]) == (None, None)
    stated, seen = found["record"], found["withdrawn record"]
    assert stated["fields"]["answer"] == seen["fields"]["capture"] > 20
    assert (stated["fields"]["capture"], seen["fields"]["answer"], seen["stated"], seen["stale"]) == (0, 0, [], [])
    assert stated["fields"]["read"] == seen["fields"]["read"] > 0
    assert set(objects(stated["stated"])) >= {("ill_settings", ""), ("loan_policy_map", "")}
    assert not {"shelving_location", "patron_account"} & {kind for kind, _name in objects(stated["stated"])}
    assert {name: compared.found["record"]["systems"][name]["state"] for name in ("wms", "reshare")} == {
        "wms": "stated",
        "reshare": "in_place",
    }


def test_values_that_nobody_looked_at_for_long_are_a_warning(compared):
    known = compared.found["record"]["knowledge"]
    assert objects(known["stale"]) == objects(known["stated"])
    assert known["oldest"] == known["stale"][0]
    assert (known["oldest"]["how"], known["oldest"]["at"][:4], known["oldest"]["stale"]) == ("answer", "2020", True)
    name = compared.libraries["record"].name
    assert f"{name}: values in the record are older than 365 days" in " ".join(compared.done.output.split())


def test_the_file_contains_the_worst_state_and_its_cause(compared):
    head = {name: compared.file[name] for name in compared.file if name not in ("libraries", "finished", "consortium")}
    assert head == {"format": "reshare.wms drift", "version": 1, "state": "drift", "message": "", "sandbox": True}


def test_what_does_not_fit_between_libraries_is_in_the_file_and_fails_the_library(compared):
    library = compared.libraries["drifted"]
    (finding,) = (one for one in compared.file["consortium"] if one["severity"] == "error")
    assert (finding["library"], finding["code"]) == (library.name, "account_taken")
    assert finding["message"] in failures(compared.done, library)[-1]


@pytest.mark.parametrize(
    ("case", "wms", "reshare"),
    [
        ("no reshare", "in_place", "unreachable"),
        ("no reshare and drifted", "drift", "unreachable"),
        ("wrong password", "in_place", "refused"),
        ("no service", "unreachable", "in_place"),
        # Before it writes to a tenant, a task checks that the WSKey is of the institution.
        ("wrong secret", "refused", "refused"),
        ("undefined", "bad_input", "bad_input"),
    ],
)
def test_each_system_is_compared_independently_of_the_other(compared, case, wms, reshare):
    found = compared.found[case]["systems"]
    assert {name: system["state"] for name, system in found.items()} == {"wms": wms, "reshare": reshare}


def test_drift_in_wms_is_reported_although_reshare_does_not_respond(compared):
    found = compared.found["no reshare and drifted"]
    assert found["drift"] == found["systems"]["wms"]["drift"] == [POLICY]
    assert "connection refused" in found["systems"]["reshare"]["message"]
    assert check_named(compared.found["no reshare and other row"], "borrowed_items")["status"] == "fail"


def test_a_withdrawal_is_reported_and_no_go_live_check_runs(compared):
    found = {case: compared.found[case]["withdrawn"] for case in STATES if "withdrawn" in case}
    at = found["withdrawn record"]["at"]
    assert found == {
        "withdrawn": {"by": None, "at": None, "reason": None},
        "withdrawn and live": {"by": None, "at": None, "reason": "Merger."},
        "withdrawn record": {**WITHDRAWAL, "at": at},
        "withdrawn record and live": {**WITHDRAWAL, "at": found["withdrawn record and live"]["at"]},
    }
    assert compared.found["in place"]["withdrawn"] is None
    assert [compared.found[case]["checks"] for case in found] == [[], [], [], []]
    for case in ("withdrawn and live", "withdrawn record and live"):
        assert objects(compared.found[case]["drift"]) == [("ill_settings", "")]


def test_drifted_objects_are_named(compared):
    found = compared.found["drifted"]
    assert set(objects(found["drift"])) == {
        ("loan_policy", "ReShare borrowing"),
        ("reshare_setting", "check_in_item"),
        ("ill_settings", ""),
    }
    assert (found["pending"], found["message"]) == ([], "")
    library = compared.libraries["drifted"]
    assert compared.done.failure(library).startswith("drift: ")


@pytest.mark.parametrize("case", ["other row", "other row confirmed"])
def test_a_row_that_wins_over_ours_on_a_live_library_is_drift(compared, case):
    found, library = compared.found[case], compared.libraries[case]
    assert (found["drift"], found["pending"]) == ([], [])
    check = check_named(found, "borrowed_items")
    assert check["status"] == "fail"
    assert "'Half a year' (row 1), not 'ReShare borrowing' (for Student" in check["detail"]
    text = compared.done.failure(library)
    assert text.startswith("drift: check borrowed_items")
    assert "'Half a year' (row 1)" in compared.done.output
    expected = check_named(found, "expectations")
    assert expected["status"] == "fail"
    assert (
        "Case 1 (Student, temporary location): Loan Policy is 'Half a year', not 'ReShare borrowing'"
        in expected["detail"]
    )


def test_only_failed_unknown_and_waived_checks_are_reported(compared):
    reported = {
        case: {check["name"]: check["status"] for check in compared.found[case]["checks"]}
        for case in ("in place", "record", "not adopted", "withdrawn", "drifted")
    }
    assert reported == {
        "in place": {},
        "record": {"patron_types": "waived"},
        "not adopted": {"patron_types": "unknown"},
        "withdrawn": {},
        "drifted": {},
    }


def test_waived_checks_have_their_reason(compared):
    assert check_named(compared.found["record"], "patron_types")["reason"] == WAIVERS["patron_types"]


def test_pending_steps_are_named(compared):
    assert POLICY in compared.found["waiting"]["pending"]


def test_new_declarations_are_named_although_a_person_has_to_make_them(compared):
    """The worksheet does not contain it yet."""
    assert compared.found["declared anew"]["drift"] == [POLICY]


@pytest.mark.parametrize(
    ("case", "parts"),
    [
        ("no service", ["HTTP 503"]),
        ("no reshare", ["connection refused"]),
        ("wrong secret", ["HTTP 401", "Check wms_key and wms_secret"]),
        ("undefined", ["wms_main_branch"]),
    ],
)
def test_errors_are_reported(compared, case, parts):
    found, library = compared.found[case], compared.libraries[case]
    assert [part for part in parts if part not in found["message"]] == []
    text = failures(compared.done, library)[-1]
    assert text.startswith(found["state"].replace("_", " "))
    assert [part for part in parts if part not in compared.done.output] == []
    assert untidy_sentences(found["message"].replace("\n", " ")) == []


def test_nothing_is_written(compared):
    assert compared.after == compared.before
    assert {case: dict(library.writes()) for case, library in compared.libraries.items()} == dict.fromkeys(STATES, {})


def test_the_job_fails_without_showing_a_secret(compared):
    assert compared.done.status == 2
    texts = [compared.done.output, json.dumps(compared.found)]
    for library in compared.libraries.values():
        assert [secret for secret in secrets_of(library) if any(secret in text for text in texts)] == []


def test_the_job_passes_without_errors_and_the_failing_states_are_configurable(library, make, tmp_path):
    controller, waiting = Controller(tmp_path), make()
    record = Record(waiting, tmp_path / "record")
    enabled(library)
    Roles(waiting, **record.options).declare()
    variables = {waiting.name: record.variables}
    file = tmp_path / "new/folder/drift.json"
    # The home directory of a controller's job need not exist.
    arguments = [DRIFT, [library, waiting], "-e", f"drift_file={file}"]
    done = controller.playbook(*arguments, variables=variables, HOME="/dev/null/nowhere")
    assert json.loads(file.read_text(encoding="utf-8"))["sandbox"] is True
    assert (done.status, done.stats(library)["changed"], done.stats(waiting)["failures"]) == (0, 0, 0)
    strict = controller.playbook(
        DRIFT,
        [library, waiting],
        # As a text, it would contain no state, and every library would pass.
        variables={
            waiting.name: {**record.variables, "drift_fails_on": ["pending"]},
            library.name: {"drift_fails_on": "drift"},
        },
    )
    assert strict.status == 2
    assert "drift_fails_on must be a list." in failures(strict, library)[0]
    assert strict.stats(library)["failures"] == 1
    text = strict.failure(waiting)
    assert text.startswith("pending: ")
    assert "Loan Policy 'ReShare borrowing'" in text
