# SPDX-License-Identifier: GPL-3.0-or-later

"""The nightly comparison: its account of each library, that it writes nothing, and its exit code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from support.check_results import check_named
from support.controller import Controller, Run, run
from support.library import Library
from support.library_record import Record, objects
from support.messages import secrets_of, untidy_sentences
from support.roles import Roles, apply_roles, enabled_by_hand
from support.run_account import account

DRIFT = "reshare.wms.drift"
POLICY = ("loan_policy", "ReShare borrowing")

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
    """One comparison of many libraries. file: the account of the run. found: the part of each library, by case."""

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
        enabled_by_hand(records[case])
    records["withdrawn record"].run("ill_settings", reshare={"enable": False}, withdrawal=WITHDRAWAL)
    records["withdrawn record"].confirm()
    # Everything of this library was shown by reports since; everything of the other one is old.
    records["withdrawn record"].rewrite("how: answer", "how: report")
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
    done = controller.playbook(DRIFT, libraries.values(), "--forks", "4", "-e", f"run_file={file}", variables=variables)
    written = account(file)
    assert set(written["libraries"]) == {library.name for library in libraries.values()}
    found = {case: written["libraries"][library.name] for case, library in libraries.items()}
    return Compared(done, libraries, written, found, before, everything())


def failures(done: Run, library: Library) -> list[str]:
    """The messages of failed tasks, including those that were rescued."""
    lines = [line for line in done.lines if line["host"] == library.name and line["status"] == "failed"]
    return [line["result"]["msg"] for line in lines]


#: The state of each case, and the codes of its reasons, the worst first.
STATES = {
    "in place": ("in_place", []),
    "drifted": ("drift", ["objects", "bad_input"]),
    "no service": ("not_checkable", ["unreachable"]),
    "no reshare": ("not_checkable", ["unreachable", "inconclusive"]),
    "wrong secret": ("not_checkable", ["refused"]),
    "wrong password": ("not_checkable", ["refused", "inconclusive"]),
    "undefined": ("not_checkable", ["bad_input"]),
    "record": ("stated", ["stated"]),
    "waiting": ("pending", ["steps"]),
    # Everything but ILL Settings is in place, and they were never enabled.
    "held": ("pending", ["go_live"]),
    "never run": ("drift", ["objects", "steps"]),
    "declared anew": ("drift", ["objects", "stated"]),
    "withdrawn": ("in_place", []),
    "withdrawn and live": ("drift", ["objects"]),
    "withdrawn record": ("in_place", []),
    "withdrawn record and live": ("drift", ["objects", "stated"]),
    "other row": ("drift", ["check"]),
    "other row confirmed": ("drift", ["check", "stated"]),
    "not adopted": ("not_checkable", ["inconclusive", "stated"]),
    "no reshare and drifted": ("drift", ["objects", "check", "unreachable", "inconclusive"]),
    "no reshare and other row": ("drift", ["check", "unreachable", "inconclusive"]),
}
#: Of each system, where they differ.
SYSTEMS = {
    "no reshare": ("in_place", "not_checkable"),
    "no reshare and drifted": ("drift", "not_checkable"),
    "wrong password": ("in_place", "not_checkable"),
    "no service": ("not_checkable", "in_place"),
    # Before it writes to a tenant, a task checks that the WSKey is of the institution.
    "wrong secret": ("not_checkable", "not_checkable"),
    "undefined": ("not_checkable", "not_checkable"),
    "record": ("stated", "in_place"),
}


def would(library: dict[str, Any]) -> list[tuple[str, str]]:
    """The objects that are not as declared."""
    return objects(one for one in library["changes"] if one["status"] == "would")


def test_each_library_has_its_state_and_fails_the_job_unless_it_is_as_declared_or_pending(compared):
    found = {case: (one["state"], one["reasons"]) for case, one in compared.found.items()}
    assert found == STATES
    failed = {case for case in STATES if compared.done.stats(compared.libraries[case])["failures"]}
    assert failed == {case for case, (state, _why) in STATES.items() if state in ("drift", "not_checkable")}
    systems = {case: tuple(one["state"] for one in compared.found[case]["systems"].values()) for case in SYSTEMS}
    assert systems == SYSTEMS


def test_the_account_is_that_of_a_complete_run_in_check_mode(compared):
    members = ("playbook", "check_mode", "sandbox", "state", "complete", "shortened", "messages", "plan")
    assert [compared.file[name] for name in members] == [DRIFT, True, "yes", "drift", True, False, [], None]
    links = {case: compared.found[case]["link"] for case in STATES}
    live = ("in place", "record", "withdrawn and live", "withdrawn record and live")
    assert {links[case] for case in live} == {"live"}
    assert {links[case] for case in ("withdrawn", "withdrawn record")} == {"withdrawn"}
    assert {links[case] for case in ("no service", "undefined", "never run")} == {"not_read"}


def test_what_people_stated_is_told_from_what_was_seen_or_read(compared):
    """Locations and accounts are read. Without a record, everything is."""
    found = {case: compared.found[case]["knowledge"] for case in STATES}
    assert (found["in place"], found["undefined"]) == (None, None)
    stated, seen = found["record"], found["withdrawn record"]
    assert stated["fields"]["answer"] == seen["fields"]["report"] > 20
    assert (stated["fields"]["report"], seen["fields"]["answer"], seen["stated"], seen["stale"]) == (0, 0, [], [])
    assert stated["fields"]["read"] == seen["fields"]["read"] > 0
    assert set(objects(stated["stated"])) >= {("ill_settings", ""), ("loan_policy_map", "")}
    assert not {"shelving_location", "patron_account"} & {kind for kind, _name in objects(stated["stated"])}
    # Nobody looked at them for long.
    assert objects(stated["stale"]) == objects(stated["stated"])
    oldest = stated["oldest"]
    assert (oldest["how"], oldest["at"][:4], oldest["stale"]) == ("answer", "2020", True)
    assert "values in the record are older than 365 days" in " ".join(compared.done.output.split())


def test_what_does_not_fit_between_libraries_fails_the_library(compared):
    (finding,) = (one for one in compared.file["consortium"]["findings"] if one["severity"] == "error")
    assert (finding["library"], finding["code"]) == (compared.libraries["drifted"].name, "account_taken")
    assert finding["message"] in [one["text"] for one in compared.found["drifted"]["messages"]]


def test_drifted_objects_are_named_also_if_the_other_system_does_not_respond(compared):
    drifted = {("loan_policy", "ReShare borrowing"), ("reshare_setting", "check_in_item"), ("ill_settings", "")}
    assert set(would(compared.found["drifted"])) == drifted
    assert compared.done.failure(compared.libraries["drifted"]).startswith("drift: objects")
    alone = compared.found["no reshare and drifted"]
    assert would(alone) == [POLICY]
    assert "connection refused" in alone["systems"]["reshare"]["message"]
    # The worksheet does not contain it yet.
    assert would(compared.found["declared anew"]) == [POLICY]
    assert POLICY in objects(compared.found["waiting"]["pending"])


def test_a_withdrawal_is_reported_and_no_go_live_check_runs(compared):
    cases = [case for case in STATES if "withdrawn" in case]
    reasons = {case: compared.found[case]["withdrawn"]["reason"] for case in cases}
    assert reasons == dict.fromkeys(cases, WITHDRAWAL["reason"]) | {"withdrawn": None}
    assert compared.found["in place"]["withdrawn"] is None
    assert [compared.found[case]["checks"] for case in cases] == [[]] * 4
    assert [would(compared.found[case]) for case in cases if "live" in case] == [[("ill_settings", "")]] * 2


@pytest.mark.parametrize("case", ["other row", "other row confirmed"])
def test_a_row_that_wins_over_ours_on_a_live_library_is_drift(compared, case):
    found = compared.found[case]
    assert (would(found), found["pending"]) == ([], [])
    checks = {name: check_named(found, name) for name in ("borrowed_items", "expectations")}
    assert {check["status"] for check in checks.values()} == {"fail"}
    assert "'Half a year' (row 1), not 'ReShare borrowing' (for Student" in checks["borrowed_items"]["detail"]
    case_of_table = "Case 1 (Student, temporary location): Loan Policy is 'Half a year', not 'ReShare borrowing'"
    assert case_of_table in checks["expectations"]["detail"]
    assert "'Half a year' (row 1)" in compared.done.output


def test_checks_that_did_not_pass_have_their_status_and_a_waiver_its_reason(compared):
    unpassed = {
        case: {one["name"]: one["status"] for one in compared.found[case]["checks"] if one["status"] != "pass"}
        for case in ("in place", "record", "not adopted", "drifted")
    }
    waived, unknown = {"patron_types": "waived"}, {"patron_types": "unknown"}
    assert unpassed == {"in place": {}, "record": waived, "not adopted": unknown, "drifted": {}}
    assert check_named(compared.found["record"], "patron_types")["reason"] == WAIVERS["patron_types"]


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
    found = compared.found[case]
    texts = [one["text"] for one in found["messages"] if one["code"]]
    assert [part for part in parts if part not in " ".join(texts) or part not in compared.done.output] == []
    assert [untidy_sentences(text) for text in texts] == [[]] * len(texts)
    verdict = failures(compared.done, compared.libraries[case])[-1]
    assert verdict.startswith(f"not checkable: {found['reasons'][0]}".replace("_", " "))


def test_nothing_is_written_and_no_secret_is_shown(compared):
    assert compared.after == compared.before
    assert {case: dict(library.writes()) for case, library in compared.libraries.items()} == dict.fromkeys(STATES, {})
    assert compared.done.status == 2
    texts = [compared.done.output, json.dumps(compared.file)]
    for library in compared.libraries.values():
        assert [secret for secret in secrets_of(library) if any(secret in text for text in texts)] == []
    # Nor the name of a person.
    assert "Jane Doe" not in texts[1]


def test_the_job_passes_without_errors_and_what_fails_it_are_states_and_codes(library, make, tmp_path):
    controller, waiting = Controller(tmp_path), make()
    record = Record(waiting, tmp_path / "record")
    enabled(library)
    Roles(waiting, **record.options).declare()
    file = tmp_path / "new/folder/drift.json"

    def compare(*arguments: str, **fails_on: Any) -> Run:
        given = {name: {"drift_fails_on": one} for name, one in fails_on.items()}
        given[waiting.name] = {**record.variables, **given.get(waiting.name, {})}
        # The home directory of a controller's job need not exist.
        return controller.playbook(DRIFT, [library, waiting], *arguments, variables=given, HOME="/dev/null/nowhere")

    done = compare("-e", f"run_file={file}")
    assert {path.name for path in file.parent.iterdir()} == {"drift.json", "drift.html", "drift.md"}
    assert (done.status, done.stats(library)["changed"], done.stats(waiting)["failures"]) == (0, 0, 0)
    # As a text, it would contain no state, and every library would pass.
    strict = compare(**{waiting.name: ["pending"], library.name: "drift"})
    assert strict.status == 2
    assert "drift_fails_on must be a list." in failures(strict, library)[0]
    assert strict.stats(library)["failures"] == 1
    assert strict.failure(waiting) == "pending: steps"
    by_code = compare("-e", json.dumps({"drift_fails_on": ["drift", "steps"]}))
    assert (by_code.status, by_code.stats(library)["failures"], by_code.failure(waiting)) == (2, 0, "pending: steps")
