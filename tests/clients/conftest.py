# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures: a sandbox with HTTPS, which the clients require of OCLC and of ReShare's gateway."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.certificates import authority, ca_path, sandbox
from support.library import Library
from support.sandbox_fixtures import clock, library

__all__ = ["authority", "ca_path", "clock", "library", "make", "sandbox"]


@pytest.fixture
def make(sandbox: str, ca_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Library]:
    """Install a library. Clients that use requests trust the test authority too."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", ca_path)
    return lambda **changes: Library(sandbox, tmp_path / "state", verify=ca_path, **changes)
