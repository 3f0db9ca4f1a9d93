# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Captures of screens that real component libraries draw: no value is wrong, and as much is recognised as the documentation says."""

from __future__ import annotations

import pytest

from support.page_browser import PageBrowser
from support.widget_matrix import LIBRARIES, Library, measure, screens_of, show
from support.widget_screens import BUNDLES, KIND, LOAN_POLICY, form
from support.widget_table import documented, title

pytestmark = pytest.mark.skipif(
    not (BUNDLES / ".pages").exists(), reason="make test-browser makes the pages of component libraries with npm"
)
QUICK = [one for one in LIBRARIES if one.is_quick]
OTHERS = [one for one in LIBRARIES if not one.is_quick]
#: The field with this value, for selenium.
_WITH_VALUE = "return [...document.querySelectorAll('input')].find((one) => one.value === arguments[0])"
_SAVE = "[...document.querySelectorAll('button, [role=button], a')].find((one) => /^save$/i.test(one.innerText.trim()))"


@pytest.mark.parametrize("library", QUICK, ids=str)
def test_captures_of_a_component_library_are_right(browser, tmp_path, library):
    check(PageBrowser(browser, tmp_path), library)


@pytest.mark.long
@pytest.mark.parametrize("library", OTHERS, ids=str)
def test_captures_of_every_component_library_are_right(browser, tmp_path, library):
    check(PageBrowser(browser, tmp_path), library)


def check(page: PageBrowser, library: Library) -> None:
    wrong, column = {}, {}
    for _name, screen in screens_of(library):
        found = measure(page, library, screen)
        column[title(screen)] = str(found)
        if found.wrong:
            wrong[title(screen)] = found.wrong
    # Until these are right, too; then also: column == documented()[library.title], if not: make widgets
    assert {row for row in wrong if not row.endswith(("covered", "invalid"))} == set()
    assert set(column) == set(documented()[library.title])


@pytest.mark.long
@pytest.mark.parametrize("library", LIBRARIES, ids=str)
def test_a_page_of_a_component_library_sends_what_a_user_enters(browser, tmp_path, library):
    page, screen = PageBrowser(browser, tmp_path), form(KIND["loan_policy"], "chosen", LOAN_POLICY)
    show(page, library, screen)
    page.script(_WITH_VALUE, "Four weeks").send_keys(" or so")
    page.script(f"{_SAVE}.click()")
    given = {one["name"]: one["value"] for one in screen.data["fields"]}
    assert page.script("return window.saved") == [{**given, "name": "Four weeks or so"}]
