# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Masks secrets in texts, in every form that an answer, a log or a program may give them.

A text is compared with its escapes decoded, so that one rule covers JSON, HTML, URL and Python escapes, their mixtures and
their repetition. Base64 and hexadecimal forms are made from the secret.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from html.entities import html5
from typing import Any

MASK = "********"

#: The fewest characters of a secret: anything shorter is part of too many words to be masked.
FEWEST = 4

#: The fewest characters of a form that is masked inside a word, too.
FEWEST_INSIDE = 7

#: How often escapes may be nested: JSON in a URL in an HTML page.
_LAYERS = 4

_BACKSLASHES = r"\\+"
_PERCENT = r"%(?:25)*"
_AMPERSAND = r"&(?:amp;)*"
#: An escape, repeated ones of the same sort as one; whitespace as one blank, since texts are wrapped and joined.
_ESCAPE = re.compile(
    rf"""
    (?P<blank>(?:\s | \+ | {_BACKSLASHES}[nrtf] | {_PERCENT}(?:20|0[9ADad]) | {_AMPERSAND}(?:\#(?:9|10|13|32|160)|nbsp);)+)
  | {_BACKSLASHES}u(?P<pair>[dD][89abAB][0-9a-fA-F]{{2}}{_BACKSLASHES}u[dD][c-fC-F][0-9a-fA-F]{{2}})
  | {_BACKSLASHES}u(?P<unicode>[0-9a-fA-F]{{4}})
  | {_BACKSLASHES}x(?P<byte>[0-9a-fA-F]{{2}})
  | (?P<backslash>{_BACKSLASHES})
  | (?P<percent>
        {_PERCENT}[c-dC-D][0-9a-fA-F]{_PERCENT}[89abAB][0-9a-fA-F]
      | {_PERCENT}[eE][0-9a-fA-F](?:{_PERCENT}[89abAB][0-9a-fA-F]){{2}}
      | {_PERCENT}[fF][0-7](?:{_PERCENT}[89abAB][0-9a-fA-F]){{3}}
      | {_PERCENT}[0-9a-fA-F]{{2}})
  | {_AMPERSAND}\#0*(?P<decimal>[0-9]{{1,7}});?
  | {_AMPERSAND}\#[xX]0*(?P<hexadecimal>[0-9a-fA-F]{{1,6}});?
  | {_AMPERSAND}(?P<entity>[A-Za-z][A-Za-z0-9]{{1,31}};)
  | (?P<ampersand>&(?:amp;)+)
    """,
    re.VERBOSE,
)
#: Whether there may be one, besides blanks, or part of a secret.
_SIGN = re.compile(r"\\|%[0-9a-fA-F]{2}|&[#A-Za-z]|\.\.\.|…")
#: What is put in the place of the rest of a text.
_ELLIPSIS = re.compile(r"\.\.\.|…")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]*={0,2}")
_WORD = re.compile(r"\w")

_SOUNDS_SECRET = re.compile(
    r"(?i:pass|pwd|secret|token|authentication|credential|bearer|api[_-]?key|ws[_-]?key|private[_-]?key|^key$)|[a-z]Key$"
)

#: What is looked at besides the beginning of a text: more than any form of a secret has.
_MARGIN = 1 << 16

Span = tuple[int, int]


class Redactor:
    """Masks the given secrets.

    words: texts of the program's own, such as keys of results; where one stands alone in data, it is not masked, whatever
    the secrets are.
    """

    def __init__(self, secrets: Iterable[str], words: Collection[str] = ()):
        self.secrets = frozenset(secrets)
        self.words = words

    def text(self, text: str) -> str:
        """The text with every secret masked."""
        spans = list(self._spans(text)) if self._may_show(text) else []
        parts, end = [], 0
        for start, stop in _merged(spans):
            parts += [text[end:start], MASK]
            end = stop
        return "".join([*parts, text[end:]])

    def beginning(self, text: str, longest: int) -> str:
        """The beginning of a text, masked before it is cut, so that no part of a secret is left at the end."""
        looked_at = longest + _MARGIN
        masked = self.text(text[:looked_at])
        # Where the look ended within a secret, its part is not known as one.
        return (masked if len(text) <= looked_at else masked[:-_MARGIN])[:longest]

    def data(self, value: Any) -> Any:
        """Plain data with every secret masked in its texts, keys included. Numbers, booleans and null stay as they are."""
        return self._masked(value) if self._may_show("\n".join(_texts(value))) else value

    def _masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return value if value in self.words else self.text(value)
        if isinstance(value, Mapping):
            masked: dict[Any, Any] = {}
            for key, one in value.items():
                masked[_unused(self._masked(key), masked)] = self._masked(one)
            return masked
        if isinstance(value, (list, tuple)):
            return [self._masked(one) for one in value]
        return value

    def _may_show(self, text: str) -> bool:
        """Whether it is worth to look closely, which takes long: most texts hold neither a secret nor an escape."""
        if not self._forms:
            return False
        joined = " ".join(text.replace("+", " ").split())
        return _SIGN.search(text) is not None or any(form in text or form in joined for form in self._forms)

    def _spans(self, text: str) -> Iterator[Span]:
        """Where secrets stand in the text, and in what it is after each layer of escapes."""
        layer, places = text, list(range(len(text) + 1))
        for _number in range(_LAYERS):
            for start, stop in self._found(layer):
                yield places[start], places[stop]
            decoded, within = _decoded(layer)
            if decoded == layer:
                break
            layer, places = decoded, [places[place] for place in within]

    def _found(self, text: str) -> Iterator[Span]:
        for form, encoded in self._forms.items():
            start = text.find(form)
            while start >= 0:
                stop = start + len(form)
                if encoded:
                    # What stands beside it in the same encoded text belongs to it: user:password, for one.
                    start, stop = _base64_around(text, start, stop)
                if len(form) >= FEWEST_INSIDE or _stands_alone(text, start, stop):
                    yield start, stop
                start = text.find(form, max(stop, start + 1))
        for ellipsis in _ELLIPSIS.finditer(text):
            for form in self._forms:
                if length := _cut(form, text, ellipsis.start()):
                    yield ellipsis.start() - length, ellipsis.start()

    @cached_property
    def _forms(self) -> dict[str, bool]:
        """What is looked for, each with whether it is base64."""
        forms: dict[str, bool] = {}
        for secret in self.secrets:
            plain = secret.strip()
            raw = plain.encode("utf-8", "replace")
            hexadecimal = raw.hex()
            # The third is what a reader sees who takes UTF-8 for Latin-1.
            for form in (secret, plain, raw.decode("latin-1"), hexadecimal, hexadecimal.upper()):
                forms[form] = False
            forms |= dict.fromkeys(_base64_forms(raw), True)
        forms |= {_canonical(form): encoded for form, encoded in forms.items()}
        return {form: encoded for form, encoded in forms.items() if len(form) >= FEWEST}


def sounds_secret(name: str) -> bool:
    """Whether something of that name is a secret, as far as names tell."""
    return _SOUNDS_SECRET.search(name) is not None


def leaves(value: Any) -> Iterator[str]:
    """The texts in a value that is to be a secret: by mistake it can be a list or dictionary."""
    if isinstance(value, Mapping):
        yield from leaves([*value.keys(), *value.values()])
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from leaves(one)
    elif value not in (None, ""):
        yield str(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(key)
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


def _decoded(text: str) -> tuple[str, list[int]]:
    """The text with one layer of escapes decoded, and where each character of it, and its end, stands in the text."""
    parts: list[str] = []
    places: list[int] = []
    end = 0
    for found in _ESCAPE.finditer(text):
        character = _character(found)
        parts += [text[end : found.start()], character]
        places += [*range(end, found.start()), *[found.start()] * len(character)]
        end = found.end()
    return "".join([*parts, text[end:]]), [*places, *range(end, len(text) + 1)]


def _character(found: re.Match[str]) -> str:
    """What an escape stands for."""
    kind = str(found.lastgroup)
    what = found[kind]
    if kind == "blank":
        return " "
    if kind == "backslash":
        # How many stand for one depends on how often they were escaped, so none counts.
        return ""
    if kind == "ampersand":
        return "&"
    if kind == "entity":
        return html5.get(what, found[0])
    if kind == "pair":
        high, low = int(what[:4], 16), int(what[-4:], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    if kind == "percent":
        raw = bytes.fromhex("".join(re.findall(rf"{_PERCENT}([0-9a-fA-F]{{2}})", what)))
        return raw.decode("utf-8") if _is_utf_8(raw) else raw.decode("latin-1")
    number = int(what, 10 if kind == "decimal" else 16)
    return chr(number) if number <= 0x10FFFF else found[0]


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _canonical(text: str) -> str:
    """The text without any escapes."""
    for _number in range(_LAYERS):
        decoded = _decoded(text)[0]
        if decoded == text:
            break
        text = decoded
    return text


def _base64_forms(raw: bytes) -> Iterator[str]:
    """The characters that the secret alone determines, for each place at which it can begin in what is encoded."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + raw).decode()
        form = whole[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        yield from {form, form.replace("+", "-").replace("/", "_")}


def _base64_around(text: str, start: int, stop: int) -> Span:
    while start and _BASE64.fullmatch(text[start - 1]):
        start -= 1
    return start, _BASE64.match(text, stop).end()  # type: ignore[union-attr]


def _stands_alone(text: str, start: int, stop: int) -> bool:
    """Whether no word goes on before or after that part of the text."""
    return not (_WORD.match(text[start - 1 : start]) or _WORD.match(text[stop : stop + 1]))


def _cut(form: str, text: str, end: int) -> int:
    """How many of the form's first characters stand before that place, where the rest of the text was cut."""
    lengths = range(len(form) - 1, FEWEST - 1, -1)
    return next((length for length in lengths if text.endswith(form[:length], 0, end)), 0)


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in their order, those that overlap or touch as one: no character of a secret is left."""
    start, stop = -1, -1
    for one, other in sorted(spans):
        if one > stop:
            if stop >= 0:
                yield start, stop
            start = one
        stop = max(stop, other)
    if stop >= 0:
        yield start, stop


def _unused(key: Any, taken: Collection[Any]) -> Any:
    """The key, or where it is there already after masking, the same with a number."""
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key} ({number})"
    return free
