# SPDX-License-Identifier: GPL-3.0-or-later

"""The places of the files that a playbook writes, which are checked before the first request."""

from __future__ import annotations

import os
from pathlib import Path

from ...module_utils._core.files import absolute, read_regular

#: How the file with the account of a run begins, and the name of its format.
ACCOUNT = "reshare.wms run"
#: The endings of the page and of the Markdown, which are beside an account.
BESIDE = (".html", ".md")
_BEGINNING = f'{{\n "format": "{ACCOUNT}"'.encode()


def file_problem(given: str) -> str | None:
    """The reason why a file cannot be written at a path; the end of a sentence."""
    path = absolute(given)
    if path.exists() and not path.is_file():
        return "it is not a file"
    return _folder_problem(path.parent)


def folder_problem(given: str) -> str | None:
    """The reason why files cannot be written in a folder, which need not exist; the end of a sentence."""
    return _folder_problem(absolute(given))


def is_run_folder(given: str) -> bool:
    """Whether the place of the account of a run (run_file) is a folder, in which each run gets a name."""
    return given.endswith("/") or not given.endswith(".json") or absolute(given).is_dir()


def run_file_problem(given: str) -> str | None:
    """The reason why the account of a run, and its pages beside it, cannot be written at a place; the end of a sentence."""
    if is_run_folder(given):
        return folder_problem(given)
    return file_problem(given) or _taken(absolute(given))


def _taken(path: Path) -> str | None:
    """The reason why a file, or one beside it, must not be replaced: it is none of an account."""
    try:
        other = path.exists() and read_regular(path, len(_BEGINNING)) != _BEGINNING
    except OSError as fault:
        return f"it cannot be read: {fault.strerror}"
    beside = next((one for one in map(path.with_suffix, BESIDE) if one.exists() and not (path.exists() and one.is_file())), None)
    if beside:
        return f"{beside} would be replaced. Choose another name"
    return "it is not the account of a run. Choose another name" if other else None


def _folder_problem(folder: Path) -> str | None:
    existing = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    if not existing.is_dir():
        return f"{existing} is not a folder"
    if not os.access(existing, os.W_OK | os.X_OK):
        return f"no permission to write in the folder {existing}"
    return None
