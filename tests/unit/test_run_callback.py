# SPDX-License-Identifier: GPL-3.0-or-later

"""The callback: lines about how far a long task is, and the account of a run that does not get to its last task."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any

import pytest
from ansible import context
from ansible.parsing.dataloader import DataLoader
from ansible.utils.context_objects import CLIArgs

from ansible_collections.reshare.wms.plugins.callback import run as callback
from ansible_collections.reshare.wms.plugins.plugin_utils._account import closing
from ansible_collections.reshare.wms.plugins.plugin_utils._account.progress import PAUSE, Progress
from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_document import FILE
from ansible_collections.reshare.wms.plugins.plugin_utils._action.run_memory import RunMemory
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.selection import our_playbook
from support.account_examples import IN_PLACE, failed
from support.environment import ROOT

NAME = "Apply the configuration"


class Shown:
    """Lines that were shown, and a clock."""

    def __init__(self):
        self.lines, self.seconds = [], 0.0
        self.progress = Progress(self.lines.append, lambda: self.seconds)

    def take(self, *libraries: str, task: str = "a", failed: bool = False, each: float = PAUSE) -> None:
        """Libraries are through a task, one after the other. each: the seconds that each of them takes."""
        for library in libraries:
            self.seconds += each
            self.progress.take(task, NAME, library, failed)


@pytest.fixture
def shown() -> Shown:
    found = Shown()
    found.progress.begin(5)
    return found


def test_a_line_at_most_every_ten_seconds_and_none_when_all_are_through(shown):
    shown.take("adams", "baker", "curie", "darwin", "euler", each=PAUSE / 2)
    assert shown.lines == [f"{NAME}: 2 of 5 libraries", f"{NAME}: 4 of 5 libraries"]


def test_a_short_task_shows_nothing(shown):
    shown.take("adams", "baker", "curie", "darwin", "euler", each=0.1)
    assert shown.lines == []


def test_libraries_that_failed_are_through_every_later_task(shown):
    shown.take("adams", "baker", failed=True)
    shown.take("curie", task="b")
    assert shown.lines[-1] == f"{NAME}: 3 of 5 libraries, 2 failed"
    shown.progress.begin(5)
    shown.take("adams", task="b")
    assert shown.lines[-1] == f"{NAME}: 1 of 5 libraries"


def test_a_task_that_comes_again_in_the_next_wave_goes_on(shown):
    shown.take("adams", "baker")
    shown.take("adams", "baker", task="b")
    shown.take("curie")
    assert shown.lines[-1] == f"{NAME}: 3 of 5 libraries"


def result(library: str, run_once: bool = False) -> SimpleNamespace:
    """The result of a task that is not one of the collection's."""
    task = SimpleNamespace(
        **{"_uuid": "1", "action": "ansible.builtin.assert", "run_once": run_once, "_role": None},
        **{"get_name": lambda: NAME, "get_path": lambda: "onboard.yml:1"},
    )
    return SimpleNamespace(_host=SimpleNamespace(get_name=lambda: library), _task=task, _result={})


def test_the_callback_counts_the_libraries_of_each_task(shown):
    counting = callback.CallbackModule()
    counting._progress = shown.progress
    shown.seconds = PAUSE
    counting.v2_runner_on_ok(result("adams", run_once=True))
    assert shown.lines == []
    counting.v2_runner_on_skipped(result("adams"))
    shown.seconds = 2 * PAUSE
    counting.v2_runner_on_ok(result("baker"))
    assert shown.lines == [f"{NAME}: 1 of 5 libraries", f"{NAME}: 2 of 5 libraries"]


# ------------------------------------------------------------------------------------------ runs that do not get to the end


class Run:
    """A run of a playbook over libraries with these results, as the callback has it at the end. lines: those that it showed."""

    def __init__(self, file: str = str(ROOT / "playbooks/onboard.yml"), /, **libraries: dict[str, Any]):
        self._file = file
        self.lines: list[str] = []
        hosts = {name: {"inventory_hostname": name, **own} for name, own in libraries.items()}
        self._variables = {"ansible_play_hosts_all": [*hosts], "hostvars": SimpleNamespace(raw_get=hosts.__getitem__)}
        manager = SimpleNamespace(get_vars=lambda play: self._variables)
        self._play = SimpleNamespace(
            get_variable_manager=lambda: manager, get_loader=DataLoader, get_path=lambda: f"{self._file}:1"
        )

    def end(self, *failures: str, process: int | None = None, closed: bool = False) -> None:
        """The callback begins with a play, and ends. closed: whether the run got to its last task."""
        counting = callback.CallbackModule()
        counting._display = SimpleNamespace(
            display=self.lines.append, warning=lambda text: self.lines.append(f"Warning: {text}")
        )
        counting.v2_playbook_on_start(SimpleNamespace(_file_name=self._file))
        counting.v2_playbook_on_play_start(self._play)
        if closed:
            closing.RUN.add("account")
        counting._failed = set(failures)
        counting._close(os.getpid() if process is None else process)
        counting._close(os.getpid() if process is None else process)


@pytest.fixture(autouse=True)
def _command_line(monkeypatch):
    """A run of one playbook that has closed no account."""
    monkeypatch.setattr(closing, "RUN", RunMemory())
    monkeypatch.setattr(context, "CLIARGS", CLIArgs({"args": ("reshare.wms.onboard",), "inventory": ("inventory",)}))


def test_a_run_that_ended_early_has_an_account_and_last_lines_once(tmp_path):
    run_file = {"run_file": str(tmp_path / "run.json")}
    ended = Run(
        adams={"onboard_circulation_result": IN_PLACE, **run_file},
        baker={"onboard_circulation_result": failed("baker: no"), **run_file},
    )
    ended.end("baker")
    (lines,) = ended.lines
    assert lines.splitlines()[:2] == ["reshare.wms.onboard:", "  2 libraries: 1 failed (baker), 1 not checked (adams)."]
    account = FILE.read((tmp_path / "run.json").read_bytes())
    assert (account["complete"], account["command"]) == (False, "ansible-playbook reshare.wms.onboard -i inventory")
    assert {name: one["reasons"] for name, one in account["libraries"].items()} == {
        "adams": ["stopped"],
        "baker": ["error"],
    }


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"process": 1}, id="a worker process"),
        pytest.param({"results": {"something_else": IN_PLACE}}, id="no task of this collection"),
        pytest.param({"playbook": "/srv/site.yml", "results": {}}, id="another playbook"),
    ],
)
def test_what_is_no_run_of_this_collection_has_no_account(given):
    file = given.get("playbook", str(ROOT / "playbooks/onboard.yml"))
    ended = Run(file, adams=given.get("results", {"onboard_circulation_result": IN_PLACE}))
    ended.end(process=given.get("process"))
    assert ended.lines == []


def test_a_run_that_got_to_its_end_is_closed_once():
    """Of several playbooks on a command line, each has an account: the first one has closed its own."""
    closing.RUN.add("account")
    ended = Run(adams={"onboard_circulation_result": IN_PLACE})
    ended.end(closed=True)
    assert ended.lines == []
    ended.end()
    assert len(ended.lines) == 1


def test_a_problem_with_the_account_is_a_warning_without_values(tmp_path, monkeypatch):
    (tmp_path / "run.json").write_text("mine", encoding="utf-8")
    ended = Run(adams={"onboard_circulation_result": IN_PLACE, "run_file": str(tmp_path / "run.json")})
    ended.end()
    assert "it is not the account of a run" in ended.lines[0]

    def broken(_run: Any) -> None:
        raise ValueError("SECRET")

    monkeypatch.setattr(closing, "account", broken)
    ended = Run(adams={"onboard_circulation_result": IN_PLACE})
    ended.end()
    assert ("SECRET" in ended.lines[0], "Please report this as a bug" in ended.lines[0]) == (False, True)


def test_without_a_library_the_account_says_why(tmp_path):
    closing.close_without_libraries("Nothing was run.", {"run_file": f"{tmp_path}/"})
    (path,) = tmp_path.glob("*-onboard-*.json")
    account = FILE.read(path.read_bytes())
    assert (account["state"], account["messages"], account["libraries"]) == ("no_libraries", ["Nothing was run."], {})


@pytest.mark.parametrize(
    ("given", "name"),
    [
        *(("reshare.wms.onboard", "onboard"), ("site.yml", None), ("/site.yml", None)),
        pytest.param(str(ROOT / "playbooks/onboard.yml"), "onboard", id="absolute"),
        ("drift.yml", "drift"),
        ("nightly.yml", "drift"),
    ],
)
def test_a_playbook_of_this_collection_has_its_name_however_its_path_is_written(tmp_path, monkeypatch, given, name):
    monkeypatch.chdir(ROOT / "playbooks" if given == "drift.yml" else tmp_path)
    (tmp_path / "nightly.yml").symlink_to(ROOT / "playbooks/drift.yml")
    assert our_playbook(given) == name
