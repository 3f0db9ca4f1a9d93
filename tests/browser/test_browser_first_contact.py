# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of a first contact in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.plugin_utils._first_contact.contact_page import html
from support import axe
from support.first_contact_examples import TOKEN, contact, document
from support.page_browser import (
    LAPTOP,
    PHONE,
    PageBrowser,
    assert_accessible,
    assert_contrast,
    assert_self_contained,
)


@pytest.fixture
def desk(browser: Any, tmp_path: Path) -> Iterator[PageBrowser]:
    browser.set_window_size(LAPTOP, 1000)
    yield PageBrowser(browser, tmp_path)
    browser.get("about:blank")


def test_the_page_is_accessible_loads_nothing_and_never_scrolls_sideways(desk):
    """With rows in each of its sections."""
    desk.open(html(document(contact(token={**TOKEN, "expires_in": -1}), login="HTTP 401"), "adams", ["a warning"]))
    assert_accessible(desk)
    for scheme in ("light", "dark"):
        assert_contrast(desk, scheme)
    if axe.SCRIPT.exists():
        assert axe.violations(lambda expression: desk.script(f"return ({expression})")) == []
    assert_self_contained(desk)
    for width in (PHONE, LAPTOP):
        with desk.media(width):
            desk.reload()
            assert desk.script("return document.documentElement.scrollWidth") == width
