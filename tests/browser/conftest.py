# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures: a sandbox with the consortium, Debian's Chromium in headless mode, and a librarian's browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from reshare_wms_sandbox.testing import running
from selenium import webdriver

from support.librarian import Librarian, desk
from support.page_browser import chromium


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    with running("--consortium") as address:
        yield address


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


@pytest.fixture(name="desk")
def _desk(browser: webdriver.Chrome, tmp_path: Path) -> Iterator[Librarian]:
    with desk(browser, tmp_path) as librarian:
        yield librarian
