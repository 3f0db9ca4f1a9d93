# SPDX-License-Identifier: GPL-3.0-or-later

"""Why the sandbox does not start, for people."""

from __future__ import annotations

import sys
from collections.abc import Sequence

#: The maximum number of faults in a message.
_MOST = 5


class Refused(Exception):
    """The sandbox does not start, for a reason that a person can remedy: one or two sentences."""


def reason(fault: OSError) -> str:
    """The reason of an error of the operating system, without its number and path."""
    text = (fault.strerror or str(fault)).rstrip(".")
    return text[:1].lower() + text[1:]


def show(*lines: str) -> None:
    """Print lines at once. Raises Refused."""
    try:
        print(*lines, sep="\n", flush=True)
    except OSError as fault:
        # Otherwise Python would write to it again when it ends.
        sys.stdout = None
        raise Refused(f"The output cannot be written: {reason(fault)}.") from None


def first_of(found: Sequence[str]) -> str:
    """The first of several faults."""
    more = f"; and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return "; ".join(found[:_MOST]) + more
