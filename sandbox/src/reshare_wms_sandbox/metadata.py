# SPDX-License-Identifier: GPL-3.0-or-later

"""OCLC's WorldCat Metadata API. Only branches with their holding codes and shelving locations are simulated
(oclc-apis.md 4.1); they are read from the current Holding Codes Translation Table."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from . import oauth, seed
from .configuration import references
from .state import Document

if TYPE_CHECKING:
    from .sandbox import Sandbox

PATH = "/worldcat/manage/institution-config/branch-shelving-locations"
#: One of these is sufficient.
SCOPES = ("WorldCatMetadataAPI:get_holding_codes", "WorldCatMetadataAPI:manage_bibs")

_ERRORS = "https://developer.api.oclc.org/errors/"
#: Every parameter, with the error text and the pattern of its values.
PARAMETERS = {
    "includeShelvingLocations": (re.compile("[Tt]rue|[Ff]alse"), "must be true or false"),
    "branchLocationLimit": (re.compile("[0-9]{1,15}"), "must be a whole number, the registry ID of a branch"),
}


class OtherResponse(Exception):
    """Any response other than 200."""

    def __init__(self, response: Response):
        super().__init__(response.status_code)
        self.response = response


async def endpoint(scope: Any, receive: Any, send: Any) -> None:
    """The endpoint for every path of the Metadata API."""
    request = Request(scope, receive)
    try:
        response = _serve(request, scope["path"].removeprefix(scope["root_path"]))
    except OtherResponse as refused:
        response = refused.response
    await response(scope, receive, send)


def _serve(request: Request, path: str) -> Response:
    if path != PATH:
        raise _problem(404, "There is no such resource.")
    if request.method != "GET":
        raise _problem(405, f"{request.method} is not allowed here.", {"Allow": "GET"})
    library = _admit(request)
    if not _takes_json(", ".join(request.headers.getlist("accept"))):
        raise _problem(406, "Only application/json is available.")
    parameters = _parameters(request)
    sandbox: Sandbox = request.app.state.sandbox
    rows = sandbox.state.documents(library.registry_id, "holding_codes")
    return JSONResponse(_institution(library, rows, parameters))


def _admit(request: Request) -> seed.Library:
    """The library of the token: no parameter selects one."""
    sandbox: Sandbox = request.app.state.sandbox
    grant = oauth.grant_of(sandbox, request.headers)
    if grant is None:
        raise OtherResponse(JSONResponse({"message": "Unauthorized"}, 401))
    library = sandbox.libraries.get(grant.context)
    if library is None or not any(grant.allows(scope) for scope in SCOPES):
        raise OtherResponse(JSONResponse({"message": "Forbidden"}, 403))
    return library


def _takes_json(accept: str) -> bool:
    """Whether an Accept header (empty if none was sent) allows application/json; the most specific range counts."""
    weights = {}
    for part in accept.lower().split(","):
        media, *parameters = (word.strip() for word in part.split(";"))
        weights[media] = next((word[2:] for word in parameters if word.startswith("q=")), "1")
    ranges = ("application/json", "application/*", "*/*")
    weight = next((weights[media] for media in ranges if media in weights), "0" if accept.strip() else "1")
    return re.fullmatch(r"0(\.0*)?", weight) is None


def _parameters(request: Request) -> dict[str, str]:
    given = request.query_params.multi_items()
    names = [name for name, _unused in given]
    wrong = [{"name": name, "reason": fault} for name, value in given if (fault := _fault(name, value, names))]
    if wrong:
        message = "; ".join(f"{one['name']} {one['reason']}" for one in wrong)
        raise _problem(400, f"{message}.", invalidParams=wrong)
    return dict(given)


def _fault(name: str, value: str, names: list[str]) -> str | None:
    """The error in a parameter, if any. names: of all parameters, with repetitions."""
    if name not in PARAMETERS:
        return "is no parameter"
    if names.count(name) > 1:
        return "was sent more than once"
    pattern, wanted = PARAMETERS[name]
    return None if pattern.fullmatch(value) else wanted


def _institution(library: seed.Library, rows: list[Document], parameters: Mapping[str, str]) -> dict[str, Any]:
    branch = parameters.get("branchLocationLimit")
    full = parameters.get("includeShelvingLocations", "").lower() == "true"
    found = [_location(library, row, full) for row in rows if branch in (None, row.body.get("branch_registry_id"))]
    answer: dict[str, Any] = {"hasProblems": False, "id": library.registry_id}
    if not found:
        return answer  # No other members, as the live API responds for a library without branches.
    return _filled(
        {
            **answer,
            # OCLC's own number, which is not a registry ID; the sandbox generates a stable one.
            "institutionNumber": str(zlib.crc32(library.registry_id.encode())),
            "institutionName": library.institution_name,
            "oclcSymbol": library.symbol,
            "branchLocations": found,
        }
    )


def _location(library: seed.Library, row: Document, full: bool) -> dict[str, Any]:
    fields = row.body
    location = {
        "branchLocationId": fields.get("branch_registry_id"),
        "branchLocationNumber": str(row.position),
        "branchLocationName": fields.get("branch_name"),
    }
    if full:
        symbol = fields.get("default_symbol")
        location |= {
            "branchLocationHoldingCode": fields.get("holding_code"),
            "branchLocationHoldingSymbol": symbol,
            "defaultHoldingSymbol": symbol == library.symbol if symbol else None,
            "shelvingLocations": references.split(fields.get("shelving_locations")),
            "shelvingLocationScheme": "Library of Congress",
        }
    return _filled(location)


def _filled(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "")}


def _problem(status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> OtherResponse:
    """An error response in the style of RFC 7807."""
    title = HTTPStatus(status).phrase
    body = {"type": _ERRORS + title.lower().replace(" ", "-"), "title": title, "detail": detail, **more}
    return OtherResponse(JSONResponse(body, status, headers, "application/problem+json"))
