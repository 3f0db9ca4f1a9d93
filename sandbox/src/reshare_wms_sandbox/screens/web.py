# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages ``/screens/{registry_id}`` and ``/screens/{registry_id}/{plural}``, on which people change the configuration of a library.

A form that is not saved is kept as a draft, and the browser is sent to the address of the draft: so pages in frames and in one document
show it in the same way, and a page can be loaded again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from .. import seed
from ..configuration import references
from ..configuration.kinds import BY_PLURAL, KINDS, Kind, Shape
from ..configuration.values import ALL
from ..rendering import page
from . import building, shapes
from .model import Screen
from .reading import Sent, Unreadable, entered
from .sessions import Draft, cookie_of, set_cookie
from .subjects import Errors, Subject

if TYPE_CHECKING:
    from ..sandbox import Sandbox

MARKUPS = ("plain", "cells", "aria", "frames", "app")
#: Markups whose form closes after Save; in the others it stays, and nothing but the values shows that it was saved.
_CLOSING = ("plain", "frames")
#: The documents in frames of the markup ``frames``; the first one is the page itself.
_FRAMES = ("", "menu", "main", "form", "tables")
_LONGEST_FORM, _MOST_FIELDS = 2_000_000, 20_000
_STALE = (
    "It was changed by somebody else since you opened it, and was not saved. Your entries are still here. "
    "Save again to replace the other change, or Cancel to see it."
)
_GONE = "It was deleted by somebody else since you opened it. Your entries are kept in this new form."
_FORGED = (
    "The form did not come from a page that this browser was given, or the sandbox was started again. "
    "Nothing was saved. Go back, copy what you entered, and open the screen again."
)


def routes() -> list[BaseRoute]:
    return [
        Route("/screens/{registry_id}", _index),
        Route("/screens/{registry_id}/{plural}", _show, methods=["GET"]),
        Route("/screens/{registry_id}/{plural}", _send, methods=["POST"]),
    ]


class Refused(Exception):
    """A request that a person gets an error page for."""

    def __init__(self, status: int, problem: str):
        super().__init__(problem)
        self.status, self.problem = status, problem


@dataclass(frozen=True)
class _Place:
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
        """The place of drafts."""
        return (self.library.registry_id, self.kind.plural, self.query.get("name"))

    @property
    def page(self) -> int | None:
        number = self.query.get("page")
        if number is None:
            return None
        if not (number.isascii() and number.isdecimal() and 0 < int(number) < 1000):
            raise Refused(404, "page is a number from 1.")
        return int(number)

    def address(self, **query: str) -> str:
        """The address of a screen of the kind, in the same markup."""
        return self.address_of(self.kind, **query)

    def address_of(self, kind: Kind, **query: str) -> str:
        same = {name: self.query[name] for name in ("markup", "noise") if name in self.query}
        return _address(self.library, kind, **same, **query)

    @property
    def named(self) -> dict[str, str]:
        """The part of the address that names the object."""
        return {name: self.query[name] for name in ("name", "new") if name in self.query}


def _place(request: Request) -> _Place:
    sandbox: Sandbox = request.app.state.sandbox
    library = sandbox.libraries.get(request.path_params["registry_id"])
    kind = BY_PLURAL.get(request.path_params["plural"])
    query = dict(request.query_params)
    markup, frame = query.get("markup", MARKUPS[0]), query.get("frame", "")
    if library is None or kind is None or markup not in MARKUPS or frame not in _frames(markup):
        raise Refused(404, "No library, screen or markup of this name.")
    return _Place(sandbox, library, kind, query)


async def _index(request: Request) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    library = sandbox.libraries.get(request.path_params["registry_id"])
    if library is None:
        missing = Refused(404, "No library has the registry ID " + request.path_params["registry_id"] + ".")
        return _error(request, missing)
    screens = [(kind, list(_links(sandbox, library, kind))) for kind in KINDS]
    return page("screens/index.html", library=library, screens=screens)


async def _show(request: Request) -> Response:
    try:
        place = _place(request)
        if "options" in place.query:
            return JSONResponse(_options(place))
        subject = place.subject
        draft = place.sandbox.screens.draft(place.query.get("draft"), place.key)
        if not subject.exists:
            raise Refused(404, f"The {place.kind.label} has no such object or page.")
        shown = _screen(place, subject, draft)
    except Refused as fault:
        return _error(request, fault)
    cookie = cookie_of(request)
    response = _answer(request, place, shown, _form(place, subject, draft, place.sandbox.screens.token(cookie)))
    set_cookie(response, cookie)
    return response


def _screen(place: _Place, subject: Subject, draft: Draft | None) -> Screen:
    sandbox, library, kind = place.sandbox, place.library.registry_id, place.kind
    if subject.is_list:
        found = building.listing(sandbox, library, kind, place.page)
    else:
        entries = building.Entries(draft.body, draft.errors, _opened(place, subject).sent) if draft else None
        found = building.form(sandbox, library, subject, entries, place.page)
    if found is None:
        raise Refused(404, f"The {kind.label} has no such object or page.")
    return found


def _opened(place: _Place, subject: Subject) -> Screen:
    """The form as it is opened."""
    found = building.form(place.sandbox, place.library.registry_id, subject)
    assert found is not None
    return found


def _form(place: _Place, subject: Subject, draft: Draft | None, token: str) -> dict[str, Any]:
    """What a page has beside the screen: where it leads, and what is wrong with the entries."""
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


def _pages(place: _Place) -> dict[str, str]:
    """The addresses of the pages before and after the present one, and of all rows."""
    number = place.page
    if number is None:
        return {}
    return {
        "previous": place.address(page=str(max(1, number - 1))),
        "next": place.address(page=str(number + 1)),
        "all": place.address(),
    }


def _answer(request: Request, place: _Place, screen: Screen, form: dict[str, Any]) -> Response:
    name = place.library.institution_name or place.library.name
    institution = {"name": name, "registry_id": place.library.registry_id}
    menu = [(_title(one), place.address_of(one)) for one in KINDS]
    state = {"screen": asdict(screen), "form": form, "menu": menu, "institution": institution}
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(state)
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
    """Save or delete. Nothing else changes anything."""
    try:
        place = _place(request)
        sent = await _sent(request)
        if not place.sandbox.screens.allows(request, _only(sent, "_token")):
            raise Refused(403, _FORGED)
        if not sent.get("_end"):
            raise Refused(400, "The form arrived incomplete. Nothing was saved.")
        match _only(sent, "_action"):
            case "save":
                address = _save(place, sent)
            case "delete":
                address = _delete(place, sent)
            case _:
                raise Refused(400, "Nothing was chosen that this screen can do.")
    except Refused as fault:
        return _error(request, fault)
    return RedirectResponse(address, 303)


async def _sent(request: Request) -> Sent:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_FORM:
            raise Refused(413, f"The form has more than {_LONGEST_FORM} characters. Nothing was saved.")
    try:
        return parse_qs(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, encoding="utf-8", errors="strict"
        )
    except ValueError:
        raise Refused(400, "The form cannot be read. Nothing was saved.") from None


def _only(sent: Sent, name: str) -> str:
    texts = sent.get(name, ())
    return texts[0] if len(texts) == 1 else ""


def _save(place: _Place, sent: Sent) -> str:
    """Save a form. Returns where the browser goes then."""
    subject = place.subject
    if place.page is not None or subject.is_list:
        raise Refused(400, "This screen cannot be saved.")
    if not subject.exists:
        gone = replace(subject, name=None, is_new=True)
        if subject.kind.shape is not Shape.OBJECTS or not gone.exists:
            raise Refused(404, f"The {place.kind.label} has no such object or page.")
        place = replace(
            place, query={**{name: place.query[name] for name in place.query if name != "name"}, "new": "1"}
        )
        return _keep(place, gone, _entered(place, gone, sent), {}, _GONE)
    body = _entered(place, subject, sent)
    # Pressed twice, Save comes with an old version, and changes nothing.
    if _only(sent, "_version") != subject.version and not subject.has(body):
        return _keep(place, subject, body, {}, _STALE)
    if errors := subject.save(body):
        return _keep(place, subject, body, errors, "It was not saved.")
    named = place.kind.listed and not subject.is_table
    if named and place.markup in _CLOSING:
        return place.address()
    query = {"name": str(body[place.kind.identity])} if named else {}
    if place.markup == "aria":
        query["saved"] = "1"
    return place.address(**query)


def _entered(place: _Place, subject: Subject, sent: Sent) -> dict[str, Any]:
    values = {name: texts for name, texts in sent.items() if not name.startswith("_")}
    shown = {} if subject.is_new else _opened(place, subject).sent
    try:
        return entered(place.kind, values, shown, subject.body or {}, subject.is_table)
    except Unreadable as fault:
        raise Refused(400, f"{fault} Nothing was saved.") from None


def _keep(place: _Place, subject: Subject, body: dict[str, Any], errors: Errors, message: str) -> str:
    """Keep a form that was not saved. Returns its address."""
    draft = place.sandbox.screens.keep(Draft(place.key, subject.version, body, errors, message))
    return place.address(**place.named, draft=draft)


def _delete(place: _Place, sent: Sent) -> str:
    subject = place.subject
    if not (subject.can_be_deleted and subject.exists):
        raise Refused(404, f"The {place.kind.label} has no such object.")
    if _only(sent, "_version") != subject.version:
        raise Refused(409, "It was changed by somebody else since you opened it, and was not deleted.")
    if problem := subject.delete():
        raise Refused(409, problem)
    return place.address()


def _options(place: _Place) -> list[str]:
    """The options of a drop-down that depends on another one."""
    within = place.query.get("within") or ALL
    return references.names(place.sandbox.state, place.library.registry_id, "shelving_locations", within)


def _frames(markup: str) -> tuple[str, ...]:
    return _FRAMES if markup == "frames" else _FRAMES[:1]


def _links(sandbox: Sandbox, library: seed.Library, kind: Kind) -> Iterator[tuple[str, dict[str, str]]]:
    """The screens of a kind: their names, and their addresses by markup."""
    yield _title(kind), {markup: _address(library, kind, markup=markup) for markup in MARKUPS}
    if kind.listed:
        for document in sandbox.state.documents(library.registry_id, kind.plural):
            name = document.body[kind.identity]
            yield name, {markup: _address(library, kind, markup=markup, name=name) for markup in MARKUPS}


def _title(kind: Kind) -> str:
    return kind.screen.rpartition(" > ")[2]


def _address(library: seed.Library, kind: Kind, **query: str) -> str:
    return f"/screens/{library.registry_id}/{kind.plural}?{urlencode(query)}"


def _error(request: Request, fault: Refused) -> Response:
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"problem": fault.problem}, fault.status)
    values: dict[str, Any] = {"registry_id": request.path_params["registry_id"], "problem": fault.problem}
    values["title"] = "Screen not found" if fault.status == 404 else "Not done"
    return page("screens/missing.html", fault.status, **values)
