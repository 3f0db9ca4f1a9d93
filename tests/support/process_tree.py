# SPDX-License-Identifier: GPL-3.0-or-later

"""A process and its descendants, with the processor time, memory and files of each, from Linux's /proc."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def process_tree(pid: int) -> list[int]:
    """A process and its descendants that still exist."""
    found = [pid]
    for one in found:
        with suppress(OSError):
            for path in Path(f"/proc/{one}/task").glob("*/children"):
                found += map(int, path.read_text(encoding="ascii").split())
    return found


def cpu_seconds(pid: int) -> float:
    """The processor time of a process and its descendants, including those that have ended."""
    return sum(map(_ticks, process_tree(pid))) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    try:
        # The name comes first, in parentheses, and can contain any character.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))


def memory(pid: int) -> float:
    """The memory of a process in MiB; a page that n processes share counts as its nth part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0)


def open_files(pid: int) -> int:
    """The number of file descriptors of a process."""
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0
