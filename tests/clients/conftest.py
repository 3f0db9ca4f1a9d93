# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures: a sandbox with HTTPS, which the clients require of OCLC and of ReShare's gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from support.certificates import ca_bundle, encrypted_sandbox
from support.library import Library
from support.sandbox_clock import SandboxClock


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_path(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    return ca_bundle(authority, tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def sandbox(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with encrypted_sandbox(authority, tmp_path_factory.mktemp("certificate")) as base:
        yield base


@pytest.fixture
def make(sandbox: str, ca_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Library]:
    """Install a library. Clients that use requests trust the test authority too."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", ca_path)
    return lambda **changes: Library(sandbox, tmp_path / "state", verify=ca_path, **changes)


@pytest.fixture
def clock(sandbox: str, make: Callable[..., Library]) -> Iterator[SandboxClock]:
    """The sandbox's clock, which follows the machine's until a test sets it."""
    clock = SandboxClock(sandbox)
    yield clock
    clock.reset()


@pytest.fixture
def library(make: Callable[..., Library]) -> Library:
    return make()
