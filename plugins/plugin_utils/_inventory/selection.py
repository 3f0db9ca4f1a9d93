# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the tags of the command line, and the names of the libraries for which a run is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from ...module_utils._core.errors import first_of, similar
from ...module_utils._task.arguments import RESHARE, WMS

_PLAYBOOKS = Path(__file__).resolve().parents[3] / "playbooks"
_OURS = "reshare.wms."
#: Tags with a special meaning in Ansible.
SPECIAL = frozenset({"all", "always", "never", "tagged", "untagged"})
#: The number of libraries that a message names.
_SHOWN = 30

#: The tags of the tasks that write to a system.
_TAGS = {WMS: frozenset({"circulation", "enable_reshare"}), RESHARE: frozenset({"reshare_settings"})}
TAGS = frozenset[str]().union(*_TAGS.values())


def our_playbook(playbook: str) -> str | None:
    """The name of a playbook within this collection; None for another playbook. playbook: as on the command line."""
    if playbook.startswith(_OURS):
        return playbook.removeprefix(_OURS)
    path = Path(playbook).resolve()
    return path.stem if path.parent == _PLAYBOOKS else None


def left_out(run: Collection[str], skip: Collection[str]) -> list[str]:
    """The systems to which no selected task writes. Tags of other playbooks leave none out. run, skip: as for tag_problems."""
    missing = set(tags_left_out(run, skip))
    return [system for system, tags in _TAGS.items() if tags <= missing]


def tags_left_out(run: Collection[str], skip: Collection[str]) -> list[str]:
    """The tags without a selected task. Tags of other playbooks leave none out. run, skip: as for tag_problems."""
    asked = set(run) - {"always"}
    chosen = (asked if asked and asked <= TAGS else TAGS) - set(skip)
    return sorted(TAGS - chosen)


def tag_problems(known: Collection[str], run: Collection[str], skip: Collection[str]) -> list[str]:
    """The reasons why no task, or not the intended tasks, would run, one sentence each.

    known: the tags of the playbook's tasks; if there are none, its tasks are untagged. run, skip: the tags of --tags and --skip-tags.
    """
    unknown = [
        f"{option} {tag}: the playbook has no such tag. "
        + (similar(tag, known) if known else f"Its tasks have no tags; run it without {option}.")
        for option, given in (("--tags", run), ("--skip-tags", skip))
        for tag in given
        if tag not in SPECIAL and tag not in known
    ]
    if unknown:
        return unknown
    tasks = [{tag, "tagged", "all"} for tag in known] or [{"untagged", "all"}]
    if any(task & set(run) and not task & set(skip) for task in tasks):
        return []
    return [f"--tags {','.join(run)}" + (f" with --skip-tags {','.join(skip)}" if skip else "") + " leaves no task."]


def names(given: Any) -> list[str]:
    """The names of libraries in a variable: a list or a text with commas."""
    names = [str(name).strip() for name in given] if isinstance(given, list) else re.split(r"[,\s]+", str(given or ""))
    return list(dict.fromkeys(filter(None, names)))


def named_problem(variable: str, given: Any, libraries: Sequence[str]) -> str | None:
    """The reason why a run is not for the libraries that a person named, in sentences; None if it is.

    variable: the one with the names. given: its value. libraries: of the run. A number or a pattern is not a consent:
    with another inventory, or another --limit, it would be a consent for other libraries.
    """
    named = names(given)
    if set(named) == set(libraries):
        return None
    known = [name for name in named if name in libraries]
    foreign = [name for name in named if name not in libraries]
    message = (
        f"{variable} has to name the libraries of the run. It names {_listed(named)}; the run has {_listed(libraries)}."
    )
    if foreign:
        message += f" Not in the run: {_listed(foreign)}. {similar(foreign[0], libraries)}"
    these = ",".join(known) or "NAME"
    return f"{message} Select the libraries with --limit and name each of them: --limit {these} -e {variable}={these}"


def _listed(names: Sequence[str]) -> str:
    return f"{first_of(names, _SHOWN)} ({len(names)})" if names else "none"
