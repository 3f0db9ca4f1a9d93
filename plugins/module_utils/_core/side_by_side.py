# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes calls that do not depend on each other at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


def side_by_side(calls: Sequence[Callable[[], T]], at_most: int) -> list[Future[T]]:
    """Make calls, at most that many at the same time; with 1, one after the other.

    They begin in their order, and none begins after one has failed. Returns when all that began have ended: a Future for each of them, in
    the order of the calls. An exception that is not an Exception, such as that of Ctrl-C, is raised. No thread is left running.
    """
    shared = _Calls(calls)
    threads = [Thread(target=shared.work) for _number in range(min(at_most, len(calls)) - 1)]
    try:
        for thread in threads:
            thread.start()
        shared.work()
    finally:
        shared.is_stopped = True
        for thread in threads:
            if thread.ident is not None:
                thread.join()
    for future in shared.begun:
        fault = future.exception()
        if fault is not None and not isinstance(fault, Exception):
            raise fault
    return shared.begun


class _Calls(Generic[T]):
    """Calls that several threads share. begun: the Futures of the calls that have begun."""

    def __init__(self, calls: Sequence[Callable[[], T]]):
        self._waiting = iter(calls)
        self._lock = Lock()
        self.begun: list[Future[T]] = []
        self.is_stopped = False

    def work(self) -> None:
        """Make one call after the other until none is left, or one has failed."""
        while (begun := self._begin()) is not None:
            call, future = begun
            try:
                future.set_result(call())
            except BaseException as fault:  # pylint: disable=broad-exception-caught
                self.is_stopped = True
                future.set_exception(fault)

    def _begin(self) -> tuple[Callable[[], T], Future[T]] | None:
        with self._lock:
            call = None if self.is_stopped else next(self._waiting, None)
            if call is None:
                return None
            self.begun.append(Future())
            return call, self.begun[-1]
