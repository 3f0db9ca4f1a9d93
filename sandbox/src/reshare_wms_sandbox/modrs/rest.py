# SPDX-License-Identifier: GPL-3.0-or-later

"""Listing, reading and writing a table of ReShare's modules (reshare.md 3.2, 3.3). A new table is one more Resource."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .. import seed
from ..state import Document
from .query import Broken, Query

if TYPE_CHECKING:
    from ..sandbox import Sandbox


class ModuleError(Exception):
    """An error response of the module (3.4)."""

    def __init__(self, status: int, body: Any):
        super().__init__(str(body))
        self.status, self.body = status, body

    def response(self, path: str) -> Response:
        """path: that of the request, which is in the response to a wrong row."""
        return JSONResponse(self.body, self.status)


class Invalid(ModuleError):
    """The response 422, whose format differs for one error and for several (3.4). Only the message names the
    property: ``path`` is the link of the requested resource."""

    def __init__(self, messages: Sequence[str]):
        super().__init__(422, messages)

    def response(self, path: str) -> Response:
        bodies = [{"message": message, "path": path, "_links": {"self": {"href": path}}} for message in self.body]
        several = {"total": len(bodies), "_embedded": {"errors": bodies}}
        return JSONResponse(bodies[0] if len(bodies) == 1 else several, self.status)


@dataclass(frozen=True)
class ModuleCall:
    """A request that the gateway forwarded. permissions: of the user, as the gateway passes them on."""

    request: Request
    sandbox: Sandbox
    library: seed.Library
    reshare: seed.ReShare
    permissions: frozenset[str]

    @property
    def tenant(self) -> str:
        return self.library.registry_id


class Resource:
    """A table of a module.

    path: below the module's. properties: columns, texts unless stated otherwise. switches, numbers: columns of those
    types. references: columns that refer to a row of another table. nested: further paths that filters can use. since:
    the first version of the module that has the table.
    """

    path: str
    domain: str
    properties: tuple[str, ...]
    required: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    references: Mapping[str, str] = {}
    nested: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("GET", "POST", "PUT", "DELETE")
    since: str = "0"

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str | None:
        """The permission that the gateway requires; None if any valid token is sufficient."""
        raise NotImplementedError

    def visible(self, call: ModuleCall, rows: list[dict[str, Any]], query: Query) -> list[dict[str, Any]]:
        """The rows that a list can contain at all."""
        return rows

    def shown(self, call: ModuleCall, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows of a page that are returned: some can be removed after paging."""
        return rows

    def rows(self, call: ModuleCall) -> list[dict[str, Any]]:
        """All rows, with the fields that filters can use."""
        return [self.rendered(call, document) for document in self._documents(call)]

    def rendered(self, call: ModuleCall, document: Document) -> dict[str, Any]:
        """A row as in responses."""
        return {"id": document.id, **document.body}

    def new_id(self) -> str:
        return str(uuid.uuid4())

    def list(self, call: ModuleCall) -> Response:
        query = Query(call.request.query_params.multi_items(), ("id", *self.properties, *self.nested), self.cap(call))
        found = selected(query, self.visible(call, self.rows(call), query))
        page = self.shown(call, query.cut(found))
        return JSONResponse(with_stats(page, query, len(found)) if query.stats else page)

    def read(self, call: ModuleCall, id: str) -> Response:
        return JSONResponse(self.rendered(call, self.find(call, id)))

    async def create(self, call: ModuleCall) -> Response:
        """Create a row. Keys are unique only if a table defines it: otherwise a second row of the same key is created."""
        body = self.checked(call, self.bound(call, await json_body(call.request), {}), None)
        document = call.sandbox.state.insert(call.tenant, self.path, body, self.new_id())
        return JSONResponse(self.rendered(call, document), 201)

    async def replace(self, call: ModuleCall, id: str) -> Response:
        """Update a row. A PUT merges the fields, and lost updates are not prevented."""
        document = self.find(call, id)
        body = self.checked(call, self.bound(call, await json_body(call.request), document.body), id)
        return JSONResponse(self.rendered(call, call.sandbox.state.replace(call.tenant, self.path, document, body)))

    def delete(self, call: ModuleCall, id: str) -> Response:
        call.sandbox.state.delete(self.find(call, id))
        return Response(status_code=204)

    def cap(self, call: ModuleCall) -> int:
        return call.sandbox.options.settings_page_cap

    def find(self, call: ModuleCall, id: str) -> Document:
        document = call.sandbox.state.document(call.tenant, self.path, id)
        if document is None:
            raise not_found(self.path, id)
        return document

    def bound(self, call: ModuleCall, given: Any, before: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a request as Grails binds them: texts trimmed, empty ones null, and null left out of responses;
        unknown properties are ignored."""
        if not isinstance(given, dict):
            raise Invalid(["The body is not an object"])
        after = dict(before)
        for name in self.properties:
            if name in given:
                after[name] = self._value(call, name, given[name])
        return {name: value for name, value in after.items() if value is not None}

    def checked(self, call: ModuleCall, body: dict[str, Any], id: str | None) -> dict[str, Any]:
        """A row to be stored, if it satisfies its constraints (3.4). id: of an existing row."""
        errors = [f"Property [{name}] cannot be null" for name in self.required if body.get(name) is None]
        others = [document.body for document in self._documents(call) if document.id != id] if self.unique else []
        for name in self.unique:
            if body.get(name) is not None and any(other.get(name) == body[name] for other in others):
                where = f"Property [{name}] of class [class {self.domain}]"
                errors.append(f"{where} with value [{body[name]}] must be unique")
        if errors:
            raise Invalid(errors)
        return body

    def _value(self, call: ModuleCall, name: str, given: Any) -> Any:
        if name in self.references:
            # A row by its ID, which can be given as a text too; an unknown ID binds to null.
            id = given.get("id") if isinstance(given, dict) else given
            there = isinstance(id, str) and call.sandbox.state.document(call.tenant, self.references[name], id)
            return id if there else None
        if name in self.numbers:
            return _number(name, given)
        return _switch(name, given) if name in self.switches else bound_value(given)

    def _documents(self, call: ModuleCall) -> Iterable[Document]:
        return call.sandbox.state.documents(call.tenant, self.path)


def selected(query: Query, rows: Iterable[dict[str, Any]]) -> list[Any]:
    """The rows that match, or an exception in the module (3.4)."""
    try:
        return query.select(rows)
    except Broken as broken:
        raise module_exception(f"No such property: {broken}") from None


def module_exception(message: str) -> ModuleError:
    """The response to an exception in the module (3.4)."""
    return ModuleError(500, {"error": 500, "message": message, "stackTrace": []})


def with_stats(page: Sequence[Any], query: Query, total: int) -> dict[str, Any]:
    return {
        "results": page,
        "pageSize": query.size,
        "page": query.page,
        "totalPages": -(-total // query.size),
        "meta": {},
        "totalRecords": total,
        "total": total,
    }


def not_found(path: str, id: str) -> ModuleError:
    return ModuleError(404, {"error": 404, "message": f"{path} with id {id} not found"})


async def json_body(request: Request) -> Any:
    try:
        return json.loads(await request.body())
    except ValueError as fault:
        raise module_exception(f"Could not parse the body: {fault}") from None


def bound_value(value: Any) -> Any:
    """The stored form of a text: trimmed, null if it is blank (3.2)."""
    if isinstance(value, (dict, list)):
        raise Invalid(["Could not convert the value"])
    if value is None:
        return value
    return (str(value).lower() if isinstance(value, bool) else str(value)).strip() or None


#: Texts that are converted to a switch (3.2).
_SWITCHES = {**dict.fromkeys(("true", "on", "yes", "1"), True), **dict.fromkeys(("false", "off", "no", "0"), False)}


def _switch(name: str, value: Any) -> bool | None:
    text = bound_value(value)
    if text is None:
        return None
    if text.lower() not in _SWITCHES:
        raise Invalid([f"Property {name} must be a valid boolean"])
    return _SWITCHES[text.lower()]


def _number(name: str, value: Any) -> int | None:
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d{1,18}", text):
        raise Invalid([f"Property {name} must be a valid number"])
    return int(text)
