# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
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
