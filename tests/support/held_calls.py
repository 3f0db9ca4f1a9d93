# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds calls of a task in the sandbox, so that something else happens first, at any speed of the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from support.controller import run
from support.library import Library
from support.sandbox_clock import SandboxClock
from support.waiting import wait_until

#: System, kind and method of a call.
Place = tuple[str, str, str]

_HELD = 60.0


@contextmanager
def holding(library: Library) -> Iterator[SandboxClock]:
    """Stop the sandbox's clock inside the context, so that delayed calls are held until it is advanced."""
    clock = SandboxClock(library.base)
    clock.stop()
    try:
        yield clock
    finally:
        clock.reset()


def until_held(library: Library, number: int, task: Future[Any]) -> None:
    """Wait until faults have affected that many calls of a task, or the task ends."""
    wait_until(lambda: sum(library.fault_hits()) >= number or task.done())


def run_while(
    library: Library, place: Place, number: int, act: Callable[[], Any], module: str, **arguments: Any
) -> dict[str, Any]:
    """Run a task, and call a function while the task waits for the response to its n-th call of a sort."""
    for turn in range(1, number + 1):
        library.fault(*place, delay=_HELD if turn == number else 0)
    library.reset()
    with ThreadPoolExecutor() as pool, holding(library) as clock:
        task = pool.submit(run, module, library, **arguments)
        try:
            until_held(library, number, task)
            act()
        finally:
            clock.advance(_HELD)
    return task.result()
