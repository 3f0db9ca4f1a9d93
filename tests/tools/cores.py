# SPDX-License-Identifier: GPL-3.0-or-later
"""The releases of ansible-core with which this collection is tested, and the interpreters on this machine for them.

The README states the policy: the releases that Ansible supports, and the newest candidate of the next release.

    cores.py choose [CORE]    one line for the Makefile: this interpreter's version, the core, its requirement
    cores.py matrix           a line of arguments for make per core: CORE=2.22 PYTHON=/usr/bin/python3.13
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

#: Requirement by release. A candidate as the lower bound lets pip choose candidates until the final release is out.
REQUIREMENTS = {
    "2.20": "ansible-core~=2.20.0",
    "2.21": "ansible-core~=2.21.0",
    "2.22": "ansible-core~=2.22.0rc1",
}

#: The Python versions on which each release runs as a controller and is tested here, the preferred one first.
PYTHONS = {
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.13", "3.14", "3.12"),
    "2.22": ("3.13", "3.14"),
}

OLDEST_PYTHON = (3, 12)


def choose(core: str | None) -> str:
    """The values for the Makefile. Raises SystemExit with a message if Python and core do not fit together."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if sys.version_info < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        raise SystemExit(
            f"{sys.executable} is Python {version}; {oldest} or newer is required: make PYTHON=/path/to/python3"
        )
    # A Python newer than those in the table is tested with the releases of the newest one in it.
    released = [name for name, requirement in REQUIREMENTS.items() if not re.search("[a-z][0-9]+$", requirement)]
    fitting = [name for name in released if version in PYTHONS[name]] or released
    core = core or fitting[-1]
    if core not in REQUIREMENTS:
        raise SystemExit(f"CORE={core} is not a tested release. Tested releases: {', '.join(REQUIREMENTS)}.")
    if version not in PYTHONS[core] and any(version in versions for versions in PYTHONS.values()):
        raise SystemExit(
            f"ansible-core {core} does not run on Python {version}: make CORE={core} PYTHON=/path/to/python{PYTHONS[core][0]}"
        )
    return f"{version} {core} {REQUIREMENTS[core]}"


def matrix() -> Iterator[str]:
    """Each core with an interpreter on this machine. A core without one is skipped; in CI it is an error."""
    for core, versions in PYTHONS.items():
        python = next((path for version in versions for path in _interpreters(version)), None)
        if python:
            yield f"CORE={core} PYTHON={python}"
        elif os.environ.get("CI"):
            raise SystemExit(f"ansible-core {core}: Python {' or '.join(versions)} not found")
        else:
            print(f"SKIPPED ansible-core {core}: Python {' or '.join(versions)} not found", file=sys.stderr)


def _interpreters(version: str) -> Iterator[str]:
    """The usable interpreters of that version: on PATH, Debian's, and pyenv's."""
    name = f"python{version}"
    folders = [*map(Path, os.get_exec_path()), Path("/usr/bin")]
    candidates = [folder / name for folder in folders if folder.name != "shims"]
    for folder in folders:
        if folder.name == "shims":
            candidates += sorted(folder.parent.glob(f"versions/{version}.*/bin/{name}"), reverse=True)
    for path in candidates:
        if shutil.which(path) and _makes_environments(path):
            yield str(path)


def _makes_environments(python: Path) -> bool:
    command = [python, "-c", "import ensurepip, venv"]
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0


if __name__ == "__main__":
    command, *rest = sys.argv[1:] or [""]
    if command == "choose" and len(rest) < 2:
        print(choose(rest[0] if rest else None))
    elif command == "matrix" and not rest:
        print(*matrix(), sep="\n")
    else:
        sys.exit(__doc__)
