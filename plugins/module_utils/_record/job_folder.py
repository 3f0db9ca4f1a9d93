# SPDX-License-Identifier: GPL-3.0-or-later

"""The folder of a controller's job, which is deleted after the job with everything in it."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

#: Where Linux lists the mounted file systems.
_MOUNTS = Path("/proc/self/mountinfo")


def job_folder_of(folder: Path, environment: Mapping[str, str]) -> Path | None:
    """The job's folder that contains *folder*; None if there is none, or if a volume is mounted in between."""
    inner = folder.expanduser().resolve()
    for job in _job_folders(environment):
        if inner.is_relative_to(job) and not _mounted_between(job, inner, _mount_points()):
            return job
    return None


def _job_folders(environment: Mapping[str, str]) -> set[Path]:
    """The folders of this job. AWX sets the first variable, and ansible-runner the second one, to a folder two levels below. With
    ansible-runner alone, only a temporary folder counts: others can be kept."""
    folders = {Path(path).resolve() for path in [environment.get("AWX_PRIVATE_DATA_DIR")] if path}
    if path := environment.get("AWX_ISOLATED_DATA_DIR"):
        private = Path(path).resolve().parent.parent
        if folders or private.is_relative_to(Path(tempfile.gettempdir()).resolve()):
            folders.add(private)
    # A path with fewer levels becomes the root.
    return folders - {Path("/")}


def _mounted_between(job: Path, inner: Path, points: Collection[Path]) -> bool:
    return any(path in points for path in (inner, *inner.parents) if path != job and path.is_relative_to(job))


def _mount_points() -> set[Path]:
    """The paths at which file systems are mounted. A space in one is written as a backslash and three octal digits."""
    with suppress(OSError):
        fields = (line.split(b" ") for line in _MOUNTS.read_bytes().splitlines())
        return {Path(columns[4].decode("unicode_escape")) for columns in fields if len(columns) > 4}
    return set()
