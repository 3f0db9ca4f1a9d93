# SPDX-License-Identifier: GPL-3.0-or-later

"""The files that people send back: their formats, and the persons who signed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .._core.errors import TaskError
from .._core.json_shape import TIME, Closed, Each, NumberRule, OneOf, Shape, ShapeError, TextRule, fit
from .._core.objects import AboutObject
from .._core.texts import LONGEST_NAME, LONGEST_REMARK, counted, hidden, visible
from .._record.content import RecordData
from .._record.sources import ANSWER, CAPTURE, Attribution, is_ahead, parsed

#: The formats of the files that pages for people create: the values of their member ``format``. Such a file names its library and the person.
SIGNED = CONFIRMATION, ANSWERS = "reshare.wms confirmation", "reshare.wms answers"
#: The format of a file with the files of several libraries, from a person who serves them all. Each counts like a separate file.
FILES = "reshare.wms files"
#: The format of a report of OCLC.
REPORT = "report"

#: The value of the member ``version`` of such a file.
VERSION = 1

_SOURCE = OneOf((CAPTURE, ANSWER))
_SCREENS = Closed({}, dict.fromkeys(("captures", "readings", "patches"), [dict]))
_REMARK = (TextRule(LONGEST_REMARK, blank=True), None)


def _shape(name: str, members: Mapping[str, Shape], optional: Mapping[str, Shape], **about: str) -> Closed:
    """The shape of a file. about: descriptions of its own members."""
    return Closed(
        {
            "format": OneOf((name,)),
            "version": NumberRule(VERSION),
            "library": TextRule(),
            "registry_id": TextRule(),
            "record": TextRule(),
            "by": TextRule(LONGEST_NAME),
            "at": TIME,
            **members,
        },
        {"rehearsal": (bool, None), "screens": _SCREENS, "remark": _REMARK, **optional},
        about={
            "library": "the host",
            "record": "the token of the record",
            "screens": "what the assistant read: the captures, the readings, and the patches of known screens (assistant/read/README.md)",
            "by": "the person",
            "at": "UTC",
            **about,
        },
    )


_STEP = Closed(
    {"step": str, "digest": str, "answer": OneOf(("done", "impossible"))},
    {"asked": [str], "remark": _REMARK, "source": _SOURCE},
    about={"step": "its name", "asked": "the texts of the step on the worksheet"},
)
#: The shapes of such files, by format.
SHAPES = {
    CONFIRMATION: _shape(
        CONFIRMATION, {"worksheet": str, "steps": [_STEP]}, {}, worksheet="the digest of the worksheet"
    ),
    ANSWERS: _shape(
        ANSWERS,
        {"answers": Each((dict, [dict], None))},
        {"sources": Each(_SOURCE)},
        sources="by question",
        answers="by question: the fields of the object by name, the rows of a map, or null for an object that does not exist",
    ),
}

#: The shape of a file with the files of several libraries.
FILES_SHAPE = Closed(
    {
        "format": OneOf((FILES,)),
        "version": NumberRule(VERSION),
        "files": [{"format": OneOf(SIGNED), "library": TextRule()}],
    },
    about={"files": "confirmations and answers, each as in a file of its own"},
)

#: The maximum number of captures, readings or patches in such a file: a library has fewer screens.
MOST_CAPTURES = 500

#: A file is rejected after this many outdated answers of a confirmation, or invalid answers about the existing configuration, because finding similar
#: names for thousands would take minutes.
MOST_OUTDATED, MOST_INVALID = 10, 100

AGAIN = "Save it on its page again, or with the assistant"
_CURRENT = "The file was not imported. Send the library the current worksheet"


#: Why a file was rejected: it was not created by a page; has another version; belongs to another record, institution or library; is dated in
#: the future; is about steps that have changed; is contradicted by OCLC's systems or its captures; or goes live before the other steps are confirmed.
DAMAGED, OTHER_VERSION, OTHER_RECORD, FUTURE = "damaged", "other_version", "other_record", "future"
OUTDATED, CONTRADICTED, EARLY = "outdated", "contradicted", "early"
#: An answer in it is not valid.
INVALID = "invalid"


class RejectedFile(TaskError):
    """A received file, or answers in options, that were not imported, not even in part.

    why: one of the codes above. about: the step concerned, if there is only one.
    """

    code = "rejected_file"

    def __init__(self, message: str, why: str, about: str | None = None):
        super().__init__(message, about)
        self.why = why


@dataclass(frozen=True)
class SubmittedFile:
    """A received file. library: None if it does not name one. format: one of SIGNED, FILES and REPORT, or, if the file names its library, any other
    text. content: the parsed JSON, of which only the library and the format are checked. kept_as, beside: if it comes from a file of several
    libraries, its name in an archive, and the names of all files from that file."""

    path: Path
    library: str | None
    format: str
    content: Any = None
    kept_as: str = ""
    beside: Sequence[str] = ()


@dataclass(frozen=True)
class Signed:
    """The author of answers. source: of the answers, for messages. attribution: author and time. remark: on all answers. rejected: the sentence about
    rejected answers in messages."""

    source: str
    attribution: Attribution
    remark: str | None = None
    rejected: str = "The file was not imported"


@dataclass(frozen=True)
class Skipped:
    """A part of a file without effect. step: its name in the file. repeated: whether the same file was imported before."""

    path: str
    step: str
    reason: str
    repeated: bool = False


@dataclass(frozen=True)
class Remark:
    """A remark for the operator. about: the object concerned; None for a remark about the whole file."""

    attribution: Attribution
    remark: str
    about: AboutObject | None = None


@dataclass
class Imported:
    """What answers changed: steps that were confirmed, impossible, approved, sent back or discarded, and objects that were recorded as found.
    skipped: parts without effect."""

    confirmed: list[AboutObject] = field(default_factory=list)
    impossible: list[AboutObject] = field(default_factory=list)
    approved: list[AboutObject] = field(default_factory=list)
    sent_back: list[AboutObject] = field(default_factory=list)
    discarded: list[AboutObject] = field(default_factory=list)
    recorded: list[AboutObject] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def __iadd__(self, other: Imported) -> Imported:
        for name, more in vars(other).items():
            vars(self)[name] += more
        return self

    @property
    def changed(self) -> dict[str, list[AboutObject]]:
        """The lists of objects, by their names."""
        return {name: value for name, value in vars(self).items() if name not in ("skipped", "remarks")}


def check(file: SubmittedFile, content: RecordData, now: str) -> Signed:
    """The author and time of the file. Raises RejectedFile if its format is not known, or it was not made by a page of this record.

    now: as ``2026-11-25T09:30:00Z``."""
    path, given = file.path, file.content
    if file.format not in SIGNED:
        raise RejectedFile(f"{path} has the format '{file.format}', which is not known. {AGAIN}", DAMAGED)
    if isinstance(version := given.get("version"), (bool, float)) or version != VERSION:
        raise RejectedFile(
            f"{path} has version '{version}', but this release reads version {VERSION}. Update the collection, or send the library the current worksheet",
            OTHER_VERSION,
        )
    try:
        fit(given, SHAPES[file.format])
    except ShapeError as fault:
        raise damaged(path, str(fault)) from None
    _refuse_other_record(path, given, content)
    check_time(f"{path}: its time", at := given["at"], now, "The file was not imported. Download it again")
    if problem := person_problem("by", given["by"]):
        raise damaged(path, problem)
    return Signed(str(path), Attribution(given["by"].strip(), at), remark_of(given))


def check_time(what: str, at: str, now: str, remedy: str) -> None:
    """Raise RejectedFile if this is not a time, or is in the future. what: names the file and the time in it, for messages."""
    if parsed(at) is None:
        raise RejectedFile(f"{what} is not one such as 2026-11-25T09:30:00Z. {remedy}", DAMAGED)
    if is_ahead(at, now):
        text = f"{what} is {at}, which is in the future. Correct the clock of the computer on which the page was open. {remedy}"
        raise RejectedFile(text, FUTURE)


def _refuse_other_record(path: Path, given: Mapping[str, Any], content: RecordData) -> None:
    if given["registry_id"] != content.registry_id:
        raise RejectedFile(
            f"{path} is for institution {given['registry_id']}, but {content.library} is institution "
            f"{content.registry_id}. {_CURRENT}",
            OTHER_RECORD,
        )
    if given["record"] != content.token:
        rehearsal = given.get("rehearsal") is True and not content.rehearsal
        which = "a rehearsal against the sandbox" if rehearsal else "another record of the library"
        text = f"{path} was created by a worksheet of {which}, not of the record in use. {_CURRENT}"
        raise RejectedFile(text, OTHER_RECORD)


def optional(given: Any) -> str | None:
    """A text that may be missing."""
    return given.strip() or None if isinstance(given, str) else None


def remark_of(given: Mapping[str, Any]) -> str | None:
    """The remark in a part of a file, with every hidden character escaped; None without one."""
    remark = optional(given.get("remark"))
    return None if remark is None else visible(remark)


def person_problem(option: str, name: str) -> str | None:
    """The problem with the name of a person, if any."""
    problem = hidden(name)
    return f"{option} {problem}" if problem else _too_long(option, name.strip(), LONGEST_NAME)


def remark_problem(name: str, text: str | None) -> str | None:
    """The problem with a remark or reason of a person, if any."""
    return _too_long(name, text, LONGEST_REMARK)


def _too_long(name: str, text: str | None, longest: int) -> str | None:
    if text is None or len(text) <= longest:
        return None
    return f"{name} has {counted(len(text), 'character')}; write at most {longest}"


def damaged(path: Path, problem: str) -> RejectedFile:
    """The error for a file whose content is invalid."""
    return RejectedFile(f"{path} is damaged: {problem}. {AGAIN}", DAMAGED)
