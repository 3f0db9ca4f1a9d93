# SPDX-License-Identifier: GPL-3.0-or-later

"""A browser for a page that is a file, and assertions for every such page: on a desktop, on a phone and in print."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from selenium import webdriver
from selenium.common.exceptions import ElementClickInterceptedException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from support.waiting import wait_until

LAPTOP, PHONE = 1280, 390
#: The sides of A4 at 96 dots per inch.
UPRIGHT, LANDSCAPE = 794, 1123

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--disable-extensions",
    # Without a history, which would take a fifth of the time of a page.
    "--incognito",
    # One renderer process without a spare: each costs more than most tests.
    "--renderer-process-limit=1",
    "--disable-features=SpareRendererForSitePerProcess,BackForwardCache",
)
#: Elements that a page shows for some seconds stay visible, so that a busy machine still finds them.
NOTHING_FADES = "{ const later = setTimeout; window.setTimeout = (act, wait = 0, ...more) => (wait < 5000 ? later(act, wait, ...more) : 0); }"

#: Defines find(root, selector), which finds an element in frames and open shadow roots, too.
FIND = """const find = (root, selector) => root.querySelector(selector) ?? [...root.querySelectorAll("*")]
  .map((one) => one.shadowRoot ?? one.contentDocument).filter(Boolean).map((one) => find(one, selector)).find(Boolean);"""

#: A paste with the texts of a clipboard, by their types.
_PASTE = """
const [target, texts] = arguments;
const clipboardData = new DataTransfer();
for (const [type, text] of Object.entries(texts)) clipboardData.setData(type, text);
target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
"""

#: The texts with too little contrast, each with its contrast.
_PALE = """
const parts = (color) => color.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map((one) => one / 255).map((one) => one <= .03928 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4)
  .reduce((sum, one, at) => sum + one * [.2126, .7152, .0722][at], 0);
const behind = (one) => {
  for (let at = one; at; at = at.parentElement) {
    const color = parts(getComputedStyle(at).backgroundColor);
    if (color.length < 4 || color[3] > 0) return color;
  }
  return [255, 255, 255];
};
const pale = [];
for (const one of document.querySelectorAll("body *")) {
  const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || one.closest(".hidden, .skip, :disabled, script, style, template, noscript") || !one.checkVisibility()) continue;
  const [above, below] = [light(parts(getComputedStyle(one).color)), light(behind(one))];
  const ratio = (Math.max(above, below) + .05) / (Math.min(above, below) + .05);
  if (ratio < 4.5) pale.push(`${ratio.toFixed(2)} ${one.outerHTML.slice(0, 120)}`);
}
return pale;
"""


@contextmanager
def chromium(profile: Path) -> Iterator[webdriver.Chrome]:
    """Debian's Chromium in headless mode. profile: a folder for its data."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for option in (*OPTIONS, f"--user-data-dir={profile}"):
        options.add_argument(option)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": NOTHING_FADES})
    try:
        yield driver
    finally:
        driver.quit()


class PageBrowser:
    """A browser with a folder for files."""

    def __init__(self, browser: Any, folder: Path):
        self.browser = browser
        self.folder = folder

    def open(self, html: str, name: str = "page.html") -> Self:
        """Open a page from a file."""
        path = self.folder / name
        path.write_text(html, encoding="utf-8")
        # The same page is opened from another one: otherwise a part that a link pointed at would remain the visible one.
        if self.browser.current_url.partition("#")[0] == path.as_uri():
            self.browser.get("about:blank")
        self.browser.get(path.as_uri())
        return self

    def write(self, html: str) -> None:
        """Show a page without scripts in place of the open one. A navigation would take most of the time of a short test."""
        if not self.browser.current_url.startswith("file:"):
            self.open("")
        self.browser.execute_script("document.open(); document.write(arguments[0]); document.close()", html)

    def reload(self) -> None:
        """Reload the page, after the browser has stored its data, which happens a moment after a tick."""
        time.sleep(0.2)
        self.browser.execute_script("document.isBefore = true")
        self.browser.refresh()
        wait_until(
            lambda: self.browser.execute_script("return !document.isBefore && document.readyState === 'complete'")
        )

    def one(self, selector: str) -> Any:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[Any]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def each(self, selector: str, name: str) -> list[Any]:
        """A property of each element in a single call: each call is a round trip between browser and test."""
        return self.script(
            "return [...document.querySelectorAll(arguments[0])].map((one) => one[arguments[1]])", selector, name
        )

    def text(self, selector: str = "body") -> str:
        return self.one(selector).text

    def script(self, text: str, *arguments: Any) -> Any:
        return self.browser.execute_script(text, *arguments)

    def focus(self) -> Any:
        return self.browser.switch_to.active_element

    def press(self, *keys: str) -> None:
        """Press keys at the current focus, whatever it is: to a file input, an element's send_keys would send a path."""
        ActionChains(self.browser).send_keys(*keys).perform()

    def tab_to(self, selector: str, at_most: int = 200) -> None:
        """Press the tabulator key until the element has the focus."""
        for _number in range(at_most):
            if self.focus() in self.all(selector):
                return
            self.press(Keys.TAB)
        raise AssertionError(f"{selector} can't be reached")

    def click(self, selector: str) -> None:
        """Click an element as soon as nothing covers it: what the last action draws can move it between scrolling and the click."""
        wait_until(lambda: self._clicked(selector), patience=20)

    def _clicked(self, selector: str) -> bool:
        # An element at the edge of the window must not cover it.
        self.script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", self.one(selector))
        try:
            self.one(selector).click()
        except ElementClickInterceptedException:
            return False
        return True

    def paste(self, selector: str, **texts: str) -> None:
        """Paste the texts of a clipboard, html and plain."""
        self.script(_PASTE, self.one(selector), {f"text/{name}": text for name, text in texts.items()})

    @contextmanager
    def media(self, width: int = LAPTOP, media: str = "screen", scheme: str = "light") -> Iterator[None]:
        """Render the page for that medium."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
        try:
            yield
        finally:
            self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
            self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def screenshot(self, width: int, at_most: float, top: float = 0) -> bytes:
        """A part of the page as PNG. top: its distance from the beginning of the page, to which it is scrolled."""
        whole = self.script(
            "scrollTo({ top: arguments[0], behavior: 'instant' });"
            "return document.documentElement.getBoundingClientRect().height",
            top,
        )
        height = min(whole - top, at_most)
        clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
        shot = self.browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        return base64.b64decode(shot["data"])

    def printed(self) -> list[tuple[int, int]]:
        """The size of each printed page, in points."""
        printed = self.browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        pdf = base64.b64decode(printed["data"])
        assert pdf.startswith(b"%PDF-")
        sizes = re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", pdf)
        return [(int(width), int(height)) for width, height in sizes]


def assert_accessible(page: PageBrowser) -> None:
    """Assert that every element is accessible to assistive technology."""
    assert page.one("html").get_attribute("lang") == "en"
    assert len(page.all("main")) == 1 and len(page.all("h1")) == 1
    levels = [int(name[1]) for name in page.each("h1, h2, h3, h4, h5, h6", "tagName")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in zip(levels, levels[1:]))
    unlabelled = page.script(
        "return [...document.querySelectorAll('input, textarea, select')].filter((one) =>"
        " ![...one.labels].some((label) => label.textContent.trim()) && !one.getAttribute('aria-label'))"
        ".map((one) => one.outerHTML)"
    )
    assert unlabelled == []
    ids = page.each("[id]", "id")
    assert len(set(ids)) == len(ids)
    assert page.all("[tabindex]:not([tabindex='0'], [tabindex='-1'])") == []
    assert all(page.each("th", "scope"))
    assert len(page.all("table")) == len(page.all("table > caption, table.paper"))
    assert all(text.strip() for text in page.each("button, a, summary, th, legend, caption", "textContent"))


def assert_contrast(page: PageBrowser, scheme: str) -> None:
    """Assert that every text has sufficient contrast, in light and dark colours."""
    with page.media(scheme=scheme):
        background = page.script("return getComputedStyle(document.body).backgroundColor")
        assert (background == "rgb(243, 245, 247)") == (scheme == "light")
        assert page.script(_PALE) == []


def assert_self_contained(page: PageBrowser) -> None:
    """Assert that the page loads nothing and runs only its own script."""
    assert page.script("return performance.getEntriesByType('resource').map((entry) => entry.name)") == []
    page.script(
        "const script = document.createElement('script'); script.textContent = 'window.intruded = true';"
        "document.body.append(script);"
    )
    assert page.script("return window.intruded") is None
    problem = page.browser.execute_async_script(
        "const done = arguments[0]; fetch('https://worldcat.org/').then(() => done('loaded'), () => done('refused'))"
    )
    assert problem == "refused"
