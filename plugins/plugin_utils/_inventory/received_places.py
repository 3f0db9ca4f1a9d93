# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the folders of received and written files: Ansible must not read them as inventory or variables, because it evaluates the expressions in those."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_VARIABLES = ("group_vars", "host_vars")


@dataclass(frozen=True)
class Places:
    """The places from which Ansible reads variables in a run. sources: the files or folders of the inventory."""

    sources: tuple[str, ...]
    playbook_dir: str

    def problem(self, given: str) -> str | None:
        """The reason why a received file, or a folder with such files, must not be at a path; the end of a sentence."""
        path = _resolved(given)
        folder = folder_of(path)
        for taken, relation in self._taken(folder):
            return f"is {path}, {relation} {taken}. Ansible can read files from there as variables; move it, for example to ../received"
        return None

    def written_problem(self, given: str) -> str | None:
        """The reason why a file of a playbook, or a folder with such files, must not be at a path; the end of a sentence."""
        path = _resolved(given)
        for source in map(Path, self.sources):
            if source.is_dir() and path.is_relative_to(source.resolve()):
                return f"is {path}, inside the inventory {source.resolve()}, and Ansible reads each file there as inventory. Write it elsewhere"
        if set(_VARIABLES) & set(path.parts):
            return f"is {path}, and Ansible reads the files below {' or '.join(_VARIABLES)} as variables. Write it elsewhere"
        return None

    def _taken(self, folder: Path) -> Iterator[tuple[str, str]]:
        if set(_VARIABLES) & set(folder.parts):
            yield " or ".join(_VARIABLES), "below a folder"
        for source in map(Path, self.sources):
            inventory = folder_of(source).resolve()
            if folder.is_relative_to(inventory):
                yield str(inventory), "inside the inventory's folder"
            elif source.is_dir() and inventory.parent in (folder, folder.parent):
                yield str(inventory), "beside the inventory"
        playbooks = Path(self.playbook_dir).resolve()
        if folder.is_relative_to(playbooks):
            yield str(playbooks), "inside the playbooks' folder"


def _resolved(given: str) -> Path:
    return Path(os.path.expandvars(given)).expanduser().resolve()


def folder_of(path: Path) -> Path:
    """The folder itself, or that of a file."""
    return path if path.is_dir() else path.parent


def places(task_vars: Mapping[str, Any]) -> Places:
    """The places of a run. A source with a comma is a list of hosts."""
    sources = task_vars.get("ansible_inventory_sources") or ()
    return Places(tuple(source for source in sources if "," not in source), task_vars["playbook_dir"])
