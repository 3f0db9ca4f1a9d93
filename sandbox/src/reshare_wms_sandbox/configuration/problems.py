# SPDX-License-Identifier: GPL-3.0-or-later

"""Error responses of the configuration service, as problem details (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class FieldError(BaseModel):
    """An error in a field. field: its path, joined by dots; empty for the whole object."""

    model_config = ConfigDict(extra="allow")

    field: str = Field(examples=["rows.2.loan_policy"])
    message: str


class User(BaseModel):
    """An object that refers to the one in the request."""

    model_config = ConfigDict(extra="allow")

    kind: str = Field(examples=["loan_policy_map"])
    name: str


class ProblemDetails(BaseModel):
    """Why a request was rejected."""

    model_config = ConfigDict(extra="allow", title="Problem")

    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = Field(None, description="The invalid fields.")
    users: list[User] | None = Field(None, description="The objects that refer to the object.")
    candidates: list[str] | None = Field(None, description="Similar names.")


class Problem(Exception):
    """A rejected request. more: further members of the problem details."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None, **more: Any):
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers, more

    def response(self) -> Response:
        body = {"title": HTTPStatus(self.status).phrase, "status": self.status, "detail": self.detail, **self.more}
        return Response(json.dumps(body), self.status, self.headers, MEDIA_TYPE)


def invalid(errors: list[dict[str, str]], **more: Any) -> Problem:
    """The response 422 with the invalid fields."""
    message = "; ".join(
        f"{error['field']}: {error['message']}" if error["field"] else error["message"] for error in errors
    )
    return Problem(422, message, errors=errors, **more)
