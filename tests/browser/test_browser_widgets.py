# SPDX-License-Identifier: GPL-3.0-or-later

"""Screens that real component libraries draw: what a user enters is what they send."""

from __future__ import annotations

import pytest
from selenium.webdriver.support.wait import WebDriverWait

from support.page_browser import PageBrowser
from support.widget_matrix import LIBRARIES, show
from support.widget_screens import BUNDLES, KIND, LOAN_POLICY, form

pytestmark = pytest.mark.skipif(
    not (BUNDLES / ".pages").exists(), reason="make test-browser makes the pages of component libraries with npm"
)
#: The field with this value, for selenium.
_WITH_VALUE = "return [...document.querySelectorAll('input')].find((one) => one.value === arguments[0])"
#: Returns what the page sends.
_PRESS_SAVE = """
[...document.querySelectorAll('button, [role=button], a')].find((one) => /^save$/i.test(one.innerText.trim())).click();
return window.saved.at(-1);
"""


@pytest.mark.long
@pytest.mark.parametrize("library", LIBRARIES, ids=str)
def test_a_page_of_a_component_library_sends_what_a_user_enters(browser, tmp_path, library):
    page, screen = PageBrowser(browser, tmp_path), form(KIND["loan_policy"], "chosen", LOAN_POLICY)
    show(page, library, screen)
    page.script(_WITH_VALUE, "Four weeks").send_keys(" or so")
    given = {one["name"]: one["value"] for one in screen.data["fields"]}
    # Some libraries take over a typed key only in a later task of the page.
    WebDriverWait(browser, 30).until(lambda _browser: page.script(_PRESS_SAVE)["name"] != "Four weeks")
    assert page.script(_PRESS_SAVE) == {**given, "name": "Four weeks or so"}
