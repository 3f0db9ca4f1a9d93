# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the unit tests."""

from __future__ import annotations

import pytest

from support.child_processes import start_process


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
