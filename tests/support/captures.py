# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures of the page in a browser, made by the assistant."""

from __future__ import annotations

import json
from typing import Any

from support.file_schemas import conforming
from support.scripts import script

#: Runs the script with the browser's functions for delivery replaced, and returns the text of the file that a person would get, the message
#: of an alert, or both. The page and the script are the same as for a person.
_RUN = """
const [source, done] = arguments;
const page = { alert: window.alert, create: URL.createObjectURL, click: HTMLAnchorElement.prototype.click };
const taken = { file: null, message: null };
window.alert = (message) => { taken.message = message; };
URL.createObjectURL = (file) => { taken.file = file; return "data:,"; };
HTMLAnchorElement.prototype.click = () => {};
try {
  (0, eval)(source);
} finally {
  window.alert = page.alert;
  URL.createObjectURL = page.create;
  HTMLAnchorElement.prototype.click = page.click;
}
if (taken.file) taken.file.text().then((text) => done([text, taken.message]));
else done([null, taken.message]);
"""


class NoCapture(AssertionError):
    """The assistant made no capture; the message is that for the person."""


def capture(browser: Any) -> dict[str, Any]:
    """The capture of the current page, which conforms to its schema, without a download. browser: a webdriver of selenium."""
    text, message = browser.execute_async_script(_RUN, script("capture.js"))
    if text is None:
        raise NoCapture(message)
    return conforming("capture", json.loads(text))
