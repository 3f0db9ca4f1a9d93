# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports: the data for each library and family from the results."""

from __future__ import annotations

import json

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._reshare.tenant_catalogue import DECLARABLE as RESHARE_KINDS
from ansible_collections.reshare.wms.plugins.module_utils._task.result_warnings import result_warnings
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE as WMS_KINDS
from ansible_collections.reshare.wms.plugins.plugin_utils._comparison.results import dump
from ansible_collections.reshare.wms.plugins.plugin_utils._report import report_page
from ansible_collections.reshare.wms.plugins.plugin_utils._report.differences import blocks, lines
from ansible_collections.reshare.wms.plugins.plugin_utils._report.families import family_of, in_order
from ansible_collections.reshare.wms.plugins.plugin_utils._report.todo import task_groups
from support.report_examples import (
    CHECKED,
    CREATED,
    KINDS,
    MAP,
    SHORTER,
    about,
    change,
    check_result,
    consortium_report,
    html,
    knowledge,
    outcome,
    pending_step,
    report_of,
    result,
)


def families(*results, **frame):
    """The families of the one library."""
    return library(*results, **frame)["families"]


def library(*results, **frame):
    """The one library."""
    (found,) = report_of(results, **frame)["libraries"].values()
    return found


def state(*results, kind="loan_policy"):
    return families(*results)[kind]["state"]


def todo(report):
    """The to-do list, as titles and texts."""
    return {section.title: [item.text for item in section.items] for section in task_groups(report)}


# ------------------------------------------------------------------------------------------------------- families


def test_every_kind_that_can_be_declared_is_known_as_the_screens_call_it():
    assert set(KINDS) == {kind.name for kind in (*WMS_KINDS, *RESHARE_KINDS)}
    for kind in (*WMS_KINDS, *RESHARE_KINDS):
        assert (family_of(kind.name).label, family_of(kind.name).plural) == (kind.label, kind.plural)


def test_kinds_stand_in_the_order_of_their_systems():
    groups = [family_of(kind).group for kind in in_order(reversed(KINDS))]
    assert list(dict.fromkeys(groups)) == ["WMS Service Configuration", "Patron accounts", "ReShare"]
    assert groups == sorted(groups, key=["WMS Service Configuration", "Patron accounts", "ReShare"].index)


def test_a_kind_that_nobody_knows_has_a_name_all_the_same():
    found = families(result(declared={"fine_policy": 1, "loan_policy": 1}))
    assert list(found) == ["loan_policy", "fine_policy"]
    assert (family_of("fine_policy").label, family_of("reshare_thing").group) == ("Fine policy", "ReShare")


# --------------------------------------------------------------------------------------------------------- states


def test_what_a_task_looks_after_without_a_change_is_in_place():
    found = families(result(**outcome(declared=["loan_policy", "loan_policy_map"])))
    assert {kind: one["state"] for kind, one in found.items()} == {
        "loan_policy": "in_place",
        "loan_policy_map": "in_place",
    }
    assert found["loan_policy"] == {
        "state": "in_place",
        "changes": [],
        "pending_steps": [],
        "diff": [],
        "message": None,
    }


def test_what_a_task_changed_is_changed_with_the_difference():
    found = families(result(**outcome(SHORTER, change(**MAP))))
    assert found["loan_policy"] == {
        "state": "changed",
        "changes": [
            {
                "kind": "loan_policy",
                "name": "ReShare borrowing",
                "identity": {"name": "ReShare borrowing"},
                "title": "Loan Policy 'ReShare borrowing'",
                "action": "updated",
                "what": ["loan_period"],
                "status": "done",
            }
        ],
        "pending_steps": [],
        "diff": [
            {"name": "ReShare borrowing", "before": {"loan_period": "21 days"}, "after": {"loan_period": "28 days"}}
        ],
        "message": None,
    }
    assert found["loan_policy_map"]["diff"] == [{key: MAP[key] for key in ("name", "before", "after")}]


def test_what_check_mode_finds_is_drift():
    found = families(result(check_mode=True, **outcome(SHORTER, declared=["loan_policy_map"])))
    assert (found["loan_policy"]["state"], found["loan_policy_map"]["state"]) == ("drift", "in_place")
    assert found["loan_policy"]["changes"][0]["status"] == "would"


def test_what_waits_for_a_person_is_pending_and_not_called_changed():
    account = change("patron_account", "A-1", None, {"barcode": "A-1"})
    shelf = change("shelving_location", "ADMM", {"names": []}, {"names": ["ILL"]})
    steps = [
        pending_step(),
        pending_step("shelving_location", "ADMM / ILL"),
        pending_step("patron_account", "A-2", "waits for Patron Type Policy 'P'"),
    ]
    data = outcome(CREATED, shelf, account, pending_steps=steps, worksheet="/record/worksheets/adams.html")
    report = report_of([result(**data)])
    found = report["libraries"]["adams"]
    assert [found["families"][kind]["state"] for kind in ("loan_policy", "shelving_location", "patron_account")] == [
        "pending"
    ] * 3
    statuses = {kind: one["changes"][0]["status"] for kind, one in found["families"].items()}
    assert statuses == {"shelving_location": "asked", "loan_policy": "asked", "patron_account": "done"}
    assert found["families"]["loan_policy"]["pending_steps"] == [
        {**pending_step(), "question": False, "waits_for_approval": False}
    ]
    assert (found["state"], found["worksheet"]) == ("pending", "/record/worksheets/adams.html")
    assert report_page.outcome(report) == (
        "This run made changes at 1 library, and added steps to the worksheet of 1 library."
    )
    # The steps of an earlier run, about which nothing is new.
    waiting = report_of([result(**outcome(declared=["loan_policy"], pending_steps=steps[:1]))])
    assert report_page.outcome(waiting) == "Nothing was changed in WMS or ReShare in this run."


def test_check_mode_with_a_record_says_drift_until_it_has_been_asked_for():
    first = result(check_mode=True, **outcome(CREATED, pending_steps=[pending_step()]))
    later = result(check_mode=True, **outcome(declared=["loan_policy"], pending_steps=[pending_step()]))
    assert (state(first), state(later)) == ("drift", "pending")


@pytest.mark.parametrize(
    "module, kind",
    [
        ("loan_policy", "loan_policy"),
        ("circulation_configuration", "wms"),
        ("record_import", "wms"),
        ("reshare_configuration", "reshare"),
        ("reshare_setting", "reshare_setting"),
    ],
)
def test_a_failure_is_shown_at_the_kind_of_its_module_or_at_the_system(module, kind):
    found = library(result(module=module, status="failed", msg="adams: it went wrong", changed=False))
    assert {one: family["message"] for one, family in found["families"].items()} == {kind: "adams: it went wrong"}
    assert (found["state"], found["families"][kind]["state"]) == ("failed", "failed")
    assert [(one["level"], one["text"]) for one in found["messages"]] == [("failed", "adams: it went wrong")]


def test_a_failure_in_the_middle_leaves_what_was_done_as_done_and_the_rest_as_not_known():
    data = outcome(CREATED, declared=["loan_policy_map", "loan_limit_policy"])
    found = families(result(status="failed", msg="adams: HTTP 500", **data))
    assert {kind: one["state"] for kind, one in found.items()} == {
        "wms": "failed",
        "loan_policy": "changed",
        "loan_policy_map": "not_checkable",
        "loan_limit_policy": "not_checkable",
    }


@pytest.mark.parametrize("given", [{"check_mode": True}, {"failure": {"no_answer": True}}])
def test_a_failure_that_was_about_nothing_but_looking_means_not_checkable(given):
    found = library(result(status="failed", msg="adams: connection refused", changed=False, **given))
    assert (found["state"], found["families"]["wms"]["state"]) == ("not_checkable", "not_checkable")
    assert found["families"]["wms"]["message"] == "adams: connection refused"


def test_a_write_without_an_answer_is_a_failure():
    assert (
        library(result(status="failed", msg="m", failure={"no_answer": True}, **outcome(CREATED)))["state"] == "failed"
    )


def test_a_change_that_is_not_seen_yet_is_not_checkable_whatever_was_changed_before():
    found = library(result(status="failed", msg="m", failure={"code": "not_seen"}, **outcome(CREATED)))
    assert (found["state"], [one["code"] for one in found["messages"]]) == ("not_checkable", ["not_seen"])


def test_where_a_library_ended_nobody_knows_of_what_others_were_looked_at_for():
    ended = result("baker", status="failed", msg="baker: refused")
    report = report_of([result(**outcome(CREATED, declared=["ill_settings"])), ended])
    assert {kind: one["state"] for kind, one in report["libraries"]["baker"]["families"].items()} == {
        "wms": "failed",
        "loan_policy": "not_checkable",
        "ill_settings": "not_checkable",
    }
    assert list(report["libraries"]["adams"]["families"]) == ["loan_policy", "ill_settings"]


def test_a_library_that_can_not_be_reached_is_not_checkable():
    report = report_of(
        [result(**outcome(CREATED)), result("baker", status="unreachable", msg="timed out", unreachable=True)]
    )
    found = report["libraries"]["baker"]
    assert (found["state"], found["unreachable"]) == ("not_checkable", True)
    assert found["families"]["loan_policy"]["state"] == "not_checkable"
    assert todo(report) == {"Resolve inconclusive checks": ["timed out"]}


def test_results_of_a_loop_are_put_together():
    items = [
        outcome(CREATED),
        {"skipped": True, "changed": False},
        {"failed": True, "msg": "adams: one is wrong", "changed": False},
        {"failed": True, "msg": "adams: one is wrong", "changed": False},
    ]
    found = library(result(module="loan_policy", status="failed", msg="One or more items failed", results=items))
    assert [one["text"] for one in found["messages"]] == ["adams: one is wrong"]
    family = found["families"]["loan_policy"]
    assert (family["state"], family["message"], len(family["changes"])) == ("failed", "adams: one is wrong", 1)


def test_what_was_confirmed_or_found_or_is_asked_is_told_at_its_kind():
    confirmation = {
        "changed": True,
        "confirmed": [about("loan_policy", "A"), "Something unknown"],
        "read_back": [about("shelving_location", "ADMM / ILL")],
        "pending_steps": [pending_step("loan_policy_map", "")],
    }
    found = families(result(module="record_import", **confirmation))
    assert {kind: one["state"] for kind, one in found.items()} == {
        "shelving_location": "recorded",
        "loan_policy": "recorded",
        "loan_policy_map": "pending",
    }
    assert found["loan_policy"]["changes"][0]["action"] == "confirmed"
    assert found["shelving_location"]["changes"][0]["action"] == "found in place"
    asked = families(result(module="record_questions", questions=[about("loan_policy", "A")], pending_steps=[]))
    assert asked["loan_policy"]["state"] == "pending"


def test_what_is_only_stated_by_a_person_is_not_called_in_place_or_changed():
    stated = {"declared": dict.fromkeys(("loan_policy", "ill_settings"), 1), "knowledge": knowledge("loan_policy")}
    found = library(result(**stated), result(module="reshare_setting", **outcome(CREATED)))
    assert {kind: found["families"][kind]["state"] for kind in stated["declared"]} == {
        "loan_policy": "stated",
        "ill_settings": "in_place",
    }
    assert found["state"] == "stated"
    assert library(result(**{**stated, "knowledge": knowledge("loan_policy", how="capture")}))["state"] == "in_place"
    # Importing what a person confirmed is a change of the record, and no proof either.
    confirmed = {"changed": True, "confirmed": [about("loan_policy", "A")], "knowledge": knowledge("loan_policy")}
    imported = result(module="record_import", **confirmed)
    assert state(imported) == "recorded"
    assert state(imported, result(task="Compare", **stated)) == "stated"
    # Pending steps are worse.
    assert state(result(**{**stated, "pending_steps": [pending_step()]})) == "pending"


def test_the_knowledge_of_all_results_of_a_library_is_put_together():
    """The same object in a later result counts as it is there. A module that only looks counts, too."""
    found = library(
        result(knowledge=knowledge("loan_policy", "ill_settings", days=400)),
        result(module="circulation_configuration_info", knowledge=knowledge("loan_policy", how="capture", days=0)),
        result(module="reshare_setting", changed=False),
    )["knowledge"]
    assert found["fields"] == {"read": 0, "capture": 4, "report": 0, "answer": 4}
    assert [[one["kind"] for one in found[part]] for part in ("stale", "stated")] == [
        ["ill_settings"],
        ["ill_settings"],
    ]
    assert (found["oldest"]["kind"], found["oldest"]["days"]) == ("ill_settings", 400)
    assert library(result(module="reshare_setting", changed=False))["knowledge"] is None


def test_a_step_that_names_no_known_kind_is_told_of_the_system():
    assert state(result(pending_steps=[{"title": "A thing"}]), kind="wms") == "pending"


def test_a_module_that_only_looks_says_nothing_of_a_family():
    report = report_of([result(module="circulation_configuration_info", configuration={})])
    assert report["libraries"]["adams"]["families"] == {}
    assert report["summary"]["not_part"] == ["adams"]
    assert report_page.headline(report) == "Nothing to report"


# -------------------------------------------------------------------------------------------------- several results


def test_the_worst_of_several_tasks_counts():
    in_place = outcome(declared=["loan_policy"])
    changed = result(task="Lending", **outcome(SHORTER))
    waiting = result(task="More", **outcome(declared=["loan_policy"], pending_steps=[pending_step()]))
    assert state(result(**in_place), changed) == state(changed, result(**in_place)) == "changed"
    assert state(changed, waiting, result(**in_place)) == "pending"
    found = families(changed, waiting, result(**outcome(CREATED)))["loan_policy"]
    assert len(found["changes"]) == len(found["diff"]) == 2


def test_what_a_task_says_again_replaces_what_it_said():
    waiting = result(**outcome(CREATED, pending_steps=[pending_step()]))
    again = result(**outcome(declared=["loan_policy"]))
    failed = result(status="ignored", msg="m", declared={"loan_policy": 1})
    assert state(waiting, again) == state(failed, again) == "in_place"
    assert state(again, failed) == "failed"


def test_the_same_task_with_other_arguments_is_another_one():
    assert (
        state(result(source="a", **outcome(CREATED)), result(source="b", **outcome(declared=["loan_policy"])))
        == "changed"
    )


def test_the_gate_confirms_what_was_changed():
    gate = result(check_mode=True, **outcome(declared=["loan_policy"]))
    found = families(result(**outcome(CREATED)), gate)["loan_policy"]
    assert (found["state"], len(found["changes"])) == ("changed", 1)
    assert report_of([result(**outcome(CREATED)), gate])["check_mode"] is False


def test_what_the_gate_finds_is_drift_unless_it_is_changed_then():
    gate = result(check_mode=True, **outcome(SHORTER))
    assert state(result(**outcome(CREATED)), gate) == "drift"
    assert state(gate, result(task="Repair", **outcome(SHORTER))) == "changed"
    other = change("loan_policy", "Another", {"loan_period": "1 day"}, {"loan_period": "2 days"})
    assert state(gate, result(task="Repair", **outcome(other))) == "drift"
    rows = result(check_mode=True, **outcome(change(**MAP)))
    less = change("loan_policy_map", "", {"rows": [], "exact": False}, {"rows": [], "exact": True})
    assert state(rows, result(task="Repair", **outcome(less)), kind="loan_policy_map") == "drift"


def test_what_people_wrote_is_told():
    about_all = dict.fromkeys(("kind", "name", "identity", "title"))
    remark = {"by": "Jane Doe", "at": "2026-11-26T10:00:00Z", "remark": "There is a second map.", **about_all}
    answered = outcome(confirmed=[about("loan_policy", "Weeks")], remarks=[remark])
    confirmed = result(module="record_import", **answered)
    assert library(confirmed)["remarks"] == [remark]
    assert "Jane Doe: There is a second map." in html(report_of([confirmed]))


def test_the_reports_of_oclc_in_a_record_are_shown_with_their_days():
    shown = {"report": "events", "file": "events.csv", "first": "2026-11-02", "last": "2026-11-25", "loans": 311}
    found = result(module="preflight_info", evidence=[{**shown, "imported": "2026-11-26T09:30:00Z"}, "x"], checks=[])
    assert library(found)["evidence"] == [{**shown, "imported": "2026-11-26T09:30:00Z"}]
    assert '<span class="path">events.csv</span> until 2026-11-25, 311 loans</p>' in html(report_of([found]))


def test_a_withdrawn_library_is_shown_with_who_when_and_why_until_it_is_enabled_again():
    mark = {"by": "Jane Doe", "at": "2026-11-25T09:30:00Z", "reason": "Merger."}
    withdrawn = result(module="ill_settings", withdrawn=mark, **outcome(declared=["ill_settings"]))
    assert library(withdrawn)["withdrawn"] == mark
    assert "Withdrawn by Jane Doe on 2026-11-25: Merger." in html(report_of([withdrawn]))
    gone = result(
        module="validate_variables", withdrawn={**mark, "removed": {"by": "John Roe", "at": "2027-01-15T09:00:00Z"}}
    )
    assert library(gone)["withdrawn"]["removed"]["by"] == "John Roe"
    assert "Withdrawn by Jane Doe on 2026-11-25: Merger. (removed by John Roe on 2027-01-15)" in html(report_of([gone]))
    again = result(module="ill_settings", withdrawn=None, **outcome(declared=["ill_settings"]))
    assert library(withdrawn, again)["withdrawn"] is None


def test_a_failure_is_told_with_its_code():
    failed = result(status="failed", msg="adams: refused", failure={"code": "refused", "no_answer": False})
    assert [one["code"] for one in library(failed)["messages"]] == ["refused"]


def test_a_worksheet_that_is_done_with_is_gone():
    first = result(worksheet="/w.html", **outcome(CREATED, pending_steps=[pending_step()]))
    assert library(first)["worksheet"] == "/w.html"
    assert library(first, result(worksheet=None, **outcome(declared=["loan_policy"])))["worksheet"] is None
    assert library(first, result(module="reshare_setting", **outcome()))["worksheet"] == "/w.html"


# ------------------------------------------------------------------------------------- failures, checks, messages


def test_what_is_rescued_or_ignored_does_not_fail_a_library():
    ok = result(**outcome(declared=["loan_policy"]))
    elsewhere = result(module=None, status="failed", msg="copy failed", action="ansible.builtin.copy")
    assert report_of([elsewhere, ok], failures={})["libraries"]["adams"]["messages"] == []
    report = report_of([elsewhere, ok, result(module=None, status="failed", msg="the last")], failures={"adams": 1})
    assert [one["text"] for one in report["libraries"]["adams"]["messages"]] == ["the last"]
    assert library(result(module=None, status="ignored", msg="x"), ok)["state"] == "in_place"


def test_a_task_from_elsewhere_fails_its_library():
    report = report_of(
        [result(**outcome(declared=["loan_policy"])), result(module=None, status="failed", msg=["no", "space"])]
    )
    assert report["summary"]["failed"] == ["adams"]
    assert todo(report) == {"Fix failures": ["['no', 'space']"]}


def test_a_library_that_fails_before_our_tasks_is_in_the_picture_and_others_are_not():
    first = result("baker", None, "failed", msg="no vault password", play=1)
    other = result("localhost", None, "failed", msg="elsewhere", play=2)
    assert report_of([first, other]) is None
    report = report_of([first, other, result(play=1, **outcome(CREATED))])
    assert list(report["libraries"]) == ["adams", "baker"]
    assert report["libraries"]["baker"]["families"]["loan_policy"]["state"] == "not_checkable"


def test_a_run_without_our_modules_reports_nothing():
    assert report_of([result(module=None)]) is None
    assert report_of([]) is None
    assert report_of([result(module=None, role="borrowing")]) is None


REFUSAL = {"module": None, "status": "failed", "action": "ansible.builtin.fail", "role": "preflight"}


def test_checks_are_told_with_the_failed_ones_first():
    found = library(
        result(
            **CHECKED,
            checks=[
                check_result("a"),
                check_result("b", "waived", reason="r"),
                check_result("c", "unknown"),
                check_result("d", "fail"),
            ],
        )
    )
    assert [(one["name"], one["heading"]) for one in found["checks"]] == [(name, "Preconditions") for name in "dcba"]
    assert found["checks"][2]["reason"] == "r"
    assert list(found["checks"][0]) == ["heading", "name", "title", "status", "detail", "remedy", "reason"]


@pytest.mark.parametrize(
    "status, expected", [("pass", "in_place"), ("waived", "in_place"), ("unknown", "not_checkable"), ("fail", "failed")]
)
def test_a_check_counts_for_the_state_of_its_library(status, expected):
    assert library(result(**CHECKED, checks=[check_result("a", status)]))["state"] == expected


def test_a_check_that_is_made_again_replaces_the_first():
    again = library(
        result(**CHECKED, checks=[check_result("a", "fail")]), result(**CHECKED, checks=[check_result("a")])
    )
    assert [one["status"] for one in again["checks"]] == ["pass"]
    gate = library(
        result(**CHECKED, checks=[check_result("a")]),
        result(**{**CHECKED, "role": "enable_reshare"}, checks=[check_result("a")]),
    )
    assert [one["heading"] for one in gate["checks"]] == ["Preconditions", "Before going live"]
    other = library(result(task="somewhere : Look around", module="ncip_probe", checks=[check_result("a")]))
    assert other["checks"][0]["heading"] == "Look around"


def test_what_only_looks_like_checks_is_left_alone():
    for checks in ("no", [1, None], [{"status": "great"}], {"a": 1}):
        assert library(result(**CHECKED, checks=checks))["checks"] == []


def test_a_verdict_on_checks_says_nothing_new():
    failed = [
        check_result("form", "fail", "no day is declared", "Send it."),
        check_result("version", "unknown", "it does not tell"),
    ]
    report = report_of([result(**CHECKED, checks=failed), result(**REFUSAL, msg="adams: not ready. form ...")])
    assert report["libraries"]["adams"]["messages"][0]["level"] == "verdict"
    assert todo(report) == {
        "Fix failed checks": ["form: no day is declared"],
        "Resolve inconclusive checks": ["version: it does not tell"],
    }


def test_a_verdict_on_drift_leaves_it_drift():
    drift = result(check_mode=True, **outcome(SHORTER))
    verdict = result(**{**REFUSAL, "role": ""}, msg="adams: drift: Loan Policy 'ReShare borrowing'")
    report = report_of([drift, verdict])
    assert report["summary"]["drift"] == ["adams"]
    assert todo(report) == {"Review differences": ["Loan Policy"]}


def test_a_verdict_on_the_run_fails_no_library():
    verdict = result(**{**REFUSAL, "role": ""}, msg="notes.txt belongs to no library", once=True)
    report = report_of([result(**outcome(CREATED)), result("baker", **outcome(CREATED)), verdict])
    assert report["summary"]["changed"] == ["adams", "baker"]
    assert report["messages"] == ["notes.txt belongs to no library"]
    assert report["libraries"]["adams"]["messages"] == []
    assert todo(report) == {"Fix failures": ["notes.txt belongs to no library"]}
    assert "<h3>Fix failures</h3>" in html(report)


def test_a_task_for_all_libraries_that_failed_fails_none_of_them():
    report = report_of(
        [result(module="fetch_answers", status="failed", msg="the server rejected the login", once=True)]
    )
    assert (report["summary"]["not_part"], report["messages"]) == (["adams"], ["the server rejected the login"])
    assert report_page.headline(report) == "The run failed"


def test_a_verdict_on_something_else_fails_the_library():
    report = report_of(
        [result(**outcome(declared=["loan_policy"])), result(**{**REFUSAL, "role": ""}, msg="adams: wrong file")]
    )
    assert report["summary"]["failed"] == ["adams"]
    assert todo(report) == {"Fix failures": ["wrong file"]}


def test_the_same_at_several_libraries_is_said_once():
    results = [
        result(name, **CHECKED, checks=[check_result("form", "fail", f"at {name}", "Send it.")]) for name in "abc"
    ]
    results += [result(name, status="failed", msg=f"{name}: the key is refused") for name in "de"]
    found = task_groups(report_of(results))
    assert [(one.title, one.libraries) for one in found] == [
        ("Fix failures", ["d", "e"]),
        ("Fix failed checks", ["a", "b", "c"]),
    ]
    assert [(item.text, item.libraries) for item in found[0].items] == [("the key is refused", ["d", "e"])]
    (item,) = found[1].items
    assert (item.text, item.advice, item.libraries) == ("form: for example at a: at a", "Send it.", ["a", "b", "c"])


def test_worksheets_are_to_be_sent_with_their_paths():
    (section,) = task_groups(
        report_of([result(worksheet="/w.html", **outcome(CREATED, pending_steps=[pending_step()]))])
    )
    assert (section.title, section.items[0].text, section.items[0].path) == (
        "Complete worksheets",
        "1 step is pending",
        "/w.html",
    )
    assert "Send each library its worksheet" in section.intro
    pretended = result(
        check_mode=True,
        **outcome(
            declared=["loan_policy"],
            pending_steps=[pending_step(), {**pending_step("loan_policy_map", ""), "confirmed": {"by": "Jane"}}],
        ),
    )
    (section,) = task_groups(report_of([pretended]))
    assert section.items[0].text == "2 steps are pending, 1 of them confirmed and to be approved by a second person"
    assert "was in check mode" in section.intro


def test_many_families_that_differ_are_counted():
    drift = [change(kind, "x", {"a": 1}, {"a": 2}) for kind in KINDS[:8]]
    (text,) = todo(report_of([result(check_mode=True, **outcome(*drift))]))["Review differences"]
    assert text.endswith(" and 4 more") and text.count(",") == 3


def test_warnings_are_kept_once_and_the_rehearsal_is_told_by_the_banner():
    (rehearsal,) = result_warnings({"sandbox": True})
    data = outcome(declared=["loan_policy"], warnings=["adams: rows overlap", rehearsal], sandbox=True)
    report = report_of([result(**data), result(task="Again", **data)])
    assert [(one["level"], one["text"]) for one in report["libraries"]["adams"]["messages"]] == [
        ("warning", "adams: rows overlap")
    ]
    assert todo(report) == {"Read the warnings": ["rows overlap"]}
    assert report["sandbox"] is True
    # The value of the result decides, not the words of a warning.
    (kept,) = library(result(**{**data, "sandbox": False, "warnings": [rehearsal]}))["messages"]
    assert kept["text"] == rehearsal
    assert "Rehearsal: this run used the sandbox, not OCLC or ReShare." in html(report)
    assert "Rehearsal" not in html(report_of([result(**outcome(CREATED))]))


STEP = {"kind": "loan_policy", "name": "A", "confirmed": None}
LINK_STEP = {**STEP, "kind": "ill_settings", "name": ""}


@pytest.mark.parametrize(
    ("values", "follows"),
    [
        ({"live": False}, True),
        ({"live": None}, True),
        ({"live": True}, False),
        ({}, False),
        ({"live": False, "withdrawn": {"by": "Jane Doe"}}, False),
        ({"live": True, "withdrawn": {"by": "Jane Doe"}}, False),
        ({"live": False, "pending_steps": [STEP, LINK_STEP]}, False),
    ],
)
def test_pending_steps_are_one_task_and_what_is_told_of_the_link_is_true(values, follows):
    data = {**outcome(CREATED, pending_steps=[STEP], worksheet="/w.html"), "pending": True, **values}
    (text,) = result_warnings(data)
    assert text.endswith("The step that enables the link follows then.") is follows
    report = report_of([result(**{**data, "warnings": [text]})])
    assert list(todo(report)) == ["Complete worksheets"]
    assert result_warnings({**data, "worksheet": None}) == []
    # Ansible shows the same warning of several libraries once.
    assert result_warnings({**data, "worksheet": "/v.html"}) == [text]


# -------------------------------------------------------------------------------------------------------- secrets


@pytest.mark.parametrize("sign", [{"_ansible_no_log": True}, {"censored": "hidden"}])
@pytest.mark.parametrize("status", ["ok", "failed"])
def test_of_what_is_not_to_be_logged_only_the_status_is_told(sign, status):
    secret = {
        "msg": "SECRET",
        "warnings": ["SECRET"],
        "checks": [check_result("SECRET")],
        "worksheet": "SECRET",
        "exception": "SECRET",
        **outcome(
            change("loan_policy", "SECRET", None, {"name": "SECRET"}),
            pending_steps=[pending_step("loan_policy", "SECRET")],
        ),
        **sign,
    }
    report = report_of([result(module="loan_policy", status=status, **secret)])
    assert "SECRET" not in dump(report) + html(report)
    family = report["libraries"]["adams"]["families"]["loan_policy"]
    assert family["state"] == ("changed" if status == "ok" else "failed")
    assert (family["message"] is not None) == (status == "failed")


def test_of_a_bulk_task_that_is_not_to_be_logged_the_system_is_told():
    assert families(result(_ansible_no_log=True, changed=True))["wms"]["state"] == "changed"
    assert families(result(_ansible_no_log=True, changed=False)) == {}
    assert (
        families(result(module="loan_policy", censored="x", changed=True, check_mode=True))["loan_policy"]["state"]
        == "drift"
    )


def test_an_item_of_a_loop_that_is_not_to_be_logged_is_hidden_too():
    items = [{"_ansible_no_log": True, "censored": "x", "changed": True, "msg": "SECRET"}, outcome(CREATED)]
    report = report_of([result(module="loan_policy", results=items)])
    assert "SECRET" not in dump(report) + html(report)
    assert len(report["libraries"]["adams"]["families"]["loan_policy"]["changes"]) == 2


# ----------------------------------------------------------------------------------------------------------- data


def test_the_data_have_a_stable_order():
    results = [
        result("baker", "reshare_setting", **outcome(change("reshare_setting", "x", {"value": "a"}, {"value": "b"}))),
        result("adams", **outcome(change(**MAP), CREATED)),
    ]
    text = dump(report_of(results))
    assert dump(report_of(results[::-1])) == text
    report = json.loads(text)
    assert list(report) == [
        *("format", "version", "started", "finished", "playbook", "check_mode", "sandbox", "summary", "links"),
        *("libraries", "next", "messages", "inventory"),
    ]
    assert (report["format"], report["version"], report["started"]) == (
        "reshare.wms report",
        1,
        "2026-11-26T09:30:00+00:00",
    )
    assert list(report["summary"]) == [
        *("failed", "not_checkable", "drift", "pending", "recorded", "stated", "changed", "in_place", "not_part"),
    ]
    assert list(report["libraries"]) == ["adams", "baker"]
    assert list(report["libraries"]["adams"]) == [
        *(
            "state",
            "seconds",
            "families",
            "checks",
            "messages",
            "worksheet",
            "questionnaire",
            "pages",
            "sent",
            "remarks",
            "live",
            "ready",
            "withdrawn",
            "plan",
            "evidence",
            "knowledge",
            "verification",
            "unreachable",
        ),
    ]
    assert list(report["libraries"]["adams"]["families"]) == ["loan_policy", "loan_policy_map"]
    assert report["libraries"]["adams"]["seconds"] == 1.2


def test_a_run_is_in_check_mode_where_it_was_started_so_or_each_of_its_tasks_was():
    checked, real = (
        result(check_mode=True, **outcome(SHORTER)),
        result(task="Real", **outcome(declared=["loan_policy"])),
    )
    looked = result(**CHECKED, checks=[check_result("a")])
    assert report_of([checked, looked])["check_mode"] is True
    # The playbook drift validates the inventory outside check mode.
    validated = result(module="validate_inventory", consortium={}, summary="", findings=[])
    assert report_of([checked, validated])["check_mode"] is True
    assert report_of([checked, real])["check_mode"] is False
    assert report_of([looked])["check_mode"] is False
    assert report_of([looked], check_mode=True)["check_mode"] is True


def test_every_library_is_in_the_summary_once():
    report = consortium_report(200)
    named = [name for names in report["summary"].values() for name in names]
    assert sorted(named) == list(report["libraries"])


# ------------------------------------------------------------------------------------------------------ difference


@pytest.mark.parametrize(
    "value, text",
    [
        (None, "(blank)"),
        ("", "(blank)"),
        (True, "yes"),
        ({"a": False, "b": {}, "c": []}, "a: no|b: (none)|c: (none)"),
        ({"a": {"b": 1, "c": None}}, "a:|  b: 1|  c: (blank)"),
        ({"a": ["x", {"y": 1, "z": ["q"]}]}, "a:|  - x|  - y: 1|    z:|      - q"),
        ({"text": "one\ntwo"}, "text: ||  one|  two"),
        ([["a", "b"]], "- - a|  - b"),
    ],
)
def test_values_are_told_as_lines_like_yaml(value, text):
    assert "|".join(lines(value)) == text


def test_a_difference_tells_what_comes_and_what_goes():
    assert blocks({"a": 1, "b": 2}, {"a": 1, "b": 3}) == [(" ", ["a: 1"]), ("-", ["b: 2"]), ("+", ["b: 3"])]
    assert blocks(None, {"a": 1}) == [("+", ["a: 1"])]
    assert blocks({"a": 1}, None) == [("-", ["a: 1"])]
    assert blocks(None, None) == []


def test_of_a_long_table_only_the_neighbours_of_what_differs_are_shown():
    rows = [f"row {number}" for number in range(100)]
    found = blocks({"rows": rows}, {"rows": [*rows[:50], "new", *rows[50:]]})
    assert [sign for sign, some in found] == ["...", " ", "+", " "]
    assert found[2][1] == ["  - new"]
    assert sum(len(some) for sign, some in found) == 7
