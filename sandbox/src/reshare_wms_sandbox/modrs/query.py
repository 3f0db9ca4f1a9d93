# SPDX-License-Identifier: GPL-3.0-or-later

"""The query language of web-toolkit-ce, as far as it is used (reshare.md 3.3).

A filter that cannot be parsed is dropped silently. So is one that compares an unknown property with a word; compared
with anything else, or in a combined filter, an unknown property is an error. A property of a referenced row is named by
its path (``type.value``); if a row refers to several others, one match is sufficient.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Test = Callable[[Row], bool]

DEFAULT_SIZE = 10

#: "=" is used in the documented look-ups of reference data (4.2).
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
#: No blank before an operator; a blank after it is part of the value.
_COMPARISON = re.compile(r"\s*([\w.]+)(=i=|==|=~|!~|!=|<>|<=|>=|<|>|=)(.*?)\s*", re.DOTALL)
_RANGE = re.compile(r"\s*([^<>=]+?)(<=?|>=?)([\w.]+)(<=?|>=?)([^<>=]+?)\s*")
#: The comparison with its sides exchanged.
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_TERM = re.compile(r'"([^"]+)"|([^\s"]+)')
_WORD = re.compile(r"[^\W\d]\w*")
_SPECIAL = re.compile(r"\s*([\w.]+)\s+(is(?:Not)?(?:Null|Set|Empty))\s*", re.IGNORECASE)
_TOKEN = re.compile(r"&&|\|\||\(|\)|!(?![=~])")


class DroppedFilter(Exception):
    """A filter that the server drops."""


class Broken(Exception):
    """A filter that causes a server error."""


class Query:
    """The parameters of a list request. properties: of the rows, as filters can use them."""

    def __init__(self, parameters: Sequence[tuple[str, str]], properties: Iterable[str], cap: int):
        self._parameters = parameters
        self._properties = frozenset(properties)
        self.size = min(_positive(self._last("perPage") or self._last("max")) or DEFAULT_SIZE, cap)
        # The server converts an offset into a page; an explicit page has priority.
        self.page = _positive(self._last("page")) or _positive(self._last("offset")) // self.size + 1
        self.offset = (self.page - 1) * self.size
        self.stats = self._last("stats") == "true"
        self.filters = self._all("filters[]") or self._all("filters")

    def select(self, rows: Iterable[Row]) -> list[Any]:
        """The rows that match, sorted, before paging."""
        tests = [test for test in (*map(self._filter, self.filters), self._term()) if test is not None]
        found = [row for row in rows if all(test(row) for test in tests)]
        if self.offset:
            # PostgreSQL's order without ORDER BY differs from page to page, and so does the order of rows with equal
            # sort keys.
            found = [*found[1:], *found[:1]]
        for order in reversed(self._all("sort")):
            name, _unused, direction = order.partition(";")
            if name in self._properties:
                found.sort(key=lambda row: _rank(_values(row, name)), reverse=direction == "desc")
        return found

    def cut(self, rows: Sequence[Any]) -> list[Any]:
        """The requested page."""
        return list(rows[self.offset : self.offset + self.size])

    def _filter(self, text: str) -> Test | None:
        try:
            return _FilterParser(text, self._properties).parse()
        except DroppedFilter:
            return None

    def _term(self) -> Test | None:
        """One of the named properties has to contain every word; words in quotes are one."""
        words = [quoted or word for quoted, word in _TERM.findall((self._last("term") or "").casefold())]
        names = [name for name in self._all("match") + self._all("match[]") if name in self._properties]
        if not words or not names:
            return None

        def has(value: Any) -> bool:
            return all(word in str(value).casefold() for word in words)

        return lambda row: any(has(value) for name in names for value in _values(row, name))

    def _all(self, name: str) -> list[str]:
        return [value for key, value in self._parameters if key == name]

    def _last(self, name: str) -> str | None:
        return next(iter(reversed(self._all(name))), None)


class _FilterParser:
    """A parser for one filter: comparisons combined with ``&&``, ``||``, ``!`` and parentheses."""

    def __init__(self, text: str, properties: frozenset[str]):
        self._tokens = self._split(text)
        self._combined = bool({"&&", "("} & set(self._tokens))
        self._properties = properties

    def parse(self) -> Test:
        test = self._any()
        if self._tokens:
            raise DroppedFilter
        return test

    @staticmethod
    def _split(text: str) -> list[str]:
        parts: list[str] = []
        at = 0
        for match in _TOKEN.finditer(text):
            before = text[at : match.start()]
            if match[0] == "(" and _COMPARISON.fullmatch(before):
                # The value ends at a parenthesis, and the rest is ignored.
                return [*parts, before]
            parts += [part for part in (before, match[0]) if part.strip()]
            at = match.end()
        return [*parts, *([text[at:]] if text[at:].strip() else [])]

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
                raise DroppedFilter
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
        if between := _RANGE.fullmatch(text):
            low, first, name, second, high = between.groups()
            tests = [self._compared(name, _MIRRORED[first], low), self._compared(name, second, high)]
            return lambda row: all(test(row) for test in tests)
        match = _COMPARISON.fullmatch(text)
        if match is None:
            raise DroppedFilter
        name, operator, wanted = match.groups()
        if name not in self._properties and wanted in self._properties:
            name, operator, wanted = wanted, _MIRRORED.get(operator, operator), name
        return self._compared(name, operator, wanted)

    def _compared(self, name: str, operator: str, wanted: str) -> Test:
        self._known(name, wanted)
        compare = _OPERATORS[operator]
        # As in SQL, no comparison with null is true.
        return lambda row: any(compare(*_alike(value, wanted)) for value in _values(row, name))

    def _known(self, name: str, wanted: str = "word") -> str:
        if name in self._properties:
            return name
        raise Broken(name) if self._combined or not _WORD.fullmatch(wanted) else DroppedFilter


def _values(row: Any, path: str) -> list[Any]:
    """The values of a row at a path; empty if the path leads to null."""
    found = [row]
    for name in path.split("."):
        inner = [one.get(name) for one in found if isinstance(one, Mapping)]
        found = [one for value in inner for one in (value if isinstance(value, list) else [value])]
    return [value for value in found if value is not None]


def _alike(value: Any, wanted: str) -> tuple[Any, Any]:
    """A value and the one it is compared with, both as numbers or both as texts."""
    if isinstance(value, bool):
        return str(value).lower(), wanted
    if isinstance(value, int) and re.fullmatch(r"[+-]?\d{1,18}", wanted):
        return value, int(wanted)
    return str(value), wanted


def _rank(values: list[Any]) -> tuple[int, int, str]:
    """The sort key of a value: numbers by size, texts by character, null last."""
    match values:
        case [bool() | str() as text, *_unused]:
            return 0, 0, str(text)
        case [int() as number, *_unused]:
            return 0, number, ""
    return 1, 0, ""


def _positive(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
