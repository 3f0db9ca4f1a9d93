# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures of screens that real component libraries draw: no value is wrong, and as much is recognised as the documentation says."""

from __future__ import annotations

import pytest
from selenium.webdriver.support.wait import WebDriverWait

from support.page_browser import PageBrowser
from support.widget_matrix import LIBRARIES, Library, measure, screens_of, show
from support.widget_screens import BUNDLES, KIND, LOAN_POLICY, form
from support.widget_table import Column, documented, title

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


@pytest.mark.parametrize("library", [one for one in LIBRARIES if one.is_quick], ids=str)
def test_captures_of_a_component_library_are_right(browser, tmp_path, library):
    column = measured(PageBrowser(browser, tmp_path), library)
    assert too_little(column) <= too_little(documented()[library.title])


@pytest.mark.long
@pytest.mark.parametrize("library", LIBRARIES, ids=str)
def test_captures_of_every_component_library_are_as_documented(browser, tmp_path, library):
    column, written = measured(PageBrowser(browser, tmp_path), library), documented()[library.title]
    assert too_little(column) <= too_little(written)
    # The list of a text that is typed covers the fields below it sooner or later.
    found, wanted = ({row: one[row] for row in one if not row.endswith("typed")} for one in (column, written))
    assert found == wanted, "if it is better: tests/tools/measure widgets"


def measured(page: PageBrowser, library: Library) -> dict[str, str]:
    """The column of a library in the table of the documentation, if nothing is wrong."""
    found = {title(screen): measure(page, library, screen) for _name, screen in screens_of(library)}
    assert {row: figures.wrong for row, figures in found.items() if figures.wrong} == {}
    return {row: str(figures) for row, figures in found.items()}


def too_little(column: Column) -> set[str]:
    """The rows in which less is recognised, or more is asked, than should be."""
    return {row for row, figures in column.items() if figures.startswith("**")}


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
