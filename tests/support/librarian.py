# SPDX-License-Identifier: GPL-3.0-or-later

"""A librarian's browser on the pages, and what tests of pasted tables have in common."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from support.page_browser import LAPTOP, PageBrowser
from support.waiting import wait_until
from support.worksheet_examples import RecordedLibrary


class Librarian(PageBrowser):
    """A librarian's browser."""

    def chord(self, letter: str) -> None:
        """Press a letter with the control key."""
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys(letter).key_up(Keys.CONTROL).perform()

    def copy(self, html: str) -> None:
        """Open a page and copy all of it, as a person does."""
        self.open(f"<!doctype html><body>{html}", "copied.html")
        self.chord("a")
        assert self.script("return document.execCommand('copy')")

    def tick(self, step: dict[str, Any]) -> None:
        self.click(f"#step-{step['number']} [data-done]")

    def ticked(self) -> list[str]:
        """The titles of the steps that are ticked."""
        return [one.find_element(By.CSS_SELECTOR, ".title").text for one in self.all(".step:has([data-done]:checked)")]

    def heard(self) -> str:
        """The text of the page's live region, once it is set: copying takes a moment."""
        wait_until(lambda: self.text("#toast") != "")
        return self.text("#toast")

    def pasted(self) -> str:
        """The text of the clipboard, pasted into a field with the keyboard."""
        self.script("document.body.append(document.createElement('textarea')); document.body.lastChild.focus()")
        self.chord("v")
        return str(self.script("const field = document.body.lastChild; field.remove(); return field.value"))

    def received(self, name: str) -> Path:
        """The downloaded file, once it is complete."""
        path = self.folder / name
        wait_until(lambda: path.exists() and not list(self.folder.glob("*.crdownload")))
        return path

    def sent(self, name: str) -> Path:
        """The file that the page makes."""
        (self.folder / name).unlink(missing_ok=True)
        self.script("arguments[0].value = 'Jane'", self.one("#name"))
        self.click("#finish button")
        return self.received(name)

    def content(self, name: str) -> dict[str, Any]:
        """The content of the file that the page makes."""
        return json.loads(self.sent(name).read_text(encoding="utf-8"))


@contextmanager
def desk(browser: Any, folder: Path) -> Iterator[Librarian]:
    """A librarian's browser with a folder for downloads, which keeps nothing afterwards."""
    browser.set_window_size(LAPTOP, 1000)
    browser.execute_cdp_cmd("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    try:
        yield Librarian(browser, folder)
    finally:
        browser.execute_script("try { localStorage.clear() } catch { }")
        browser.get("about:blank")


def questions(config: dict[str, Any]) -> dict[str, Any]:
    """The questionnaire of a library for this configuration."""
    return RecordedLibrary().questions(config)


def tabbed(header: list[str], rows: list[list[str]]) -> str:
    """A table as the text of a spreadsheet."""
    quoted = (
        [f'"{cell.replace(chr(34), chr(34) * 2)}"' if '"' in cell else cell for cell in row] for row in [header, *rows]
    )
    return "\n".join("\t".join(row) for row in quoted) + "\n"
