# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for a system that can be delayed: the delay of OCLC's searches and of ReShare's copies is not documented (oclc-apis.md 2.6, reshare.md 2.4)."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from itertools import chain, repeat
from typing import TypeVar

#: How long to wait until a change is shown, in seconds.
SHOWN_WITHIN = 10.0
#: The seconds between two looks; the last number is repeated. OCLC limits the requests per minute.
_PAUSES = (0.25, 0.5, 1.0, 2.0)

Left = TypeVar("Left", bound=Collection[object])


def until_shown(look: Callable[[], Left]) -> Left:
    """Look again until a look leaves nothing to wait for, or the time is over. Returns what the last look left."""
    until = time.monotonic() + SHOWN_WITHIN
    for pause in chain(_PAUSES, repeat(_PAUSES[-1])):
        # Evaluated before the look, so that the last one begins after the deadline, however slow the system is.
        last = time.monotonic() >= until
        left = look()
        if not left or last:
            return left
        time.sleep(max(0.0, min(pause, until - time.monotonic())))
    raise AssertionError("unreachable")
