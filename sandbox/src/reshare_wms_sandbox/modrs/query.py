# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The query language of web-toolkit-ce, as far as it is needed (reshare.md 3.3).

What can't be parsed, or names a property that isn't there, is dropped without a word. A property of what a row refers to
is named by its path (``type.value``); where a row refers to several things, one of them is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Test = Callable[[Row], bool]

DEFAULT_SIZE = 10

#: "=" stands in the documented look-ups of reference data (4.2).
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=i=": lambda value, wanted: str(value).casefold() == str(wanted).casefold(),
    "==": lambda value, wanted: value == wanted,
    "=": lambda value, wanted: value == wanted,
    "=~": lambda value, wanted: str(wanted).casefold() in str(value).casefold(),
    "!~": lambda value, wanted: str(wanted).casefold() not in str(value).casefold(),
    "!=": lambda value, wanted: value != wanted,
    "<>": lambda value, wanted: value != wanted,
    "<=": lambda value, wanted: value <= wanted,
    ">=": lambda value, wanted: value >= wanted,
    "<": lambda value, wanted: value < wanted,
    ">": lambda value, wanted: value > wanted,
}
_BLANK: dict[str, Callable[[list[Any]], bool]] = {
    "isnull": lambda values: not values,
    "isnotnull": bool,
    "isset": bool,
    "isnotset": lambda values: not values,
    "isempty": lambda values: not any(value != "" for value in values),
    "isnotempty": lambda values: any(value != "" for value in values),
}
_COMPARISON = re.compile(r"\s*([\w.]+)\s*(=i=|==|=~|!~|!=|<>|<=|>=|<|>|=)\s*(.*?)\s*", re.DOTALL)
_SPECIAL = re.compile(r"\s*([\w.]+)\s+(is(?:Not)?(?:Null|Set|Empty))\s*", re.IGNORECASE)
_TOKEN = re.compile(r"&&|\|\||\(|\)|!(?![=~])")


class Unreadable(Exception):
    """A filter that the server would drop."""


class Query:
    """The parameters of a list request. properties: what the rows can be asked about."""

    def __init__(self, parameters: Sequence[tuple[str, str]], properties: Iterable[str], cap: int):
        self._parameters = parameters
        self._properties = frozenset(properties)
        self.size = min(_positive(self._last("perPage") or self._last("max")) or DEFAULT_SIZE, cap)
        page = _positive(self._last("page")) or 1
        self.offset = _positive(self._last("offset")) or (page - 1) * self.size
        self.page = self.offset // self.size + 1
        self.stats = self._last("stats") == "true"

    @property
    def filters(self) -> list[str]:
        return self._all("filters") + self._all("filters[]")

    def select(self, rows: Iterable[Row]) -> list[Any]:
        """The rows that are asked for, sorted, not yet cut to a page."""
        tests = [test for test in (*map(self._filter, self.filters), self._term()) if test is not None]
        found = [row for row in rows if all(test(row) for test in tests)]
        if self.offset:
            # PostgreSQL's order without ORDER BY differs from page to page; so does that of rows which are equal under it.
            found = [*found[1:], *found[:1]]
        for order in reversed(self._all("sort")):
            name, _unused, direction = order.partition(";")
            if name in self._properties:
                found.sort(key=lambda row: _rank(_values(row, name)), reverse=direction == "desc")
        return found

    def cut(self, rows: Sequence[Any]) -> list[Any]:
        """The page that is asked for."""
        return list(rows[self.offset : self.offset + self.size])

    def _filter(self, text: str) -> Test | None:
        try:
            return _Parser(text, self._properties).parse()
        except Unreadable:
            return None

    def _term(self) -> Test | None:
        term = (self._last("term") or "").casefold()
        names = [name for name in self._all("match") + self._all("match[]") if name in self._properties]
        if not term or not names:
            return None
        return lambda row: any(term in str(value).casefold() for name in names for value in _values(row, name))

    def _all(self, name: str) -> list[str]:
        return [value for key, value in self._parameters if key == name]

    def _last(self, name: str) -> str | None:
        return next(iter(reversed(self._all(name))), None)


class _Parser:
    """Reads one filter: comparisons combined with ``&&``, ``||``, ``!`` and parentheses."""

    def __init__(self, text: str, properties: frozenset[str]):
        self._tokens = self._split(text)
        self._properties = properties

    def parse(self) -> Test:
        test = self._any()
        if self._tokens:
            raise Unreadable
        return test

    @staticmethod
    def _split(text: str) -> list[str]:
        parts, at = [], 0
        for match in _TOKEN.finditer(text):
            parts += [text[at : match.start()], match[0]]
            at = match.end()
        return [part for part in (*parts, text[at:]) if part.strip()]

    def _any(self) -> Test:
        tests = [self._every()]
        while self._take("||"):
            tests.append(self._every())
        return lambda row: any(test(row) for test in tests)

    def _every(self) -> Test:
        tests = [self._one()]
        while self._take("&&"):
            tests.append(self._one())
        return lambda row: all(test(row) for test in tests)

    def _one(self) -> Test:
        if self._take("!"):
            test = self._one()
            return lambda row: not test(row)
        if self._take("("):
            test = self._any()
            if not self._take(")"):
                raise Unreadable
            return test
        return self._comparison(self._tokens.pop(0) if self._tokens else "")

    def _take(self, token: str) -> bool:
        if self._tokens[:1] != [token]:
            return False
        self._tokens.pop(0)
        return True

    def _comparison(self, text: str) -> Test:
        if special := _SPECIAL.fullmatch(text):
            name, blank = self._known(special[1]), _BLANK[special[2].lower()]
            return lambda row: blank(_values(row, name))
        match = _COMPARISON.fullmatch(text)
        if match is None:
            raise Unreadable
        name, compare, wanted = self._known(match[1]), _OPERATORS[match[2]], match[3]
        # As in SQL, no comparison with null is true.
        return lambda row: any(compare(*_alike(value, wanted)) for value in _values(row, name))

    def _known(self, name: str) -> str:
        if name not in self._properties:
            raise Unreadable
        return name


def _values(row: Any, path: str) -> list[Any]:
    """What a row holds at a path; nothing where it is null."""
    found = [row]
    for name in path.split("."):
        inner = [one.get(name) for one in found if isinstance(one, Mapping)]
        found = [one for value in inner for one in (value if isinstance(value, list) else [value])]
    return [value for value in found if value is not None]


def _alike(value: Any, wanted: str) -> tuple[Any, Any]:
    """A value and what it is compared with: two numbers, or two texts."""
    if isinstance(value, bool):
        return str(value).lower(), wanted
    if isinstance(value, int) and re.fullmatch(r"[+-]?\d{1,18}", wanted):
        return value, int(wanted)
    return str(value), wanted


def _rank(values: list[Any]) -> tuple[int, int, str]:
    """A place in the order of rows: numbers by their size, texts by their characters, null first."""
    match values:
        case [bool() | str() as text, *_unused]:
            return 1, 0, str(text)
        case [int() as number, *_unused]:
            return 1, number, ""
    return 0, 0, ""


def _positive(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
