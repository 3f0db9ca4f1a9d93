# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs git in a folder of a clone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

#: In seconds: a remote repository may not respond, or send without end, and a hook can wait for a person.
DEADLINE = 300
#: Nobody can answer a question, or use an editor; and what git says is compared.
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "false", "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
#: The status of ``timeout`` if it has ended a command.
_TIMED_OUT = (124, 137, -9)
#: A user and a password in the address of a remote repository.
_CREDENTIALS = re.compile(r"://[^/@\s]*@")


@dataclass(frozen=True)
class Done:
    """The result of a command. status: 0 for success, negative if it did not end by itself. errors: what it wrote there, without credentials."""

    status: int
    output: str = ""
    errors: str = ""

    @property
    def problem(self) -> str:
        """What went wrong, in the words of git, in one line."""
        return "; ".join(line for line in (self.errors or self.output).splitlines() if line.strip())


@dataclass(frozen=True)
class Git:
    """Git in a folder."""

    folder: Path

    def run(self, *arguments: str, text: str = "") -> Done:
        """The result of a command to which a text is sent. A command that cannot be started, or does not end, has failed, too."""
        # It ends git and its helpers, also if the run is interrupted before they end.
        bound = ["timeout", "--kill-after=10", str(DEADLINE)] if shutil.which("timeout") else []
        try:
            done = subprocess.run(
                [*bound, "git", "-c", "core.quotePath=false", *arguments],
                cwd=self.folder, env={**os.environ, **_ENVIRONMENT}, input=text,
                text=True, encoding="utf-8", errors="replace", capture_output=True, check=False, timeout=2 * DEADLINE,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            done = None
        except OSError as fault:
            return Done(-1, errors=str(fault))
        if done is None or (bound and done.returncode in _TIMED_OUT):
            return Done(-1, errors=f"no response within {DEADLINE} seconds")
        return Done(done.returncode, done.stdout, _CREDENTIALS.sub("://", done.stderr))
