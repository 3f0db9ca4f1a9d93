# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of variables that Ansible ignores without a message, so that the defaults apply: their names belong to no group or host, or another
file or folder of the same name comes first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ansible import constants

from ...module_utils._core.errors import candidates, similar
from .received_places import Places, folder_of

REMEDY = "Rename, merge or remove it."
#: The endings of files of variables, in the order in which Ansible searches for them. It reads only the first that it finds.
_ENDINGS = ("", *constants.YAML_FILENAME_EXTENSIONS)


@dataclass(frozen=True)
class UnusedFile:
    """A file, or a folder of files. libraries: that seem to be without its variables; none if that is not known."""

    path: Path
    explanation: str
    libraries: tuple[str, ...]


def unused_files(places: Places, groups: Mapping[str, Collection[str]]) -> Iterator[UnusedFile]:
    """The files of variables that Ansible does not read in this run. groups: the hosts of each group. A file of a host that is not in the inventory
    is that of the host with a similar name that has none, or of a former library."""
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


def _hidden(path: Path, name: str, hosts: Collection[str]) -> Iterator[UnusedFile]:
    """The file, if another one or a folder has the same name but for its ending, and comes first."""
    first = next((one for ending in _ENDINGS if (one := path.with_name(f"{name}{ending}")).exists()), path)
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
