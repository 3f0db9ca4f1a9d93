# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""The import of what people send back: files of all formats, and confirmations and approvals in options."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .._answers import answers, decisions, importing, inbox, received, table_files
from .._answers.answers import Answer, Request
from .._answers.comparison import as_known
from .._answers.received import REPORT, SIGNED, TABLE, Imported, RejectedFile, Remark, Signed, SubmittedFile
from .._core.errors import TaskError, ValidationError, failure
from .._core.files import differing
from .._core.objects import AboutObject, Declaration
from .._record import knowledge
from .._record.content import QUESTIONNAIRE
from .._record.record_store import RecordStore
from .._record.sources import ANSWER, Attribution, Source
from .._screens.capture import FORMAT as CAPTURE
from .._task.arguments import Arguments
from .._task.task import Call, Result, Task
from .._wms.catalogue import DECLARABLE
from . import applying, ask, received_captures, record, recorded_evidence, report_tasks
from .clients import Clients

#: The options of a person without a file, and those of a second person.
_SPOKEN, _REVIEW = ("done", "impossible", "discard"), ("approved", "sent_back")

_TABLES = tuple(kind.name for kind in DECLARABLE if kind.columns)


def import_task() -> Task:
    """The work of record_import."""
    arguments: Arguments = {
        "files": {"type": "list", "elements": "path", "default": []},
        "shared": {"type": "bool", "default": False},
        "archive": {"type": "path"},
        "by": {"type": "str"},
        "done": {"type": "list", "elements": "str", "default": []},
        "impossible": {"type": "dict", "default": {}},
        "discard": {"type": "list", "elements": "str", "default": []},
        "remark": {"type": "str"},
        "approved_by": {"type": "str"},
        "approved": {"type": "list", "elements": "str", "default": []},
        "sent_back": {"type": "dict", "default": {}},
        **report_tasks.ARGUMENTS,
    }

    def perform(call: Call) -> Result:
        _refuse_together(call)
        box = _received(call)
        wanted = applying.declare_all(call.params_raw.get("configuration") or {}, (), DECLARABLE)
        if not call.params["wms_record_dir"] and call.params["wms_configuration_url"]:
            return _without_record(call, box, wanted)
        return _import(call, box, wanted)

    return Task(arguments, perform, DECLARABLE)


def _import(call: Call, box: Inbox, wanted: Mapping[str, Declaration]) -> Result:
    clients = Clients(call, record.scopes(call))
    pages: record.Worksheets = {}
    # A change that is confirmed while reports are read counts as later than their import.
    started = record.now()
    with record.opened(call, clients, pages) as store:
        before, evidence = _titles(record.pending(store)), report_tasks.shown(store.content)
        outcome = _files(call, store, box)
        sent = box.of(CAPTURE)
        seen = received_captures.observe(call, store, sent, _attribution(call).by, box.imports, wanted) if sent else []
        outcome.skipped += received_captures.skipped(seen)
        outcome += _options(call, store, box)
        compared = _compare(call, clients, box, wanted, store)
        new = report_tasks.keep_evidence(call, store.content, compared, started)
        asked = ask.missing_questions(call, store, wanted)
        if record.record_file(call).page("html", QUESTIONNAIRE).exists() and "configuration" in call.params_raw:
            pages |= ask.questionnaire(call, store, asked, QUESTIONNAIRE)
        written = bool(differing(pages))
        after = _titles(record.pending(store))
    changed = [*(name for name, objects in outcome.changed.items() if objects), *store.read_back]
    old_fields, new_fields = received_captures.diff(seen)
    known = [*outcome.confirmed, *outcome.approved, *outcome.recorded]
    recorded = {"recorded": _titles(outcome.recorded)} if outcome.recorded else {}
    shown = report_tasks.shown(store.content) if compared else {}
    return {
        **record.pending_result(store),
        **clients.result(),
        **record.result(call, clients, store),
        **record.knowledge(call, store, knowledge.of_objects(store, known)),
        **{name: [one.data for one in objects] for name, objects in outcome.changed.items()},
        **received_captures.result(seen),
        **report_tasks.result(compared),
        "changed": bool(changed) or received_captures.changed(seen) or new or written or box.moves,
        "evidence": recorded_evidence.dates(store.content.evidence),
        **box.result(outcome),
        "diff": {
            "before": {"pending": before, **old_fields, **(evidence if compared else {})},
            "after": {"pending": after, **recorded, **new_fields, **shown},
        },
    }


def _files(call: Call, store: RecordStore, box: Inbox) -> Imported:
    """Take the files of pages for people, and the tables."""
    outcome = Imported()
    for file, signed in box.signed(store):
        with box.imports(store, file.path):
            outcome += _signed(call, store, file, signed)
    for file in box.of(TABLE):
        with box.imports(store, file.path):
            outcome += _table(call, store, file.path)
    return outcome


def _options(call: Call, store: RecordStore, box: Inbox) -> Imported:
    """Take what people said without a file, and what the second person decided."""
    outcome = Imported()
    if spoken := _spoken(call, store):
        signed = Signed("this task", _attribution(call), call.params["remark"])
        with box.refusals(store):
            outcome += importing.apply(store, DECLARABLE, signed, spoken)
    if call.params["discard"]:
        outcome.discarded += decisions.discard(store, DECLARABLE, call.params["discard"], _attribution(call))
    outcome += _reviewed(call, store)
    return outcome


def _without_record(call: Call, box: Inbox, wanted: Mapping[str, Declaration]) -> Result:
    """Compare the reports of a library whose changes are made by a configuration service: nothing is recorded for it."""
    clients = report_tasks.clients(call)
    for file in box.files:
        if file.format != REPORT:
            text = f"{file.path} was not imported, because the library has no record: set wms_record_dir, or remove the file"
            box.refused.append((file.path, RejectedFile(text, received.OTHER_RECORD)))
    compared = _compare(call, clients, box, wanted, None)
    return {**clients.result(), **report_tasks.result(compared), "changed": False, **box.result(Imported())}


def _signed(call: Call, store: RecordStore, file: SubmittedFile, signed: Signed) -> Imported:
    """Import a file that a page for people made."""
    found = answers.parse(DECLARABLE, file, signed.attribution)
    return importing.apply(store, DECLARABLE, signed, found, received_captures.evidence(call, store, file))


def _table(call: Call, store: RecordStore, path: Path) -> Imported:
    """Record the table in a file. A file does not show when its table was seen, so an equal table is not news."""
    file = table_files.read(path, DECLARABLE, record.labels(call))
    known = store.content.known(file.kind).get(())
    if known is not None and known == as_known(file.kind, {"rows": file.rows}, known):
        return Imported()
    signed = Signed(str(path), _attribution(call))
    found = answers.to_questions(DECLARABLE, {file.kind.plural: file.rows}, signed.attribution)
    return importing.apply(store, DECLARABLE, signed, found)


def _compare(
    call: Call, clients: Clients, box: Inbox, wanted: Mapping[str, Declaration], store: RecordStore | None
) -> report_tasks.Compared | None:
    """The reports, compared with the configuration as it is known now; None without any."""
    if not (reports := box.of(REPORT)):
        return None
    compared = report_tasks.Compared(report_tasks.configuration(call, clients, wanted, store))
    for file in reports:
        try:
            compared.add(call, file.path)
        except TaskError as fault:
            box.refused.append((file.path, fault))
        else:
            box.compared.append(file.path)
    return compared


def _spoken(call: Call, store: RecordStore) -> list[Answer]:
    """The answers in the options done and impossible."""
    done, impossible = call.params["done"], call.params["impossible"]
    if not (done or impossible):
        return []
    pending = record.pending(store)
    given = _reasons("impossible", impossible)
    reasons = dict(zip((step.key for step in decisions.chosen(pending, list(given))), given.values()))
    made = [step for step in decisions.chosen(pending, done) if step.key not in reasons]
    _refuse_long("remark", call.params["remark"])
    source = Source(ANSWER, _attribution(call))
    found = [Answer(step.key, source, request=Request(step.digest)) for step in made]
    return [*found, *(Answer(key, source, request=Request(None, (), reason)) for key, reason in reasons.items())]


def _reviewed(call: Call, store: RecordStore) -> Imported:
    """The second person's decisions in the options."""
    approved, sent_back = (call.params[name] for name in _REVIEW)
    if not (approved or sent_back):
        return Imported()
    reasons = _reasons("sent_back", sent_back)
    attribution = _attributed(call, "approved_by", "the name of the person who approves steps or sends them back")
    return decisions.review(store, DECLARABLE, approved, reasons, attribution)


def _refuse_together(call: Call) -> None:
    """A step that a file shows as done is not pending any more, so that it could not be confirmed in the same task. A second person
    looks at steps that are confirmed already."""
    given = [[name for name in names if call.params[name]] for names in (("files",), _SPOKEN, _REVIEW)]
    used = [names for names in given if names]
    if len(used) > 1:
        first, second = used[:2]
        text = f"options {', '.join(first)} and {', '.join(second)} are mutually exclusive; use one task for each, in this order"
        raise ValidationError(text, fields=[*first, *second])


@dataclass
class Inbox:
    """The received files.

    files: those for this library. others: files that are not touched, with the reason. unassigned: files whose library or format is unknown.
    refused: files of this library that were not imported. imported: those that were, and can be moved; compared: reports.
    """

    call: Call
    files: list[SubmittedFile] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    unassigned: list[dict[str, str]] = field(default_factory=list)
    refused: list[tuple[Path | None, TaskError]] = field(default_factory=list)
    imported: list[Path] = field(default_factory=list)
    compared: list[Path] = field(default_factory=list)

    def of(self, format: str) -> list[SubmittedFile]:  # pylint: disable=redefined-builtin
        """The files of a format."""
        return [file for file in self.files if file.format == format]

    def signed(self, store: RecordStore) -> Iterator[tuple[SubmittedFile, Signed]]:
        """The files from pages of this record, the earliest first: the later of two answers counts."""
        found = []
        for file in self.files:
            if file.library is not None:
                with self.refusals(store, file.path):
                    found.append((file, received.check(file, store.content, store.now)))
        return iter(sorted(found, key=lambda one: (one[1].attribution.at, one[0].path)))

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

    def result(self, outcome: Imported) -> Result:
        """The result. The task failed if a file of the library was rejected, after all others were imported. Imported files are
        moved now that the record is saved."""
        archived = []
        if self.moves and not self.call.check_mode:
            folder = Path(self.call.params["archive"]).expanduser()
            archived = [str(inbox.archive(path, folder)) for path in self.imported]
        for one in self.unassigned:
            self.call.warn(one["reason"])
        found: Result = {
            "imported_files": list(map(str, [*self.imported, *self.compared])),
            "archived_files": archived,
            "other_files": self.others,
            "unassigned_files": self.unassigned,
            "rejected_files": [_rejected(path, fault) for path, fault in self.refused],
            # Not "skipped": Ansible would treat the task as skipped.
            "without_effect": [asdict(one) for one in outcome.skipped],
            "remarks": [_remark(one) for one in outcome.remarks],
        }
        if self.refused:
            faults = [fault for _path, fault in self.refused]
            text = "; ".join(str(fault).rstrip(".") for fault in faults)
            fault = faults[0] if len(faults) == 1 else RejectedFile(text, received.INVALID).consisting_of(faults)
            found |= {"failed": True, "msg": f"{self.call.library}: {text}.", "failure": failure(fault)}
        return found


def _received(call: Call) -> Inbox:
    """The files in the options. Raises ValidationError if there are some of this library that nobody signed."""
    box = Inbox(call)
    archive = call.params["archive"] and Path(call.params["archive"]).expanduser()
    for found in inbox.find(call.params["files"], call.library, call.params["shared"], archive):
        path, folder = found.path, found.path.parent.name
        if path.is_dir() and path.suffix != ".json":
            box.others.append(_left(path, path.name, None))
            continue
        try:
            file = inbox.read(path, _TABLES)
            # Of a report with the rows of several libraries, those with the symbol of this one are read.
            is_own = found.is_own or (file.format == REPORT and bool(call.params["institution_symbol"]))
            if is_own and file.format == REPORT:
                inbox.refuse_unknown(path, _TABLES)
        except RejectedFile as fault:
            box.unassigned.append({"path": str(path), "why": fault.why, "reason": str(fault).rstrip(".")})
            continue
        if call.library == file.library or (file.library is None and is_own):
            box.files.append(file)
        else:
            box.others.append(_left(path, file.library or folder, file.format))
    if any(file.library is None for file in box.files):
        _attribution(call)
    return box


def _left(path: Path, library: str, format: str | None) -> dict[str, Any]:  # pylint: disable=redefined-builtin
    reason = (
        f"is for {library}" if format in SIGNED else f"names no library, and is not in the folder of one: {library}"
    )
    return {"path": str(path), "library": library, "format": format, "reason": reason}


def _rejected(path: Path | None, fault: TaskError) -> dict[str, Any]:
    why = fault.why if isinstance(fault, RejectedFile) else received.INVALID
    return {"path": str(path) if path else None, "why": why, "object": fault.object, "reason": str(fault).rstrip(".")}


def _remark(one: Remark) -> dict[str, Any]:
    about = dict.fromkeys(("kind", "name", "identity", "title")) if one.about is None else one.about.data
    return {**asdict(one.attribution), "remark": one.remark, **about}


def _reasons(option: str, given: Mapping[str, Any]) -> dict[str, str]:
    """The reasons in an option, by the names of steps."""
    if not all(isinstance(reason, str) and reason.strip() for reason in given.values()):
        raise ValidationError(f"option '{option}' needs a reason for every step", fields=[option])
    for name, reason in given.items():
        _refuse_long(name, reason)
    return {name: reason.strip() for name, reason in given.items()}


def _refuse_long(name: str, text: str | None) -> None:
    if problem := received.remark_problem(name, text):
        raise ValidationError(problem, fields=[name])


def _attribution(call: Call) -> Attribution:
    return _attributed(call, "by", "the name of the person who confirms, or who made the files")


def _attributed(call: Call, option: str, what: str) -> Attribution:
    """The person in an option, who says something now."""
    by = (call.params[option] or "").strip()
    if not by:
        raise ValidationError(f"option '{option}' is required: {what}", fields=[option])
    if problem := received.person_problem(option, by):
        raise ValidationError(problem, fields=[option])
    return Attribution(by, record.now())


def _titles(objects: Sequence[AboutObject]) -> list[str]:
    return [one.title for one in objects]
