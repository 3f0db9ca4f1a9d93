# SPDX-License-Identifier: GPL-3.0-or-later

"""The consortium over time: files of earlier runs, the state of each library, and the page."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.action.fleet_report import ActionModule
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.plugin_utils._comparison.outcomes import document, library_outcome
from ansible_collections.reshare.wms.plugins.plugin_utils._comparison.results import dump
from ansible_collections.reshare.wms.plugins.plugin_utils._fleet import fleet_page, history, run_files
from ansible_collections.reshare.wms.plugins.plugin_utils._report.cells import STATES as OF_REPORT
from support.fleet_examples import MERGER, fleet_over_weeks, libraries_of, run_file, seen
from support.html_outline import Outline
from support.report_examples import (
    SHORTER,
    about,
    change,
    check_result,
    consortium_report,
    knowledge,
    outcome,
    pending_step,
    report_of,
    result,
)

NOW = datetime(2026, 12, 24, tzinfo=UTC)
POLICY = "Loan Policy 'ReShare borrowing'"


def put(folder: Path, name: str, content: Any) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def read(folder: Path) -> tuple[list[run_files.RunFile], dict[str, str]]:
    runs, left_out = run_files.read(folder, NOW)
    return runs, {one.file: one.reason for one in left_out}


# ---------------------------------------------------------------------------------------------------------- reading


def test_reports_and_drift_files_are_read_as_they_are_written(tmp_path):
    steps = [pending_step("loan_policy_map", "")]
    written = report_of(
        [
            result("adams", check_mode=True, **outcome(SHORTER)),
            result(
                "adams", "ill_settings", task="Link", **outcome(declared=["ill_settings"], live=True, withdrawn=None)
            ),
            result("baker", **outcome(pending_steps=steps, knowledge=knowledge("loan_policy", days=400))),
            result("curie", "ncip_verification", checks=[check_result("a")], changed=True, left_behind=[]),
            result("curie", "preflight_info", checks=[], evidence=[{"last": "2026-11-20"}, {"last": None}]),
            result("darwin", "record_import", changed=True, confirmed=[about("loan_policy", "A")]),
            result("euler", **outcome(change("ill_settings", "", {"a": 1}, {"a": 2}))),
        ]
    )
    put(tmp_path, "2026/report.json", dump(written))
    put(tmp_path, "copy.json", dump(written))
    compared = {"changes": [about("loan_policy_map", "")], "pending_steps": []}
    late = {**compared, "failed": True, "msg": "m", "failure": {"code": "unreachable"}, "changes": []}
    found = {
        "adams": library_outcome(
            {"wms": [compared], "reshare": []},
            {"checks": [check_result("lending_accounts", "fail")]},
            "",
            MERGER,
            False,
        ),
        "baker": library_outcome({"wms": [late], "reshare": []}, {}, "", None),
    }
    drift = json.loads(document(found))
    put(tmp_path, "drift.json", {**drift, "finished": "2026-11-27T02:00:41Z"})
    runs, left_out = read(tmp_path)
    assert left_out == {}
    assert [(run.kind, run.file, run.playbook) for run in runs] == [
        ("report", "2026/report.json", "reshare.wms.onboard"),
        ("drift", "drift.json", "reshare.wms.drift"),
    ]
    report, nightly = (run.libraries for run in runs)
    assert {name: one.state for name, one in report.items()} == {
        **{"adams": "drift", "baker": "pending", "curie": None, "darwin": None, "euler": "in_place"},
    }
    assert (report["adams"].drift, report["adams"].live, report["adams"].withdrawn) == ((POLICY,), True, None)
    assert report["baker"].pending == {"Loan Policy Map": "2026-11-25"}
    assert report["baker"].knowledge == {"oldest": "2025-10-22T09:30:00Z", "how": "answer", "stale": 1}
    assert (report["curie"].verified, report["curie"].evidence) == ("pass", "2026-11-20")
    assert {name: one.state for name, one in nightly.items()} == {"adams": "drift", "baker": "not_checkable"}
    assert nightly["adams"].drift == ("Loan Policy Map", "The lending accounts can be used")
    assert (nightly["adams"].live, nightly["adams"].withdrawn) == (False, MERGER)


def test_the_report_and_the_drift_file_of_one_run_count_once(tmp_path):
    """A failed check is drift in one and a failure in the other."""
    steps = [pending_step("loan_policy_map", "")]
    checks = [check_result("lending_accounts", "fail")]
    report = report_of(
        [
            result("adams", "preflight_info", checks=checks, evidence=[{"last": "2026-11-20"}]),
            result("adams", check_mode=True, **outcome(pending_steps=steps)),
        ]
    )
    put(tmp_path, "report.json", dump(report))
    found = {
        "adams": library_outcome({"wms": [{"pending_steps": steps}], "reshare": []}, {"checks": checks}, "", None, True)
    }
    nightly = json.loads(document(found))
    put(tmp_path, "drift.json", {**nightly, "finished": "2026-11-26T09:33:00Z"})
    put(tmp_path, "later.json", {**nightly, "finished": "2026-11-26T09:40:00Z"})
    runs, _left_out = read(tmp_path)
    assert [(run.file, run.libraries["adams"].state) for run in runs] == [
        ("drift.json", "drift"),
        ("later.json", "drift"),
    ]
    adams = runs[0].libraries["adams"]
    assert (adams.pending, adams.evidence) == ({"Loan Policy Map": "2026-11-25"}, "2026-11-20")
    assert (adams.live, runs[0].playbook) == (True, "reshare.wms.onboard")


DRIFT_FILE = json.loads(document({"adams": library_outcome({"wms": [], "reshare": []}, {}, "", None)}))


@pytest.mark.parametrize(
    "content, reason",
    [
        ("{", "is not JSON"),
        ("\ud800", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not a report or drift file of this collection"),
        ({"format": ["x"]}, "is not a report or drift file of this collection"),
        ({"format": "reshare.wms confirmation", "version": 2}, "is not a report or drift file of this collection"),
        (
            {**DRIFT_FILE, "version": 99},
            "has version '99' of the format 'reshare.wms drift'; this release reads version 1",
        ),
        ({**DRIFT_FILE, "libraries": []}, "is damaged: libraries is not of type object"),
        ({**DRIFT_FILE, "libraries": {"a": {}}}, "is damaged: libraries.a.state is missing"),
        (
            {**DRIFT_FILE, "libraries": {"a": {**DRIFT_FILE["libraries"]["adams"], "state": "odd"}}},
            "is damaged: libraries.a.state must be one of in_place",
        ),
        ({**DRIFT_FILE, "finished": "yesterday"}, "is damaged: finished is not of type fitting text"),
        (
            {**report_of([result()]), "finished": "0001-01-01T00:00:00+14:00"},
            "is damaged: finished is not a time with its time zone",
        ),
        ({**DRIFT_FILE, "finished": "2062-01-01T00:00:00Z"}, "is damaged: finished is in the future"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_out_with_the_reason(tmp_path, content, reason):
    put(tmp_path, "bad.json", content)
    put(tmp_path, "good.json", {**DRIFT_FILE, "finished": "2026-11-27T02:00:41Z"})
    put(tmp_path, ".half.json", "{")
    put(tmp_path, "fleet.json", {"format": history.FORMAT, "version": history.VERSION})
    put(tmp_path, "notes.txt", "{")
    (tmp_path / os.fsdecode(b"\xff.json")).write_text("{", encoding="utf-8")
    runs, left_out = read(tmp_path)
    assert [run.file for run in runs] == ["good.json"]
    assert (list(left_out), left_out["?.json"]) == (["bad.json", "?.json"], "is not JSON")
    assert reason in left_out["bad.json"]


def test_only_regular_files_of_limited_size_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(run_files, "LARGEST", 10)
    put(tmp_path, "large.json", "x" * 11)
    (tmp_path / "gone.json").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.json").mkdir()
    assert read(tmp_path) == (
        [],
        {"gone.json": "cannot be read: No such file or directory", "large.json": "is larger than 0 MB"},
    )
    with pytest.raises(ValidationError, match="is not a folder; correct the path"):
        run_files.read(tmp_path / "nowhere", NOW)
    monkeypatch.setattr(run_files, "MOST", 1)
    with pytest.raises(ValidationError, match="has more than 1 JSON files. Move those of old runs"):
        run_files.read(tmp_path, NOW)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "state", "families", "x"]), inner)
    ),
    max_leaves=6,
)


@given(st.data())
def test_any_value_in_the_place_of_another_is_an_error_or_harmless(data):
    """No content of a file ends the run."""
    report = consortium_report(6)
    at: Any = report
    while isinstance(at, dict | list) and at:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.booleans()):
            at[key] = data.draw(_JSON)
            break
        at = at[key]
    try:
        run = run_files._parsed("a.json", dump(report).encode(), lambda name, found: run_files._run(name, found, NOW))
    except run_files._Unusable:
        return
    known = history.fleet([run] if run else [], [])
    if run:
        assert fleet_page.html(known, None, "fleet.json")
    assert json.loads(dump(known))


# ---------------------------------------------------------------------------------------------------------- history


def test_drift_is_found_and_gone_and_a_failure_proves_neither():
    adams = libraries_of(
        run_file(0, adams=seen()),
        run_file(1, adams=seen("drift", drift=("A",))),
        run_file(2, adams=seen("not_checkable")),
        run_file(3, adams=seen("failed")),
        run_file(4, adams=seen("drift", drift=("B", "A"))),
        run_file(5, adams=seen(None)),
        run_file(6, adams=seen("stated")),
        run_file(9, adams=seen("drift", drift=("C",))),
    )["adams"]
    assert adams["drift"] == [
        {"found": "2025-10-07T02:00:41Z", "gone": "2025-10-12T02:00:41Z", "objects": ["A", "B"]},
        {"found": "2025-10-15T02:00:41Z", "gone": None, "objects": ["C"]},
    ]
    assert [one["state"] for one in adams["timeline"]] == [
        *("in_place", "drift", "not_checkable", "failed", "drift", "stated", "drift"),
    ]
    assert (adams["state"], adams["since"], adams["compared"]) == ("drift", *["2025-10-15T02:00:41Z"] * 2)


def test_a_step_is_pending_since_it_was_asked_for_or_first_seen():
    def pending(*runs):
        return libraries_of(*runs)["adams"]["pending"]

    first = run_file(0, adams=seen("pending", pending={"A": None}))
    second = run_file(7, adams=seen("pending", pending={"A": None, "B": "2025-09-01"}))
    assert pending(first, second) == {"since": "2025-09-01", "steps": ["A", "B"]}
    # Another run that does not have the day does not begin anew, and a step that is done does not count any more.
    assert pending(first, second, run_file(8, adams=seen("pending", pending={"A": None})))["since"] == "2025-10-06"
    assert pending(first, run_file(8, adams=seen("not_checkable")))["since"] == "2025-10-06"
    assert pending(first, run_file(8, adams=seen())) is None


def test_a_link_is_live_or_withdrawn_until_a_run_reads_something_else():
    live, unread = seen(live=True), seen(None)
    withdrawn = seen(live=False, withdrawn=MERGER)

    def link(*found):
        adams = libraries_of(*(run_file(day, adams=one) for day, one in enumerate(found)))["adams"]
        return adams["link"], adams["link_since"], adams["withdrawn"]

    assert link(unread) == ("not_read", None, None)
    assert link(live, unread) == ("live", "2025-10-06T02:00:41Z", None)
    assert link(live, withdrawn, unread) == ("withdrawn", "2025-10-07T02:00:41Z", MERGER)
    # The step that disables the link is still pending.
    assert link(live, seen("pending", live=True, withdrawn=MERGER)) == ("live", "2025-10-06T02:00:41Z", MERGER)
    assert link(withdrawn, live) == ("live", "2025-10-07T02:00:41Z", None)
    assert link(live, seen("drift", live=False))[0] == "not_live"


def test_the_last_verification_evidence_and_knowledge_are_kept():
    known = {"oldest": "2025-10-10T09:30:00Z", "how": "capture", "stale": 0}
    adams = libraries_of(
        run_file(0, adams=seen(verified="fail", evidence="2025-10-01", knowledge=known)),
        run_file(1, adams=seen(verified="pass", evidence="2025-09-01")),
        run_file(2, adams=seen()),
    )["adams"]
    assert adams["verified"] == {"at": "2025-10-07T02:00:41Z", "outcome": "pass"}
    assert (adams["evidence"], adams["knowledge"]) == ("2025-10-01", known)


def test_each_week_has_its_numbers():
    fleet = history.fleet(
        [
            run_file(0, adams=seen("drift", drift=("A",)), baker=seen(live=True)),
            run_file(6, adams=seen(live=True)),
            run_file(21, curie=seen("pending", pending={"A": None})),
        ],
        [],
    )
    assert [(week["week"], week["runs"], week["libraries"]) for week in fleet["weeks"]] == [
        ("2025-10-06", 2, 2),
        ("2025-10-27", 1, 3),
    ]
    first, last = fleet["weeks"]
    assert (first["drift_found"], first["drift_gone"], first["states"]["in_place"], first["links"]["live"]) == (
        1,
        1,
        2,
        2,
    )
    assert (last["drift_found"], last["drift_gone"], last["states"]["pending"]) == (0, 0, 1)


def test_every_state_of_a_report_has_a_place():
    assert set(OF_REPORT) - {"changed", "recorded", "not_part"} == set(history.STATES) - {"not_compared"}


# ------------------------------------------------------------------------------------------------------------- page


def test_nothing_in_a_file_becomes_markup_and_the_page_loads_nothing():
    bad = "</script><img src=x onerror=alert(1)>'\"{{ 7000 * 7 }}\N{RIGHT-TO-LEFT OVERRIDE}\ud800"
    hostile = seen("drift", drift=(bad,), pending={bad: None}, withdrawn=dict.fromkeys(MERGER, bad))
    fleet = history.fleet([run_file(0, **{bad: hostile})], [run_files.LeftOut(bad, bad)])
    text = fleet_page.html(fleet, bad, bad)
    assert (Outline(text).open, "img" in Outline(text).tags, "49000" in text) == ([], False, False)
    assert not re.search(r'(src|href)="(?!#|data:,")', text)


def test_two_hundred_libraries_over_sixty_runs_are_a_small_page():
    fleet = fleet_over_weeks(200, 60)
    text = fleet_page.html(fleet, None, "fleet.json")
    assert text == fleet_page.html(fleet_over_weeks(200, 60), None, "fleet.json")
    assert (len(text) < 1_000_000, len(dump(fleet)) < 1_000_000) == (True, True)
    assert Outline(text).open == []
    assert "25 of 200 libraries failed in their last run" in text


def test_a_time_line_has_a_column_for_each_day_with_a_run():
    runs = [
        run_file(0, adams=seen()),
        run_file(40, adams=seen("drift"), baker=seen()),
        run_file(41, adams=seen("drift")),
    ]
    fleet = history.fleet(runs, [])
    segments = fleet_page._segments(fleet)
    adams, baker = (
        [(one.state, one.width) for one in segments(fleet["libraries"][name])] for name in ("adams", "baker")
    )
    assert adams == [("in_place", 33.33), ("drift", 66.67)]
    assert baker == [("not_compared", 33.33), ("in_place", 66.67)]
    never = history.fleet([run_file(0, adams=seen(None))], [])
    assert [(one.state, one.width) for one in fleet_page._segments(never)(never["libraries"]["adams"])] == [
        ("not_compared", 100)
    ]
    assert "No run compared a library" in fleet_page.html(history.fleet([run_file(0)], []), None, "fleet.json")
    assert fleet_page.headline(never) == "The library was never compared with the inventory"


# ------------------------------------------------------------------------------------------------------------- task


def write(source: Path, dest: Path, check_mode: bool = False) -> dict[str, Any]:
    """Run the task without Ansible."""
    task = ActionModule.__new__(ActionModule)
    task._task = SimpleNamespace(check_mode=check_mode)
    return task.perform({"src": str(source), "dest": str(dest), "title": None}, {})


def test_the_page_is_written_once_and_not_in_check_mode(tmp_path):
    put(tmp_path, "2026/a.json", {**DRIFT_FILE, "finished": "2026-11-25T02:00:41Z"})
    put(tmp_path, "b.json", "{")
    page_path = tmp_path / "fleet.html"
    assert (write(tmp_path, page_path, check_mode=True)["changed"], page_path.exists()) == (True, False)
    made = write(tmp_path, tmp_path / "fleet")
    assert (made["changed"], made["page"], made["json"]) == (True, str(page_path), str(tmp_path / "fleet.json"))
    assert (made["runs"], made["left_out"]) == (1, [{"file": "b.json", "reason": "is not JSON"}])
    assert write(tmp_path, page_path) == {**made, "changed": False}
    assert json.loads((tmp_path / "fleet.json").read_text(encoding="utf-8"))["states"]["in_place"] == ["adams"]
    assert "The library is as declared" in page_path.read_text(encoding="utf-8")


def test_the_file_of_a_run_is_never_replaced_and_without_a_run_nothing_is(tmp_path):
    put(tmp_path, "a.json", {**DRIFT_FILE, "finished": "2026-11-25T02:00:41Z"})
    with pytest.raises(ValidationError, match=r"a\.json is the file of a run\. Choose another name for the page"):
        write(tmp_path, tmp_path / "a.html")
    made = write(tmp_path, tmp_path / "fleet.html")
    put(tmp_path, "a.json", "{")
    with pytest.raises(ValidationError, match=r"contains no report or drift file: a\.json is not JSON"):
        write(tmp_path, tmp_path / "fleet.html")
    assert "as declared" in Path(made["page"]).read_text(encoding="utf-8")
