# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the tests against the sandbox."""

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core import waiting
from support.sandbox_fixtures import clock, controller, library, make, sandbox


@pytest.fixture
def impatient(monkeypatch):
    """Modules wait only a moment for a system that is behind."""
    monkeypatch.setattr(waiting, "SHOWN_WITHIN", 0.1)


__all__ = ["clock", "controller", "library", "make", "sandbox"]
