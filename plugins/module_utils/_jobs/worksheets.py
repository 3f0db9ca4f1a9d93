# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Tasks for worksheets: import of confirmations, and adoption."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .._core.errors import TaskError, ValidationError
from .._core.files import differ
from .._core.objects import AboutObject
from .._pages import page
from .._record import adoption, confirmation, received, table_files
from .._record.confirmation import StepAnswer, Taken
from .._record.file import ADOPTION
from .._record.received import RejectedFile, Remark, Signed, Skipped, SubmittedFile
from .._record.sources import Attribution
from .._record.store import RecordStore
from .._screens.labels import ScreenLabels
from .._task.arguments import Arguments
from .._task.task import Call, Result, Task, failure, pending_steps_result
from .._wms.catalogue import DECLARABLE
from . import declared, record
from .clients import Clients

_FILES: Arguments = {
    "files": {"type": "list", "elements": "path", "default": []},
    "archive": {"type": "path"},
}


def confirmation_task() -> Task:
    """The work of record_confirmation."""
    arguments: Arguments = {
        **_FILES,
        "by": {"type": "str"},
        "done": {"type": "list", "elements": "str", "default": []},
        "impossible": {"type": "dict", "default": {}},
        "discard": {"type": "list", "elements": "str", "default": []},
        "remark": {"type": "str"},
    }

    def perform(call: Call) -> Result:
        inbox = _inbox(call, received.CONFIRMATION)
        clients = Clients(call, record.scopes(call))
        taken, discarded = Taken([], [], [], []), []
        with record.opened(call, clients) as store:
            before = _titles(record.pending(store))
            for file, signed in inbox.opened(store):
                with inbox.refusals(store, file):
                    taken += confirmation.apply(store, DECLARABLE, signed, confirmation.parse(file))
            if call.params["done"] or call.params["impossible"]:
                answers = _spoken(call, store)
                signed = Signed("this task", _said(call), call.params["remark"])
                with inbox.refusals(store):
                    taken += confirmation.apply(store, DECLARABLE, signed, answers)
            if call.params["discard"]:
                discarded = confirmation.discard(store, DECLARABLE, call.params["discard"], _said(call))
            after = _titles(record.pending(store))
        changed = bool(taken.confirmed or taken.impossible or discarded or store.read_back or store.content.upgraded)
        return {
            **_pending(store),
            **clients.result(),
            **record.result(call, clients, store),
            "changed": changed or inbox.moves,
            "confirmed": [one.data for one in taken.confirmed],
            "impossible": [one.data for one in taken.impossible],
            "discarded": [one.data for one in discarded],
            **inbox.result(taken.skipped, taken.remarks),
            "diff": {"before": {"pending": before}, "after": {"pending": after}},
        }

    return Task(arguments, perform, DECLARABLE)


def adoption_task() -> Task:
    """The work of record_adoption."""
    arguments: Arguments = {
        "configuration": {"type": "dict", "required": True},
        "by": {"type": "str"},
        "tables": {"type": "list", "elements": "path", "default": []},
        **_FILES,
    }

    def perform(call: Call) -> Result:
        inbox = _inbox(call, received.ANSWERS)
        tables = [(path, _said(call)) for path in table_files.paths(call.params["tables"])]
        clients = Clients(call, record.scopes(call))
        wanted = declared.declare_all(call.params_raw["configuration"], (), DECLARABLE)
        recorded = adoption.Recorded([], [], [])
        worksheets: record.Worksheets = {}
        with record.opened(call, clients, worksheets) as store:
            for file, signed in inbox.opened(store):
                with inbox.refusals(store, file):
                    recorded += adoption.apply(store, DECLARABLE, signed, adoption.parse(file))
            for path, said in tables:
                with inbox.refusals(store):
                    recorded += _table(store, path, said)
            asked = adoption.questions(record.recorded_kinds(call), store, wanted)
            if asked:
                record.identify(call, clients, store)
            worksheets |= _questions(call, store, asked)
            written = differ(worksheets)
        return {
            **_pending(store),
            **clients.result(),
            **record.result(call, clients, store),
            "changed": bool(recorded.objects) or written or store.content.upgraded or inbox.moves,
            "recorded": [one.data for one in recorded.objects],
            "questions": [one.data for one in asked],
            "worksheet": str(record.record_file(call).worksheet("html", ADOPTION)) if asked else None,
            **inbox.result(recorded.skipped, recorded.remarks),
            "diff": {"before": {}, "after": {"recorded": _titles(recorded.objects), "questions": _titles(asked)}},
        }

    return Task(arguments, perform, DECLARABLE)


def _table(store: RecordStore, path: Path, said: Attribution) -> adoption.Recorded:
    """Record the table in a file. A file does not show when its table was seen, so an equal table is not news."""
    file = table_files.read(path, DECLARABLE, ScreenLabels(DECLARABLE))
    if store.content.known(file.kind).get(()) == {"rows": file.rows}:
        return adoption.Recorded([], [], [])
    return adoption.apply(store, DECLARABLE, Signed(str(path), said), {file.kind.plural: file.rows})


def _questions(call: Call, store: RecordStore, asked: Sequence[adoption.Question]) -> record.Worksheets:
    """The adoption worksheet; removed if there are no questions."""
    told, file = record.addressed(call, adoption.sheet(store, asked)), record.record_file(call)
    renders = {"html": page.adoption_html, "md": page.adoption_markdown}
    return {file.worksheet(suffix, ADOPTION): render(told) if asked else None for suffix, render in renders.items()}


@dataclass
class Inbox:
    """The received files.

    expected: the format that this task imports. mine: files for this library. others: files that are not touched, with the
    reason. unassigned: files whose library is unknown. refused: files of this library that were not imported.
    """

    call: Call
    expected: str
    mine: list[SubmittedFile] = field(default_factory=list)
    others: list[dict[str, str]] = field(default_factory=list)
    unassigned: list[dict[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    imported: list[Path] = field(default_factory=list)

    def opened(self, store: RecordStore) -> Iterator[tuple[SubmittedFile, Signed]]:
        """The files from worksheets of this record, the earliest first: the later of two answers counts."""
        found = []
        for file in self.mine:
            with self.refusals(store):
                found.append((file, received.check(file, self.expected, store.content, store.now)))
        return iter(sorted(found, key=lambda one: (one[1].said.at, one[0].path)))

    @contextmanager
    def refusals(self, store: RecordStore, file: SubmittedFile | None = None) -> Iterator[None]:
        """Import one file completely or not at all, and continue with the others."""
        before = copy.deepcopy(store.content)
        try:
            yield
        except TaskError as fault:
            store.content = before
            self.refused.append(str(fault).rstrip("."))
        else:
            self.imported += [file.path] if file is not None else []

    @property
    def moves(self) -> bool:
        """Whether files are moved to the archive."""
        return bool(self.call.params["archive"] and self.imported)

    def result(self, skipped: Sequence[Skipped], remarks: Sequence[Remark]) -> Result:
        """The result. The task failed if a file of the library was rejected, after all others were imported. Imported files are
        moved now that the record is saved."""
        archived = []
        if self.moves and not self.call.check_mode:
            folder = Path(self.call.params["archive"]).expanduser()
            archived = [str(received.archive(path, folder)) for path in self.imported]
        for one in self.unassigned:
            self.call.warn(one["reason"])
        told: Result = {
            "imported_files": list(map(str, self.imported)),
            "archived_files": archived,
            "other_files": self.others,
            "unassigned_files": self.unassigned,
            # Not "skipped": Ansible would treat the task as skipped.
            "without_effect": [asdict(one) for one in skipped],
            "remarks": [_remark(one) for one in remarks],
        }
        if self.refused:
            text = f"{self.call.library}: {'; '.join(self.refused)}."
            told |= {"failed": True, "msg": text, "failure": failure(ValidationError(self.refused))}
        return told


def _remark(one: Remark) -> dict[str, Any]:
    about = dict.fromkeys(("kind", "name", "identity", "title")) if one.about is None else one.about.data
    return {**asdict(one.said), "remark": one.remark, **about}


def _inbox(call: Call, expected: str) -> Inbox:
    inbox = Inbox(call, expected)
    for path in received.files(call.params["files"]):
        try:
            file = received.read(path)
        except RejectedFile as fault:
            inbox.unassigned.append({"path": str(path), "reason": str(fault).rstrip(".")})
            continue
        other = received.IMPORTED_BY.get(file.format) if file.format != expected else None
        if file.library != call.library:
            inbox.others.append(_left(file, f"is for {file.library}"))
        elif other is not None:
            inbox.others.append(_left(file, f"is imported by {other}"))
        else:
            inbox.mine.append(file)
    return inbox


def _left(file: SubmittedFile, reason: str) -> dict[str, str]:
    return {"path": str(file.path), "library": file.library, "format": file.format, "reason": reason}


def _spoken(call: Call, store: RecordStore) -> list[StepAnswer]:
    """The answers in the options done and impossible."""
    done, impossible = call.params["done"], call.params["impossible"]
    pending = record.pending(store)
    reasons = dict(zip((step.key for step in confirmation.chosen(pending, list(impossible))), impossible.values()))
    if not all(isinstance(reason, str) and reason.strip() for reason in reasons.values()):
        raise ValidationError(["option 'impossible' needs a reason for every step"])
    made = [step for step in confirmation.chosen(pending, done) if step.key not in reasons]
    for name, text in {**reasons, "remark": call.params["remark"]}.items():
        _refuse_long(name, text, received.LONGEST_REMARK)
    answers = [StepAnswer(step.key, step.digest) for step in made]
    return [*answers, *(StepAnswer(key, None, impossible=reason.strip()) for key, reason in reasons.items())]


def _refuse_long(name: str, text: str | None, longest: int) -> None:
    if told := received.too_long(name, text, longest):
        raise ValidationError([told])


def _said(call: Call) -> Attribution:
    by = (call.params["by"] or "").strip()
    if not by:
        raise ValidationError(["option 'by' is required: the name of the person who confirms"])
    _refuse_long("by", by, received.LONGEST_NAME)
    return Attribution(by, record.now())


def _titles(objects: Iterable[AboutObject]) -> list[str]:
    return [one.title for one in objects]


def _pending(store: RecordStore) -> Result:
    steps = [one for kind in DECLARABLE for one in store.pending_steps(kind)]
    return {"pending": bool(steps), "pending_steps": pending_steps_result(steps)}
