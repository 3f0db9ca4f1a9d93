# SPDX-License-Identifier: GPL-3.0-or-later

"""What report files of OCLC show (oclc-reports.md)."""

from __future__ import annotations

from .contact import (
    NOT_GIVEN,
    NOTHING,
    ContactFinding,
    FirstContact,
    NotObserved,
    Observations,
    Shown,
    confirmed,
    contradicted,
)

OBSERVATIONS = Observations()


@OBSERVATIONS.of("report-headers")
def headers(seen: FirstContact) -> ContactFinding:
    """A file without known columns can be another one than a report."""
    if not seen.reports:
        raise NotObserved(NOT_GIVEN)
    known = [one for one in seen.reports if one.is_known]
    shown: Shown = {
        "report files": len(seen.reports),
        "with known columns": len(known),
        "with times of another format": sum(one.has_other_times for one in known),
    }
    if shown["with times of another format"]:
        return contradicted("unit", shown)
    if len(known) < len(seen.reports):
        raise NotObserved(NOTHING, shown)
    return confirmed(shown)
