# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation site that `make site` builds, as people read it in a browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from support import axe
from support.environment import BUILD
from support.waiting import wait_until

pytestmark = pytest.mark.long

#: A page of each type: the first page, guides, generated references, and what antsibull-docs and the theme make.
PAGES = (
    *("docs/README", "docs/tutorial", "docs/playbooks", "docs/reference/README", "roles/onboard/README"),
    *(
        "collection/index",
        "collection/connection_options",
        "collection/bill_reason_module",
        "collection/run_callback",
    ),
    *("collection/directory_inventory", "collection/onboard_role", "collection/libraries_lookup", "search", "genindex"),
)


class Handler(SimpleHTTPRequestHandler):
    """Nothing on the terminal."""

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address, as a release publishes it: beside an older version, which has two pages."""
    folder = tmp_path_factory.mktemp("sites")
    built = BUILD / "site/html"
    assert (built / "index.html").exists(), "run make site first"
    (folder / "2.0.0").symlink_to(built)
    (folder / "1.0.0/docs").mkdir(parents=True)
    for page in ("index", "docs/glossary"):
        (folder / f"1.0.0/{page}.html").touch()
    (folder / "versions.json").write_text('["2.0.0", "1.0.0"]', encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/2.0.0"
        server.shutdown()
        thread.join()


@pytest.fixture
def shown(browser: webdriver.Chrome) -> Iterator[Callable[[str, int], None]]:
    """Shows pages in a colour scheme and a width."""

    def show(scheme: str, width: int) -> None:
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    yield show
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("page", PAGES)
def test_axe_accepts_each_type_of_page(browser: webdriver.Chrome, site: str, shown: Callable, page: str):
    for scheme, width in (("light", 1400), ("dark", 1400), ("light", 400)):
        shown(scheme, width)
        browser.get(f"{site}/{page}.html")
        found = axe.violations(lambda expression: browser.execute_script(f"return ({expression})"))
        assert found == [], (scheme, width)
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth"), (scheme, width)


def found(browser: webdriver.Chrome, site: str, words: str) -> list[tuple[str, str]]:
    """The pages that a search finds, with their excerpts, when all excerpts have been loaded."""
    browser.get(f"{site}/search.html?q={words}")
    wait_until(lambda: browser.execute_script("return document.querySelectorAll('#search-results ul.search').length"))
    done = "return document.querySelector('#search-results .search-summary')?.innerText.includes('found')"
    wait_until(lambda: browser.execute_script(done))
    results = browser.find_elements(By.CSS_SELECTOR, "#search-results ul.search > li")
    return [
        (one.find_element(By.TAG_NAME, "a").get_attribute("href").removeprefix(f"{site}/"), one.text) for one in results
    ]


#: The page that is found first. Without a folder: in docs/.
FIRST = {
    "wms_scim_scope": "collection/connection_options",
    "ca_path": "collection/connection_options",
    "loan_policy": "collection/loan_policy_module",
    "reshare.wms.bill_structure": "collection/bill_structure_module",
    "reshare_setting": "collection/reshare_setting_module",
    "directory": "collection/directory_inventory",
    "callback": "collection/run_callback",
    "onboard": "roles/onboard/README",
    "worksheet": "worksheets",
    "records": "record",
    "plan": "roles/plan/README",
    "failure codes": "watch",
    "rulebook": "ci",
    "vault": "secrets",
    "requirements": "install",
    "AWX": "ci",
    "waves": "changes",
    "patrons": "changes",
    "support": "install",
    "glossary": "glossary",
    "troubleshooting": "troubleshooting",
}
#: What users ask: the words that they type, and the page in docs with the answer.
QUESTIONS = {
    "emergency stop": "libraries",
    "stop lending": "libraries",
    "add a library": "libraries",
    "rename library": "libraries",
    "change symbol": "libraries",
    "change loan period": "changes",
    "undo a change": "changes",
    "roll out waves": "changes",
    "what patrons get": "changes",
    "second person approve": "mail",
    "send reminder": "mail",
    "confirmed nothing happens": "troubleshooting",
    "exit code": "watch",
    "alert webhook": "watch",
    "json schema": "watch",
    "replace key": "secrets",
    "erase person": "secrets",
    "privacy": "secrets",
    "letter OCLC": "pilot",
    "first contact": "pilot",
    "questionnaire": "worksheets",
    "install extension": "assistant",
    "pull request": "ci",
    "kubernetes": "ci",
    "python version": "install",
    "validate inventory": "connection",
    "report files": "record",
    "licence cost": "overview",
}
#: Searches for each of some words, in one page: the pages that are found, the best ones first.
SEARCH = """
return Object.fromEntries(arguments[0].map((words) => {
  history.replaceState(null, "", `?q=${encodeURIComponent(words)}`);
  const found = Search._performSearch(...Search._parseQuery(words)).reverse();
  return [words, [...new Set(found.map(([page]) => page))]];
}));
"""


@pytest.mark.parametrize("words", FIRST)
def test_a_search_finds_the_page_that_defines_a_word_first(browser: webdriver.Chrome, site: str, words: str):
    results = found(browser, site, words)
    first = FIRST[words]
    assert results[0][0].partition(".html")[0] == (first if "/" in first else f"docs/{first}"), results[:5]
    assert "\n" in results[0][1]


@pytest.fixture(scope="module")
def searched(browser: webdriver.Chrome, site: str) -> dict[str, list[str]]:
    """The pages that a search for each question finds."""
    browser.get(f"{site}/search.html")
    wait_until(lambda: browser.execute_script("return Search.hasIndex()"))
    return dict(browser.execute_script(SEARCH, list(QUESTIONS)))


@pytest.mark.parametrize("words", QUESTIONS)
def test_a_search_finds_the_page_with_the_answer_first_or_second(searched: dict[str, list[str]], words: str):
    assert f"docs/{QUESTIONS[words]}" in searched[words][:2]


@pytest.mark.parametrize("option", ["wms_scim_scope", "ca_path", "timeout"])
def test_a_search_for_an_option_that_most_modules_have_does_not_find_all_of_them(
    browser: webdriver.Chrome, site: str, option: str
):
    assert sum("_module" in page for page, _text in found(browser, site, option)) < 20


def test_the_first_page_shows_what_it_is_and_which_version(browser: webdriver.Chrome, site: str):
    browser.get(f"{site}/docs/README.html")
    article = browser.find_element(By.TAG_NAME, "article")
    assert article.text.partition("\n")[2].startswith("Configures the link between Project ReShare and OCLC")
    assert article.find_elements(By.CSS_SELECTOR, "img[src*=worksheet]")
    assert article.find_elements(By.LINK_TEXT, "Pilot in four weeks")
    assert "reshare.wms 1." in browser.find_element(By.CSS_SELECTOR, ".sidebar-brand-text").get_attribute("textContent")


@pytest.mark.parametrize(
    ("page", "other"), [("docs/glossary.html#record", "docs/glossary.html#record"), ("README.html", "index.html")]
)
def test_a_page_leads_to_the_same_one_of_another_version(browser: webdriver.Chrome, site: str, page: str, other: str):
    """To its first page if there is no such page."""
    browser.set_window_size(1400, 1000)
    browser.get(f"{site}/{page}")
    wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, ".versions"))
    browser.find_element(By.CSS_SELECTOR, ".versions summary").click()
    (link,) = browser.find_elements(By.CSS_SELECTOR, ".versions a")
    assert link.text == "1.0.0"
    wait_until(lambda: link.get_attribute("href") == site.replace("2.0.0", f"1.0.0/{other}"))
    assert axe.violations(lambda expression: browser.execute_script(f"return ({expression})")) == []
