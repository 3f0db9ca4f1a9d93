# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests with a token: one login for all requests, and one more for each rejected token."""

from __future__ import annotations

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._http.authorisation import Authorisation, Headers
from ansible_collections.reshare.wms.plugins.module_utils._http.session import Response


@pytest.mark.parametrize(
    ("statuses", "status", "sent"),
    [
        ([200, 200], 200, ["1", "1"]),
        ([401, 200, 200], 200, ["1", "2", "2"]),
        ([403, 403], 403, ["1", "1"]),
        ([401, 401, 200], 200, ["1", "2", "2"]),
        ([401, 401, 401, 401], 401, ["1", "2", "2", "3"]),
    ],
)
def test_a_rejected_token_is_renewed_once_per_request(statuses: list[int], status: int, sent: list[str]):
    numbers, answers = iter("123"), iter(statuses)
    used = []

    class Numbered(Authorisation):
        def _log_in(self) -> Headers:
            return {"token": next(numbers)}

    def send(method: str, url: str, headers: Headers) -> Response:
        used.append(headers["token"])
        return Response(f"{method} {url}", next(answers), {}, "", {})

    authorisation = Numbered()
    assert [authorisation.authorised(send, "GET", "/").status for _request in range(2)][-1] == status
    assert (used, list(answers)) == (sent, [])
