# SPDX-License-Identifier: GPL-3.0-or-later

"""Loads schemathesis, which pyproject.toml disables for all other tests, because importing it takes a second."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """pytest's hook."""
    config.pluginmanager.import_plugin("schemathesis.pytest.plugin")
