# SPDX-License-Identifier: GPL-3.0-or-later

"""The state of the link of a library, as far as it was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._comparison.results import is_unread_removal

LIVE, WITHDRAWN, NOT_LIVE, NOT_READ = LINKS = ("live", "withdrawn", "not_live", "not_read")


def link_of(live: bool | None, withdrawn: Mapping[str, Any] | None) -> str:
    """The state of a link. live: null if it was not read. A withdrawn link can still be live: in check mode, or because a step is pending.
    That of a library that only the inventory states as removed is not known if it was not read."""
    if live:
        return LIVE
    if withdrawn and not is_unread_removal(withdrawn, live):
        return WITHDRAWN
    return NOT_READ if live is None else NOT_LIVE


def links_line(links: Mapping[str, Sequence[str]]) -> str:
    """The number of libraries in each state of the link; empty without a library."""
    counts = [f"{len(names)} {link.replace('_', ' ')}" for link, names in links.items() if names]
    return f"Links: {', '.join(counts)}." if counts else ""
