# SPDX-License-Identifier: GPL-3.0-or-later

"""The captures of contrary worlds, which are made without a browser, are those of the assistant."""

from __future__ import annotations

from typing import Any

import pytest
from reshare_wms_sandbox.librarian.browser import Browser
from selenium.webdriver.support.wait import WebDriverWait

from contrary.capturing import items
from support.captures import capture
from support.library import Library

#: A form with each sort of control, lists, maps, and a page with sections.
SCREENS = [
    *(("loan_policies", "Four weeks"), ("patron_type_policies", "Student"), ("collection_type_policies", "Closed")),
    *(("loan_policies", None), ("loan_policy_map", None), ("hold_pickup_locations_map", None), ("ill_settings", None)),
]


@pytest.fixture(scope="module")
def shown(sandbox: str) -> Library:
    return Library(sandbox)


def as_compared(found: dict[str, Any]) -> dict[str, Any]:
    """An item without the buttons of its page, which are not in the content of a screen: those around a table, and those in its last column."""
    if found["type"] != "table":
        return found
    return {**found, "around": [], "rows": [row[:-1] for row in found["rows"]]}


@pytest.mark.parametrize(("plural", "name"), SCREENS)
def test_a_capture_without_a_browser_is_that_of_the_tool(browser, shown, plural, name):
    query = {} if name is None else {"name": name}
    librarian = Browser(shown.base, shown.id)
    librarian.open(plural, **query)
    browser.get(f"{shown.base}/screens/{shown.id}/{plural}?markup=app{f'&name={name}' if name else ''}")
    WebDriverWait(browser, 60).until(lambda one: one.execute_script("return document.querySelector('h1')"))
    expected = [as_compared(one) for one in items(librarian.screen)]
    # Texts that can be about the state of the screen are those of its frame here.
    found = [one for one in capture(browser)["items"] if one["type"] not in ("note", "site")]
    assert [as_compared(one) for one in found] == expected
