# SPDX-License-Identifier: GPL-3.0-or-later

"""Copies of the checkout, and the artifacts that are built from them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from .environment import ROOT

#: Parts of a checkout that are not in the artifact, by the first part of the path.
_OTHER = {
    *("CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "LICENSES", "Makefile", "REUSE.toml", "ansible.cfg", "biome.jsonc"),
    *("assistant", "examples", "extensions", "galaxy.yml", "pyproject.toml", "sandbox", "tests"),
}
#: The settings of the site, and pictures.
_SOURCES = (
    *(f"docs/docsite/{name}" for name in ("conf.py", "index.html", "scorer.js", "shared_options.py", "static/")),
    "docs/pictures/",
)
#: The script of the assistant that the pages contain, too.
_SHARED = "assistant/read/values.js"


@dataclass
class Artifact:
    """A built collection. files: their names in the artifact."""

    path: Path
    files: set[str]


def tracked() -> list[str]:
    """The files of the checkout that belong to the repository."""
    command = ["git", "ls-files", "--cached"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return [name for name in done.stdout.splitlines() if (ROOT / name).exists()]


def copy_checkout(folder: Path) -> None:
    """Copy these files into a folder."""
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)


def shipped() -> set[str]:
    """The files of the checkout that users get."""
    of_users = {
        name for name in tracked() if name == _SHARED or (not name.startswith(".") and name.split("/")[0] not in _OTHER)
    }
    return {".ansible-lint"} | {
        name
        for name in of_users
        if not name.startswith(_SOURCES) and (not name.startswith("changelogs/") or name == "changelogs/changelog.yaml")
    }


def build(checkout: Path) -> Artifact:
    """Build the collection of a checkout, beside it."""
    galaxy("build", str(checkout), "--output-path", str(checkout.parent))
    (path,) = checkout.parent.glob("reshare-wms-*.tar.gz")
    return read(path)


def read(path: Path) -> Artifact:
    """A built collection."""
    with tarfile.open(path) as archive:
        return Artifact(path, {member.name for member in archive.getmembers() if not member.isdir()})


def galaxy(*arguments: str) -> None:
    """Run ansible-galaxy collection."""
    command = [sys.executable, "-m", "ansible", "galaxy", "collection", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
