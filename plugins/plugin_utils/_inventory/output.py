# SPDX-License-Identifier: GPL-3.0-or-later

"""The places of the files that a playbook writes, which are checked before the first request."""

from __future__ import annotations

import os
from pathlib import Path

from ...module_utils._core.files import absolute, read_regular

#: The name of the format of the account of a run, and the beginning of its file.
ACCOUNT = "reshare.wms run"
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
    """Whether the place of the account of a run (run_file) is a folder, in which each run gets a file name."""
    return given.endswith("/") or not given.endswith(".json") or absolute(given).is_dir()


def run_files(path: Path) -> tuple[Path, Path, Path]:
    """The files of an account of a run: the account, and beside it its page and its Markdown."""
    return path, path.with_suffix(".html"), path.with_suffix(".md")


def run_file_problem(given: str) -> str | None:
    """The reason why the account of a run, and its pages beside it, cannot be written at a place; the end of a sentence."""
    if is_run_folder(given):
        return folder_problem(given)
    path = absolute(given)
    return next(filter(None, (file_problem(str(file)) for file in run_files(path))), None) or _taken(path)


def _taken(path: Path) -> str | None:
    """The reason why files must not be replaced: they do not belong to an account."""
    if not path.exists():
        others = [file.name for file in run_files(path) if file.exists()]
        return (
            f"{others[0]} exists, without an account beside it. Remove it, or choose another name" if others else None
        )
    try:
        other = read_regular(path, len(_BEGINNING)) != _BEGINNING
    except OSError as fault:
        return f"it cannot be read: {fault.strerror}"
    return "it is not the account of a run. Choose another name" if other else None


def _folder_problem(folder: Path) -> str | None:
    existing = next(path for path in (folder, *folder.parents) if os.path.lexists(path))
    if not existing.is_dir():
        return f"{existing} is not a folder"
    if not os.access(existing, os.W_OK | os.X_OK):
        return f"no permission to write in the folder {existing}"
    return None
