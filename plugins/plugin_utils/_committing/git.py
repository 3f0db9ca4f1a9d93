# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs git in a folder of a clone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: In seconds: a remote repository may not respond, or send without end, and a hook can wait for a person.
DEADLINE = 300
#: Nobody can answer a question, or use an editor; and what git says is compared.
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "false", "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
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
        try:
            # In a session of its own, so that its helpers end with it.
            process = subprocess.Popen(
                ["git", "-c", "core.quotePath=false", *arguments],  # noqa: S607
                cwd=self.folder, env={**os.environ, **_ENVIRONMENT},
                text=True, encoding="utf-8", errors="replace", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, start_new_session=True,
            )  # fmt: skip
        except OSError as fault:
            return Done(-1, errors=str(fault))
        try:
            output, errors = process.communicate(text, timeout=DEADLINE)
        except subprocess.TimeoutExpired:
            _end(process)
            return Done(-1, errors=f"no response within {DEADLINE} seconds")
        except BaseException:
            _end(process)
            raise
        return Done(process.returncode, output, _CREDENTIALS.sub("://", errors))


def _end(process: subprocess.Popen[str]) -> None:
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
