# SPDX-License-Identifier: GPL-3.0-or-later

"""OCLC's token endpoint, client credentials only (oclc-apis.md 1.1 to 1.4)."""

from __future__ import annotations

import base64
import binascii
import itertools
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from . import seed
    from .sandbox import Sandbox

_CONTEXT = "context:"
# expires_in is a number in one response and a text in the next: both were seen (1.2).
_turns = itertools.count()


@dataclass(frozen=True)
class Grant:
    """The grant of a valid token. key: the WSKey whose rate limit a call counts against. context: the institution."""

    key: str
    context: str
    scopes: tuple[str, ...]

    def allows(self, scope: str) -> bool:
        """Whether the grant covers a scope; a broad scope covers its parts (1.2)."""
        return any(covers(granted, scope) for granted in self.scopes)


def covers(broad: str, scope: str) -> bool:
    """Whether a scope covers another one, as ``SCIM`` covers ``SCIM:read_user``."""
    return scope == broad or scope.startswith(broad + ":")


def grant_of(sandbox: Sandbox, headers: Mapping[str, str]) -> Grant | None:
    """The grant of the bearer token of a request; None for a token that is absent, unknown or expired."""
    known = _bearer(sandbox, headers)
    if known is None or known[0] <= sandbox.state.clock.time() or "context" not in known[1]:
        return None
    return Grant(known[1]["key"], known[1]["context"], tuple(known[1]["scopes"]))


def context_of(sandbox: Sandbox, headers: Mapping[str, str]) -> str:
    """The institution of the bearer token of a request, even if it has expired; empty if it cannot be determined."""
    known = _bearer(sandbox, headers)
    return "" if known is None else known[1].get("context", "")


def institution_of(sandbox: Sandbox, headers: Mapping[str, str], query: str, body: bytes) -> str:
    """The institution of a token request; empty if it cannot be determined."""
    contexts = [word for word in _words(_parameters(query, body)) if word.startswith(_CONTEXT)]
    if contexts:
        return contexts[0].removeprefix(_CONTEXT)
    credentials = _credentials(headers)
    owner = sandbox.library_of_key(credentials[0]) if credentials else None
    return owner[0].registry_id if owner else ""


def account(key: str) -> str:
    """The name under which failed logins of a key are counted."""
    return f"wskey {key}"


async def token(request: Request) -> Response:
    """Issue an access token for the client credentials of a WSKey."""
    parameters = _parameters(request.url.query, await request.body())
    return answer(request.app.state.sandbox, _credentials(request.headers), parameters)


def answer(sandbox: Sandbox, credentials: tuple[str, str] | None, parameters: Mapping[str, str]) -> Response:
    """The response to a token request. credentials: key and secret."""
    owner = sandbox.library_of_key(credentials[0]) if credentials else None
    if credentials is None or owner is None or not _authenticated(sandbox, *owner, credentials[1]):
        return _refuse(401, "No valid authentication credentials found in request")
    if parameters.get("grant_type") != "client_credentials":
        return _refuse(400, "grant_type must be client_credentials")
    return _issue(sandbox, *owner, _words(parameters))


def _bearer(sandbox: Sandbox, headers: Mapping[str, str]) -> tuple[float, dict[str, Any]] | None:
    """The expiry and the grant of the bearer token of a request; None for a token that is absent or unknown."""
    scheme, _unused, token = headers.get("authorization", "").partition(" ")
    return sandbox.state.token(token.strip()) if scheme.lower() == "bearer" else None


def _authenticated(sandbox: Sandbox, library: seed.Library, key: seed.WsKey, secret: str) -> bool:
    # Five failures within five minutes disable the key; then the right secret fails too (1.3).
    if sandbox.keys.is_locked(account(key.key)):
        return False
    if secrets.compare_digest(secret.encode(), key.secret.encode()):
        return True
    sandbox.keys.failed(library.registry_id, account(key.key))
    return False


def _issue(sandbox: Sandbox, library: seed.Library, key: seed.WsKey, words: list[str]) -> Response:
    asked = [word for word in words if not word.startswith(_CONTEXT)]
    contexts = [word.removeprefix(_CONTEXT) for word in words if word.startswith(_CONTEXT)]
    context = contexts[0] if contexts else library.registry_id
    if context not in (key.contexts or [library.registry_id]):
        return _refuse(403, f"The key is not allowed to view contextInstitutionId {context}")
    granted, refused = _granted(asked, key.scopes)
    if not asked or (refused and not (key.partial and granted)):
        named = ", ".join(f"{scope} ({scope})" for scope in refused)
        return _refuse(403, f"Invalid scope(s): {named} [Invalid service specified, Not on key]")
    lifetime = sandbox.options.token_lifetime if key.token_lifetime is None else key.token_lifetime
    expires = sandbox.state.clock.time() + lifetime
    token = f"tk_{secrets.token_urlsafe(24)}"
    grants = {"key": key.key, "context": context, "scopes": granted}
    sandbox.state.save_token(token, library.registry_id, expires, grants)
    return JSONResponse(_answer(token, lifetime, expires, granted, library.registry_id, context))


def _answer(
    token: str, lifetime: float, expires: float, granted: list[str], owner: str, context: str
) -> dict[str, object]:
    # The members are those of a live response (1.2).
    seconds = int(lifetime)
    scopes = " ".join(granted)
    return {
        "access_token": token,
        "token_type": "bearer",
        "expires_in": str(seconds) if next(_turns) % 2 else seconds,
        "expires_at": datetime.fromtimestamp(expires, UTC).strftime("%Y-%m-%d %H:%M:%SZ"),
        "scope": scopes,
        "scopes": scopes,
        "authenticating_institution_id": owner,
        "context_institution_id": context,
        "principalID": "",
        "principalIDNS": "",
    }


def _granted(asked: Iterable[str], on_key: list[str]) -> tuple[list[str], list[str]]:
    """The scopes that a key grants, and those that it refuses. A broad scope of which the key has only parts is
    replaced by those parts."""
    granted: list[str] = []
    refused: list[str] = []
    for scope in asked:
        if any(covers(has, scope) for has in on_key):
            granted.append(scope)
        elif parts := [has for has in on_key if covers(scope, has)]:
            granted += parts
        else:
            refused.append(scope)
    return granted, refused


def _parameters(query: str, body: bytes) -> dict[str, str]:
    # In the query string or in a form body: both work in live use (1.1).
    return {**dict(parse_qsl(query)), **dict(parse_qsl(body.decode("utf-8", "replace")))}


def _words(parameters: Mapping[str, str]) -> list[str]:
    return parameters.get("scope", "").split()


def _credentials(headers: Mapping[str, str]) -> tuple[str, str] | None:
    scheme, _unused, encoded = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        key, colon, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (key, secret) if colon else None


def _refuse(status: int, message: str) -> Response:
    # Unlike RFC 6749, the body has no "error" member (1.3).
    return JSONResponse({"code": status, "message": message}, status)
