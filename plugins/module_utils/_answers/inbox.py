# SPDX-License-Identifier: GPL-3.0-or-later

"""The files that people send back: found in folders, recognised by their own formats, and moved to an archive. A mail program may have damaged them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .._core.errors import FileError
from .._core.files import create, entries, read_regular
from .._core.json_shape import ShapeError, fit, load
from .._core.texts import LARGEST_FILE
from .._wms.report_files import RejectedReport, is_report, reports
from .received import AGAIN, DAMAGED, FILES, FILES_SHAPE, REPORT, RejectedFile, SubmittedFile, damaged, optional

#: What to do with a file of another program, such as an e-mail, a page, or winmail.dat.
_FOREIGN = "Move it to another folder, and ask the sender for the file that the page saves"

#: What to do with a file that is too large.
_TOO_LARGE = (
    "Ask the sender for the file that the page saves; with the assistant, in several files with fewer screens each"
)


@dataclass(frozen=True)
class FoundFile:
    """A file, or a folder of another library. is_own: whether its place assigns it to the library, so that it need not name the library."""

    path: Path
    is_own: bool


def find(given: Iterable[str], library: str, shared: bool, archive: Path | None) -> Iterator[FoundFile]:
    """The given files, and the files in given folders and in their subfolders with the name of the library, sorted by name. shared: whether they
    are of several libraries. archive: a folder to leave out. Raises ValidationError for a path that is missing, or cannot be read."""
    for path in map(Path, given):
        if os.path.isfile(path):
            yield FoundFile(path, not shared or path.parent.name == library)
            continue
        is_own = path.name == library
        within = path / library
        for entry in entries("files", path):
            if entry == within and entry.is_dir():
                yield from (FoundFile(own, True) for own in entries("files", entry) if _is_sent(own))
            elif _is_sent(entry):
                yield FoundFile(entry, is_own or not (shared or within.is_dir()))
            elif entry.is_dir() and not is_own and not entry.name.startswith(".") and not _is_archive(entry, archive):
                yield FoundFile(entry, False)


def _is_sent(path: Path) -> bool:
    """Whether an entry of a folder is a received file. Files of unknown formats, such as pages or e-mails, count: they are reported."""
    return not path.name.startswith(".") and (path.suffix == ".json" or not path.is_dir())


def _is_archive(path: Path, archive: Path | None) -> bool:
    return archive is not None and archive.resolve().is_relative_to(path.resolve())


def read_file(path: Path) -> SubmittedFile:
    """A file with its format. Raises RejectedFile if the format is not known, or the file is damaged."""
    if is_report(path) and not _is_json(path):
        return SubmittedFile(path, None, REPORT)
    return parse_file(path, _content(path))


def parse_file(path: Path, content: bytes) -> SubmittedFile:
    """Like ``read_file``, for JSON. path: for messages."""
    given = _load(path, content)
    if not isinstance(given, dict):
        raise RejectedFile(f"{path} is not a file of a worksheet. {AGAIN}", DAMAGED)
    library, name = optional(given.get("library")), str(given.get("format"))
    if library is None and name != FILES:
        raise damaged(path, "library is missing or not a text")
    return SubmittedFile(path, library, name, given)


def single(file: SubmittedFile) -> list[SubmittedFile]:
    """The files in a file of several libraries, or the file itself. Raises RejectedFile."""
    if file.format != FILES:
        return [file]
    try:
        fit(file.content, FILES_SHAPE)
    except ShapeError as fault:
        raise damaged(file.path, str(fault)) from None
    files = file.content["files"]
    if not files:
        raise damaged(file.path, "files is empty")
    names = [f"{file.path.stem}-{_digest(text(content).encode())}.json" for content in files]
    return [
        SubmittedFile(file.path, content["library"].strip(), content["format"], content, name, names)
        for content, name in zip(files, names, strict=True)
    ]


def refuse_unknown(path: Path) -> None:
    """Raise RejectedFile for a file that is not a report of OCLC."""
    try:
        for _report in reports(path):
            break
    except RejectedReport as fault:
        # The message begins with the name of the file.
        raise RejectedFile(f"{path.parent}/{fault}", DAMAGED) from None


def _is_json(path: Path) -> bool:
    try:
        return is_json(read_regular(path, 64))
    except OSError:
        return False


def is_json(content: bytes) -> bool:
    """Whether content begins like JSON, in any encoding of JSON. The suffix is not used: a mail program may have changed it."""
    start = content[:64].decode(json.detect_encoding(content[:64]), "replace")
    return start.lstrip("\ufeff \t\r\n").startswith(("{", "["))


def _content(path: Path) -> bytes:
    try:
        return read_regular(path, LARGEST_FILE + 1)
    except OSError as fault:
        raise RejectedFile(f"{path} cannot be read: {fault.strerror}", DAMAGED) from None


def _load(path: Path, content: bytes) -> Any:
    """The parsed content of a JSON file. Raises RejectedFile if it is too large, or not JSON."""
    if len(content) > LARGEST_FILE:
        raise RejectedFile(
            f"{path} is larger than {LARGEST_FILE // 1_000_000} MB, the limit for received files. {_TOO_LARGE}", DAMAGED
        )
    try:
        return load(content)
    except ValueError as fault:
        encoded = isinstance(fault, UnicodeDecodeError) and is_json(content)
        problem = "is neither UTF-8 nor UTF-16: another program has saved it" if encoded else "is not JSON"
        remedy = AGAIN if encoded or path.suffix == ".json" else _FOREIGN
        raise RejectedFile(f"{path} {problem}. {remedy}", DAMAGED) from None


def archive(files: Sequence[SubmittedFile], folder: Path) -> list[Path]:
    """Move files to a folder without overwriting another file. Returns their new paths. A file of several libraries is removed once all its files are there."""
    kept = [_archived(file, folder) for file in files]
    for file in {file.path: file for file in files if file.beside}.values():
        with _moving(file.path, folder):
            if all((folder / name).exists() for name in file.beside):
                file.path.unlink(missing_ok=True)
    return kept


def _archived(file: SubmittedFile, folder: Path) -> Path:
    path = file.path
    with _moving(path, folder):
        folder.mkdir(parents=True, exist_ok=True)
        if file.beside:
            kept = folder / file.kept_as
            if not kept.exists():
                create(kept, text(file.content).encode(), 0o600)
            return kept
        kept = _copy(path, folder, read_regular(path, -1))
        path.unlink()
        return kept


@contextmanager
def _moving(path: Path, folder: Path) -> Iterator[None]:
    """Raises FileError if a file cannot be moved to a folder."""
    try:
        yield
    except OSError as fault:
        raise FileError(
            f"{path} was imported, but cannot be moved to {folder}: {fault.strerror}; correct the archive's path, or move the file manually",
            str(path),
        ) from None


def is_archived(file: SubmittedFile, folder: Path) -> bool:
    """Whether a file from one of several libraries is in the folder already."""
    return bool(file.beside) and (folder / file.kept_as).exists()


def text(content: Any) -> str:
    """The text of a separate file for one of the files in a file of several libraries."""
    return f"{json.dumps(content, indent=1)}\n"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _copy(path: Path, folder: Path, content: bytes) -> Path:
    plain, own = folder / path.name, folder / f"{path.stem}-{_digest(content)}{path.suffix}"
    for copy in (plain, own):
        try:
            create(copy, content, path.stat().st_mode & 0o666)
        except FileExistsError:
            continue
        return copy
    # This file exists: its name contains a digest of the content.
    return own
