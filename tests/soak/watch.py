# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a command holds while it runs: memory and open files, its own and the sandbox's."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from support.process_tree import memory, open_files, process_tree

_EVERY = 0.25


@dataclass(frozen=True)
class Held:
    """The most that was held at any time. Memory in MiB, shared pages counted once.

    process, process_files: of the process that held the most. all, all_files: of all of the command's together.
    """

    process: float = 0
    all: float = 0
    process_files: int = 0
    all_files: int = 0
    sandbox: float = 0
    sandbox_files: int = 0

    @classmethod
    def most(cls, looks: Iterable[Held]) -> Held:
        """The most of everything that was seen."""
        return cls(*map(max, zip(*map(astuple, looks))))


def run(
    command: Sequence[str], folder: Path, environment: dict[str, str], log: Path, sandbox: int
) -> tuple[int, float, Held]:
    """Run a command to its end. sandbox: its process. Returns the exit status, the seconds, and what was held."""
    since, looks = time.monotonic(), [Held()]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            looks.append(_look(process.pid, sandbox))
            time.sleep(_EVERY)
    return process.returncode, time.monotonic() - since, Held.most(looks)


def _look(command: int, sandbox: int) -> Held:
    sizes, files = zip(*((memory(one), open_files(one)) for one in process_tree(command)))
    return Held(max(sizes), sum(sizes), max(files), sum(files), memory(sandbox), open_files(sandbox))
