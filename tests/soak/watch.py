# SPDX-License-Identifier: GPL-3.0-or-later

"""The memory and open files of a command while it runs, and of the sandbox after it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from support.process_tree import memory, open_files, process_tree

_EVERY = 0.25


@dataclass(frozen=True)
class Held:
    """Memory in MiB, and open files.

    process, process_files: the maximum of a single process of the command. process is the kernel's own peak, which
    sampling cannot miss; the others are the maximum of the samples. all, all_files: of all processes of the command
    together, shared pages counted once. sandbox, sandbox_files: after the command, when no call is open.
    """

    process: float = 0
    all: float = 0
    process_files: int = 0
    all_files: int = 0
    sandbox: float = 0
    sandbox_files: int = 0

    @classmethod
    def most(cls, looks: Iterable[Held]) -> Held:
        """The maximum of every value."""
        return cls(*map(max, zip(*map(astuple, looks))))


def run(command: Sequence[str], folder: Path, environment: dict[str, str], log: Path) -> tuple[int, float, Held]:
    """Run a command to its end. Returns the exit status, the seconds, and its memory and files."""
    since, looks = time.monotonic(), [Held()]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        )
        ended, status, usage = 0, 0, None
        while not ended:
            looks.append(_look(process.pid))
            time.sleep(_EVERY)
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    held = replace(Held.most(looks), process=usage.ru_maxrss / 1024)
    return process.returncode, time.monotonic() - since, held


def _look(command: int) -> Held:
    sizes, files = zip(*((memory(one), open_files(one)) for one in process_tree(command)))
    return Held(0, sum(sizes), max(files), sum(files))
