# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures: one sandbox for all tests, over real HTTP, with a separate library for each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from reshare_wms_sandbox.testing import running

from support.ncip_client import NcipClient, circulating_seed
from support.sandbox_clock import NOW, SandboxClock
from support.system_client import SystemClient


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    with running("--page-size", "5") as url:
        SandboxClock(url).stop(NOW)
        yield url


@pytest.fixture
def clock(base: str) -> Iterator[SandboxClock]:
    """The sandbox's clock. It is stopped unless a test advances it, and reset after the test."""
    clock = SandboxClock(base)
    yield clock
    clock.stop(NOW)


@pytest.fixture(scope="session")
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.fixture
def make(base: str):
    """Install a library; keywords replace members of the small library's seed."""

    def make(**changes: Any) -> SystemClient:
        return SystemClient(base, **changes)

    return make


@pytest.fixture
def library(make) -> SystemClient:
    return make()


@pytest.fixture
def broker(make) -> NcipClient:
    return NcipClient(make(**circulating_seed()))


@pytest.fixture
def with_configuration(make):
    """Install a library with some of its configuration changed."""

    def with_configuration(**configuration) -> NcipClient:
        return NcipClient(make(**circulating_seed(**configuration)))

    return with_configuration
