# SPDX-License-Identifier: GPL-3.0-or-later

"""The findings of a first contact as a self-contained web page, with the look of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import jinja2

from ...module_utils._core.json_shape import COUNT, Closed, Each, OneOf
from ...module_utils._core.texts import counted
from ...module_utils._first_contact.assessment import FORMAT, VERSION
from ...module_utils._first_contact.contact import CONFIRMED, CONTRADICTED, NOT_OBSERVED, STATES
from ...module_utils._pages.environment import render
from .._account._assets import ASSETS
from .._account.page import templates
from .._file_format import FileFormat

#: The headings of what was not observed, by the way in which it can be.
_WAYS = {
    "response": "In another run",
    "capture": "On a screen: send a capture of it",
    "report": "In a report file of OCLC",
    "person": "Only a person can find it out",
}
_ASSUMPTION = Closed(
    {
        **{"id": str, "statement": str, "state": OneOf(STATES), "reason": str, "agrees": bool},
        **{"alternative": (str, None), "stops": bool, "meaning": str},
        **{"observed": Closed({"by": OneOf(tuple(_WAYS)), "where": str}), "seen": Each((str, int, bool))},
    },
    about={
        "id": "docs/assumptions.md",
        "reason": "why it was not observed",
        "agrees": "whether the responses agree with it; they may not prove all of it",
        "alternative": "the known alternative that was seen instead",
        "stops": "whether the collection must not be used before this is settled",
        "meaning": "the consequence of a contradiction, and what to do",
        "seen": "types of values, numbers, HTTP statuses, and whether something is there, in the responses",
    },
)
#: The file of a first contact.
FILE = FileFormat(
    FORMAT,
    VERSION,
    "the file of a first contact",
    Closed(
        {"sandbox": bool, "counts": Closed(dict.fromkeys(STATES, COUNT)), "assumptions": [_ASSUMPTION]},
        about={"sandbox": "whether a response came from the sandbox: a rehearsal"},
    ),
)


def html(document: Mapping[str, Any], library: str) -> str:
    """The page. document: of the module first_contact. Raises ValueError, with the end of a sentence, if it is not one."""
    FILE.check(document)
    found: Sequence[Mapping[str, Any]] = document["assumptions"]
    states = {state: [one for one in found if one["state"] == state] for state in document["counts"]}
    wrong, open_ = states[CONTRADICTED], states[NOT_OBSERVED]
    return render(
        _environment().get_template("first_contact.html"),
        style=ASSETS["first_contact.css"],
        script="",
        title=f"First contact: {library}",
        headline=headline(document),
        sandbox=document["sandbox"],
        stops=[one for one in wrong if one["stops"]],
        works=[one for one in wrong if not one["stops"]],
        confirmed=states[CONFIRMED],
        ways={title: [one for one in open_ if one["observed"]["by"] == way] for way, title in _WAYS.items()},
    )


def headline(document: Mapping[str, Any]) -> str:
    """The result in one sentence."""
    stops = sum(one["stops"] for one in document["assumptions"])
    counts = document["counts"]
    if stops:
        return f"Do not use the collection for this library yet: {counted(stops, 'assumption')} must be settled first"
    return f"{counted(counts[CONFIRMED], 'assumption')} confirmed, {counts[CONTRADICTED]} contradicted, {counts[NOT_OBSERVED]} not observed"


@cache
def _environment() -> jinja2.Environment:
    return templates()
