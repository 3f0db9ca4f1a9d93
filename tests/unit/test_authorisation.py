# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests with a token: one login for all requests, and one more for each rejected token."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from threading import Barrier, Lock
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import sessions

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed
from ansible_collections.reshare.wms.plugins.module_utils._core.side_by_side import side_by_side
from ansible_collections.reshare.wms.plugins.module_utils._http.authorisation import Authorisation, Headers
from ansible_collections.reshare.wms.plugins.module_utils._http.deadline import BoundedSession
from ansible_collections.reshare.wms.plugins.module_utils._http.response import Response
from ansible_collections.reshare.wms.plugins.module_utils._http.session import Session


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


# The session of requests: the proxies in the environment, and how many requests are in flight


def test_the_proxies_of_each_host_are_read_once(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    read = mock.Mock(side_effect=sessions.get_environ_proxies)
    monkeypatch.setattr(sessions, "get_environ_proxies", read)
    session = BoundedSession()
    settings = [
        session.merge_environment_settings(f"http://{host}.example/{page}", {}, True, False, None)
        for page in (1, 2)
        for host in ("inside", "outside")
    ]
    assert [one["proxies"].get("http") for one in settings] == [None, "http://proxy.example:3128"] * 2
    assert settings[0] == {"proxies": {}, "stream": True, "verify": False, "cert": None}
    assert read.call_count == 2


def test_no_more_requests_are_in_flight_than_allowed_whoever_sends_them(monkeypatch):
    pairs, lock = Barrier(2, timeout=60), Lock()
    running = most = 0

    def request(*_given: Any, **_options: Any) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        pairs.wait()
        with lock:
            running -= 1
        raise OSError("no response")

    monkeypatch.setattr(BoundedSession, "request", request)
    session = Session(at_once=2)
    calls = side_by_side([partial(session.identify, "http://service.example/")] * 8, 8)
    assert [one.result() for one in calls] == [None] * 8
    assert most == 2


@pytest.mark.parametrize("at_once", [1, 4])
def test_a_request_that_fails_leaves_its_place_to_the_next_one(monkeypatch, at_once):
    monkeypatch.setattr(BoundedSession, "request", mock.Mock(side_effect=OSError("down")))
    session = Session(retries=0, at_once=at_once)
    for _turn in range(at_once + 1):
        session.identify("http://service.example/")


# Calls at the same time: their order and number, and what happens after an error


@given(st.lists(st.booleans(), max_size=12), st.integers(1, 6))
def test_calls_begin_in_order_within_the_limit_and_none_after_an_error(succeeding: list[bool], at_most: int):
    lock, begun = Lock(), list[int]()
    running = most = 0

    def call(number: int) -> Callable[[], int]:
        def made() -> int:
            nonlocal running, most
            with lock:
                begun.append(number)
                running += 1
                most = max(most, running)
            try:
                if not succeeding[number]:
                    raise ValueError(number)
                return number
            finally:
                with lock:
                    running -= 1

        return made

    before = threading.active_count()
    ended = side_by_side([call(number) for number in range(len(succeeding))], at_most)
    assert threading.active_count() == before
    assert sorted(begun) == list(range(len(ended))) and most <= at_most
    for number, one in enumerate(ended):
        assert one.result() == number if succeeding[number] else one.exception().args == (number,)
    if all(succeeding):
        assert len(ended) == len(succeeding)
    elif at_most == 1:
        assert len(ended) == succeeding.index(False) + 1


def test_as_many_calls_as_allowed_are_in_flight():
    together = Barrier(4, timeout=60)
    assert len(side_by_side([together.wait] * 8, 4)) == 8


def test_what_is_no_error_is_raised_after_the_calls_in_flight_have_ended():
    together, ended, main = Barrier(3, timeout=60), list[int](), threading.get_ident()

    def call() -> None:
        together.wait()
        if threading.get_ident() == main:
            raise KeyboardInterrupt
        ended.append(1)

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        side_by_side([call] * 3, 3)
    assert (len(ended), threading.active_count()) == (2, before)
