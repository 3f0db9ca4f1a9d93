# SPDX-License-Identifier: GPL-3.0-or-later

"""The sandbox's web pages in a browser."""

from __future__ import annotations

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

#: The label and the values in each line of a screen, as they are displayed.
_SHOWN = """
const inside = (line) => (line.shadowRoot ?? line).querySelectorAll("span, label, input, select, [role=textbox], [role=combobox]");
const value = (one) => one.selectedOptions?.[0]?.text ?? one.value ?? one.textContent;
return [...document.querySelectorAll("main .line")].map((line) =>
  [...inside(line)].filter((one) => one.checkVisibility()).map((one) => value(one).trim()).filter((text) => text && text !== "*"));
"""


def text(browser) -> str:
    return browser.find_element(By.TAG_NAME, "body").text


@pytest.fixture
def curie(browser, sandbox):
    browser.set_window_size(1280, 1000)
    browser.get(sandbox)
    browser.find_element(By.PARTIAL_LINK_TEXT, "Curie").click()
    return browser


def test_the_page_states_that_it_is_a_rehearsal(curie):
    assert "This is a rehearsal." in text(curie)


def test_the_page_contains_no_secret(curie, sandbox):
    for library in requests.get(f"{sandbox}/_sandbox/libraries", timeout=10).json():
        curie.get(f"{sandbox}/libraries/{library['registry_id']}")
        assert "-secret" not in curie.page_source and "-password" not in curie.page_source.replace("_password", "")


def test_the_page_is_accessible(curie):
    assert curie.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    assert len(curie.find_elements(By.TAG_NAME, "main")) == 1
    assert all(header.get_attribute("scope") for header in curie.find_elements(By.TAG_NAME, "th"))
    levels = [int(heading.tag_name[1]) for heading in curie.find_elements(By.CSS_SELECTOR, "h1, h2, h3, h4")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in zip(levels, levels[1:]))
    for link in curie.find_elements(By.CSS_SELECTOR, "nav a[href^='#']"):
        assert curie.find_elements(By.ID, link.get_attribute("hash").removeprefix("#"))


def test_the_page_is_self_contained(curie, sandbox):
    loaded = curie.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [address for address in loaded if not address.startswith(sandbox)] == []


@pytest.mark.parametrize("markup", ["aria", "app"])
def test_a_screen_shows_the_values_to_a_person(browser, sandbox, markup):
    browser.get(f"{sandbox}/screens/100201/loan_policies?name=Four+weeks&markup={markup}&noise=1")
    WebDriverWait(browser, 30).until(
        lambda page: page.find_element(By.TAG_NAME, "html").get_attribute("data-ready") == "1"
    )
    shown = browser.execute_script(_SHOWN)
    assert ["Policy Name", "Four weeks"] in shown and ["Regular Loan Period", "4", "weeks"] in shown
    assert ["Overdue Periodic Bill", "Daily fine"] in shown
