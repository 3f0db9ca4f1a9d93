# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports in a director's browser: a file, at a desk, on a phone and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from support.page_browser import (
    LANDSCAPE,
    LAPTOP,
    PHONE,
    PageBrowser,
    assert_accessible,
    assert_contrast,
    assert_self_contained,
)
from support.report_examples import (
    SHORTER,
    consortium_report,
    html,
    onboarding_report,
    outcome,
    report_of,
    result,
)

#: The numbers of libraries in most tests' reports: more than fit on the screen, and the largest supported number.
COUNTS = (30, pytest.param(200, marks=pytest.mark.long))


class Director(PageBrowser):
    """A director's browser."""

    def shown(self, selector: str) -> list[str]:
        """The texts of the visible elements of a selection."""
        return self.script(
            f"return [...document.querySelectorAll({selector!r})].filter((one) => one.checkVisibility())"
            ".map((one) => one.textContent.trim())"
        )

    @property
    def libraries(self) -> list[str]:
        """The libraries in the table; the details below have to be of the same ones."""
        found = self.shown(".matrix tbody th")
        assert self.shown(".library h3") == found
        return found

    @contextmanager
    def without_scripts(self) -> Iterator[None]:
        """Pages that are opened meanwhile run no script, as in a mail or on a server that forbids scripts."""
        self.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        try:
            yield
        finally:
            self.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.fixture
def desk(browser: Any, tmp_path: Path) -> Iterator[Director]:
    browser.set_window_size(LAPTOP, 1000)
    yield Director(browser, tmp_path)
    browser.get("about:blank")


@pytest.fixture(params=COUNTS, scope="module")
def report(request: pytest.FixtureRequest) -> dict[str, Any]:
    return consortium_report(request.param)


@pytest.fixture(scope="module")
def report_html(report: dict[str, Any]) -> str:
    return html(report, "Example Consortium")


@pytest.fixture
def page(report_html: str, desk: Director) -> Director:
    return desk.open(report_html)


# --------------------------------------------------------------------------------------------------------- finding


def test_every_library_is_listed_the_most_urgent_first(page, report):
    assert sorted(page.libraries) == list(report["libraries"])
    urgent = [name for names in report["summary"].values() for name in names]
    assert page.libraries == urgent
    assert page.text("#shown") == "All libraries are shown."


def test_libraries_can_be_filtered_by_state(page, report):
    summary = report["summary"]
    page.click("input[value=failed]")
    assert page.libraries == summary["failed"]
    assert page.text("#shown") == f"Libraries shown: {len(summary['failed'])} of {len(report['libraries'])}."
    page.click("input[value=pending]")
    assert page.libraries == summary["failed"] + summary["pending"]
    page.click("#everything")
    assert len(page.libraries) == len(report["libraries"])
    assert page.focus() == page.one("#find")


def test_a_tile_filters_the_libraries_of_its_state(page, report):
    page.click("a[data-only=pending]")
    assert page.libraries == report["summary"]["pending"]
    assert page.one("input[value=pending]").is_selected()
    page.click("a[data-only=failed]")
    assert page.libraries == report["summary"]["failed"]


def test_libraries_can_be_searched_by_name_and_message(page, report):
    first = next(iter(report["libraries"]))
    page.one("#find").send_keys(first.upper())
    assert page.libraries == [first]
    page.click("#everything")
    page.one("#find").send_keys("disable refused")
    assert len(page.libraries) == 1 and page.libraries[0] in report["summary"]["failed"]
    page.one("#find").send_keys(" nowhere", Keys.ENTER)
    assert page.libraries == []
    assert page.text("#shown") == f"Libraries shown: 0 of {len(report['libraries'])}."


def test_the_age_of_the_values_has_one_line_per_library_the_oldest_first(page, report):
    known = {name: one["knowledge"]["oldest"]["days"] for name, one in report["libraries"].items() if one["knowledge"]}
    assert page.shown(".known tbody th") == sorted(known, key=lambda name: (-known[name], name))
    heights = page.script("return [...document.querySelectorAll('.known tbody tr')].map((row) => row.offsetHeight)")
    assert max(heights) < 45


def test_signs_can_be_replaced_by_words(page):
    cell = "return document.querySelector('#matrix td.drift a').offsetWidth"
    narrow, of_cell = page.one("#matrix").size["width"], page.script(cell)
    assert of_cell < 40
    assert page.one("#matrix td.drift a").accessible_name == "drift"
    page.click("#compact")
    assert page.script(cell) > of_cell + 20
    assert page.one("#matrix").size["width"] > narrow
    page.click("#compact")
    assert page.one("#matrix").size["width"] == narrow


def test_few_columns_show_words_by_default(desk):
    few = report_of([result(**outcome(declared=["loan_policy", "ill_settings"]))])
    assert not desk.open(html(few)).one("#compact").is_selected()
    assert "in place" in desk.text(".matrix tbody")


def test_table_head_and_names_stay_visible_when_scrolling(desk):
    desk.open(html(consortium_report(200)))
    desk.script("const box = document.querySelector('.box'); box.scrollTop = 2000; box.scrollLeft = 300;")
    box, head = desk.one(".box").rect, desk.one(".matrix thead").rect
    assert abs(head["y"] - box["y"]) <= 2
    row = next(one for one in desk.all(".matrix tbody tr") if one.rect["y"] > box["y"] + head["height"])
    name = row.find_element(By.CSS_SELECTOR, "th")
    assert abs(name.rect["x"] - box["x"]) <= 2
    # Nothing covers the name.
    at = f"{name.rect['x'] + 20} - scrollX, {name.rect['y'] + name.rect['height'] / 2} - scrollY"
    desk.script("document.querySelector('.box').scrollIntoView({block: 'end', behavior: 'instant'})")
    assert desk.script(f"return document.elementFromPoint({at})?.closest('th')?.textContent") == name.get_attribute(
        "textContent"
    )


# --------------------------------------------------------------------------------------------------------- details


def test_a_cell_opens_its_details(page):
    row = page.one("tr[data-state=drift]")
    link = row.find_element(By.CSS_SELECTOR, "td.drift a")
    target = link.get_attribute("hash")
    assert page.all(target) == []
    page.script(f"document.querySelector('td.drift a[href=\"{target}\"]').click()")
    assert page.one(target).is_displayed()
    assert page.focus() == page.one(target)
    details = page.text(f".family:has({target})")
    assert "check_in_on_return" in details and "+ value: on" in details
    # The details of the other libraries are no elements yet.
    assert len(page.all(".library noscript")) == len(page.libraries) - 1


def test_details_can_be_reached_with_the_keyboard(page):
    page.press(Keys.TAB)
    assert page.focus().text == "Skip to the details of each library"
    page.press(Keys.ENTER)
    page.tab_to(".library summary")
    assert page.script("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.press(Keys.ENTER)
    card = page.focus().find_element(By.XPATH, "..")
    assert card.get_attribute("open")
    page.tab_to(".library .back a")
    page.press(Keys.ENTER)
    assert page.focus().tag_name == "th"
    page.press(Keys.TAB, Keys.ENTER)
    assert page.focus() == card.find_element(By.CSS_SELECTOR, "summary")


def test_a_cell_can_be_opened_with_the_keyboard(desk):
    desk.open(html(consortium_report(6)))
    desk.tab_to(".matrix td.failed a")
    desk.press(Keys.ENTER)
    details = desk.focus().find_element(By.XPATH, "ancestor-or-self::*[parent::div[parent::details]]").text
    assert "The key or its secret is wrong" in details or "OCLC has the signed" in details


def test_the_target_of_a_link_is_shown_although_it_was_filtered_out(page, report):
    page.click("input[value=in_place]")
    page.click(".next .who a")
    assert len(page.libraries) == len(report["libraries"])
    assert page.focus().tag_name == "summary"


def test_an_address_with_the_details_of_a_library_opens_them(page):
    target = page.one("tr[data-state=drift] td.drift a").get_attribute("hash")
    page.browser.get("about:blank")
    page.browser.get(f"{(page.folder / 'page.html').as_uri()}{target}")
    assert page.one(target).is_displayed()
    assert page.focus() == page.one(target)


def test_of_more_than_two_hundred_libraries_the_most_urgent_are_shown_first(desk):
    report = consortium_report(203)
    urgent = [name for names in report["summary"].values() for name in names]
    desk.open(html(report))
    assert desk.libraries == urgent[:200]
    assert desk.text("#shown") == "Libraries shown: 200 of 203."
    desk.one("#find").send_keys(urgent[-1])
    assert desk.libraries == [urgent[-1]]
    desk.press(*[Keys.BACKSPACE] * len(urgent[-1]))
    assert desk.libraries == urgent[:200]
    desk.click("input[value=in_place]")
    assert desk.libraries == report["summary"]["in_place"]
    desk.click("#everything")
    assert desk.libraries == urgent
    desk.reload()
    desk.script("location.hash = 'l203'")
    WebDriverWait(desk.browser, 30).until(lambda _browser: desk.libraries == urgent)
    with desk.media(LANDSCAPE, "print"):
        desk.reload()
        assert desk.libraries == urgent


def test_going_back_in_the_browser_shows_the_details_before(page):
    links = page.all(".matrix tbody th a")[:2]
    targets = [link.get_attribute("hash") for link in links]
    for link in links:
        page.script("arguments[0].click()", link)
    page.browser.back()
    WebDriverWait(page.browser, 30).until(lambda _browser: page.focus() == page.one(f"{targets[0]} > summary"))
    assert page.script("return location.hash") == targets[0]


def test_all_details_are_opened_and_closed_at_once(page, report):
    page.click("a[data-only=failed]")
    page.click("#open")
    assert len(page.all(".library[open]")) == len(report["summary"]["failed"])
    page.click("#close")
    assert page.all(".library[open]") == []


def test_details_that_several_libraries_have_are_in_each_that_is_opened(desk):
    names = ("adams", "baker")
    desk.open(html(report_of(result(name, **outcome(SHORTER)) for name in names)))
    desk.click("#open")
    assert len(desk.all(".library h4 > a")) == 0
    for details in desk.shown(".library .family"):
        assert "loan_period: 28 days" in details
    assert len(desk.shown(".library .family")) == len(names)
    with desk.without_scripts():
        desk.reload()
        desk.script("document.querySelector('.library > summary').click()")
        desk.click(".library[open] h4 > a")
        assert "loan_period: 28 days" in desk.text(":target") and "(2 libraries)" in desk.text(":target")


def test_failed_checks_come_first_with_their_remedy(desk):
    desk.open(html(consortium_report(6)))
    desk.script("document.querySelector('.matrix td.failed a[href$=\"-checks\"]').click()")
    rows = desk.shown(".checks tbody tr")
    outcomes = [re.search("failed|cannot be checked|waived|passed", row)[0] for row in rows]
    assert outcomes == ["failed", "cannot be checked", "waived", "passed"]
    assert "Send OCLC the form" in rows[0]
    assert "Waived because: renewed by the patron load" in rows[2]


def test_without_scripts_the_page_is_complete(desk, report, report_html):
    with desk.without_scripts():
        desk.open(report_html)
        assert sorted(desk.libraries) == sorted(report["libraries"])
        assert desk.shown(".screen") == []
        desk.click(".matrix td.failed a")
        assert len(desk.all(".library[open]")) == 1
        desk.script("for (const one of document.querySelectorAll('details:not([open]) > summary')) one.click()")
        shown = desk.shown(".family h4")
        assert len(shown) == len(desk.all(".family h4")) == len(re.findall("<h4", report_html))


# --------------------------------------------------------------------------------------------- everybody, everywhere


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
@pytest.mark.parametrize("words", [False, True])
def test_a_page_never_scrolls_sideways(page, width, words):
    with page.media(width):
        page.reload()
        page.script("document.querySelector('#open').click()")
        if words:
            page.script("document.querySelector('#compact').click()")
        assert page.script("return [document.documentElement.scrollWidth, innerWidth]") == [width, width]
        box = page.script("const box = document.querySelector('.box'); return box.scrollWidth > box.clientWidth")
        assert box or width > PHONE


def test_long_names_and_texts_do_not_break_the_page(desk):
    long = "x" * 300
    desk.open(html(report_of([result(long, status="failed", msg=long, worksheet=f"/{long}")], playbook=long), long))
    with desk.media(PHONE):
        desk.reload()
        desk.script("document.querySelector('#open').click()")
        assert desk.script("return document.documentElement.scrollWidth") == PHONE


def test_the_page_is_accessible(desk):
    desk.open(html(consortium_report(6)))
    desk.script("for (const one of document.querySelectorAll('details')) one.open = true")
    assert_accessible(desk)
    # Each cell has its state in words, not only in its appearance.
    cells = desk.script(
        "return [...document.querySelectorAll('.matrix td:not(.seconds)')].map((one) => one.innerText.trim())"
    )
    assert all(re.search(r"[a-z]{4}", cell) for cell in cells)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_sufficient_contrast(desk, scheme):
    desk.open(html(consortium_report(6)))
    desk.script("for (const one of document.querySelectorAll('details')) one.open = true")
    assert_contrast(desk, scheme)


def test_a_page_loads_nothing_and_runs_nothing_but_itself(page):
    assert_self_contained(page)


def test_two_hundred_libraries_with_every_kind_changed_can_be_used(desk):
    desk.open(html(onboarding_report(200)))
    took = desk.script("return performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert took < 15_000
    filtering = desk.script(
        "const start = performance.now(); const find = document.querySelector('#find'); find.value = '17';"
        "find.dispatchEvent(new Event('input')); document.body.offsetHeight; return performance.now() - start"
    )
    assert filtering < 2_000
    assert len(desk.libraries) == 12


# ----------------------------------------------------------------------------------------------------------- paper


def test_the_printed_page_is_complete_and_has_no_controls(page, report):
    page.click("input[value=failed]")
    with page.media(LANDSCAPE, "print", "dark"):
        assert page.script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.script("dispatchEvent(new Event('beforeprint'))")
        assert page.shown("button, input, .tools, .skip, .back, #shown") == []
        # Filters do not apply on paper.
        assert sorted(page.libraries) == sorted(report["libraries"])
        assert page.script("return document.documentElement.scrollWidth") == LANDSCAPE
        height = "return [...document.querySelectorAll('.library > div')].every((one) => one.offsetHeight > 20)"
        assert page.script(height)
        assert page.script("return getComputedStyle(document.querySelector('.box')).overflow") == "visible"


def test_the_table_is_printed_in_landscape_and_the_rest_in_portrait(page):
    across = [width > height for width, height in page.printed()]
    assert not across[0] and not across[-1] and True in across
    first, last = across.index(True), len(across) - across[::-1].index(True)
    assert all(across[first:last])
    # The details of all libraries were printed. Elements that were opened for printing are closed again.
    assert page.all(".library noscript") == page.all(".library[open]") == []
