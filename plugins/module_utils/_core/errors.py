# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The faults that a task reports, each with a text that a person can act on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from .texts import one_line

#: The most characters that a person is given to read.
LONGEST = 10_000

#: The status codes with which a service rejects credentials, or says that they lack a permission.
REFUSING = (401, 403)


class TaskError(Exception):
    """Something a task reports instead of a trace back.

    The text names the object, what is wrong and what to do; the library is put before it by the task.
    code: what went wrong, one of CODES. object: the object that it is about, where that is one. candidates: the names that may have been
    meant instead. status: the HTTP status. no_answer: whether a system could not be reached or failed itself, so trying later can help.
    """

    code = "error"
    object: str | None = None
    candidates: tuple[str, ...] = ()
    status: int | None = None
    no_answer = False

    def __init__(self, message: str):
        # What it quotes can be as long as the answer of a system gone wrong, and hold any character.
        shown = one_line(message[: LONGEST + 1])
        super().__init__(shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 3]}...")


class ValidationError(TaskError):
    """What was declared can't be meant: wrong type, missing unit, unknown field, the same row twice."""

    code = "invalid"

    def __init__(self, problems: Iterable[str]):
        self.problems = tuple(problems)
        *others, last = self.problems or ("",)
        super().__init__("; ".join([*(problem.rstrip(".") for problem in others), last]))


class UnknownReference(TaskError):
    """A declaration names something that doesn't exist."""

    code = "unknown_reference"

    def __init__(self, message: str, missing: str | None = None, meant: Iterable[str] = ()):
        super().__init__(message)
        self.object = missing
        self.candidates = tuple(meant)


class InUse(TaskError):
    """Something is to be removed that other objects still name."""

    code = "in_use"


class CallFailed(TaskError):
    """A call to a service failed for good.

    status: the HTTP status, or None where none is meant. refused: whether the credentials were refused, or lack a permission,
    where the status does not show it.
    """

    def __init__(self, message: str, status: int | None = None, *, refused: bool = False):
        super().__init__(message)
        self.status = status
        self.no_answer = status is not None and status >= 500
        self.refused = refused or status in REFUSING

    @property
    def code(self) -> str:  # type: ignore[override]
        """One of three of CODES."""
        if self.no_answer:
            return "unreachable"
        return "refused" if self.refused else "unexpected_response"


class Differs(TaskError):
    """Something that was only to be verified is not as declared."""

    code = "differs"


class Unowned(TaskError):
    """Something that somebody else made would be changed."""

    code = "not_owned"


class WriteConflict(TaskError):
    """A write met a state other than the one it was planned on; read again and plan again.

    uncertain: whether the write may have happened all the same (its answer got lost).
    may_repeat: whether it may be sent again if reading shows that it has not happened.
    """

    code = "conflict"

    def __init__(self, message: str, *, uncertain: bool = False, may_repeat: bool = True):
        super().__init__(message)
        self.uncertain = uncertain
        self.may_repeat = may_repeat


class Faults:
    """The faults of several objects, reported together, so that one correction of the inventory is enough."""

    def __init__(self) -> None:
        self._found: list[TaskError] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Keep a fault for the report. One of a system is raised at once: it says nothing about what is declared."""
        try:
            yield
        except CallFailed:
            raise
        except TaskError as fault:
            self._found.append(fault)

    def report(self) -> None:
        """Raise what was noted: of one class where all are."""
        if len(self._found) == 1:
            raise self._found[0]
        invalid = [fault for fault in self._found if isinstance(fault, ValidationError)]
        if invalid and invalid == self._found:
            raise ValidationError(dict.fromkeys(problem for fault in invalid for problem in fault.problems))
        if self._found:
            classes = {type(fault) for fault in self._found}
            texts = dict.fromkeys(str(fault).rstrip(".") for fault in self._found)
            told = " ".join(f"{text[:1].upper()}{text[1:]}." for text in texts)
            raise (classes.pop() if len(classes) == 1 else TaskError)(told)


#: Every code of a failure. "bug" stands for what no one expected.
CODES = (
    *("invalid", "unknown_reference", "in_use", "differs", "not_owned", "conflict"),
    *("unreachable", "refused", "unexpected_response", "error", "bug"),
)


def candidates(wanted: str, known: Collection[str]) -> list[str]:
    """The names in *known* that *wanted* may have meant, the closest first."""
    by_folded = {name.casefold(): name for name in sorted(set(known))}
    return [by_folded[name] for name in get_close_matches(wanted.casefold(), list(by_folded), n=3, cutoff=0.6)]


def similar(wanted: str, known: Collection[str]) -> str:
    """A sentence about the names in *known* that *wanted* may have meant; what there is at all, if none is close."""
    names = sorted(set(known))
    same = [name for name in names if name.casefold() == wanted.casefold() and name != wanted]
    if same:
        return f"There is {quoted(same)}, which differs only in upper and lower case."
    close = candidates(wanted, names)
    if close:
        return f"Similar: {quoted(close)}."
    if not names:
        return "None is known yet."
    shown = names[:10]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return f"Known: {quoted(shown)}{more}."


def quoted(names: Iterable[str]) -> str:
    """Names for a sentence: 'a', 'b'."""
    return ", ".join(f"'{name}'" for name in names)
