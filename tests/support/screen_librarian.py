# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""A librarian who follows worksheets at the sandbox's screens with the assistant: every click is one that a person makes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

from ansible_collections.reshare.wms.plugins.module_utils._pages.page import embedded
from support.assistant_browser import AssistantBrowser, Panel
from support.waiting import wait_until

#: Of kinds whose objects are a list in one cell of another kind's screen.
_SCREENS = {"shelving_locations": "holding_codes"}
_SECONDS = 60


@dataclass
class Effort:
    """What one worksheet cost: clicks by step, keys that were pressed at the screens, and the characters of the worksheet's fields."""

    clicks: Counter[int] = field(default_factory=Counter)
    typed: int = 0
    written: int = 0


class ScreenLibrarian:
    """browser: with the extension. address: of the sandbox. markup: of its screens."""

    def __init__(self, browser: AssistantBrowser, address: str, markup: str = "plain"):
        self._browser, self._address, self._markup = browser, address, markup
        self._driver = browser.driver
        self._effort = Effort()

    def follow(self, worksheet: Path, by: str, inbox: Path) -> Effort:
        """Follow a worksheet, and download the confirmation into the inbox."""
        sheet = embedded(worksheet.read_text(encoding="utf-8"))
        self._effort = Effort()
        self._driver.get(f"{self._address}/screens/{sheet['registry_id']}")
        before = self._browser.keys
        panel = self._browser.open_panel()
        panel.drop(worksheet.read_text(encoding="utf-8"))
        for group in (*sheet["groups"], *sheet["last"]):
            for step in group["steps"]:
                self._step(panel, sheet["registry_id"], step)
        self._effort.typed = self._browser.keys - before
        panel.script(
            f"(() => {{ const name = document.getElementById('name'); name.value = {by!r}; name.dispatchEvent(new Event('input')); }})()"
        )
        self._browser.download_into(inbox)
        panel.click("Download confirmation")
        path = inbox / f"{sheet['library']}.confirmation.json"
        wait_until(path.exists)
        panel.click("Remove this worksheet from the assistant")
        panel.until("document.getElementById('choose').checkVisibility()")
        return self._effort

    # ------------------------------------------------------------------------------------------------------- steps

    def _step(self, panel: Panel, registry_id: str, step: dict[str, Any]) -> None:
        number = step["number"]
        self._effort.written += sum(len(line["value"]) for line in step["lines"])
        plural, _slash, name = step["name"].partition("/")
        screen = f"{self._address}/screens/{registry_id}/{_SCREENS.get(plural, plural)}?markup={self._markup}"
        self._open(number, screen)
        if step["table"]:
            self._rows(panel, number, step)
        else:
            if step["action"] == "created" and plural not in _SCREENS:
                self._press(number, "Create New")
            elif name and plural not in _SCREENS:
                self._press_in_row(number, name, "Edit")
            lists = [line for line in step["lines"] if line["value"].startswith("Holding Location ")]
            self._fill(panel, number, f"Fill {_fields(len(step['lines']) - len(lists))} of step {number}")
            for _line in lists:
                self._press(number, "Add row")
                self._fill(panel, number, "Fill this row")
        self._save(number)
        # What was filled in an application of one page is proven only after the page was loaded again.
        if not name or plural in _SCREENS:
            if self._markup == "app":
                self._open(number, screen)
        else:
            if self._markup == "app" or not self._row(name):
                self._open(number, screen)
            self._press_in_row(number, name, "Edit")
        self._read(panel, number, step)

    def _fill(self, panel: Panel, number: int, text: str, within: str = "") -> None:
        code = self._act(panel, number, text, within or f"#step-{number}")
        if code == "asked":
            code = self._act(panel, number, "Yes, fill the page", "#tab-actions")
        assert code in ("filled", "already_so"), f"step {number}: {panel.text('.tab')}"

    def _act(self, panel: Panel, number: int, text: str, within: str) -> str:
        self._effort.clicks[number] += 1
        return act(panel, text, within)

    def _read(self, panel: Panel, number: int, step: dict[str, Any]) -> None:
        self._act(panel, number, "Read this screen", "#tab-actions")
        card = f"document.getElementById('step-{number}')"
        if step["table"] and not panel.script(f"{card}.querySelector('[data-done]').checked"):
            self._effort.clicks[number] += 1
            panel.click(
                panel.until("document.querySelector('#capture-list li button:not([aria-label])')?.innerText"),
                "#capture-list",
            )
        assert panel.script(f"{card}.classList.contains('by-capture')"), f"step {number}: {panel.text()}"

    def _rows(self, panel: Panel, number: int, step: dict[str, Any]) -> None:
        """Add a blank row at the place of each new one, and fill all of them."""
        rows = step["table"]["rows"]
        new = [at for at, row in enumerate(rows) if row["mark"] == "new"]
        assert len(new) + sum(row["mark"] == "stays" for row in rows) == len(rows), rows
        for place in new:
            if len(rows) == len(new) and place == new[0]:
                self._press(number, "Add row")
            else:
                self._press_in_place(number, max(place - 1, 0), "Add")
            if place == 0 and len(rows) > len(new):
                self._press_in_place(number, 1, "Up")
        self._fill(panel, number, f"Fill {len(new)} row{'' if len(new) == 1 else 's'} of step {number}")

    # ------------------------------------------------------------------------------------------------------ the page

    def _open(self, number: int, address: str) -> None:
        self._effort.clicks[number] += 1
        self._driver.get(address)

    def _press(self, number: int, text: str) -> None:
        self._effort.clicks[number] += 1
        self._driver.find_element(By.XPATH, f"//*[self::a or self::button][normalize-space()='{text}']").click()

    def _save(self, number: int) -> None:
        """Save the form, and wait until that is done: it is another page, or one without changes."""
        page = self._driver.find_element(By.TAG_NAME, "main")
        self._press(number, "Save")

        def is_done() -> bool:
            try:
                return page.is_enabled() and not self._driver.find_elements(By.CSS_SELECTOR, ".unsaved:not([hidden])")
            except WebDriverException:
                # Another page; selenium has several words for that.
                return True

        wait_until(is_done)

    def _press_in_row(self, number: int, name: str | None, text: str) -> None:
        """Press a button of the row with this name, or of the last row."""
        self._effort.clicks[number] += 1
        self._row(name)[-1].find_element(By.XPATH, f".//*[normalize-space()='{text}']").click()

    def _press_in_place(self, number: int, place: int, text: str) -> None:
        """Press a button of a row of a map."""
        self._effort.clicks[number] += 1
        (button,) = self._row(None)[place].find_elements(By.XPATH, f".//button[.='{text}']")
        button.click()

    def _row(self, name: str | None) -> list[Any]:
        within = "" if name is None else f"[*[normalize-space()='{name}']]"
        rows = "//*[self::tr[td] or (@role='row' and *[@role='gridcell'])]"
        return self._driver.find_elements(By.XPATH, rows + within)


def _fields(count: int) -> str:
    return f"{count} field{'' if count == 1 else 's'}"


def act(panel: Panel, text: str, within: str) -> str:
    """Click a button of the panel, and wait until it is done; the code of the result."""
    panel.until("!document.querySelector('.tab').hasAttribute('aria-busy')", _SECONDS)
    panel.script("(() => { document.getElementById('tab-told').dataset.code = 'waiting'; })()")
    panel.click(text, within)
    told = "document.getElementById('tab-told').dataset.code"
    panel.until(f"{told} !== 'waiting' && !document.querySelector('.tab').hasAttribute('aria-busy')", _SECONDS)
    code: str = panel.script(told)
    return code
