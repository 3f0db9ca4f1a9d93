# SPDX-License-Identifier: GPL-3.0-or-later

"""The middleware for every request: it counts the request, applies faults, and marks the response as the sandbox's."""

from __future__ import annotations

import random
import re
import sys
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlencode

from starlette.datastructures import Headers

from . import calls, faults
from .contrary import exchange
from .counters import Call
from .faults import Application, Message, Receive, Send

if TYPE_CHECKING:
    from .sandbox import Sandbox

MARK = (b"x-reshare-wms-sandbox", b"1")
#: The parameters of addresses whose values are not in the log: by name, and by value, since many values name the key of a setting.
_SECRET_NAME = re.compile(
    "pass|pwd|pin|secret|token|key|code|assertion|auth|cred|sig|jwt|session|cookie", re.IGNORECASE
)
_SECRET_VALUE = re.compile("pass|pwd|secret|token|bearer|basic|//[^/]*@", re.IGNORECASE)
_USER = re.compile("//[^/]*@")


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
                if self._sandbox.options.log_requests:
                    print(_logged(scope, message["status"]), file=sys.stderr, flush=True)
            await send(message)

        body, receive = await _peek(receive) if calls.needs_body(scope["path"]) else (b"", receive)
        call = self._identify(scope, body)
        if call is None:
            await self._app(scope, receive, marked)
            return
        self._sandbox.counters.add(call)
        options = self._sandbox.options
        if longest := max(options.latency, options.latency_max):
            await self._clock.sleep(random.uniform(options.latency, longest))
        effect = self._sandbox.faults.take(call)
        if effect is None:
            await exchange.serve(self._sandbox, call, self._app, scope, receive, marked)
        else:
            await faults.serve(effect, call, self._clock, self._app, scope, receive, marked)

    def _identify(self, scope: Message, body: bytes) -> Call | None:
        query = scope["query_string"].decode("latin-1")
        return calls.identify(self._sandbox, scope["method"], scope["path"], Headers(scope=scope), query, body)


def _logged(scope: Message, status: int) -> str:
    """A request as a line. What a client sends cannot begin a new line, or control a terminal."""
    # Some clients separate parameters by semicolons, or quote them twice.
    text = unquote(scope["query_string"].decode("latin-1")).replace(";", "&")
    query = urlencode(
        [(name, _shown(name, value)) for name, value in parse_qsl(text, keep_blank_values=True)], safe="*"
    )
    path = scope["raw_path"].decode("latin-1") if scope.get("raw_path") else scope["path"]
    path = _USER.sub("//***@", path.partition(";")[0])
    line = f"{scope['method']} {path}{f'?{query}' if query else ''} {status}"
    return "".join(char if char.isprintable() else "?" for char in line)


def _shown(name: str, value: str) -> str:
    return "***" if _SECRET_NAME.search(name) or _SECRET_VALUE.search(value) else value


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
