# SPDX-License-Identifier: GPL-3.0-or-later

"""The cost of a command: time, processor, memory, and the requests that the sandbox counts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from support.process_tree import cpu_seconds, memory, process_tree

from .libraries import Consortium

_EVERY = 0.25


@dataclass(frozen=True)
class Cost:
    """The cost of one run. Memory in MiB: peak_process of the largest process, peak_tree of all together with shared
    pages counted once. sandbox: the processor time of the sandbox meanwhile."""

    wall: float
    cpu: float
    peak_process: float
    peak_tree: float
    libraries: int
    calls: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    scaled_from: int = 0
    sandbox: float = 0.0

    @property
    def requests(self) -> int:
        return sum(self.calls.values())

    @property
    def writes(self) -> int:
        """The requests that wrote something."""
        asking = {"token", "login", "login-with-expiry", "search"}
        return sum(count for call, count in self.calls.items() if call[2] != "GET" and call[1] not in asking)

    def scaled(self, libraries: int, start: float) -> Cost:
        """The proportional cost for more libraries. start: the seconds of Ansible that do not depend on their number."""
        if libraries == self.libraries:
            return self
        factor = libraries / self.libraries
        return replace(
            self,
            wall=start + (self.wall - start) * factor,
            cpu=start + (self.cpu - start) * factor,
            libraries=libraries,
            sandbox=self.sandbox * factor,
            calls=Counter({call: round(count * factor) for call, count in self.calls.items()}),
            scaled_from=self.libraries,
        )


def run(
    command: Sequence[str], consortium: Consortium, libraries: int, environment: dict[str, str], log: Path, folder: Path
) -> Cost:
    """Run a command to its end. Raises RuntimeError if it fails."""
    consortium.reset_calls()
    # The sandbox is the only child of this process now.
    served = [(pid, cpu_seconds(pid)) for pid in process_tree(os.getpid())[1:2]]
    with log.open("w", encoding="utf-8") as output:
        started = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        )
        watch = _Watch(process.pid)
        watch.start()
        pid, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} (process {pid}) exited with {process.returncode}; see {log}")
    cpu = usage.ru_utime + usage.ru_stime
    sandbox = sum(cpu_seconds(pid) - before for pid, before in served)
    return Cost(wall, cpu, usage.ru_maxrss / 1024, watch.peak, libraries, consortium.calls(), sandbox=sandbox)


class _Watch(threading.Thread):
    """Samples the memory of a process and its descendants."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.peak = 0.0
        self._pid = pid
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(_EVERY):
            self.peak = max(self.peak, sum(map(memory, process_tree(self._pid))))

    def stop(self) -> None:
        self._over.set()
        self.join()
