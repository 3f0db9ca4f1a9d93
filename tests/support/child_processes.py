# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work in processes of its own, which may be killed or meet each other."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from support.process_tree import cpu_seconds
from support.waiting import PATIENCE, wait_until

#: What chance begins with; RESHARE_WMS_SEED repeats a run.
RANDOM_SEED = int(os.environ.get("RESHARE_WMS_SEED") or random.randrange(1_000_000))

Work = Callable[[], Any]


def run_in_parallel(*works: Work) -> float:
    """Do all that at once, each in a process of its own. Returns the processor time that it takes, in seconds."""
    before, processes = _children_cpu_seconds(), [started(work) for work in works]
    for process in processes:
        process.join(PATIENCE)
        process.kill()
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(works)
    return _children_cpu_seconds() - before


def kill_after(work: Work, after: float) -> bool:
    """Begin with it in a process of its own, and kill that once it has used so many seconds of processor time, which are
    the same part of the work however busy the machine is. Returns whether it was still at it."""
    process = started(work)
    try:
        wait_until(lambda: not process.is_alive() or cpu_seconds(process.pid) >= after)
    finally:
        process.kill()
        process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def random_moments(number: int, seconds: float, chance: random.Random) -> Iterator[float]:
    """So many moments in the course of so many seconds, one by chance in each part of it."""
    for part in range(number):
        yield (part + chance.random()) * seconds / number


@contextmanager
def under_way(*works: Work) -> Iterator[None]:
    """Begin with all that, each in a process of its own, and kill what of it still runs at the end."""
    processes = [started(work) for work in works]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.join()


def started(work: Callable[..., Any], *arguments: Any) -> multiprocessing.Process:
    """That work, begun in a process of its own."""
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    return process


def _children_cpu_seconds() -> float:
    """The processor time of all child processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
