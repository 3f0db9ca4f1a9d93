# SPDX-License-Identifier: GPL-3.0-or-later

"""The errors that a task reports, each with a message that an operator can act on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any, Self

from .texts import character, one_line, same_text

#: The maximum length of a message, in characters.
LONGEST = 10_000

#: The status codes for rejected credentials or a missing permission.
REFUSING = (401, 403)


#: The codes of errors without a verdict about their object: with them, a check is not checkable.
NO_VERDICT = ("unreachable", "unexpected_response", "conflict", "no_record", "damaged", "file_error", "locked")


class TaskError(Exception):
    """An error that a task reports without a traceback.

    The message has the object, the problem and the remedy; the task puts the library before it.
    code: one of CODES. object (about): the object concerned, if it is one object. fields: the fields or options concerned, by name.
    candidates (meant): similar names that exist. permission: the permission or scope that is missing, if known. request: the method and URL of the
    request, and status: the HTTP status, if known.
    no_answer: whether a system could not be reached or returned a server error, so that a later retry can help.
    parts: the errors of which it consists, if there are several.
    """

    code = "error"
    no_answer = False
    parts: tuple[TaskError, ...] = ()

    def __init__(
        self,
        message: str,
        about: str | None = None,
        *,
        fields: Iterable[str] = (),
        meant: Iterable[str] = (),
        permission: str | None = None,
        status: int | None = None,
        request: str | None = None,
    ):
        self.object = about
        self.fields = tuple(dict.fromkeys(fields))
        self.candidates = tuple(meant)
        self.permission = permission
        self.status = status
        self.request = request
        # A message can quote a response, which can have any length and contain any character.
        shown = one_line(message[: LONGEST + 1])
        super().__init__(shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 3]}...")

    @property
    def is_verdict(self) -> bool:
        """Whether it is about its object. Otherwise the attempt to read or write failed, and nothing is known of the object."""
        return self.code not in NO_VERDICT

    def consisting_of(self, faults: Iterable[TaskError]) -> Self:
        """The error with its parts."""
        self.parts = tuple(part for fault in faults for part in fault.parts or (fault,))
        return self


class ValidationError(TaskError):
    """Invalid declaration: wrong type, missing unit, unknown field, duplicate row. fields: inside sections as section.field."""

    code = "invalid"

    def __init__(self, *problems: str, **known: Any):
        self.problems = problems
        *others, last = problems or ("",)
        super().__init__("; ".join([*(problem.rstrip(".") for problem in others), last]), **known)

    @classmethod
    def of_all(cls, faults: Sequence[ValidationError]) -> ValidationError:
        """Several errors as one. It has an object if all are about the same one, and candidates if only one error has any."""
        objects = {fault.object for fault in faults}
        meant = [fault.candidates for fault in faults if fault.candidates]
        return cls(
            *dict.fromkeys(problem for fault in faults for problem in fault.problems),
            about=objects.pop() if len(objects) == 1 else None,
            fields=(name for fault in faults for name in fault.fields),
            meant=meant[0] if len(meant) == 1 else (),
        )

    def concerning(self, described: str) -> ValidationError:
        """The same error about an object, which each problem names."""
        problems = (f"{described}: {problem}" for problem in self.problems)
        return ValidationError(*problems, about=described, fields=self.fields, meant=self.candidates)


class UnknownReference(TaskError):
    """A declaration refers to an object that does not exist."""

    code = "unknown_reference"


class InUse(TaskError):
    """An object cannot be removed, because other objects refer to it."""

    code = "in_use"


class CallFailed(TaskError):
    """A request to a service failed.

    status: the HTTP status, or None without one. refused: whether the credentials were rejected, or a permission is missing;
    by default, this follows from the status. fields: the ones that were not stored.
    """

    def __init__(self, message: str, status: int | None = None, *, refused: bool | None = None, **known: Any):
        super().__init__(message, status=status, **known)
        self.no_answer = status is not None and status >= 500
        self.refused = self.permission is not None or (status in REFUSING if refused is None else refused)

    @property
    def code(self) -> str:  # type: ignore[override]  # one text for the other classes
        """``unreachable``, ``refused`` or ``unexpected_response``."""
        if self.no_answer:
            return "unreachable"
        return "refused" if self.refused else "unexpected_response"


class Differs(TaskError):
    """An object with state=verified is not as declared. fields: the ones that differ."""

    code = "differs"


class Unowned(TaskError):
    """The task would change an object that this collection did not create."""

    code = "not_owned"


class NotApproved(TaskError):
    """The changes of a library are not those of the plan that is applied."""

    code = "not_approved"


class OtherLibrary(TaskError):
    """A file, record or tenant belongs to another library, or to a rehearsal."""

    code = "other_library"


class NoRecord(TaskError):
    """A library that was configured before has no record. about: the path at which it is expected."""

    code = "no_record"


class FileError(TaskError):
    """A file of this machine cannot be read or written. about: its path."""

    code = "file_error"


class Locked(TaskError):
    """Another task has locked a file for too long. about: its path."""

    code = "locked"


class WriteConflict(TaskError):
    """The object changed between reading and writing; it has to be read and planned again.

    uncertain: whether the write may have been carried out (its response was lost).
    may_repeat: whether it may be sent again if reading shows that it was not carried out.
    reason: the message without its consequence. status: the HTTP status, or None without one.
    """

    code = "conflict"

    def __init__(
        self,
        message: str,
        *,
        uncertain: bool = False,
        may_repeat: bool = True,
        reason: str = "",
        status: int | None = None,
    ):
        super().__init__(message, status=status)
        self.reason = reason or message
        self.uncertain = uncertain
        self.may_repeat = may_repeat


class NotSeen(TaskError):
    """A system accepted a change but does not show it yet: it is delayed, or was not carried out; which one is not known."""

    code = "not_seen"


class Faults:
    """Collects the errors of several objects and reports them together."""

    def __init__(self) -> None:
        self._faults: list[TaskError] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Collect an error. A CallFailed is raised at once: it is not an error in the declaration."""
        try:
            yield
        except CallFailed:
            raise
        except TaskError as fault:
            self.note(fault)

    def note(self, fault: TaskError) -> None:
        """Collect an error that was not raised."""
        self._faults.append(fault)

    def report(self) -> None:
        """Raise the collected errors as one error, of their class if all have the same class."""
        if not self._faults:
            return
        if len(self._faults) == 1:
            raise self._faults[0]
        invalid = [fault for fault in self._faults if isinstance(fault, ValidationError)]
        if len(invalid) == len(self._faults):
            raise ValidationError.of_all(invalid).consisting_of(invalid)
        classes = {type(fault) for fault in self._faults}
        texts = dict.fromkeys(str(fault).rstrip(".") for fault in self._faults)
        message = " ".join(f"{text[:1].upper()}{text[1:]}." for text in texts)
        raise (classes.pop() if len(classes) == 1 else TaskError)(message).consisting_of(self._faults)


#: Every code of a failure. "bug" is an unexpected exception.
CODES = (
    *("invalid", "unknown_reference", "in_use", "differs", "not_owned", "not_approved", "conflict", "not_seen"),
    *("other_library", "no_record", "damaged", "file_error", "locked", "rejected_file"),
    *("unreachable", "refused", "unexpected_response", "error", "bug"),
)


def failure(fault: TaskError) -> dict[str, Any]:
    """The data about an error, in results: its code, and what else is known."""
    known = {
        **_parted(fault),
        **{name: getattr(fault, name) for name in ("permission", "request", "status", "no_answer")},
        "parts": [_parted(error) for error in fault.parts],
    }
    return {name: value for name, value in known.items() if value}


def _parted(fault: TaskError) -> dict[str, Any]:
    """The data about an error, also if it is a part of another one."""
    return {
        "code": fault.code,
        "object": fault.object,
        "fields": list(fault.fields),
        "candidates": list(fault.candidates),
    }


def candidates(wanted: str, known: Collection[str]) -> list[str]:
    """The names in *known* that are similar to *wanted*, the most similar first."""
    by_folded = {name.casefold(): name for name in sorted(set(known))}
    return [by_folded[name] for name in get_close_matches(wanted.casefold(), list(by_folded), n=3, cutoff=0.6)]


def similar(wanted: str, known: Collection[str]) -> str:
    """A sentence with the names in *known* that are similar to *wanted*, or with the known names if none is similar."""
    names = sorted(set(known))
    same = [name for name in names if name != wanted and same_text(name, wanted, fold=True)]
    if same:
        is_case = same[0].casefold() == wanted.casefold()
        what = (
            "upper and lower case"
            if is_case
            else "the form of its characters (composed characters, spaces, HTML entities, case)"
        )
        return " ".join(
            [f"There is {quoted(same)}, which differs only in {what}.", *_foreign_characters(wanted, same[0])]
        )
    close = candidates(wanted, names)
    if close:
        return " ".join([f"Similar: {quoted(close)}.", *_foreign_characters(wanted, close[0])])
    if not names:
        return "None is known yet."
    return f"Known: {first_of([quoted([name]) for name in names], 10)}."


def _foreign_characters(wanted: str, known: str) -> Iterator[str]:
    """For each of two similar names, a sentence about its first character of an alphabet or kind that the other name lacks: a Cyrillic A, a
    no-break space, a long dash."""
    for name, other in ((wanted, known), (known, wanted)):
        kinds = {character(letter).partition(" ")[0] for letter in other}
        for number, letter in enumerate(name, 1):
            if not letter.isascii() and character(letter).partition(" ")[0] not in kinds:
                yield f"Character {number} of '{name}' is {character(letter)}."
                break


def with_causes(seen: str, causes: Sequence[str]) -> str:
    """An observation and its possible causes. causes: sentences, each with the cause, how to tell it from the others, and what to do."""
    if len(causes) > 1:
        causes = ["Possible causes:", *(f"({number}) {cause}" for number, cause in enumerate(causes, 1))]
    return " ".join([f"{seen.rstrip('.')}.", *causes])


def first_of(texts: Sequence[str], most: int) -> str:
    """The first of several texts, and how many more there are."""
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return f"{', '.join(texts[:most])}{more}"


def quoted(names: Iterable[str]) -> str:
    """Names in quotes, separated by commas: 'a', 'b'."""
    return ", ".join(f"'{name}'" for name in names)
