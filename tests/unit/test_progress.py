# SPDX-License-Identifier: GPL-3.0-or-later

"""The lines about how far a long task is."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ansible_collections.reshare.wms.plugins.callback import report as callback
from ansible_collections.reshare.wms.plugins.plugin_utils._report.progress import PAUSE, Progress

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


def test_the_report_callback_counts_the_libraries_of_each_task(shown):
    report = callback.CallbackModule()
    report._progress = shown.progress
    shown.seconds = PAUSE
    report.v2_runner_on_ok(result("adams", run_once=True))
    assert shown.lines == []
    report.v2_runner_on_skipped(result("adams"))
    shown.seconds = 2 * PAUSE
    report.v2_runner_on_ok(result("baker"))
    assert shown.lines == [f"{NAME}: 1 of 5 libraries", f"{NAME}: 2 of 5 libraries"]
