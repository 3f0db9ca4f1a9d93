# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Checks: their subject, result and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from .errors import TaskError, ValidationError, failure, quoted, similar
from .values import Day

PASS, FAIL, UNKNOWN, WAIVED, LATER = "pass", "fail", "unknown", "waived", "later"

_WORDS = {PASS: "passed", FAIL: "failed", UNKNOWN: "cannot be checked"}


@dataclass(frozen=True)
class Check:
    """The result of one check.

    name: for waivers. title: the statement that is true if it passes. status: ``pass``, ``fail``, ``unknown`` (not checkable),
    ``waived``, or ``later`` (possible only once the configuration is applied). detail: the finding, or the reason for
    ``unknown``. remedy: the advice. reason: of the waiver. failure: the data about the error that decided the result, if there was one.
    """

    name: str
    title: str
    status: str = UNKNOWN
    detail: str = ""
    remedy: str = ""
    reason: str | None = None
    failure: Mapping[str, Any] | None = None

    def decided(self, status: str, why: str | TaskError = "", remedy: str = "") -> Check:
        """The check with its result. why: the finding, or the error that decided it."""
        about = failure(why) if isinstance(why, TaskError) else None
        return replace(self, status=status, detail=str(why).rstrip("."), remedy=remedy, failure=about)

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
        "checks": [asdict(check) for check in checks],
        "failed_checks": statuses.count(FAIL),
        "unknown_checks": statuses.count(UNKNOWN),
    }


@dataclass(frozen=True)
class Waiver:
    """The reason why a check need not pass. until: the last day of the waiver, in ISO format; None if it has no end."""

    reason: str
    until: str | None = None

    def ended(self, today: str) -> bool:
        """Whether it does not count any more."""
        return self.until is not None and self.until < today


def read_waivers(given: Mapping[str, Any], names: Sequence[str]) -> dict[str, Waiver]:
    """The waivers by the name of their check. given: a reason, or a dictionary of ``reason`` and ``until``. names: of all checks.
    Raises ValidationError for an unknown check, a missing reason, or a wrong date."""
    found, problems = {}, []
    for name, one in given.items():
        parts = one if isinstance(one, Mapping) else {"reason": one}
        if name not in names:
            problems.append(f"there is no check '{name}'. {similar(name, names).rstrip('.')}")
        if not str(parts.get("reason") or "").strip():
            problems.append(f"the check '{name}' needs a reason")
        if unknown := sorted(map(str, parts.keys() - {"reason", "until"})):
            problems.append(f"the waiver of '{name}' accepts reason and until, not {quoted(unknown)}")
        try:
            found[name] = Waiver(str(parts.get("reason")), Day().normalise(parts.get("until")))
        except ValueError as fault:
            problems.append(f"until of the check '{name}' {fault}")
    if problems:
        raise ValidationError(f"option waivers: {problem}" for problem in problems)
    return found


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
