# SPDX-License-Identifier: GPL-3.0-or-later

"""The responses of a first contact, and what an observation finds in them.

A finding contains no text of a response: only words of this collection, numbers of things, and statuses. A file with findings can leave the library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .._core.json_shape import load
from .._http.response import Response
from .._screens.legibility import LegibleCapture

CONFIRMED, CONTRADICTED, NOT_OBSERVED = STATES = ("confirmed", "contradicted", "not_observed")

#: What a finding shows of a response.
Shown = Mapping[str, "str | int"]

#: The words for the types of JSON.
_WORDS = {str: "text", bool: "true or false", int: "number", float: "number", list: "list", dict: "object"}

#: Why an assumption was not observed.
NOT_REQUESTED = "This run did not send the request that shows it."
NO_RESPONSE = "The system did not respond, or the response was too large, compressed or a redirect."
WITHHELD = "The system rejected a login with these credentials before, so it was not repeated."
NOT_USABLE = "The response was not in the format of the service; perhaps a proxy or a sign-in page responded."
NOTHING = "The responses do not contain what shows it."
NOT_GIVEN = "No file of a person shows it."
FITS = "The responses agree with it, but do not prove it."


class NotObserved(Exception):  # noqa: N818  # no error: the usual result where a system did not respond
    """The responses neither confirm nor contradict an assumption. seen: what they contain."""

    def __init__(self, reason: str, seen: Shown | None = None):
        super().__init__(reason)
        self.reason = reason
        self.seen = seen or {}


@dataclass(frozen=True)
class ContactFinding:
    """What the responses show of an assumption. alternative: the id of the known alternative that contradicts it; None for one that is not known."""

    state: str
    alternative: str | None
    seen: Shown


def confirmed(seen: Shown) -> ContactFinding:
    """The assumption is as stated, in all its parts."""
    return ContactFinding(CONFIRMED, None, seen)


def contradicted(alternative: str | None, seen: Shown) -> ContactFinding:
    """The assumption is wrong."""
    return ContactFinding(CONTRADICTED, alternative, seen)


@dataclass(frozen=True)
class RecordedExchange:
    """A request and its response. step: of the run."""

    step: str
    url: str
    sent: Mapping[str, Any]
    answer: Response

    @cached_property
    def body(self) -> Any:
        """A JSON object or list."""
        try:
            return load(self.answer.text, (dict, list))
        except ValueError:
            raise NotObserved(NOT_USABLE) from None

    @property
    def members(self) -> dict[str, Any]:
        """A JSON object."""
        if isinstance(self.body, dict):
            return self.body
        raise NotObserved(NOT_USABLE)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of a page of a list, with or without its total."""
        found = self.body.get("results") if isinstance(self.body, dict) else self.body
        if not isinstance(found, list):
            raise NotObserved(NOT_USABLE)
        return [row for row in found if isinstance(row, dict)]


@dataclass(frozen=True)
class SeenReport:
    """A report file of OCLC. is_known: whether it has the columns of a known report. has_other_times: whether its times have another format."""

    is_known: bool
    has_other_times: bool


@dataclass
class FirstContact:
    """What a run sent and received. registry_id: of the institution. patron_type: of the test patron. holding_location: a holding code of the
    library. unanswered: the reasons of steps without a complete response. captures, reports: what files of people show."""

    registry_id: str = ""
    patron_type: str | None = None
    holding_location: str | None = None
    exchanges: list[RecordedExchange] = field(default_factory=list)
    unanswered: dict[str, str] = field(default_factory=dict)
    captures: list[LegibleCapture] = field(default_factory=list)
    reports: list[SeenReport] = field(default_factory=list)

    def good(self, step: str) -> list[RecordedExchange]:
        """The exchanges of a step with a success. Raises NotObserved if there is none."""
        found = [one for one in self.exchanges if one.step == step]
        if good := [one for one in found if one.answer.status in (200, 201)]:
            return good
        if found:
            raise NotObserved(http_status(found[-1].answer.status), {"status": found[-1].answer.status})
        raise NotObserved(self.unanswered.get(step, NOT_REQUESTED))

    def rows(self, step: str) -> list[dict[str, Any]]:
        """The rows of a list, over all pages. Raises NotObserved if there is none."""
        if rows := [row for page in self.good(step) for row in page.rows]:
            return rows
        raise NotObserved(NOTHING, {"rows": 0})

    def lists(self, steps: Sequence[str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """The rows of those of these lists that were read and are not empty. Raises NotObserved if there is none."""
        reasons = []
        for step in steps:
            try:
                yield step, self.rows(step)
            except NotObserved as why:
                reasons.append(why)
        if len(reasons) == len(steps):
            raise reasons[0]


#: Judges an assumption. Raises NotObserved.
Judge = Callable[[FirstContact], ContactFinding]


class Observations(dict[str, Judge]):
    """How assumptions are judged, by their ids."""

    def of(self, id: str) -> Callable[[Judge], Judge]:  # pylint: disable=redefined-builtin
        """A decorator: the function judges this assumption."""

        def noted(judge: Judge) -> Judge:
            self[id] = judge
            return judge

        return noted


def http_status(status: int) -> str:
    """The reason of an assumption that was not observed because of a status."""
    return f"The system returned HTTP {status}."


def word(value: Any) -> str:
    """The type of a value of parsed JSON in a word."""
    return "nothing" if value is None else _WORDS[type(value)]


def members(value: Any, *path: str) -> dict[str, Any]:
    """The object at a path of members; an empty one if there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}
