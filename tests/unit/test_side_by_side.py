# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls at the same time: their order and number, and what happens after an error."""

from __future__ import annotations

import threading
from collections.abc import Callable
from threading import Barrier, Lock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.side_by_side import side_by_side


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
