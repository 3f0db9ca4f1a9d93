# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Captures of screens that real component libraries draw: no value is wrong, nearly all are recognised, few questions stay."""

from __future__ import annotations

import pytest

from support.page_browser import PageBrowser
from support.widget_matrix import LIBRARIES, Library, measure, screens_of
from support.widget_screens import BUNDLES

pytestmark = pytest.mark.skipif(
    not (BUNDLES / ".pages").exists(), reason="make test-browser draws the pages of component libraries with npm"
)


@pytest.mark.parametrize("library", [one for one in LIBRARIES if one.is_quick], ids=str)
def test_captures_of_a_component_library_are_right(browser, tmp_path, library):
    check(PageBrowser(browser, tmp_path), library)


@pytest.mark.long
@pytest.mark.parametrize("library", [one for one in LIBRARIES if not one.is_quick], ids=str)
def test_captures_of_every_component_library_are_right(browser, tmp_path, library):
    check(PageBrowser(browser, tmp_path), library)


def check(page: PageBrowser, library: Library) -> None:
    wrong = {}
    for name, screen in screens_of(library):
        found = measure(page, library, screen)
        print(f"{library} {name} {screen.state}: {found}")
        # Until the recognition looks at what is around a table.
        if found.wrong and name != "map":
            wrong[name, screen.state] = found.wrong
    assert wrong == {}
