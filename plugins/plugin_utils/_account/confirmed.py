# SPDX-License-Identifier: GPL-3.0-or-later

"""The age of the confirmations on which a library's state rests. With a record, people confirm the values of Service Configuration, and nothing reads them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ...module_utils._pages.environment import in_words
from ...module_utils._record.sources import READ, parsed
from .states import IN_PLACE, NOT_JUDGED, STATED, STATES

#: The states in which a library is as declared.
WELL = (IN_PLACE, STATED)


def confirmed_at(library: Mapping[str, Any]) -> str | None:
    """The time of the oldest confirmation on which the state of a library in an account rests; empty if it is unknown. None if there is no such
    confirmation: the library has no record, or is not as declared."""
    oldest = (library["knowledge"] or {}).get("oldest")
    if library["state"] not in WELL or not oldest or oldest["how"] == READ:
        return None
    return "" if oldest["days"] is None else str(oldest["at"])


def as_confirmed(times: Collection[str | None]) -> str:
    """The words after the state of libraries that are as declared: their oldest confirmation. times: one for each library. Empty if all are None."""
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
