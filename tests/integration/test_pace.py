# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identity Management allows 120 calls a minute with one key, whoever makes them: as the system sees it."""

from __future__ import annotations

import time
from functools import partial

from ansible_collections.reshare.wms.plugins.module_utils._http.shared_state import Pace
from ansible_collections.reshare.wms.plugins.module_utils._task import connect
from support.child_processes import run_in_parallel, wait_until
from support.controller import Controller, Started, run
from support.library import Library


def make_account(library: Library, barcode: str) -> None:
    """That takes three calls: it is looked for, made, and read back."""
    account = {"patron_type": "Faculty", "home_branch": library.branch, "family_name": "Lent", "expires": "2035-12-31"}
    assert run("patron_account", library, barcode=barcode, **account, retries=5).get("msg") is None


def test_workers_keep_the_pace_with_every_call_that_arrives(library, monkeypatch):
    monkeypatch.setattr(connect, "Pace", partial(Pace, calls=6, seconds=0.5))
    library.fault("identity", "search", times=3, status=503)
    library.fault("identity", "users", "POST", times=2, status=429, headers={"Retry-After": "0"})
    library.fault("identity", "users", "GET", times=2, delay=0.2)
    run_in_parallel(*(partial(make_account, library, f"LEND-{number}") for number in range(6)))
    times = library.call_times("identity")
    assert len(times) == 6 * 3 + 3 + 2
    assert min(later - earlier for earlier, later in zip(times, times[6:])) >= 0.5


def test_slices_of_a_job_share_the_calls_of_a_key_and_nobody_else_waits(make, tmp_path):
    other, one = make(), make()
    two = make(wskeys=[{"key": "shared-NN", "secret": "of both", "contexts": ["9NN", one.id]}])
    both = {"wms_key": two.key, "wms_secret": two.secret}

    def started(library: Library, **variables: str) -> Started:
        directory = tmp_path / library.name
        directory.mkdir()
        return Controller(directory).start("reshare.wms.onboard", library, variables={library.name: variables})

    run("circulation_configuration_info", one, **both, kinds=["patron_accounts"], barcodes=[f"{n}" for n in range(118)])
    for library in (one, two):
        library.reset()
    slices = [started(one, **both), started(two, **both)]
    assert started(other).end().status == 0
    assert other.live
    wait_until(lambda: len(one.call_times("identity") + two.call_times("identity")) >= 2)
    time.sleep(1)
    assert len(one.call_times("identity") + two.call_times("identity")) == 2
    assert [running.kill() for running in slices] == [True, True]
