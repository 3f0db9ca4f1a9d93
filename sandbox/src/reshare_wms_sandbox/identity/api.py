# SPDX-License-Identifier: GPL-3.0-or-later

"""The endpoints of Identity Management; there are no others (oclc-apis.md 2.1)."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from .. import oauth, seed
from ..clock import written
from ..configuration import references
from ..ncip.circulation import LOANS
from ..state import Document, State
from . import records
from .pacing import Pacing

if TYPE_CHECKING:
    from ..sandbox import Sandbox

ACCOUNTS = references.PATRON_ACCOUNTS
MEDIA_TYPE = "application/scim+json"
_SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
_LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
_ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
# Only "eq" with one value is known (2.2).
_FILTER = re.compile(r'\s*(External_ID|EMAIL_ADDRESS)\s+eq\s+"((?:[^"\\]|\\.)*)"\s*')
_CANT_CREATE = "Unable to create user. Please contact Customer Support."
_CANT_HANDLE = "Unable to to handle the request."  # sic (2.5)

Operation = Callable[["Context"], Awaitable[Response]]


class ScimError(Exception):
    """An error response (2.5)."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None):
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers

    def response(self) -> Response:
        body = {"schemas": [_ERROR], "detail": self.detail, "status": str(self.status)}
        return Response(json.dumps(body), self.status, self.headers, MEDIA_TYPE)


class Context:
    """An authorised request: its library, and how to respond."""

    def __init__(self, request: Request, sandbox: Sandbox, library: seed.Library):
        self.request, self.state, self.library = request, sandbox.state, library

    @property
    def id(self) -> str:
        return self.library.registry_id

    @property
    def base(self) -> str:
        url = self.request.url
        return f"{url.scheme}://{url.netloc}{self.request.scope['root_path']}/"

    async def body(self) -> Any:
        try:
            return json.loads(await self.request.body())
        except ValueError:
            raise ScimError(400, "The body is not JSON.") from None

    def find(self) -> Document:
        """The account in the path, if the client has its current version or sends no version."""
        document = self.state.document(self.id, ACCOUNTS, self.request.path_params["id"])
        if document is None:
            raise ScimError(404, "Resource not found.")
        known = self.request.headers.get("if-match")
        if known not in (None, "*", _etag(document)):
            raise ScimError(412, "The resource has been modified.")
        return document

    def answer(self, document: Document, status: int = 200, **more: Any) -> Response:
        body = {**_render(document, self.base), **more}
        return Response(json.dumps(body), status, {"ETag": _etag(document)}, MEDIA_TYPE)


def routes() -> list[BaseRoute]:
    # The names of the scopes for creating and updating are inferred (1.4).
    return [
        Route("/Users/.search", _operation("SCIM:read_user", _search), methods=["POST"]),
        # OCLC's sample posts to the path with a trailing slash.
        *(Route(path, _operation("SCIM:create_user", _create), methods=["POST"]) for path in ("/Users", "/Users/")),
        Route("/Users/{id}", _operation("SCIM:read_user", _read), methods=["GET"]),
        Route("/Users/{id}", _operation("SCIM:update_user", _replace), methods=["PUT"]),
        Route("/Users/{id}", _operation("SCIM:delete_user", _delete), methods=["DELETE"]),
        Mount("", _unsupported),
    ]


def _operation(scope: str, serve: Operation) -> Callable[[Request], Awaitable[Response]]:
    @wraps(serve)
    async def endpoint(request: Request) -> Response:
        try:
            return await serve(_admit(request, scope))
        except ScimError as refused:
            return refused.response()
        except records.InvalidAccount as invalid:
            return ScimError(400, str(invalid)).response()

    return endpoint


def _admit(request: Request, scope: str) -> Context:
    sandbox: Sandbox = request.app.state.sandbox
    library = admit(sandbox, request.headers, request.path_params["registry_id"], scope)
    if not _speaks_scim(request):
        raise ScimError(415, "Unsupported media type.")
    return Context(request, sandbox, library)


def admit(sandbox: Sandbox, headers: Mapping[str, str], registry_id: str, scope: str) -> seed.Library:
    """The library of a path, if the bearer token is valid for it and covers the scope."""
    grant = oauth.grant_of(sandbox, headers)
    if grant is None:
        raise ScimError(401, "Authentication failure. Missing or invalid authorization token.")
    library = sandbox.libraries.get(registry_id)
    if library is None or grant.context != library.registry_id or not grant.allows(scope):
        raise ScimError(403, "Authorization failure. You do not have sufficient permissions to perform this operation.")
    if library.identity.rate_limit:
        _pace(sandbox.pacing, grant.key, library.identity.retry_after)
    return library


def _pace(pacing: Pacing, key: str, retry_after: bool) -> None:
    """The rate limit: 120 calls per minute and key (1.6)."""
    wait = pacing.wait(key)
    if wait:
        raise ScimError(429, "Too many requests.", {"Retry-After": str(int(wait) + 1)} if retry_after else None)


def _speaks_scim(request: Request) -> bool:
    """Content-Type and Accept have to be application/scim+json; GET and DELETE also accept application/json. Anything
    else is rejected with 415 (2.1)."""

    def named(header: str) -> str:
        return request.headers.get(header, "").split(";")[0].strip().lower()

    if request.method in ("GET", "DELETE"):
        return named("accept") in (MEDIA_TYPE, "application/json")
    return named("accept") == named("content-type") == MEDIA_TYPE


async def _unsupported(scope: Any, receive: Any, send: Any) -> None:
    await ScimError(404, "Unsupported endpoint.").response()(scope, receive, send)


async def _search(context: Context) -> Response:
    """Search the accounts that are already searchable; records in the response have no meta.version (2.2)."""
    body = await context.body()
    is_search = isinstance(body, dict) and _SEARCH in body.get("schemas", ())
    found = search(context.state, context.id, str(body.get("filter")) if is_search else "")
    resources = [_render(document, context.base, version=False) for document in found]
    start = {"startIndex": 1} if found else {}
    answer = {
        "schemas": [_LIST],
        "totalResults": len(found),
        "itemsPerPage": len(found),
        **start,
        "Resources": resources,
    }
    return Response(json.dumps(answer), 200, None, MEDIA_TYPE)


def search(state: State, library: str, filter: str) -> list[Document]:
    """The accounts that match a filter."""
    match = _FILTER.fullmatch(filter)
    if match is None:
        raise ScimError(400, f'Only a {_SEARCH} for External_ID or EMAIL_ADDRESS eq "..." is supported.')
    wanted = re.sub(r"\\(.)", r"\1", match[2]).casefold()
    return [document for document in _searchable(state, library) if wanted in _values(match[1], document)]


async def _create(context: Context) -> Response:
    """Create an account."""
    given = await context.body()
    records.check(given, context.id)
    id = str(uuid.uuid4())
    now = context.state.clock.now()
    record = records.complete(given, context.id, id, now)
    _refuse_unknown_names(context, record)
    _refuse_taken(context, record, None)
    record = records.with_own_correlation(record, context.library.symbol.lower() or context.id)
    document = context.state.insert(context.id, ACCOUNTS, _body(record, now, context.library.identity.search_delay), id)
    messages = context.library.identity.create_messages
    return context.answer(document, 201, **({records.MESSAGES: {"messages": messages}} if messages else {}))


async def _read(context: Context) -> Response:
    """Read an account."""
    return context.answer(context.find())


async def _replace(context: Context) -> Response:
    """Replace an account."""
    document = context.find()
    given = await context.body()
    records.check(given, context.id)
    now = context.state.clock.now()
    record = records.complete(given, context.id, document.id, now, document.body["record"])
    _refuse_unknown_names(context, record)
    _refuse_taken(context, record, document)
    body = {**document.body, "record": record, "modified": written(now), "deprecated": _deprecated(document, record)}
    return context.answer(context.state.replace(context.id, ACCOUNTS, document, body))


async def _delete(context: Context) -> Response:
    """Delete an account. A user with loans cannot be deleted (2.6)."""
    document = context.find()
    if any(loan.body["account"] == document.id for loan in context.state.documents(context.id, LOANS)):
        raise ScimError(409, "The user has items on loan.")
    context.state.delete(document)
    return Response(status_code=context.library.identity.delete_status)


def install(state: State, library: seed.Library) -> None:
    """Install the patron accounts of a seed without validation."""
    now = state.clock.now()
    for patron in library.patrons:
        id = str(uuid.uuid4())
        record = records.complete(records.from_seed(patron, library.registry_id), library.registry_id, id, now)
        record = records.with_own_correlation(record, library.symbol.lower() or library.registry_id)
        state.insert(library.registry_id, ACCOUNTS, _body(record, now), id)


def export(state: State, library: seed.Library) -> list[dict[str, Any]]:
    """The records as a read returns them."""
    return [_render(document, "/") for document in state.documents(library.registry_id, ACCOUNTS)]


def _body(record: dict[str, Any], now: datetime, search_delay: float = 0) -> dict[str, Any]:
    searchable = now.timestamp() + search_delay
    return {"record": record, "created": written(now), "modified": written(now), "searchable": searchable}


def _searchable(state: State, library: str) -> Iterator[Document]:
    now = state.clock.time()
    return (document for document in state.documents(library, ACCOUNTS) if document.body["searchable"] <= now)


def _values(attribute: str, document: Document) -> set[str]:
    # SCIM ignores case unless a schema requires it (RFC 7643, 2.2), but barcodes are case-sensitive: a match can be the
    # wrong account.
    record = document.body["record"]
    if attribute == "EMAIL_ADDRESS":
        return records.emails(record)
    return {value.casefold() for value in records.external_ids(record)}


def _refuse_unknown_names(context: Context, record: dict[str, Any]) -> None:
    """Reject a patron type or branch that does not exist: the screen offers only existing ones (wms-circulation.md
    6.7)."""
    info = records.circulation(record)
    if info["borrowerCategory"] not in references.names(context.state, context.id, "borrower_categories"):
        raise ScimError(400, f"borrowerCategory {info['borrowerCategory']} is not configured.")
    if info["homeBranch"] not in {branch.registry_id for branch in context.library.branches}:
        raise ScimError(400, f"homeBranch {info['homeBranch']} is not a branch of the institution.")


def _refuse_taken(context: Context, record: dict[str, Any], document: Document | None) -> None:
    """Reject a barcode or e-mail address that another account has. A barcode is unique in the institution; that an
    e-mail address is unique too is inferred (2.3, 2.5)."""
    failure = ScimError(500, _CANT_CREATE if document is None else _CANT_HANDLE)
    for other in context.state.documents(context.id, ACCOUNTS):
        if document is not None and other.id == document.id:
            continue
        theirs = other.body["record"]
        barcodes = {records.circulation(theirs).get("barcode"), *other.body.get("deprecated", ())}
        if records.circulation(record)["barcode"] in barcodes:
            if context.library.identity.duplicate_barcode_status == 409:
                raise ScimError(409, "A user with this barcode exists already.")
            raise failure
        if records.emails(theirs) & records.emails(record):
            raise failure


def _deprecated(document: Document, record: dict[str, Any]) -> list[str]:
    """The former barcodes of an account, which no other account can have until staff release them (wms-circulation.md 6.7)."""
    former = {*document.body.get("deprecated", ()), str(records.circulation(document.body["record"]).get("barcode"))}
    return sorted(former - {records.circulation(record)["barcode"]})


def _render(document: Document, base: str, version: bool = True) -> dict[str, Any]:
    meta = {
        "resourceType": "User",
        "created": document.body["created"],
        "lastModified": document.body["modified"],
        "location": f"{base}Users/{document.id}",
        **({"version": _etag(document)} if version else {}),
    }
    return {**document.body["record"], "meta": meta}


def _etag(document: Document) -> str:
    # The quotes are part of meta.version too (2.4).
    return f'"{document.version}"'
