# SPDX-License-Identifier: GPL-3.0-or-later

"""The name of a person in texts, in any case and encoding."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote

from ...module_utils._core.errors import ValidationError
from ...module_utils._core.texts import LONGEST_NAME, hidden

#: A name with fewer letters and digits, or of one word, could be a part of many texts.
_FEWEST = 4
_ERASED = re.compile(r"a person( \d+)? \(erased \d{4}-\d{2}-\d{2}\)")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\([nrt])")


class PersonName:
    """The name, or the e-mail address, of one person. Raises ValidationError if it could mean anything else."""

    def __init__(self, written: str):
        self.text = unicodedata.normalize("NFC", written.strip())
        if problem := _problem(self.text):
            raise ValidationError(f"the name '{self.text}' {problem}", fields=["person"])
        words = (re.escape(word) for word in _plain(self.text).split())
        # A match is not part of a longer word, name or address. A point after a name can belong to a file name.
        gap, joins = r"[\s+]+", "[-.@]" if "@" in self.text else "[-@]"
        self._pattern = re.compile(rf"(?<!\w)(?<!\w{joins}){gap.join(words)}(?!\w|{joins}\w)")

    def is_in(self, text: str) -> bool:
        """Whether a text has the name, also as an escape of JSON, HTML or an address."""
        return bool(self._pattern.search(_plain(text)))

    def replaced(self, text: str, pseudonym: str) -> str:
        """The text with the pseudonym in place of the name. If the name is there in an escaped form only, the pseudonym replaces the whole text."""
        plain = unicodedata.normalize("NFC", text)
        changed = re.sub(self._pattern.pattern, lambda _found: pseudonym, plain, flags=re.IGNORECASE)
        return pseudonym if changed == plain and self.is_in(text) else changed if changed != plain else text


def pseudonym(day: str, number: int) -> str:
    """The name that stands for an erased person. number: 1 for the first person who was erased on that day."""
    return f"a person{'' if number == 1 else f' {number}'} (erased {day})"


def _plain(text: str) -> str:
    """A text without escapes, in one case and normal form."""
    escaped = _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else " ", text)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", html.unescape(unquote(escaped))).casefold())


def _problem(name: str) -> str | None:
    """Why a text is not the name of one person: the end of a sentence."""
    if problem := hidden(name):
        return problem
    if len(name) > LONGEST_NAME:
        return f"has more than {LONGEST_NAME} characters"
    if _ERASED.fullmatch(name):
        return "is that of a person who was erased before"
    if sum(map(str.isalnum, name)) < _FEWEST or not re.search(r"\S\s+\S|\S@\S", name):
        return (
            "is too short: it could be a part of other texts. Write the whole name, with first name and surname as in the "
            "files, or an e-mail address. Erase a name of one word manually"
        )
    return None
