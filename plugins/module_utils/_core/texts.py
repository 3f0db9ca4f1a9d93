# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts as people see them: those from other systems made safe to show in messages, worksheets and reports, the form in which they are compared, characters
that look like others, and numbers with their nouns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from html import unescape
from typing import Any

#: The maximum size of a file that a page for people makes, in bytes.
LARGEST_FILE = 5_000_000
#: The maximum length of the name of a person or library, and of a remark or reason, in characters. The pages have the same limits.
LONGEST_NAME, LONGEST_REMARK = 200, 2000

#: Control characters, line and paragraph separators, characters that change the direction of text, and characters without a glyph:
#: fillers, selectors and tags. Not tab and newline, and not the two joiners of letters (U+200C, U+200D), which some scripts need.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """The text with an escape sequence, such as ``\\u202e``, in place of every character that could hide or rearrange others."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(lambda match: ascii(match[0])[1:-1], lines)


#: An entity of HTML, and the maximum length of one.
_ENTITY = re.compile("&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LONGEST_ENTITY = 34
#: White space in a line, without invisible separators.
_SPACES = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def same_text(left: Any, right: Any, fold: bool = False) -> bool:
    """Whether two values mean the same to a system that may rewrite texts. Values that are not texts have to be equal. fold: as for ``normal``."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right or normal(left, fold) == normal(right, fold)
    return bool(left == right)


def is_listed(name: Sequence[str], known: Collection[Sequence[str]]) -> bool:
    """Whether a name of one or more parts is known, perhaps in another form."""
    return name in known or any(all(map(same_text, name, identity)) for identity in known)


@lru_cache(1024)
def normal(text: str, fold: bool = False) -> str:
    """The form in which texts that a system may rewrite are compared: composed characters (NFC), no HTML entities, single spaces, ``\\n`` between lines.
    A normal form is not changed again. All other differences remain, also in characters that cannot be seen. fold: ignore upper and lower case."""
    composed = unicodedata.normalize("NFC", _decoded(_composed(text, fold), fold))
    lines = composed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip(" ") for line in lines).strip("\n")


def _composed(text: str, fold: bool) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold() if fold else text)


def _decoded(text: str, fold: bool) -> str:
    """The text with its entities decoded in one pass, also entities that result from decoding (``&amp;amp;``). An entity of a character that cannot
    be seen stays as it is."""
    if "&" not in text:
        return text
    done: list[str] = []
    left = [*reversed(text)]
    while left:
        done.append(left.pop())
        if done[-1] != ";":
            continue
        end = "".join(done[-_LONGEST_ENTITY:])
        entity = end[max(end.rfind("&"), 0) :]
        meant = unescape(entity) if _ENTITY.fullmatch(entity) else ""
        # unescape keeps an unknown name (longer), and makes an invalid number empty or U+FFFD.
        if 0 < len(meant) <= 2 and "\ufffd" not in meant and not _HIDDEN.search(meant):
            del done[-len(entity) :]
            left += reversed(_composed(meant, fold))
    return "".join(done)


#: The marks that git leaves in a file around the sides of a conflict.
_CONFLICT = re.compile("^<{7} ", re.M)


def conflict_line(text: str) -> int | None:
    """The line number of the first git conflict in a text; None if it has none."""
    match = _CONFLICT.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else None


def one_line(text: str) -> str:
    """The visible text in one line, so that it cannot look like several messages."""
    return visible(text).replace("\n", " ")


def without_name(text: str, library: str) -> str:
    """A message without the name of the library that it begins with."""
    return text.removeprefix(f"{library}: ")


def hidden(name: str) -> str | None:
    """The end of a sentence about the first invisible character of a name; None if there is none."""
    match = _HIDDEN.search(name)
    if match is None:
        return None
    return f"contains {character(match[0])} (character {match.start() + 1}), which cannot be seen; write the name without it"


def counted(number: float, one: str, many: str = "") -> str:
    """A number with its noun: ``1 library``, ``2 libraries``. many: for any other number; by default *one* with an s."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def look_alike(name: str) -> str | None:
    """The end of a sentence about the first character in a name that is invisible or looks like a space, or about two spaces; None if there is none."""
    for number, letter in enumerate(name, 1):
        if not letter.isprintable() or _HIDDEN.match(letter):
            return f"contains {character(letter)} (character {number}), which looks like a space or like nothing; remove it, or write a space"
    if "  " in name:
        return f"contains two spaces (character {name.index('  ') + 1}), which look like one; write one"
    return None


def character(letter: str) -> str:
    """The name of a character in Unicode."""
    return unicodedata.name(letter, "a control character")
