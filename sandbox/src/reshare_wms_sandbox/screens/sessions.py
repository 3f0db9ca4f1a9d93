# SPDX-License-Identifier: GPL-3.0-or-later

"""What belongs to the people at the screens: the token of their forms, and what they entered and did not save."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "reshare_wms_sandbox_screens"
_MOST_DRAFTS = 100


@dataclass(frozen=True)
class Draft:
    """A form that was sent and not saved. place: its library, kind and object. version: of the object on which Save depends, blank for a new
    one. body: the fields as entered. errors: by path. message: why it was not saved."""

    place: tuple[str, str, str | None]
    version: str
    body: dict[str, Any]
    errors: dict[str, list[str]]
    message: str


class Sessions:
    """In memory: a restart of the sandbox ends them."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._drafts: OrderedDict[str, Draft] = OrderedDict()

    def keep(self, draft: Draft) -> str:
        """Keep a draft, and return the key under which it is found. If there are too many, the oldest one is forgotten."""
        key = secrets.token_urlsafe(12)
        self._drafts[key] = draft
        while len(self._drafts) > _MOST_DRAFTS:
            self._drafts.popitem(last=False)
        return key

    def draft(self, key: str | None, place: tuple[str, str, str | None]) -> Draft | None:
        """The draft of that key, if it belongs to the place."""
        found = None if key is None else self._drafts.get(key)
        return found if found is not None and found.place == place else None

    def token(self, cookie: str) -> str:
        """The token of forms for the browser with that cookie."""
        return hmac.new(self._secret, cookie.encode(), hashlib.sha256).hexdigest()

    def allows(self, request: Request, token: str) -> bool:
        """Whether a form came from a page that this browser was given."""
        cookie = request.cookies.get(COOKIE, "")
        return bool(cookie) and hmac.compare_digest(self.token(cookie).encode(), token.encode())


def cookie_of(request: Request) -> str:
    """The cookie of a browser; a new one if it has none."""
    return request.cookies.get(COOKIE) or secrets.token_urlsafe(16)


def set_cookie(response: Response, cookie: str) -> None:
    """SameSite=Strict: no form of another site is sent with it."""
    response.set_cookie(COOKIE, cookie, path="/screens", httponly=True, samesite="strict")
