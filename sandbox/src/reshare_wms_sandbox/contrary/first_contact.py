# SPDX-License-Identifier: GPL-3.0-or-later

"""The choices of a sandbox that behaves like the systems of a first contact: as assumed where nothing else was seen, or as drawn."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from .. import seed
from ..counters import Call
from ..refusal import Refused, reason
from .choices import ANY, choices

#: By assumption, the call that was answered if anything was seen about the assumption.
_SHOWN_BY = {
    "oauth-token-lifetime": Call("", "token", ANY, "POST"),
    "scim-search-whole": Call("", "identity", "search", "POST"),
    "scim-etag": Call("", "identity", "users", "GET"),
    "metadata-institution": Call("", "metadata", ANY, "GET"),
    "ncip-problem-status": Call("", "ncip", "CheckInItem", "POST"),
    "gateway-login": Call("", "gateway", ANY, "POST"),
    "gateway-modules": Call("", "gateway", "modules", "GET"),
    "modrs-settings-there": Call("", "settings", "appSettings", "GET"),
    "modrs-list-total": Call("", "tables", ANY, "GET"),
    "directory-entry-shape": Call("", "directory", ANY, "GET"),
    "reshare-patron-check": Call("", "tables", "patron", ANY),
}
#: The maximum size of a file in bytes; a file of a run has some 100,000.
_LARGEST = 5_000_000


class _Finding(BaseModel):
    """What the run found about an assumption."""

    id: str
    state: Literal["confirmed", "agrees", "contradicted"]
    alternatives: list[str]


class FirstContactFile(BaseModel):
    """The JSON file of the playbook first_contact. assumptions: those that were observed."""

    format: Literal["reshare.wms first contact"]
    version: Literal[1]
    assumptions: list[_Finding]

    def chosen(self, number: int | None = None) -> dict[str, str]:
        """An alternative for each assumption that was contradicted. With a number, also one or none for each assumption that was not observed,
        drawn with the number. A drawn alternative changes no call that was answered, so what was seen stays the same."""
        found = {one.id: one for one in self.assumptions}
        seen = {id: other for id, one in found.items() if (other := _played(one))}
        if number is None:
            return seen
        drawing, answered = random.Random(number), [call for id, call in _SHOWN_BY.items() if id in found]
        drawn = {id: drawing.choice([None, *_drawable(id, answered)]) for id in choices() if id not in found}
        return {**seen, **{id: other for id, other in drawn.items() if other is not None}}

    def not_played(self) -> list[str]:
        """The contradicted assumptions, except those with a single alternative that the sandbox can play."""
        wrong = [one for one in self.assumptions if one.state == "contradicted"]
        return [one.id for one in wrong if one.alternatives != [_played(one)]]


def _played(one: _Finding) -> str | None:
    """The alternative that the sandbox plays: it can play only one for an assumption."""
    return next((other for other in one.alternatives if other in choices().get(one.id, {})), None)


def _drawable(assumption: str, answered: Sequence[Call]) -> Iterator[str]:
    """The alternatives that change none of these calls."""
    for alternative, edits in choices()[assumption].items():
        if not any(edit.meets(call) for edit in edits for call in answered):
            yield alternative


def read(path: Path) -> FirstContactFile:
    """The content of a file. Raises Refused."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise Refused(
                f"The file {path} is larger than {_LARGEST // 1_000_000} MB, so it is not of the playbook first_contact."
            )
        return FirstContactFile.model_validate_json(content)
    except OSError as fault:
        raise Refused(f"The file {path} cannot be read: {reason(fault)}.") from None
    except ValidationError as fault:
        raise Refused(f"The file {path} is not of the playbook first_contact: {seed.faults(fault)}.") from None
