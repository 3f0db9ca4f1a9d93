# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the inventory sources: if one cannot be read, Ansible only warns and continues with the hosts of the others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

#: The inventory files that the plugin reshare.wms.directory could not read in this process, with the reason.
unread: dict[str, str] = {}


def source_problems(given: Iterable[str]) -> list[str]:
    """The problems of the inventory sources of the command line, one sentence each. A source with a comma is a list of hosts."""
    missing = [source for source in given if "," not in source and not Path(source).exists()]
    return [
        *(f"The inventory {source} does not exist; check -i." for source in missing),
        *(f"The inventory {path} could not be read: {reason}." for path, reason in unread.items()),
    ]
