# SPDX-License-Identifier: GPL-3.0-or-later

"""The routes of the configuration service, which are the same for every kind of object."""

# No "from __future__ import annotations" here: FastAPI needs the types at run time, and they differ by kind.

import json
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Depends, FastAPI, Header, Path, Query
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from .. import oauth, seed
from ..state import Document, State
from . import store
from .document import describe, refusals
from .kinds import KINDS, Kind, Shape, several
from .problems import Problem, invalid
from .strict import StrictRoute

if TYPE_CHECKING:
    from ..sandbox import Sandbox

SCOPE = "configuration"
LARGEST_LIMIT = 1000


async def authorise(
    request: Request,
    registry_id: Annotated[str, Path(description="The institution's registry ID.", examples=["100101"])],
) -> seed.Library:
    """The library of a request, if its token is valid for that library."""
    sandbox: Sandbox = request.app.state.sandbox
    grant = oauth.grant_of(sandbox, request.headers)
    if grant is None:
        raise Problem(401, "The access token is missing, unknown or expired", {"WWW-Authenticate": "Bearer"})
    if registry_id not in sandbox.libraries:
        raise Problem(404, f"Institution {registry_id} does not exist")
    if not grant.allows(SCOPE):
        raise Problem(403, f"The access token lacks the scope {SCOPE}")
    if grant.context != registry_id:
        raise Problem(403, f"The access token is for institution {grant.context}, not for {registry_id}")
    return sandbox.libraries[registry_id]


Authorised = Annotated[seed.Library, Depends(authorise)]
Id = Annotated[str, Path(description="The object's ID, as a list returns it.")]
IfMatch = Annotated[str, Header(alias="If-Match", description="The ETag of the object to be replaced or deleted.")]
Limit = Annotated[
    int | None,
    Query(ge=1, le=LARGEST_LIMIT, description="The maximum number of objects to return; the service may return fewer."),
]
#: The path of a kind. The Literal is built at run time, so a type checker accepts any text.
KindPath: Any = Literal[*(kind.path for kind in KINDS)]
SeveralKinds = Annotated[
    list[KindPath],
    Query(
        alias="kind", min_length=1, description="A kind to read, by its path; repeat the parameter for several kinds."
    ),
]
After = Annotated[str | None, Query(pattern="^[0-9]{1,15}$", description="`next` of the previous page.")]


def _add_routes(app: FastAPI, kind: Kind) -> None:
    collection = f"/institutions/{{registry_id}}/{kind.path}"
    if kind.listed:
        _add_list(app, kind, collection)
    item = f"{collection}/{{id}}" if kind.listed else collection
    _add_reading(app, kind, item)
    _add_replacing(app, kind, item)
    if kind.shape is Shape.OBJECTS:
        _add_making(app, kind, collection)


def _add_list(app: FastAPI, kind: Kind, path: str) -> None:
    @app.get(
        path,
        tags=[kind.label],
        summary=f"List: {kind.label}",
        description=f"{kind.screen}. In the order of creation, one page at a time.",
        operation_id=f"list_{kind.plural}",
        responses={200: {"model": kind.page, "description": "A page."}, **refusals(401, 403, 404, 422)},
    )
    async def list_(request: Request, library: Authorised, limit: Limit = None, after: After = None) -> Response:
        return _json(_page(request, library, kind, limit, int(after or 0)))


def _page(request: Request, library: seed.Library, kind: Kind, limit: int | None, after: int = 0) -> dict[str, Any]:
    """A page of a list. after: the position before the first object of the page."""
    sandbox: Sandbox = request.app.state.sandbox
    size = min(limit or LARGEST_LIMIT, sandbox.options.page_size)
    # One object more than the page holds shows whether there is another page.
    found = sandbox.state.documents(library.registry_id, kind.plural, after, size + 1)
    more = str(found[size - 1].position) if len(found) > size else None
    return {"items": [_stored(document) for document in found[:size]], "next": more}


def _add_several(app: FastAPI) -> None:
    @app.get(
        "/institutions/{registry_id}/configuration",
        tags=["Several kinds"],
        summary="Read several kinds at once",
        description="Returns the same as one request per kind; of a list, the first page.",
        operation_id="read_several",
        responses={200: {"model": several(), "description": "By kind."}, **refusals(401, 403, 404, 422)},
    )
    async def several_(request: Request, library: Authorised, kinds: SeveralKinds, limit: Limit = None) -> Response:
        found = {}
        for kind in (kind for kind in KINDS if kind.path in kinds):
            if kind.listed:
                found[kind.path] = _page(request, library, kind, limit)
            else:
                found[kind.path] = _stored(_find(request, library, kind, kind.plural))
        return _json(found)


def _id_of(kind: Kind) -> Any:
    """The ID in the path of an object. A table or page of settings has none; it is stored under the name of its kind."""

    async def only() -> str:
        return kind.plural

    return Annotated[str, Depends(only)] if kind.shape in (Shape.TABLE, Shape.PAGE) else Id


def _add_reading(app: FastAPI, kind: Kind, path: str) -> None:
    """Add the route to read an object by its ID, or a table or page of settings."""
    id_of = _id_of(kind)

    @app.get(
        path,
        tags=[kind.label],
        summary=f"Read: {kind.label}",
        description=kind.screen,
        operation_id=f"read_{kind.plural}",
        responses={200: _described(kind, "The saved object."), **refusals(401, 403, 404, 422)},
    )
    async def read(request: Request, library: Authorised, id: id_of) -> Response:  # type: ignore[valid-type]  # per kind
        return _answer(_find(request, library, kind, id))


def _add_replacing(app: FastAPI, kind: Kind, path: str) -> None:
    """Add the route to replace an object, a table or a page of settings."""
    id_of = _id_of(kind)

    @app.put(
        path,
        tags=[kind.label],
        summary=f"Replace: {kind.label}",
        description="Replaces all fields: a field that is left out becomes blank.",
        operation_id=f"replace_{kind.plural}",
        responses={
            200: _described(kind, "The saved object."),
            **refusals(400, 401, 403, 404, 412, 422, 428),
            **(refusals(409) if kind.shape is Shape.ROWS else {}),
        },
    )
    async def replace(
        request: Request,
        library: Authorised,
        id: id_of,  # type: ignore[valid-type]  # per kind
        if_match: IfMatch,
        document: kind.document,  # type: ignore[name-defined]  # per kind
    ) -> Response:
        current = _find(request, library, kind, id, if_match)
        fields = store.tidy(kind, document.fields.model_dump())
        return _answer(store.replace(_state(request), library.registry_id, kind, current, fields))


def _add_making(app: FastAPI, kind: Kind, path: str) -> None:
    @app.post(
        path,
        tags=[kind.label],
        status_code=201,
        summary=f"Create: {kind.label}",
        description=f"{kind.screen}. Its {kind.identity} must be unique in the institution.",
        operation_id=f"create_{kind.plural}",
        responses={201: _described(kind, "The saved object.", location=True), **refusals(400, 401, 403, 404, 409, 422)},
    )
    async def create(request: Request, library: Authorised, document: kind.document) -> Response:  # type: ignore[name-defined]  # per kind
        fields = store.tidy(kind, document.fields.model_dump())
        created = store.create(_state(request), library.registry_id, kind, fields)
        return _answer(created, 201, {"Location": f"{request.url.path}/{created.id}"})

    @app.delete(
        f"{path}/{{id}}",
        tags=[kind.label],
        status_code=204,
        summary=f"Delete: {kind.label}",
        description="Rejected while another object refers to it.",
        operation_id=f"delete_{kind.plural}",
        responses={204: {"description": "The object was deleted."}, **refusals(401, 403, 404, 409, 412, 422, 428)},
    )
    async def delete(request: Request, library: Authorised, id: Id, if_match: IfMatch) -> Response:
        current = _find(request, library, kind, id, if_match)
        store.remove(_state(request), library.registry_id, kind, current)
        return Response(status_code=204)


def _find(request: Request, library: seed.Library, kind: Kind, id: str, if_match: str | None = None) -> Document:
    """The document with that ID, if the client has its current version."""
    document = _state(request).document(library.registry_id, kind.plural, id)
    if document is None:
        raise Problem(404, f"{kind.label} with ID {id} does not exist")
    if if_match is not None and if_match.strip() != "*" and _etag(document) not in map(str.strip, if_match.split(",")):
        raise Problem(412, f"{kind.label} has changed since it was read", {"ETag": _etag(document)})
    return document


def _state(request: Request) -> State:
    state: State = request.app.state.sandbox.state
    return state


def _etag(document: Document) -> str:
    return f'"{document.version}"'


def _stored(document: Document) -> dict[str, Any]:
    return {"id": document.id, "etag": _etag(document), "fields": document.body}


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(body, separators=(",", ":")), status, headers, "application/json")


def _answer(document: Document, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return _json(_stored(document), status, {"ETag": _etag(document), **(headers or {})})


def _described(kind: Kind, description: str, location: bool = False) -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    headers: dict[str, Any] = {"ETag": {"description": "The version of the object.", **text}}
    if location:
        headers["Location"] = {"description": "The URL of the object.", **text}
    return {"model": kind.stored, "description": description, "headers": headers}


async def _not_valid(request: Request, fault: Exception) -> Response:
    """The response to a request that FastAPI found invalid."""
    assert isinstance(fault, RequestValidationError)
    errors = fault.errors()
    if any(error["loc"] == ("header", "If-Match") for error in errors):
        return Problem(
            428, "The header If-Match with the ETag of the object to be replaced or deleted is required"
        ).response()
    found = {_path(error["loc"]): error["msg"].removeprefix("Value error, ") for error in reversed(errors)}
    return invalid([{"field": path, "message": message} for path, message in reversed(found.items())]).response()


def _path(loc: tuple[Any, ...]) -> str:
    """The path of an invalid field, without the envelope around the fields."""
    parts = list(loc[1:] if loc[:1] == ("body",) else loc)
    return ".".join(str(part) for part in (parts[1:] if parts[:1] == ["fields"] else parts))


async def _refused(request: Request, fault: Exception) -> Response:
    """The response to a request that the framework rejected: an unknown path or a wrong method."""
    assert isinstance(fault, HTTPException)
    headers = dict(fault.headers or {})
    if fault.status_code == 405:
        headers["Allow"] = ", ".join(_methods(request))
    return Problem(fault.status_code, str(fault.detail), headers).response()


def _methods(request: Request) -> list[str]:
    """All methods that are allowed on the path of a request."""
    found: set[str] = set()
    for route in request.app.routes:
        match, _unused = route.matches(request.scope)
        if match.value:
            found |= set(getattr(route, "methods", None) or ())
    return sorted(found)


def application(sandbox: "Sandbox | None" = None) -> FastAPI:
    """The configuration service. Without a sandbox it can only generate its OpenAPI document."""
    app = FastAPI(
        title="WMS configuration service",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        default_response_class=Response,
    )
    app.state.sandbox = sandbox
    app.router.route_class = StrictRoute
    for kind in KINDS:
        _add_routes(app, kind)
    _add_several(app)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _refused)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # as FastAPI documents it
    return app
