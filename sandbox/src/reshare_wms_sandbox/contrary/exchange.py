# SPDX-License-Identifier: GPL-3.0-or-later

"""Passes a request to the application with the edits of its library, and edits the response."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..clock import written
from ..counters import Call
from ..faults import Application, Message, Receive, Send, keep, respond
from .choices import Answer, Change, Edit, Former, Pair, Refusal, changed

if TYPE_CHECKING:
    from ..sandbox import Sandbox

Edits = list[tuple[Pair, Edit]]


async def serve(sandbox: Sandbox, call: Call, app: Application, scope: Message, receive: Receive, send: Send) -> None:
    """Process a request with the edits of the library's choices."""
    edits = list(sandbox.contrary.edits(call))
    if not edits:
        await app(scope, receive, send)
        return
    body = await _whole(receive)
    asked = f"{scope['path']}?{scope['query_string'].decode('latin-1')}\n{body.decode('utf-8', 'replace')}"
    edits = [(pair, edit) for pair, edit in edits if re.search(edit.asked, asked)]
    acted = sandbox.contrary.acted
    for pair, edit in edits:
        if edit.refuse is not None and (not edit.once or sandbox.contrary.is_first(pair, _token(scope))):
            acted[pair] += 1
            await _refuse(send, edit.refuse)
            return
        edited, other = _edited(body, edit.request), _asking(scope, edit)
        acted[pair] += edited != body or other is not scope or edit.ignored or bool(edit.seed)
        body, scope = edited, other
    await _answer(sandbox, edits, app, _resized(scope, body), body, receive, send)


async def _answer(
    sandbox: Sandbox, edits: Edits, app: Application, scope: Message, body: bytes, receive: Receive, send: Send
) -> None:
    unread = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return unread.pop() if unread else await receive()

    # The application has the whole request and waits for nothing, so no other request is undone.
    with sandbox.state.tentative(undo=any(edit.ignored for _pair, edit in edits)):
        start, answer = await keep(app, scope, again)
    for pair, edit in edits:
        if edit.behind:
            shown = _behind(sandbox, pair, edit, scope, body, Answer(start, answer))
            sandbox.contrary.acted[pair] += shown.body != answer
            start, answer = {**shown.start}, shown.body
    if start["status"] < 300:
        for pair, edit in edits:
            edited, other = _answered(sandbox, pair, edit, scope, start, answer)
            sandbox.contrary.acted[pair] += edited != answer or other != start
            start, answer = other, edited
    headers = [(name, value) for name, value in start.get("headers", ()) if name.lower() != b"content-length"]
    headers.append((b"content-length", str(len(answer)).encode()))
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


def _answered(
    sandbox: Sandbox, pair: Pair, edit: Edit, scope: Message, start: Message, answer: bytes
) -> tuple[bytes, Message]:
    """The body and the start of a response after an edit."""
    if not re.search(edit.answered, answer.decode("utf-8", "replace")):
        return answer, start
    answer = _edited(answer, edit.response)
    if edit.text is not None:
        answer = re.sub(edit.text[0], edit.text[1], answer.decode()).encode()
    if edit.later is not None:
        pattern, hours = edit.later
        answer = re.sub(pattern, lambda found: _later(found[0], hours), answer.decode()).encode()
    if edit.delayed:
        answer = _delayed(sandbox.contrary.former[pair.library], scope, answer)
    changed = {name.lower().encode(): value for name, value in edit.headers.items()}
    kept = [(name, value) for name, value in start.get("headers", ()) if name.lower() not in changed]
    added = [(name, value.encode()) for name, value in changed.items() if value is not None]
    return answer, {**start, "status": edit.status or start["status"], "headers": [*kept, *added]}


def _later(moment: str, hours: int) -> str:
    return written(datetime.fromisoformat(moment) + timedelta(hours=hours))


def _delayed(former: Former, scope: Message, answer: bytes) -> bytes:
    if scope["method"] == "GET":
        return former.read(f"{scope['path']}?{scope['query_string'].decode('latin-1')}", answer)
    former.written()
    return answer


def _behind(sandbox: Sandbox, pair: Pair, edit: Edit, scope: Message, body: bytes, answer: Answer) -> Answer:
    """The response of the replica to a read. The response to a write is unchanged; the replica shows the write later."""
    replica, now = sandbox.contrary.replicas[pair.library], sandbox.state.clock.time()
    path, searches = scope["path"].removesuffix("/.search"), scope["path"].endswith("/.search")
    if scope["method"] == "GET" or searches:
        address = f"{scope['path']}?{scope['query_string'].decode('latin-1')}\n{body.decode('utf-8', 'replace')}"
        return replica.read(path, address, answer, now - edit.behind)
    if answer.start["status"] < 300:
        made = json.loads(answer.body)["id"] if scope["method"] == "POST" else None
        replica.written(path, made, now)
    return answer


def _token(scope: Message) -> bytes:
    return next((value for name, value in scope["headers"] if name.lower() == b"authorization"), b"")


def _asking(scope: Message, edit: Edit) -> Message:
    """The request after the edit of its query."""
    query = scope["query_string"].decode("latin-1")
    other = re.sub(edit.query[0], edit.query[1], query) if edit.query else query
    return scope if other == query else {**scope, "query_string": other.encode("latin-1")}


async def _refuse(send: Send, refusal: Refusal) -> None:
    plain = isinstance(refusal.body, str)
    body = refusal.body if plain else json.dumps(refusal.body)
    kind = "text/plain" if plain else "application/json"
    await respond(send, refusal.status, body.encode(), {"content-type": kind, **refusal.headers})


async def _whole(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _edited(body: bytes, changes: list[Change]) -> bytes:
    """A JSON body after the changes; unchanged if it is not JSON, or if they change nothing."""
    try:
        document: Any = json.loads(body) if changes else None
    except ValueError:
        return body
    edited = changed(document, changes)
    return body if edited == document and repr(edited) == repr(document) else json.dumps(edited).encode()


def _resized(scope: Message, body: bytes) -> Message:
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"content-length"]
    return {**scope, "headers": [*headers, (b"content-length", str(len(body)).encode())]}
