# SPDX-License-Identifier: GPL-3.0-or-later

"""Persons and times, and how the fields of a library's objects were learnt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

#: How far ahead of this machine's clock a time may be: other clocks may be wrong, or in another time zone.
AHEAD = timedelta(days=1)

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")

#: How a field was learnt: from an OCLC API, from a capture of the screen, from a report file of OCLC, or from a person's answer.
READ, CAPTURE, REPORT, ANSWER = "read", "capture", "report", "answer"

#: The same for people: a closed list, the most reliable first.
HOW = {
    READ: "read from OCLC",
    CAPTURE: "seen on the screen",
    REPORT: "shown by a report file",
    ANSWER: "stated by a person",
}

#: The sources of fields in a record. What is read from OCLC is read again by each run.
RECORDED = (CAPTURE, REPORT, ANSWER)


@dataclass(frozen=True)
class Attribution:
    """A person and a time: UTC, as ``2026-11-25T09:30:00Z``."""

    by: str
    at: str

    @property
    def data(self) -> dict[str, str]:
        """As in records, on pages and in results."""
        return {"by": self.by, "at": self.at}


@dataclass(frozen=True)
class Source:
    """How a field was learnt. how: one of HOW. attribution: by whom, and when. capture: the digest of the capture that shows it."""

    how: str
    attribution: Attribution
    capture: str | None = None

    @property
    def data(self) -> dict[str, str]:
        """As in results."""
        return {"how": self.how, **self.attribution.data}

    @property
    def stored(self) -> dict[str, str]:
        """As in records."""
        return self.data if self.capture is None else {**self.data, "capture": self.capture}


def summary(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Objects in total. entries: as made by ``knowledge.Knowledge.entry``, each object once.

    fields: their number by HOW. oldest: the oldest entry, None without any. stale: the stale entries, the oldest first. stated: the
    objects of which a field is only stated by a person.
    """
    ordered = sorted(entries, key=lambda entry: oldest_first(entry["days"], entry["at"]))
    return {
        "fields": {how: sum(entry["fields"][how] for entry in ordered) for how in HOW},
        "oldest": dict(ordered[0]) if ordered else None,
        "stale": [dict(entry) for entry in ordered if entry["stale"]],
        "stated": [dict(entry) for entry in ordered if entry["fields"][ANSWER]],
    }


def oldest_first(days: int | None, at: str) -> tuple[bool, str]:
    """A sort key: an unknown age counts as the oldest."""
    return days is not None, at


def now() -> str:
    """The time, UTC, as the record has it: ``2026-11-25T09:30:00Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parsed(at: str) -> datetime | None:
    """A time such as ``2026-11-25T09:30:00Z``; None for any other text."""
    if _TIME.fullmatch(at):
        with suppress(ValueError):
            return datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return None


def is_ahead(at: str, now: str) -> bool:
    """Whether a time is in the future by more than the allowed clock difference. False for an unreadable time."""
    time, present = parsed(at), parsed(now)
    return time is not None and present is not None and time > present + AHEAD
