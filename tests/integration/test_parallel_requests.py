# SPDX-License-Identifier: GPL-3.0-or-later

"""Several requests of a library in flight at the same time: how many, and what a failed one among them leaves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from support.controller import run
from support.held_calls import holding, until_held
from support.library import Library
from support.reshare_tenant import directory_of

NAMES = [f"partner-00{number}" for number in range(1, 7)]
PARTNERS = {f"RESHARE:P00{number}": f"LEND-{number}" for number in range(1, 7)}
VALUES = {name: [value] for name, value in zip(NAMES, PARTNERS.values())}
WRITE = ("directory", "entry", "PUT")
#: Seconds on a clock that is stopped: a moment, because ReShare's copy of the directory follows when the clock runs again, and more than the life of a
#: token.
HELD, EXPIRED = 0.01, 3600.0


@pytest.fixture
def library(make) -> Library:
    return make(reshare={"directory": directory_of(7)})


def written(library: Library) -> dict[str, list[str]]:
    """The values of the partners that have one."""
    directory = library.state()["reshare"]["directory"]
    values = {one["slug"]: one["custom_properties"].get("local_institutionalPatronId") for one in directory}
    return {slug: value for slug, value in values.items() if value}


def described(result: dict[str, Any]) -> list[str]:
    """The partners that a result says were changed, in its order."""
    return [NAMES[list(PARTNERS).index(one["identity"]["partner"])] for one in result["changes"]]


def apply(library: Library, **options: Any) -> dict[str, Any]:
    return run("reshare_institutional_patron_ids", library, partners=PARTNERS, **options)


@pytest.mark.parametrize(("options", "most"), [({}, 4), ({"parallel_requests": 1}, 1)])
def test_so_many_writes_are_in_flight_and_the_result_has_the_order_of_the_declaration(library, options, most):
    library.fault(*WRITE, times=most, delay=HELD)
    library.reset()
    with ThreadPoolExecutor() as pool, holding(library) as clock:
        task = pool.submit(apply, library, **options)
        try:
            until_held(library, most, task)
            assert not task.done() and library.calls()[WRITE] == most
        finally:
            clock.advance(HELD)
    done = task.result()
    assert described(done) == NAMES
    assert written(library) == VALUES
    assert (library.calls()[WRITE], library.logins()) == (6, 2)
    assert apply(library, **options)["changed"] is False


def test_the_go_live_checks_log_in_to_both_systems_at_the_same_time(library):
    library.fault("token", "token", "POST", delay=HELD)
    library.fault("gateway", "login-with-expiry", "POST", delay=HELD)
    with ThreadPoolExecutor() as pool, holding(library) as clock:
        task = pool.submit(run, "preflight_info", library)
        try:
            until_held(library, 2, task)
        finally:
            clock.advance(HELD)
    status = {one["name"]: one["status"] for one in task.result()["checks"]}
    assert (status["wms_key"], status["reshare_login"]) == ("pass", "pass")


def test_one_login_renews_the_token_of_all_writes_in_flight(library):
    library.fault(*WRITE, times=4, delay=EXPIRED)
    library.reset()
    with ThreadPoolExecutor() as pool, holding(library) as clock:
        task = pool.submit(apply, library)
        try:
            until_held(library, 4, task)
        finally:
            clock.advance(EXPIRED)
    assert described(task.result()) == NAMES
    assert (library.calls()[WRITE], library.logins()) == (6 + 4, 3)


def test_after_a_failed_write_the_others_in_flight_are_reported_and_the_next_run_completes_them(library):
    library.fault(*WRITE, status=400)
    failed = apply(library)
    assert (failed["failure"]["code"], failed["failure"].get("status")) == ("unexpected_response", 400)
    assert set(described(failed)) == set(written(library)) < set(NAMES)
    rest = apply(library)
    assert sorted(described(rest)) == sorted(set(NAMES) - set(described(failed)))
    assert set(written(library)) == set(NAMES)


def test_lost_responses_and_rejected_tokens_of_several_writes_lose_and_double_nothing(library):
    """Once each: a write that meets one of them twice is rejected for good."""
    library.fault(*WRITE, cut="after")
    library.fault(*WRITE, status=401)
    library.fault(*WRITE, status=429, headers={"Retry-After": "0"})
    done = apply(library)
    assert sorted(described(done)) == NAMES
    assert written(library) == VALUES
    assert apply(library)["changed"] is False
