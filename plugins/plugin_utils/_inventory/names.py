# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the names from a ReShare directory that become hosts and groups.

Ansible searches for variables in files named after hosts and groups, and loads them as trusted templates. A name from a directory
must not refer to any other file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

#: One path segment, without special meaning in any file system.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
#: Names with a special meaning in Ansible.
_RESERVED = frozenset({"all", "ungrouped", "localhost", "127.0.0.1"})
#: A host name with one of these endings would also be the name of another host's file of variables.
_FILE_ENDINGS = (".yml", ".yaml", ".json")

_REMEDY = "Correct the slug in the ReShare directory"


def slug_problems(what: str, entries: Iterable[tuple[str, str]]) -> list[str]:
    """The reasons why slugs cannot be names in an inventory, one sentence each.

    what: host or group. entries: slug and description of each directory entry. Names that differ only in upper and lower case
    count as the same, since they are the same file on some systems.
    """
    problems: list[str] = []
    owners: dict[str, str] = {}
    for slug, entry in entries:
        problem = _problem(slug)
        if problem:
            problems.append(
                f"directory entry {entry}: slug {_shown(slug)} cannot be a {what} name: {problem}. {_REMEDY}"
            )
            continue
        owner = owners.setdefault(slug.casefold(), entry)
        if owner is not entry:
            problems.append(f"directory entries {owner} and {entry} have the same slug {_shown(slug)}. {_REMEDY}")
    return problems


def group_problems(slugs: Mapping[str, str]) -> list[str]:
    """The reasons why several consortia would be one group, one sentence each. slugs: the name of the group by slug."""
    problems: list[str] = []
    owners: dict[str, str] = {}
    for slug, group in slugs.items():
        owner = owners.setdefault(group.casefold(), slug)
        if owner != slug:
            problems.append(
                f"consortia {_shown(owner)} and {_shown(slug)} would both be the group '{group}'. {_REMEDY}"
            )
    return problems


def _problem(slug: str) -> str | None:
    if not _NAME.fullmatch(slug):
        return "a name has up to 100 letters (a-z), digits, '.', '_' and '-', and begins with a letter or digit"
    if slug.casefold() in _RESERVED:
        return "Ansible reserves this name"
    if slug.casefold().endswith(_FILE_ENDINGS):
        return "a name does not end like a file of variables (.yml, .yaml, .json)"
    return None


def _shown(slug: str) -> str:
    """The slug for a message, without control characters."""
    return ascii(slug[:100])
