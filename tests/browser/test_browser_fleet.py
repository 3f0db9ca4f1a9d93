# SPDX-License-Identifier: GPL-3.0-or-later

"""The page about the consortium over time in a director's browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from ansible_collections.reshare.wms.plugins.plugin_utils._fleet import fleet_page
from ansible_collections.reshare.wms.plugins.plugin_utils._fleet.run_files import LeftOut
from support.fleet_examples import fleet_over_weeks
from support.page_browser import (
    LANDSCAPE,
    LAPTOP,
    PHONE,
    PageBrowser,
    assert_accessible,
    assert_contrast,
    assert_self_contained,
)

FLEET = fleet_over_weeks(200, 60, [LeftOut("old.json", "is not JSON")])


@pytest.fixture
def desk(browser: Any, tmp_path: Path) -> Iterator[PageBrowser]:
    browser.set_window_size(LAPTOP, 1000)
    yield PageBrowser(browser, tmp_path).open(fleet_page.html(FLEET, "Example Consortium", "fleet.json"))
    browser.get("about:blank")


def shown(desk: PageBrowser) -> int:
    """The number of libraries in the table; the details below are of the same ones."""
    rows, cards = desk.script(
        "return ['.matrix tbody tr', '.library'].map((one) => [...document.querySelectorAll(one)]"
        ".filter((row) => row.checkVisibility()).length)"
    )
    assert rows == cards
    return rows


def test_two_hundred_libraries_over_sixty_runs_are_filtered_by_state_and_link(desk):
    assert shown(desk) == 200
    took = desk.script("return performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert took < 15_000
    desk.click("input[value=drift]")
    assert shown(desk) == len(FLEET["states"]["drift"])
    desk.click("input[value=in_place]")
    assert shown(desk) == len(FLEET["states"]["drift"] + FLEET["states"]["in_place"])
    # A state and a link: both have to hold.
    desk.click("input[value=withdrawn]")
    assert shown(desk) == len(FLEET["links"]["withdrawn"]) > 0
    desk.click("#everything")
    desk.one("#find").send_keys("college-017")
    assert (shown(desk), desk.text("#shown")) == (1, "Libraries shown: 1 of 200.")


def test_the_page_can_be_used_with_the_keyboard(desk):
    desk.press(Keys.TAB)
    assert desk.focus().text == "Skip to the details of each library"
    desk.press(Keys.ENTER)
    desk.tab_to(".library summary")
    desk.press(Keys.ENTER)
    assert "Drift" in desk.text(".library[open]") or "States" in desk.text(".library[open]")
    desk.tab_to(".library .back a")
    desk.press(Keys.ENTER)
    assert desk.focus().tag_name == "th"


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_the_page_never_scrolls_sideways(desk, width):
    with desk.media(width):
        desk.reload()
        desk.script("document.querySelector('#open').click()")
        assert desk.script("return document.documentElement.scrollWidth") == width


def test_the_page_is_accessible_and_loads_nothing(desk):
    desk.open(fleet_page.html(fleet_over_weeks(16, 40), None, "fleet.json"))
    desk.script("for (const one of document.querySelectorAll('details')) one.open = true")
    assert_accessible(desk)
    for scheme in ("light", "dark"):
        assert_contrast(desk, scheme)
    assert_self_contained(desk)


def test_the_printed_page_is_complete(desk):
    with desk.media(LANDSCAPE, "print"):
        assert shown(desk) == 200
        assert desk.script("return document.documentElement.scrollWidth") == LANDSCAPE
