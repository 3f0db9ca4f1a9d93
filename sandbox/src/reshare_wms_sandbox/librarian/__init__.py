# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays the librarians of a rehearsal: makes the changes of worksheets on the sandbox's screens, and writes the confirmations.

In production, people do this. It needs neither Ansible nor the collection: everything is in the worksheets.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from .browser import Browser, NotDone, Unreachable
from .following import follow
from .worksheets import Unusable, confirm, read

#: A questionnaire asks what the screens show; it is no worksheet.
_QUESTIONNAIRE = ".questionnaire.html"


def play(folder: Path, sandbox: str, inbox: Path | None, by: str | None) -> int:
    """Follow the worksheets of a folder, and print a sentence for each. Returns the exit code: 1 if anything was not done.

    sandbox: its address. inbox: the folder of the confirmations, the same by default. by: the name in them.
    """
    failed = False
    count = 0
    for path in _worksheets(folder):
        count += 1
        try:
            sentence, whole = _follow(path, sandbox, inbox or folder, by)
        except (Unusable, Unreachable, OSError) as fault:
            sentence, whole = f"{fault}".rstrip(".") + ".", False
        print(sentence, file=sys.stdout if whole else sys.stderr, flush=True)
        failed = failed or not whole
    if not count:
        print(f"{folder} contains no worksheet.", file=sys.stderr)
    return 1 if failed or not count else 0


def _worksheets(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.glob("*.html")) if not path.name.endswith(_QUESTIONNAIRE))


def _follow(path: Path, sandbox: str, inbox: Path, by: str | None) -> tuple[str, bool]:
    """Follow a worksheet. Returns the sentence for it, and whether all of it was done."""
    sheet = read(path)
    browser = Browser(sandbox, sheet.registry_id)
    try:
        browser.open("ill_settings")
    except NotDone as fault:
        raise Unusable(f"{path} is for a library that the sandbox does not have: {fault}") from None
    refused: dict[str, str] = {}
    for step in sheet.steps:
        try:
            follow(browser, step)
        except NotDone as fault:
            refused[step.name] = f"{step.title}: {fault}"
    written = confirm(sheet, inbox, by or f"The librarian of {sheet.library}", refused)
    done = len(sheet.steps) - len(refused)
    told = "".join(f" Not done: {reason}." for reason in refused.values())
    return f"{sheet.library}: {done} of {len(sheet.steps)} steps were done; {written} confirms them.{told}", not refused
