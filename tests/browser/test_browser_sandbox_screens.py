# SPDX-License-Identifier: GPL-3.0-or-later

"""A person works on the sandbox's screens in a browser, in each markup: what is entered is saved, and a capture of a form that was edited
and not saved shows that."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from support.library import Library
from support.screen_examples import MARKUPS, READY, screen_path, screens_seed
from support.scripts import script
from support.seeds import changed_seed
from support.waiting import wait_until

_LOOK = "const [source, done] = arguments; (0, eval)(source); reshareWmsLook().then(done);"
#: Finds what a person would, the control of a field by its label or name, or a button by its text, also in frames and shadow roots.
FIND = """
const [what, name, label, text] = arguments;
const documents = (one) => [one.document, ...Array.from(one.frames, documents).flat()];
const inside = (root) => [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? inside(one.shadowRoot) : [])]);
const all = documents(window).flatMap((one) => inside(one)).filter((one) => one.checkVisibility());
const says = (one) => one.textContent.replace("*", "").trim() === label;
const named = all.find((one) => one.name === name || one.dataset.name === name);
const one = what === "button"
  ? all.findLast((one) => one.matches("button, a") && says(one))
  : named ?? all.find((one) => one.localName === "label" && says(one))?.control;
const list = () => one.options ?? one.getRootNode().getElementById(one.getAttribute("aria-controls")).children;
"""
WRITE = """
one.focus();
one.ownerDocument.execCommand("selectAll");
one.ownerDocument.execCommand("insertText", false, text);
one.blur();"""
CHOOSE = """
const at = [...list()].findIndex((option) => option.textContent === text);
if (one.localName === "select") {
  one.selectedIndex = at;
  for (const name of ["input", "change"]) one.dispatchEvent(new Event(name, { bubbles: true }));
} else {
  one.click();
  list()[at].click();
}"""


class Person:
    """A person at a screen in one markup."""

    def __init__(self, browser: Any, library: Library, markup: str):
        self.browser, self.library, self.markup = browser, library, markup

    def open(self, plural: str, name: str | None = None, **query: Any) -> None:
        self.browser.get(self.library.base + screen_path(self.library.id, plural, name, markup=self.markup, **query))
        self.wait()

    def wait(self) -> None:
        """Until the page and its frames are ready."""
        wait_until(lambda: self.browser.execute_script(READY))

    def act(self, script: str, *about: str) -> Any:
        """Run a script on what a person finds on the screen, as soon as it is there."""
        wait_until(lambda: self.browser.execute_script(f"{FIND} return Boolean(one);", *about))
        return self.browser.execute_script(FIND + script, *about)

    def press(self, label: str) -> None:
        """Press a button or link."""
        self.act("one.click();", "button", "", label)

    def save(self) -> None:
        """Press Save, and wait for what the server answers."""
        self.browser.execute_script("document.documentElement.dataset.ready = ''")
        self.press("Save")
        self.wait()

    def write(self, name: str, label: str, text: str) -> None:
        """Write into a text field."""
        self.act(WRITE, "field", name, label, text)

    def choose(self, name: str, label: str, text: str) -> None:
        """Choose an option of a drop-down."""
        self.act(CHOOSE, "field", name, label, text)

    def options(self, name: str, label: str) -> list[str]:
        return self.act("return [...list()].map((option) => option.textContent);", "field", name, label)

    @property
    def text(self) -> str:
        """The texts in all frames."""
        script = "const all = (one) => [one.document.body?.innerText, ...Array.from(one.frames, all)].join(' '); return all(window)"
        return self.browser.execute_script(script)

    @property
    def drawn(self) -> list[str]:
        """What a capture has in the controls."""
        return [text for item in capture(self.browser)["items"] for text in item.get("drawn", ())]

    @property
    def flags(self) -> set[str]:
        """How a capture says that anything is drawn."""
        return {flag for item in capture(self.browser)["items"] for flag in item.get("flags", ())}


def capture(browser: Any) -> dict[str, Any]:
    """The capture of the current page that the assistant makes. browser: a webdriver of selenium."""
    found: dict[str, Any] = browser.execute_async_script(_LOOK, script("look.js"))
    return found


@pytest.fixture
def person(browser, sandbox, markup) -> Person:
    return Person(browser, Library(sandbox, seed={**changed_seed(), **screens_seed()}), markup)


def saved(person: Person, plural: str, name: str) -> dict[str, Any]:
    return next(one for one in person.library.configuration[plural] if one["name"] == name)


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_form_is_edited_refused_corrected_and_saved(person):
    person.open("notification_policies", new=1)
    person.write("name", "Policy Name", "New & <b>bold</b>")
    person.write("subject", "Subject", "Come")
    assert {"New & <b>bold</b>", "Come"} <= {*person.drawn}
    person.save()
    assert "Come" in person.drawn and "invalid" in person.flags
    person.write("notification_type", "Notification Type", "Hold Pickup")
    person.write("start_text", "Start Text", "Two\nlines" if person.markup in ("plain", "app") else "A line")
    person.save()
    text = "Two\nlines" if person.markup in ("plain", "app") else "A line"
    wait_until(lambda: "New & <b>bold</b>" in str(person.library.configuration["notification_policies"]))
    assert saved(person, "notification_policies", "New & <b>bold</b>") == {
        **{"name": "New & <b>bold</b>", "notification_type": "Hold Pickup", "subject": "Come", "start_text": text}
    }
    person.open("notification_policies", "New & <b>bold</b>")
    assert "invalid" not in person.flags


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_drop_down_loads_the_options_that_belong_to_another_one(person):
    person.open("ill_settings")
    section = "relais_d2d.temporary_item_"
    if person.markup == "app":
        # Each section has a field of that label: the first one is that of ReShare.
        section = "reshare.temporary_item_"
    place, shelf = "Temporary Item Holding Location", "Temporary Item Shelving Location"
    person.choose(f"{section}holding_location", place, "TSTA")
    wait_until(lambda: 'R&D "old"' not in person.options(f"{section}shelving_location", shelf))
    person.choose(f"{section}holding_location", place, "TSTM")
    wait_until(lambda: 'R&D "old"' in person.options(f"{section}shelving_location", shelf))
    person.choose(f"{section}shelving_location", shelf, 'R&D "old"')
    person.save()
    there = person.library.configuration["ill_settings"][section.partition(".")[0]]
    assert there["temporary_item_shelving_location"] == 'R&D "old"'


@pytest.mark.parametrize("markup", MARKUPS)
def test_rows_of_a_map_are_added_moved_and_removed(person):
    person.open("hold_pickup_locations_map")
    before = person.library.configuration["hold_pickup_locations_map"]["rows"]
    person.press("Add row")
    person.press("Up")
    assert any("unsaved changes" in one.get("text", "").lower() for one in capture(person.browser)["items"])
    person.save()
    wait_until(lambda: len(person.library.configuration["hold_pickup_locations_map"]["rows"]) == 3)
    rows = person.library.configuration["hold_pickup_locations_map"]["rows"]
    assert (rows[::2], rows[1]) == (before, {"holding_location": "All", "shelving_location": "All"})
    person.open("hold_pickup_locations_map")
    person.press("Remove")
    person.press("Keep")
    person.press("Remove")
    assert "struck" in person.flags
    person.save()
    wait_until(lambda: len(person.library.configuration["hold_pickup_locations_map"]["rows"]) == 2)


@pytest.mark.parametrize("markup", MARKUPS)
def test_an_object_is_created_from_its_list_and_deleted_after_a_question(person):
    person.open("hold_limit_policies")
    person.press("Create New")
    person.wait()
    person.write("name", "Policy Name", "Unused")
    person.save()
    wait_until(lambda: "Unused" in str(person.library.configuration["hold_limit_policies"]))
    person.open("hold_limit_policies", "Unused")
    person.press("Delete")
    wait_until(lambda: "Delete the Hold Limit Policy" in person.text)
    assert "Unused" in str(person.library.configuration["hold_limit_policies"])
    person.press("Delete")
    wait_until(lambda: "Unused" not in str(person.library.configuration["hold_limit_policies"]))


# The sandbox's web pages in a browser


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
