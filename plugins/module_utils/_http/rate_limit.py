# SPDX-License-Identifier: GPL-3.0-or-later

"""Limits the rate of requests with one key, across all processes."""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from .state_dir import StateDirectory, uptime


class RateLimiter:
    """Limits the number of requests with one key per minute, across processes.

    Identity Management allows 120 calls a minute per key (oclc-apis.md 1.6).

    The file has one slot per request, with the time at which that request was last known to be in progress. The next request
    takes the oldest slot. A slot is written in one operation, so a killed process leaves no partly written slot. Times are of
    the monotonic clock, which is never set back or forward.

    calls: the limit of all state directories together (StateDirectory.share).
    """

    def __init__(self, state: StateDirectory, *credentials: str, calls: int = 120, seconds: float = 60.0):
        self._state = state
        self._file = state.file("pace", *credentials)
        self._calls = state.share(calls)
        self._seconds = seconds

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait until one more request is allowed; the request is sent inside the context. The time of its arrival is unknown, so
        the slot counts from the end of the request."""
        slot = self._take()
        try:
            yield
        finally:
            with self._state.locked(self._file) as handle:
                _stamp(handle, slot)

    def _take(self) -> int:
        while True:
            with self._state.locked(self._file) as handle:
                seen = self._slots(handle.read())
                slot = seen.index(min(seen))
                pause = seen[slot] + self._seconds - uptime()
                if pause <= 0:
                    _stamp(handle, slot)
                    return slot
            time.sleep(pause)

    def _slots(self, raw: bytes) -> list[float]:
        """The time of each slot; minus infinity if the slot is empty or from before the machine started."""
        never, now = float("-inf"), uptime()
        seen = [at if at <= now else never for (at,) in _SLOT.iter_unpack(raw[: len(raw) // _SLOT.size * _SLOT.size])]
        return [*seen, *[never] * self._calls][: self._calls]


_SLOT = struct.Struct("d")


def _stamp(handle: IO[bytes], slot: int) -> None:
    handle.seek(slot * _SLOT.size)
    handle.write(_SLOT.pack(uptime()))
