# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work in processes of its own, which may be killed or meet each other."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

#: What chance begins with; RESHARE_WMS_SEED repeats a run.
RANDOM_SEED = int(os.environ.get("RESHARE_WMS_SEED") or random.randrange(1_000_000))

Work = Callable[[], Any]

#: How long something may take before it is taken for hanging, in seconds.
_PATIENCE = 120


def run_in_parallel(*works: Work) -> float:
    """Do all that at once, each in a process of its own. Returns the seconds that it takes."""
    since, processes = time.monotonic(), [_started(work) for work in works]
    for process in processes:
        process.join(_PATIENCE)
        process.kill()
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(works)
    return time.monotonic() - since


def kill_after(work: Work, after: float) -> bool:
    """Begin with it in a process of its own, and kill that after so many seconds. Returns whether it was still at it."""
    process = _started(work)
    process.join(after)
    process.kill()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def random_moments(number: int, seconds: float, chance: random.Random) -> Iterator[float]:
    """So many moments in the course of so many seconds, one by chance in each part of it."""
    for part in range(number):
        yield (part + chance.random()) * seconds / number


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until it holds, but not forever."""
    until = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def _started(work: Work) -> multiprocessing.Process:
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    return process
