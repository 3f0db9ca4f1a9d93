# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Tasks for worksheets: import of confirmations, adoption, and audits."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .._answers import adoption, approval, audit, confirmation, received, table_files
from .._answers.captures import Observed
from .._answers.comparison import as_known
from .._answers.confirmation import StepAnswer, Taken
from .._answers.received import RejectedFile, Remark, Signed, Skipped, SubmittedFile
from .._core.errors import TaskError, ValidationError, failure
from .._core.files import differing, listed
from .._core.objects import AboutObject, Declaration
from .._pages import page
from .._record import knowledge
from .._record.file import ADOPTION, AUDIT
from .._record.record_store import RecordStore
from .._record.sources import Attribution
from .._task.arguments import Arguments
from .._task.task import Call, Result, Task, pending_steps_result
from .._wms.catalogue import BY_CONSEQUENCE, DECLARABLE
from . import applying, captures, record
from .clients import Clients

_FILES: Arguments = {
    "files": {"type": "list", "elements": "path", "default": []},
    "archive": {"type": "path"},
}


def confirmation_task() -> Task:
    """The work of record_confirmation."""
    arguments: Arguments = {
        **_FILES,
        **captures.ARGUMENTS,
        "by": {"type": "str"},
        "done": {"type": "list", "elements": "str", "default": []},
        "impossible": {"type": "dict", "default": {}},
        "discard": {"type": "list", "elements": "str", "default": []},
        "remark": {"type": "str"},
        "approved_by": {"type": "str"},
        "approved": {"type": "list", "elements": "str", "default": []},
        "sent_back": {"type": "dict", "default": {}},
    }

    def perform(call: Call) -> Result:
        inbox = _inbox(call, received.CONFIRMATION)
        _refuse_together(call)
        clients = Clients(call, record.scopes(call))
        taken, discarded = Taken([], [], [], []), []
        with record.opened(call, clients) as store:
            before = _titles(record.pending(store))
            for file, signed in inbox.opened(store):
                with inbox.imports(store, file.path):
                    shown = captures.evidence(call, store, file)
                    taken += confirmation.apply(store, DECLARABLE, signed, confirmation.parse(file), shown)
            seen = _captures(call, store, inbox)
            if call.params["done"] or call.params["impossible"]:
                answers = _spoken(call, store)
                signed = Signed("this task", _said(call), call.params["remark"])
                with inbox.refusals(store):
                    taken += confirmation.apply(store, DECLARABLE, signed, answers)
            if call.params["discard"]:
                discarded = confirmation.discard(store, DECLARABLE, call.params["discard"], _said(call))
            reviewed = _review(call, store)
            after = _titles(record.pending(store))
        done = taken.confirmed or taken.impossible or discarded or reviewed.approved or reviewed.sent_back
        changed = bool(done or store.read_back)
        old, new = captures.diff(seen)
        return {
            **_pending(store),
            **clients.result(),
            **record.result(call, clients, store),
            **captures.result(seen),
            "changed": changed or captures.changed(seen) or inbox.moves,
            "confirmed": [one.data for one in taken.confirmed],
            "impossible": [one.data for one in taken.impossible],
            "discarded": [one.data for one in discarded],
            "approved": [one.data for one in reviewed.approved],
            "sent_back": [one.data for one in reviewed.sent_back],
            **record.knowledge(call, store, knowledge.of_objects(store, [*taken.confirmed, *reviewed.approved])),
            **inbox.result([*taken.skipped, *captures.skipped(seen)], taken.remarks),
            "diff": {"before": {"pending": before, **old}, "after": {"pending": after, **new}},
        }

    return Task(arguments, perform, DECLARABLE)


def adoption_task() -> Task:
    """The work of record_adoption."""
    arguments: Arguments = {
        "configuration": {"type": "dict", "required": True},
        "by": {"type": "str"},
        "tables": {"type": "list", "elements": "path", "default": []},
        **captures.ARGUMENTS,
        **_FILES,
    }

    def perform(call: Call) -> Result:
        inbox = _inbox(call, received.ANSWERS)
        tables = [(path, _said(call)) for path in listed("tables", call.params["tables"], table_files.is_table)]
        clients = Clients(call, record.scopes(call))
        wanted = applying.declare_all(call.params_raw["configuration"], (), DECLARABLE)
        recorded = adoption.Recorded([], [], [])
        worksheets: record.Worksheets = {}
        # Answers belong to a record that exists, so a regular import never starts one again.
        with record.opened(call, clients, worksheets, starts=not call.params["files"]) as store:
            for file, signed in inbox.opened(store):
                with inbox.imports(store, file.path):
                    shown = captures.evidence(call, store, file)
                    recorded += adoption.apply(
                        store, DECLARABLE, signed, adoption.parse(file), shown, adoption.claimed(file)
                    )
            for path, said in tables:
                with inbox.refusals(store, path):
                    recorded += _table(call, store, path, said)
            seen = _captures(call, store, inbox, wanted)
            asked = adoption.questions(record.recorded_kinds(call), store, wanted)
            if asked:
                record.identify(call, clients, store)
            worksheets |= _questions(call, store, asked, ADOPTION)
            written = bool(differing(worksheets))
        changed = bool(recorded.objects) or written
        old, new = captures.diff(seen)
        return {
            **_pending(store),
            **clients.result(),
            **record.result(call, clients, store),
            **captures.result(seen),
            "changed": changed or captures.changed(seen) or inbox.moves,
            "recorded": [one.data for one in recorded.objects],
            "questions": [one.data for one in asked],
            "worksheet": str(record.record_file(call).worksheet("html", ADOPTION)) if asked else None,
            **record.knowledge(call, store, knowledge.of_objects(store, recorded.objects)),
            **inbox.result([*recorded.skipped, *captures.skipped(seen)], recorded.remarks),
            "diff": {
                "before": old,
                "after": {"recorded": _titles(recorded.objects), "questions": _titles(asked), **new},
            },
        }

    return Task(arguments, perform, DECLARABLE)


def audit_task() -> Task:
    """The work of record_audit."""
    arguments: Arguments = {"days": {"type": "int"}, "all": {"type": "bool", "default": False}}

    def perform(call: Call) -> Result:
        given, clients = call.params["days"], Clients(call, record.scopes(call))
        days = call.params["wms_knowledge_days"] if given is None else given
        if given is not None and given < 0:
            raise ValidationError(
                ["option 'days' must be a number of days, or 0 if no value becomes stale"], fields=["days"]
            )
        kept = set(record.recorded_kinds(call))
        worksheets: record.Worksheets = {}
        with record.opened(call, clients, worksheets) as store:
            known = audit.recorded([kind for kind in BY_CONSEQUENCE if kind in kept], store)
            entries = {one.key: one.entry(store.now, days) for one in known}
            chosen = [one for one in known if call.params["all"] or entries[one.key]["stale"]]
            asked = audit.questions(store, chosen)
            if asked:
                record.identify(call, clients, store)
            worksheets |= _questions(call, store, asked, AUDIT)
            written = bool(differing(worksheets))
        return {
            **_pending(store),
            **clients.result(),
            **record.result(call, clients, store),
            **record.knowledge(call, store, known),
            "changed": written,
            "questions": [entries[one.key] for one in asked],
            "worksheet": str(record.record_file(call).worksheet("html", AUDIT)) if asked else None,
            "diff": {"before": {}, "after": {"questions": _titles(asked)}},
        }

    return Task(arguments, perform, DECLARABLE)


def _captures(
    call: Call, store: RecordStore, inbox: Inbox, declared: Mapping[str, Declaration] | None = None
) -> list[Observed]:
    """Import the captures in the option."""
    if not call.params["captures"]:
        return []
    return captures.observe(call, store, _said(call).by, inbox.imports, declared)


def _refuse_together(call: Call) -> None:
    """A step that a capture shows as done is not pending any more, so that it could not be confirmed in the same task. A second person
    looks at steps that are confirmed already."""
    spoken = [name for name in ("done", "impossible", "discard") if call.params[name]]
    if call.params["captures"] and spoken:
        text = f"options captures and {', '.join(spoken)} are mutually exclusive; import the captures first"
        raise ValidationError([text], fields=["captures", *spoken])
    first = [*(name for name in ("files", "captures") if call.params[name]), *spoken]
    second = [name for name in ("approved", "sent_back") if call.params[name]]
    if first and second:
        text = (
            f"options {', '.join(first)} and {', '.join(second)} are mutually exclusive; import the confirmation first"
        )
        raise ValidationError([text], fields=[*first, *second])


def _review(call: Call, store: RecordStore) -> approval.Reviewed:
    """The second person's decisions in the options."""
    approved, sent_back = call.params["approved"], call.params["sent_back"]
    if not (approved or sent_back):
        return approval.Reviewed([], [])
    reasons = _reasons("sent_back", sent_back)
    said = _attributed(call, "approved_by", "the name of the person who approves steps or sends them back")
    return approval.review(store, DECLARABLE, approved, reasons, said)


def _table(call: Call, store: RecordStore, path: Path, said: Attribution) -> adoption.Recorded:
    """Record the table in a file. A file does not show when its table was seen, so an equal table is not news."""
    file = table_files.read(path, DECLARABLE, record.labels(call))
    known = store.content.known(file.kind).get(())
    if known is not None and known == as_known(file.kind, {"rows": file.rows}, known):
        return adoption.Recorded([], [], [])
    return adoption.apply(store, DECLARABLE, Signed(str(path), said), {file.kind.plural: file.rows})


def _questions(call: Call, store: RecordStore, asked: Sequence[adoption.Question], purpose: str) -> record.Worksheets:
    """The questionnaire; removed if there are no questions."""
    told = record.addressed(call, adoption.sheet(store, asked, record.labels(call)))
    file = record.record_file(call)
    renders = {"html": page.adoption_html, "md": page.adoption_markdown}
    return {file.worksheet(suffix, purpose): render(told) if asked else None for suffix, render in renders.items()}


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
    refused: list[tuple[Path | None, TaskError]] = field(default_factory=list)
    imported: list[Path] = field(default_factory=list)

    def opened(self, store: RecordStore) -> Iterator[tuple[SubmittedFile, Signed]]:
        """The files from worksheets of this record, the earliest first: the later of two answers counts."""
        found = []
        for file in self.mine:
            with self.refusals(store, file.path):
                found.append((file, received.check(file, self.expected, store.content, store.now)))
        return iter(sorted(found, key=lambda one: (one[1].said.at, one[0].path)))

    @contextmanager
    def refusals(self, store: RecordStore, path: Path | None = None) -> Iterator[None]:
        """Import one file completely or not at all, and continue with the others. path: None for answers in options."""
        before = copy.deepcopy(store.content)
        try:
            yield
        except TaskError as fault:
            store.content = before
            self.refused.append((path, fault))

    @contextmanager
    def imports(self, store: RecordStore, path: Path) -> Iterator[None]:
        """The same for a file that can be moved afterwards."""
        with self.refusals(store, path):
            yield
            self.imported.append(path)

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
            "rejected_files": [_rejected(path, fault) for path, fault in self.refused],
            # Not "skipped": Ansible would treat the task as skipped.
            "without_effect": [asdict(one) for one in skipped],
            "remarks": [_remark(one) for one in remarks],
        }
        if self.refused:
            faults = [fault for _path, fault in self.refused]
            text = "; ".join(str(fault).rstrip(".") for fault in faults)
            fault = faults[0] if len(faults) == 1 else RejectedFile(text, received.INVALID).consisting_of(faults)
            told |= {"failed": True, "msg": f"{self.call.library}: {text}.", "failure": failure(fault)}
        return told


def _rejected(path: Path | None, fault: TaskError) -> dict[str, Any]:
    why = fault.why if isinstance(fault, RejectedFile) else received.INVALID
    return {"path": str(path) if path else None, "why": why, "object": fault.object, "reason": str(fault).rstrip(".")}


def _remark(one: Remark) -> dict[str, Any]:
    about = dict.fromkeys(("kind", "name", "identity", "title")) if one.about is None else one.about.data
    return {**asdict(one.said), "remark": one.remark, **about}


def _inbox(call: Call, expected: str) -> Inbox:
    inbox = Inbox(call, expected)
    for path in listed("files", call.params["files"], received.is_sent):
        try:
            file = received.read(path)
        except RejectedFile as fault:
            inbox.unassigned.append({"path": str(path), "why": fault.why, "reason": str(fault).rstrip(".")})
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
    given = _reasons("impossible", impossible)
    reasons = dict(zip((step.key for step in confirmation.chosen(pending, list(given))), given.values()))
    made = [step for step in confirmation.chosen(pending, done) if step.key not in reasons]
    _refuse_long("remark", call.params["remark"])
    answers = [StepAnswer(step.key, step.digest) for step in made]
    return [*answers, *(StepAnswer(key, None, impossible=reason) for key, reason in reasons.items())]


def _reasons(option: str, given: Mapping[str, Any]) -> dict[str, str]:
    """The reasons in an option, by the names of steps."""
    if not all(isinstance(reason, str) and reason.strip() for reason in given.values()):
        raise ValidationError([f"option '{option}' needs a reason for every step"], fields=[option])
    for name, reason in given.items():
        _refuse_long(name, reason)
    return {name: reason.strip() for name, reason in given.items()}


def _refuse_long(name: str, text: str | None) -> None:
    if told := received.remark_problem(name, text):
        raise ValidationError([told], fields=[name])


def _said(call: Call) -> Attribution:
    return _attributed(call, "by", "the name of the person who confirms, or who made the files")


def _attributed(call: Call, option: str, what: str) -> Attribution:
    """The person in an option, who says something now."""
    by = (call.params[option] or "").strip()
    if not by:
        raise ValidationError([f"option '{option}' is required: {what}"], fields=[option])
    if told := received.person_problem(option, by):
        raise ValidationError([told], fields=[option])
    return Attribution(by, record.now())


def _titles(objects: Iterable[AboutObject]) -> list[str]:
    return [one.title for one in objects]


def _pending(store: RecordStore) -> Result:
    steps = [one for kind in DECLARABLE for one in store.pending_steps(kind)]
    return {"pending": bool(steps), "pending_steps": pending_steps_result(steps)}
