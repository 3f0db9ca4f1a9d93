# SPDX-License-Identifier: GPL-3.0-or-later

"""The responses of a first contact, and the facts that an observation finds in them.

A fact contains no text of a response: its value is a word of this collection, such as the type of a value. Findings can leave the library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .._core.json_shape import load
from .._http.response import Response

#: What responses or files show of an assumption: a word for each of its parts. The catalogue has the same words.
Facts = Mapping[str, str]
#: Finds the facts of an assumption. Raises NotObserved if nothing shows it.
Look = Callable[["FirstContact"], Facts]

#: The words for the types of JSON.
_WORDS = {str: "text", bool: "true or false", int: "number", float: "number", list: "list", dict: "object"}
NOTHING = "nothing"


class NotObserved(Exception):  # noqa: N818  # no error: the usual result where a system did not respond
    """The responses contain nothing that shows an assumption."""


@dataclass(frozen=True)
class RecordedExchange:
    """A request and its response. step: the step of the run that sent it."""

    step: str
    url: str
    sent: Mapping[str, Any]
    answer: Response

    @cached_property
    def body(self) -> Any:
        """The response, a JSON object or list. Raises NotObserved for anything else, such as a sign-in page."""
        try:
            return load(self.answer.text, (dict, list))
        except ValueError:
            raise NotObserved from None

    @property
    def members(self) -> dict[str, Any]:
        """The response, if it is a JSON object. Raises NotObserved if not."""
        if isinstance(self.body, dict):
            return self.body
        raise NotObserved

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of a page of a list, with or without a total. Raises NotObserved for anything else."""
        rows = self.body.get("results") if isinstance(self.body, dict) else self.body
        if not isinstance(rows, list):
            raise NotObserved
        return [row for row in rows if isinstance(row, dict)]


@dataclass(frozen=True)
class SeenReport:
    """A report file of OCLC. is_known: whether it has the columns of a known report. has_other_times: whether its times have another format."""

    is_known: bool
    has_other_times: bool


@dataclass(frozen=True)
class TaughtScreen:
    """A face of a known screen. kind: its name. lacking: the names of the inputs whose labels it lacks. others: the labels that are not in the specs.
    marked: whether labels end with a colon or an asterisk. wildcards: the words shown for *all* in columns of conditions."""

    kind: str
    lacking: frozenset[str]
    others: frozenset[str]
    marked: bool
    wildcards: frozenset[str]


@dataclass
class FirstContact:
    """What a run sent and received. registry_id: of the institution. patron_type: of the test patron. holding_location: a holding code of the
    library. screens: the known ones. reports: what files of OCLC show."""

    registry_id: str = ""
    patron_type: str | None = None
    holding_location: str | None = None
    exchanges: list[RecordedExchange] = field(default_factory=list)
    screens: list[TaughtScreen] = field(default_factory=list)
    reports: list[SeenReport] = field(default_factory=list)

    def of(self, step: str) -> list[RecordedExchange]:
        """The exchanges of a step. Raises NotObserved if there is none."""
        if exchanges := [exchange for exchange in self.exchanges if exchange.step == step]:
            return exchanges
        raise NotObserved

    def good(self, step: str) -> list[RecordedExchange]:
        """The successful exchanges of a step. Raises NotObserved if there is none."""
        if exchanges := [exchange for exchange in self.of(step) if exchange.answer.status in (200, 201)]:
            return exchanges
        raise NotObserved

    def rows(self, step: str) -> list[dict[str, Any]]:
        """The rows of a list, over all pages. Raises NotObserved if there is none."""
        if rows := [row for page in self.good(step) for row in page.rows]:
            return rows
        raise NotObserved

    def lists(self, steps: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """By step, the rows of the lists that were read and are not empty. Raises NotObserved if there is none."""
        lists = {}
        for step in steps:
            try:
                lists[step] = self.rows(step)
            except NotObserved:
                continue
        if lists:
            return lists
        raise NotObserved


@dataclass(frozen=True)
class ObservedAssumption:
    """How an assumption is observed. steps: those whose responses show it; empty if files show it."""

    look: Look
    steps: tuple[str, ...] = ()


class Observations(dict[str, ObservedAssumption]):
    """How assumptions are observed, by their ids."""

    def of(self, id: str, *steps: str) -> Callable[[Look], Look]:  # pylint: disable=redefined-builtin
        """A decorator: the function finds the facts of this assumption."""

        def noted(look: Look) -> Look:
            self[id] = ObservedAssumption(look, steps)
            return look

        return noted


def word(value: Any) -> str:
    """The type of a value of parsed JSON in a word."""
    return NOTHING if value is None else _WORDS[type(value)]


def words(values: Iterable[Any]) -> str:
    """The types of several values."""
    return joined(map(word, values))


def joined(names: Iterable[str]) -> str:
    """The different words, sorted, as one text."""
    return ", ".join(sorted({*names})) or NOTHING


def yes(condition: object) -> str:
    """Whether a condition is true, as a word."""
    return "yes" if condition else "no"


def members(value: Any, *path: str) -> dict[str, Any]:
    """The object at a path of members; an empty one if there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def outline(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The paths of all members of parsed JSON, each with the type of its value. The elements of a list share one path."""
    yield path, word(value)
    inner = (
        value.items() if isinstance(value, dict) else (("*", item) for item in value) if isinstance(value, list) else ()
    )
    for name, child in inner:
        yield from outline(child, f"{path}/{name}")
