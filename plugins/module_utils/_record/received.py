# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Files that people send back: JSON that a worksheet made, and that a mail program may have spoilt on its way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .._core.errors import Fault
from .._core.foreign import load
from .content import Said

#: The most bytes that such a file may have.
LARGEST = 5_000_000

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_AGAIN = "Download it from the worksheet again"


class Refused(Fault):
    """Something that a person sent back and that was not taken, not even in part."""


@dataclass(frozen=True)
class Letter:
    """A file that somebody sent. said: who made it, and when. content: all of it."""

    path: str
    library: str
    said: Said
    remark: str | None
    content: Mapping[str, Any]


def read(path: Path, expected: str) -> Letter:
    """The file, whose member ``format`` must be the expected one. Raises Refused."""
    try:
        with path.open("rb") as handle:
            text = handle.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise Refused(f"{path} is larger than any file that a worksheet makes. {_AGAIN}")
        given = load(text)
    except OSError as fault:
        raise Refused(f"{path} can't be read: {fault.strerror}") from None
    except ValueError:
        raise Refused(f"{path} is not JSON, as a worksheet makes it. {_AGAIN}") from None
    if not isinstance(given, dict) or given.get("format") != expected:
        raise Refused(f"{path} is no file of the format '{expected}'. {_AGAIN}")
    problems = [f"{name} is missing or no text" for name in ("library", "by", "at") if not optional(given.get(name))]
    if not problems and not _TIME.fullmatch(given["at"]):
        problems = ["at is no time such as 2026-11-25T09:30:00Z"]
    if problems:
        raise damaged(str(path), "; ".join(problems))
    said = Said(given["by"].strip(), given["at"])
    return Letter(str(path), given["library"], said, optional(given.get("remark")), given)


def optional(given: Any) -> str | None:
    """A text that may be missing."""
    return given.strip() or None if isinstance(given, str) else None


def damaged(path: str, problem: str) -> Refused:
    """The fault of a file that is not as a worksheet makes it."""
    return Refused(f"{path} is damaged: {problem}. {_AGAIN}")
