# SPDX-License-Identifier: GPL-3.0-or-later

"""Logins that were rejected, or may have been, are not repeated by other tasks and workers."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed, TaskError
from ansible_collections.reshare.wms.plugins.module_utils._http import login_guard, state_dir
from ansible_collections.reshare.wms.plugins.module_utils._http.login_guard import LoginGuard, LoginWithheld, Verdict
from ansible_collections.reshare.wms.plugins.module_utils._http.no_answer import NoAnswer
from ansible_collections.reshare.wms.plugins.module_utils._http.response import Response
from ansible_collections.reshare.wms.plugins.module_utils._http.state_dir import StateDirectory


@pytest.fixture
def directory(tmp_path):
    return str(tmp_path / "state")


@pytest.fixture
def clock(monkeypatch):
    """The machine's own clock."""
    now = {"now": 1000.0}
    for module in (state_dir, login_guard):
        monkeypatch.setattr(module, "uptime", lambda: now["now"])

    def sleep(seconds):
        now["now"] += seconds

    monkeypatch.setattr(state_dir.time, "sleep", sleep)
    return now


def answer(status):
    return Response("POST /token", status, {}, "", {})


def judge(found):
    return {200: Verdict.ACCEPTED, 401: Verdict.REFUSED}.get(found.status, Verdict.NEITHER)


def guard(directory, secret="secret"):
    """A separate guard, as each task has one."""
    return LoginGuard(StateDirectory(directory), judge, "address", "key", secret)


def log_in(directory, status, secret="secret"):
    return guard(directory, secret).login(lambda: answer(status)).status


def lose(directory, **how):
    def send():
        raise NoAnswer("the connection was closed", **how)

    with pytest.raises(NoAnswer):
        guard(directory).login(send)


def withheld(directory):
    """The message if no login is sent."""
    with pytest.raises(LoginWithheld) as raised:
        guard(directory).login(lambda: pytest.fail("sent"))
    return str(raised.value)


def test_a_rejection_is_reported_again_without_a_call(directory, clock):
    assert log_in(directory, 401) == 401
    clock["now"] += 60
    with pytest.raises(
        LoginWithheld, match=r"address rejected these credentials 60 s ago \(status 401\).*for 4 more.*correct the"
    ) as raised:
        guard(directory).login(lambda: pytest.fail("sent"))
    assert raised.value.status == 401


@pytest.mark.parametrize("slices", [2, 4])
def test_slices_with_separate_directories_send_one_login_each(tmp_path, clock, slices):
    """That is at most four, however the logins end."""
    for number in range(slices):
        one = LoginGuard(StateDirectory(str(tmp_path / f"{number}"), slices), judge, "address", "key", "secret")
        assert one.login(lambda: answer(503)).status == 503
        with pytest.raises(LoginWithheld, match="the outcome of the last login at address is unknown"):
            one.login(lambda: pytest.fail("sent"))


def test_corrected_credentials_are_tried_at_once(directory):
    log_in(directory, 401)
    assert log_in(directory, 200, "right") == 200


@pytest.mark.parametrize("status", [401, 503])
def test_a_rejection_is_forgotten_after_some_minutes(directory, clock, status):
    for _number in range(1 if status == 401 else 2):
        log_in(directory, status)
    withheld(directory)
    clock["now"] += login_guard.REMEMBERED
    assert log_in(directory, 200) == 200


def test_a_machine_that_was_started_anew_remembers_nothing(directory, clock):
    log_in(directory, 401)
    clock["now"] = 5.0
    assert log_in(directory, 200) == 200


@pytest.mark.parametrize("status", [302, 400, 403, 404, 429])
def test_a_response_that_is_not_a_rejection_does_not_count(directory, status):
    for _number in range(10):
        assert log_in(directory, status) == status


def test_a_service_that_can_not_be_reached_does_not_count(directory):
    for _number in range(10):
        lose(directory, arrived=False)
    assert log_in(directory, 200) == 200


def test_an_address_that_redirects_does_not_count(directory):
    def send():
        raise CallFailed("a redirect to https://address", 301)

    for _number in range(10):
        with pytest.raises(CallFailed, match="a redirect"):
            guard(directory).login(send)


@pytest.fixture
def interruptible():
    """SIGINT interrupts, also where this process was started in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_login_is_recorded_before_it_is_sent(directory, interruptible):
    """An interrupt or SIGKILL cannot prevent it."""
    for _number in range(2):
        with pytest.raises(KeyboardInterrupt):
            guard(directory).login(lambda: os.kill(os.getpid(), signal.SIGINT))
    assert "the outcome of the last 2 logins at address is unknown (interrupted" in withheld(directory)


def killed(directory):
    guard(directory).login(lambda: os.kill(os.getpid(), signal.SIGKILL))


def test_five_killed_runs_do_not_make_five_logins(directory, fork):
    for _number in range(5):
        worker = fork(killed, directory)
        worker.join()
        if worker.exitcode != -signal.SIGKILL:
            break
    assert _number == 2
    withheld(directory)


@pytest.mark.parametrize("outcomes", list(product(["lost", 503], repeat=2)), ids=str)
def test_two_logins_of_unknown_outcome_are_the_last(directory, outcomes):
    """OCLC does not document whether a login with a server error in response counts."""
    for outcome in outcomes:
        if outcome == "lost":
            lose(directory)
        else:
            log_in(directory, outcome)
    assert "Corrected credentials are tried at once" in withheld(directory)


def test_a_login_that_is_accepted_makes_up_for_one_of_unknown_outcome(directory):
    for _number in range(5):
        lose(directory)
        assert log_in(directory, 200) == 200


def test_a_lost_answer_is_told_with_why_the_login_is_not_repeated(directory):
    def send():
        raise NoAnswer("the connection was closed")

    with pytest.raises(NoAnswer, match="closed. The login is not retried") as raised:
        guard(directory).login(send)
    assert (raised.value.arrived, raised.value.may_pass) == (True, False)


# Concurrent logins


def together(directory, fork, status, workers=12):
    """Log in from many workers at once. Returns the number of logins, and the maximum number of concurrent ones."""
    context = multiprocessing.get_context("fork")
    sent, under_way, most = (context.Value("i", 0) for _number in range(3))
    started = context.Barrier(workers)

    def send():
        with sent.get_lock():
            sent.value += 1
            under_way.value += 1
            most.value = max(most.value, under_way.value)
        # Long enough for the others to arrive; the lock itself does not depend on it.
        context.Event().wait(0.02)
        with sent.get_lock():
            under_way.value -= 1
        return answer(status)

    def work():
        started.wait()
        with suppress(CallFailed):
            guard(directory).login(send)

    for process in [fork(work) for _number in range(workers)]:
        process.join()
    return sent.value, most.value


def test_of_many_workers_with_wrong_credentials_one_logs_in(directory, fork):
    assert together(directory, fork, 401) == (1, 1)


def test_of_many_workers_that_get_no_answer_two_log_in(directory, fork):
    assert together(directory, fork, 503) == (2, 1)


def test_a_secret_that_is_changed_while_it_counts_as_proven_costs_two_logins_at_most(directory, fork):
    log_in(directory, 200)
    sent, most = together(directory, fork, 401, workers=20)
    assert 1 <= sent <= 2 and most <= 2


def test_many_workers_with_proven_credentials_log_in_two_at_a_time(directory, fork):
    log_in(directory, 200)
    sent, most = together(directory, fork, 200)
    assert (sent, most <= 2) == (12, True)


def test_proven_credentials_log_in_side_by_side(directory):
    log_in(directory, 200)
    # A second login inside the first: it would wait for long if proven credentials still logged in one at a time.
    assert guard(directory).login(lambda: answer(log_in(directory, 200))).status == 200


def hold(directory, there):
    guard(directory).login(lambda: (there.release(), signal.pause()))


def test_a_hanging_login_delays_others_only_for_a_limited_time(directory, fork, clock, monkeypatch):
    """The other login waits by the clock, which only its own pauses advance here."""
    monkeypatch.setattr(state_dir, "LONGEST_HELD", 2.0)
    there = multiprocessing.get_context("fork").Semaphore(0)
    fork(hold, directory, there)
    assert there.acquire(timeout=60)
    with pytest.raises(TaskError, match="locked a file in the state directory .* for 2 s; stop any run that hangs"):
        guard(directory).login(lambda: pytest.fail("sent"))


# Files in the directory


def notes(directory):
    return [path for path in Path(directory).iterdir() if path.name != "salt"]


def test_no_file_in_the_directory_contains_a_secret(directory):
    log_in(directory, 401, "canary-secret")
    lose(directory)
    for path in Path(directory).iterdir():
        content = path.name.encode() + path.read_bytes()
        assert not any(word in content for word in (b"canary", b"key", b"address"))


@pytest.mark.parametrize(
    "junk",
    [b"junk", b"\xff" * 80, b"HTTP", b"HTTP 401", b"refused 401 at nan, proven nan\n", b"\x00" * 80, b"x" * 1_000_000],
    ids=len,
)
def test_a_note_that_is_unreadable_counts_as_a_login(directory, clock, junk):
    log_in(directory, 200)
    for path in notes(directory):
        path.write_bytes(junk)
    assert "with an unreadable entry in state_dir" in withheld(directory)
    clock["now"] += login_guard.REMEMBERED
    assert log_in(directory, 200) == 200
