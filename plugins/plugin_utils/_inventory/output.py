# SPDX-License-Identifier: GPL-3.0-or-later

"""The places of the files that a playbook writes, which are checked before the first request."""

from __future__ import annotations

import os
from pathlib import Path

from ...module_utils._core.files import absolute


def file_problem(given: str) -> str | None:
    """The reason why a file cannot be written at a path; the end of a sentence."""
    path = absolute(given)
    if path.exists() and not path.is_file():
        return "it is not a file"
    return _folder_problem(path.parent)


def folder_problem(given: str) -> str | None:
    """The reason why files cannot be written in a folder, which need not exist; the end of a sentence."""
    return _folder_problem(absolute(given))


def _folder_problem(folder: Path) -> str | None:
    existing = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    if not existing.is_dir():
        return f"{existing} is not a folder"
    if not os.access(existing, os.W_OK | os.X_OK):
        return f"no permission to write in the folder {existing}"
    return None
