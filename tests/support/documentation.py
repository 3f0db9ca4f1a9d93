# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples in the documentation: blocks of YAML, JSON and commands."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from support.environment import ROOT

_BLOCK = re.compile(r"^(?P<indent> *)```(?P<language>\w+)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)
_PLAYBOOK = "reshare.wms."


@dataclass(frozen=True)
class Block:
    """A block of an example. page: relative to the checkout."""

    page: str
    language: str
    text: str


@dataclass(frozen=True)
class Command:
    """A call of a playbook of this collection. variables: those that -e sets."""

    page: str
    playbook: str
    arguments: tuple[str, ...]

    @property
    def variables(self) -> dict[str, object]:
        found: dict[str, object] = {}
        for option, value in zip(self.arguments, self.arguments[1:]):
            if option == "-e":
                found |= _variables(value)
        return found


def _variables(value: str) -> dict[str, object]:
    if value.startswith("{"):
        return dict(yaml.safe_load(value))
    if value.startswith("@"):
        # A file of the reader, which is another block of the page.
        return {}
    return dict(part.partition("=")[::2] for part in shlex.split(value))


@cache
def pages() -> list[str]:
    """All pages of the checkout."""
    command = ["git", "ls-files", "--cached", "*.md"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return [name for name in done.stdout.splitlines() if (ROOT / name).exists()]


def blocks(page: str, language: str) -> list[str]:
    """The blocks of a page in a language."""
    text = Path(ROOT / page).read_text(encoding="utf-8")
    return [
        re.sub(rf"^{one['indent']}", "", one["text"], flags=re.MULTILINE)
        for one in _BLOCK.finditer(text)
        if one["language"] == language
    ]


def commands(page: str) -> Iterator[Command]:
    """The calls of playbooks in the consoles of a page."""
    for block in blocks(page, "console"):
        lines = block.replace("\\\n", "").splitlines()
        for number, line in enumerate(lines):
            if line.startswith("$ "):
                yield from _calls(page, _words("\n".join(lines[number:])[2:]))


def _words(text: str) -> list[str]:
    """The words of a call at the start of a text. It goes on until its quotes are closed."""
    lines = text.split("\n")
    for end in range(1, len(lines) + 1):
        with suppress(ValueError):
            return shlex.split("\n".join(lines[:end]), comments=True)
    raise ValueError(f"a quote is not closed: {lines[0]}")


def _calls(page: str, words: list[str]) -> Iterator[Command]:
    if "&&" in words:
        at = words.index("&&")
        yield from _calls(page, words[at + 1 :])
        words = words[:at]
    if words[0] == "ansible-playbook" and words[1].startswith(_PLAYBOOK):
        yield Command(page, words[1].removeprefix(_PLAYBOOK), tuple(words[2:]))
