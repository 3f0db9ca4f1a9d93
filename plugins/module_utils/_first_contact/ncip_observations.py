# SPDX-License-Identifier: GPL-3.0-or-later

"""What the response to the NCIP probe shows (oclc-apis.md 3). The step: ``probe``."""

from __future__ import annotations

from dataclasses import dataclass

from .._wms import ncip, ncip_problems
from .contact import (
    FITS,
    NOT_REQUESTED,
    NOT_USABLE,
    NOTHING,
    ContactFinding,
    FirstContact,
    NotObserved,
    Observations,
    Shown,
    confirmed,
    contradicted,
    http_status,
)

OBSERVATIONS = Observations()

#: Sent only if transactions are allowed.
NOT_ALLOWED = f"{NOT_REQUESTED} Run the playbook with --tags transactions."
_SERVICE = "unsupported service"
_RESPONSE = "CheckInItemResponse"


@dataclass(frozen=True)
class _Probe:
    """The response to the probe. names: of the elements of the message. problems: each with the element that has it. A problem can have any status."""

    status: int
    names: list[str]
    problems: list[tuple[str, ncip_problems.ProblemElement]]

    @property
    def is_about_the_item(self) -> bool:
        return any(problem.type.casefold() in ncip_problems.UNKNOWN_ITEM for _parent, problem in self.problems)

    @property
    def is_of_another_profile(self) -> bool:
        return any(problem.type.casefold() == _SERVICE for _parent, problem in self.problems)


def _probe(seen: FirstContact) -> _Probe:
    found = [one.answer for one in seen.exchanges if one.step == "probe"]
    if not found:
        raise NotObserved(seen.unanswered.get("probe", NOT_ALLOWED))
    status = found[-1].status
    try:
        return _Probe(status, *ncip.problem_places(found[-1]))
    except ValueError:
        raise NotObserved(NOT_USABLE if status == 200 else http_status(status), {"status": status}) from None


@OBSERVATIONS.of("ncip-address")
def address(seen: FirstContact) -> ContactFinding:
    """A service that knows the item to be unknown is the one for circulation."""
    found = _probe(seen)
    shown: Shown = {"status": found.status, "problems": len(found.problems)}
    if found.is_of_another_profile:
        return contradicted("renamed", shown)
    if found.is_about_the_item:
        return confirmed(shown)
    raise NotObserved(NOTHING, shown)


@OBSERVATIONS.of("ncip-problem-status")
def problem_status(seen: FirstContact) -> ContactFinding:
    found = _probe(seen)
    if not found.problems:
        raise NotObserved(NOTHING, {"status": found.status})
    if found.status == 200:
        return confirmed({"status": found.status})
    return contradicted({400: "unit", 500: "default"}.get(found.status), {"status": found.status})


@OBSERVATIONS.of("ncip-problem-place")
def problem_place(seen: FirstContact) -> ContactFinding:
    """Only a problem about the item has to be in the response element."""
    found = _probe(seen)
    if not found.problems or found.is_of_another_profile:
        raise NotObserved(NOTHING, {"problems": len(found.problems)})
    parent, problem = found.problems[0]
    shown: Shown = {
        "in the response element": parent == _RESPONSE,
        "type": bool(problem.type),
        "detail": bool(problem.detail),
    }
    if not problem.type:
        return contradicted("missing", shown)
    if parent == "NCIPMessage":
        return contradicted("renamed", shown)
    return contradicted("normalised", shown) if problem.type.isupper() else confirmed(shown)


@OBSERVATIONS.of("ncip-probe")
def probe(seen: FirstContact) -> ContactFinding:
    found = _probe(seen)
    shown: Shown = {"status": found.status, "problems": len(found.problems)}
    if found.is_about_the_item:
        return confirmed(shown)
    if not found.problems and found.names == [_RESPONSE] and found.status == 200:
        return contradicted("default", shown)
    if any(problem.type.casefold() == "item does not exist" for _parent, problem in found.problems):
        return contradicted("renamed", shown)
    raise NotObserved(NOTHING, shown)


@OBSERVATIONS.of("ncip-agency")
def agency(seen: FirstContact) -> ContactFinding:
    """The probe has one of both IDs."""
    found = _probe(seen)
    raise NotObserved(FITS if found.is_about_the_item else NOTHING, {"problems": len(found.problems)})
