# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Fixtures: a sandbox with the consortium, and Debian's Chromium in headless mode."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from reshare_wms_sandbox.testing import running
from selenium import webdriver

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--disable-extensions",
    # One renderer process without a spare: each costs more than most tests.
    "--renderer-process-limit=1",
    "--disable-features=SpareRendererForSitePerProcess,BackForwardCache",
)
#: Elements that a page shows for some seconds stay visible, so that a busy machine still finds them.
NOTHING_FADES = "{ const later = setTimeout; window.setTimeout = (act, wait) => (wait < 5000 ? later(act, wait) : 0); }"


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    with running("--consortium") as address:
        yield address


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for option in (*OPTIONS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(option)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": NOTHING_FADES})
    yield driver
    driver.quit()
