# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds files of variables that Ansible ignores without a message, so that the defaults apply: their names belong to no group or host, or another
file or folder of the same name comes first. Also finds those that it cannot read, which its message does not name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from ansible import constants
from ansible.errors import AnsibleError
from ansible.module_utils.common.yaml import SafeLoader

from ...module_utils._core.errors import candidates, similar
from ...module_utils._core.texts import conflict_line
from .._variables.origin import VAULT
from .inventory_sources import files_of
from .received_places import Places, folder_of

REMEDY = "Rename, merge or remove it."
#: The endings of files of variables, in the order in which Ansible searches for them. It reads only the first that it finds.
_ENDINGS = ("", *constants.YAML_FILENAME_EXTENSIONS)


@dataclass(frozen=True)
class UnusedFile:
    """A file, or a folder of files. libraries: those that seem to lack its variables; empty if that is not known."""

    path: Path
    explanation: str
    libraries: tuple[str, ...]


def unused_files(places: Places, groups: Mapping[str, Collection[str]]) -> Iterator[UnusedFile]:
    """The files of variables that Ansible does not read in this run. groups: the hosts of each group. A file of a host that is not in the inventory
    belongs to a host with a similar name and without a file, or to a former library."""
    for path in _files(places, "group_vars"):
        name = _owner(path, groups)
        if name is None:
            meant = candidates(_name(path), groups)[:1]
            message = f"{_shown(path)} is not read: the inventory has no group '{_name(path)}'. {similar(_name(path), groups)}"
            yield UnusedFile(path, message, tuple(groups[meant[0]] if meant else ()))
        else:
            yield from _hidden(path, name, groups[name])
    hosts = set(groups["all"])
    owners = {path: _owner(path, hosts) for path in _files(places, "host_vars")}
    without = hosts.difference(owners.values())
    for path, name in owners.items():
        meant = candidates(_name(path), without)[:1]
        if name is not None:
            yield from _hidden(path, name, [name])
        else:
            message = f"{_shown(path)} is not read: the inventory has no host '{_name(path)}'. {similar(_name(path), without if meant else hosts)}"
            yield UnusedFile(path, message, tuple(meant))


def unreadable_files(
    places: Places, groups: Mapping[str, Collection[str]], load: Callable[[str], Any]
) -> Iterator[str]:
    """A sentence about each file of variables, or inventory in YAML, that is not valid YAML, or has no variables. load: reads such a file, which takes
    thirty times as long as checking whether it can be read."""
    owned: list[tuple[Path, Collection[str]]] = [(path, groups) for path in _files(places, "group_vars")]
    owned += [(path, groups["all"]) for path in _files(places, "host_vars")]
    read = [file for path, names in owned if _owner(path, names) is not None for file in _within(path)]
    read += [file for source in map(Path, places.sources) for file in files_of(source) if file.suffix in _ENDINGS[1:]]
    for file in filter(_is_suspect, read):
        if reason := _reason(file, load):
            yield reason


def _within(path: Path) -> Iterator[Path]:
    """The files that Ansible reads of a folder, or the file itself."""
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.suffix in _ENDINGS and not file.name.startswith(".") and file.is_file():
            yield file


def _is_suspect(path: Path) -> bool:
    """Whether Ansible probably rejects a file. An encrypted file is not checked, because Ansible decrypts it, which takes long."""
    try:
        content = path.read_bytes()
    except OSError:
        return True
    if content.startswith(VAULT):
        return False
    try:
        node = yaml.compose(content, Loader=SafeLoader)
    except yaml.YAMLError:
        return True
    if node is None:
        return False
    keys = [str(key.value) for key, _value in node.value] if isinstance(node, yaml.MappingNode) else None
    return keys is None or len(set(keys)) < len(keys)


def _reason(path: Path, load: Callable[[str], Any]) -> str | None:
    try:
        content = load(str(path))
    except AnsibleError as fault:
        if line := conflict_line(path.read_text(errors="replace")):
            return f"{path}:{line}: git has not resolved a conflict; keep one of its sides."
        # Its object is the place: the file, line and column.
        return f"{fault.obj or path}: {fault.message.rstrip('.')}."
    return (
        None if isinstance(content, Mapping | None) else f"{path} has no variables: each is a line such as name: value."
    )


def _hidden(path: Path, name: str, hosts: Collection[str]) -> Iterator[UnusedFile]:
    """The file, if another file or folder has the same name with another ending, and comes first."""
    first = next((file for ending in _ENDINGS if (file := path.with_name(f"{name}{ending}")).exists()), path)
    if first != path:
        yield UnusedFile(path, f"{_shown(path)} is not read: Ansible reads {_shown(first)} in its place.", tuple(hosts))


def _files(places: Places, folder: str) -> Iterator[Path]:
    """The files and folders with variables of groups or hosts."""
    sources = map(folder_of, map(Path, places.sources))
    for base in dict.fromkeys([*sources, Path(places.playbook_dir)]):
        if (base / folder).is_dir():
            for path in sorted((base / folder).iterdir()):
                if not path.name.startswith(".") and (path.is_dir() or path.suffix in _ENDINGS[1:]):
                    yield path


def _owner(path: Path, names: Collection[str]) -> str | None:
    """The group or host whose variables are in a file or folder."""
    return next((name for name in (path.name, _name(path)) if name in names), None)


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}{'/' if path.is_dir() else ''}"


def _name(path: Path) -> str:
    return path.name if path.is_dir() else path.stem
