# SPDX-License-Identifier: GPL-3.0-or-later

"""The captures of a collection's pages, made by the extension in Chromium."""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from support.assistant_browser import AssistantBrowser, Panel, assistant_browser

#: In the panel: the capture of the tab beside it.
_LOOK = """
chrome.tabs.query({ active: true, currentWindow: true }).then(async ([{ id }]) => {
  await chrome.scripting.executeScript({ target: { tabId: id }, files: ["look.js"] });
  const [{ result }] = await chrome.scripting.executeScript({ target: { tabId: id }, func: () => globalThis.reshareWmsLook() });
  return result;
})
"""


def captures(folder: Path, truth: Mapping[str, Any]) -> dict[str, Any]:
    """The captures by the ids of pages."""
    with (
        tempfile.TemporaryDirectory() as data,
        served(folder, truth) as address,
        assistant_browser(Path(data)) as browser,
    ):
        return _all(browser, address, truth)


def _all(browser: AssistantBrowser, address: str, truth: Mapping[str, Any]) -> dict[str, Any]:
    panel: Panel | None = None
    found = {}
    for path, page in paths(truth).items():
        browser.driver.get(f"{address}{path}")
        panel = panel or browser.open_panel()
        panel.until("document.getElementById('choose') !== null")
        for selector in page.get("click", []):
            browser.driver.find_element("css selector", selector).click()
        found[page["id"]] = panel.script(_LOOK)
    return found


def paths(truth: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The pages by their paths."""
    numbered = enumerate(truth["pages"], 1)
    return {
        f"/{truth['libraries'][page['library']]['registry_id']}/{page['kind']}/{number}": page
        for number, page in numbered
    }


@contextmanager
def served(folder: Path, truth: Mapping[str, Any]) -> Iterator[str]:
    """The address of a server of the pages. Other files of the collection are found beside the page, or from its root."""
    pages = paths(truth)
    root = folder.resolve()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            file = root / pages[path]["file"] if path in pages else (root / path.lstrip("/")).resolve()
            if not file.is_relative_to(root) or not file.is_file():
                return self.send_error(404)
            types = {
                ".html": "text/html; charset=utf-8",
                ".js": "text/javascript",
                ".css": "text/css",
                ".svg": "image/svg+xml",
            }
            self.send_response(200)
            self.send_header("Content-Type", types.get(file.suffix, "application/octet-stream"))
            self.end_headers()
            self.wfile.write(file.read_bytes())

        def log_message(self, *_: Any) -> None:
            """Nothing: the server is one of the test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def read_truth(folder: Path) -> dict[str, Any]:
    """The truth of a collection. Raises ValueError if it is malformed."""
    truth: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    if truth.get("version") != 1:
        raise ValueError("truth.json: version must be 1")
    ids = {page["id"]: page for page in truth["pages"]}
    for page in truth["pages"]:
        missing = {"id", "file", "library", "kind", "face"} - page.keys() - ({"face"} if "map" in page else set())
        if missing:
            raise ValueError(f"page {page.get('id')}: no {', '.join(sorted(missing))}")
        if page["library"] not in truth["libraries"]:
            raise ValueError(f"page {page['id']}: no library {page['library']}")
        if not (folder / page["file"]).is_file():
            raise ValueError(f"page {page['id']}: no file {page['file']}")
        if page.get("twin") and page["twin"] not in ids:
            raise ValueError(f"page {page['id']}: no twin {page['twin']}")
        if "map" not in page and page.get("open") != "all" and "values" not in page:
            raise ValueError(f"page {page['id']}: no values")
    return truth
