# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Tasks that ask people, and take what they answer: confirmations of worksheets, and adoption."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .._core.errors import Invalid
from .._core.objects import Kind
from .._record import adoption, confirmation, page, received
from .._record.confirmation import Answer, Confirmation, Taken
from .._record.content import Said
from .._record.file import remove, write
from .._record.received import Refused
from .._record.store import RecordStore
from .._wms.catalogue import DECLARABLE
from . import declared, record
from .connect import Connection
from .task import Call, Result, Task, waiting_result

_FILES = {"type": "list", "elements": "path", "default": []}


def confirmation_task() -> Task:
    """The work of record_confirmation."""
    arguments = {
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
        kinds = record.kept(call)
        taken, discarded = Taken([], []), []
        with record.opened(call, connection) as store:
            before = _titles(call, store)
            for one in [*map(confirmation.understood, post.mine), *_spoken(call, store)]:
                found = confirmation.take(store, kinds, one)
                taken.confirmed += found.confirmed
                taken.impossible += found.impossible
            if call.params["discard"]:
                discarded = confirmation.discard(store, kinds, call.params["discard"], _said(call))
            after = _titles(call, store)
        return {
            **_pending(call, store, kinds),
            **record.result(call, store),
            **connection.result(),
            "changed": bool(taken.confirmed or taken.impossible or discarded or store.read_back),
            "confirmed": taken.confirmed,
            "impossible": taken.impossible,
            "discarded": discarded,
            **post.result(),
            "diff": {"before": {"pending": before}, "after": {"pending": after}},
        }

    return Task(arguments, perform)


def adoption_task() -> Task:
    """The work of record_adoption."""
    arguments = {"configuration": {"type": "dict", "required": True}, "files": _FILES}

    def perform(call: Call) -> Result:
        post = _post(call, adoption.FORMAT)
        connection = Connection(call, record.scopes(call))
        kinds = record.kept(call)
        wanted = declared.declare_all(call.declared["configuration"], (), DECLARABLE)
        recorded: list[str] = []
        with record.opened(call, connection) as store:
            for letter in post.mine:
                recorded += adoption.take(store, kinds, adoption.understood(letter))
            asked = adoption.questions(kinds, store, wanted)
        file = record.record_file(call)
        html, markdown = (file.worksheet(suffix, ".adopt") for suffix in ("html", "md"))
        told = adoption.sheet(store, asked)
        written = _write(call, html, page.adoption_html, told) | _write(call, markdown, page.adoption_markdown, told)
        titles = [question.title for question in asked]
        return {
            **_pending(call, store, kinds),
            **connection.result(),
            "changed": bool(recorded) or written,
            "recorded": recorded,
            "questions": titles,
            "worksheet": str(html) if asked else None,
            **post.result(),
            "diff": {"before": {}, "after": {"recorded": recorded, "questions": titles}},
        }

    return Task(arguments, perform)


def _write(call: Call, path: Path, render: Callable[[Any], str], told: Any) -> bool:
    """Write a worksheet, or remove it where nothing is asked. Returns whether that changes anything."""
    text = render(told) if told["groups"] else None
    if call.check_mode:
        return path.exists() if text is None else not path.exists() or path.read_text(encoding="utf-8") != text
    return remove(path) if text is None else write(path, text)


@dataclass
class Post:
    """What people sent. mine: about this library; others: about other ones; unreadable: why, for what is neither."""

    mine: list[received.Letter] = field(default_factory=list)
    others: list[dict[str, str]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def result(self) -> Result:
        """What a result says of it. Raises Refused where something was unreadable: what could be read is taken by then."""
        if self.unreadable:
            raise Refused(f"{'; '.join(self.unreadable)}. The other files were taken")
        return {"other_files": self.others}


def _post(call: Call, expected: str) -> Post:
    post = Post()
    for path in _paths(call.params["files"]):
        try:
            letter = received.read(path, expected)
        except Refused as fault:
            post.unreadable.append(str(fault))
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
    pending = record.pending(call, store)
    reasons = dict(zip((step.name for step in confirmation.chosen(pending, list(impossible))), impossible.values()))
    made = [step for step in confirmation.chosen(pending, done) if step.name not in reasons]
    answers = [Answer(step.name, step.digest) for step in made]
    answers += [Answer(name, None, impossible=str(reason)) for name, reason in reasons.items()]
    return [Confirmation("this task", call.library, _said(call), tuple(answers), call.params["remark"])]


def _said(call: Call) -> Said:
    if not call.params["by"]:
        raise Invalid(["say who says so (by): a confirmation has a name to it"])
    return Said(call.params["by"], record.now())


def _titles(call: Call, store: RecordStore) -> list[str]:
    return [step.title for step in record.pending(call, store)]


def _pending(call: Call, store: RecordStore, kinds: Sequence[Kind]) -> Result:
    waiting = [one for kind in kinds for one in store.waiting(kind)]
    return {"pending": bool(waiting), "waiting": waiting_result(waiting)}
