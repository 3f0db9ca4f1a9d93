# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls, and counters of the calls since the last reset."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, order=True)
class Call:
    """library: a registry ID, empty if the request has none. kind: the kind of object, with the name that it
    has in seeds, if it has one."""

    library: str
    system: str
    kind: str
    method: str


class Counters:
    """The requests since the last reset, by library, system, kind and method, with their times."""

    def __init__(self) -> None:
        self._times: defaultdict[Call, list[float]] = defaultdict(list)

    def add(self, call: Call) -> None:
        self._times[call].append(time.monotonic())

    def reset(self, library: str | None) -> None:
        for call in [call for call in self._times if library in (None, call.library)]:
            del self._times[call]

    def report(self, library: str | None, with_times: bool) -> list[dict[str, Any]]:
        """with_times: include the time of each request, in seconds of the machine's monotonic clock."""
        return [
            {"library": c.library, "system": c.system, "kind": c.kind, "method": c.method, "count": len(times)}
            | ({"times": times} if with_times else {})
            for c, times in sorted(self._times.items())
            if library in (None, c.library)
        ]
