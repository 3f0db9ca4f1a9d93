# SPDX-License-Identifier: GPL-3.0-or-later

"""The rate limit of a key."""

from __future__ import annotations

from collections import defaultdict, deque

from ..clock import Clock


class Pacing:
    """A limit on the calls of a key within a window of seconds."""

    def __init__(self, clock: Clock, calls: int = 120, window: float = 60):
        self._clock, self._calls, self._window = clock, calls, window
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def wait(self, key: str) -> float:
        """Seconds until the next call is allowed; 0 counts this call."""
        now, times = self._clock.time(), self._times[key]
        while times and times[0] <= now - self._window:
            times.popleft()
        if len(times) >= self._calls:
            return times[0] + self._window - now
        times.append(now)
        return 0

    def forget(self, key: str) -> None:
        self._times.pop(key, None)
