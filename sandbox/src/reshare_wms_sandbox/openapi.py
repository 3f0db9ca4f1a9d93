# SPDX-License-Identifier: GPL-3.0-or-later

"""The OpenAPI document of all that the sandbox serves. That of the configuration service, which is published, is in configuration/document.py."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from . import metadata
from .configuration.api import application as configuration
from .moddirectory import lookups
from .modrs.resources import RESOURCES
from .modrs.rest import Resource

_CONFIGURATION = "/configuration/v1"
_SCHEMES = {
    "wskey": {"type": "http", "scheme": "basic", "description": "A WSKey and its secret."},
    "oclc": {"type": "http", "scheme": "bearer", "description": "An access token of POST /token."},
    "okapi": {"type": "apiKey", "in": "header", "name": "X-Okapi-Token", "description": "A token of a login."},
}
#: The parts of the sandbox by the beginning of their paths: the tag, the security scheme, and the media type of requests.
_PARTS = (
    ("/token", "OAuth tokens (OCLC)", "wskey", "application/x-www-form-urlencoded"),
    ("/ncip", "NCIP (OCLC)", "oclc", "application/xml"),
    ("/{registry_id}/idaas", "Identity Management (OCLC)", "oclc", "application/scim+json"),
    ("/metadata", "WorldCat Metadata API (OCLC)", "oclc", "application/json"),
    ("/gateway/rs", "mod-rs (ReShare)", "okapi", "application/json"),
    ("/gateway/directory/externalApi", "mod-directory (ReShare)", None, "application/json"),
    ("/gateway/directory", "mod-directory (ReShare)", "okapi", "application/json"),
    ("/gateway/_/proxy", "Gateway (ReShare)", "okapi", "application/json"),
    ("/gateway", "Gateway (ReShare)", None, "application/json"),
    ("/screens", "Screens of Service Configuration", None, "application/x-www-form-urlencoded"),
    ("/_sandbox", "Control", None, "application/json"),
    ("/", "The sandbox itself", None, "application/json"),
)
#: What the gateway serves besides the tables of the modules.
_GATEWAY = {
    "GET /_/version": "The version of Okapi.",
    "POST /authn/login-with-expiry": "Log in; the tokens are cookies that expire.",
    "POST /authn/login": "Log in; the token is in the header X-Okapi-Token and does not expire.",
    "POST /authn/refresh": "Exchange a refresh token for new tokens.",
    "POST /authn/logout": "Log out.",
    "GET /_/proxy/tenants/{tenant}/modules": "The modules of the tenant.",
    "GET /rs/refdata/{domain}/{property}": "The values of a vocabulary of mod-rs.",
    "GET /rs/patron/{patron}/canCreateRequest": "Whether a patron may create requests.",
    "GET /rs/testHostLMS/{action}": "Test the connection to a circulation system.",
    "GET /directory/refdata/{domain}/{property}": "The values of a vocabulary of mod-directory.",
    "GET /directory/entriesBySymbols": "The entries with given symbols.",
    "GET /directory/externalApi/entry": "The entries that the tenant manages, without a login.",
    "GET /directory/externalApi/entry/{slug}": "The public part of an entry, without a login.",
}
_LIST = ["filters", "sort", "term", "match", "perPage", "page", "offset", "stats"]
_VERBS = {"GET": "Read", "POST": "Create", "PUT": "Update", "DELETE": "Delete"}


@dataclass(frozen=True)
class Operation:
    """A method of a path. query: the names of its parameters."""

    method: str
    path: str
    summary: str
    query: Iterable[str] = ()

    def described(self) -> dict[str, Any]:
        """The operation as an object of the document."""
        tag, scheme, media = next(part[1:] for part in _PARTS if self.path.startswith(part[0]))
        parameters = [_parameter(name, "path") for name in re.findall(r"{(\w+)}", self.path)]
        if self.path.startswith("/gateway"):
            parameters.append(_parameter("X-Okapi-Tenant", "header"))
        parameters += [_parameter(name, "query") for name in self.query]
        body: dict[str, Any] = (
            {"requestBody": {"content": {media: {"schema": {}}}}} if self.method in ("POST", "PUT") else {}
        )
        return {
            "tags": [tag],
            "summary": self.summary,
            "parameters": parameters,
            **body,
            "responses": {"default": {"description": "As the system responds; docs/reference describes it."}},
            "security": [{scheme: []}] if scheme else [],
        }


def _parameter(name: str, where: str) -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": {"type": "string"}}


async def endpoint(request: Request) -> Response:
    """This document."""
    return JSONResponse(document(request.app.routes))


def document(routes: Iterable[BaseRoute]) -> dict[str, Any]:
    """The document. routes: those of the application."""
    service = configuration().openapi()
    paths: dict[str, Any] = {_CONFIGURATION + path: dict(item) for path, item in service["paths"].items()}
    for item in paths.values():
        for operation in item.values():
            operation.setdefault("security", [{"oclc": []}])
    for operation in (*_served(routes), *_gateway()):
        paths.setdefault(operation.path, {})[operation.method.lower()] = operation.described()
    return {
        "openapi": service["openapi"],
        "info": {
            "title": "reshare-wms-sandbox",
            "version": version("reshare-wms-sandbox"),
            "description": "All that the sandbox serves. It is not OCLC's or ReShare's software.",
        },
        "paths": dict(sorted(paths.items())),
        "components": {**service["components"], "securitySchemes": _SCHEMES},
    }


def _served(routes: Iterable[BaseRoute], above: str = "") -> Iterator[Operation]:
    for route in routes:
        if isinstance(route, Mount) and route.path != _CONFIGURATION:
            yield from _served(route.routes, above + route.path)
        elif isinstance(route, Route):
            summary = (inspect.getdoc(route.endpoint) or "").partition("\n\n")[0].replace("\n", " ")
            # A path with a slash at its end is the same as the path without it.
            path = (above + route.path).rstrip("/") or "/"
            yield from (Operation(method, path, summary) for method in (route.methods or set()) - {"HEAD"})
    if not above:
        yield Operation(
            "GET", f"/metadata{metadata.PATH}", "Branches, holding codes and shelving locations.", metadata.PARAMETERS
        )


def _gateway() -> Iterator[Operation]:
    for name, summary in _GATEWAY.items():
        method, _space, path = name.partition(" ")
        yield Operation(method, f"/gateway{path}", summary)
    yield from _tables("rs", RESOURCES)
    yield from _tables("directory", lookups.RESOURCES)


def _tables(module: str, resources: Mapping[str, Resource]) -> Iterator[Operation]:
    for path, resource in resources.items():
        for method in resource.methods:
            table = f"/gateway/{module}/{path}"
            if method in ("GET", "POST"):
                yield Operation(method, table, f"{_VERBS[method]}: {path}.", _LIST if method == "GET" else ())
            if method != "POST":
                yield Operation(method, f"{table}/{{id}}", f"{_VERBS[method]} one row: {path}.")
