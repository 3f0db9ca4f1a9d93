# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""What workers know of each other: refused logins are not repeated, and calls keep their pace."""

from __future__ import annotations

import multiprocessing
import os
import stat
from contextlib import suppress

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed, Fault
from ansible_collections.reshare.wms.plugins.module_utils._http import shared_state
from ansible_collections.reshare.wms.plugins.module_utils._http.shared_state import LoginGuard, Pace, SharedState


@pytest.fixture
def directory(tmp_path):
    return str(tmp_path / "state")


def refuse():
    raise CallFailed("wrong secret", 401)


def worker(directory, attempts):
    """A login with credentials that are refused, as a forked worker makes it."""

    def attempt():
        with attempts.get_lock():
            attempts.value += 1
        refuse()

    with suppress(CallFailed):
        LoginGuard(SharedState(directory), (401,), "key", "secret").login(attempt)


def test_many_workers_with_a_refused_login_make_one_call(directory):
    context = multiprocessing.get_context("fork")
    attempts = context.Value("i", 0)
    workers = [context.Process(target=worker, args=(directory, attempts)) for _number in range(8)]
    for process in workers:
        process.start()
    for process in workers:
        process.join()
    assert attempts.value == 1


def test_a_refusal_is_told_again_without_a_call(directory):
    with pytest.raises(CallFailed, match="wrong secret"):
        LoginGuard(SharedState(directory), (401,), "key", "secret").login(refuse)
    with pytest.raises(CallFailed, match=r"refused 0 s ago \(HTTP 401\).*correct the credentials"):
        LoginGuard(SharedState(directory), (401,), "key", "secret").login(lambda: pytest.fail("called again"))


def test_corrected_credentials_are_tried_at_once(directory):
    with pytest.raises(CallFailed):
        LoginGuard(SharedState(directory), (401,), "key", "secret").login(refuse)
    assert LoginGuard(SharedState(directory), (401,), "key", "right").login(lambda: "token") == "token"


def test_a_refusal_is_forgotten_after_some_minutes(directory, monkeypatch):
    with pytest.raises(CallFailed):
        LoginGuard(SharedState(directory), (401,), "key", "secret").login(refuse)
    monkeypatch.setattr(shared_state, "REMEMBERED", -1.0)
    assert LoginGuard(SharedState(directory), (401,), "key", "secret").login(lambda: "token") == "token"


def test_an_outage_is_not_a_refusal(directory):
    def outage():
        raise CallFailed("down", 503)

    with pytest.raises(CallFailed):
        LoginGuard(SharedState(directory), (401,), "key", "secret").login(outage)
    assert LoginGuard(SharedState(directory), (401,), "key", "secret").login(lambda: "token") == "token"


def test_proven_credentials_log_in_side_by_side(directory):
    guard = LoginGuard(SharedState(directory), (401,), "key", "secret")
    guard.login(lambda: "token")
    # A second login inside the first: it would wait for ever if proven credentials still went one at a time.
    assert (
        guard.login(lambda: LoginGuard(SharedState(directory), (401,), "key", "secret").login(lambda: "token"))
        == "token"
    )


def test_nothing_in_the_directory_tells_a_secret(directory):
    with pytest.raises(CallFailed):
        LoginGuard(SharedState(directory), (401,), "canary-key", "canary-secret").login(refuse)
    Pace(SharedState(directory), "canary-key").wait()
    for name in os.listdir(directory):
        with open(os.path.join(directory, name), "rb") as handle:
            assert b"canary" not in name.encode() + handle.read()
    assert stat.S_IMODE(os.stat(directory).st_mode) == 0o700


def test_a_directory_that_others_can_read_is_refused(directory):
    os.mkdir(directory, 0o755)
    with pytest.raises(Fault, match="set state_dir"):
        SharedState(directory).file("x")


def test_calls_keep_their_pace(directory, monkeypatch):
    now, slept = [1000.0], []
    monkeypatch.setattr(shared_state.time, "time", lambda: now[0])

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(shared_state.time, "sleep", sleep)
    paces = [Pace(SharedState(directory), "key", calls=3, seconds=60.0) for _number in range(2)]
    for number in range(7):
        paces[number % 2].wait()
        now[0] += 1
    assert slept == [57.0, 57.0]
    Pace(SharedState(directory), "another key", calls=3, seconds=60.0).wait()
    assert len(slept) == 2
