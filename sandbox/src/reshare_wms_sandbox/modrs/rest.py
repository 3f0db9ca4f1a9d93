# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How every table of mod-rs is listed, read and written (reshare.md 3.2, 3.3): a new table is one more Resource."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .. import seed
from ..state import Document
from .query import Query

if TYPE_CHECKING:
    from ..sandbox import Sandbox


class Refused(Exception):
    """An error answer of the module (3.4)."""

    def __init__(self, status: int, body: Any):
        super().__init__(str(body))
        self.status, self.body = status, body

    def response(self) -> Response:
        return JSONResponse(self.body, self.status)


@dataclass(frozen=True)
class Call:
    """A request that the gateway let pass. permissions: what it says that the user holds."""

    request: Request
    sandbox: Sandbox
    library: seed.Library
    reshare: seed.ReShare
    permissions: frozenset[str]

    @property
    def tenant(self) -> str:
        return self.library.registry_id


class Resource:
    """A table. path: below ``/rs``. properties: its columns, all texts unless they are switches."""

    path: str
    properties: tuple[str, ...]
    required: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        """What the gateway asks for."""
        raise NotImplementedError

    def visible(self, call: Call, rows: list[dict[str, Any]], query: Query) -> list[dict[str, Any]]:
        """What a list can find at all."""
        return rows

    def shown(self, call: Call, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What is left of a page: rows can be taken off after it was cut."""
        return rows

    def list(self, call: Call) -> Response:
        query = Query(call.request.query_params.multi_items(), ("id", *self.properties), self._cap(call))
        rows = [{"id": document.id, **document.body} for document in self._documents(call)]
        found = query.select(self.visible(call, rows, query))
        page = self.shown(call, query.cut(found))
        return JSONResponse(self._with_stats(page, query, len(found)) if query.stats else page)

    def read(self, call: Call, id: str) -> Response:
        document = self._find(call, id)
        return JSONResponse({"id": document.id, **document.body})

    async def create(self, call: Call) -> Response:
        """Nothing is unique here unless a table says so: a second row of the same key is made."""
        body = self._checked(self._bound(await _json(call.request), {}))
        document = call.sandbox.state.insert(call.tenant, self.path, body, uuid.uuid4().hex)
        return JSONResponse({"id": document.id, **body}, 201)

    async def replace(self, call: Call, id: str) -> Response:
        """PUT merges, whatever its name says, and nothing protects from a lost update."""
        document = self._find(call, id)
        body = self._checked(self._bound(await _json(call.request), document.body))
        call.sandbox.state.replace(call.tenant, self.path, document, body)
        return JSONResponse({"id": document.id, **body})

    def delete(self, call: Call, id: str) -> Response:
        call.sandbox.state.delete(self._find(call, id))
        return Response(status_code=204)

    def _cap(self, call: Call) -> int:
        return call.sandbox.options.settings_page_cap

    def _documents(self, call: Call) -> Iterable[Document]:
        return call.sandbox.state.documents(call.tenant, self.path)

    def _find(self, call: Call, id: str) -> Document:
        document = call.sandbox.state.document(call.tenant, self.path, id)
        if document is None:
            raise Refused(404, {"error": 404, "message": f"{self.path} with id {id} not found"})
        return document

    def _bound(self, given: Any, before: Mapping[str, Any]) -> dict[str, Any]:
        """What Grails makes of a body: texts trimmed, empty ones null, and null left out of answers; unknown
        properties are ignored."""
        if not isinstance(given, dict):
            raise Refused(422, {"message": "The body is not an object", "path": "", "_links": {}})
        after = dict(before)
        for name in self.properties:
            if name in given:
                after[name] = _bound_value(given[name], name in self.switches)
        return {name: value for name, value in after.items() if value is not None}

    def _checked(self, body: dict[str, Any]) -> dict[str, Any]:
        missing = [name for name in self.required if not body.get(name)]
        errors = [{"message": f"Property [{name}] cannot be null", "path": name, "_links": {}} for name in missing]
        if len(errors) == 1:
            raise Refused(422, errors[0])
        if errors:
            raise Refused(422, {"total": len(errors), "_embedded": {"errors": errors}})
        return body

    @staticmethod
    def _with_stats(page: Sequence[Any], query: Query, total: int) -> dict[str, Any]:
        return {
            "results": page,
            "pageSize": query.size,
            "page": query.page,
            "totalPages": -(-total // query.size),
            "meta": {},
            "totalRecords": total,
            "total": total,
        }


async def _json(request: Request) -> Any:
    try:
        return json.loads(await request.body())
    except ValueError as fault:
        # An exception in the module (3.4).
        raise Refused(500, {"error": 500, "message": f"Could not parse the body: {fault}", "stackTrace": []}) from None


def _bound_value(value: Any, switch: bool) -> Any:
    if isinstance(value, (dict, list)):
        raise Refused(422, {"message": "Could not convert the value", "path": "", "_links": {}})
    if value is None or (switch and isinstance(value, bool)):
        return value
    text = (str(value).lower() if isinstance(value, bool) else str(value)).strip()
    return (text == "true" if switch else text) if text else None
