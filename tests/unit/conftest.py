# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the unit tests."""

from __future__ import annotations

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core import waiting
from support.child_processes import start_process


class Clock:
    """The clock of waiting: time passes only while it waits."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def waiting_clock(monkeypatch):
    """No test waits for a system that is behind."""
    found = Clock()
    monkeypatch.setattr(waiting, "time", found)
    return found


@pytest.fixture
def fork():
    """Start workers that end with the test."""
    workers = []

    def start(work, *arguments):
        workers.append(start_process(work, *arguments))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.join()
