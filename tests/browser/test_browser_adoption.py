# SPDX-License-Identifier: GPL-3.0-or-later

"""What it costs a person to adopt an existing library by captures of its screens: clicks and typed characters at the pages that component libraries draw,
and on the questionnaire. What is recorded then is what the screens show."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from ansible_collections.reshare.wms.plugins.module_utils._screens.grid import cell
from ansible_collections.reshare.wms.plugins.module_utils._screens.inputs import value_of
from support.captures import capture
from support.librarian import Librarian, desk
from support.library import Library
from support.library_record import Record
from support.waiting import wait_until
from support.widget_matrix import LIBRARIES, further, show
from support.widget_matrix import Library as Widgets
from support.widget_screens import (
    BUNDLES,
    ILL_SETTINGS,
    KIND,
    LOAN_POLICY,
    NAMES,
    PATRON_TYPE_POLICY,
    Screen,
    form,
    screens,
)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not (BUNDLES / ".pages").exists(), reason="make test-browser makes the pages of component libraries with npm"
    ),
]

SHORT = {**LOAN_POLICY, "name": "Short loan", "loan_period": {"value": 3, "unit": "days"}}
del SHORT["minimum_loan_period"]
FACULTY = {**PATRON_TYPE_POLICY, "name": "Faculty", "max_claimed_lost": 5}
OBJECTS = (
    ("loan_policy", LOAN_POLICY),
    ("loan_policy", SHORT),
    ("patron_type_policy", PATRON_TYPE_POLICY),
    ("patron_type_policy", FACULTY),
    ("ill_settings", {**ILL_SETTINGS, "reshare": {**ILL_SETTINGS["reshare"], "enable": False}}),
)
#: Lists with names of objects to which others refer.
LISTED = (
    "bill_structure",
    "borrower_category",
    "notification_policy",
    "notification_template",
    "patron_type_policy",
    "loan_policy",
    "long_overdue_policy",
)
#: The locations of the library in the sandbox.
LOCATIONS = {"MAIN": "TSTM", "LAWL": "TSTA", "Reserve": "Reserves"}

#: With native drop-downs, in which a name that is not the first option is one. In others, nothing tells the four locations from a text for nothing.
NATIVE = ("bootstrap", "jquery")
#: Clicks and typed characters, where they are not those of most libraries. Of Angular Material, two fields of a loan policy are not read.
COST = {"bootstrap": (20, 8), "jquery": (20, 8), "angular": (32, 48)}

#: Counts what a person does on a page. A label passes its click on to its control, which is no click of the person.
_COUNT = """
window.done = { clicks: 0, keys: 0 };
addEventListener("pointerdown", (event) => { window.done.clicks += event.isTrusted; }, true);
addEventListener("keydown", (event) => { window.done.keys += event.isTrusted && event.key.length === 1; }, true);
"""


def local(data: Any) -> Any:
    """Data with the locations of the library."""
    text = json.dumps(data)
    for name, code in LOCATIONS.items():
        text = text.replace(f'"{name}"', f'"{code}"')
    return json.loads(text)


def drawn() -> list[Screen]:
    """The screens of the library: its objects, lists of others, and a map of 60 rows on three pages."""
    found = [form(KIND[name], "chosen", body) for name, body in OBJECTS]
    found += [listing(name) for name in LISTED]
    found += [screen for name, screen in screens() if (name, screen.state) == ("map", "paged")]
    return [replace(one, data=local(one.data)) for one in found]


def listing(name: str) -> Screen:
    kind, heading = KIND[name], KIND[name].screen_path[-1]
    silent = {"paged": None, "sorted": None, "filtered": None, "virtual": False, "struck": None}
    columns = [kind.schema["name"].label, "Last changed"]
    table = {"label": kind.label, "columns": columns, "rows": [[one, "2026-03-01"] for one in NAMES[name]], **silent}
    data = {"heading": heading, "title": heading, "view": False, "dialog": None, "fields": [], "table": table}
    return Screen(kind, "list", data, {})


def declared() -> dict[str, Any]:
    """The configuration in the inventory, for which the library is asked."""
    found: dict[str, Any] = {}
    for name, body in OBJECTS:
        if KIND[name].listed:
            found.setdefault(KIND[name].plural, []).append(shown(name, body))
        else:
            found[KIND[name].plural] = shown(name, body)
    return {**found, "loan_policy_map": [{"loan_policy": "Four weeks"}]}


def shown(name: str, body: dict[str, Any]) -> dict[str, Any]:
    """The fields of an object as people write them."""
    fields = KIND[name].show(KIND[name].canonical(local(body)))
    return {name: fields[name] for name in body}


@dataclass
class Effort:
    """What a person does."""

    clicks: int = 0
    keys: int = 0
    questions: list[str] = field(default_factory=list)

    def add(self, desk: Librarian) -> None:
        """What was done on the present page."""
        done = desk.script("return window.done")
        self.clicks += done["clicks"]
        self.keys += done["keys"]


def captured(desk: Librarian, widgets: Widgets, effort: Effort) -> list[dict[str, Any]]:
    """A capture of each screen, and of each page of the map, with a click for each."""
    found = []
    for screen in drawn():
        show(desk, widgets, screen)
        desk.script(_COUNT)
        found += [capture(desk.browser), *(further(desk, screen) if screen.data["table"] else ())]
        effort.add(desk)
    effort.clicks += len(found)
    return found


def answered(desk: Librarian, record: Record, captures: list[dict[str, Any]], effort: Effort) -> Path:
    """The file of the questionnaire, to which a person adds the captures, and answers what it asks."""
    desk.open(record.worksheet(purpose=".questionnaire").read_text(encoding="utf-8"))
    desk.script(_COUNT)
    files = [desk.folder / f"{at}.capture.json" for at in range(len(captures))]
    for file, one in zip(files, captures, strict=True):
        file.write_text(json.dumps(one), encoding="utf-8")
    # The button, and Open in the dialog of the browser, in which all new files are marked with one key.
    desk.one("#capture-files").send_keys("\n".join(map(str, files)))
    effort.clicks += 2
    wait_until(lambda: desk.text("#captured") != "")
    assert desk.text("#captured") == f"{len(captures)} captures are added."
    for _number in range(20):
        if not (asked := desk.all("#capture-list ul li:has(button)")):
            break
        effort.questions.append(asked[0].text)
        answer = chosen(asked[0].text)
        press(desk, asked[0].find_element(By.XPATH, f".//button[starts-with(., '{answer}')]"))
    for question in questions_of(record):
        card = f"#question-{question['number']}"
        if not desk.all(f"{card} input:checked"):
            write_unseen(desk, card, texts_of(question["name"]), effort)
            press(desk, desk.one(f"{card} [value=there]"))
            assert desk.one(f"{card} [value=there]").is_selected(), question["name"]
    desk.one("#name").send_keys("Jane Doe")
    desk.click("#finish button")
    path = desk.folder / "answers.json"
    wait_until(lambda: any(desk.folder.glob("*.answers.json")))
    next(desk.folder.glob("*.answers.json")).rename(path)
    effort.add(desk)
    return path


def questions_of(record: Record) -> list[dict[str, Any]]:
    return [one for group in record.worksheet_data(".questionnaire")["groups"] for one in group["questions"]]


def texts_of(key: str) -> dict[str, str]:
    """What a person would write for an object, by the names of inputs. key: of the question."""
    for name, body in OBJECTS:
        kind, there = KIND[name], KIND[name].canonical(local(body))
        if key == "/".join([kind.plural, *kind.identify(there)]):
            return {one.name: one.value.text(value_of(one, there)) for one in kind.schema.inputs([there])}
    return {}


def write_unseen(desk: Librarian, card: str, texts: dict[str, str], effort: Effort) -> None:
    """Write what no capture shows."""
    for ask in desk.all(f"{card} .ask:has(.seen[hidden])"):
        text = texts.get(ask.get_attribute("data-field"), "")
        (control,) = ask.find_elements(By.CSS_SELECTOR, "textarea, select")
        if text and control.tag_name == "select":
            Select(control).select_by_visible_text(text)
            effort.clicks += 2
        elif text:
            press(desk, control)
            control.send_keys(text)
            assert control.get_attribute("value") == text


def press(desk: Librarian, element: Any) -> None:
    desk.script("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", element)
    element.click()


def chosen(question: str) -> str:
    """The answer of a person who knows the library."""
    if "are these all rows" in question:
        return "These are all rows"
    names = {name for some in local(NAMES).values() for name in some}
    assert "can be a name" in question, question
    return "It is a name" if question.split("'")[1] in names else "Nothing is chosen"


def assert_recorded(record: Record) -> None:
    """The record has what the screens show."""
    for name, body in OBJECTS:
        there = record.confirmed(KIND[name].plural)
        named = {body.get("name"): there} if isinstance(there, dict) else {one["name"]: one for one in there}
        assert body.get("name") in named, name
        assert given(named[body.get("name")]) == given(shown(name, body))
    for name in LISTED:
        assert {one["name"] for one in record.confirmed(KIND[name].plural)} <= {*NAMES[name]}
    columns = KIND["loan_policy_map"].columns
    rows = [[cell(row, one) for one in columns] for row in record.confirmed("loan_policy_map")]
    assert rows == drawn()[-1].data["table"]["rows"]


def given(value: Any) -> Any:
    """A value without what is blank in it."""
    return {name: given(one) for name, one in value.items() if one is not None} if isinstance(value, dict) else value


@pytest.mark.parametrize("widgets", [one for one in LIBRARIES if not one.lacks & {"limits", "paged"}], ids=str)
def test_a_library_of_59_values_and_a_map_of_60_rows_is_adopted_with_few_clicks(browser, sandbox, tmp_path, widgets):
    library = Library(sandbox, tmp_path / "state")
    record, effort = Record(library, tmp_path / "record"), Effort()
    asked = record.run("record_questions", configuration=declared())
    assert asked.get("msg") is None
    assert sum(len(one["fields"]) for one in questions_of(record)) == 59
    with desk(browser, tmp_path) as librarian:
        captures = captured(librarian, widgets, effort)
        file = answered(librarian, record, captures, effort)
    result = record.run("record_import", files=[str(file)])
    assert result.get("msg") is None
    assert_recorded(record)
    assert len(effort.questions) == (0 if widgets.name in NATIVE else 4), effort.questions
    assert (effort.clicks, effort.keys) == COST.get(widgets.name, (24, 8)), (
        "if it is less: docs/captures.md has the figures, too"
    )
