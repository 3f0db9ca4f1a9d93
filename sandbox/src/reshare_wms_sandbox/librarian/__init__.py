# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays the librarians of a rehearsal: answers questionnaires, makes the changes of worksheets on the sandbox's screens, and writes the files
that the pages would make.

In production, people do this. It needs neither Ansible nor the collection: everything is in the pages.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .answering import answer
from .browser import Browser, NotDone, Unreachable
from .following import follow
from .worksheets import Questionnaire, Sheet, Unusable, confirm, read

#: The pages that ask what the screens show.
_QUESTIONNAIRES = (".questionnaire.html", ".audit.html")


def play(folder: Path, sandbox: str, inbox: Path | None, by: str | None) -> int:
    """Work on the pages of a folder, and print a sentence for each. Returns the exit code: 1 if anything was not done.

    sandbox: its address. inbox: the folder of the files that are sent back, the same by default. by: the name in them.
    """
    failed = False
    paths = sorted(folder.glob("*.html"))
    for path in paths:
        work = _answer if path.name.endswith(_QUESTIONNAIRES) else _follow
        try:
            sentence, whole = work(path, sandbox, inbox or folder, by)
        except (Unusable, Unreachable, OSError) as fault:
            sentence, whole = f"{fault}".rstrip(".") + ".", False
        print(sentence, file=sys.stdout if whole else sys.stderr, flush=True)
        failed = failed or not whole
    if not paths:
        print(f"{folder} contains no worksheet or questionnaire.", file=sys.stderr)
    return 1 if failed or not paths else 0


def _answer(path: Path, sandbox: str, inbox: Path, by: str | None) -> tuple[str, bool]:
    """Answer a questionnaire. Returns the sentence for it, and whether all of it was done."""
    sheet = read(path, Questionnaire)
    try:
        screens = Browser(sandbox, sheet.registry_id).look_up()
    except NotDone as fault:
        raise _unknown(path, fault) from None
    answers = {question.name: answer(question, screens) for question in sheet.questions}
    written = sheet.send_back(inbox, "answers", by, {"answers": answers})
    return f"{sheet.library}: {len(answers)} questions were answered; {written} has the answers.", True


def _follow(path: Path, sandbox: str, inbox: Path, by: str | None) -> tuple[str, bool]:
    """Follow a worksheet. Returns the sentence for it, and whether all of it was done."""
    sheet = read(path, Sheet)
    browser = Browser(sandbox, sheet.registry_id)
    try:
        browser.open("ill_settings")
    except NotDone as fault:
        raise _unknown(path, fault) from None
    refused: dict[str, str] = {}
    for step in sheet.steps:
        try:
            follow(browser, step)
        except NotDone as fault:
            refused[step.name] = f"{step.title}: {fault}"
    written = confirm(sheet, inbox, by, refused)
    done = len(sheet.steps) - len(refused)
    undone = "".join(f" Not done: {reason}." for reason in refused.values())
    return (
        f"{sheet.library}: {done} of {len(sheet.steps)} steps were done; {written} confirms them.{undone}",
        not refused,
    )


def _unknown(path: Path, fault: NotDone) -> Unusable:
    return Unusable(f"{path} is for a library that the sandbox does not have: {fault}")
