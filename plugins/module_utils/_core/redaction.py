# SPDX-License-Identifier: GPL-3.0-or-later

"""Masks secrets in texts, in every form in which a response, a log or a program may contain them.

A text is compared with its escapes decoded, so that one rule covers JSON, HTML, URL and Python escapes, mixed and
repeated. Base64 and hexadecimal forms are computed from the secret.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from html.entities import html5
from typing import Any, TypeVar

MASK = "********"

#: The minimum length of a secret: a shorter one is part of too many words to be masked.
FEWEST = 4

#: The minimum length of a form that is also masked inside a word.
FEWEST_INSIDE = 7

#: The maximum nesting of escapes: JSON in a URL in an HTML page.
_LAYERS = 4

_BACKSLASHES = r"\\+"
_PERCENT = r"%(?:25)*"
_AMPERSAND = r"&(?:amp;)*"
#: An escape (repeated escapes of the same sort count as one). Whitespace counts as one blank, since texts are wrapped and joined.
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
#: Finds a possible escape, other than blanks, or a shortened text.
_SIGN = re.compile(r"\\|%[0-9a-fA-F]{2}|&[#A-Za-z]|\.\.\.|…")
#: The marks of a shortened text.
_ELLIPSIS = re.compile(r"\.\.\.|…")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]*={0,2}")
_WORD = re.compile(r"\w")

_SOUNDS_SECRET = re.compile(
    r"(?i:pass|pwd|secret|token|authentication|credential|bearer|api[_-]?key|ws[_-]?key|private[_-]?key|^key$)|[a-z]Key$"
)

#: How much is read beyond the beginning of a text: more than the length of any form of a secret.
_MARGIN = 1 << 16

Span = tuple[int, int]

Value = TypeVar("Value")


class Redactor:
    """Masks the given secrets.

    words: texts of this collection, such as keys of results. A value in data that equals one of them is never masked.
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
        """The beginning of a text, masked before it is shortened, so that no part of a secret remains at the end."""
        looked_at = longest + _MARGIN
        masked = self.text(text[:looked_at])
        # A secret that crosses the limit is not recognised.
        return (masked if len(text) <= looked_at else masked[:-_MARGIN])[:longest]

    def data(self, value: Value) -> Value:
        """Plain data with every secret masked in its texts, including keys. Numbers, booleans and null are not changed."""
        masked: Value = self._masked(value) if self._may_show("\n".join(leaves(value))) else value
        return masked

    def _masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return value if value in self.words else self.text(value)
        if isinstance(value, Mapping):
            masked: dict[Any, Any] = {}
            for key, item in value.items():
                masked[_unused(self._masked(key), masked)] = self._masked(item)
            return masked
        if isinstance(value, (list, tuple)):
            return [self._masked(item) for item in value]
        return value

    def _may_show(self, text: str) -> bool:
        """Whether the slow search is needed: most texts contain neither a secret nor an escape."""
        if not self._forms:
            return False
        joined = f" {' '.join(text.replace('+', ' ').split())} "
        return _SIGN.search(text) is not None or any(
            joined.startswith(form, start) for start, form in self._begun(joined)
        )

    def _spans(self, text: str) -> Iterator[Span]:
        """The positions of secrets in the text, and in the text after decoding each layer of escapes."""
        layer, places = text, list(range(len(text) + 1))
        for _number in range(_LAYERS):
            for start, stop in self._secrets_in(layer):
                yield places[start], places[stop]
            decoded, within = _decoded(layer)
            if decoded == layer:
                break
            layer, places = decoded, [places[at] for at in within]

    def _secrets_in(self, text: str) -> Iterator[Span]:
        for start, form in self._begun(text):
            if text.startswith(form, start):
                stop = start + len(form)
                # Adjacent characters of the same encoded text belong to it, such as user:password.
                span = _base64_around(text, start, stop) if self._forms[form] else (start, stop)
                if len(form) >= FEWEST_INSIDE or _stands_alone(text, *span):
                    yield span
            elif cut := _cut(form, text, start):
                yield start, cut

    def _begun(self, text: str) -> Iterator[tuple[int, str]]:
        """The positions at which a form may begin, and the form. The time hardly depends on the number of secrets: a report can have those
        of a whole consortium."""
        beginning, forms = self._beginnings
        for match in beginning.finditer(text):
            for form in forms.get(match[1], ()):
                yield match.start(), form

    @cached_property
    def _beginnings(self) -> tuple[re.Pattern[str], dict[str, list[str]]]:
        """An expression that finds possible beginnings of forms, and the forms by their first characters."""
        forms: dict[str, list[str]] = {}
        for form in self._forms:
            forms.setdefault(form[:FEWEST], []).append(form)
        columns = ("".join(sorted(set(column))) for column in zip(*forms))
        return re.compile(f"(?=({''.join(f'[{re.escape(column)}]' for column in columns)}))"), forms

    @cached_property
    def _forms(self) -> dict[str, bool]:
        """The forms to search for, each with whether it is base64."""
        forms: dict[str, bool] = {}
        for secret in self.secrets:
            plain = secret.strip()
            raw = plain.encode("utf-8", "replace")
            hexadecimal = raw.hex()
            # The third form is UTF-8 decoded as Latin-1.
            for form in (secret, plain, raw.decode("latin-1"), hexadecimal, hexadecimal.upper()):
                forms[form] = False
            forms |= dict.fromkeys(_base64_forms(raw), True)
        forms |= {_canonical(form): encoded for form, encoded in forms.items()}
        return {form: encoded for form, encoded in forms.items() if len(form) >= FEWEST}


def sounds_secret(name: str) -> bool:
    """Whether a name looks like the name of a secret."""
    return _SOUNDS_SECRET.search(name) is not None


def leaves(value: Any) -> Iterator[str]:
    """The texts and numbers in data, including keys, in any order. A secret can be a list or dictionary, too, by mistake."""
    left = [value]
    while left:
        node = left.pop()
        # Texts first: most values are texts, and the check against an abstract class takes longer.
        if isinstance(node, str):
            if node:
                yield node
        elif isinstance(node, Mapping):
            left += [*node.keys(), *node.values()]
        elif isinstance(node, (list, tuple)):
            left += node
        elif node is not None:
            yield str(node)


def _decoded(text: str) -> tuple[str, list[int]]:
    """The text with one layer of escapes decoded, and the position in the text of each of its characters and of its end."""
    parts: list[str] = []
    places: list[int] = []
    end = 0
    for match in _ESCAPE.finditer(text):
        character = _character(match)
        parts += [text[end : match.start()], character]
        places += [*range(end, match.start()), *[match.start()] * len(character)]
        end = match.end()
    return "".join([*parts, text[end:]]), [*places, *range(end, len(text) + 1)]


def _character(match: re.Match[str]) -> str:
    """The character of an escape."""
    kind = str(match.lastgroup)
    what = match[kind]
    if kind == "blank":
        return " "
    if kind == "backslash":
        # The number of backslashes depends on how often they were escaped, so all are removed.
        return ""
    if kind == "ampersand":
        return "&"
    if kind == "entity":
        return html5.get(what, match[0])
    if kind == "pair":
        high, low = int(what[:4], 16), int(what[-4:], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    if kind == "percent":
        raw = bytes.fromhex("".join(re.findall(rf"{_PERCENT}([0-9a-fA-F]{{2}})", what)))
        with suppress(UnicodeDecodeError):
            return raw.decode("utf-8")
        return raw.decode("latin-1")
    number = int(what, 10 if kind == "decimal" else 16)
    return chr(number) if number <= 0x10FFFF else match[0]


def _canonical(text: str) -> str:
    """The text without any escapes."""
    for _number in range(_LAYERS):
        decoded = _decoded(text)[0]
        if decoded == text:
            break
        text = decoded
    return text


def _base64_forms(raw: bytes) -> Iterator[str]:
    """The base64 characters that depend only on the secret, for each offset at which it can begin in the encoded data."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + raw).decode()
        form = whole[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        yield from {form, form.replace("+", "-").replace("/", "_")}


def _base64_around(text: str, start: int, stop: int) -> Span:
    while start and _BASE64.fullmatch(text[start - 1]):
        start -= 1
    return start, _BASE64.match(text, stop).end()  # type: ignore[union-attr]  # it matches no characters, too


def _stands_alone(text: str, start: int, stop: int) -> bool:
    """Whether that part of the text is not inside a word."""
    return not (_WORD.match(text[start - 1 : start]) or _WORD.match(text[stop : stop + 1]))


def _cut(form: str, text: str, start: int) -> int:
    """The position at which the text was shortened within the form that begins at start; 0 if it was not."""
    marks = (mark.start() for mark in _ELLIPSIS.finditer(text, start + FEWEST, start + len(form) + 2))
    return max((end for end in marks if form.startswith(text[start:end])), default=0)


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, with overlapping and adjacent ones merged, so that no character of a secret remains."""
    start, stop = -1, -1
    for begin, end in sorted(spans):
        if begin > stop:
            if stop >= 0:
                yield start, stop
            start = begin
        stop = max(stop, end)
    if stop >= 0:
        yield start, stop


def _unused(key: Any, taken: Collection[Any]) -> Any:
    """The key, with a number if it already exists after masking."""
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key} ({number})"
    return free
