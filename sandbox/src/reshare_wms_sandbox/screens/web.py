# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages ``/screens/{registry_id}`` and ``/screens/{registry_id}/{plural}``, on which people change the configuration of a library.

A form that is not saved is kept as a draft, and the browser is sent to the address of the draft: so pages in frames and in one document
show it in the same way, and a page can be loaded again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from .. import seed
from ..configuration import references
from ..configuration.kinds import KINDS, Kind
from ..configuration.values import ALL
from ..rendering import page
from . import building, saving, shapes
from .model import Screen
from .places import MARKUPS, ErrorPage, Place, address_of, place_of, title_of
from .sessions import Draft, cookie_of, set_cookie
from .subjects import Subject

if TYPE_CHECKING:
    from ..sandbox import Sandbox


def routes() -> list[BaseRoute]:
    return [
        Route("/screens/{registry_id}", _index),
        Route("/screens/{registry_id}/{plural}", _show, methods=["GET"]),
        Route("/screens/{registry_id}/{plural}", _send, methods=["POST"]),
    ]


async def _index(request: Request) -> Response:
    """A page that lists the screens of a library."""
    sandbox: Sandbox = request.app.state.sandbox
    library = sandbox.libraries.get(request.path_params["registry_id"])
    if library is None:
        missing = ErrorPage(404, "No library has the registry ID " + request.path_params["registry_id"] + ".")
        return _error(request, missing)
    screens = [(kind, list(_links(sandbox, library, kind))) for kind in KINDS]
    return page("screens/index.html", library=library, screens=screens)


async def _show(request: Request) -> Response:
    """A screen: a list of objects, a form, or a table."""
    try:
        place = place_of(request)
        if "options" in place.query:
            return JSONResponse(_options(place))
        subject = place.subject
        draft = place.sandbox.screens.draft(place.query.get("draft"), place.key)
        if not subject.exists:
            raise ErrorPage(404, f"The {place.kind.label} has no such object or page.")
        shown = _screen(place, subject, draft)
    except ErrorPage as fault:
        return _error(request, fault)
    cookie = cookie_of(request)
    response = _answer(request, place, shown, _form(place, subject, draft, place.sandbox.screens.token(cookie)))
    set_cookie(response, cookie)
    # The same address returns a page or data, and *Back* must show the page.
    response.headers["Vary"] = "Accept"
    response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
    return response


def _screen(place: Place, subject: Subject, draft: Draft | None) -> Screen:
    sandbox, library, kind = place.sandbox, place.library.registry_id, place.kind
    if subject.is_list:
        found = building.listing(sandbox, library, kind, place.page)
    else:
        entries = building.Entries(draft.body, draft.errors, saving.opened(place, subject).sent) if draft else None
        found = building.form(sandbox, library, subject, entries, place.page)
    if found is None:
        raise ErrorPage(404, f"The {kind.label} has no such object or page.")
    return found


def _form(place: Place, subject: Subject, draft: Draft | None, token: str) -> dict[str, Any]:
    """What a page has besides the screen: its links, and what is wrong with the entries."""
    return {
        "send": place.address(**place.named),
        "token": token,
        "version": draft.version if draft else subject.version,
        "message": draft.message if draft else "",
        "problems": [
            f"{shapes.named(place.kind, path, subject.is_table)}: {text}".removeprefix(": ")
            for path, texts in (draft.errors if draft else {}).items()
            for text in texts
        ],
        "name": subject.name or "",
        "new": subject.is_new,
        "unsaved": draft is not None,
        "saved": place.query.get("saved") == "1",
        "editable": not subject.is_list and place.page is None,
        "create": place.address(new="1") if subject.is_list else "",
        "remove": place.address(**place.named, ask="delete") if subject.can_be_deleted else "",
        "asks": subject.can_be_deleted and place.query.get("ask") == "delete",
        "close": place.address() if place.kind.listed and not subject.is_table else place.address(**place.named),
        "objects": place.address(),
        "pages": _pages(place),
    }


def _pages(place: Place) -> dict[str, str]:
    """The addresses of the pages before and after the present one."""
    number = place.page
    if number is None:
        return {}
    return {
        "previous": place.address(page=str(max(1, number - 1))),
        "next": place.address(page=str(number + 1)),
    }


def _answer(request: Request, place: Place, screen: Screen, form: dict[str, Any]) -> Response:
    name = place.library.institution_name or place.library.name
    institution = {"name": name, "registry_id": place.library.registry_id}
    menu = [(title_of(one), place.address_of(one)) for one in KINDS]
    state = {"screen": asdict(screen), "form": form}
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(state, headers={"Cache-Control": "no-store"})
    frame = place.query.get("frame", "")
    return page(
        f"screens/{place.markup}{'_' * bool(frame)}{frame}.html",
        screen=screen,
        form=form,
        state=state,
        institution=institution,
        noise=place.query.get("noise") == "1",
        screens=menu,
        frame_address=lambda one: "?" + urlencode({**place.query, "frame": one}),
    )


async def _send(request: Request) -> Response:
    """Save or delete what a form sends: its fields, and the button that was pressed. Nothing else changes anything."""
    try:
        place = place_of(request)
        sent = await saving.read(request)
        if not place.sandbox.screens.allows(request, saving.only(sent, "_token")):
            raise ErrorPage(403, saving.FORGED)
        if not sent.get("_end"):
            raise ErrorPage(400, saving.INCOMPLETE)
        match saving.only(sent, "_action"):
            case "save":
                address = saving.save(place, sent)
            case "delete":
                address = saving.delete(place, sent)
            case _:
                raise ErrorPage(400, "Nothing was chosen that this screen can do.")
    except ErrorPage as fault:
        return _error(request, fault)
    return RedirectResponse(address, 303)


def _options(place: Place) -> list[str]:
    """The options of a drop-down that depends on another one."""
    within = place.query.get("within") or ALL
    return references.names(place.sandbox.state, place.library.registry_id, "shelving_locations", within)


def _links(sandbox: Sandbox, library: seed.Library, kind: Kind) -> Iterator[tuple[str, dict[str, str]]]:
    """The screens of a kind: their names, and their addresses by markup."""
    yield title_of(kind), {markup: address_of(library, kind, markup=markup) for markup in MARKUPS}
    if kind.listed:
        for document in sandbox.state.documents(library.registry_id, kind.plural):
            name = document.body[kind.identity]
            yield name, {markup: address_of(library, kind, markup=markup, name=name) for markup in MARKUPS}


def _error(request: Request, fault: ErrorPage) -> Response:
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"problem": fault.problem}, fault.status)
    values: dict[str, Any] = {"registry_id": request.path_params["registry_id"], "problem": fault.problem}
    values["title"] = "Screen not found" if fault.status == 404 else "Not done"
    return page("screens/missing.html", fault.status, **values)
