# SPDX-License-Identifier: GPL-3.0-or-later

"""The pictures of the documentation can be made again, and are the same."""

from __future__ import annotations

import pytest

from pictures.pages import HEIGHT, PICTURES, WIDTH, Desk

#: Without that of the site, which `make site` builds.
NAMES = [name for name in PICTURES if name != "site"]


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_the_same_each_time(browser, sandbox, tmp_path, name):
    desk = Desk(browser, tmp_path, sandbox)
    made = []
    for _twice in (1, 2):
        with desk.media(WIDTH):
            made.append(desk.screenshot(WIDTH, HEIGHT, PICTURES[name](desk)))
            browser.execute_script("localStorage.clear()")
    assert made[0] == made[1]
