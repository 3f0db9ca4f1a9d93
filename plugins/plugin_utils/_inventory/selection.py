# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Checks the tags of the command line."""

from __future__ import annotations

from collections.abc import Collection

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import similar

#: Tags with a special meaning in Ansible.
_SPECIAL = frozenset({"all", "always", "never", "tagged", "untagged"})


def tag_problems(known: Collection[str], run: Collection[str], skip: Collection[str]) -> list[str]:
    """The reasons why no task, or not the intended tasks, would run, one sentence each.

    known: the tags of the playbook's tasks; if there are none, its tasks are untagged. run, skip: the tags of --tags and --skip-tags.
    """
    unknown = [
        f"{option} {tag}: the playbook has no such tag. "
        + (similar(tag, known) if known else f"Its tasks have no tags; run it without {option}.")
        for option, given in (("--tags", run), ("--skip-tags", skip))
        for tag in given
        if tag not in _SPECIAL and tag not in known
    ]
    if unknown:
        return unknown
    tasks = [{tag, "tagged", "all"} for tag in known] or [{"untagged", "all"}]
    if any(task & set(run) and not task & set(skip) for task in tasks):
        return []
    return [f"--tags {','.join(run)}" + (f" with --skip-tags {','.join(skip)}" if skip else "") + " leaves no task."]
