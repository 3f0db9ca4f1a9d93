# SPDX-License-Identifier: GPL-3.0-or-later

"""The choices of a sandbox that behaves like the systems of a first contact, as far as they were seen."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from .. import seed
from ..refusal import Refused, reason
from .choices import choices

#: Seen with every token.
_OF_TOKENS = "oauth-token-lifetime"


class _Finding(BaseModel):
    """What the run found of an assumption. agrees: whether the responses agree with it."""

    id: str
    state: Literal["confirmed", "contradicted", "not_observed"]
    agrees: bool
    alternative: str | None


class FirstContactFile(BaseModel):
    """The JSON file of the playbook first_contact."""

    format: Literal["reshare.wms first contact"]
    version: Literal[1]
    assumptions: list[_Finding]

    def chosen(self, number: int) -> dict[str, str]:
        """An alternative for each assumption that was contradicted; and for each about which nothing was seen, one that is drawn with the number,
        or none."""
        found, drawing = {one.id: one for one in self.assumptions}, random.Random(number)
        token_seen = _OF_TOKENS in found and found[_OF_TOKENS].state != "not_observed"
        chosen = {}
        for assumption, alternatives in choices().items():
            one = found.get(assumption)
            if one is not None and one.state == "contradicted":
                other = one.alternative if one.alternative in alternatives else None
            elif one is not None and one.agrees:
                other = None
            else:
                other = drawing.choice([None, *_drawable(assumption, token_seen)])
            if other is not None:
                chosen[assumption] = other
        return chosen

    def not_played(self) -> list[str]:
        """The assumptions that were contradicted, but not by an alternative that the sandbox has."""
        wrong = [one for one in self.assumptions if one.state == "contradicted"]
        return [one.id for one in wrong if one.alternative not in choices().get(one.id, {})]


def _drawable(assumption: str, token_seen: bool) -> Iterator[str]:
    """The alternatives that do not contradict that a token was granted."""
    for alternative, edits in choices()[assumption].items():
        if not (token_seen and any(edit.refuse and edit.calls == "token" for edit in edits)):
            yield alternative


def read(path: Path) -> FirstContactFile:
    """The content of a file. Raises Refused."""
    try:
        return FirstContactFile.model_validate_json(path.read_bytes())
    except OSError as fault:
        raise Refused(f"The file {path} cannot be read: {reason(fault)}.") from None
    except ValidationError as fault:
        raise Refused(f"The file {path} is not of the playbook first_contact: {seed.faults(fault)}.") from None
