# SPDX-License-Identifier: GPL-3.0-or-later

"""The accounts in a folder and its subfolders."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from ...module_utils._core.errors import ValidationError
from ...module_utils._core.files import below, check_folder, read_regular
from .run_document import FILE, LARGEST, Data

#: The maximum number of files.
MOST = 10_000
#: How far ahead of this machine's clock the end of a run may be: other clocks may be wrong.
_AHEAD = timedelta(days=1)

#: What is kept of an account.
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class LeftOut:
    """A file that is not used."""

    file: str
    reason: str


def accounts(
    folder: Path, now: datetime, keep: Callable[[str, datetime, Data], Kept]
) -> tuple[list[Kept], list[LeftOut]]:
    """What is kept of each account, the oldest run first, equal files once; and the files that are not used.

    keep: called with the name of the file in the folder, the end of the run and the account, since all accounts together may not fit in memory. Raises
    ValidationError if the folder does not exist, or has more than MOST files.
    """
    check_folder(folder)
    paths = sorted(path for path in below(folder) if path.name.endswith(".json"))
    if len(paths) > MOST:
        raise ValidationError(f"{folder} has more than {MOST} JSON files. Move those of old runs to another folder")
    kept: dict[bytes, tuple[datetime, str, Kept]] = {}
    left_out = []
    for path in paths:
        # A name can have bytes that are not UTF-8.
        name = path.relative_to(folder).as_posix().encode("utf-8", "replace").decode()
        try:
            content = _content(path)
            digest = hashlib.sha256(content).digest()
            if digest not in kept:
                account = FILE.read(content)
                at = _moment(account["finished"], now)
                kept[digest] = (at, name, keep(name, at, account))
        except ValueError as fault:
            left_out.append(LeftOut(name, str(fault)))
    in_order = sorted(kept.values(), key=lambda entry: entry[:2])
    return [kept for _at, _name, kept in in_order], left_out


def newest(folder: Path, now: datetime) -> Data:
    """The account of the run in a folder that ended last. Raises ValidationError if there is none."""
    check_folder(folder)
    # The names begin with the time.
    for path in sorted(
        (path for path in below(folder) if path.name.endswith(".json")), key=lambda file: file.name, reverse=True
    ):
        try:
            account = FILE.read(_content(path))
            _moment(account["finished"], now)
            return account
        except ValueError:
            continue
    raise ValidationError(f"{folder} has no account of a run. Run a playbook with run_file first")


def _content(path: Path) -> bytes:
    try:
        content = read_regular(path, LARGEST + 1)
    except OSError as fault:
        raise ValueError(f"cannot be read: {fault.strerror}") from None
    if len(content) > LARGEST:
        raise ValueError(f"is larger than {LARGEST // 1024 // 1024} MiB")
    return content


def _moment(text: str, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is damaged: finished is not a time") from None
    if at > now + _AHEAD:
        raise ValueError("is damaged: finished is in the future; check the clock of the machine that wrote it")
    return at
