# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Checks: their subject, result and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from .errors import ValidationError, similar

PASS, FAIL, UNKNOWN, WAIVED, LATER = "pass", "fail", "unknown", "waived", "later"

_WORDS = {PASS: "passed", FAIL: "failed", UNKNOWN: "cannot be checked"}


@dataclass(frozen=True)
class Check:
    """The result of one check.

    name: for waivers. title: the statement that is true if it passes. status: ``pass``, ``fail``, ``unknown`` (not checkable),
    ``waived``, or ``later`` (possible only once the configuration is applied). detail: the finding, or the reason for
    ``unknown``. remedy: the advice. reason: of the waiver.
    """

    name: str
    title: str
    status: str
    detail: str = ""
    remedy: str = ""
    reason: str | None = None

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


def waived(checks: Sequence[Check], waivers: Mapping[str, str], names: Sequence[str]) -> list[Check]:
    """The checks, with failed ones waived if a reason is given. Raises ValidationError for a waiver without a reason, or for an
    unknown check.

    names: of all checks, including those that this task does not make.
    """
    problems = [
        f"option waivers: there is no check '{name}'. {similar(name, names).rstrip('.')}"
        for name in waivers
        if name not in names
    ]
    problems += [
        f"option waivers: the check '{name}' needs a reason"
        for name, reason in waivers.items()
        if not str(reason or "").strip()
    ]
    if problems:
        raise ValidationError(problems)
    return [
        replace(check, status=WAIVED, reason=str(waivers[check.name]))
        if check.stops and check.name in waivers
        else check
        for check in checks
    ]
