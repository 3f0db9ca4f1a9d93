# SPDX-License-Identifier: GPL-3.0-or-later

"""The settled e-mails and files, which no run looks at again. Their digests are in a hidden file beside the fetched files, which receive ignores.

Lines are only appended, so that concurrent runs keep each other's lines. A line ends with a digest: the incomplete line of a killed run is ignored,
and its e-mail is tried again. Without the file, everything in the window is tried again.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from pathlib import Path

from ...module_utils._core.errors import FileError
from ...module_utils._core.files import append, read_regular

NAME = ".settled"
#: The window of e-mails begins this long before the last run that left nothing unsettled.
WINDOW = timedelta(days=60)

DIGEST = re.compile(r"[0-9a-f]{32}")
_LINE = re.compile(rf"^(\S+) ({DIGEST.pattern})$", re.M)


class Settled:
    """The file in a folder. A line has a word and a digest. The word is why an e-mail or file is settled, the digest of the e-mail with a number in a
    mailbox, or a day of a mailbox. The last line about a digest applies. check_mode: whether nothing is written."""

    def __init__(self, folder: Path, check_mode: bool):
        self._path, self._check_mode = folder / NAME, check_mode
        try:
            text = read_regular(self._path, -1).decode("ascii", "replace")
        except FileNotFoundError:
            text = ""
        except OSError as fault:
            raise FileError(f"{self._path} cannot be read: {fault.strerror}", str(self._path)) from None
        self._words = {match[2]: match[1] for match in _LINE.finditer(text)}

    def get(self, key: str) -> str | None:
        """The word about a digest."""
        return self._words.get(key)

    def add(self, key: str, word: str) -> None:
        """Append a line, unless it is the last one about the digest."""
        if self._words.get(key) == word:
            return
        self._words[key] = word
        if not self._check_mode:
            # Starts with a line break, because the last line may be incomplete.
            append(self._path, f"\n{word} {key}\n")

    def window(self, mailbox: str, today: str) -> date:
        """The day from which the e-mails of a mailbox are looked at. As long as one of them is not settled, the window only grows."""
        if mailbox not in self._words:
            self.add(mailbox, today)
        return date.fromisoformat(min(self._words[mailbox], today)) - WINDOW


def digest(content: bytes) -> str:
    """What identifies an e-mail, a file, the number of an e-mail in a mailbox, or a mailbox."""
    return hashlib.sha256(content).hexdigest()[:32]
