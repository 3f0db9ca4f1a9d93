# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The middleware for every request: it counts the request, applies faults, and marks the response as the sandbox's."""

from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from . import calls, faults
from .counters import Call
from .faults import Application, Message, Receive, Send

if TYPE_CHECKING:
    from .sandbox import Sandbox

MARK = (b"x-reshare-wms-sandbox", b"1")


class Middleware:
    """ASGI middleware around the whole application."""

    def __init__(self, app: Application, sandbox: Sandbox):
        self._app = app
        self._sandbox = sandbox
        self._clock = sandbox.state.clock

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", ()), MARK]
                if all(name != b"date" for name, _value in headers):
                    headers.append((b"date", formatdate(self._clock.time(), usegmt=True).encode()))
                message["headers"] = headers
            await send(message)

        body, receive = await _peek(receive) if calls.needs_body(scope["path"]) else (b"", receive)
        call = self._identify(scope, body)
        if call is None:
            await self._app(scope, receive, marked)
            return
        self._sandbox.counters.add(call)
        if self._sandbox.options.latency:
            await self._clock.sleep(self._sandbox.options.latency)
        effect = self._sandbox.faults.take(call)
        if effect is None:
            await self._app(scope, receive, marked)
        else:
            await faults.serve(effect, call, self._clock, self._app, scope, receive, marked)

    def _identify(self, scope: Message, body: bytes) -> Call | None:
        query = scope["query_string"].decode("latin-1")
        return calls.identify(self._sandbox, scope["method"], scope["path"], Headers(scope=scope), query, body)


async def _peek(receive: Receive) -> tuple[bytes, Receive]:
    """The body of a request, and a function that receives it again."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    unread = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return unread.pop() if unread else await receive()

    return body, again
