# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the inventory sources: if one cannot be read, Ansible only warns and continues with the hosts of the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleError
from ansible.inventory.data import InventoryData
from ansible.inventory.manager import IGNORED
from ansible.plugins.loader import inventory_loader

#: The inventory files that the plugin reshare.wms.directory could not read in this process, with the reason.
unread: dict[str, str] = {}


def source_problems(given: Iterable[str]) -> list[str]:
    """The problems of the inventory sources of the command line, one sentence each. A source with a comma is a list of hosts."""
    missing = [source for source in given if "," not in source and not Path(source).exists()]
    return [
        *(f"The inventory {source} does not exist; check -i." for source in missing),
        *(f"The inventory {path} could not be read: {reason}." for path, reason in unread.items()),
    ]


def files_of(source: Path) -> Iterator[Path]:
    """The files that Ansible reads as inventory: the source, or the files in it."""
    if source.is_dir():
        for path in sorted(source.iterdir()):
            if not IGNORED.search(os.fsencode(path.name)):
                yield from files_of(path)
    elif source.exists():
        yield source


def without_host(sources: Iterable[str], loader: Any) -> list[str]:
    """Why a run has no host, in sentences: files that Ansible could not parse, or an inventory without hosts."""
    files = [file for source in sources if "," not in source for file in files_of(Path(source))]
    unparsed = [reason for file in files if (reason := _not_parsed(file, loader))]
    return unparsed or ["The inventory has no host; check -i and its file."]


def _not_parsed(path: Path, loader: Any) -> str | None:
    """A sentence if no plugin could parse a file, else None. The reasons, which can contain part of a secret, are only in Ansible's warnings."""
    for plugin in ("yaml", "ini"):
        try:
            inventory_loader.get(plugin).parse(InventoryData(), loader, str(path))
            return None
        except AnsibleError as fault:
            if "Plugin configuration" in fault.message:
                return f"A plugin found no host with {path}. If it failed, Ansible's warnings have the reason."
    return f"The inventory {path} was not parsed. Ansible's warnings have the reason and the line."
