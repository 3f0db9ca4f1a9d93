# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests of a task and of an onboarding, as the sandbox counts them."""

from __future__ import annotations

import pytest

from support.controller import run
from support.environment import ROOT
from support.library import Library
from support.object_examples import CONFIGURATION, OTHERS, PATRON_ACCOUNT, Arguments


def declared(step: str, library: Library) -> Arguments:
    """A configuration with an example of every kind."""
    configuration = {}
    for example in (*CONFIGURATION, PATRON_ACCOUNT):
        if step in example.steps:
            arguments = library.numbered(example.steps[step])
            configuration[example.plural] = arguments if example.module == example.plural else [arguments]
    return configuration


@pytest.fixture
def library(make) -> Library:
    return make(configuration=OTHERS)


def assert_one_of_each(library: Library) -> None:
    """One token, one call for the whole configuration, and one for each other system."""
    calls = library.calls()
    assert calls.pop(("token", "token", "POST")) == 1
    assert {kind for system, kind, method in calls if (system, method) == ("configuration", "GET")} == {"configuration"}
    reads = {call: count for call, count in calls.items() if call not in library.writes()}
    assert set(reads.values()) == {1}


def test_a_task_takes_one_token_and_reads_all_kinds_at_once(library):
    configuration = declared("create", library)

    library.reset()
    pretended = run("circulation_configuration", library, check=True, configuration=configuration)
    assert pretended["changed"]
    assert_one_of_each(library)
    assert not library.writes()
    reads = library.calls().keys() - {("token", "token", "POST"), ("configuration", "configuration", "GET")}

    library.reset()
    made = run("circulation_configuration", library, configuration=configuration)
    assert {**made, "warnings": None} == {**pretended, "warnings": None}
    # What was written is read in one call before something refers to it, and in one at the end; one object alone, by its ID.
    calls = library.calls()
    assert {call: count for call, count in calls.items() if call not in library.writes()} == {
        ("token", "token", "POST"): 1,
        ("configuration", "configuration", "GET"): 3,
        ("configuration", "notification_settings", "GET"): 1,
        ("configuration", "ill_settings", "GET"): 1,
        **dict.fromkeys(reads, 1),
        ("identity", "users", "GET"): 1,
    }
    assert set(library.writes().values()) == {1}
    assert library.writes().total() == len(made["changes"]) == len(configuration)

    library.reset()
    again = run("circulation_configuration", library, configuration=configuration)
    assert again["changed"] is False
    assert_one_of_each(library)
    assert not library.writes()

    library.reset()
    changed = run("circulation_configuration", library, configuration=declared("update", library))
    assert changed["changed"]
    assert library.writes().total() == len(changed["changes"])


def test_further_pages_are_read_too(make):
    policies = [{"name": f"Policy {number}", "circulates": "always"} for number in range(50)]
    library = make(configuration={"loan_policies": policies})
    declared = {"loan_policies": policies[:1] + policies[-1:], "hold_limit_policies": [{"name": "New"}]}
    library.reset()
    done = run("circulation_configuration", library, configuration=declared)
    assert [change["title"] for change in done["changes"]] == ["Hold Limit Policy 'New'"]
    calls = library.calls().items()
    reads = {kind: count for (system, kind, method), count in calls if (system, method) == ("configuration", "GET")}
    # The object that was created is read by its ID.
    assert reads == {"configuration": 1, "loan_policies": 2, "hold_limit_policies": 1}


def test_check_mode_accepts_references_to_objects_of_earlier_tasks(library):
    policy = {"name": "New", "overdue_notification_policy": "Made by an earlier task"}
    pretended = run("loan_policy", library, check=True, **policy)
    assert pretended["changed"] is True
    (warning,) = [text for text in pretended["warnings"] if "does not exist" in text]
    assert "'Made by an earlier task', which does not exist" in warning
    assert warning.endswith("Outside check mode this task fails unless an earlier task creates it.")
    assert run("loan_policy", library, **policy)["failed"] is True


ONBOARD = "reshare.wms.onboard"


@pytest.mark.long
def test_onboarding_is_predicted_applied_and_then_changes_nothing(make, controller):
    libraries = [make(), make(), make(reshare={"logins": {"with_expiry": False}})]
    fresh = [library.settled() for library in libraries]
    partners = {
        "lending_account_pattern": "PARTNER-{symbol}",
        "lending_partner_symbols": ["RESHARE:ALF", "RESHARE:BET"],
    }
    branches = {
        "borrowing_pickup_locations": ["Main", "Annex"],
        "borrowing_hold_request_patron_types": ["Student", "Faculty"],
    }
    variables = {libraries[0].name: branches, libraries[1].name: partners}

    pretended = controller.playbook(ONBOARD, libraries, "--check", "--diff", variables=variables)
    assert pretended.status == 0
    assert "does not exist" not in pretended.output
    assert [library.settled() for library in libraries] == fresh
    assert not any(library.writes() for library in libraries)

    made = controller.playbook(ONBOARD, libraries, "--diff", variables=variables)
    assert made.status == 0
    for library in libraries:
        # Task by task, although in check mode an earlier task has created nothing.
        ours, theirs = pretended.changes(library), made.changes(library)
        assert len(ours) == len(theirs) == 3
        for would, did in zip(ours, theirs):
            assert would["changes"] == did["changes"]
            assert would["diff"]["after"].keys() == did["diff"]["after"].keys()
        assert made.stats(library)["changed"] == pretended.stats(library)["changed"] == 3
        assert library.configuration["ill_settings"]["reshare"]["enable"] is True
        assert library.settings()["borrower_check"] == "ncip"
        assert library.rows("loan_policy_map")[0]["loan_policy"] == "ReShare borrowing"
    assert libraries[0].patrons(f"RESHARE-{libraries[0].number}")
    assert libraries[1].patrons("PARTNER-ALF") and libraries[1].patrons("PARTNER-BET")

    settled = [library.settled() for library in libraries]
    for library in libraries:
        library.reset()
    again = controller.playbook(ONBOARD, libraries, variables=variables)
    assert again.status == 0
    for library in libraries:
        assert again.stats(library)["changed"] == 0
        assert not library.writes()
    assert [library.settled() for library in libraries] == settled


def test_everything_declared_can_be_removed_in_one_task(library):
    before = library.configuration
    run("circulation_configuration", library, configuration=declared("create", library))
    removing = declared("remove", library)
    removed = run("circulation_configuration", library, configuration=removing)
    assert {change["action"] for change in removed["changes"]} == {"removed", "updated"}
    after = library.configuration
    assert {plural: after[plural] for plural in removing if plural in after} == {
        plural: before[plural] for plural in removing if plural in before
    }
    assert not library.patrons(library.numbered("LEND-NN"))


@pytest.mark.long
def test_the_example_inventory_is_applied(sandbox, controller):
    """As in `make demo`; molecule's default scenario does the same each time, except for check mode."""
    environment = {"RESHARE_WMS_SANDBOX": sandbox, "RESHARE_WMS_STATE_DIR": str(controller.directory / "state")}
    pretended, made, again = (
        controller.playbook(ONBOARD, ROOT / "examples/inventory", *arguments, **environment)
        for arguments in (["--check"], [], [])
    )
    assert (pretended.status, made.status, again.status) == (0, 0, 0)
    changed = [
        {host: stats["changed"] for host, stats in run.stats_by_host.items()} for run in (pretended, made, again)
    ]
    assert changed[0] == changed[1]
    assert len(changed[1]) == 6
    assert all(changed[1].values())
    assert not any(changed[2].values())
