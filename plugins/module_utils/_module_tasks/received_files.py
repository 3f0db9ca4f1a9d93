# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds and imports the received files of a library, and moves them to an archive."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .._answers import answers, importing, inbox, received, sent_screens
from .._answers.importing import Observed
from .._answers.received import REPORT, Imported, RejectedFile, Remark, Signed, SubmittedFile
from .._core.errors import TaskError, failure
from .._core.objects import Declaration
from .._record.record_store import RecordStore
from .._task.task import Call, Result
from . import persons, record_options

_AGAIN = " Remove rejected files from the folder: each run rejects them again."


@dataclass
class Inbox:
    """The received files.

    files: for this library. others: files that are not touched, with the reason. unassigned: files whose library or format is unknown.
    refused: files of this library that were not imported. imported: imported files, which can be moved. compared: reports.
    """

    call: Call
    files: list[SubmittedFile] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    unassigned: list[dict[str, str]] = field(default_factory=list)
    refused: list[tuple[Path | None, TaskError]] = field(default_factory=list)
    imported: list[SubmittedFile] = field(default_factory=list)
    compared: list[Path] = field(default_factory=list)

    def of(self, format: str) -> list[SubmittedFile]:  # pylint: disable=redefined-builtin
        """The files of a format."""
        return [file for file in self.files if file.format == format]

    @property
    def reports(self) -> list[SubmittedFile]:
        """The reports."""
        return self.of(REPORT)

    def signed(self, store: RecordStore) -> Iterator[tuple[SubmittedFile, Signed]]:
        """The files from pages of this record, the earliest first: the later of two answers counts."""
        checked = []
        for file in self.files:
            if file.library is not None:
                with self.refusals(store, file.path):
                    checked.append((file, received.check(file, store.content, store.now)))
        return iter(sorted(checked, key=lambda pair: (pair[1].attribution.at, pair[0].path)))

    @contextmanager
    def refusals(self, store: RecordStore, path: Path | None = None) -> Iterator[None]:
        """Import one file completely, or note its refusal and restore the record. path: None for answers in options."""
        before = copy.deepcopy(store.content)
        try:
            yield
        except TaskError as fault:
            store.content = before
            self.refused.append((path, fault))

    @contextmanager
    def imports(self, store: RecordStore, file: SubmittedFile) -> Iterator[None]:
        """Like ``refusals``, for a file that can be moved afterwards."""
        with self.refusals(store, file.path):
            yield
            self.imported.append(file)

    def compare(self, compare: Callable[[Path], None]) -> None:
        """Compare each report."""
        for file in self.reports:
            try:
                compare(file.path)
            except TaskError as fault:
                self.refused.append((file.path, fault))
            else:
                self.compared.append(file.path)

    def refuse_unsigned(self) -> None:
        """Refuse the files that name no person, unless an option names one."""
        unsigned = [file for file in self.files if file.library is None]
        try:
            if unsigned:
                persons.attribution(self.call)
        except TaskError as fault:
            for file in unsigned:
                self.files.remove(file)
                rejected = RejectedFile(f"{file.path} names no person: {fault}", received.INVALID)
                self.refused.append((file.path, rejected))

    @property
    def archive(self) -> Path | None:
        """The folder to which imported files are moved."""
        given = self.call.params["archive"]
        return Path(given).expanduser() if given else None

    @property
    def moves(self) -> bool:
        """Whether files are moved to the archive."""
        folder = self.archive
        return folder is not None and any(not inbox.is_archived(path, folder) for path in self.imported)

    def result(self, outcome: Imported) -> Result:
        """The result. If a file of the library was rejected, the task fails, after all others were imported, unless fail_on_rejected is false. Imported
        files are moved here, because the record is saved now."""
        archived, folder = [], self.archive
        if folder is not None and not self.call.check_mode:
            archived = list(map(str, inbox.archive(self.imported, folder)))
        # For shared files, the playbook receive shows each of these once.
        for entry in self.unassigned if not self.call.params["shared"] else ():
            self.call.warn(entry["reason"])
        result: Result = {
            "imported_files": [*dict.fromkeys(map(str, [*(file.path for file in self.imported), *self.compared]))],
            "archived_files": archived,
            "other_files": self.others,
            "unassigned_files": self.unassigned,
            "rejected_files": [_rejected(path, fault) for path, fault in self.refused],
            # Not "skipped": Ansible would treat the task as skipped.
            "without_effect": [asdict(answer) for answer in outcome.skipped],
            "remarks": [_remark(remark) for remark in outcome.remarks],
        }
        if self.refused:
            faults = [fault for _path, fault in self.refused]
            text = "; ".join(str(fault).rstrip(".") for fault in faults)
            fault = faults[0] if len(faults) == 1 else RejectedFile(text, received.INVALID).consisting_of(faults)
            again = _AGAIN if any(path for path, _fault in self.refused) else ""
            failed = {"failed": True} if self.call.params["fail_on_rejected"] else {}
            result |= {**failed, "msg": f"{self.call.library}: {text}.{again}", "failure": failure(fault)}
        return result


def find(call: Call) -> Inbox:
    """The files in the options."""
    box = Inbox(call)
    for found in inbox.find(call.params["files"], call.library, call.params["shared"], box.archive):
        path, folder = found.path, found.path.parent.name
        if path.is_dir() and path.suffix != ".json":
            box.others.append(_left(path, path.name, None))
            continue
        try:
            files = inbox.single(file := inbox.read_file(path))
            # A report can have rows of several libraries; only the rows with this library's symbol are read.
            is_own = found.is_own or (file.format == REPORT and bool(call.params["institution_symbol"]))
            if is_own and file.format == REPORT:
                inbox.refuse_unknown(path)
        except RejectedFile as fault:
            box.unassigned.append({"path": str(path), "why": fault.why, "reason": str(fault).rstrip(".")})
            continue
        for part in files:
            if call.library == part.library or (part.library is None and is_own):
                box.files.append(part)
            else:
                box.others.append(_left(path, part.library or folder, part.format))
    box.refuse_unsigned()
    return box


def _left(path: Path, library: str, format: str | None) -> dict[str, Any]:  # pylint: disable=redefined-builtin
    unnamed = "names no library, and is not in a folder with the name of one"
    reason = unnamed if format == REPORT else f"is for {library}"
    return {"path": str(path), "library": library, "format": format, "reason": reason}


def _rejected(path: Path | None, fault: TaskError) -> dict[str, Any]:
    why = fault.why if isinstance(fault, RejectedFile) else received.INVALID
    return {"path": str(path) if path else None, "why": why, "object": fault.object, "reason": str(fault).rstrip(".")}


def _remark(remark: Remark) -> dict[str, Any]:
    nowhere = dict.fromkeys(("kind", "name", "identity", "title"))
    about = {} if remark.about is None else remark.about.data
    return {**asdict(remark.attribution), "remark": remark.remark, **nowhere, **about}


def take(
    call: Call, store: RecordStore, box: Inbox, wanted: Mapping[str, Declaration]
) -> tuple[Imported, list[Observed]]:
    """Import the files from pages for people, and what the screens in them show."""
    outcome, observed = Imported(), list[Observed]()
    kinds = record_options.recorded_kinds(call)
    for file, signed in box.signed(store):
        with box.imports(store, file):
            sent = sent_screens.read_screens(
                signed.source, file.content.get("screens") or {}, store, kinds, signed.attribution.by
            )
            taken = importing.apply(store, signed, answers.parse_answers(file, signed.attribution), sent.shown)
            seen = importing.observe(store, signed.source, sent, wanted)
            sent.keep(store)
            outcome += taken
            observed += seen
    return outcome, observed
