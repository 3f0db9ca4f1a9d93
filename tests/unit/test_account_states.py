# SPDX-License-Identifier: GPL-3.0-or-later

"""The account of a run: the state of each library with its reasons, and what is collected from the results."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from ansible import context
from ansible.module_utils.common.collections import ImmutableDict
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

from ansible_collections.reshare.wms.plugins.action.run_summary import waves_left
from ansible_collections.reshare.wms.plugins.module_utils._core.checks import PROBLEMS
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CODES
from ansible_collections.reshare.wms.plugins.module_utils._task.result_warnings import result_warnings
from ansible_collections.reshare.wms.plugins.plugin_utils._account import account as account_module
from ansible_collections.reshare.wms.plugins.plugin_utils._account.collected import system_of
from ansible_collections.reshare.wms.plugins.plugin_utils._account.library_state import judged
from ansible_collections.reshare.wms.plugins.plugin_utils._account.over_time import Seen, over_time, superseded
from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_document import text
from ansible_collections.reshare.wms.plugins.plugin_utils._account.states import (
    CODES_OF_REASONS,
    FAILS_DRIFT,
    NO_LIBRARIES,
    REASONS,
    STATES,
    reason_of,
)
from ansible_collections.reshare.wms.plugins.plugin_utils._action import run_memory
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.output import run_file_problem
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.registered import playbooks, registered
from support.account_examples import (
    CHECKS,
    CREATED,
    HOSTILE,
    IN_PLACE,
    LIVE,
    MAP,
    NEVER_LIVE,
    NOT_LIVE,
    SETTING,
    SHORTER,
    SWITCH,
    WITHDRAWN,
    about,
    account_of,
    change,
    check_result,
    command_line,
    consortium_account,
    failed,
    html,
    knowledge,
    outcome,
    step,
    waiting,
)
from support.environment import ROOT
from support.file_schemas import conforming

REMOVED = {**WITHDRAWN, "removed": {"by": "John Roe", "at": "2027-01-15T09:00:00Z"}}
UNANSWERED = failed(code="unreachable", no_answer=True)
POLICY = "Loan Policy 'ReShare borrowing'"


def library(playbook: str = "onboard", check: bool = False, *, ended: bool = False, **results: Any) -> dict[str, Any]:
    """The one library of a run. results: by the names of account_of."""
    return account_of({"adams": results}, playbook, check, ended=["adams"] if ended else [])["libraries"]["adams"]


def compared(**results: Any) -> dict[str, Any]:
    """The same of a comparison."""
    return library("drift", True, **results)


def checks(*found: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"changed": False, "checks": [*found], **more}


# --------------------------------------------------------------------------------------------------- states, reasons

STATED = outcome(declared=["loan_policy"], knowledge=knowledge("loan_policy"))
SECTION_USED = {**SWITCH, "earlier": {"ill_settings": {"reshare": {"enable": False, "holding_location": "ADMM"}}}}
COMPARISON_ENDED = ("not_checkable", ["stopped"], "not_checkable", "not_checkable")
#: The results of a comparison, the state of the library, its reasons, and those states of WMS and ReShare that it does not follow from what was compared.
COMPARISONS = {
    "nothing": ({}, *COMPARISON_ENDED),
    "only one system": ({"reshare": outcome(declared=["reshare_setting"])}, *COMPARISON_ENDED),
    "as declared": ({"wms": IN_PLACE}, "in_place", [], None, None),
    "a change": ({"wms": outcome(SHORTER)}, "drift", ["objects"], "drift", None),
    "a change in ReShare": ({"wms": IN_PLACE, "reshare": outcome(SETTING)}, "drift", ["objects"], None, "drift"),
    "stated": ({"wms": STATED}, "stated", ["stated"], "stated", None),
    "steps": (
        {"wms": outcome(declared=["loan_policy"], pending_steps=[step()])},
        "pending",
        ["steps"],
        "pending",
        None,
    ),
    "approval": (
        {"wms": outcome(declared=["loan_policy"], pending_steps=[step(confirmed={"by": "Jane Doe"})])},
        *("pending", ["approval"], "pending", None),
    ),
    "a change that is asked for in this run only": (
        {"wms": outcome(CREATED, pending_steps=[step()])},
        *("drift", ["objects"], "drift", None),
    ),
    "a link that was never live": (
        {"wms": IN_PLACE, "link": outcome(NEVER_LIVE, live=False)},
        "pending",
        ["go_live"],
        "pending",
        None,
    ),
    "a link that was live": (
        {"wms": IN_PLACE, "link": outcome(SECTION_USED, live=False)},
        "drift",
        ["objects"],
        "drift",
        None,
    ),
    "a link held back by steps": (
        {"wms": outcome(declared=["loan_policy"], pending_steps=[step()]), "link": outcome(SECTION_USED, live=False)},
        *("pending", ["steps"], "pending", None),
    ),
    "a withdrawn library that would be enabled": (
        {"wms": IN_PLACE, "link": outcome(NEVER_LIVE, live=False, withdrawn=WITHDRAWN)},
        *("drift", ["objects"], "drift", None),
    ),
    "nothing hides a difference": (
        {"wms": outcome(SHORTER), "link": outcome(NEVER_LIVE, live=False)},
        *("drift", ["objects"], "drift", None),
    ),
    "no answer": ({"wms": UNANSWERED}, "not_checkable", ["unreachable"], "not_checkable", None),
    "no answer of ReShare": (
        {"wms": IN_PLACE, "reshare": UNANSWERED},
        *("not_checkable", ["unreachable"], None, "not_checkable"),
    ),
    "a refused login": ({"wms": failed(code="refused")}, "not_checkable", ["refused"], "not_checkable", None),
    "a wrong variable": ({"wms": failed(code="invalid")}, "not_checkable", ["bad_input"], "not_checkable", None),
    "Ansible's own message": (
        {"wms": {"failed": True, "msg": "no"}},
        "not_checkable",
        ["error"],
        "not_checkable",
        None,
    ),
    "drift is certain, and worse": (
        {"wms": outcome(SHORTER), "reshare": UNANSWERED},
        *("drift", ["objects", "unreachable"], "drift", "not_checkable"),
    ),
    "a passed check": ({"wms": IN_PLACE, "checks": checks(CHECKS[0], CHECKS[3])}, "in_place", [], None, None),
    "an unknown check": (
        {"wms": IN_PLACE, "checks": checks(CHECKS[2])},
        *("not_checkable", ["inconclusive"], None, None),
    ),
    "a check of a live link": (
        {"wms": IN_PLACE, "link": LIVE, "checks": checks(CHECKS[1])},
        "drift",
        ["check"],
        None,
        None,
    ),
    "a check of a link that is not live": (
        {"wms": IN_PLACE, "link": NOT_LIVE, "checks": checks(CHECKS[1])},
        *("failed", ["check"], None, None),
    ),
    "a check of a login": (
        {"wms": IN_PLACE, "link": LIVE, "checks": checks(check_result("reshare_login", "fail"))},
        *("not_checkable", ["refused"], None, "not_checkable"),
    ),
    "only checks": ({"checks": checks(CHECKS[0])}, *COMPARISON_ENDED),
}


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_comparison_has_a_state_with_its_reasons(name):
    results, state, reasons, wms, reshare = COMPARISONS[name]
    found = compared(**results)
    assert (found["state"], found["reasons"]) == (state, reasons)
    # A system about which nothing else is known is as declared, if something was compared.
    well = {system_of(kind): "in_place" for kind in found["compared"] if kind != "ill_settings"}
    states = {system: found["systems"][system]["state"] for system in ("wms", "reshare")}
    assert states == {"wms": wms or well.get("wms"), "reshare": reshare or well.get("reshare")}


@pytest.mark.parametrize(
    ("playbook", "results", "state", "reasons"),
    [
        ("onboard", {"wms": outcome(CREATED)}, "in_place", []),
        ("onboard", {"wms": outcome(CREATED, pending_steps=[step()])}, "pending", ["steps"]),
        ("onboard", {"wms": failed(code="conflict")}, "failed", ["conflict"]),
        ("onboard", {"wms": UNANSWERED}, "not_checkable", ["unreachable"]),
        ("onboard", {"wms": {**UNANSWERED, **outcome(CREATED)}}, "failed", ["unreachable"]),
        ("ask", {"asked": {"questions": [about("loan_policy", "A")], "pending_steps": []}}, "pending", ["questions"]),
        ("send_worksheets", {"pages": waiting()}, "pending", ["steps"]),
        ("send_worksheets", {"pages": waiting("questionnaire")}, "pending", ["questions"]),
        ("send_worksheets", {"pages": waiting(open=0, waiting_for_approval=2)}, "pending", ["approval"]),
        # Values were stored that nothing was compared with: the state of an earlier run still holds.
        (
            "receive",
            {
                "imported": {
                    "changed": True,
                    "recorded": [about("loan_policy", "A")],
                    "knowledge": knowledge("loan_policy"),
                }
            },
            None,
            [],
        ),
        (
            "receive",
            {"imported": {"changed": True, "msg": "a.json: no", "failure": {"code": "rejected_file"}}},
            "failed",
            ["rejected_file"],
        ),
        (
            "receive",
            {"imported": {"changed": True, "findings": [{"severity": "error", "message": "17 loans differ"}]}},
            "failed",
            ["check"],
        ),
        (
            "first_contact",
            {"first_contact_found": {"document": {"assumptions": [{"stops": True, "meaning": "Stop."}]}}},
            "failed",
            ["check"],
        ),
        ("ask", {"asked": {"changed": False, "skipped": True}}, None, []),
        ("preflight", {"checks": checks(CHECKS[0], ready=True)}, None, []),
        ("preflight", {"checks": checks(*CHECKS, ready=False)}, "failed", ["check", "inconclusive"]),
        ("verify", {"story": checks(check_result("lent", "fail"))}, "failed", ["check"]),
        # A playbook of another author that uses the roles.
        ("site.yml", {"reshare_settings_result": outcome(SETTING)}, None, []),
        (
            "site.yml",
            {"reshare_settings_result": outcome(SETTING), "onboard_circulation_result": IN_PLACE},
            "in_place",
            [],
        ),
    ],
)
def test_a_run_has_a_state_with_its_reasons(playbook, results, state, reasons):
    found = library(playbook, **results)
    assert (found["state"], found["reasons"]) == (state, reasons)


def test_each_state_is_worse_than_those_before_it():
    """The worst first in the page, in the lines and for the run."""
    examples = {
        **{
            "in_place": IN_PLACE,
            "stated": STATED,
            "pending": outcome(pending_steps=[step()]),
            "not_checkable": UNANSWERED,
        },
        "drift": outcome(SHORTER),
    }
    order = [state for state in STATES if state in examples]
    assert [*STATES] == ["in_place", "stated", "pending", "not_checkable", "failed", "drift"]
    for better, worse in pairwise(order):
        run = account_of({"a": {"wms": examples[better]}, "b": {"wms": examples[worse]}, "c": {}}, "onboard", True)
        assert ([one["state"] for one in run["libraries"].values()], run["state"]) == ([better, worse, None], worse)
    assert account_of({"a": {}}, "preflight")["state"] is None
    assert account_of({}, "drift", messages=["The inventory has no host."])["state"] == NO_LIBRARIES


@pytest.mark.parametrize(
    ("state", "reasons", "given", "failing"),
    [
        *((state, [], {}, state in ("not_checkable", "failed", "drift")) for state in STATES),
        ("not_checkable", ["inconclusive", "refused"], {"drift_fails_on": ["refused"]}, True),
        ("not_checkable", ["unreachable"], {"drift_fails_on": ["refused", "drift"]}, False),
        ("pending", ["steps"], {"drift_fails_on": []}, False),
        # A wrong list is bad input, and does not decide.
        (
            "drift",
            ["objects"],
            {"drift_fails_on": ["drfit"], "reshare_wms_validation": {"problems": [{"variable": "drift_fails_on"}]}},
            True,
        ),
        (None, [], {}, False),
    ],
)
def test_what_makes_drift_fail_is_a_state_or_a_code(state, reasons, given, failing):
    (play,) = yaml.safe_load((ROOT / "playbooks/drift.yml").read_text(encoding="utf-8"))
    verdict = play["tasks"][-1]
    account = {"fails_drift": [*FAILS_DRIFT], "libraries": {"adams": {"state": state, "reasons": reasons}}}
    known = {"reshare_wms_validation": {}, "inventory_hostname": "adams", "drift_account": account, **given}
    variables = {
        name: value if isinstance(value, (dict, list)) or name == "inventory_hostname" else trust_as_template(value)
        for name, value in {**known, **verdict["vars"]}.items()
    }
    condition = trust_as_template("{{ " + verdict["ansible.builtin.assert"]["that"] + " }}")
    assert Templar(DataLoader(), variables).template(condition) is not failing


def test_the_playbooks_the_documentation_and_the_schema_name_every_state_and_code():
    (play,) = yaml.safe_load((ROOT / "playbooks/drift.yml").read_text(encoding="utf-8"))
    checked = next(task for task in play["tasks"][0]["block"] if "validated" in (task.get("vars") or {}))
    choices = checked["vars"]["validated"]["options"]["drift_fails_on"]["choices"]
    assert choices == list(dict.fromkeys([*STATES, *REASONS]))
    page = (ROOT / "docs/watch.md").read_text(encoding="utf-8")
    assert [name for name in (*STATES, NO_LIBRARIES) if f"`{name}`" not in page] == []
    assert {reason_of(code) for code in (*CODES, None, "another")} <= set(CODES_OF_REASONS)


@pytest.mark.parametrize(("returned", "codes"), [("failure", CODES), ("checks", PROBLEMS)])
def test_every_code_of_a_failure_and_of_a_check_is_documented(returned, codes):
    source = (ROOT / f"plugins/doc_fragments/{returned}.py").read_text(encoding="utf-8")
    assert [code for code in codes if f"V({code})" not in source] == []


@pytest.mark.parametrize(
    ("results", "link"),
    [
        ({"wms": IN_PLACE}, "not_read"),
        ({"link": LIVE}, "live"),
        ({"link": NOT_LIVE}, "not_live"),
        ({"link": {**NOT_LIVE, "withdrawn": WITHDRAWN}}, "withdrawn"),
        # In check mode, or because the step that disables it is pending.
        ({"link": {**LIVE, "withdrawn": WITHDRAWN}}, "live"),
        ({"link": {**NOT_LIVE, "withdrawn": REMOVED}}, "removed"),
        ({"valid": {"withdrawn": REMOVED}}, "removed_not_read"),
    ],
)
def test_a_link_has_a_state(results, link):
    assert library(**results)["link"] == link


# ----------------------------------------------------------------------------------------- runs that do not get to the end


def test_a_library_that_failed_where_nothing_is_registered_failed():
    found = account_of({"adams": {"wms": IN_PLACE}, "baker": {"wms": IN_PLACE}}, ended=["baker"])
    assert [one["state"] for one in found["libraries"].values()] == ["in_place", "failed"]
    assert found["libraries"]["baker"]["reasons"] == ["error"]
    assert "task that failed" in found["libraries"]["baker"]["messages"][0]["text"]
    # Its own failure says more.
    assert len(library(ended=True, wms=failed("adams: no"))["messages"]) == 1
    assert library("preflight", ended=True, checks=checks(*CHECKS))["messages"] == []


def test_a_check_without_a_verdict_does_not_make_a_library_fail():
    found = library("preflight", ended=True, checks=checks(check_result("a", "unknown")))
    assert (found["messages"], found["state"]) == ([], "not_checkable")


def test_a_run_that_ended_before_says_so_of_each_library_that_it_did_not_get_through():
    found = account_of(
        {"adams": {"wms": outcome(CREATED)}, "baker": {"wms": failed("baker: no")}}, complete=False, ended=["baker"]
    )
    assert found["complete"] is False
    assert [(one["state"], one["reasons"]) for one in found["libraries"].values()] == [
        ("not_checkable", ["stopped"]),
        ("failed", ["error"]),
    ]


def test_a_task_for_all_libraries_that_failed_is_a_problem_of_the_run():
    rejected = failed("the server rejected the login", "refused")
    found = account_of({name: {"fetch_answers_result": rejected} for name in "ab"}, "fetch_answers")
    assert found["messages"] == ["the server rejected the login"]
    assert {(one["state"], *one["reasons"]) for one in found["libraries"].values()} == {("not_checkable", "refused")}


def test_what_does_not_fit_between_libraries_counts_for_the_library_that_is_wrong():
    finding = {
        "code": "lending_too_short",
        "variable": None,
        "message": "70 days short",
        "remedy": "",
        "file": None,
        "line": None,
    }
    findings = [
        {**finding, "severity": "error", "library": "baker"},
        {**finding, "severity": "warning", "library": "adams"},
    ]
    between = {"summary": "1 error.", "findings": findings, "consortium": {"complete": True, "pairs": []}}
    found = account_of({name: {"wms": IN_PLACE, "between": between} for name in ("adams", "baker")}, "drift", True)
    assert [(one["state"], one["reasons"]) for one in found["libraries"].values()] == [
        ("in_place", []),
        ("failed", ["bad_input"]),
    ]
    assert found["consortium"] == {"summary": "1 error.", "findings": findings, "pairs": [], "complete": True}


@pytest.mark.parametrize(
    ("running", "wave", "left"),
    [("abcd", "ab", True), ("abcd", "cd", False), ("ac", "c", False), ("acd", "a", True), ("a", "a", False)],
)
def test_only_the_last_wave_makes_the_account(running, wave, left):
    """Libraries that failed are in neither of the last two."""
    assert waves_left(list("abcd"), list(running), list(wave)) is left


# ------------------------------------------------------------------------------------------------------- what is collected


def test_a_change_has_its_values_and_its_status():
    shelf = change("shelving_location", "ADMM", {"names": []}, {"names": ["ILL"]}, earlier={"shelving_locations": []})
    account = change("patron_account", "A-1", None, {"barcode": "A-1"})
    steps = [step(), step("shelving_location", "ADMM / ILL")]
    found = library(wms=outcome(CREATED, shelf, account, MAP, pending_steps=steps))
    assert [(one["kind"], one["status"]) for one in found["changes"]] == [
        ("loan_policy", "asked"),
        ("shelving_location", "asked"),
        ("patron_account", "done"),
        ("loan_policy_map", "done"),
    ]
    assert found["changes"][1] == {
        **{
            "system": "wms",
            **about("shelving_location", "ADMM"),
            "action": "updated",
            "what": ["names"],
            "status": "asked",
        },
        **{"before": {"names": []}, "after": {"names": ["ILL"]}, "earlier": {"shelving_locations": []}},
    }
    assert found["changes"][3]["before"] == MAP["views"][0]
    assert found["changed"] == 2
    assert [one["system"] for one in library(reshare=outcome(SETTING))["changes"]] == ["reshare"]


def test_what_people_sent_is_recorded_and_no_change_of_a_system():
    settled = {
        "confirmed": [about("loan_policy", "A"), "unknown"],
        "read_back": [about("shelving_location", "ADMM / ILL")],
    }
    found = library("receive", imported={"changed": True, **settled, "pending_steps": [step("loan_policy_map", "")]})
    assert [(one["title"], one["action"], one["status"]) for one in found["changes"]] == [
        ("Loan Policy 'A'", "confirmed", "recorded"),
        ("Shelving Location 'ADMM / ILL'", "found in place", "recorded"),
    ]
    assert (found["changed"], found["state"], found["compared"]) == (0, "pending", [])


def test_steps_and_questions_are_pending_each_once():
    waits = step("patron_account", "A-2", waits_for="Patron Type Policy 'P'", remark="The screen does not offer it.")
    asked = {"questions": [about("loan_policy", "Weeks")], "pending_steps": [waits, waits]}
    (first, second) = library("ask", asked=asked)["pending"]
    assert (first["waits_for"], first["remark"], first["reason"]) == (
        "Patron Type Policy 'P'",
        "The screen does not offer it.",
        "steps",
    )
    assert (second["title"], second["reason"]) == ("Loan Policy 'Weeks'", "questions")


def test_what_waits_for_others_is_pending_and_no_drift():
    field = {
        **about("loan_policy", "ReShare lending"),
        "title": f"{POLICY}, Regular Loan Period",
        "field": "loan_period",
    }
    waits_for = {f"{POLICY}, Regular Loan Period": ["baker"]}
    waits = {"withheld": {"adams": [{**field, "code": "waits", "waits_for": waits_for}]}, "waiting": []}
    given = {"reshare_wms_withheld": waits, "wms": outcome(declared=["loan_policy"])}
    found = compared(**given)
    assert (found["state"], found["reasons"]) == ("pending", ["waits"])
    ((step,),) = [found["pending"]]
    assert (step["waits_for"], step["holders"]) == (f"baker: {POLICY}, Regular Loan Period", ["baker"])
    later = compared(
        **given | {"reshare_wms_withheld": {"withheld": {}, "waiting": ["adams"]}, "wms": outcome(CREATED)}
    )
    assert (later["state"], later["reasons"], later["wave"]) == ("pending", ["wave"], True)
    assert compared(wms=outcome(CREATED))["wave"] is False


def test_checks_have_their_heading_and_those_that_need_attention_come_first():
    found = library("preflight", checks=checks(*CHECKS))["checks"]
    assert [(one["status"], one["heading"]) for one in found] == [
        (status, "Preconditions") for status in ("fail", "unknown", "waived", "pass")
    ]
    assert (found[0]["remedy"], found[2]["reason"]) == (
        "Send OCLC the form, and set the day.",
        "renewed by the patron load",
    )
    for wrong in ("no", [1, None], [{"status": "great"}], {"a": 1}):
        assert library("preflight", checks={"checks": wrong})["checks"] == []


def test_of_a_loop_each_item_counts():
    items = [
        outcome(CREATED),
        {"skipped": True, "changed": False},
        failed("adams: one is wrong"),
        failed("adams: one is wrong"),
    ]
    found = library(wms={"failed": True, "msg": "One or more items failed", "results": items})
    assert {one["text"] for one in found["messages"]} == {"adams: one is wrong"}
    assert (found["state"], found["changed"]) == ("failed", 1)


def test_the_warnings_that_repeat_a_value_are_left_out_and_equal_ones_are_one():
    """The value decides, not the words of the warning."""
    (rehearsal,) = result_warnings({"sandbox": True})
    data = {"warnings": ["adams: rows overlap", rehearsal], "sandbox": True}
    found = account_of({"adams": {"wms": {**IN_PLACE, **data}, "link": {**LIVE, **data}}})
    assert [one["text"] for one in found["libraries"]["adams"]["messages"]] == ["adams: rows overlap"]
    assert (found["sandbox"], found["libraries"]["adams"]["state"]) == ("yes", "in_place")
    kept = library(wms={**IN_PLACE, "warnings": [rehearsal]})
    assert ([one["text"] for one in kept["messages"]], kept["sandbox"]) == ([rehearsal], "no")
    assert library(link={"changed": False})["sandbox"] == "unknown"


STEP = {"kind": "loan_policy", "name": "A", "confirmed": None}
LINK_STEP = {**STEP, "kind": "ill_settings", "name": ""}


@pytest.mark.parametrize(
    ("values", "follows"),
    [
        *(({"live": False}, True), ({"live": None}, True), ({"live": True}, False), ({}, False)),
        ({"live": False, "withdrawn": {"by": "Jane Doe"}}, False),
        ({"live": False, "pending_steps": [STEP, LINK_STEP]}, False),
    ],
)
def test_the_warning_about_pending_steps_is_true_of_the_link(values, follows):
    data = {**outcome(CREATED, pending_steps=[STEP], worksheet="/w.html"), "pending": True, **values}
    (warning,) = result_warnings(data)
    assert warning.endswith("The step that enables the link follows then.") is follows
    assert library(wms={**data, "warnings": [warning]})["messages"] == []
    assert result_warnings({**data, "worksheet": None}) == []
    # Ansible shows the same warning of several libraries once.
    assert result_warnings({**data, "worksheet": "/v.html"}) == [warning]


def test_a_verification_is_that_of_its_messages():
    left = [{"kind": "temporary_item", "detail": "an item 'ZZ-1'"}]
    story = checks(check_result("lent"), left_behind=left) | {"changed": True}
    found = library("verify", probe=checks(check_result("probe", "unknown")), story=story)
    assert found["verification"] == {"state": "unknown", "transactions": True, "left_behind": ["an item 'ZZ-1'"]}
    assert library("verify", probe=checks(check_result("probe")))["verification"]["transactions"] is False
    assert library("verify", True, story=story)["verification"] is None


# ------------------------------------------------------------------------------------------------------------ the document


def test_the_account_is_one_document_of_the_published_schema():
    """Of every playbook. Also with what no run should contain."""
    conforming("run", consortium_account(16))
    bad = change("loan_policy", HOSTILE, {HOSTILE: HOSTILE}, {HOSTILE: [HOSTILE, {"a": HOSTILE}]})
    results = {
        "wms": outcome(
            bad, pending_steps=[step("loan_policy_map", "", remark=HOSTILE)], worksheet=HOSTILE, warnings=[HOSTILE]
        )
    }
    conforming("run", account_of({HOSTILE: results}))
    for playbook in playbooks():
        names = [one.name for one in registered(playbook)]
        for data in (
            IN_PLACE,
            failed(),
            checks(*CHECKS),
            waiting(),
            {"changed": False},
            {"results": [{}]},
            "text",
            None,
        ):
            found = conforming("run", account_of({"adams": dict.fromkeys(names, data)}, playbook))
            assert found["playbook"] == (f"reshare.wms.{playbook}" if names else playbook)


def test_the_command_has_no_values_of_extra_variables():
    found = account_of({"adams": {}}, line=command_line(limit="adams", more=["wms_secret"], check=True), check=True)
    assert found["command"] == "ansible-playbook reshare.wms.onboard -i inventory --limit adams --check"


def test_the_names_of_persons_are_only_in_the_plan_and_in_approvals():
    name = "canary Jane"
    source = {"by": name, "at": "2026-11-26T10:00:00Z"}
    waits = step(confirmed=source, sent_back={**source, "remark": "no"})
    remark = {**source, "remark": "There is a second map.", **about("loan_policy_map")}
    learnt = knowledge("loan_policy")
    for one in [*learnt["objects"], learnt["oldest"], *learnt["stated"]]:
        one["by"] = name
    plan = {"fingerprint": "f" * 64, "made": "2026-11-26T10:00:00Z", "applies": True}
    results = {
        "wms": outcome(CREATED, pending_steps=[waits], knowledge=learnt, withdrawn={**WITHDRAWN, "by": name}),
        "link": {**LIVE, "withdrawn": {**REMOVED, "by": name, "removed": source}},
        "plan": {"plan": {**plan, "by": None, "approved_by": None}},
    }
    received = {
        "imported": {"confirmed": [{**about("loan_policy", "A"), **source}], "remarks": [remark], "knowledge": learnt}
    }
    mailed = {"mail": {"sent": [{"page": "worksheet", "to": name}]}, "pages": waiting(to=name, contact=name)}
    found = [
        account_of({"adams": one}, playbook)
        for playbook, one in (("onboard", results), ("receive", received), ("send_worksheets", mailed))
    ]
    assert [document["playbook"] for document in found if "canary" in text(document) + html(document)] == []
    assert found[1]["libraries"]["adams"]["remarks"][0]["remark"] == "There is a second map."
    approved = library(plan={"plan": {**plan, "by": "John", "approved_by": name}})["plan"]
    assert (approved["by"], approved["approved_by"]) == ("John", name)
    assert account_of({"adams": {"wms": IN_PLACE}}, check=True, by=name)["plan"]["by"] == name


def test_what_ansible_has_hidden_is_marked_and_said_once_with_the_remedy():
    hidden = change(after={"name": "$REDACTED$", "loan_period": "$REDACTED$ days"})
    found = account_of({name: {"wms": outcome(hidden)} for name in ("adams", "baker")})
    assert "$REDACTED$" not in text(found)
    assert found["libraries"]["adams"]["changes"][0]["after"]["loan_period"] == "(hidden by Ansible) days"
    (message,) = found["messages"]
    assert "encrypted as a whole" in message and "docs/secrets.md" in message
    assert account_of({"adams": {"wms": outcome(CREATED)}})["messages"] == []


def test_an_account_that_is_too_large_is_shortened_and_says_so(monkeypatch):
    whole = account_of({"adams": {"wms": outcome(SHORTER, earlier={})}})
    assert whole["shortened"] is False
    monkeypatch.setattr(account_module, "LARGEST", 100)
    found = account_of({"adams": {"wms": outcome(SHORTER)}}, check=True, by="John")
    (shortened,) = found["libraries"]["adams"]["changes"]
    assert (found["shortened"], found["plan"], shortened["title"], shortened["before"]) == (True, None, POLICY, None)


# -------------------------------------------------------------------------------------------------------------- playbooks


def _tasks(value: Any) -> list[dict[str, Any]]:
    """All tasks of a playbook or role, in their order."""
    if isinstance(value, list):
        return [task for one in value for task in _tasks(one)]
    if not isinstance(value, dict):
        return []
    inner = [task for part in ("tasks", "block", "rescue", "always", "post_tasks") for task in _tasks(value.get(part))]
    return inner or [value]


FOR_LIBRARIES = [
    path
    for path in sorted((ROOT / "playbooks").glob("*.yml"))
    if "reshare.wms.libraries'" in path.read_text(encoding="utf-8")
]
#: Modules whose results the account does not need.
NOT_NEEDED = {"run_summary", "output_files"}


@pytest.mark.parametrize("path", FOR_LIBRARIES, ids=lambda path: path.stem)
def test_a_playbook_for_libraries_ends_with_its_summary(path):
    """Verdicts follow it: a library that fails before has no last lines."""
    tasks = _tasks(yaml.safe_load(path.read_text(encoding="utf-8")))
    (at,) = (number for number, task in enumerate(tasks) if "reshare.wms.run_summary" in task)
    assert tasks[at]["reshare.wms.run_summary"]["playbook"] == path.stem
    assert tasks[at]["run_once"] is True
    verdicts = (
        "ansible.builtin.assert",
        "ansible.builtin.fail",
        "ansible.builtin.import_tasks",
        "ansible.builtin.include_tasks",
    )
    assert [task["name"] for task in tasks[at + 1 :] if not set(verdicts) & task.keys()] == []


@pytest.mark.parametrize(
    "path", [*FOR_LIBRARIES, *sorted(ROOT.glob("roles/*/tasks/*.yml"))], ids=lambda path: "/".join(path.parts[-3:])
)
def test_every_result_that_the_account_needs_is_registered(path):
    tasks = _tasks(yaml.safe_load(path.read_text(encoding="utf-8")))
    ours = {
        task["name"]: key.removeprefix("reshare.wms.")
        for task in tasks
        for key in task
        if key.startswith("reshare.wms.")
    }
    # What a later task does is compared before, with changed_when: false.
    registering = {task["name"] for task in tasks if "register" in task or task.get("changed_when") is False}
    assert {name: module for name, module in ours.items() if module not in NOT_NEEDED and name not in registering} == {}
    if path in FOR_LIBRARIES:
        own = {task["register"] for task in tasks if "register" in task and task["name"] in ours}
        assert own <= {one.name for one in registered(path.stem)}


# What the account of a run must not say: the results of another playbook, or of a comparison that was not made


_NOTHING = {
    **{"changes": [], "pending": [], "pages": [], "messages": [], "checks": [], "knowledge": None},
    "link": "live",
    **{"ready": None, "wave": False, "exceptions": []},
}


@pytest.mark.parametrize(
    ("compared", "state", "wms", "reshare"),
    [
        (["loan_policy", "reshare_setting", "ill_settings"], "in_place", "in_place", "in_place"),
        (["loan_policy", "ill_settings"], None, "in_place", None),
        (["ill_settings", "reshare_setting"], None, None, "in_place"),
        (["ill_settings"], None, None, None),
    ],
)
def test_a_library_is_in_place_only_if_both_its_systems_were_compared(compared, state, wms, reshare):
    found = judged({**_NOTHING, "compared": compared}, False)
    assert (found["state"], *(found["systems"][one]["state"] for one in ("wms", "reshare"))) == (state, wms, reshare)


def test_the_result_that_makes_a_link_live_comes_after_the_comparison_before_it():
    names = [one.name for one in registered("onboard")]
    assert names.index("onboard_circulation_result") < names.index("enable_reshare_result")


@pytest.mark.parametrize("register", ["found", {"found": "_task.polymorphic_result"}])
def test_a_result_of_a_playbook_before_on_the_command_line_is_not_one_of_this_playbook(register, monkeypatch):
    monkeypatch.setattr(run_memory, "RUN", run_memory.RunMemory())
    monkeypatch.setattr(context, "CLIARGS", ImmutableDict(args=("reshare.wms.onboard", "reshare.wms.onboard")))
    task = SimpleNamespace(register=register, run_once=False)
    assert not run_memory.is_of_earlier_playbook("adams", "found", False)
    run_memory.RUN.add(run_memory.CLOSED)
    run_memory.note_result("adams", task)
    assert not run_memory.is_of_earlier_playbook("adams", "found", False)
    assert run_memory.is_of_earlier_playbook("baker", "found", False)


@pytest.mark.parametrize("other", ["README.html", "README.md"])
def test_an_account_replaces_no_file_of_somebody_else_beside_it(other: str, tmp_path: Path):
    (tmp_path / other).write_text("mine")
    assert run_file_problem(str(tmp_path / "README.json")).startswith(other)


def test_the_account_with_the_state_of_a_library_is_not_superseded_by_one_of_a_run_that_judged_nothing():
    def run(file: str, state: str | None) -> Seen:
        library = {"state": state, "reasons": [], "link": "not_read", "verified": None, "differing": []}
        library |= {"changed": 0, "confirmed": None}
        return Seen(file, datetime(2026, 12, len(file), tzinfo=UTC), "", False, {"adams": library})

    runs = [run("a", "drift"), run("bb", "in_place"), run("ccc", None), run("dddd", None)]
    assert superseded(runs, over_time(runs)) == ["a", "ccc"]
