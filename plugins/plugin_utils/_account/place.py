# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the account of a run to its place (run_file): a file, or a folder in which each run gets a name. Its page, and its Markdown
for a pull request, are beside it."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from ...module_utils._core.errors import FileError
from ...module_utils._core.files import absolute, replace
from .._inventory.output import is_run_folder, run_file_problem, run_files
from . import markdown, run_page
from .run_document import text


def destination(given: str, playbook: str, now: datetime) -> Path:
    """The path of the account of a run that ends now. playbook: its name, or its file."""
    path = absolute(given)
    if not is_run_folder(given):
        return path
    # Two runs can end in the same second.
    return path / f"{now:%Y-%m-%dT%H%M%SZ}-{Path(playbook).stem}-{secrets.token_hex(3)}.json"


def files(path: Path) -> list[Path]:
    """An account, and its page and Markdown if they exist."""
    return [path, *(file for suffix in (".html", ".md") if (file := path.with_suffix(suffix)).is_file())]


def write(path: Path, document: dict[str, Any]) -> None:
    """Write the account, its page and its Markdown. Raises FileError."""
    if reason := run_file_problem(str(path)):
        raise FileError(f"{path} cannot be written: {reason}", str(path))
    texts = zip(
        run_files(path), (text(document), run_page.html(document, path), markdown.markdown(document)), strict=True
    )
    replace({file: written.encode("utf-8", "replace").decode() for file, written in texts})
