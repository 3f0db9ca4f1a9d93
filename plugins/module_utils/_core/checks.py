# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks: their subject, result and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from .errors import (
    NO_VERDICT,
    CallFailed,
    Differs,
    Faults,
    OtherLibrary,
    TaskError,
    ValidationError,
    candidates,
    failure,
    similar,
)
from .texts import one_line
from .values import Day

PASS, FAIL, UNKNOWN, WAIVED, LATER = "pass", "fail", "unknown", "waived", "later"

_WORDS = {PASS: "passed", FAIL: "failed", UNKNOWN: "cannot be checked"}


#: The codes of problems that are not errors.
PENDING, NOT_APPLIED, DEPENDS = "pending", "not_applied", "depends"
OTHER_POLICY, LIMIT, BILL, UNAVAILABLE = "other_policy", "limit", "bill", "unavailable"
BLOCKED, EXPIRES, LEGACY, UNSUPPORTED, NOT_KNOWN = "blocked", "expires", "legacy", "unsupported", "not_known"
INVALID, DIFFERS, OTHER_LIBRARY, REFUSED = ValidationError.code, Differs.code, OtherLibrary.code, "refused"
#: The codes of a request without a verdict about the object.
UNREACHABLE, UNEXPECTED = "unreachable", "unexpected_response"

#: Every code of a problem.
PROBLEMS = (
    *(PENDING, NOT_APPLIED, DEPENDS, OTHER_POLICY, LIMIT, BILL, UNAVAILABLE, BLOCKED, EXPIRES, LEGACY, UNSUPPORTED),
    *(NOT_KNOWN, INVALID, DIFFERS, OTHER_LIBRARY, REFUSED, UNREACHABLE, UNEXPECTED),
)


@dataclass(frozen=True)
class Problem:
    """A reason why a check did not pass, other than an error.

    text: for people. remedy: the advice; if empty, its check's remedy applies. code: one of PROBLEMS.
    object: the object concerned; with DEPENDS, the name of the other check. fields: its
    fields. permission: the missing one. row: of a map. patron_types, material_formats: the ones affected.
    """

    text: str
    code: str
    object: str | None = None
    fields: tuple[str, ...] = ()
    permission: str | None = None
    row: int | None = None
    patron_types: tuple[str, ...] = ()
    material_formats: tuple[str, ...] = ()
    remedy: str = ""

    @classmethod
    def of(cls, fault: CallFailed, about: str, text: str = "", remedy: str = "") -> Problem:
        """A failed request about an object. text: replaces the message of the error."""
        return cls(text or str(fault), fault.code, about, permission=fault.permission, remedy=remedy)

    @property
    def is_verdict(self) -> bool:
        """Whether the problem is known to exist."""
        return self.code not in (*NO_VERDICT, NOT_KNOWN)

    @property
    def subject(self) -> tuple[Any, ...]:
        """What it is about, without the row number, which can change with other objects."""
        return self.code, self.object, self.fields, self.patron_types, self.material_formats

    @property
    def data(self) -> dict[str, Any]:
        """The problem without its texts."""
        data = {name: value for name, value in asdict(self).items() if name not in ("text", "remedy")}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}


@dataclass(frozen=True)
class Check:
    """The result of one check.

    name: for waivers. title: the statement that is true if it passes. status: ``pass``, ``fail``, ``unknown`` (not checkable),
    ``waived``, or ``later`` (possible only once the configuration is applied). detail: the finding, or the reason for
    ``unknown``. remedy: the advice. reason: of the waiver. failure: the data about the error that decided the result, if there was
    one. problems: the other reasons for the result, as data.
    """

    name: str
    title: str
    status: str = UNKNOWN
    detail: str = ""
    remedy: str = ""
    reason: str | None = None
    failure: Mapping[str, Any] | None = None
    problems: Sequence[Mapping[str, Any]] = ()

    def judged(self, fault: TaskError, remedy: str = "") -> Check:
        """The check with its result after an error, which makes it fail only if it is a verdict."""
        return self.decided(FAIL if fault.is_verdict else UNKNOWN, fault, remedy)

    def decided(self, status: str, why: str | TaskError | Sequence[Problem] = "", remedy: str = "") -> Check:
        """The check with its result. why: the finding, the problems, or the error that decided it. remedy: of an error, and of problems
        without their own."""
        if isinstance(why, TaskError):
            return replace(self, status=status, detail=str(why).rstrip("."), remedy=remedy, failure=failure(why))
        if isinstance(why, str):
            return replace(self, status=status, detail=one_line(why).rstrip("."), remedy=remedy)
        texts, problems = dict.fromkeys(problem.text for problem in why), [problem.data for problem in why]
        between = " " if all(text.endswith(".") for text in texts) else "; "
        detail = one_line(between.join(texts)).rstrip(".")
        advice = " ".join(dict.fromkeys(filter(None, (problem.remedy or remedy for problem in why))))
        return replace(self, status=status, detail=detail, remedy=advice, problems=problems)

    @property
    def sentence(self) -> str:
        """The check in one line, for people."""
        parts = [f"{_WORDS.get(self.status, self.status)}: {self.title}", self.detail]
        parts += [f"Waived because: {self.reason}"] if self.reason else []
        return f"{'. '.join(part.rstrip('.') for part in parts if part)} [{self.name}]"

    @property
    def stops(self) -> bool:
        """Whether the library must not continue with this result."""
        return self.status in (FAIL, UNKNOWN)


def checks_result(checks: Sequence[Check]) -> dict[str, Any]:
    """The checks in a result. Playbooks use the numbers, because a text can be masked."""
    statuses = [check.status for check in checks]
    return {
        "checks": [{**asdict(check), "problems": list(check.problems)} for check in checks],
        "failed_checks": statuses.count(FAIL),
        "unknown_checks": statuses.count(UNKNOWN),
    }


@dataclass(frozen=True)
class Waiver:
    """The reason why a check need not pass. until: the last day of the waiver, in ISO format; None if it has no end."""

    reason: str
    until: str | None = None

    def ended(self, today: str) -> bool:
        """Whether its last day is over."""
        return self.until is not None and self.until < today


def read_waivers(given: Mapping[str, Any], names: Sequence[str]) -> dict[str, Waiver]:
    """The waivers by the name of their check. given: a reason, or a dictionary of ``reason`` and ``until``. names: of all checks.
    Raises ValidationError for an unknown check, a missing reason, or a wrong date."""
    waivers: dict[str, Waiver] = {}
    faults = Faults()
    for name, waiver in given.items():
        parts = waiver if isinstance(waiver, Mapping) else {"reason": waiver}
        if name not in names:
            known = f"there is no check '{name}'. {similar(name, names).rstrip('.')}"
            faults.note(_wrong_waiver(known, name, candidates(name, names)))
        if not str(parts.get("reason") or "").strip():
            faults.note(_wrong_waiver(f"the check '{name}' needs a reason", f"{name}.reason"))
        for unknown in sorted(map(str, parts.keys() - {"reason", "until"})):
            text = f"the waiver of '{name}' accepts reason and until, not '{unknown}'"
            faults.note(_wrong_waiver(text, f"{name}.{unknown}"))
        try:
            waivers[name] = Waiver(str(parts.get("reason")), Day().normalise(parts.get("until")))
        except ValueError as fault:
            faults.note(_wrong_waiver(f"until of the check '{name}' {fault}", f"{name}.until"))
    faults.report()
    return waivers


def _wrong_waiver(problem: str, field: str, meant: Sequence[str] = ()) -> ValidationError:
    return ValidationError(f"option waivers: {problem}", fields=[f"waivers.{field}"], meant=meant)


def waived(checks: Sequence[Check], given: Mapping[str, Any], names: Sequence[str], today: str) -> list[Check]:
    """The checks, with failed ones waived if a reason is given and the waiver has not ended. Raises ValidationError as read_waivers.

    names: of all checks, including those that this task does not make. today: in ISO format.
    """
    waivers = read_waivers(given, names)
    return [_waived(check, waivers[check.name], today) if check.name in waivers else check for check in checks]


def _waived(check: Check, waiver: Waiver, today: str) -> Check:
    if not check.stops:
        return check
    if waiver.ended(today):
        return replace(check, remedy=f"{check.remedy} The waiver of this check ended on {waiver.until}.".strip())
    return replace(check, status=WAIVED, reason=waiver.reason)
