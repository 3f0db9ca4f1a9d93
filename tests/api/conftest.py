# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Loads schemathesis, which pyproject.toml disables for all other tests, because importing it takes a second."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """pytest's hook."""
    config.pluginmanager.import_plugin("schemathesis.pytest.plugin")
