# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages ``/screens/{registry_id}`` and ``/screens/{registry_id}/{plural}``. They are read only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from .. import seed
from ..configuration.kinds import BY_PLURAL, KINDS, Kind
from ..rendering import page
from ..state import State
from .building import screen

if TYPE_CHECKING:
    from ..sandbox import Sandbox

MARKUPS = ("plain", "cells", "aria", "frames", "app")
#: The documents in frames of the markup ``frames``; the first one is the page itself.
_FRAMES = ("", "menu", "main", "form", "tables")


def routes() -> list[BaseRoute]:
    return [Route("/screens/{registry_id}", _index), Route("/screens/{registry_id}/{plural}", _screen)]


async def _index(request: Request) -> Response:
    sandbox, library = _library(request)
    if library is None:
        return _missing(request, "No library has the registry ID " + request.path_params["registry_id"] + ".")
    screens = [(kind, list(_links(sandbox.state, library, kind))) for kind in KINDS]
    return page("screens/index.html", library=library, screens=screens)


async def _screen(request: Request) -> Response:
    sandbox, library = _library(request)
    kind = BY_PLURAL.get(request.path_params["plural"])
    query = request.query_params
    markup, frame, name = query.get("markup", MARKUPS[0]), query.get("frame", ""), query.get("name")
    number = query.get("page")
    if library is None or kind is None or markup not in MARKUPS or frame not in _frames(markup):
        return _missing(request, "No library, screen or markup of this name.")
    if number is not None and not (number.isdecimal() and 0 < int(number) < 1000):
        return _missing(request, "page is a number from 1.")
    found = screen(sandbox.state, library.registry_id, kind, name, None if number is None else int(number))
    if found is None:
        return _missing(request, f"The {kind.label} has no such object or page.")
    return page(
        f"screens/{markup}{'_' * bool(frame)}{frame}.html",
        screen=found,
        state=asdict(found),
        noise=query.get("noise") == "1",
        screens=[(_title(one), _address(library, one, markup=markup)) for one in KINDS],
        frame_address=lambda one: "?" + urlencode({**query, "frame": one}),
    )


def _frames(markup: str) -> tuple[str, ...]:
    return _FRAMES if markup == "frames" else _FRAMES[:1]


def _links(state: State, library: seed.Library, kind: Kind) -> Iterator[tuple[str, dict[str, str]]]:
    """The screens of a kind: their names, and their addresses by markup."""
    yield _title(kind), {markup: _address(library, kind, markup=markup) for markup in MARKUPS}
    if kind.listed:
        for document in state.documents(library.registry_id, kind.plural):
            name = document.body[kind.identity]
            yield name, {markup: _address(library, kind, markup=markup, name=name) for markup in MARKUPS}


def _title(kind: Kind) -> str:
    return kind.screen.rpartition(" > ")[2]


def _address(library: seed.Library, kind: Kind, **query: str) -> str:
    return f"/screens/{library.registry_id}/{kind.plural}?{urlencode(query)}"


def _library(request: Request) -> tuple[Sandbox, seed.Library | None]:
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox, sandbox.libraries.get(request.path_params["registry_id"])


def _missing(request: Request, problem: str) -> Response:
    values: dict[str, Any] = {"registry_id": request.path_params["registry_id"], "problem": problem}
    return page("screens/missing.html", 404, **values)
