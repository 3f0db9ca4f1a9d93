# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures of the page in a browser, made by the assistant."""

from __future__ import annotations

from typing import Any

from support.scripts import script

_LOOK = "const [source, done] = arguments; (0, eval)(source); reshareWmsLook().then(done);"


def capture(browser: Any) -> dict[str, Any]:
    """The capture of the current page. browser: a webdriver of selenium."""
    found: dict[str, Any] = browser.execute_async_script(_LOOK, script("look.js"))
    return found
