# SPDX-License-Identifier: GPL-3.0-or-later

"""The name of a person in files: found in every way in which the files of the collection write it."""

from __future__ import annotations

import html
import json
import re
import unicodedata

from ...module_utils._core.errors import ValidationError
from ...module_utils._core.texts import LONGEST_NAME, hidden

#: A name with fewer letters and digits, or of one word, could be a part of many texts.
_FEWEST = 4
_ERASED = re.compile(r"a person( \d+)? \(erased \d{4}-\d{2}-\d{2}\)")
#: A name begins after anything but a letter or digit; the end of an escape in JSON looks like one. It is no part of a longer name or address, whose parts
#: are joined by these characters.
_BOUNDS = r"(?:(?<!\w)(?<!\w[{joints}])|(?<=\\[bfnrt])|(?<=\\u[0-9a-fA-F]{{4}})){name}(?!\w|[{joints}]\w)"
_OF_NAME, _OF_ADDRESS = "-", "-.+@"
#: A space can be the end of a line of a page or table.
_SPACE = r"(?:\s|&nbsp;|&#160;|\\[nrt])+"


class PersonName:
    """The name, or the e-mail address, of one person. Raises ValidationError if it could mean anything else."""

    def __init__(self, written: str):
        self.text = unicodedata.normalize("NFC", written.strip())
        if problem := _problem(self.text):
            raise ValidationError(f"the name '{self.text}' {problem}", fields=["person"])
        name = "".join(
            _SPACE if part.isspace() else "".join(map(_written, part)) for part in re.split(r"(\s+)", self.text)
        )
        self._pattern = re.compile(_BOUNDS.format(name=name, joints=_OF_ADDRESS if "@" in self.text else _OF_NAME))

    def count(self, text: str) -> int:
        """How often a text has the name."""
        return sum(1 for _one in self._pattern.finditer(text))

    def replaced(self, text: str, pseudonym: str) -> str:
        """The text with another name."""
        return self._pattern.sub(lambda _found: pseudonym, text)

    def around(self, text: str, width: int = 60) -> list[tuple[str, str, str]]:
        """Each occurrence: what is before it, the name as it is written, and what is after it."""
        return [
            (text[max(0, one.start() - width) : one.start()], one[0], text[one.end() : one.end() + width])
            for one in self._pattern.finditer(text)
        ]


def pseudonym(day: str, number: int) -> str:
    """The name that stands for an erased person. number: 1 for the first person who was erased on that day."""
    return f"a person{'' if number == 1 else f' {number}'} (erased {day})"


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


def _written(one: str) -> str:
    """The ways in which a character is written: itself, decomposed, or as an escape of JSON, HTML or Markdown."""
    number, escaped = ord(one), html.escape(one)
    units = re.findall(r"\\u([0-9a-f]{4})", json.dumps(one)) or ([f"{number:04x}"] if number < 1 << 16 else [])
    plain = {one, unicodedata.normalize("NFD", one), escaped, json.dumps(one, ensure_ascii=False)[1:-1]}
    ways = sorted(map(re.escape, plain), key=len, reverse=True)
    ways.append("".join(rf"\\u(?i:{unit})" for unit in units))
    ways.append(rf"&#0*{number};|&#[xX]0*(?i:{number:x});")
    if one.isascii() and not one.isalnum():
        ways.append(re.escape(f"\\{one}"))
    return f"(?:{'|'.join(ways)})"
