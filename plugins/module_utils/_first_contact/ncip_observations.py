# SPDX-License-Identifier: GPL-3.0-or-later

"""What the response to the NCIP probe shows (oclc-apis.md 3). The step: ``probe``."""

from __future__ import annotations

from dataclasses import dataclass

from .._wms import ncip, ncip_problems
from .contact import NOTHING, Facts, FirstContact, NotObserved, Observations

OBSERVATIONS = Observations()

_NO_ITEM, _NO_SERVICE, _NO_AGENCY = "unknown item", "unsupported service", "unknown agency"
_NO_MESSAGE, _OTHER = "no NCIP message", "another"
#: The types of problems that assumptions and alternatives name, folded, with their words.
_TYPES = {
    **dict.fromkeys(ncip_problems.UNKNOWN_ITEM, _NO_ITEM),
    **{problem: problem for problem in (_NO_SERVICE, _NO_AGENCY, "item does not exist")},
}
_ELEMENTS = ("CheckInItemResponse", "NCIPMessage")


@dataclass(frozen=True)
class _Probe:
    """The response to the probe. problem: the type of the only problem, or else its detail, in a word. element: the one that contains it. style: how the
    type is written."""

    status: str
    problem: str
    element: str
    style: str


def _probe(seen: FirstContact) -> _Probe:
    """Raises NotObserved for a success that is not an NCIP message."""
    answer = seen.of("probe")[-1]
    status = str(answer.answer.status)
    try:
        elements, problems = ncip.problem_places(answer.answer)
    except ValueError:
        if status == "200":
            raise NotObserved from None
        return _Probe(status, _NO_MESSAGE, NOTHING, NOTHING)
    if not problems:
        return _Probe(status, "none", _element(elements[0]) if len(elements) == 1 else _OTHER, NOTHING)
    if len(problems) > 1:
        return _Probe(status, "several", _OTHER, NOTHING)
    ((element, problem),) = problems
    style = "capitals" if problem.type.isupper() else "as in OCLC's samples" if problem.type else NOTHING
    return _Probe(status, _TYPES.get((problem.type or problem.detail).casefold(), _OTHER), _element(element), style)


def _element(name: str) -> str:
    return name if name in _ELEMENTS else _OTHER


@OBSERVATIONS.of("ncip-address", "probe")
def address(seen: FirstContact) -> Facts:
    """A service that reports an unknown item is the circulation service."""
    probe = _probe(seen)
    if probe.problem in (_NO_ITEM, _NO_SERVICE):
        return {"problem": probe.problem}
    if probe.problem == _NO_MESSAGE and probe.status == "404":
        return {"problem": probe.problem, "status": probe.status}
    raise NotObserved


@OBSERVATIONS.of("ncip-problem-status", "probe")
def problem_status(seen: FirstContact) -> Facts:
    probe = _probe(seen)
    if probe.problem in ("none", _NO_MESSAGE):
        raise NotObserved
    return {"status": probe.status}


@OBSERVATIONS.of("ncip-problem-place", "probe")
def problem_place(seen: FirstContact) -> Facts:
    """Only a problem about the item has to be in the response element."""
    probe = _probe(seen)
    if probe.problem != _NO_ITEM:
        raise NotObserved
    return {"element": probe.element, "type": probe.style}


@OBSERVATIONS.of("ncip-probe", "probe")
def probe(seen: FirstContact) -> Facts:
    """Unsupported Service is about the address, and Unknown Agency about the agency."""
    answer = _probe(seen)
    if answer.problem in (_NO_SERVICE, _NO_AGENCY, _NO_MESSAGE):
        raise NotObserved
    return {
        "problem": answer.problem,
        **({"status": answer.status, "element": answer.element} if answer.problem == "none" else {}),
    }


@OBSERVATIONS.of("ncip-agency", "probe")
def agency(seen: FirstContact) -> Facts:
    """The probe contains one of the two IDs."""
    probe = _probe(seen)
    if probe.problem not in (_NO_ITEM, _NO_AGENCY):
        raise NotObserved
    return {"problem": probe.problem}
