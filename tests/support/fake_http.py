# SPDX-License-Identifier: GPL-3.0-or-later

"""A fake network: requests' own sessions receive the bytes, statuses and headers that a test defines."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from unittest import mock

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

JSON = {"Content-Type": "application/json"}

#: More calls than the client of any test makes, unless it is in an endless loop.
MOST_CALLS = 100


@dataclass(frozen=True)
class Reply:
    """One response as it is transferred."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)
    cookies: Sequence[str] = ()


#: The responses to each call, such as ``GET /users/1``, in order; the last one is repeated.
Script = Mapping[str, Sequence[Reply]]


@contextmanager
def fake_responses(script: Script) -> Iterator[Counter[str]]:
    """Answer every call inside the context according to the script. Yields the number of each call."""
    calls: Counter[str] = Counter()

    def send(adapter: HTTPAdapter, request: PreparedRequest, **options: Any) -> Response:
        # As http.client does, which raises for text that no header can contain.
        for name, value in request.headers.items():
            f"{name}: {value}".encode("latin-1")
        call = f"{request.method} {request.path_url.partition('?')[0]}"
        calls[call] += 1
        assert calls.total() <= MOST_CALLS, f"endless calls: {calls}"
        replies = script.get(call, [Reply(b"", 404, {})])
        reply = replies[min(calls[call], len(replies)) - 1]
        raw = HTTPResponse(io.BytesIO(reply.body), headers=reply.headers, status=reply.status, preload_content=False)
        # requests reads cookies from here.
        raw._original_response = mock.Mock(msg=Message())
        for cookie in reply.cookies:
            raw._original_response.msg["Set-Cookie"] = cookie
        return adapter.build_response(request, raw)

    with mock.patch.object(HTTPAdapter, "send", send):
        yield calls
