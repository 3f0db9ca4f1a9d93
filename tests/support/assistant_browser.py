# SPDX-License-Identifier: GPL-3.0-or-later

"""Debian's Chromium with the extension, as a person has it: its button opens the panel, which works in the tab.

Selenium drives the tab, and this module drives the panel, over the browser's own protocol (Chrome DevTools Protocol), because Selenium sees no panels.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver

from support.page_browser import NOTHING_FADES, OPTIONS
from support.scripts import extension as unpacked
from support.waiting import PATIENCE

#: The numbers of the files that Chromium reads commands from, and writes responses to.
_COMMANDS, _RESPONSES = 3, 4
#: Counts the keys that a person presses in the tab: keys that filling sends are not trusted events.
_COUNT_KEYS = """
addEventListener("keydown", ({ isTrusted }) => {
  if (isTrusted) sessionStorage.setItem("keys", Number(sessionStorage.getItem("keys")) + 1);
}, true);
"""


class Pipe:
    """The browser's protocol."""

    def __init__(self, commands: int, responses: int):
        self._commands, self._responses, self._rest, self._number = commands, responses, b"", 0

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """The result of a method."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        text = json.dumps(message | ({} if session is None else {"sessionId": session}))
        os.write(self._commands, text.encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            self._rest += os.read(self._responses, 1 << 16)
        text, self._rest = self._rest.split(b"\0", 1)
        message: dict[str, Any] = json.loads(text)
        return message


class Panel:
    """The panel of the extension."""

    def __init__(self, pipe: Pipe, target: str):
        self._pipe = pipe
        self._session = pipe.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def script(self, expression: str) -> Any:
        """The value of an expression, evaluated as within a click of a person."""
        given = {"expression": expression, "awaitPromise": True, "userGesture": True, "returnByValue": True}
        answer = self._pipe.call("Runtime.evaluate", self._session, **given)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", str(answer)))
        return answer["result"].get("value")

    def until(self, expression: str) -> Any:
        """The value of an expression as soon as it is true, also while the panel is being loaded."""
        end = time.monotonic() + PATIENCE

        def now() -> Any:
            try:
                return self.script(f"(() => {{ try {{ return {expression}; }} catch {{ return null; }} }})()")
            except RuntimeError:
                return None

        while not (value := now()):
            if time.monotonic() > end:
                raise AssertionError(f"{expression} did not become true. The panel: {self.text()}")
            time.sleep(0.05)
        return value

    def text(self, selector: str = "body") -> str:
        text: str = self.script(f"document.querySelector({json.dumps(selector)}).innerText")
        return text

    def click(self, text: str, within: str = "body") -> None:
        """Click the button with this text."""
        found = f"[...document.querySelectorAll({json.dumps(within + ' button')})].find((one) => one.innerText.trim() === {json.dumps(text)})"
        self.until(f"{found}?.checkVisibility()")
        self.script(f"{found}.click()")

    def press(self, key: str) -> None:
        """Press a key in the panel."""
        about = {"key": key, "code": key, "windowsVirtualKeyCode": {"Tab": 9, "Escape": 27}[key]}
        for kind in ("rawKeyDown", "keyUp"):
            self._pipe.call("Input.dispatchKeyEvent", self._session, type=kind, **about)

    def be_narrow(self, width: int) -> None:
        """Show the panel with this width, as at a large zoom. 0: its real width."""
        about = {"width": width, "height": 0, "deviceScaleFactor": 0, "mobile": False}
        self._pipe.call("Emulation.setDeviceMetricsOverride", self._session, **about)

    def prefer(self, scheme: str) -> None:
        """Show the panel in light or dark colours."""
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self._pipe.call("Emulation.setEmulatedMedia", self._session, features=[feature])

    def choose(self, *paths: Path) -> None:
        """Choose the files of worksheets in the dialog of the browser."""
        root = self._pipe.call("DOM.getDocument", self._session)["root"]["nodeId"]
        found = self._pipe.call("DOM.querySelector", self._session, nodeId=root, selector="#worksheet-file")
        self._pipe.call("DOM.setFileInputFiles", self._session, files=[*map(str, paths)], nodeId=found["nodeId"])

    def drop(self, path: Path) -> None:
        """Drop a file onto the panel."""
        data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self._pipe.call("Input.dispatchDragEvent", self._session, type=kind, x=100, y=100, data=data)

    def paste(self, text: str) -> None:
        """Give the panel a worksheet, as a pasted text."""
        self.until("document.getElementById('choose').checkVisibility()")
        paste = f"(() => {{ const data = new DataTransfer(); data.setData('text/plain', {json.dumps(text)}); return data; }})()"
        self.script(f"dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: {paste} }}))")

    def screenshot(self) -> str:
        """A picture of the panel as PNG in Base64."""
        picture: str = self._pipe.call("Page.captureScreenshot", self._session)["data"]
        return picture


class AssistantBrowser:
    """A browser with one tab and the extension. driver: Selenium's, of the tab."""

    def __init__(self, pipe: Pipe, driver: webdriver.Chrome, extension: str):
        self._pipe, self.driver, self._extension = pipe, driver, extension

    @property
    def panel_address(self) -> str:
        """The panel as a page of a tab."""
        return f"chrome-extension://{self._extension}/panel.html"

    def open_panel(self) -> Panel:
        """Click the extension's button on the tab."""
        address = self.driver.current_url
        (tab,) = (one["targetId"] for one in self._targets() if one["type"] == "tab" and one["url"] == address)
        self._pipe.call("Extensions.triggerAction", id=self._extension, targetId=tab)
        end = time.monotonic() + PATIENCE
        while not (found := [one for one in self._targets() if one["type"] == "page" and "panel.html" in one["url"]]):
            assert time.monotonic() < end, "the panel did not open"
            time.sleep(0.05)
        return Panel(self._pipe, found[0]["targetId"])

    @property
    def keys(self) -> int:
        """How many keys were pressed on the site in the tab, since it was opened."""
        return int(self.driver.execute_script("return sessionStorage.getItem('keys')") or 0)

    def download_into(self, folder: Path) -> None:
        """Save the files that the browser downloads in this folder."""
        self._pipe.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def _targets(self) -> list[dict[str, str]]:
        targets: list[dict[str, str]] = self._pipe.call("Target.getTargets", filter=[{}])["targetInfos"]
        return targets


@contextmanager
def assistant_browser(folder: Path) -> Iterator[AssistantBrowser]:
    """A browser with the extension. folder: for its data."""
    profile = folder / "profile"
    with _started(profile) as pipe:
        extension = pipe.call("Extensions.loadUnpacked", path=str(unpacked()))["id"]
        options = webdriver.ChromeOptions()
        port = (profile / "DevToolsActivePort").read_text().splitlines()[0]
        options.debugger_address = f"127.0.0.1:{port}"
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": NOTHING_FADES + _COUNT_KEYS})
        try:
            yield AssistantBrowser(pipe, driver, extension)
        finally:
            driver.quit()


@contextmanager
def _started(profile: Path) -> Iterator[Pipe]:
    """A running Chromium."""
    (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
    options = [one for one in OPTIONS if one not in ("--headless", "--disable-extensions", "--incognito")]
    command = [
        *("/usr/bin/chromium", "--headless=new", *options, f"--user-data-dir={profile}"),
        # As wide as a screen on which the panel has room beside a page: in half of it, component libraries cut off the texts of their drop-downs.
        "--window-size=1600,1000",
        *("--remote-debugging-pipe", "--remote-debugging-port=0", "--enable-unsafe-extension-debugging", "about:blank"),
    ]
    # The shell gives Chromium its files under the numbers that it expects.
    moved = f'exec {_COMMANDS}<&{theirs_in} {_RESPONSES}>&{theirs_out}; exec "$@"'
    running = subprocess.Popen(
        ["/bin/bash", "-c", moved, "chromium", *command], pass_fds=(theirs_in, theirs_out), stderr=subprocess.DEVNULL
    )
    for one in (theirs_in, theirs_out):
        os.close(one)
    for one in (ours_in, ours_out):
        fcntl.fcntl(one, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
    pipe = Pipe(ours_out, ours_in)
    try:
        pipe.call("Browser.getVersion")
        yield pipe
    finally:
        running.kill()
        running.wait()
        os.close(ours_out)
        os.close(ours_in)
