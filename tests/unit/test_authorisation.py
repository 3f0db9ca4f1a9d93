# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests with a token: one login for all requests, and one more for each rejected token."""

from __future__ import annotations

from threading import Barrier

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed
from ansible_collections.reshare.wms.plugins.module_utils._core.side_by_side import side_by_side
from ansible_collections.reshare.wms.plugins.module_utils._http.authorisation import Authorisation, Headers
from ansible_collections.reshare.wms.plugins.module_utils._http.response import Response


@pytest.mark.parametrize(
    ("statuses", "status", "sent"),
    [
        ([200, 200], 200, ["1", "1"]),
        ([401, 200, 200], 200, ["1", "2", "2"]),
        ([403, 403], 403, ["1", "1"]),
        ([401, 401, 200], 200, ["1", "2", "2"]),
        ([401, 401, 401, 401], 401, ["1", "2", "2", "3"]),
        # A server that answers an expired token with 403.
        ([200, 403, 200], 200, ["1", "1", "2"]),
        # A missing permission: one new token for all requests.
        ([200, 403, 403, 403], 403, ["1", "1", "2", "2"]),
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
    found = []
    while len(used) < len(sent):
        found.append(authorisation.authorised(send, "GET", "/").status)
    assert found[-1] == status
    assert (used, list(answers)) == (sent, [])


def test_a_request_that_may_not_be_repeated_is_not_sent_again_after_403():
    class Once(Authorisation):
        def _log_in(self) -> Headers:
            return {"token": "1"}

    answers = iter([200, 403])

    def send(method: str, url: str, **options: object) -> Response:
        return Response(f"{method} {url}", next(answers), {}, "", {})

    authorisation = Once()
    authorisation.authorised(send, "GET", "/")
    assert authorisation.authorised(send, "POST", "/", may_repeat=False).status == 403


@pytest.mark.parametrize("granted", [0, 1])
def test_after_a_failed_login_no_other_one_is_sent_and_each_request_has_its_error(granted: int):
    """Four requests that wait for one login, or whose token was rejected; and a later one."""
    together, logins = Barrier(4, timeout=60), list[int]()

    class Failing(Authorisation):
        def _log_in(self) -> Headers:
            logins.append(len(logins))
            if len(logins) > granted:
                raise CallFailed("POST /token returned HTTP 502", 502)
            return {"token": "1"}

    def send(method: str, url: str, headers: Headers) -> Response:
        together.wait()
        return Response(f"{method} {url}", 401, {}, "", {})

    authorisation = Failing()

    def request() -> None:
        if not granted:
            together.wait()
        authorisation.authorised(send, "GET", "/")

    faults = [one.exception() for one in side_by_side([request] * 4, 4)]
    with pytest.raises(CallFailed) as later:
        authorisation.log_in()
    assert {(type(fault), str(fault), getattr(fault, "status", None)) for fault in [*faults, later.value]} == {
        (CallFailed, "POST /token returned HTTP 502", 502)
    }
    assert len({*map(id, faults)}) == 4
    assert len(logins) == granted + 1
