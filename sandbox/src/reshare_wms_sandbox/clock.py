# SPDX-License-Identifier: GPL-3.0-or-later

"""The clock of the sandbox. All its systems use it for dates, delays, expiry and windows, and tests can set it."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime


class Clock:
    """The machine's clock, unless a test stops or advances it."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._stopped_at: float | None = None
        self._set = asyncio.Event()

    @property
    def stopped(self) -> bool:
        return self._stopped_at is not None

    def time(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self._ahead if self._stopped_at is None else self._stopped_at

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def stop(self, at: float | None = None) -> None:
        """Stop the clock. at: the moment to stop at, instead of now."""
        self._stopped_at = self.time() if at is None else at
        self._wake()

    def advance(self, seconds: float) -> None:
        """Advance the clock, whether it is stopped or not."""
        if self._stopped_at is None:
            self._ahead += seconds
        else:
            self._stopped_at += seconds
        self._wake()

    def reset(self) -> None:
        """Return to the machine's clock."""
        self._ahead, self._stopped_at = 0.0, None
        self._wake()

    async def sleep(self, seconds: float) -> None:
        """Wait until this clock has advanced by that many seconds."""
        until = self.time() + seconds
        while (left := until - self.time()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._set.wait(), None if self.stopped else left)

    def _wake(self) -> None:
        """Wake all sleepers, so that they read the clock again."""
        self._set.set()
        self._set = asyncio.Event()


def written(moment: datetime) -> str:
    """A moment in the format of the simulated systems, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
