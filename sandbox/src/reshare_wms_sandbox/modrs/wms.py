# SPDX-License-Identifier: GPL-3.0-or-later

"""The client through which mod-rs uses WMS: lib-ncip-client for WMS and WMS2 (reshare.md 1.4 to 1.6).

It reaches the sandbox as OCLC, under the sandbox's address and under OCLC's. Nothing is sent over the network: calls
are not counted, and faults do not apply. The texts of its problems are copied from its source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from starlette.requests import Request
from starlette.responses import Response

from .. import oauth
from ..clock import written
from ..identity import api as identity
from ..identity import records
from ..ncip import api as ncip
from . import messages

if TYPE_CHECKING:
    from ..sandbox import Sandbox

_TOKEN = "https://oauth.oclc.org/token?grant_type=client_credentials&scope="
_IDENTITY_HOST = re.compile(r"([0-9a-z-]+)\.share\.worldcat\.org")
_NCIP_HOST = "circ.sd00.worldcat.org"
_SEARCH = re.compile(r"/([^/]+)/idaas/scim/v2/Users/\.search")

Json = dict[str, Any]


@dataclass(frozen=True)
class Exchange:
    """The request and the response, for mod-rs's log."""

    url: str
    request: str
    status: int
    response: str


class Problems(Exception):
    """Problems in place of a result, with the request that caused them."""

    def __init__(self, found: list[Json], exchange: Exchange | None = None):
        super().__init__(found)
        self.found, self.exchange = found, exchange


@dataclass(frozen=True)
class ReadPatron:
    """A patron account as the client reads it. status: BLOCKED or OK."""

    id: str
    given_name: str
    surname: str
    email: str | None
    status: str


@dataclass(frozen=True)
class Client:
    """A client built from mod-rs's settings. here: the hosts and ports of the sandbox."""

    sandbox: Sandbox
    settings: Mapping[str, str]
    here: frozenset[str]

    def lookup_user(self, patron: str) -> ReadPatron:
        """The patron check: a search of Identity Management, of which the first match counts (1.5)."""
        self._require_key()
        endpoint = self.settings.get("wms_lookup_patron_endpoint")
        if not endpoint:
            raise _misconfigured("Missing lookupPatronEndpoint ", "NCIP Client lookupPatronEndpoint is null")
        found = self._search(endpoint, self._authorization("SCIM:read_user"), patron)
        if not found:
            detail = "NCIP2WMS Client did not return a matching patron"
            raise Problems([{"detail": detail, "type": "Unknown User", "element": "User"}])
        return _user(found[0], self.sandbox.state.clock.now())

    def send(self, message: Element) -> tuple[Element, Exchange]:
        """Send an NCIP message. Returns its response, which contains no Problem, and the exchange."""
        self._require_key()
        authorization = self._authorization(ncip.SCOPE)
        address, body = self.settings["ncip_server_address"], messages.written(message)
        match self._path(address):
            case None:
                raise _no_ncip(_unreachable(address))
            case "/ncip":
                response = ncip.answer(self.sandbox, authorization, body)
            case _unused:
                response = Response("Not Found", 404)
        exchange = Exchange(address, body.decode(), response.status_code, _text(response))
        if response.status_code > 399:
            raise _no_ncip(self._http_fault(response), exchange)
        answer = fromstring(exchange.response)[0]
        if problems := messages.problems(answer):
            raise Problems(problems, exchange)
        return answer, exchange

    def _require_key(self) -> None:
        if not self.settings.get("wms_api_key") or not self.settings.get("wms_api_secret"):
            raise _misconfigured("Missing credentials ", "NCIP Client apikey or apiSecret is null")

    def _authorization(self, scope: str) -> dict[str, str]:
        """Fetch a new token for each call; a failed login counts like any other (1.4)."""
        credentials = self.settings["wms_api_key"], self.settings["wms_api_secret"]
        response = oauth.answer(self.sandbox, credentials, {"grant_type": "client_credentials", "scope": scope})
        text = _text(response)
        if response.status_code > 399:
            value = f"Call to {_TOKEN} returned response code {response.status_code}.  Response body: {text}"
            raise Problems([{"detail": "NCIP2 WMS Client failed to call authenticate", "value": value}])
        return {"authorization": f"Bearer {json.loads(text)['access_token']}"}

    def _search(self, endpoint: str, authorization: Mapping[str, str], patron: str) -> list[Json]:
        path = self._path(endpoint)
        if path is None:
            raise _no_lookup(_unreachable(endpoint))
        try:
            match = _SEARCH.fullmatch(path)
            if match is None:
                raise identity.ScimError(404, "Unsupported endpoint.")
            library = identity.admit(self.sandbox, authorization, match[1], "SCIM:read_user")
            # Quotes and backslashes are put into the filter without escaping.
            found = identity.search(self.sandbox.state, library.registry_id, f'External_ID eq "{patron}"')
        except identity.ScimError as refused:
            raise _no_lookup(self._http_fault(refused.response())) from None
        return [document.body["record"] for document in found]

    def _path(self, address: str) -> str | None:
        """The path of an address in the sandbox; None for an address elsewhere."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        host = parts.netloc.lower()
        if parts.scheme in ("http", "https") and host in self.here:
            return parts.path
        institution = _IDENTITY_HOST.fullmatch(host)
        if parts.scheme == "https" and institution:
            return f"/{institution[1]}{parts.path}"
        return parts.path if parts.scheme == "https" and host == _NCIP_HOST else None

    def _http_fault(self, response: Response) -> str:
        # The text contains the address of the NCIP server, whichever address was called.
        address = self.settings.get("ncip_server_address")
        return (
            f"Http call to {address} returned response code {response.status_code}.  Response body: {_text(response)}"
        )


def own_hosts(request: Request) -> frozenset[str]:
    """The hosts and ports of the sandbox, as the request shows them."""
    host, port = request.scope.get("server") or ("", 0)
    names = (request.url.netloc, f"{host}:{port}", f"localhost:{port}", f"127.0.0.1:{port}")
    return frozenset(name.lower() for name in names)


def _user(record: Json, now: datetime) -> ReadPatron:
    """Blocked, or expired: for this client an account expires at the first moment of its last day (1.5)."""
    name, emails = record.get("name", {}), record.get("emails") or ()
    expires = record[records.PERSONA]["oclcExpirationDate"]
    expired = expires < written(now)
    return ReadPatron(
        record.get("externalId", ""),
        name.get("givenName", ""),
        name.get("familyName", ""),
        next((entry.get("value") for entry in emails), None),
        "BLOCKED" if records.circulation(record)["isCircBlocked"] or expired else "OK",
    )


def _misconfigured(type: str, detail: str) -> Problems:
    return Problems([{"type": type, "detail": detail, "element": ""}])


def _no_lookup(detail: str) -> Problems:
    return Problems(
        [{"type": "NCIP2WMS Client failed to call Lookup User or parse returned results", "detail": detail}]
    )


def _no_ncip(value: str, exchange: Exchange | None = None) -> Problems:
    detail = "NCIP2 Client failed to call NCIP server or parse returned results"
    return Problems([{"detail": detail, "value": value}], exchange)


def _unreachable(address: str) -> str:
    return f"{address}: Name or service not known"


def _text(response: Response) -> str:
    return bytes(response.body).decode()
