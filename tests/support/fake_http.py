# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""What stands in for the network: requests' own sessions get the bytes, statuses and headers that a test says."""

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

#: More calls than any test's client has a reason to make: it asks for ever.
MOST_CALLS = 100


@dataclass(frozen=True)
class Reply:
    """One answer, as it comes over the wire."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)
    cookies: Sequence[str] = ()


#: The answers to each call, such as ``GET /users/1``, one after the other; the last one is given again and again.
Script = Mapping[str, Sequence[Reply]]


@contextmanager
def fake_responses(script: Script) -> Iterator[None]:
    """Inside, every call is answered as the script says."""
    calls: Counter[str] = Counter()

    def send(adapter: HTTPAdapter, request: PreparedRequest, **options: Any) -> Response:
        # As http.client does it, which fails for what no header can hold.
        for name, value in request.headers.items():
            f"{name}: {value}".encode("latin-1")
        call = f"{request.method} {request.path_url.partition('?')[0]}"
        calls[call] += 1
        assert calls.total() <= MOST_CALLS, f"asked for ever: {calls}"
        replies = script.get(call, [Reply(b"", 404, {})])
        reply = replies[min(calls[call], len(replies)) - 1]
        raw = HTTPResponse(io.BytesIO(reply.body), headers=reply.headers, status=reply.status, preload_content=False)
        # Where requests looks for cookies.
        raw._original_response = mock.Mock(msg=Message())
        for cookie in reply.cookies:
            raw._original_response.msg["Set-Cookie"] = cookie
        return adapter.build_response(request, raw)

    with mock.patch.object(HTTPAdapter, "send", send):
        yield
