# SPDX-License-Identifier: GPL-3.0-or-later

"""Data that workers share: the directory for it, and the rate limit."""

from __future__ import annotations

import multiprocessing
import os
import signal
import stat
import struct
import time
from pathlib import Path

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import TaskError
from ansible_collections.reshare.wms.plugins.module_utils._http import rate_limit, state_dir
from ansible_collections.reshare.wms.plugins.module_utils._http.rate_limit import RateLimiter
from ansible_collections.reshare.wms.plugins.module_utils._http.state_dir import StateDirectory


@pytest.fixture
def directory(tmp_path):
    return str(tmp_path / "state")


def test_no_file_in_the_directory_contains_a_secret(directory):
    with RateLimiter(StateDirectory(directory), "canary-key").slot():
        pass
    for name in os.listdir(directory):
        with open(os.path.join(directory, name), "rb") as handle:
            assert b"canary" not in name.encode() + handle.read()
    assert stat.S_IMODE(os.stat(directory).st_mode) == 0o700


def test_a_directory_that_others_can_read_is_refused(directory):
    os.mkdir(directory, 0o755)
    with pytest.raises(TaskError, match="set state_dir"):
        StateDirectory(directory).file("x")


def test_an_unusable_directory_is_reported(directory):
    Path(directory, "salt").mkdir(mode=0o700, parents=True)
    os.chmod(directory, 0o700)
    with pytest.raises(TaskError, match="the state directory .* cannot be used: Is a directory; set state_dir"):
        StateDirectory(directory).file("x")


# The rate limit


def call(pace):
    with pace.slot():
        pass


@pytest.fixture
def clocks(monkeypatch):
    """The wall clock and the monotonic clock."""
    now = {"wall": 1e9, "own": 1000.0}
    monkeypatch.setattr(state_dir.time, "time", lambda: now["wall"])
    for module in (state_dir, rate_limit):
        monkeypatch.setattr(module, "uptime", lambda: now["own"])
    return now


@pytest.fixture
def slept(monkeypatch, clocks):
    """The pauses that were made."""
    pauses = []

    def sleep(seconds):
        pauses.append(seconds)
        clocks["own"] += seconds

    monkeypatch.setattr(state_dir.time, "sleep", sleep)
    return pauses


def test_calls_respect_the_rate_limit(directory, clocks, slept):
    paces = [RateLimiter(StateDirectory(directory), "key", calls=3, seconds=60.0) for _number in range(2)]
    for number in range(7):
        call(paces[number % 2])
        clocks["own"] += 1
    assert slept == [57.0, 57.0]
    call(RateLimiter(StateDirectory(directory), "another key", calls=3, seconds=60.0))
    assert len(slept) == 2


def test_slices_with_separate_directories_share_the_rate_limit(tmp_path, clocks, slept):
    for number in range(4):
        pace = RateLimiter(StateDirectory(str(tmp_path / f"{number}"), 4), "key", calls=12, seconds=60.0)
        for _call in range(3):
            call(pace)
    assert slept == []
    call(pace)
    assert slept == [60.0]


@pytest.mark.parametrize("slices", [0, -1, 121])
def test_a_number_of_slices_out_of_range_is_refused(directory, slices):
    with pytest.raises(TaskError, match=f"option slices is {slices}; set it to 1 to 120"):
        StateDirectory(directory, slices)


def test_a_call_counts_from_its_end(directory, clocks, slept):
    """It may have arrived only then."""
    pace = RateLimiter(StateDirectory(directory), "key", calls=1, seconds=60.0)
    with pace.slot():
        clocks["own"] += 20
    call(pace)
    assert slept == [60.0]


@pytest.mark.parametrize("step", [-7200, 7200])
def test_setting_the_clock_does_not_affect_the_rate_limit(directory, clocks, slept, step):
    pace = RateLimiter(StateDirectory(directory), "key", calls=1, seconds=60.0)
    call(pace)
    clocks["wall"] += step
    call(pace)
    assert slept == [60.0]


def test_calls_from_before_the_machine_started_do_not_count(directory, clocks, slept):
    pace = RateLimiter(StateDirectory(directory), "key", calls=1, seconds=60.0)
    call(pace)
    clocks["own"] = 5.0
    call(pace)
    assert slept == []


@pytest.mark.parametrize("text", [b"", b"half", struct.pack("d", float("nan")), struct.pack("3d", 1e300, 1000, 1000)])
def test_a_damaged_file_does_not_prevent_calls(directory, clocks, slept, text):
    state = StateDirectory(directory)
    state.file("pace", "key").write_bytes(text)
    for _number in range(3):
        call(RateLimiter(state, "key", calls=1, seconds=60.0))
    assert slept == [60.0, 60.0]


#: That many calls in that many seconds.
LIMIT = {"calls": 5, "seconds": 0.3}


def keep_calling(directory, number, pipe):
    pace = RateLimiter(StateDirectory(directory), "key", **LIMIT)
    for _number in range(number):
        with pace.slot():
            os.write(pipe, struct.pack("d", time.monotonic()))


def hang(directory, there):
    with RateLimiter(StateDirectory(directory), "key", **LIMIT).slot():
        there.release()
        signal.pause()


def hold(directory, there):
    state = StateDirectory(directory)
    with state.locked(state.file("pace", "key")):
        there.release()
        signal.pause()


@pytest.fixture
def halted(fork, directory):
    """Start a worker that stops at some place, and wait until it has reached it."""

    def start(work):
        there = multiprocessing.get_context("fork").Semaphore(0)
        worker = fork(work, directory, there)
        assert there.acquire(timeout=60)
        return worker

    return start


def test_many_workers_respect_the_rate_limit_although_some_are_killed(directory, fork, halted):
    reading, writing = os.pipe()
    callers = [fork(keep_calling, directory, 5, writing) for _number in range(6)]
    for work in (hang, hold, hang):
        halted(work).kill()
    for process in callers:
        process.join(60)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        times = sorted(at for (at,) in struct.iter_unpack("d", pipe.read()))
    assert len(times) == 30
    apart = [later - earlier for earlier, later in zip(times, times[LIMIT["calls"] :])]
    assert min(apart) > LIMIT["seconds"] - 1e-6


def test_keys_have_separate_rate_limits(directory, fork, halted):
    holder = halted(hold)
    other, same = (fork(call, RateLimiter(StateDirectory(directory), key)) for key in ("another key", "key"))
    other.join(60)
    same.join(0.2)
    assert (other.exitcode, same.exitcode) == (0, None)
    holder.kill()
    same.join(60)
    assert same.exitcode == 0
