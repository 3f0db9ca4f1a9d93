# SPDX-License-Identifier: GPL-3.0-or-later

"""What was fetched before: the files by their digests, and the messages of each mailbox. It is beside the files, in a hidden file that receive leaves out:
an empty folder begins again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ...module_utils._core.errors import FileError
from ...module_utils._core.files import read_regular, replace
from ...module_utils._core.json_shape import COUNT, Closed, Each, NumberRule, load

NAME, VERSION = ".fetched.json", 1
#: How many files are remembered. If an earlier one is fetched again, its import has no effect.
_MOST = 20_000
_LARGEST = 2_000_000
_SHAPE = Closed(
    {
        "version": NumberRule(VERSION),
        "files": [str],
        "mailboxes": Each(Closed({"validity": COUNT, "uid": COUNT})),
    }
)


@dataclass
class Watermark:
    """The last message of a mailbox that was looked at. validity: as the server states it; another one makes the number void."""

    validity: int
    uid: int


@dataclass
class Fetched:
    """The content of the file. path: where it is."""

    path: Path
    files: list[str] = field(default_factory=list)
    mailboxes: dict[str, Watermark] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Fetched:
        """What was fetched into a folder. Raises FileError for a damaged file."""
        path = folder / NAME
        try:
            given = load(read_regular(path, _LARGEST), _SHAPE)
        except FileNotFoundError:
            return cls(path)
        except (OSError, ValueError) as fault:
            text = getattr(fault, "strerror", None) or "it is damaged"
            raise FileError(
                f"{path} cannot be read: {text}. Remove it: everything is then fetched again, and repeated imports have no effect",
                str(path),
            ) from None
        return cls(path, given["files"], {name: Watermark(**one) for name, one in given["mailboxes"].items()})

    def after(self, mailbox: str, validity: int) -> int:
        """The last message of a mailbox that was looked at; 0 for none."""
        known = self.mailboxes.get(mailbox)
        return known.uid if known is not None and known.validity == validity else 0

    def write(self) -> None:
        """Replace the file."""
        known = {name: asdict(one) for name, one in self.mailboxes.items()}
        text = json.dumps({"version": VERSION, "files": self.files[-_MOST:], "mailboxes": known}, indent=1)
        replace({self.path: f"{text}\n"})


def digest(content: bytes) -> str:
    """What identifies a file or mailbox."""
    return hashlib.sha256(content).hexdigest()[:32]
