# SPDX-License-Identifier: GPL-3.0-or-later

"""Saves and deletes what a form has. A form that is not saved is kept as a draft, with what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request

from ..configuration.kinds import Shape
from . import building
from .model import Screen
from .places import ErrorPage, Place
from .reading import Sent, Unreadable, entered
from .sessions import Draft
from .subjects import Errors, Subject

#: Markups whose form closes after Save; in the others it stays, and nothing but the values shows that it was saved.
_CLOSING = ("plain", "frames")
_LONGEST_FORM, _MOST_FIELDS = 2_000_000, 20_000
_STALE = (
    "It was changed by somebody else since you opened it, and was not saved. Your entries are still here. "
    "Save again to replace the other change, or Cancel to see it."
)
_GONE = "It was deleted by somebody else since you opened it. Your entries are kept in this new form."
INCOMPLETE = "The form arrived incomplete. Nothing was saved."
FORGED = (
    "The form did not come from a page that this browser was given, or the sandbox was started again. "
    "Nothing was saved. Go back, copy what you entered, and open the screen again."
)


async def read(request: Request) -> Sent:
    """The values of a form. Raises ErrorPage."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_FORM:
            raise ErrorPage(413, f"The form has more than {_LONGEST_FORM} characters. Nothing was saved.")
    try:
        return parse_qs(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, encoding="utf-8", errors="strict"
        )
    except ValueError:
        raise ErrorPage(400, "The form cannot be read. Nothing was saved.") from None


def only(sent: Sent, name: str) -> str:
    """The value of that name; blank unless it was sent once."""
    texts = sent.get(name, ())
    return texts[0] if len(texts) == 1 else ""


def save(place: Place, sent: Sent) -> str:
    """Save a form. Returns where the browser goes then."""
    subject = place.subject
    if place.page is not None or subject.is_list:
        raise ErrorPage(400, "This screen cannot be saved.")
    if not subject.exists:
        gone = replace(subject, name=None, is_new=True)
        if subject.kind.shape is not Shape.OBJECTS or not gone.exists:
            raise ErrorPage(404, f"The {place.kind.label} has no such object or page.")
        place = replace(
            place, query={**{name: place.query[name] for name in place.query if name != "name"}, "new": "1"}
        )
        return _keep(place, gone, _entered(place, gone, sent), {}, _GONE)
    body = _entered(place, subject, sent)
    # Pressed twice, Save comes with an old version, and changes nothing.
    if only(sent, "_version") != subject.version and not subject.has(body):
        return _keep(place, subject, body, {}, _STALE)
    screen = opened(place, subject)
    if not screen.needed <= sent.keys() or sorted(sent.get("_table", ())) != sorted(screen.tables):
        raise ErrorPage(400, INCOMPLETE)
    if errors := subject.save(body):
        return _keep(place, subject, body, errors, "It was not saved.")
    named = place.kind.listed and not subject.is_table
    if named and place.markup in _CLOSING:
        return place.address()
    query = {"name": str(body[place.kind.identity])} if named else {}
    if place.markup == "aria":
        query["saved"] = "1"
    return place.address(**query)


def _entered(place: Place, subject: Subject, sent: Sent) -> dict[str, Any]:
    values = {name: texts for name, texts in sent.items() if not name.startswith("_")}
    shown = {} if subject.is_new else opened(place, subject).sent
    try:
        return entered(place.kind, values, shown, subject.body or {}, subject.is_table)
    except Unreadable as fault:
        raise ErrorPage(400, f"{fault} Nothing was saved.") from None


def _keep(place: Place, subject: Subject, body: dict[str, Any], errors: Errors, message: str) -> str:
    """Keep a form that was not saved. Returns its address."""
    draft = place.sandbox.screens.keep(Draft(place.key, subject.version, body, errors, message))
    return place.address(**place.named, draft=draft)


def delete(place: Place, sent: Sent) -> str:
    """Delete an object. Returns where the browser goes then."""
    subject = place.subject
    if not (subject.can_be_deleted and subject.exists):
        raise ErrorPage(404, f"The {place.kind.label} has no such object.")
    if only(sent, "_version") != subject.version:
        raise ErrorPage(409, "It was changed by somebody else since you opened it, and was not deleted.")
    if problem := subject.delete():
        raise ErrorPage(409, problem)
    return place.address()


def opened(place: Place, subject: Subject) -> Screen:
    """The form as it is opened."""
    found = building.form(place.sandbox, place.library.registry_id, subject)
    assert found is not None
    return found
