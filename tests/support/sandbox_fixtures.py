# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of all tests that use the sandbox: one sandbox per process, with separate libraries for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reshare_wms_sandbox.testing import running

from support.controller import Controller
from support.library import Library
from support.sandbox_clock import SandboxClock


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    with running("--consortium") as base:
        yield base


@pytest.fixture
def clock(sandbox: str) -> Iterator[SandboxClock]:
    """The sandbox's clock, which follows the machine's until a test sets it."""
    clock = SandboxClock(sandbox)
    yield clock
    clock.reset()


@pytest.fixture
def make(sandbox: str, tmp_path: Path) -> Callable[..., Library]:
    """Install a library; keywords are those of Library."""
    return lambda **changes: Library(sandbox, tmp_path / "state", **changes)


@pytest.fixture
def library(make: Callable[..., Library]) -> Library:
    return make()


@pytest.fixture
def controller(tmp_path: Path) -> Controller:
    return Controller(tmp_path)
