# SPDX-License-Identifier: GPL-3.0-or-later

"""The account of a run, and the libraries over time, in a director's browser: at a desk, on a phone and on paper."""

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

from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_document import by_state
from support import axe
from support.account_examples import (
    HOSTILE,
    IN_PLACE,
    SHORTER,
    account_of,
    consortium_account,
    directors_html,
    failed,
    html,
    onboarding_account,
    outcome,
    status_html,
)
from support.page_browser import (
    LANDSCAPE,
    LAPTOP,
    PHONE,
    UPRIGHT,
    PageBrowser,
    assert_accessible,
    assert_contrast,
    assert_self_contained,
)

#: The numbers of libraries in most tests' accounts: more than fit on the screen, and as many as are shown at first.
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
        found = self.shown("#matrix tbody th")
        assert self.shown(".library h3") == found
        return found

    def open_all(self) -> None:
        """Open the details of all libraries."""
        self.script("for (const one of document.querySelectorAll('details:not([open]) > summary')) one.click()")

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
def account(request: pytest.FixtureRequest) -> dict[str, Any]:
    return consortium_account(request.param)


@pytest.fixture(scope="module")
def account_html(account: dict[str, Any]) -> str:
    return html(account)


@pytest.fixture
def page(account_html: str, desk: Director) -> Director:
    return desk.open(account_html)


def urgent(account: dict[str, Any], *states: str | None) -> list[str]:
    """The libraries with these states, or all of them, the most urgent first."""
    found = by_state(account)
    return [name for state, names in found.items() if not states or state in states for name in sorted(names)]


# --------------------------------------------------------------------------------------------------------- finding


def test_libraries_are_listed_the_most_urgent_first_and_filtered_by_state(page, account):
    assert page.libraries == urgent(account)
    assert page.text("#shown") == ""
    page.click("input[value=failed]")
    assert page.libraries == urgent(account, "failed")
    assert page.text("#shown") == f"Libraries shown: {len(page.libraries)} of {len(account['libraries'])}."
    page.click("input[value=pending]")
    assert page.libraries == urgent(account, "failed", "pending")


def test_libraries_are_found_by_name_and_message(page, account):
    first = urgent(account)[0]
    page.one("#find").send_keys(first.upper())
    assert page.libraries == [first]
    page.one("#find").clear()
    page.one("#find").send_keys("disable refused")
    assert len(page.libraries) == 1 and page.libraries[0] in urgent(account, "failed")
    page.one("#find").send_keys(" nowhere", Keys.ENTER)
    assert page.libraries == []


def test_table_head_and_names_stay_visible_when_scrolling(desk):
    desk.open(html(consortium_account(200)))
    desk.script("const box = document.querySelector('.box'); box.scrollTop = 2000; box.scrollLeft = 300;")
    box, head = desk.one(".box").rect, desk.one("#matrix thead").rect
    assert abs(head["y"] - box["y"]) <= 2
    row = next(one for one in desk.all("#matrix tbody tr") if one.rect["y"] > box["y"] + head["height"])
    assert abs(row.find_element(By.CSS_SELECTOR, "th").rect["x"] - box["x"]) <= 2


def test_of_more_than_two_hundred_libraries_the_most_urgent_are_shown_first(desk):
    account = consortium_account(203)
    names = urgent(account)
    desk.open(html(account))
    assert desk.libraries == names[:200]
    assert desk.text("#shown") == "Libraries shown: 200 of 203."
    desk.one("#find").send_keys(names[-1])
    assert desk.libraries == [names[-1]]
    desk.press(*[Keys.BACKSPACE] * len(names[-1]))
    assert desk.libraries == names[:200]
    desk.click("#everything")
    assert desk.libraries == names
    assert desk.focus() == desk.one("#find")
    desk.reload()
    desk.script("location.hash = 'l203'")
    WebDriverWait(desk.browser, 30).until(lambda _browser: desk.libraries == names)
    with desk.media(LANDSCAPE, "print"):
        desk.reload()
        assert desk.libraries == names


# --------------------------------------------------------------------------------------------------------- details


def test_details_can_be_reached_with_the_keyboard_and_are_made_when_opened(page):
    page.press(Keys.TAB)
    assert page.focus().text == "Skip to the details of each library"
    page.press(Keys.ENTER)
    page.tab_to(".library summary")
    assert page.script("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.press(Keys.ENTER)
    card = page.focus().find_element(By.XPATH, "..")
    assert card.get_attribute("open")
    # Those of the other libraries are no elements yet.
    assert len(page.all(".library noscript")) == len(page.libraries) - 1
    page.tab_to(".library .back a")
    page.press(Keys.ENTER)
    assert page.focus().tag_name == "th"
    page.press(Keys.TAB, Keys.ENTER)
    assert page.focus() == card.find_element(By.CSS_SELECTOR, "summary")


def test_the_target_of_a_link_or_of_the_address_is_shown_although_it_was_filtered_out(page, account):
    page.click("input[value=in_place]")
    page.click(".next .who a")
    assert len(page.libraries) == len(account["libraries"])
    assert page.focus().tag_name == "summary"
    target = page.one("tr[data-state=failed] th a").get_attribute("hash")
    page.browser.get("about:blank")
    page.browser.get(f"{(page.folder / 'page.html').as_uri()}{target}")
    assert page.one(f"{target} > div").is_displayed()


def test_going_back_in_the_browser_shows_the_details_before(page):
    links = page.all("#matrix tbody th a")[:2]
    targets = [link.get_attribute("hash") for link in links]
    for link in links:
        page.script("arguments[0].click()", link)
    page.browser.back()
    WebDriverWait(page.browser, 30).until(lambda _browser: page.focus() == page.one(f"{targets[0]} > summary"))
    assert page.script("return location.hash") == targets[0]


def test_details_that_several_libraries_have_are_in_each_that_is_opened(desk):
    names = ("adams", "baker")
    desk.open(html(account_of({name: {"wms": outcome(SHORTER)} for name in names})))
    desk.open_all()
    assert len(desk.all(".library h4 > a")) == 0
    assert ["loan_period: 28 days" in details for details in desk.shown(".library .family")] == [True] * len(names)
    with desk.without_scripts():
        desk.reload()
        desk.script("document.querySelector('.library > summary').click()")
        desk.click(".library[open] h4 > a")
        assert "loan_period: 28 days" in desk.text(":target") and "(2 libraries)" in desk.text(":target")


def test_failed_checks_come_first_with_their_remedy(desk):
    desk.open(html(consortium_account(6)))
    desk.open_all()
    rows = desk.shown(".checks tbody tr")
    outcomes = [re.search("failed|cannot be checked|waived|passed", row)[0] for row in rows]
    assert outcomes == ["failed", "cannot be checked", "waived", "passed"]
    assert "Send OCLC the form" in rows[0]
    assert "Waived because: renewed by the patron load" in rows[2]


def test_without_scripts_the_page_is_complete(desk, account, account_html):
    with desk.without_scripts():
        desk.open(account_html)
        assert desk.libraries == urgent(account)
        assert desk.shown(".screen") == []
        desk.open_all()
        shown = desk.shown(".family h4")
        assert len(shown) == len(desk.all(".family h4")) == len(re.findall("<h4", account_html))


# --------------------------------------------------------------------------------------------- everybody, everywhere


STATUS = status_html(16, 40, "Example Consortium")
#: The week of the last run is one in which most libraries go live.
DIRECTORS = directors_html(16, 10, "Example Consortium", "The Library of the University of {}")


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
@pytest.mark.parametrize(
    "made",
    [lambda: html(consortium_account(30)), lambda: STATUS, lambda: DIRECTORS],
    ids=["run", "status", "directors"],
)
def test_a_page_never_scrolls_sideways(desk, width, made):
    desk.open(made())
    with desk.media(width):
        desk.reload()
        desk.open_all()
        assert desk.script("return [document.documentElement.scrollWidth, innerWidth]") == [width, width]


def test_long_and_hostile_texts_do_not_break_the_page(desk):
    long = "x" * 300
    libraries = {long: {"wms": {**failed(long), "worksheet": f"/{long}"}}, HOSTILE: {"wms": failed(HOSTILE)}}
    desk.open(html(account_of(libraries, ended=libraries)))
    desk.open_all()
    assert desk.all("img") == []
    assert [one for one in desk.shown(".library h3") if "<img src=x" in one and "{{ 7000 * 7 }}" in one] != []
    with desk.media(PHONE):
        desk.reload()
        desk.open_all()
        assert desk.script("return document.documentElement.scrollWidth") == PHONE


@pytest.mark.parametrize(
    "made",
    [lambda: html(consortium_account(16)), lambda: STATUS, lambda: DIRECTORS],
    ids=["run", "status", "directors"],
)
def test_a_page_is_accessible_and_loads_nothing(desk, made):
    desk.open(made())
    desk.open_all()
    assert_accessible(desk)
    for scheme in ("light", "dark"):
        assert_contrast(desk, scheme)
    assert_self_contained(desk)
    # Each state is a word, not only an appearance.
    assert all(re.search(r"[a-z]{4}", cell) for cell in desk.shown("#matrix td.bare"))


def test_a_thousand_libraries_can_be_used_on_a_phone(desk):
    """With every kind of object created at each."""
    with desk.media(PHONE):
        desk.open(html(onboarding_account(1000)))
        assert desk.script("return document.documentElement.scrollWidth") == PHONE
        assert len(desk.libraries) == 200
        desk.one("#find").send_keys("17")
        assert len(desk.libraries) == 20
        desk.click("#l171 summary")
        assert "ReShare 170" in desk.text("#l171")


def test_a_good_night_is_a_screen_without_an_empty_part(desk):
    desk.open(html(account_of({f"library{at}": {"wms": IN_PLACE} for at in range(12)}, "drift", True)))
    assert desk.script("return document.querySelector('#details').getBoundingClientRect().top") < 1000
    # One state needs no filter, and nothing is to be done.
    assert desk.shown("fieldset, .next, .note") == []
    assert desk.shown("#matrix thead th") == ["Library", "State"]


# ---------------------------------------------------------------------------------------------------------- status


def test_the_status_of_each_library_is_in_a_row_with_its_time_line(desk):
    desk.open(STATUS)
    heads = desk.shown("#matrix thead th")
    assert heads[:6] == ["Library", "State", "Since", "Link", "Waits for", "Next"]
    assert len(desk.shown("#matrix div.line")) == 16
    desk.click("input[value=drift]")
    assert {*desk.shown("#matrix td:nth-child(2)")} == {"drift"}
    desk.script("document.querySelector('#matrix tr:not(.left-out) th a').click()")
    details = desk.text(".library[open]")
    assert "Next: ansible-playbook reshare.wms.onboard" in details and "since" in details and "States" in details
    widths = desk.script(
        "return [...document.querySelectorAll('div.line')].map((one) => [one.scrollWidth, one.clientWidth])"
    )
    assert [pair for pair in widths if pair[0] > pair[1] + 1] == []


def test_two_hundred_libraries_over_sixty_runs_can_be_used(desk):
    desk.open(status_html(200, 60))
    assert len(desk.libraries) == 200
    desk.one("#find").send_keys("college-017")
    assert (len(desk.libraries), desk.text("#shown")) == (1, "Libraries shown: 1 of 200.")


# ----------------------------------------------------------------------------------------------------------- paper


def test_the_printed_page_is_complete_and_has_no_controls(page, account):
    page.click("input[value=failed]")
    with page.media(LANDSCAPE, "print", "dark"):
        assert page.script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.script("dispatchEvent(new Event('beforeprint'))")
        assert page.shown("button, input, .tools, .skip, .back, #shown") == []
        # Filters do not apply on paper.
        assert page.libraries == urgent(account)
        assert page.script("return document.documentElement.scrollWidth") == LANDSCAPE
        height = "return [...document.querySelectorAll('.library > div')].map((one) => one.offsetHeight).filter((one) => one < 12)"
        assert page.script(height) == []
        assert page.script("return getComputedStyle(document.querySelector('.box')).overflow") == "visible"


def test_what_was_opened_for_printing_is_closed_again(page):
    sizes = page.printed()
    # The details of all libraries were printed.
    assert len(sizes) > 5
    assert page.all(".library[open]") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("width", "media"), [(LAPTOP, "screen"), (360, "screen"), (UPRIGHT, "print")], ids=["desk", "phone", "paper"]
)
def test_axe_finds_nothing_wrong_on_the_page_for_directors(desk, width, media, scheme):
    desk.open(DIRECTORS)
    with desk.media(width, media, scheme):
        desk.reload()
        assert axe.violations(lambda expression: desk.script(f"return ({expression})")) == []
        assert desk.script("return document.documentElement.scrollWidth") == width


def test_the_page_for_directors_is_printed_on_few_sheets_and_has_labels_on_a_phone(desk):
    desk.open(DIRECTORS)
    # A4, in points.
    sizes = desk.printed()
    assert len(sizes) <= 2 and all(abs(width - 595) <= 1 and abs(height - 842) <= 1 for width, height in sizes)
    assert "The Library of the University of north-college-000" in desk.shown("th")
    with desk.media(UPRIGHT, "print"):
        lines = "const all = document.createRange(); all.selectNodeContents(one); return all.getClientRects().length"
        assert set(desk.script(f"return [...document.querySelectorAll('td.date')].map((one) => {{ {lines} }})")) == {1}
    with desk.media(PHONE):
        labels = "return [...document.querySelectorAll('tr:first-child [data-label]')].map((one) => getComputedStyle(one, '::before').content)"
        assert desk.script(labels)[:4] == ['"Link "', '"Configuration "', '"Since "', '"Waits for "']
