# SPDX-License-Identifier: GPL-3.0-or-later

"""What responses, captures and report files show of every assumption that a first contact can observe, and whether the rest of each response is as assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._core.json_shape import ANYTHING, ID, SCALAR, Shape, ShapeError, fit
from .._reshare.tables_store import PATHS
from . import file_observations, ncip_observations, oclc_observations, reshare_observations
from .contact import FirstContact, NotObserved, Observation
from .oclc_observations import CONTEXTS

OBSERVATIONS: Mapping[str, Observation] = {
    **oclc_observations.OBSERVATIONS,
    **ncip_observations.OBSERVATIONS,
    **reshare_observations.OBSERVATIONS,
    **file_observations.OBSERVATIONS,
}

#: The fact about the members of a response that no assumption is about.
REST, AS_ASSUMED, MORE, OTHERWISE = "rest of the response", "as assumed", "more members", "otherwise"

#: Members of responses, by step. Those of these are all members (oclc-apis.md 1.2, 2.2, 4.1); other responses have optional ones.
_TOKEN: Mapping[str, Shape] = {
    **{"access_token": str, "token_type": (str, None)},
    **dict.fromkeys(("principalID", "principalIDNS", "authenticating_institution_id"), SCALAR),
    **dict.fromkeys(("expires_in", "expires_at", "scope", "scopes", *CONTEXTS), ANYTHING),
}
_SEARCH: Mapping[str, Shape] = {
    **{"schemas": ([str], None), "startIndex": (int, None), "itemsPerPage": (int, None)},
    **dict.fromkeys(("totalResults", "Resources"), ANYTHING),
}
_WHOLE: Mapping[str, Mapping[str, Shape]] = {
    **dict.fromkeys(oclc_observations.TOKENS, _TOKEN),
    **dict.fromkeys(("search", "other case"), _SEARCH),
    "locations": {
        **{"id": ANYTHING, "hasProblems": ANYTHING, "branchLocations": ([dict], None)},
        **dict.fromkeys(("institutionNumber", "institutionName", "oclcSymbol"), SCALAR),
    },
}


def _rows(**row: Shape) -> Shape:
    """A page of a list, with or without its total."""
    return ([row], {"results": [row]})


_PARTS: Mapping[str, Shape] = {
    "account": {"id": ID},
    "modules": _rows(id=str),
    "settings": _rows(id=ID, key=str),
    **dict.fromkeys(PATHS, _rows(id=ID)),
    **dict.fromkeys(("directory", "full directory"), _rows(id=ID, slug=str, name=str)),
    "copy": _rows(slug=(str, None)),
}


def observed(seen: FirstContact) -> Iterator[dict[str, Any]]:
    """By assumption: its id, the steps whose responses show it, and the facts."""
    for id, one in OBSERVATIONS.items():
        try:
            facts = one.look(seen)
        except NotObserved:
            continue
        # A response can have any shape. Whatever an observation does not expect of one is a finding about this assumption alone.
        except Exception as fault:  # pylint: disable=broad-exception-caught
            facts = {"not understood": type(fault).__name__}
        yield {"id": id, "steps": [*one.steps], "seen": {**facts, REST: _rest(seen, one.steps)}}


def _rest(seen: FirstContact, steps: Sequence[str]) -> str:
    rest = AS_ASSUMED
    for one in seen.exchanges:
        if one.step in steps and one.answer.status in (200, 201):
            try:
                fit(one.body, _WHOLE.get(one.step) or _PARTS.get(one.step, ANYTHING))
            except NotObserved:
                continue
            except ShapeError:
                return OTHERWISE
            if one.step in _WHOLE and {*one.body} - {*_WHOLE[one.step]}:
                rest = MORE
    return rest
