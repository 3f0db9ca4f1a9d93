# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of accounts: where a run writes its own, and the libraries over time as a folder of accounts shows them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import FileError, ValidationError
from ansible_collections.reshare.wms.plugins.plugin_utils._account import directors_page, place, status_page
from ansible_collections.reshare.wms.plugins.plugin_utils._account import folder as folder_module
from ansible_collections.reshare.wms.plugins.plugin_utils._account.folder import LeftOut, accounts, newest
from ansible_collections.reshare.wms.plugins.plugin_utils._account.over_time import over_time, seen, superseded
from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_document import FILE, text
from ansible_collections.reshare.wms.plugins.plugin_utils._account.status import library_status
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import specification
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.variables import LibraryVariables, problems
from support.account_examples import (
    HOSTILE,
    LIVE,
    NOT_LIVE,
    SHORTER,
    account_of,
    check_result,
    command_line,
    consortium_account,
    dated,
    directors_html,
    outcome,
    seen_on,
    status_html,
    step,
)
from support.html_outline import Outline
from support.malformed_data import changed_document, json_text

NOW = datetime(2026, 12, 24, tzinfo=UTC)
POLICY = "Loan Policy 'ReShare borrowing'"
DRIFT = dated(account_of({"adams": {"wms": outcome(SHORTER), "link": LIVE}}, "drift", True), "2026-11-27T02:00:41Z")


def put(folder: Path, name: str, content: Any) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    written = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(written.encode("utf-8", "surrogatepass"))


def read(folder: Path) -> tuple[list[Any], dict[str, str]]:
    runs, left_out = accounts(folder, NOW, seen)
    return runs, {one.file: one.reason for one in left_out}


# ------------------------------------------------------------------------------------------------------- where it is written


def problem(value: str) -> str:
    """The problem of run_file, before the first request."""
    return "".join(
        one.sentence
        for one in problems(LibraryVariables({"run_file": value}, writes={"run_file"}), specification(), ())
    )


def test_in_a_folder_each_run_has_a_name_of_its_own(tmp_path):
    for written in (str(tmp_path), f"{tmp_path}/runs/", "runs"):
        names = {place.destination(written, "reshare.wms/playbooks/drift.yml", NOW) for _run in range(50)}
        assert len(names) == 50
        assert {one.name[:-12] for one in names} == {"2026-12-24T000000Z-drift"}
    assert place.destination(f"{tmp_path}/runs.json", "drift", NOW) == tmp_path / "runs.json"
    (tmp_path / "folder.json").mkdir()
    assert place.destination(f"{tmp_path}/folder.json", "drift", NOW).parent == tmp_path / "folder.json"


@pytest.mark.parametrize("content", ["", "{}", '{"format": "reshare.wms alert"}', "wms_key: x", json.dumps(DRIFT)])
def test_a_file_of_another_kind_is_not_replaced_and_refused_before_the_first_request(tmp_path, content):
    """The last one is an account that another program has written."""
    put(tmp_path, "x.json", content)
    assert "it is not the account of a run. Choose another name" in problem(f"{tmp_path}/x.json")
    with pytest.raises(FileError, match="is not the account of a run"):
        place.write(tmp_path / "x.json", DRIFT)
    assert (tmp_path / "x.json").read_text(encoding="utf-8") == content


@pytest.mark.parametrize("beside", ["notes.md", "notes.html"])
def test_a_page_of_another_kind_beside_it_is_not_replaced(tmp_path, beside):
    put(tmp_path, beside, "mine")
    assert f"{beside} exists, without an account beside it" in problem(f"{tmp_path}/notes.json")
    with pytest.raises(FileError):
        place.write(tmp_path / "notes.json", DRIFT)
    assert (tmp_path / beside).read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_refused_before_the_first_request(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "run.html").mkdir()
    put(tmp_path, "good.json", text(DRIFT))
    (tmp_path / "pipe.json").symlink_to("/dev/zero")
    assert problem(f"{tmp_path}/new/run.json") == problem(f"{tmp_path}/new/") == problem(f"{tmp_path}/good.json") == ""
    for wrong in (
        f"{tmp_path}/file/run.json",
        f"{tmp_path}/file/",
        f"{tmp_path}/file",
        f"{tmp_path}/run.json",
        f"{tmp_path}/pipe.json",
    ):
        assert problem(wrong) != "", wrong
    with pytest.raises(FileError):
        place.write(tmp_path / "file/run.json", DRIFT)


# -------------------------------------------------------------------------------------------------------- what is read of it


def test_the_accounts_of_a_folder_are_read_once_each_the_oldest_first(tmp_path):
    """Those of all playbooks, also in folders of the folder."""
    steps = outcome(pending_steps=[step("loan_policy_map", "")])
    checked = {"changed": True, "checks": [check_result("a")], "left_behind": []}
    whole = account_of(
        {"adams": {"wms": outcome(SHORTER), "link": LIVE}, "baker": {"wms": steps}, "curie": {}}, check=True
    )
    verified = account_of({"curie": {"story": checked}}, "verify")
    put(tmp_path, "2026/b.json", text(dated(whole, "2026-11-26T02:00:41Z")))
    put(tmp_path, "a.json", text(dated(verified, "2026-11-27T02:00:41Z")))
    put(tmp_path, "copy.json", text(dated(verified, "2026-11-27T02:00:41Z")))
    runs, left_out = read(tmp_path)
    assert ([(run.file, run.playbook) for run in runs], left_out) == (
        [("2026/b.json", "reshare.wms.onboard"), ("a.json", "reshare.wms.verify")],
        {},
    )
    first, second = (run.libraries for run in runs)
    assert {name: one["state"] for name, one in first.items()} == {"adams": "drift", "baker": "pending", "curie": None}
    assert (first["adams"]["differing"], first["adams"]["link"]) == ([POLICY], "live")
    assert (first["baker"]["differing"], second["curie"]["verified"]) == (["Loan Policy Map"], "pass")
    assert newest(tmp_path, NOW)["playbook"] == "reshare.wms.verify"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        *(("{", "is not JSON"), ("\ud800", "is not JSON"), ("[" * 100_000, "is not JSON")),
        ("[]", "is not the account of a run of this collection"),
        ({"format": ["x"]}, "is not the account of a run of this collection"),
        ({"format": "reshare.wms confirmation", "version": 1}, "is not the account of a run of this collection"),
        ({**DRIFT, "version": 99}, "has version '99' of the format 'reshare.wms run'; this release reads version 1"),
        ({**DRIFT, "version": True}, "has version 'True'"),
        ({**DRIFT, "libraries": []}, "is damaged: libraries is not of type object"),
        ({**DRIFT, "libraries": {"a": {}}}, "is damaged: libraries.a.state is missing"),
        ({**DRIFT, "more": 1}, "is damaged: "),
        ({**DRIFT, "state": "odd"}, "is damaged: state must be one of"),
        ({**DRIFT, "finished": "yesterday"}, "is damaged: finished is not of type fitting text"),
        ({**DRIFT, "finished": "2026-99-01T00:00:00Z"}, "is damaged: finished is not a time"),
        ({**DRIFT, "finished": "2062-01-01T00:00:00Z"}, "is damaged: finished is in the future"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_out_with_the_reason(tmp_path, content, reason):
    put(tmp_path, "bad.json", content)
    put(tmp_path, "good.json", DRIFT)
    put(tmp_path, ".half.json", "{")
    put(tmp_path, "notes.txt", "{")
    (tmp_path / os.fsdecode(b"\xff.json")).write_text("{", encoding="utf-8")
    runs, left_out = read(tmp_path)
    assert [run.file for run in runs] == ["good.json"]
    assert (list(left_out), left_out["?.json"]) == (["bad.json", "?.json"], "is not JSON")
    assert reason in left_out["bad.json"]
    assert newest(tmp_path, NOW) == DRIFT


def test_only_regular_files_of_limited_size_and_number_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_module, "LARGEST", 10)
    put(tmp_path, "large.json", "x" * 11)
    (tmp_path / "gone.json").symlink_to(tmp_path / "nowhere")
    (tmp_path / "endless.json").symlink_to("/dev/zero")
    (tmp_path / "folder.json").mkdir()
    runs, left_out = read(tmp_path)
    assert (runs, left_out["gone.json"]) == ([], "cannot be read: No such file or directory")
    assert (left_out["large.json"], sorted(left_out)) == (
        "is larger than 0 MiB",
        ["endless.json", "gone.json", "large.json"],
    )
    with pytest.raises(ValidationError, match="has no account of a run"):
        newest(tmp_path, NOW)
    with pytest.raises(ValidationError, match="is not a folder; correct the path"):
        read(tmp_path / "nowhere")
    monkeypatch.setattr(folder_module, "MOST", 1)
    with pytest.raises(ValidationError, match="has more than 1 JSON files. Move those of old runs"):
        read(tmp_path)


@given(st.data())
def test_any_value_in_the_place_of_another_is_an_error_or_harmless(data):
    """No content of a file ends the run of status."""
    changed = json_text(data.draw(changed_document(DRIFT)))
    note(changed[:2000])
    try:
        account = FILE.read(changed.encode("utf-8", "surrogatepass"))
    except ValueError:
        return
    runs = [seen("a.json", NOW, account)]
    assert page(runs)


# ----------------------------------------------------------------------------------------------------------------- over time


def page(runs: list[Any], left_out: Any = (), title: str | None = None) -> str:
    """The page of the libraries of these runs."""
    before = over_time(runs)
    status = library_status(
        account_of({name: {"link": NOT_LIVE} for name in before}, "status", True), before, command_line("status")
    )
    return status_page.html(status, runs, left_out, before, title)


def test_what_differs_is_known_since_the_first_run_that_found_it_and_a_failure_proves_nothing():
    adams = over_time(
        [
            seen_on(0, adams={"state": "in_place"}),
            seen_on(1, adams={"state": "drift", "differing": ["A"], "reasons": ["objects"]}),
            seen_on(2, adams={"state": "not_checkable", "reasons": ["unreachable"]}),
            seen_on(3, adams={"state": "failed"}),
            seen_on(4, adams={"state": "drift", "differing": ["B", "A"], "reasons": ["objects"]}),
            seen_on(5, adams={}),
        ]
    )["adams"]
    days = [f"2025-10-{6 + day:02}T02:00:41Z" for day in range(6)]
    assert adams.found == {"A": days[1], "B": days[4]}
    assert [one["state"] for one in adams.timeline] == ["in_place", "drift", "not_checkable", "failed", "drift"]
    # The last run judged nothing: the state before it holds, with its date.
    assert (adams.state, adams.since, adams.compared, adams.seen) == ("drift", days[4], days[4], days[5])
    assert adams.reasons == ["objects"]


def test_a_link_and_a_verification_hold_until_a_run_reads_something_else():
    def link(*found: dict[str, Any]) -> Any:
        return over_time(seen_on(day, adams=one) for day, one in enumerate(found))["adams"]

    assert link({}).link == "not_read"
    assert link({"link": "live"}, {}).link == "live"
    assert link({"link": "live"}, {"link": "withdrawn"}, {}).link == "withdrawn"
    verified = link({"verified": "fail"}, {"verified": "pass"}, {}).verified
    assert verified == {"at": "2025-10-07T02:00:41Z", "state": "pass"}


def test_of_each_library_the_newest_account_is_kept():
    runs = [seen_on(0, adams={}, baker={}), seen_on(1, adams={}), seen_on(2, adams={})]
    assert superseded(runs, over_time(runs)) == ["2025-10-07.json"]


def test_a_time_line_has_a_column_for_each_day_with_a_run():
    runs = [
        seen_on(0, adams={"state": "in_place"}),
        seen_on(40, adams={"state": "drift"}, baker={"state": "in_place"}),
        seen_on(41, adams={"state": "drift"}),
    ]
    before, days = over_time(runs), [f"{run.at:%Y-%m-%d}" for run in runs]
    adams, baker = (
        [(one.state, one.width) for one in status_page._segments(before[name], days)] for name in ("adams", "baker")
    )
    assert adams == [("in_place", 33.33), ("drift", 66.67)]
    assert baker == [("not_judged", 33.33), ("in_place", 66.67)]
    never = over_time([seen_on(0, adams={})])
    assert [one.state for one in status_page._segments(never["adams"], days[:1])] == ["not_judged"]


def test_the_page_over_time_has_the_states_and_nothing_in_a_file_becomes_markup():
    runs = [seen_on(0, **{HOSTILE: {"state": "drift", "differing": [HOSTILE], "reasons": ["objects"]}})]
    written = page(runs, [LeftOut(HOSTILE, HOSTILE)], HOSTILE)
    outline = Outline(written)
    assert (outline.open, "img" in outline.tags, "49000" in written) == ([], False, False)
    assert "No library" in page([])
    assert "2 of 2 libraries are not as declared" in page([seen_on(0, a={"state": "drift"}, b={"state": "drift"})])
    assert "25 of 200 libraries" in status_html(200, 60)


def test_the_page_for_directors_has_the_names_for_people_and_the_changes_of_a_month():
    written = directors_html(12, 20, name="The {} Library")
    assert "12 libraries are live" in written and "north-college-000<" not in written.replace(
        "The north-college-000 Library", ""
    )
    runs = [
        seen_on(0, adams={"state": "pending", "link": "not_live", "changed": 22}),
        seen_on(40, adams={"state": "in_place", "link": "live", "changed": 1}),
        seen_on(41, adams={"state": "in_place", "link": "live"}, baker={}),
    ]
    text = directors(runs, adams=HOSTILE, baker="Baker College")
    outline = Outline(text)
    assert (outline.open, "img" in outline.tags, "49000" in text) == ([], False, False)
    # The first run is more than 31 days ago.
    changes = text.partition("Changes since")[2]
    assert [changes.count(word) for word in ("1 object was changed", "22 objects", "live", "in place", "Baker")] == [
        1,
        0,
        1,
        1,
        0,
    ]
    assert "None." in directors(runs[:1], adams="Adams", days=60)
    assert "0 of 0 libraries are live" in directors([])


def test_directors_read_the_names_for_people_wherever_a_library_is_named():
    row = {
        "library": "adams",
        "state": "in_place",
        "since": "2026-03-03",
        "link": "live",
        "confirmed": "2026-03-03T10:00:00Z",
    }
    status = {
        "libraries": [
            {**row, "waits": ["an earlier wave", "baker"]},
            {**row, "library": "baker", "confirmed": None, "waits": []},
        ],
        "exceptions": {"baker": ["Loan Policy 'ReShare lending' (84 days instead)"]},
    }
    document = account_of({}, "status", True)
    text = directors_page.html(document, status, {}, {"adams": "Adams College", "baker": "Baker College"}, None)
    assert "an earlier wave, Baker College</td>" in text
    assert text.count("as confirmed (oldest 3 March 2026)") == 1
    assert "<strong>Baker College</strong>: Loan Policy &#39;ReShare lending&#39; (84 days instead)" in text
    assert ">adams<" not in text and ">baker<" not in text
    assert "Exceptions" not in directors_page.html(
        document, {**status, "exceptions": {}}, {}, {"adams": "A", "baker": "B"}, None
    )


def directors(runs: list[Any], days: int = 42, **names: str) -> str:
    """The page for directors of the libraries of these runs, so many days after the first one."""
    before = over_time(runs)
    document = dated(
        account_of({name: {"link": NOT_LIVE} for name in before}, "status", True),
        runs[0].at + timedelta(days) if runs else NOW,
    )
    return directors_page.html(document, library_status(document, before, command_line("status")), before, names, None)


def test_an_account_of_every_size_can_be_read_again(tmp_path):
    place.write(tmp_path / "run.json", consortium_account(200))
    at = NOW + timedelta(days=1)
    assert len(newest(tmp_path, at)["libraries"]) == 200


def test_two_runs_on_one_folder_lose_nothing(tmp_path):
    for at in range(20):
        place.write(place.destination(f"{tmp_path}/", "drift", NOW), dated(DRIFT, f"2026-11-27T02:00:{at:02}Z"))
    assert len(read(tmp_path)[0]) == 20
