# SPDX-License-Identifier: GPL-3.0-or-later

"""How old the confirmations are on which the state of a library rests: nothing reads Service Configuration, so with a record, people confirmed its values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ...module_utils._pages.environment import in_words
from ...module_utils._record.sources import READ, parsed
from .states import IN_PLACE, NOT_JUDGED, STATED, STATES

#: The states in which a library is as declared.
WELL = (IN_PLACE, STATED)


def confirmed_at(library: Mapping[str, Any]) -> str | None:
    """The time of the oldest confirmation on which the state of a library in an account rests; empty if it is unknown. None if the state rests on none: the
    library has no record, or is not as declared."""
    oldest = (library["knowledge"] or {}).get("oldest")
    if library["state"] not in WELL or not oldest or oldest["how"] == READ:
        return None
    return "" if oldest["days"] is None else str(oldest["at"])


def as_confirmed(times: Collection[str | None]) -> str:
    """What follows a state in which libraries are as declared: the oldest confirmation of all. times: one of each library. Empty if they are all None."""
    known = [time for time in times if time is not None]
    if not known:
        return ""
    some = f"{len(known)} " if len(known) < len(times) else ""
    # An unknown time counts as the oldest.
    oldest = parsed(min(known))
    return f", {some}as confirmed (oldest {in_words(oldest) if oldest else 'of an unknown day'})"


def state_word(state: str | None, confirmed: str | None) -> str:
    """The state of a library in words."""
    return (STATES.get(state or "") or NOT_JUDGED).word + as_confirmed([confirmed])
