# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures: a sandbox with the consortium, and Debian's Chromium in headless mode."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from reshare_wms_sandbox.testing import running
from selenium import webdriver

from support.page_browser import chromium


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    with running("--consortium") as address:
        yield address


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver
