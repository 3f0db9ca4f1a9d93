# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Persons and times, and how the fields of a confirmed object were learnt."""

from __future__ import annotations

from dataclasses import dataclass

#: How a field was learnt: from an OCLC API, from a capture of the screen, from a report file of OCLC, or from a person's answer.
READ, CAPTURE, REPORT, ANSWER = "read", "capture", "report", "answer"

#: The same for people: a closed list, the most reliable first.
HOW = {
    READ: "read from OCLC",
    CAPTURE: "seen on the screen",
    REPORT: "shown by a report",
    ANSWER: "stated by a person",
}


@dataclass(frozen=True)
class Attribution:
    """A person and a time: UTC, as ``2026-11-25T09:30:00Z``."""

    by: str
    at: str


@dataclass(frozen=True)
class Source:
    """How a field was learnt. how: one of HOW. said: by whom, and when."""

    how: str
    said: Attribution
