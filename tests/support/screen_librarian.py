# SPDX-License-Identifier: GPL-3.0-or-later

"""A librarian who follows worksheets at the sandbox's screens with the assistant: every click is one that a person makes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selenium.webdriver.common.by import By

from ansible_collections.reshare.wms.plugins.module_utils._pages.page import embedded
from support.assistant_browser import AssistantBrowser, Panel
from support.screen_examples import READY
from support.waiting import wait_until

#: The texts of the buttons about the screen.
_BUTTONS = "[...document.querySelectorAll('#tab-actions button')].map((one) => one.innerText)"
#: The first button with which a person confirms what is proposed.
_ANSWERS = """[...document.querySelectorAll('#learn button')].filter((one) => !one.disabled).map((one) => one.innerText)
  .find((one) => /^(Learn th|Yes, all of them|These are right)/.test(one))"""
#: What a step may cost where its screen is known: open the screen, open the form, Fill, Save, open the object again, Read.
MOST = 6
#: The maximum number of answers that a screen needs.
_MOST_ANSWERS = 9
#: The screens of kinds whose objects are a list in one cell of another kind's screen.
_SCREENS = {"shelving_locations": "holding_codes"}


@dataclass
class Effort:
    """What one worksheet cost: clicks by step, those in the panel, and those that the page needs for a blank row at its place; the buttons that taught a
    screen or answered a question; the steps that were ticked without a reading; keys that were pressed at the screens, and the characters of the worksheet's
    fields."""

    clicks: Counter[int] = field(default_factory=Counter)
    in_panel: Counter[int] = field(default_factory=Counter)
    rows: Counter[int] = field(default_factory=Counter)
    answers: list[str] = field(default_factory=list)
    ticked: list[int] = field(default_factory=list)
    typed: int = 0
    written: int = 0

    def of_steps(self) -> Counter[int]:
        """The clicks of each step, without those that neither filling nor reading can save: for a blank row, and to tick a step that is not read."""
        return self.clicks - self.rows - Counter(self.ticked)


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
        panel.paste(worksheet.read_text(encoding="utf-8"))
        for group in (*sheet["groups"], *sheet["last"]):
            for step in group["steps"]:
                self._step(panel, sheet["registry_id"], step)
        self._effort.typed = self._browser.keys - before
        panel.script(
            f"(() => {{ const name = document.getElementById('name'); name.value = {by!r}; name.dispatchEvent(new Event('input')); }})()"
        )
        self._browser.download_into(inbox)
        path = inbox / f"{sheet['library']}.confirmation.json"
        # The confirmation of an earlier worksheet would be taken for the new one.
        path.unlink(missing_ok=True)
        panel.click("Download confirmation")
        wait_until(path.exists)
        panel.click("Remove this page from the assistant")
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
                self._follow(number, "Create New")
            elif name and plural not in _SCREENS:
                self._follow(number, "Edit", name)
            lists = [line for line in step["lines"] if line["value"].startswith("Holding Location ")]
            entries = [entry for line in lists for entry in _declared(step)[line["name"]]]
            for _entry in entries:
                self._add_row(number)
            rows = f" and {_counted(len(entries), 'row')}" if entries else ""
            fields = _counted(len(step["lines"]) - len(lists), "field")
            self._fill(panel, number, f"Fill {fields}{rows} of step {number}")
        self._follow(number, "Save")
        # What was filled in an application of one page is proven only after the page was loaded again.
        if self._markup == "app":
            self._open(number, self._driver.current_url)
        if plural in _SCREENS:
            return self._tick(panel, number)
        if name and self._row(name):
            self._follow(number, "Edit", name)
        self._read(panel, number, step)

    def _fill(self, panel: Panel, number: int, text: str, within: str = "") -> None:
        code, clicks = fill_and_confirm(panel, text, within or f"#step-{number}")
        self._effort.clicks[number] += clicks
        self._effort.in_panel[number] += clicks
        assert code in ("filled", "already_so"), f"step {number}: {panel.text('.tab')}"

    def _read(self, panel: Panel, number: int, step: dict[str, Any]) -> None:
        """Read the screen, teach it if it is not known, and answer what is asked. What cannot be read is ticked."""
        is_seen = f"document.getElementById('step-{number}').classList.contains('by-capture')"
        answers = read(panel, is_seen)
        self._effort.answers += answers
        self._effort.clicks[number] += len(answers) + 1
        self._effort.in_panel[number] += len(answers) + 1
        if not panel.script(is_seen):
            self._tick(panel, number)

    def _tick(self, panel: Panel, number: int) -> None:
        self._effort.clicks[number] += 1
        self._effort.in_panel[number] += 1
        self._effort.ticked.append(number)
        panel.script(f"document.querySelector('#step-{number} [data-done]').click()")

    def _rows(self, panel: Panel, number: int, step: dict[str, Any]) -> None:
        """Add a blank row at the place of each new one, and fill all of them."""
        rows = step["table"]["rows"]
        new = [at for at, row in enumerate(rows) if row["mark"] == "new"]
        assert len(new) + sum(row["mark"] == "stays" for row in rows) == len(rows), rows
        for place in new:
            if len(rows) == len(new) and place == new[0]:
                self._add_row(number)
            else:
                self._press_in_place(number, max(place - 1, 0), "Add")
            if place == 0 and len(rows) > len(new):
                self._press_in_place(number, 1, "Up")
        self._fill(panel, number, f"Fill {_counted(len(new), 'row')} of step {number}")

    # ------------------------------------------------------------------------------------------------------ the page

    def _open(self, number: int, address: str) -> None:
        self._effort.clicks[number] += 1
        self._driver.get(address)
        self._wait()

    def _add_row(self, number: int) -> None:
        self._effort.rows[number] += 1
        self._press(number, "Add row")

    def _press(self, number: int, text: str) -> None:
        self._effort.clicks[number] += 1
        self._shown(f"//*[self::a or self::button][normalize-space()='{text}']")[0].click()

    def _follow(self, number: int, text: str, name: str | None = None) -> None:
        """Press a button or link, in the row with a name if there is one, after which another form is shown."""
        self._driver.switch_to.default_content()
        self._driver.execute_script("document.documentElement.dataset.ready = ''")
        if name is None:
            self._press(number, text)
        else:
            self._press_in_row(number, name, text)
        self._wait()

    def _wait(self) -> None:
        self._driver.switch_to.default_content()
        wait_until(lambda: self._driver.execute_script(READY))

    def _press_in_row(self, number: int, name: str, text: str) -> None:
        """Press a button of the row with this name."""
        self._effort.clicks[number] += 1
        self._row(name)[-1].find_element(By.XPATH, f".//*[normalize-space()='{text}']").click()

    def _press_in_place(self, number: int, place: int, text: str) -> None:
        """Press a button of a row of a map."""
        self._effort.clicks[number] += 1
        self._effort.rows[number] += 1
        self._shown(f"//*[self::tr or @role='row']//button[.='{text}']")[place].click()

    def _row(self, name: str) -> list[Any]:
        return self._shown(f"//*[self::tr[td] or (@role='row' and *[@role='gridcell'])][*[normalize-space()='{name}']]")

    def _shown(self, path: str) -> list[Any]:
        """The elements with a path, in the first document of the page that has any."""
        self._driver.switch_to.default_content()
        return self._shown_in_frames(path)

    def _shown_in_frames(self, path: str) -> list[Any]:
        if found := self._driver.find_elements(By.XPATH, path):
            return found
        for frame in self._driver.find_elements(By.TAG_NAME, "iframe"):
            self._driver.switch_to.frame(frame)
            if found := self._shown_in_frames(path):
                return found
            self._driver.switch_to.parent_frame()
        return []


def _declared(step: dict[str, Any]) -> dict[str, Any]:
    (declared,) = step["declares"].values()
    return declared[0] if isinstance(declared, list) else declared


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def fill_step(panel: Panel, step: dict[str, Any]) -> str:
    """Fill a step, and confirm what the panel proposes; the code of the result."""
    within = f"#step-{step['number']}"
    text = panel.until(f"document.querySelector('{within} > .actions button')?.innerText")
    return fill(panel, text, within)


def fill(panel: Panel, text: str, within: str = "#step-1") -> str:
    """Fill, and confirm what the panel proposes; the code of the result."""
    return fill_and_confirm(panel, text, within)[0]


def fill_and_confirm(panel: Panel, text: str, within: str) -> tuple[str, int]:
    """Click a button that fills, and those that confirm what the panel asks and proposes; the code of the result, and the number of clicks."""
    code, clicks = act(panel, text, within), 1
    if code == "asked":
        code, clicks = act(panel, "Yes, fill the page", "#tab-actions"), clicks + 1
    if code == "proposed":
        code, clicks = act(panel, panel.text("#fill-it"), "#learn"), clicks + 1
    return code, clicks


def read(panel: Panel, is_seen: str) -> list[str]:
    """Read the screen in the tab, and confirm what is proposed until this expression is true, or nothing more is asked.

    Returns the buttons that were clicked after the first one."""
    whole = f"{_BUTTONS}.find((one) => one.includes('These are all rows'))"
    panel.until("!document.querySelector('.tab').hasAttribute('aria-busy')")
    act(panel, panel.script(whole) or "Read this screen", "#tab-actions")
    answers: list[str] = []
    while not panel.script(is_seen) and (answer := panel.script(f"{_ANSWERS} ?? {whole}")):
        assert len(answers) < _MOST_ANSWERS, (answers, panel.text("#learn"))
        answers.append(answer)
        act(panel, answer, "main")
    return answers


def act(panel: Panel, text: str, within: str) -> str:
    """Click a button of the panel, and wait until it is done; the code of the result."""
    panel.until("!document.querySelector('.tab').hasAttribute('aria-busy')")
    panel.script("(() => { document.getElementById('tab-result').dataset.code = 'waiting'; })()")
    panel.click(text, within)
    result = "document.getElementById('tab-result').dataset.code"
    panel.until(f"{result} !== 'waiting' && !document.querySelector('.tab').hasAttribute('aria-busy')")
    code: str = panel.script(result)
    return code
