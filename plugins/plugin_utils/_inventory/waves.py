# SPDX-License-Identifier: GPL-3.0-or-later

"""The waves of a roll-out: the libraries of a wave wait until those of the waves before have nothing open on their worksheets."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ansible.utils.helpers import pct_to_int


def waiting(libraries: Sequence[str], sizes: Sequence[str | int], is_open: Collection[str]) -> list[str]:
    """The libraries whose wave has not started.

    libraries: of the run, in their order. sizes: of the waves, as Ansible's keyword serial has them. is_open: the libraries with open steps.
    """
    at, number = 0, 0
    while sizes and at < len(libraries):
        end = at + pct_to_int(sizes[min(number, len(sizes) - 1)], len(libraries))
        if not set(libraries[at:end]).isdisjoint(is_open):
            return [*libraries[end:]]
        at, number = end, number + 1
    return []
