# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Tasks that ask people, and take what they answer: confirmations of worksheets, and adoption."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .._core.errors import Fault, Invalid
from .._record import adoption, confirmation, page, received
from .._record.confirmation import Answer, Confirmation, Taken
from .._record.content import Said
from .._record.file import differ, replace
from .._record.received import Refused
from .._record.store import RecordStore
from .._wms.catalogue import DECLARABLE
from . import declared, record
from .arguments import Arguments
from .connect import Connection
from .task import Call, Result, Task, waiting_result

_FILES = {"type": "list", "elements": "path", "default": []}


def confirmation_task() -> Task:
    """The work of record_confirmation."""
    arguments: Arguments = {
        "files": _FILES,
        "by": {"type": "str"},
        "done": {"type": "list", "elements": "str", "default": []},
        "impossible": {"type": "dict", "default": {}},
        "discard": {"type": "list", "elements": "str", "default": []},
        "remark": {"type": "str"},
    }

    def perform(call: Call) -> Result:
        post = _post(call, confirmation.FORMAT)
        connection = Connection(call, record.scopes(call))
        taken, discarded = Taken([], []), []
        with record.opened(call, connection) as store:
            before = _titles(store)
            for letter in post.mine:
                with post.refusals(store):
                    taken += confirmation.take(store, DECLARABLE, confirmation.understood(letter))
            for spoken in _spoken(call, store):
                with post.refusals(store):
                    taken += confirmation.take(store, DECLARABLE, spoken)
            if call.params["discard"]:
                discarded = confirmation.discard(store, DECLARABLE, call.params["discard"], _said(call))
            after = _titles(store)
        return {
            **_pending(store),
            **record.result(call, store),
            **connection.result(),
            "changed": bool(taken.confirmed or taken.impossible or discarded or store.read_back),
            "confirmed": taken.confirmed,
            "impossible": taken.impossible,
            "discarded": discarded,
            **post.result(call),
            "diff": {"before": {"pending": before}, "after": {"pending": after}},
        }

    return Task(arguments, perform, DECLARABLE)


def adoption_task() -> Task:
    """The work of record_adoption."""
    arguments: Arguments = {"configuration": {"type": "dict", "required": True}, "files": _FILES}

    def perform(call: Call) -> Result:
        post = _post(call, adoption.FORMAT)
        connection = Connection(call, record.scopes(call))
        wanted = declared.declare_all(call.declared["configuration"], (), DECLARABLE)
        recorded: list[str] = []
        with record.opened(call, connection) as store:
            for letter in post.mine:
                with post.refusals(store):
                    recorded += adoption.take(store, DECLARABLE, adoption.understood(letter))
            asked = adoption.questions(record.kept(call), store, wanted)
            written = _write_questions(call, store, asked)
        titles = [question.title for question in asked]
        return {
            **_pending(store),
            **connection.result(),
            "changed": bool(recorded) or written,
            "recorded": recorded,
            "questions": titles,
            "worksheet": str(record.record_file(call).worksheet("html", ".adopt")) if asked else None,
            **post.result(call),
            "diff": {"before": {}, "after": {"recorded": recorded, "questions": titles}},
        }

    return Task(arguments, perform, DECLARABLE)


def _write_questions(call: Call, store: RecordStore, asked: Sequence[adoption.Question]) -> bool:
    """Write the worksheet, or remove it where nothing is asked. Returns whether that changes anything."""
    told, file = adoption.sheet(store, asked), record.record_file(call)
    pages = {"html": page.adoption_html, "md": page.adoption_markdown}
    texts = {file.worksheet(suffix, ".adopt"): render(told) if asked else None for suffix, render in pages.items()}
    return differ(texts) if call.check_mode else replace(texts)


@dataclass
class Post:
    """What people sent. mine: about this library; others: about other ones; refused: why something was not taken."""

    mine: list[received.Letter] = field(default_factory=list)
    others: list[dict[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @contextmanager
    def refusals(self, store: RecordStore) -> Iterator[None]:
        """Take one letter as a whole or not at all, and go on with the others."""
        before = copy.deepcopy(store.content)
        try:
            yield
        except Fault as fault:
            store.content = before
            self.refused.append(str(fault).rstrip("."))

    def result(self, call: Call) -> Result:
        """What a result says of it: where something was refused, the task has failed, after all else was taken."""
        told: Result = {"other_files": self.others}
        if self.refused:
            told |= {"failed": True, "msg": f"{call.library}: {'; '.join(self.refused)}."}
        return told


def _post(call: Call, expected: str) -> Post:
    post = Post()
    for path in _paths(call.params["files"]):
        try:
            letter = received.read(path, expected)
        except Refused as fault:
            post.refused.append(str(fault).rstrip("."))
            continue
        if letter.library == call.library:
            post.mine.append(letter)
        else:
            post.others.append({"path": letter.path, "library": letter.library})
    return post


def _paths(given: Sequence[str]) -> list[Path]:
    """The files, and those of folders."""
    found: list[Path] = []
    for path in map(Path, given):
        if path.is_dir():
            found += sorted(path.glob("*.json"))
        elif path.exists():
            found.append(path)
        else:
            raise Refused(f"there is no file {path}")
    return found


def _spoken(call: Call, store: RecordStore) -> list[Confirmation]:
    """What the options themselves say was done, or can't be."""
    done, impossible = call.params["done"], call.params["impossible"]
    if not done and not impossible:
        return []
    pending = record.pending(store)
    reasons = dict(zip((step.name for step in confirmation.chosen(pending, list(impossible))), impossible.values()))
    if not all(isinstance(reason, str) and reason.strip() for reason in reasons.values()):
        raise Invalid(["say of everything that is impossible why"])
    made = [step for step in confirmation.chosen(pending, done) if step.name not in reasons]
    answers = [Answer(step.name, step.digest) for step in made]
    answers += [Answer(name, None, impossible=reason.strip()) for name, reason in reasons.items()]
    return [Confirmation("this task", call.library, _said(call), tuple(answers), call.params["remark"])]


def _said(call: Call) -> Said:
    by = (call.params["by"] or "").strip()
    if not by:
        raise Invalid(["say who says so (by): a confirmation has a name to it"])
    return Said(by, record.now())


def _titles(store: RecordStore) -> list[str]:
    return [step.title for step in record.pending(store)]


def _pending(store: RecordStore) -> Result:
    waiting = [one for kind in DECLARABLE for one in store.waiting(kind)]
    return {"pending": bool(waiting), "waiting": waiting_result(waiting)}
