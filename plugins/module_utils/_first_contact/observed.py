# SPDX-License-Identifier: GPL-3.0-or-later

"""What responses, captures and report files show of every assumption that a first contact can observe, and whether the rest of each response is as assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._core.json_shape import ANYTHING, SCALAR, Shape, ShapeError, fit
from .._wms.scim_user import SCIM_USER
from . import file_observations, ncip_observations, oclc_observations, reshare_observations
from .contact import FirstContact, NotObserved, ObservedAssumption
from .oclc_observations import CONTEXTS
from .reshare_observations import ROW_SHAPES

OBSERVATIONS: Mapping[str, ObservedAssumption] = {
    **oclc_observations.OBSERVATIONS,
    **ncip_observations.OBSERVATIONS,
    **reshare_observations.OBSERVATIONS,
    **file_observations.OBSERVATIONS,
}

#: The fact about the members of a response that no assumption is about.
REST, AS_ASSUMED, MORE, OTHERWISE = "rest of the response", "as assumed", "more members", "otherwise"

#: The known members of a token response and of a search (oclc-apis.md 1.2, 2.2).
_TOKEN: Mapping[str, Shape] = {
    **{"access_token": str, "token_type": (str, None)},
    **dict.fromkeys(("principalID", "principalIDNS", "authenticating_institution_id"), SCALAR),
    **dict.fromkeys(("expires_in", "expires_at", "scope", "scopes", *CONTEXTS), ANYTHING),
}
_SEARCH: Mapping[str, Shape] = {
    **{"schemas": ([str], None), "startIndex": (int, None), "itemsPerPage": (int, None)},
    **{"totalResults": ANYTHING, "Resources": ([SCIM_USER], None)},
}
#: By step, the known members of responses that do not depend on the library. Others are not a contradiction, but then no alternative equals the whole response.
_WHOLE: Mapping[str, Mapping[str, Shape]] = {
    **dict.fromkeys(oclc_observations.TOKENS, _TOKEN),
    **dict.fromkeys(("search", "other case"), _SEARCH),
    "locations": {
        **{"id": ANYTHING, "hasProblems": ANYTHING, "branchLocations": ([dict], None)},
        **dict.fromkeys(("institutionNumber", "institutionName", "oclcSymbol"), SCALAR),
    },
}
#: What the collection reads of the other responses. Their further members depend on the library.
_READ: Mapping[str, Shape] = {
    "account": SCIM_USER,
    "modules": [{"id": SCALAR}],
    **{name: ([row], {"results": [row]}) for name, row in ROW_SHAPES.items()},
}


def observed(seen: FirstContact) -> Iterator[dict[str, Any]]:
    """By assumption: its id, the steps whose responses show it, and the facts."""
    for id, assumption in OBSERVATIONS.items():
        try:
            facts = assumption.look(seen)
        except NotObserved:
            continue
        # A response can have any shape. An unexpected one is a finding about this assumption only.
        except Exception as fault:  # pylint: disable=broad-exception-caught
            facts = {"not understood": type(fault).__name__}
        yield {"id": id, "steps": [*assumption.steps], "seen": {**facts, REST: _rest(seen, assumption.steps)}}


def _rest(seen: FirstContact, steps: Sequence[str]) -> str:
    rest = AS_ASSUMED
    for exchange in seen.exchanges:
        if exchange.step in steps and exchange.answer.status in (200, 201):
            try:
                fit(exchange.body, _WHOLE.get(exchange.step) or _READ.get(exchange.step, ANYTHING))
            except NotObserved:
                continue
            except ShapeError:
                return OTHERWISE
            if exchange.step in _WHOLE and {*exchange.body} - {*_WHOLE[exchange.step]}:
                rest = MORE
    return rest
