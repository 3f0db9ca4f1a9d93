# SPDX-License-Identifier: GPL-3.0-or-later

"""Functions in processes of their own, to be killed or to run at the same time."""

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

#: The seed of the random generator; RESHARE_WMS_SEED repeats a run.
RANDOM_SEED = int(os.environ.get("RESHARE_WMS_SEED") or random.randrange(1_000_000))

Work = Callable[[], Any]


def run_in_parallel(*works: Work) -> float:
    """Run all functions at once, each in a process of its own. Returns their processor time in seconds."""
    before, processes = _children_cpu_seconds(), [start_process(work) for work in works]
    for process in processes:
        process.join(PATIENCE)
        process.kill()
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(works)
    return _children_cpu_seconds() - before


def kill_after(work: Work, after: float) -> bool:
    """Run a function in a process of its own and kill it once it has used that many seconds of processor time.
    Processor time is the same share of the work on a busy machine. Returns whether it was still running."""
    process = start_process(work)
    try:
        wait_until(lambda: not process.is_alive() or cpu_seconds(process.pid) >= after)
    finally:
        process.kill()
        process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def random_moments(number: int, seconds: float, chance: random.Random) -> Iterator[float]:
    """Random moments within a duration, one in each of as many equal parts of it."""
    for part in range(number):
        yield (part + chance.random()) * seconds / number


@contextmanager
def run_in_background(*works: Work) -> Iterator[None]:
    """Run functions in processes of their own inside the context, and kill those that still run at its end."""
    processes = [start_process(work) for work in works]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.join()


def start_process(work: Callable[..., Any], *arguments: Any) -> multiprocessing.Process:
    """Start a function in a process of its own."""
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    return process


def _children_cpu_seconds() -> float:
    """The processor time of all child processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
