# SPDX-License-Identifier: GPL-3.0-or-later

"""Identity Management allows 120 calls per minute with one key, from all clients together."""

from __future__ import annotations

import multiprocessing
import signal
import time
from functools import partial
from types import SimpleNamespace

from ansible_collections.reshare.wms.plugins.module_utils._http import rate_limit
from ansible_collections.reshare.wms.plugins.module_utils._http.rate_limit import RateLimiter
from ansible_collections.reshare.wms.plugins.module_utils._jobs import clients
from support.child_processes import run_in_background, run_in_parallel
from support.controller import run
from support.library import Library
from support.library_operations import LibraryOperations
from support.waiting import PATIENCE


def make_account(library: Library, barcode: str) -> None:
    """Create an account in three calls: search, create and read back."""
    account = {"patron_type": "Faculty", "home_branch": library.branch, "family_name": "Lent", "expires": "2099-12-31"}
    assert run("patron_account", library, barcode=barcode, **account, retries=5).get("msg") is None


def test_workers_respect_the_rate_limit_with_every_call(library, monkeypatch):
    monkeypatch.setattr(clients, "RateLimiter", partial(RateLimiter, calls=6, seconds=0.5))
    library.fault("identity", "search", times=3, status=503)
    library.fault("identity", "users", "POST", times=2, status=429, headers={"Retry-After": "0"})
    run_in_parallel(*(partial(make_account, library, f"LEND-{number}") for number in range(6)))
    times = library.call_times("identity")
    # A search, the create and the read of what was created.
    assert len(times) == 6 * 3 + 3 + 2
    assert min(later - earlier for earlier, later in zip(times, times[6:])) >= 0.5


def test_slices_of_a_job_share_the_rate_limit_of_a_key_and_other_keys_do_not_wait(make, monkeypatch):
    other, one = make(), make()
    two = make(wskeys=[{"key": "shared-NN", "secret": "of both", "contexts": ["9NN", one.id]}])
    both = {"wms_key": two.key, "wms_secret": two.secret}
    waiting = multiprocessing.get_context("fork").Semaphore(0)

    def wait(seconds: float) -> None:
        waiting.release()
        signal.pause()

    # The minute does not pass on this clock; the task that has to wait for its end reports that.
    monkeypatch.setattr(clients, "RateLimiter", partial(RateLimiter, calls=30, seconds=3600))
    monkeypatch.setattr(rate_limit, "time", SimpleNamespace(**{**vars(time), "sleep": wait}))
    run("circulation_configuration_info", one, **both, kinds=["patron_accounts"], barcodes=[f"{n}" for n in range(28)])
    for library in (one, two):
        library.reset()
    with run_in_background(*(LibraryOperations(library, **both).onboard for library in (one, two))):
        run_in_parallel(LibraryOperations(other).onboard)
        assert other.live
        for _slice in (one, two):
            assert waiting.acquire(timeout=PATIENCE)
        assert len(one.call_times("identity") + two.call_times("identity")) == 2
