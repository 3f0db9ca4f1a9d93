# SPDX-License-Identifier: GPL-3.0-or-later

"""The session of requests: the proxies in the environment, and how many requests are in flight."""

from __future__ import annotations

from functools import partial
from threading import Barrier, Lock
from typing import Any
from unittest import mock

import pytest
from requests import sessions

from ansible_collections.reshare.wms.plugins.module_utils._core.side_by_side import side_by_side
from ansible_collections.reshare.wms.plugins.module_utils._http.deadline import BoundedSession
from ansible_collections.reshare.wms.plugins.module_utils._http.session import Session


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
