# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that tests inject: error responses of a system, and broken connections (oclc-apis.md 8, item 5)."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable, MutableMapping
from random import Random
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from .clock import Clock
from .counters import Call

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

#: The server puts a function that closes the connection into the request's extensions, under this key.
HANG_UP = "reshare_wms_sandbox.hang_up"

#: The empty list of each system that has lists.
_EMPTY: dict[str, Any] = {
    "configuration": {"items": [], "next": None},
    "identity": {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": 0,
        "itemsPerPage": 0,
        "Resources": [],
    },
}
#: A request for several kinds at once, some of which are lists.
_SEVERAL = ("configuration", "configuration")
#: An empty list of ReShare's modules with ``stats=true``.
_EMPTY_STATS = {
    **{"results": [], "pageSize": 10, "page": 1, "totalPages": 0, "meta": {}},
    **{"totalRecords": 0, "total": 0},
}


class Effect(BaseModel):
    """The effect of a fault: one of status, delay, cut, truncate_list and flood.

    delay: seconds before the request is processed. cut: close the connection before the request is processed, after it
    was processed, or in the middle of the response body. truncate_list: respond with 200 and an empty list. flood:
    respond with 200 and a body that continues until the client disconnects, plain or compressed to a thousandth.
    """

    model_config = ConfigDict(extra="forbid")

    status: int | None = None
    body: str = ""
    content_type: str = "text/plain"
    headers: dict[str, str] = {}
    delay: float | None = None
    cut: Literal["before", "after", "middle"] | None = None
    truncate_list: bool = False
    flood: Literal["plain", "gzip"] | None = None


class Fault(BaseModel):
    """The calls that a fault applies to; ``*`` matches any. times: how many calls, -1 for no limit. met: how many calls
    it has affected.

    probability: of affecting a matching call. fault: the effect, or several of which one is chosen at random. seed: of
    the random generator; each library has its own generator, so that its effects do not depend on the calls of
    other libraries.
    """

    model_config = ConfigDict(extra="forbid")

    library: str = "*"
    system: str = "*"
    kind: str = "*"
    method: str = "*"
    times: int = Field(default=1, ge=-1)
    probability: float = Field(default=1, ge=0, le=1)
    seed: int = 0
    fault: Effect | list[Effect]
    met: int = 0

    _chances: dict[str, Random] = PrivateAttr(default_factory=dict)

    def meets(self, call: Call) -> bool:
        wanted = (self.library, self.system, self.kind.replace("-", "_"), self.method)
        actual = (call.library, call.system, call.kind.replace("-", "_"), call.method)
        return self.times != self.met and all(one in ("*", other) for one, other in zip(wanted, actual))

    def take(self, call: Call) -> Effect | None:
        """The effect on a matching call; None if the probability spares it."""
        chance = self._chances.setdefault(call.library, Random(f"{self.seed} {call.library}"))
        if chance.random() >= self.probability:
            return None
        self.met += 1
        return chance.choice(self.fault) if isinstance(self.fault, list) else self.fault


class Faults:
    """The active faults. Only the first fault that affects a call counts."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self, library: str | None) -> None:
        self._faults = [fault for fault in self._faults if library not in (None, fault.library)]

    def report(self, library: str | None) -> list[dict[str, Any]]:
        return [fault.model_dump() for fault in self._faults if library in (None, fault.library)]

    def take(self, call: Call) -> Effect | None:
        for fault in self._faults:
            if fault.meets(call) and (effect := fault.take(call)) is not None:
                return effect
        return None


async def serve(
    effect: Effect, call: Call, clock: Clock, app: Application, scope: Message, receive: Receive, send: Send
) -> None:
    """Process a request under an effect."""
    if effect.delay is not None:
        await clock.sleep(effect.delay)
        await app(scope, receive, send)
    elif effect.status is not None:
        await respond(
            send, effect.status, effect.body.encode(), {"content-type": effect.content_type, **effect.headers}
        )
    elif effect.truncate_list and (call.system, call.kind) == _SEVERAL:
        await _without_lists(app, scope, receive, send)
    elif effect.truncate_list and _is_list(call, scope):
        await respond(send, 200, json.dumps(_empty(call, scope)).encode(), {"content-type": "application/json"})
    elif effect.flood is not None:
        await _flood(effect.flood, receive, send)
    elif effect.cut is not None:
        await _cut(effect.cut, app, scope, receive, send)
    else:
        await app(scope, receive, send)


def _is_list(call: Call, scope: Message) -> bool:
    """Whether a request is for a list: in a request for one object, its ID follows the kind."""
    return str(scope["path"]).rpartition("/")[2].lstrip(".").replace("-", "_") == call.kind


def _empty(call: Call, scope: Message) -> Any:
    if call.system == "metadata":
        # As the live API responds for a library without branches (oclc-apis.md 4.1).
        return {"hasProblems": False, "id": call.library}
    wrapped = call.system not in _EMPTY and b"stats=true" in scope["query_string"]
    return _EMPTY_STATS if wrapped else _EMPTY.get(call.system, [])


async def keep(app: Application, scope: Message, receive: Receive) -> tuple[Message, bytes]:
    """Process a request without sending the response. Returns the start of the response and its body."""
    answer: list[Message] = []

    async def add(message: Message) -> None:
        answer.append(message)

    await app(scope, receive, add)
    return answer[0], b"".join(part.get("body", b"") for part in answer[1:])


async def _without_lists(app: Application, scope: Message, receive: Receive, send: Send) -> None:
    start, body = await keep(app, scope, receive)
    found = json.loads(body)
    for kind, value in found.items():
        if isinstance(value, dict) and "items" in value:
            found[kind] = _EMPTY["configuration"]
    await respond(send, start["status"], json.dumps(found).encode(), {"content-type": "application/json"})


async def _cut(where: str, app: Application, scope: Message, receive: Receive, send: Send) -> None:
    if where != "before":
        start, body = await keep(app, scope, receive)
    if where == "middle":
        await send(start)
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    scope["extensions"][HANG_UP]()
    # The server reports an error if the application returns without a response, so wait until it has noticed the
    # disconnect.
    while (await receive())["type"] != "http.disconnect":
        pass


async def _flood(how: str, receive: Receive, send: Send) -> None:
    async def hung_up() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    headers = [(b"content-type", b"application/json")]
    body = b" " * 2**20
    if how == "gzip":
        headers.append((b"content-encoding", b"gzip"))
        # A gzip file can consist of several members.
        body = gzip.compress(body)
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    gone = asyncio.ensure_future(hung_up())
    while not gone.done():
        await send({"type": "http.response.body", "body": body, "more_body": True})
        # A send that does not have to wait does not yield to other tasks.
        await asyncio.sleep(0)


async def respond(send: Send, status: int, body: bytes, headers: dict[str, str]) -> None:
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
