# SPDX-License-Identifier: GPL-3.0-or-later

"""The last lines of a playbook: what came of the run, and the next command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from ansible_collections.reshare.wms.plugins.action.run_summary import waves_left
from ansible_collections.reshare.wms.plugins.plugin_utils._fleet.status import library_status
from ansible_collections.reshare.wms.plugins.plugin_utils._report.data import report
from ansible_collections.reshare.wms.plugins.plugin_utils._report.next_steps import CommandLine
from ansible_collections.reshare.wms.plugins.plugin_utils._report.registered import REGISTERED, registered_run
from ansible_collections.reshare.wms.plugins.plugin_utils._report.run_summary import run_summary
from support.environment import ROOT
from support.report_examples import FINISHED, change, outcome

OPTIONS = ("-i", "inventory")
POLICY = change("loan_policy", "ReShare borrowing", None, {"name": "ReShare borrowing"})
SWITCH = change("ill_settings", "", {"enable": False}, {"enable": True})
IMPORT = "ansible.builtin.import_playbook"
STEP = {
    **{"kind": "loan_policy", "name": "ReShare borrowing", "identity": {"name": "ReShare borrowing"}},
    **{"title": "Loan Policy 'ReShare borrowing'", "since": "2026-11-26", "remark": None, "confirmed": None},
}
VALID = {"reshare_wms_validation": {"problems": []}}
PENDING = VALID | {
    "onboard_circulation_result": outcome(POLICY, pending_steps=[STEP], worksheet="/srv/record/worksheets/x.html")
}
LIVE = VALID | {
    "onboard_circulation_result": outcome(declared=["loan_policy"], live=False),
    "enable_reshare_result": outcome(SWITCH, live=True),
}
UNCHANGED = VALID | {"onboard_circulation_result": outcome(declared=["loan_policy", "ill_settings"], live=True)}


def summarised(
    libraries: Mapping[str, Any],
    playbook: str = "onboard",
    ended: tuple[str, ...] = (),
    check: bool = False,
    **started: Any,
) -> dict[str, Any]:
    run = registered_run(playbook, libraries, ended, check, FINISHED)
    data = report(run, FINISHED, check, dict.fromkeys(ended, 1))
    assert data is not None
    line = CommandLine(playbooks=[f"reshare.wms.{playbook}"], options=OPTIONS, **started)
    return run_summary(data, line)


def test_pending_libraries_get_their_worksheets():
    names = [f"library{number:02}" for number in range(20)]
    found = summarised(dict.fromkeys(names, PENDING), mail=True)
    assert found["states"] == {"pending": names}
    assert found["lines"] == [
        "20 libraries: 20 pending.",
        "This run added steps to the worksheet of 20 libraries.",
        "Pages: /srv/record/worksheets/x.html",
        "Next, complete worksheets: ansible-playbook reshare.wms.send_worksheets -i inventory",
    ]
    without = summarised(dict.fromkeys(names, PENDING))["next"]
    assert [one["command"] for one in without] == [
        "ansible-playbook reshare.wms.receive -i inventory -e receive_files=FOLDER"
    ]


@pytest.mark.parametrize(
    "steps", [[], [{**STEP, "kind": "ill_settings", "name": "", "identity": {}, "title": "ILL Settings"}]]
)
def test_a_library_that_only_has_to_go_live_is_pending_in_a_comparison(steps):
    switch = {**SWITCH, "earlier": {"ill_settings": {"reshare": {"enable": None}}}}
    held = VALID | {
        "drift_circulation": outcome(declared=["loan_policy"]),
        "drift_switch": outcome(switch, pending_steps=steps, live=False, withdrawn=None),
    }
    in_place = held | {"drift_switch": outcome(declared=["ill_settings"], live=True, withdrawn=None)}
    found = summarised({"adams": held, "baker": in_place}, "drift", check=True)
    assert found["states"] == {"pending": ["adams"], "in_place": ["baker"]}
    assert [one["command"] for one in found["next"]] == [
        "ansible-playbook reshare.wms.onboard -i inventory --limit adams"
    ]
    other = held | {"drift_circulation": outcome(POLICY, declared=["loan_policy"])}
    assert summarised({"adams": other}, "drift", check=True)["states"] == {"drift": ["adams"]}


def test_each_group_of_libraries_has_its_command():
    failing = {"reshare_wms_validation": {"failed": True, "msg": "baker: wms_key is required."}}
    libraries = {"adams": LIVE, "baker": failing, "curie": PENDING, "darwin": UNCHANGED, "euler": VALID}
    found = summarised(libraries, ended=("baker", "euler"), mail=True, more=["my_variable"])
    assert found["states"] == {
        "failed": ["baker"],
        # It failed before it was compared.
        "not_checkable": ["euler"],
        "pending": ["curie"],
        "changed": ["adams"],
        "in_place": ["darwin"],
    }
    assert found["links"] == {"live": ["adams", "darwin"], "not_read": ["baker", "curie", "euler"]}
    assert found["went_live"] == ["adams"]
    assert [(one["libraries"], one["command"]) for one in found["next"]] == [
        (["baker", "euler"], "ansible-playbook reshare.wms.onboard -i inventory --limit baker,euler"),
        (["curie"], "ansible-playbook reshare.wms.send_worksheets -i inventory --limit curie"),
    ]
    assert (
        found["lines"][0]
        == "5 libraries: 1 failed (baker), 1 not checked (euler), 1 pending (curie), 1 changed (adams), 1 in place (darwin)."
    )
    assert "Links: 2 live, 3 not read. Went live: adams." in found["lines"]
    assert "Next, fix failures (baker, euler), with your other options -e: " in found["lines"][-2]


def test_a_problem_of_several_libraries_is_one_line():
    down = "POST https://okapi.example.org/login: connection refused"
    failing = {
        name: VALID | {"reshare_settings_result": {"failed": True, "msg": f"{name}: {down}", "failure": {}}}
        for name in ("adams", "baker", "curie")
    }
    assert f"All 3 libraries: {down}" in summarised(failing, ended=tuple(failing))["lines"]
    some = summarised({**failing, "darwin": UNCHANGED}, ended=tuple(failing))["lines"]
    assert [one for one in some if down in one] == [f"adams, baker, curie: {down}"]
    many = {
        f"library{number}": VALID | {"reshare_settings_result": {"failed": True, "msg": f"no {number}", "failure": {}}}
        for number in range(7)
    }
    assert "2 more problems: see above, or the report." in summarised(many, ended=tuple(many))["lines"]


def test_variables_that_the_next_playbook_refuses_are_not_asked_for_again():
    sent = {"receive_result": outcome(pending_steps=[STEP]) | {"confirmed": []}}
    for more, asked in ((["receive_files"], False), (["receive_files", "consortium_loan_period"], True)):
        found = summarised({"adams": VALID | sent}, "receive", more=more)
        assert [", with your other options -e: " in one for one in found["lines"] if one.startswith("Next")] == [asked]
    failing = VALID | {"receive_result": {"failed": True, "msg": "adams: no", "failure": {}}}
    assert (
        ", with your other options -e: "
        in summarised({"adams": failing}, "receive", more=["receive_files"])["lines"][-1]
    )


def test_a_link_that_is_ready_and_was_held_back_is_the_next_step():
    """Not with pending steps, and not in check mode."""
    ready = {"preflight_result": {"changed": False, "ready": True, "checks": []}}
    held = VALID | {"onboard_circulation_result": outcome(POLICY, live=False)} | ready
    waiting = VALID | {"onboard_circulation_result": outcome(pending_steps=[STEP], live=False)} | ready
    libraries = {"adams": held, "baker": waiting, "curie": LIVE | ready, "darwin": VALID | ready}
    found = summarised(libraries, "advance")
    assert found["ready_to_go_live"] == ["adams"]
    assert "Links: 1 live, 2 not live, 1 not read. Went live: curie. Ready to go live: adams." in found["lines"]
    assert (
        found["lines"][-1] == "Next, go live (adams): ansible-playbook reshare.wms.onboard -i inventory --limit adams"
    )
    recorded = VALID | {"onboard_circulation_result": outcome(POLICY)} | ready
    assert summarised({"euler": recorded}, "advance")["ready_to_go_live"] == ["euler"]
    assert summarised(libraries, "advance", check=True)["ready_to_go_live"] == []


def test_a_library_with_open_questions_is_not_compared_before_it_has_answered():
    question = {"kind": "loan_policy", "name": "Weeks", "identity": {"name": "Weeks"}, "title": "Loan Policy 'Weeks'"}
    answered = {"changed": True, "recorded": [{**question, "name": "Days"}], "pending_steps": []}
    part, whole = ({"receive_result": answered | {"questions": left}} for left in ([question], []))
    steps = summarised({"adams": VALID | part, "baker": VALID | whole}, "receive")["next"]
    assert [(one["libraries"], one["playbook"]) for one in steps] == [(["adams"], "receive"), (["baker"], "onboard")]


def test_check_mode_says_what_would_change_and_offers_the_run_without_it():
    found = summarised({"adams": VALID | {"onboard_circulation_result": outcome(POLICY)}}, check=True, limit="adams")
    assert found["lines"] == [
        "adams: drift.",
        "Check mode: nothing was changed in this run.",
        "Next, make the changes: ansible-playbook reshare.wms.onboard -i inventory --limit adams",
    ]


def test_a_comparison_offers_no_change_before_its_review():
    found = summarised({"adams": VALID | {"drift_circulation": outcome(POLICY)}}, "drift", check=True)
    assert found["lines"][-1] == (
        "Next, review differences: ansible-playbook reshare.wms.onboard -i inventory --check --diff"
    )


def test_a_plan_is_applied_next():
    compared = {name: VALID | {"onboard_circulation_result": outcome(POLICY)} for name in ("adams", "baker")}
    (step,) = summarised(compared | {"curie": UNCHANGED}, check=True, plan="plan.json")["next"]
    assert step["command"] == "ansible-playbook reshare.wms.onboard -i inventory -e plan=plan.json"


def test_what_a_tag_left_out_is_not_called_live_or_done():
    part = VALID | {"onboard_circulation_result": outcome(POLICY)}
    found = summarised({"adams": part, "baker": part}, left_out=["enable_reshare", "reshare_settings"])
    assert found["links"] == {"not_read": ["adams", "baker"]}
    assert found["lines"] == [
        "2 libraries: 2 changed.",
        "This run made changes at 2 libraries.",
        "Not checked, because of the tags: enable_reshare, reshare_settings.",
        "Next, continue: ansible-playbook reshare.wms.onboard -i inventory",
    ]


def test_a_library_that_was_removed_or_skipped_did_not_fail():
    removed = {"reshare_wms_validation": {"withdrawn": {"by": "Jane", "at": "2026-11-01", "removed": {"by": "Jane"}}}}
    found = summarised({"adams": LIVE, "baker": removed})
    assert found["states"] == {"changed": ["adams"], "not_part": ["baker"]}
    assert found["links"] == {"live": ["adams"], "withdrawn": ["baker"]}
    found = summarised({"adams": VALID, "baker": VALID | {"ask_result": {"changed": False, "skipped": True}}}, "ask")
    assert found["states"] == {"not_part": ["adams", "baker"]}


def test_the_parts_of_the_verification_that_were_left_out_are_named():
    def checks(*names: str, status: str = "pass") -> dict[str, Any]:
        return {"changed": False, "checks": [{"name": name, "title": name, "status": status} for name in names]}

    probed = VALID | {"verify_probe_result": checks("ncip_probe")}
    whole = probed | {"verify_story_result": checks("borrow_checkout", "lend_checkout")}
    lines = summarised({"adams": whole, "baker": probed}, "verify")["lines"]
    assert lines[2:5] == [
        "Verified: an NCIP probe at 2 libraries, a loan as borrower at 1 library, a loan as lender at 1 library.",
        "Left out, for want of verify_borrowing (a test patron and a test item): a loan as borrower at baker.",
        "Left out, for want of verify_lending (a test patron and a test item): a loan as lender at baker.",
    ]


def test_sent_pages_are_pending_and_their_answers_are_next():
    page = {"page": "worksheet", "path": "/srv/x.html", "open": 3, "since": "2026-11-26", "due": "2026-12-01"}
    page |= {"waiting_for_approval": 0, "overdue": False, "to": "jane@example.edu", "at": "2026-11-26T09:30:00Z"}
    page["why"] = None
    mailed = {"changed": True, "sent": [{"page": "worksheet"}]}

    def run(page: dict[str, Any]) -> dict[str, Any]:
        pages = {"changed": False, "overview": {"pages": [page]}}
        libraries = {"adams": VALID | {"worksheet_mail": mailed, "worksheet_pages": pages}}
        return summarised(libraries, "send_worksheets", mail=True)

    found = run(page)
    assert found["states"] == {"pending": ["adams"]}
    assert "This run sent e-mails to the contacts of 1 library." in found["lines"]
    assert found["next"][0]["command"].startswith("ansible-playbook reshare.wms.receive -i inventory")
    (step,) = run(page | {"open": 0, "waiting_for_approval": 3})["next"]
    assert step["why"] == "Have a second person approve the steps"
    assert step["command"].endswith("""-e '{"receive_approved_by": "NAME", "receive_approved": ["all"]}'""")


@pytest.mark.parametrize(
    ("running", "wave", "left"),
    [("abcd", "ab", True), ("abcd", "cd", False), ("ac", "c", False), ("acd", "a", True), ("a", "a", False)],
)
def test_only_the_last_wave_is_summarised(running, wave, left):
    """Libraries that failed are in neither of the last two."""
    assert waves_left(list("abcd"), list(running), list(wave)) is left


@pytest.mark.parametrize("playbook", REGISTERED)
def test_the_registered_results_of_a_playbook_are_read(playbook):
    """Also those of the roles that it imports."""
    text = (ROOT / f"playbooks/{playbook}.yml").read_text(encoding="utf-8")
    parts = yaml.safe_load(text)
    imported = [ROOT / "playbooks" / play[IMPORT] for play in parts if IMPORT in play]
    parts += [yaml.safe_load(path.read_text(encoding="utf-8")) for path in imported]
    own = dict(registers(parts))
    known = {name: module for name, module in own.items() if module not in ("validate_inventory", "output_files")}
    assert known.items() <= REGISTERED[playbook].items()
    roles = [path.read_text(encoding="utf-8") for path in ROOT.glob("roles/*/tasks/*.yml")]
    of_roles = dict(pair for one in roles for pair in registers(yaml.safe_load(one)))
    assert REGISTERED[playbook].items() <= {**of_roles, **own}.items()
    assert f"reshare.wms.run_summary:\n        playbook: {playbook}\n" in text


def registers(value: Any) -> list[tuple[str, str]]:
    """The variables that tasks with modules of this collection register, with the module."""
    if isinstance(value, list):
        return [pair for one in value for pair in registers(one)]
    if not isinstance(value, dict):
        return []
    module = next((key.removeprefix("reshare.wms.") for key in value if str(key).startswith("reshare.wms.")), None)
    own = [(value["register"], module)] if module and "register" in value else []
    return own + [pair for one in value.values() for pair in registers(one)]


def test_the_status_is_a_line_for_each_library():
    """The look itself compares nothing: the state of the configuration is that of the earlier runs."""

    def look(live: bool | None, *pages: dict[str, Any], **more: Any) -> dict[str, Any]:
        waiting = {"changed": False, "overview": {"pages": list(pages)}}
        return VALID | {"status_link": outcome(declared=["ill_settings"], live=live, **more), "status_pages": waiting}

    page = {"page": "worksheet", "path": "/srv/x.html", "open": 3, "since": "2026-11-12", "due": "2026-11-20"}
    page |= {"waiting_for_approval": 1, "overdue": True, "to": "jane@example.edu", "at": "2026-11-13T09:30:00Z"}
    page["why"] = None
    unanswered = {"failed": True, "msg": "darwin: no response", "failure": {"code": "unreachable", "no_answer": True}}
    libraries = {
        "adams": look(True),
        "baker": look(False, page),
        # It has to be sent now.
        "curie": look(False, page | {"why": "new"}),
        "darwin": VALID | {"status_link": unanswered},
        "euler": look(None),
        "franklin": look(False, withdrawn={"by": "Jane", "at": "2026-11-01", "reason": None}),
    }
    before = {
        "adams": {"state": "in_place", "since": "2026-11-20T02:00:00Z"},
        "darwin": {"state": "in_place", "since": "2026-11-20T02:00:00Z"},
        "euler": {"state": "pending", "since": "2026-11-20T02:00:00Z"},
    }
    data = report(registered_run("status", libraries, (), True, FINISHED), FINISHED, True, {})
    assert data is not None
    found = library_status(data, before, CommandLine(playbooks=["reshare.wms.status"], options=OPTIONS, mail=True))
    assert [tuple(one.values()) for one in found["libraries"]] == [
        ("adams", "in_place", "2026-11-20", "live", "", ""),
        ("baker", "pending", "2026-11-12", "not_live", "jane@example.edu (sent 2026-11-13, overdue)", "receive"),
        ("curie", "pending", "2026-11-12", "not_live", "the operator", "send_worksheets"),
        ("darwin", "not_checkable", "", "not_read", "the operator", "preflight"),
        ("euler", "recorded", "", "not_read", "the operator", "onboard"),
        ("franklin", "not_compared", "", "withdrawn", "", ""),
    ]
    handed_over = library_status(data, before, CommandLine(playbooks=["reshare.wms.status"], options=OPTIONS))
    assert {one["waits_for"] for one in handed_over["libraries"] if one["library"] == "curie"} == {"worksheet"}
    assert "Next, hand over the pages (curie): ansible-playbook reshare.wms.receive" in "\n".join(handed_over["lines"])
    assert found["lines"][0].split() == ["library", "state", "since", "link", "waits", "for", "next"]
    assert found["lines"][4].split()[:3] == ["darwin", "not", "checked"]
    assert found["lines"][7] == "Links: 1 live, 1 withdrawn, 2 not live, 2 not read."
    assert found["lines"][-1].endswith("reshare.wms.onboard -i inventory --limit euler --check --diff")
