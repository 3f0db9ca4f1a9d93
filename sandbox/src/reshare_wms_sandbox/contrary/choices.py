# SPDX-License-Identifier: GPL-3.0-or-later

"""The other choices by name, the libraries for which they are made, and how often each alternative changed something."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from ..counters import Call
from .operators import OPERATORS, apply

if TYPE_CHECKING:
    from ..seed import Library

#: A stored document counts as a call of this system, whose kind is the collection.
STORE = "store"
#: Matches any part of a call.
ANY = "*"


class Change(BaseModel):
    """One operator: {drop: PATH}, {rename: PATH, to: NAME} and so on."""

    model_config = ConfigDict(extra="forbid")

    operator: str
    path: str
    to: Any = None

    @model_validator(mode="before")
    @classmethod
    def named(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        (operator,) = set(given) - {"to"}
        if operator not in OPERATORS:
            raise ValueError(f"{operator} is not an operator")
        return {"operator": operator, "path": given[operator], "to": given.get("to")}


class Refusal(BaseModel):
    """A response in place of the system's."""

    model_config = ConfigDict(extra="forbid")

    status: int
    body: Any = None
    headers: dict[str, str] = {}


class Edit(BaseModel):
    """The differences in calls of one sort.

    calls: system, kind and method, as in counters; a part that is left out matches any. asked: a pattern in the request: in its path and
    query, or in its body. query: a pattern in the query of the request, and its replacement. request, response: changes of a JSON body.
    text: a pattern in the body of the response, and its replacement. status: of the response. A response is changed only if it is a
    success and its body contains the pattern ``answered``. later: a pattern of moments in the body, and the number of hours to add.
    headers: of the response; null removes a header. refuse: the response to a request that is not passed on. once: refuse only the first
    request with a token. ignored: the request is answered, but nothing that it wrote is kept. delayed: after a write, the first response
    to each read is the former one. behind: the number of seconds after the write of an object in which reads of it and of its list return
    the former state. stored: changes of a document that is written, by any interface. last: a list in such a document; its new entries
    are moved to the end. seed: members of the library when it is installed; they replace its own, or are added to its lists.
    """

    model_config = ConfigDict(extra="forbid")

    calls: str
    asked: str = ""
    query: tuple[str, str] | None = None
    request: list[Change] = []
    response: list[Change] = []
    answered: str = ""
    text: tuple[str, str] | None = None
    later: tuple[str, int] | None = None
    status: int | None = None
    headers: dict[str, str | None] = {}
    refuse: Refusal | None = None
    once: bool = False
    ignored: bool = False
    delayed: bool = False
    behind: float = 0
    stored: list[Change] = []
    last: str = ""
    seed: dict[str, Any] = {}

    def meets(self, call: Call) -> bool:
        """Whether the edit applies to a call. A part of the call can be *, too."""
        wanted = (*self.calls.split(), ANY, ANY)[:3]
        return all(
            ANY in (one, other) or one == other for one, other in zip(wanted, (call.system, call.kind, call.method))
        )


@cache
def choices() -> dict[str, dict[str, list[Edit]]]:
    """The edits of each alternative, by assumption."""
    text = Path(__file__).with_name("choices.yml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, dict[str, list[Edit]]]).validate_python(yaml.safe_load(text))


def check(chosen: Mapping[str, str]) -> None:
    """Raise ValueError if an assumption or an alternative does not exist."""
    for assumption, alternative in chosen.items():
        if assumption not in choices():
            similar = ", ".join(get_close_matches(assumption, choices()))
            raise ValueError(
                f"the sandbox has no other choice for an assumption {assumption!r}{similar and f'; similar: {similar}'}"
            )
        if alternative not in choices()[assumption]:
            known = ", ".join(sorted(choices()[assumption]))
            raise ValueError(f"{assumption} has no alternative {alternative!r}; it has {known}")


@dataclass(frozen=True)
class Pair:
    """An alternative that was chosen for a library."""

    library: str
    assumption: str
    alternative: str


class Former:
    """The last response to each read of a library, and the reads whose response a write has made out of date."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}
        self._outdated: set[str] = set()

    def written(self) -> None:
        self._outdated = set(self._known)

    def read(self, address: str, body: bytes) -> bytes:
        """The body of the response to a read: after a write, once the former body; otherwise ``body``."""
        former = self._known.get(address, body)
        self._known[address] = body
        if address not in self._outdated:
            return body
        self._outdated.remove(address)
        return former


@dataclass(frozen=True)
class Answer:
    """A response."""

    start: Mapping[str, Any]
    body: bytes


class Replica:
    """A replica of a library: its objects and lists as they were some seconds ago."""

    def __init__(self) -> None:
        self._known: dict[str, Answer] = {}
        self._written: dict[str, float] = {}

    def written(self, path: str, made: str | None, now: float) -> None:
        """Note that an object was written. path: of the request. made: the ID of an object that was created."""
        for one in (f"{path}/{made}" if made else path, path if made else path.rpartition("/")[0]):
            self._written[one] = now

    def read(self, path: str, address: str, answer: Answer, since: float) -> Answer:
        """The response to a read. path: of the object or list. address: the path with the query and body. since: the time whose state is shown."""
        if self._written.get(path, since) <= since:
            self._known[address] = answer
            return answer
        missing = Answer({**answer.start, "status": 404}, b"{}") if path.rpartition("/")[0] in self._written else answer
        return self._known.get(address, missing)


class Contrary:
    """The choices of a sandbox. everywhere: those of all libraries, and of requests without one."""

    def __init__(self, everywhere: Mapping[str, str]):
        self._everywhere = dict(everywhere)
        self._of: dict[str, dict[str, str]] = {}
        self.acted: Counter[Pair] = Counter()
        #: What was read before a write, by library.
        self.former: defaultdict[str, Former] = defaultdict(Former)
        self.replicas: defaultdict[str, Replica] = defaultdict(Replica)
        self._tokens: set[tuple[Pair, bytes]] = set()

    def choose(self, library: Library) -> None:
        """Make the choices of a library."""
        self._of[library.registry_id] = library.contrary
        for pair in [pair for pair in self.acted if pair.library == library.registry_id]:
            del self.acted[pair]
        self.former.pop(library.registry_id, None)

    def is_first(self, pair: Pair, token: bytes) -> bool:
        """Whether this is the first request with a token."""
        known = (pair, token) in self._tokens
        self._tokens.add((pair, token))
        return not known

    def forget(self, library: str) -> None:
        """Edit nothing while a library is installed."""
        self._of.pop(library, None)

    def seeded(self, library: Library) -> Library:
        """The library with the members that its choices replace."""
        given = library.model_dump()
        for edit in self._edits({**self._everywhere, **library.contrary}):
            _lay_over(given, edit.seed)
        return type(library).model_validate(given)

    def edits(self, call: Call) -> Iterator[tuple[Pair, Edit]]:
        """The edits of the library of a call that apply to the call."""
        if call.library and call.library not in self._of:
            return
        for assumption, alternative in {**self._everywhere, **self._of.get(call.library, {})}.items():
            for edit in choices()[assumption][alternative]:
                if edit.meets(call):
                    yield Pair(call.library, assumption, alternative), edit

    def store(
        self, library: str, collection: str, former: Mapping[str, Any] | None, body: dict[str, Any]
    ) -> dict[str, Any]:
        """A document as it is stored. former: the one that it replaces."""
        for pair, edit in self.edits(Call(library, STORE, collection, "PUT")):
            edited = changed(_new_last(former or {}, body, edit.last), edit.stored)
            self.acted[pair] += edited != body
            body = edited
        return body

    def report(self, library: str | None) -> list[dict[str, Any]]:
        """How often each alternative changed something."""
        return [
            {"library": id, "assumption": assumption, "alternative": alternative, "acted": self.acted[pair]}
            for id, chosen in self._of.items()
            if library in (None, id)
            for assumption, alternative in {**self._everywhere, **chosen}.items()
            for pair in [Pair(id, assumption, alternative)]
        ]

    @staticmethod
    def _edits(chosen: Mapping[str, str]) -> Iterator[Edit]:
        for assumption, alternative in chosen.items():
            yield from choices()[assumption][alternative]


def changed(document: Any, changes: list[Change]) -> Any:
    """A copy of a document with changes."""
    document = json.loads(json.dumps(document)) if changes else document
    for change in changes:
        document = apply(document, change.path, change.operator, change.to)
    return document


def _new_last(former: Mapping[str, Any], body: dict[str, Any], name: str) -> dict[str, Any]:
    """The document with the new entries of a list moved to its end."""
    known = former.get(name) or []
    return {**body, name: sorted(body[name], key=lambda one: one not in known)} if body.get(name) else body


def _lay_over(given: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(given.get(name), dict):
            _lay_over(given[name], value)
        elif isinstance(value, dict) and isinstance(given.get(name), list):
            for one in given[name]:
                _lay_over(one, value)
        elif isinstance(value, list):
            given[name] = [*(given.get(name) or ()), *value]
        else:
            given[name] = value
