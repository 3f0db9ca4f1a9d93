# SPDX-License-Identifier: GPL-3.0-or-later

"""A git repository of a test."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

#: An identity, and no configuration of the machine.
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "Jane"), ("EMAIL", "j@x"))
    },
}


@dataclass
class Repository:
    """A repository with one empty commit, and a remote repository to which it is pushed."""

    path: Path
    remote: Path

    @classmethod
    def create(cls, path: Path) -> Repository:
        """Create both. Files that are in the directory are committed."""
        made = cls(path, path.with_name(f"{path.name}.git"))
        made.git("init", "--quiet", "--bare", "--initial-branch=main", str(made.remote))
        made.git("init", "--quiet", "--initial-branch=main")
        made.git("add", "--all")
        made.git("commit", "--quiet", "--allow-empty", "--message=The beginning")
        made.git("remote", "add", "origin", str(made.remote))
        made.git("push", "--quiet", "--set-upstream", "origin", "main")
        return made

    def git(self, *arguments: str) -> str:
        """The output of a git command."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env={**os.environ, **ENVIRONMENT},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    @property
    def subjects(self) -> list[str]:
        """The first lines of the messages of the pushed commits, the newest first."""
        return self.git("--git-dir", str(self.remote), "log", "--format=%s", "main").splitlines()


def make_folder(path: Path) -> Path:
    """A folder for a repository of records, with the files that it ignores."""
    path.mkdir(parents=True)
    (path / ".gitignore").write_text("worksheets/\n.*.lock\n", encoding="utf-8")
    return path
