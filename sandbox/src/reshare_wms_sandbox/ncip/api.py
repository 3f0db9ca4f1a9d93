# SPDX-License-Identifier: GPL-3.0-or-later

"""The endpoint of NCIP, ``POST /ncip``. The library is the institution of the token (oclc-apis.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from .. import oauth
from . import messages, wire
from .circulation import desk
from .problems import RejectedMessage

if TYPE_CHECKING:
    from ..sandbox import Sandbox

SCOPE = "WMS_NCIP"


async def endpoint(request: Request) -> Response:
    """Carry out an NCIP message."""
    return answer(request.app.state.sandbox, request.headers, await request.body())


def answer(sandbox: Sandbox, headers: Mapping[str, str], body: bytes) -> Response:
    """The response to a request."""
    grant = oauth.grant_of(sandbox, headers)
    if grant is None:
        return JSONResponse({"message": "Unauthorized"}, 401)
    library = sandbox.libraries.get(grant.context)
    if library is None or not grant.allows(SCOPE):
        return JSONResponse({"message": "Forbidden"}, 403)
    try:
        message = wire.parse(body)
    except wire.NotNcip as fault:
        return PlainTextResponse(str(fault), 400)
    try:
        content = wire.answer(message, *messages.carry_out(desk(sandbox.state, library), message))
    except RejectedMessage as refused:
        content = wire.refusal(message, refused.problem)
    return Response(content, media_type="application/xml")
