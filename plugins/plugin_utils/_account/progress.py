# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows the progress of a long task in a line from time to time, so that a log without a terminal also shows that the run continues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

#: The minimum number of seconds between two lines.
PAUSE = 10.0


class Progress:
    """Counts the libraries that finished each task of a play, also over several waves. show: shows a line. clock: the seconds since any moment."""

    def __init__(self, show: Callable[[str], object], clock: Callable[[], float]):
        self._show, self._clock = show, clock
        self._last = clock()
        self.begin(0)

    def begin(self, total: int) -> None:
        """A play begins. total: the number of its libraries."""
        self._total = total
        self._through: dict[str, set[str]] = defaultdict(set)
        self._failed: set[str] = set()

    def take(self, task: str, name: str, library: str, failed: bool) -> None:
        """A library finished a task. task: what identifies it. name: for people."""
        self._through[task].add(library)
        if failed:
            self._failed.add(library)
        # A library that failed does not run the tasks after that one.
        done = len(self._through[task] | self._failed)
        if done < self._total and self._clock() - self._last >= PAUSE:
            self._last = self._clock()
            failures = f", {len(self._failed)} failed" if self._failed else ""
            self._show(f"{name}: {done} of {self._total} libraries{failures}")
