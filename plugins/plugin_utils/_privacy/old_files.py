# SPDX-License-Identifier: GPL-3.0-or-later

"""Old files that prove nothing any more: imported files in an archive, whose content the record has, and reports with a later one of the same libraries.
A file of another format is not one of them, whatever its age."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ...module_utils._answers.received import SIGNED
from ...module_utils._core.errors import FileError
from ...module_utils._core.files import below, read_regular
from ...module_utils._core.json_shape import load
from ...module_utils._screens.capture import FORMAT as CAPTURE
from .._comparison import outcomes
from .._fleet.run_files import LARGEST
from .._report import data


@dataclass(frozen=True)
class _Known:
    """A file of a known format. at: when it was archived, or when the run of a report ended. about: the parts of a report, for which the latest one
    is kept; none for an imported file."""

    path: Path
    at: datetime
    about: frozenset[tuple[str, str]] = frozenset()


def old(folder: Path, before: datetime) -> list[Path]:
    """The files in a folder and the folders in it that are older than a time and not needed, with the pages of such reports."""
    known = [one for path in _paths(folder) if (one := _known(path)) is not None]
    latest: dict[tuple[str, str], datetime] = {}
    for one in known:
        for part in one.about:
            latest[part] = max(one.at, latest.get(part, one.at))
    found = [one for one in known if one.at < before and all(latest[part] > one.at for part in one.about)]
    pages = [one.path.with_suffix(".html") for one in found if one.about]
    return [*(one.path for one in found), *(page for page in pages if page.is_file() and not page.is_symlink())]


def remove(paths: list[Path]) -> None:
    """Remove the files."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as fault:
            raise FileError(f"{path} cannot be removed: {fault.strerror}; remove it manually", str(path)) from None


def _paths(folder: Path) -> Iterator[Path]:
    return (path for path in below(folder) if path.name.endswith(".json") and not path.is_symlink())


def _known(path: Path) -> _Known | None:
    try:
        content = read_regular(path, LARGEST + 1)
        given = load(content) if len(content) <= LARGEST else None
        first = given[0] if isinstance(given, list) and given else given
        name = first.get("format") if isinstance(first, dict) else None
        if name in (*SIGNED, CAPTURE):
            return _Known(path, datetime.fromtimestamp(path.stat().st_mtime, UTC))
        if isinstance(given, dict) and name in (data.FILE.name, outcomes.FILE.name):
            at = datetime.fromisoformat(given["finished"]).astimezone(UTC)
            return _Known(path, at, frozenset((str(name), library) for library in given["libraries"]))
    # A damaged file is not removed: a person has to look at it.
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        pass
    return None
