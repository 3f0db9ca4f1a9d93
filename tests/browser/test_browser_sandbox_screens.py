# SPDX-License-Identifier: GPL-3.0-or-later

"""A person works on the sandbox's screens in a browser, in each markup: what is entered is saved, and a capture of a form that was edited
and not saved is recognised as such."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._screens.capture import parse
from ansible_collections.reshare.wms.plugins.module_utils._screens.labels import ScreenLabels
from ansible_collections.reshare.wms.plugins.module_utils._screens.recognition import recognise
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from support.captures import capture
from support.library import Library
from support.screen_examples import MARKUPS, READY, screen_path, screens_seed
from support.seeds import changed_seed
from support.waiting import wait_until

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
TICK = """
const radios = one.matches("[role=radiogroup]") ? [...one.children] : all.filter((other) => other.name && other.name === one.name);
(one.type === "radio" || one.matches("[role=radiogroup]") ? radios[0] : one).click();"""
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
    def fields(self) -> dict[str, tuple[Any, list[str]]]:
        """What a capture has of the controls: what is drawn in them, and their flags, of the first one with each name, or behind each text."""
        found: dict[str, tuple[Any, list[str]]] = {}
        before = ""
        for item in capture(self.browser)["items"]:
            if item["is"] == "text":
                before = item["text"]
            if item["is"] == "control":
                name = (item["name"] or before).rstrip(" *:")
                found.setdefault(name, (" ".join(item["drawn"]), item.get("flags", [])))
        return found


@pytest.fixture
def person(browser, sandbox, markup) -> Person:
    return Person(browser, Library(sandbox, seed={**changed_seed(), **screens_seed()}), markup)


def saved(person: Person, plural: str, name: str) -> dict[str, Any]:
    return next(one for one in person.library.configuration[plural] if one["name"] == name)


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_form_is_edited_refused_corrected_and_saved(person):
    person.open("notification_policies", new=1)
    assert person.fields["Policy Name"][0] == ""
    person.write("name", "Policy Name", "New & <b>bold</b>")
    person.write("subject", "Subject", "Come")
    assert {person.fields[label][0] for label in ("Policy Name", "Subject")} == {"New & <b>bold</b>", "Come"}
    assert "differs" in person.fields["Policy Name"][1] and "differs" not in person.fields["Description"][1]
    person.save()
    value, states = person.fields["Subject"]
    assert (value, "differs" in states) == ("Come", True)
    assert "invalid" in person.fields["Notification Type"][1]
    person.write("notification_type", "Notification Type", "Hold Pickup")
    person.write("start_text", "Start Text", "Two\nlines" if person.markup in ("plain", "app") else "A line")
    person.save()
    text = "Two\nlines" if person.markup in ("plain", "app") else "A line"
    wait_until(lambda: "New & <b>bold</b>" in str(person.library.configuration["notification_policies"]))
    assert saved(person, "notification_policies", "New & <b>bold</b>") == {
        **{"name": "New & <b>bold</b>", "notification_type": "Hold Pickup", "subject": "Come", "start_text": text}
    }
    person.open("notification_policies", "New & <b>bold</b>")
    assert [states for _value, states in person.fields.values() if "differs" in states or "invalid" in states] == []


@pytest.mark.parametrize("markup", MARKUPS)
def test_every_control_that_was_changed_is_captured_as_changed(person):
    person.open("loan_policies", "Blank")
    person.choose("circulates", "Circulates?", "never")
    person.write("loan_period.value", "Regular Loan Period", "9")
    person.act(TICK, "field", "automatic_renewal", "Automatic Renewal")
    if person.markup != "app":
        # Its radio buttons have no label of the field.
        person.act(TICK, "field", "include_closed_days", "")
        person.act(TICK, "field", "renew_period_occurs_after", "")
    fields = {label: states for label, (_value, states) in person.fields.items() if "differs" in states}
    changed = {"Circulates?", "Regular Loan Period", "Automatic Renewal"}
    if person.markup != "app":
        changed |= {"Include closed days in loan period?", "Renew Period occurs after"}
    assert {label.rstrip("?") for label in fields} == {label.rstrip("?") for label in changed}


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
    asked = recognise(parse(capture(person.browser)), DECLARABLE, ScreenLabels(DECLARABLE), {})
    assert (asked.objects, ["unsaved changes" in one.reason for one in asked.open]) == ([], [True])
    person.save()
    wait_until(lambda: len(person.library.configuration["hold_pickup_locations_map"]["rows"]) == 3)
    rows = person.library.configuration["hold_pickup_locations_map"]["rows"]
    assert (rows[::2], rows[1]) == (before, {"holding_location": "All", "shelving_location": "All"})
    person.open("hold_pickup_locations_map")
    person.press("Remove")
    person.press("Keep")
    person.press("Remove")
    doubts = [item["doubts"] for item in capture(person.browser)["items"] if item["type"] == "table"]
    assert any({"row": 2, "code": "struck_through"} in one for one in doubts)
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
