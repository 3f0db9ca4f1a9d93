# SPDX-License-Identifier: GPL-3.0-or-later

"""Worksheets in a librarian's browser: a file, completed to the end, and on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from ansible_collections.reshare.wms.plugins.module_utils._answers import decisions
from ansible_collections.reshare.wms.plugins.module_utils._answers.received import VERSION
from ansible_collections.reshare.wms.plugins.module_utils._pages.page import questionnaire_html, worksheet_html
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import Attribution
from support.file_schemas import conforming
from support.librarian import Librarian
from support.page_browser import (
    LAPTOP,
    PHONE,
    UPRIGHT,
    assert_accessible,
    assert_contrast,
    assert_self_contained,
)
from support.waiting import wait_until
from support.worksheet_examples import (
    BEFORE,
    DECLARED,
    LIVE,
    NOW,
    SIGNED,
    RecordedLibrary,
    library_going_live,
    library_preparing,
    page_answers,
    steps_of,
)

RECORD = {name: SIGNED[name] for name in ("library", "registry_id", "record", "rehearsal")} | {
    "version": VERSION,
}
WIDTHS = {"phone": PHONE, "laptop": LAPTOP}


def downloaded(desk: Librarian, name: str) -> dict[str, Any]:
    """The content of a downloaded file, which conforms to its schema: NAME.confirmation.json or NAME.answers.json."""
    return conforming(name.split(".")[1], json.loads(desk.received(name).read_text(encoding="utf-8")))


def questions(config: dict[str, Any] | None = None) -> dict[str, Any]:
    return RecordedLibrary().questions(config or {**DECLARED, **LIVE})


PAGES: dict[str, Callable[[], str]] = {
    "worksheet": lambda: worksheet_html(library_preparing().sheet()),
    "live": lambda: worksheet_html(library_going_live().sheet()),
    "questionnaire": lambda: questionnaire_html(questions()),
}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, desk: Librarian) -> Librarian:
    """Each of the pages, open; on the questionnaire every object is marked as existing, and each table has a row."""
    desk.open(PAGES[request.param]())
    for radio in desk.all("input[value=there]"):
        desk.script("arguments[0].click()", radio)
    for button in desk.all(".add"):
        desk.script("arguments[0].click()", button)
    for detail in desk.all("details"):
        desk.script("arguments[0].open = true", detail)
    return desk


# ------------------------------------------------------------------------------------------------------ worksheet


def test_a_librarian_completes_the_worksheet(desk):
    library = library_preparing()
    library.approval = True
    sheet = library.sheet()
    category, texts, patrons = steps_of(sheet)[1:4]
    desk.open(worksheet_html(sheet))
    assert desk.text("#count") == "0 of 12 done"

    desk.click(f"#step-{category['number']} [data-label='Patron type']")
    assert desk.heard() == "Copied: Patron type"
    desk.tick(category)
    desk.tick(texts)
    assert desk.text("#count") == "2 of 12 done"

    desk.reload()
    assert desk.text("#count") == "2 of 12 done"
    assert desk.ticked() == [category["title"], texts["title"]]
    assert desk.text(".contents a[href='#screen-2'] .state") == "done"

    desk.click(f"#step-{patrons['number']} summary")
    desk.one(f"#why-{patrons['number']}").send_keys(" It is not listed. ")
    assert desk.text("#count") == "2 of 12 done, 1 could not be done"

    desk.click("#finish button")
    assert desk.text("#message") == "Please write your name first."
    assert desk.focus() == desk.one("#name")
    assert sorted(desk.folder.iterdir()) == [desk.folder / "page.html"]

    desk.one("#name").send_keys("Jane Doe")
    desk.one("#remark").send_keys("The rest\nfollows.")
    desk.click("#finish button")
    sent = downloaded(desk, "adams.confirmation.json")
    assert "adams.confirmation.json is downloaded: 2 done, 1 could not be done." in desk.text("#message")

    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", sent.pop("at"))
    assert sent == {
        "format": "reshare.wms confirmation",
        **RECORD,
        "worksheet": sheet["digest"],
        "by": "Jane Doe",
        "remark": "The rest\nfollows.",
        "steps": [
            _answer(category, "done", None),
            _answer(texts, "done", None),
            _answer(patrons, "impossible", "It is not listed."),
        ],
    }
    taken = library.confirm(desk.received("adams.confirmation.json"))
    assert [one.title for one in taken.confirmed] == [category["title"], texts["title"]]
    assert [one.title for one in taken.impossible] == [patrons["title"]]

    # What waits for approval is not asked for; what was sent back is, and comes up without its tick.
    desk.open(worksheet_html(library.sheet()))
    assert desk.text("#count") == "0 of 10 done, 1 could not be done"
    assert "It waits for approval" in desk.text(f"#step-{category['number']}")
    decisions.review(library.store(), [], {category["title"]: "It is not there."}, Attribution("John Roe", NOW))
    desk.open(worksheet_html(library.sheet()))
    assert (desk.text("#count"), desk.ticked()) == ("0 of 11 done, 1 could not be done", [])
    assert "It is not there." in desk.text(f"#step-{category['number']}")


def _answer(step: dict[str, Any], answer: str, remark: str | None) -> dict[str, Any]:
    return {
        "step": step["name"],
        "digest": step["digest"],
        "answer": answer,
        "remark": remark,
        "asked": step["asked"],
        "source": "answer",
    }


def test_done_and_impossible_exclude_each_other(desk):
    step = steps_of(library_preparing().sheet())[0]
    desk.open(worksheet_html(library_preparing().sheet()))
    desk.click("#step-1 summary")
    desk.one("#why-1").send_keys("no")
    desk.tick(step)
    assert desk.text("#count") == "1 of 12 done"
    assert not desk.one("#why-1").is_displayed()
    desk.tick(step)
    assert desk.text("#count") == "0 of 12 done, 1 could not be done"
    assert desk.one("#why-1").is_displayed()
    desk.tick(step)
    desk.click("#step-1 summary")
    desk.one("#why-1").send_keys(" way")
    assert not desk.one("#step-1 [data-done]").is_selected()


def test_a_text_is_copied_with_its_line_breaks_and_a_step_with_all_of_its_fields(desk):
    desk.open(worksheet_html(library_preparing().sheet()))
    desk.click("[data-label='Start Text']")
    assert desk.heard() == "Copied: Start Text"
    assert desk.pasted() == "Please return <soon>\nthis item & no other:"
    step = next(
        step for group in library_preparing().sheet()["groups"] for step in group["steps"] if len(step["lines"]) > 1
    )
    desk.click(f"[data-copy='fields-{step['number']}']")
    fields = "\n".join(f"{line['label']}\t{line['value']}" for line in step["lines"])
    wait_until(lambda: desk.pasted() == fields)


def test_each_value_that_is_typed_can_be_copied(desk):
    sheet = library_preparing().sheet()
    desk.open(worksheet_html(sheet))
    typed = [
        f"value-{step['number']}-{at}"
        for step in steps_of(sheet)
        for at, line in enumerate(step["lines"], start=1)
        if line["value"] not in ("", "Yes", "No")
    ]
    assert [one.get_attribute("data-copy") for one in desk.all(".entry .copy")] == typed
    longer = [f"fields-{step['number']}" for step in steps_of(sheet) if len(step["lines"]) > 1]
    assert [one.get_attribute("data-copy") for one in desk.all(".card > p > .copy")] == longer


def test_a_browser_that_refuses_to_copy_gets_the_text_selected(desk):
    desk.open(worksheet_html(library_preparing().sheet()))
    desk.script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;"
    )
    desk.click("[data-label='Start Text']")
    assert desk.script("return getSelection().toString()") == "Please return <soon>\nthis item & no other:"
    assert "copy it with the keyboard" in desk.heard()


def test_without_a_tick_no_file_is_made(desk):
    desk.open(worksheet_html(library_preparing().sheet()))
    desk.one("#name").send_keys("Jane", Keys.ENTER)
    assert desk.text("#message") == "Nothing is ticked yet. Tick the steps that you have done."
    assert desk.focus() == desk.one("#step-1 [data-done]")
    assert not list(desk.folder.glob("*.json"))


def test_a_newer_worksheet_keeps_the_ticks_of_unchanged_steps(desk):
    library = RecordedLibrary(found=BEFORE)
    library.declare(
        {"loan_policies": [{"name": "A", "loan_period": "28 days"}, {"name": "B", "loan_period": "7 days"}]}
    )
    desk.open(worksheet_html(library.sheet()))
    for step in steps_of(library.sheet()):
        desk.tick(step)
    # The new step comes first: a browser that restored ticks by position would tick the wrong steps.
    library.declare(
        {"loan_policies": [{"name": "A", "loan_period": "14 days"}], "borrower_categories": [{"name": "C"}]}
    )
    (desk.folder / "page.html").write_text(worksheet_html(library.sheet()))
    desk.reload()
    assert len(desk.all(".step")) == 3
    assert desk.ticked() == ["Loan Policy 'B'"]
    # The same steps in the record of another library.
    desk.open(worksheet_html(library.sheet() | {"library": "baker", "record": "another"}))
    assert desk.ticked() == []


def test_a_step_that_is_requested_again_is_not_ticked(desk):
    sheet = library_going_live().sheet()
    desk.open(worksheet_html(sheet))
    desk.tick(steps_of(sheet)[0])
    steps_of(sheet)[0]["since"] = "2027-03-01"
    desk.open(worksheet_html(sheet))
    assert desk.ticked() == []


def test_the_live_switch_can_be_ticked_only_when_nothing_else_is_pending(desk):
    desk.open(PAGES["worksheet"]())
    assert "Not yet." in desk.text("#last") and "ILL Settings" in desk.text("#last")
    assert desk.all("#last input, #last textarea, #last button") == []
    desk.open(PAGES["live"]())
    assert "live at once" in desk.text("#last")
    assert len(desk.all("#last [data-done]")) == len(desk.all("[data-done]")) == 1


def test_the_worksheet_can_be_completed_with_the_keyboard(desk):
    sheet = library_going_live("baker").sheet()
    desk.open(worksheet_html(sheet))
    desk.press(Keys.TAB)
    assert desk.focus().text == "Skip to the work"
    desk.press(Keys.ENTER)
    desk.tab_to(".copy")
    focus = desk.script("return getComputedStyle(document.activeElement).outlineStyle")
    assert focus == "solid"
    desk.press(Keys.SPACE)
    assert desk.heard() == "Copied: ReShare: Temporary Item Holding Location"
    desk.tab_to("[data-done]")
    desk.press(Keys.SPACE)
    assert desk.text("#count") == "1 of 1 done"
    desk.tab_to("#name")
    desk.press("Jane Doe")
    desk.tab_to("#finish button")
    desk.press(Keys.SPACE)
    (step,) = steps_of(sheet)
    assert downloaded(desk, "baker.confirmation.json")["steps"] == [_answer(step, "done", None)]


def test_the_worksheet_works_without_browser_storage(desk):
    refuse = (
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"
    )
    script = desk.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": refuse})
    try:
        sheet = library_preparing("curie").sheet()
        desk.open(worksheet_html(sheet))
        assert "does not let the page store anything" in desk.text("#forgetful")
        desk.tick(steps_of(sheet)[1])
        desk.one("#name").send_keys("Jane Doe", Keys.ENTER)
        assert len(downloaded(desk, "curie.confirmation.json")["steps"]) == 1
    finally:
        desk.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_a_page_is_a_complete_form(desk, name):
    desk.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        desk.open(PAGES[name]())
        assert "does not run the script of this page" in desk.text("header")
        assert not [one for one in desk.all("button, input, textarea, select, progress") if one.is_displayed()]
        cards = desk.all(".step, .question")
        assert all(card.find_elements(By.CSS_SELECTOR, ".box")[0].is_displayed() for card in cards)
        assert "Remarks" in desk.text(".finish")
    finally:
        desk.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


# ------------------------------------------------------------------------------------------------------- questionnaire


def test_a_librarian_completes_the_questionnaire(desk):
    library = RecordedLibrary()
    sheet = library.questions({**DECLARED, **LIVE})
    number = {question["name"]: question["number"] for group in sheet["groups"] for question in group["questions"]}
    desk.open(questionnaire_html(sheet), "adams.html")
    assert desk.text("#count") == f"0 of {len(number)} answered"

    def choose(name: str, value: str) -> None:
        desk.click(f"#question-{number[name]} [value={value}]")

    def write(name: str, label: str, text: str) -> None:
        desk.one(f"#question-{number[name]}").find_element(
            By.XPATH, f".//label[starts-with(normalize-space(), '{label}')]/following-sibling::*[1]"
        ).send_keys(text)

    def cell(name: str, label: str) -> Any:
        return desk.one(f"#question-{number[name]} [aria-label='{label}']")

    choose("loan_policies/ReShare borrowing", "missing")
    choose("loan_policies/ReShare lending", "there")
    write("loan_policies/ReShare lending", "Recall?", "Yes")
    choose("notification_policies/Overdue", "there")
    write("notification_policies/Overdue", "Start Text", "Please return\nthis item:")
    choose("hold_request_policies/ReShare borrowing", "there")
    write("hold_request_policies/ReShare borrowing", "Hold Fixed Due Date(s)", "2027-01-31\n\n 2026-12-24")
    choose("collection_type_policies/ReShare borrowing", "there")
    desk.click(f"#question-{number['collection_type_policies/ReShare borrowing']} .add")
    cell("collection_type_policies/ReShare borrowing", "Row 1, Holding Location").send_keys("ADMM")
    enable = desk.one(f"#question-{number['ill_settings']} select")
    assert [one.text for one in Select(enable).options] == ["blank", "Yes", "No"]
    Select(enable).select_by_visible_text("No")
    choose("ill_settings", "looked")

    for policy, loan in (("", "Four weeks"), ("Faculty", "One year"), ("", "")):
        desk.click(f"#question-{number['loan_policy_map']} .add")
        row = desk.script("return document.activeElement.closest('tr').sectionRowIndex + 1")
        cell("loan_policy_map", f"Row {row}, Patron Policy").send_keys(policy)
        cell("loan_policy_map", f"Row {row}, Loan Policy").send_keys(loan, Keys.ENTER)
    # The catch-all row stays last; with the keyboard, the focus stays on the row.
    cell("loan_policy_map", "Move row 1 down").send_keys(Keys.SPACE)
    assert desk.heard() == "This is now row 2."
    assert desk.focus() == cell("loan_policy_map", "Move row 2 down")
    cell("loan_policy_map", "Remove row 3").send_keys(Keys.SPACE)
    assert desk.heard() == "Row 3 is removed."
    assert desk.focus() == cell("loan_policy_map", "Remove row 2")
    choose("loan_policy_map", "looked")
    choose("hold_limit_matrix", "looked")
    asked = desk.text(f"#question-{number['loan_policy_map']} .names span")
    assert asked == "New names: One year."
    for button in desk.all(".names:not([hidden]) button"):
        button.click()

    desk.reload()
    assert desk.text("#count") == f"8 of {len(number)} answered"
    desk.one("#name").send_keys("Jane Doe", Keys.ENTER)
    sent = downloaded(desk, "adams.answers.json")
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", sent.pop("at"))
    assert sent.pop("sources") == dict.fromkeys(sent["answers"], "answer")
    assert sent == {
        "format": "reshare.wms answers",
        **RECORD,
        "by": "Jane Doe",
        "remark": None,
        "answers": {
            "notification_policies/Overdue": {"subject": None, "start_text": "Please return\nthis item:"},
            "loan_policies/ReShare borrowing": None,
            "loan_policies/ReShare lending": {"loan_period": None, "other_settings.Recall?": "Yes"},
            "loan_policy_map": [
                {"patron_policy": "Faculty", "loan_policy": "One year"},
                {"loan_policy": "Four weeks"},
            ],
            "hold_limit_matrix": [],
            "hold_request_policies/ReShare borrowing": {
                "hold_fixed_due_dates": ["2027-01-31", "2026-12-24"],
                "forwarding_policy": None,
            },
            "collection_type_policies/ReShare borrowing": {
                "locations": [{"holding_location": "ADMM"}],
                "default_availability": None,
            },
            "ill_settings": {
                "reshare.enable": "No",
                "reshare.temporary_item_holding_location": None,
                "reshare.temporary_item_shelving_location": None,
            },
        },
    }
    assert len(library.adopt(desk.received("adams.answers.json"))) == 8


def test_one_click_answers_that_nothing_on_a_screen_exists_and_the_next_takes_it_back(desk):
    desk.open(questionnaire_html(questions({"loan_policies": [{"name": name} for name in "ABC"]})), "adams.html")
    there, *_others = desk.all("input[value=there]")
    there.click()
    button = desk.one(".none-exist")

    def answers() -> list[str]:
        return [one.get_attribute("value") for one in desk.all("input[type=radio]:checked")]

    button.click()
    assert answers() == ["there", "missing", "missing"]
    assert desk.text("#toast") == "2 answers are given."
    button.click()
    assert answers() == ["there"]


def test_an_audit_is_filled_in_with_the_recorded_values(desk):
    library = RecordedLibrary(found=BEFORE)
    library.make({**DECLARED, **LIVE})
    sheet = library.audit()
    numbers = {question["name"]: question["number"] for group in sheet["groups"] for question in group["questions"]}
    desk.open(questionnaire_html(sheet), "adams.audit.html")
    assert desk.text("#count") == f"0 of {len(numbers)} answered"
    policy = f"#question-{numbers['loan_policies/Four weeks']}"
    assert desk.one(f"{policy} [data-field=loan_period] textarea").get_property("value") == "4 weeks"
    assert "This was stated by a person on 26 November 2026 (Jane Doe)." in desk.text(f"{policy} .found")
    assert_accessible(desk)
    for mark in desk.all(".question [value=there], .question [value=looked]"):
        desk.script("arguments[0].click()", mark)
    desk.one("#name").send_keys("Jane", Keys.ENTER)
    assert downloaded(desk, "adams.answers.json")["answers"] == page_answers(sheet)
    # Another audit, after the answers, does not restore what was written into this one.
    assert len(library.adopt(desk.received("adams.answers.json"))) == len(numbers)
    desk.open(questionnaire_html(library.audit()), "adams.audit.html")
    assert desk.text("#count") == f"0 of {len(numbers)} answered"


def test_a_column_can_have_several_values(desk):
    library = RecordedLibrary()
    sheet = library.questions({"hold_pickup_locations_map": [{"default_pickup_locations": ["Main"]}]})
    (question,) = sheet["groups"][0]["questions"]
    for column in question["columns"]:
        column.setdefault("shape", "lines" if "pickup" in column["name"] else "text")
    desk.open(questionnaire_html(sheet))
    assert "with a semicolon between them" in desk.text(".question")
    desk.click(".add")
    desk.one("[aria-label='Row 1, Default Pickup Locations']").send_keys("Main; Law;")
    desk.click("[value=looked]")
    desk.click("[data-names]")
    desk.one("#name").send_keys("Jane", Keys.ENTER)
    rows = [{"default_pickup_locations": ["Main", "Law"]}]
    assert downloaded(desk, "adams.answers.json")["answers"] == {"hold_pickup_locations_map": rows}
    assert library.adopt(desk.received("adams.answers.json")) == ["hold_pickup_locations_map"]


def test_answers_require_a_name_and_a_tick(desk):
    desk.open(questionnaire_html(questions({"loan_policies": [{"name": "A"}]})))
    desk.click("#finish button")
    assert desk.text("#message") == "Please write your name first."
    desk.one("#name").send_keys("Jane", Keys.ENTER)
    assert desk.text("#message") == "Nothing is answered yet. Tick the questions that you have checked."
    assert desk.focus() == desk.one("[value=there]")
    assert not list(desk.folder.glob("*.json"))


# ------------------------------------------------------------------------------------------------------ all pages


@pytest.mark.parametrize("device, width", WIDTHS.items())
def test_a_page_fits_a_phone_and_a_laptop(page, device, width):
    with page.media(width):
        assert page.script("return document.documentElement.scrollWidth <= window.innerWidth")
        wide = page.script(
            "return [...document.querySelectorAll('main *')].filter((one) => !one.closest('.hidden, template')"
            " && one.getBoundingClientRect().right > window.innerWidth + 1).map((one) => one.outerHTML.slice(0, 80))"
        )
        assert wide == []


def test_a_page_is_accessible(page):
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_sufficient_contrast(page, scheme):
    # Including the colours of answered questions.
    for box in page.all("[data-done]")[:1]:
        page.script("arguments[0].click()", box)
    for reason in page.all(".step textarea")[1:2]:
        page.script(
            "arguments[0].value = 'no'; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))", reason
        )
    assert_contrast(page, scheme)


def test_a_page_loads_nothing_and_runs_nothing_but_itself(page):
    assert_self_contained(page)


def test_the_printed_page_has_boxes_and_no_buttons(desk):
    sheet = library_preparing().sheet()
    desk.open(worksheet_html(sheet))
    with desk.media(UPRIGHT, "print", "dark"):
        assert desk.script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert not [
            one for one in desk.all("button, input, textarea, progress, nav, .attribution") if one.is_displayed()
        ]
        for step in desk.all(".step"):
            assert [box.is_displayed() for box in step.find_elements(By.CSS_SELECTOR, ".box")] == [True, True]
        for group in desk.all(".group"):
            assert group.find_element(By.CSS_SELECTOR, ".path").is_displayed()
        assert all(word in desk.text(".finish") for word in ("Name", "Date", "Remarks"))
        assert desk.script("return document.documentElement.scrollWidth <= window.innerWidth")
        assert desk.script("return getComputedStyle(document.querySelector('.fields > div')).breakInside") == "avoid"


def test_answers_are_printed(desk):
    desk.open(PAGES["worksheet"]())
    desk.click("#step-1 [data-done]")
    desk.click("#step-2 summary")
    desk.one("#why-2").send_keys("no permission")
    with desk.media(UPRIGHT, "print"):
        assert desk.one("#step-1 [data-done]").is_displayed() and desk.one("#why-2").is_displayed()
        assert not desk.one("#step-1 .box").is_displayed() and desk.one("#step-3 .box").is_displayed()


def test_questions_are_printed_in_full(desk):
    desk.open(PAGES["questionnaire"]())
    with desk.media(UPRIGHT, "print"):
        assert all(one.is_displayed() for one in desk.all(".ask > label, .ask > .label, table.paper"))
        assert not [one for one in desk.all("button, input, textarea, select") if one.is_displayed()]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints(desk, name):
    desk.open(PAGES[name]())
    # A4, rounded as the browser rounds it.
    assert desk.printed()[0] in {(594, 841), (595, 841), (595, 842)}
