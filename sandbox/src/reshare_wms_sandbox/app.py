# SPDX-License-Identifier: GPL-3.0-or-later

"""The whole sandbox as one ASGI application."""

from __future__ import annotations

import re
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from . import control, gateway, metadata, oauth, openapi, pages
from .configuration.api import application as configuration
from .faults import Application
from .identity import api as identity
from .middleware import Middleware
from .ncip import api as ncip
from .sandbox import Sandbox
from .screens import web as screens


class _AnyPath(Mount):
    """A mount that matches every path below its own, including paths with line breaks."""

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


async def _healthz(_request: Request) -> Response:
    """Whether the sandbox is ready."""
    return JSONResponse({"status": "ok"})


def application(sandbox: Sandbox) -> Application:
    """The ASGI application: every system of the sandbox behind the middleware."""
    routes: list[BaseRoute] = [
        Route("/healthz", _healthz),
        Route("/openapi.json", openapi.endpoint),
        Route("/token", oauth.token, methods=["POST"]),
        Route("/ncip", ncip.endpoint, methods=["POST"]),
        _AnyPath("/configuration/v1", configuration(sandbox)),
        *pages.routes(),
        *screens.routes(),
        Mount("/gateway", gateway.endpoint),
        Mount("/metadata", metadata.endpoint),
        Mount("/_sandbox", routes=control.routes()),
        Mount("/{registry_id}/idaas/scim/v2", routes=identity.routes()),
    ]
    app = Starlette(routes=routes)
    app.state.sandbox = sandbox
    return Middleware(app, sandbox)
