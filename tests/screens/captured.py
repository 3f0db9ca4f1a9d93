# SPDX-License-Identifier: GPL-3.0-or-later

"""The captures of a collection's pages, made by the extension in Chromium."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from selenium.common.exceptions import (
    ElementNotInteractableException,
    InvalidSelectorException,
    NoSuchElementException,
    WebDriverException,
)

from support.assistant_browser import Panel, assistant_browser

#: In the panel: the capture of the tab beside it; null for a page that cannot be captured.
_LOOK = """
Promise.race([new Promise((done) => setTimeout(done, 30000, null)), chrome.tabs.query({ active: true, currentWindow: true }).then(async ([{ id }]) => {
  try {
    await chrome.scripting.executeScript({ target: { tabId: id }, files: ["look.js"] });
    const [{ result }] = await chrome.scripting.executeScript({ target: { tabId: id }, func: () => globalThis.reshareWmsLook() });
    return result;
  } catch { return null; }
})])
"""
_LONGEST = 20
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}


def captures(folder: Path, truth: Mapping[str, Any]) -> dict[str, Any]:
    """The captures by the ids of pages; None for a page that cannot be captured. Raises ValueError if an element to click is missing."""
    found: dict[str, Any] = {}
    with served(folder, truth) as address:
        waiting = [(f"{address}{path}", page) for path, page in paths(truth).items()]
        while waiting:
            # A page that does not finish loading blocks its tab, so the others get another browser.
            waiting = _captured(waiting, found)
    return found


def _captured(waiting: list[tuple[str, dict[str, Any]]], found: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Capture pages until one does not finish, or opens a dialog of the browser. Returns the pages after it."""
    # Chromium can write into its profile until it has ended.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data, assistant_browser(Path(data)) as browser:
        browser.driver.set_page_load_timeout(_LONGEST)
        browser.driver.set_script_timeout(_LONGEST)
        panel: Panel | None = None
        for at, (address, page) in enumerate(waiting):
            found[page["id"]] = None
            try:
                browser.driver.get(address)
                panel = panel or browser.open_panel()
                panel.until("document.getElementById('choose') !== null")
                click(browser.driver, page)
            except WebDriverException:
                return waiting[at + 1 :]
            found[page["id"]] = panel.script(_LOOK)
            if found[page["id"]] is None:
                return waiting[at + 1 :]
    return []


def click(driver: Any, page: Mapping[str, Any]) -> None:
    """Click what a page names, in order."""
    for selector in page.get("click", []):
        try:
            driver.find_element("css selector", selector).click()
        except (NoSuchElementException, InvalidSelectorException, ElementNotInteractableException):
            raise ValueError(f"page {page['id']}: nothing to click at {selector}") from None


def paths(truth: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The pages by their paths."""
    numbered = enumerate(truth["pages"], 1)
    return {
        f"/{truth['libraries'][page['library']]['registry_id']}/{page['kind']}/{number}": page
        for number, page in numbered
    }


@contextmanager
def served(folder: Path, truth: Mapping[str, Any]) -> Iterator[str]:
    """The address of a server of the pages. Other files of the collection are found from its root."""
    pages = paths(truth)
    root = folder.resolve()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            file = root / pages[path]["file"] if path in pages else (root / path.lstrip("/")).resolve()
            if not file.is_relative_to(root) or not file.is_file():
                return self.send_error(404)
            self.send_response(200)
            self.send_header("Content-Type", _TYPES.get(file.suffix, "application/octet-stream"))
            self.end_headers()
            self.wfile.write(file.read_bytes())

        def log_message(self, *_: Any) -> None:
            """Log nothing: the server belongs to the test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
