# SPDX-License-Identifier: GPL-3.0-or-later

"""The screens that addresses name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request

from .. import seed
from ..configuration.kinds import BY_PLURAL, Kind
from .subjects import Subject

if TYPE_CHECKING:
    from ..sandbox import Sandbox

MARKUPS = ("plain", "cells", "aria", "frames", "app")
#: The documents in frames of the markup ``frames``; the first one is the page itself.
_FRAMES = ("", "menu", "main", "form", "tables")


class ErrorPage(Exception):
    """A request to which the response is an error page."""

    def __init__(self, status: int, problem: str):
        super().__init__(problem)
        self.status, self.problem = status, problem


@dataclass(frozen=True)
class Place:
    """The screen that an address names."""

    sandbox: Sandbox
    library: seed.Library
    kind: Kind
    query: Mapping[str, str]

    @property
    def markup(self) -> str:
        return self.query.get("markup", MARKUPS[0])

    @property
    def subject(self) -> Subject:
        is_new = self.query.get("new") == "1"
        return Subject(self.sandbox.state, self.library.registry_id, self.kind, self.query.get("name"), is_new)

    @property
    def key(self) -> tuple[str, str, str | None]:
        """The place to which a draft belongs: library, kind and name of the object."""
        return (self.library.registry_id, self.kind.plural, self.query.get("name"))

    @property
    def page(self) -> int | None:
        number = self.query.get("page")
        if number is None:
            return None
        if not (number.isascii() and number.isdecimal() and 0 < int(number) < 1000):
            raise ErrorPage(404, "page is a number from 1.")
        return int(number)

    def address(self, **query: str) -> str:
        """The address of a screen of the kind, in the same markup."""
        return self.address_of(self.kind, **query)

    def address_of(self, kind: Kind, **query: str) -> str:
        """The address of a screen of the library, in the same markup."""
        same = {name: self.query[name] for name in ("markup", "noise") if name in self.query}
        return address_of(self.library, kind, **same, **query)

    @property
    def named(self) -> dict[str, str]:
        """The part of the address that names the object."""
        return {name: self.query[name] for name in ("name", "new") if name in self.query}


def place_of(request: Request) -> Place:
    """The screen that a request names. Raises ErrorPage."""
    sandbox: Sandbox = request.app.state.sandbox
    library = sandbox.libraries.get(request.path_params["registry_id"])
    kind = BY_PLURAL.get(request.path_params["plural"])
    query = dict(request.query_params)
    markup, frame = query.get("markup", MARKUPS[0]), query.get("frame", "")
    if library is None or kind is None or markup not in MARKUPS or frame not in _frames(markup):
        raise ErrorPage(404, "No library, screen or markup of this name.")
    return Place(sandbox, library, kind, query)


def _frames(markup: str) -> tuple[str, ...]:
    return _FRAMES if markup == "frames" else _FRAMES[:1]


def title_of(kind: Kind) -> str:
    return kind.screen_path[-1]


def address_of(library: seed.Library, kind: Kind, **query: str) -> str:
    return f"/screens/{library.registry_id}/{kind.plural}?{urlencode(query)}"
