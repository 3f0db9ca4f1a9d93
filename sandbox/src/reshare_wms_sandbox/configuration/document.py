# SPDX-License-Identifier: GPL-3.0-or-later

"""The OpenAPI document of the configuration service."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from .problems import MEDIA_TYPE, ProblemDetails

#: Increased with every change to the interface.
VERSION = "1.0.0"

DESCRIPTION = """\
The objects of WorldShare Management Services (WMS) Service Configuration, one institution at a time.

**OCLC offers no such service**: at OCLC, these objects can only be edited on the screens of Service Configuration. The
Ansible collection `reshare.wms` publishes this document. Its sandbox implements the service, and a consortium can run a
gateway that implements it too. The collection works with any implementation.

- An object has an `id`, an `etag` and `fields`. This document defines the field names; a field's title is its label on the
  screen. Objects refer to each other by the names that staff see, never by IDs.
- Periods are `{"value": 28, "unit": "days"}`; limits are whole numbers or `No Limit`; amounts are texts such as `0.50`;
  days are `YYYY-MM-DD`. A blank field is missing; null and an empty text count as blank. In the columns of a table,
  a blank is `All`.
- Unknown fields are kept unchanged, so that a service can have more fields than this document defines.
- Settings whose names are not public are in `other_settings`, by their label on the screen.
- A table (map or matrix) and a page of settings are one document each, which is saved as a whole. In a map, the first
  row that matches applies.
- PUT and DELETE require `If-Match`. An object's ETag changes with every write.
- An object to which another object refers cannot be deleted (409, with `users`). A reference to a name that does not
  exist is rejected (422, with `candidates`).
"""

_REFUSALS = {
    400: ("Malformed", "The body is not JSON."),
    401: ("NotAuthenticated", "The access token is missing, unknown or expired."),
    403: ("NotAllowed", "The access token lacks the scope `configuration`, or is for another institution."),
    404: ("NotFound", "The institution or object does not exist."),
    409: (
        "InConflict",
        "The name exists already, or (with `users`) another object refers to the object to be deleted.",
    ),
    412: ("Changed", "The object has changed since it was read."),
    422: ("NotValid", "Fields of the request are invalid: see `errors`."),
    428: ("Unconditional", "The header If-Match is missing."),
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented error responses of an operation."""
    return {status: {"description": _REFUSALS[status][1]} for status in statuses}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the service."""
    document = get_openapi(title=app.title, version=VERSION, description=DESCRIPTION, routes=app.routes)
    document["info"]["license"] = {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"}
    document["servers"] = [{"url": "/configuration/v1"}]
    document["security"] = [{"oclc": ["configuration"]}]
    components = document.setdefault("components", {})
    components["securitySchemes"] = {"oclc": _security()}
    components["responses"] = {name: _refusal(text) for name, text in _REFUSALS.values()}
    schema = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    components["schemas"].update(schema.pop("$defs"), Problem=schema)
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    components["parameters"] = {}
    for operations in document["paths"].values():
        for operation in operations.values():
            _point_to_refusals(operation["responses"])
            _point_to_parameters(operation, components["parameters"])
    return document


def _point_to_parameters(operation: dict[str, Any], shared: dict[str, Any]) -> None:
    """Replace an operation's parameters with references to the shared ones. Raises ValueError if another operation
    describes a parameter of the same name differently."""
    parameters = operation.get("parameters", ())
    for number, parameter in enumerate(parameters):
        name = parameter["name"]
        if shared.setdefault(name, parameter) != parameter:
            raise ValueError(
                f"parameter {name} of {operation['operationId']} is described differently in another operation"
            )
        parameters[number] = {"$ref": f"#/components/parameters/{name}"}


def _point_to_refusals(responses: dict[str, Any]) -> None:
    for status in list(responses):
        if int(status) in _REFUSALS:
            responses[status] = {"$ref": f"#/components/responses/{_REFUSALS[int(status)][0]}"}


def _refusal(text: str) -> dict[str, Any]:
    return {"description": text, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _security() -> dict[str, Any]:
    scopes = {"configuration": "Read and write the configuration of the institution in the token's context."}
    return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/token", "scopes": scopes}}}
