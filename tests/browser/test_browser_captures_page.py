# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures on the pages, in a librarian's browser."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

import pytest
from selenium.webdriver.common.by import By

from ansible_collections.reshare.wms.plugins.module_utils._answers import worksheet
from ansible_collections.reshare.wms.plugins.module_utils._answers.captures import knowing
from ansible_collections.reshare.wms.plugins.module_utils._pages.page import questionnaire_html, worksheet_html
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import CAPTURE
from ansible_collections.reshare.wms.plugins.module_utils._screens.capture import parse
from ansible_collections.reshare.wms.plugins.module_utils._screens.joining import joined
from ansible_collections.reshare.wms.plugins.module_utils._screens.labels import ScreenLabels
from ansible_collections.reshare.wms.plugins.module_utils._screens.page_data import screens
from ansible_collections.reshare.wms.plugins.module_utils._screens.recognition import recognise
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from support.drawn_captures import (
    AT,
    CASES,
    WRONG_LABELS,
    as_shown,
    capture,
    capture_of,
    changed,
    drawn,
    field,
    numbered_pages,
    pages_of,
    whole_table,
)
from support.environment import ROOT
from support.librarian import questions, tabbed
from support.page_browser import UPRIGHT, assert_accessible, assert_contrast
from support.scripts import in_node
from support.waiting import wait_until
from support.worksheet_examples import KEPT, RecordedLibrary, library_preparing, steps_of

MATRIX = ["Patron Policy", "Material Format", "Hold Limits Policy"]


def matrix_table(*rows: list[str]) -> dict[str, Any]:
    return whole_table(MATRIX, list(rows))


def policy(name: str, *items: dict[str, Any], at: str = AT) -> dict[str, Any]:
    return capture([field("Policy Name", name), *items], "Loan Policy", at=at)


# ---------------------------------------------------------------------------------------------------- recognition


def read_by_page(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the page recognises. cases: each a capture (given) and the screens of its page."""
    # Most cases have the same screens, which are large: each is sent once.
    texts = [json.dumps(case["screens"]) for case in cases]
    pages = {text: at for at, text in enumerate(dict.fromkeys(texts))}
    return in_node(
        """
        import { parseCapture } from "./assistant/read/capture.js";
        import { stated } from "./assistant/read/labels.js";
        import { recognise } from "./assistant/read/recognition.js";
        import { useContext } from "./assistant/read/words.js";
        const pages = given[0].map((text) => JSON.parse(text));
        result = given[1].map(([one, at]) => {
          useContext(pages[at]);
          const capture = parseCapture(one);
          stated.labels = capture.labels;
          const { screen, objects, open, unplaced } = recognise(capture, pages[at].kinds);
          return { kind: screen?.kind ?? null, open: [...new Set(open.map(({ label }) => label))].sort(), unplaced,
            objects: objects.map(({ key, fields }) => screen.columns
              ? { key, rows: fields.rows.map((row) => screen.columns.map(({ name }) => row[name])) }
              : { key, fields }) };
        });""",
        list(pages),
        [[case["given"], pages[text]] for case, text in zip(cases, texts, strict=True)],
    )


def test_the_page_recognises_captures_as_the_import_does():
    cases = []
    for case in CASES:
        objects = [(kind, fields) for kind in DECLARABLE for fields in case.get("known", {}).get(kind.name, [{}])]
        labels = ScreenLabels(DECLARABLE, case.get("labels"), case.get("library"))
        shown = screens(objects, labels.knowing(case.get("names", {})))
        cases.append({"given": capture_of(case), "screens": shown})
    for case, one in zip(CASES, read_by_page(cases), strict=True):
        wanted = {
            "kind": case["kind"],
            "objects": case["objects"],
            "open": sorted(set(case["open"])),
            "unplaced": case["unplaced"],
        }
        assert (case["name"], one) == (case["name"], wanted)


def test_the_page_joins_numbered_rows_as_the_import_does():
    rows = [{"material_format": f"Format {number}", "hold_limit_policy": "A"} for number in range(7)]
    pages, other = numbered_pages(rows, 3), numbered_pages(rows[1:], 3)
    sets = [pages, pages[::-1], pages[::2], pages[1:], [pages[0], other[0]], [pages[0], pages[0]], [pages[1], other[1]]]
    shown = in_node(
        """
        import { parseCapture } from "./assistant/read/capture.js";
        import { joined } from "./assistant/read/joining.js";
        import { useContext } from "./assistant/read/words.js";
        useContext(given[0]);
        result = given[1].map((givens) => joined(givens.map(parseCapture)).map(({ missing, tables: [{ grid }] }) => [missing, grid.rows]));""",
        screens([], ScreenLabels(DECLARABLE)),
        sets,
    )
    for givens, found in zip(sets, shown, strict=True):
        wanted = [one.capture for one in joined([parse(given) for given in givens])]
        assert found == [[one.missing, [[*row] for row in one.tables[0].grid.rows]] for one in wanted]


@pytest.mark.parametrize("seed", range(2))
def test_the_page_says_the_same_of_captures_drawn_at_random_as_the_import(seed):
    chance = Random(seed)
    labels = ScreenLabels(DECLARABLE)
    made = [capture_of(case) for case in CASES if not {"labels", "known", "library"} & set(case)]
    drawn = [changed(chance, chance.choice(made)) for _number in range(400)]
    shown = screens(((kind, {}) for kind in DECLARABLE), labels)
    found = read_by_page([{"given": one, "screens": shown} for one in drawn])
    for given, one in zip(drawn, found, strict=True):
        capture = parse(given)
        reading = recognise(capture, DECLARABLE, labels.stated(capture.labels), {})
        wanted = {
            "kind": reading.kind.name if reading.kind else None,
            "objects": [as_shown(sighting) for sighting in reading.objects],
            "open": sorted({open.label for open in reading.open}),
            "unplaced": reading.unplaced,
        }
        assert one == wanted, given


def test_the_page_refuses_labels_that_the_import_refuses():
    labels = [*WRONG_LABELS, *(case["stated"] for case in CASES if "stated" in case), {}]
    found = in_node(
        """
        import { areLabels } from "./assistant/read/labels.js";
        import { useContext } from "./assistant/read/words.js";
        useContext(given[0]);
        result = given[1].map(areLabels);""",
        screens([], ScreenLabels(DECLARABLE)),
        labels,
    )
    assert found == [False] * len(WRONG_LABELS) + [True] * (len(labels) - len(WRONG_LABELS))


@pytest.mark.parametrize("kind", DECLARABLE, ids=lambda kind: kind.name)
def test_the_scripts_know_every_type_of_field(kind):
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "assistant/read").glob("*.js"))
    for value in [one.value for one in kind.schema.inputs()] + [one.value for one in kind.columns]:
        form = value.script["form"]
        assert re.search(rf'(?m)^  "?{form}"?[:(]|form === "{form}"', scripts)


# ------------------------------------------------------------------------------------------- captures: questionnaire

ASKED = {
    "loan_policies": [
        {"name": "A", "loan_period": "28 days", "automatic_renewal": True},
        {"name": "B", "loan_period": "7 days", "renew_period": "1 week"},
    ],
    "hold_limit_matrix": [{"hold_limit_policy": "A"}],
}


def test_captures_fill_in_the_questionnaire(desk):
    library = RecordedLibrary()
    sheet = library.questions(ASKED)
    desk.open(questionnaire_html(sheet))
    number = {question["name"]: question["number"] for group in sheet["groups"] for question in group["questions"]}
    first, second, matrix = (
        f"#question-{number[name]}" for name in ("loan_policies/A", "loan_policies/B", "hold_limit_matrix")
    )
    desk.add(
        policy(
            "A",
            field("Regular Loan Period", "21"),
            field("Unit", "days", "choice"),
            field("Automatic Renewal", "No", "switch"),
            field("Colour", "red"),
        ),
        policy("B", field("Regular Loan Period", "7 days"), field("Renew Period", "sometimes")),
        capture([matrix_table(["All", "Book", "A"], ["", "", "B"])], "Hold Limit Matrix"),
        capture([field("Opening", "9")], "Calendar"),
        policy("C"),
    )
    cards = desk.each("#capture-list > li", "textContent")
    assert "Question" in cards[0] and "everything was seen" in cards[0] and "Not used: Colour" in cards[0]
    assert "not seen: Renew Period" in cards[1] and "Open: Renew Period: is 'sometimes'" in cards[1]
    assert "Not recognised" in cards[3] and "This page does not ask about it." in cards[4]
    assert desk.text("#count").startswith("2 of ")
    assert desk.text(f"{first} .source") == desk.text(f"{matrix} .source") == "seen on the screen"
    # B is there, but not everything that is asked for was seen.
    assert not desk.one(f"{second} [value=there]").is_selected()
    assert desk.one(f"{second} .found").is_displayed()
    desk.click(f"{second} [value=there]")
    assert desk.text(f"{second} .source") == "stated by a person"
    desk.reload()
    file = desk.sent("adams.answers.json")
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["version"] == 1 and len(content["captures"]) == 5
    assert content["answers"]["loan_policies/A"] == {"loan_period": "21 days", "automatic_renewal": "No"}
    assert content["answers"]["hold_limit_matrix"][1] == {
        "patron_policy": "All",
        "material_format": "All",
        "hold_limit_policy": "B",
    }
    assert content["sources"] == {
        "loan_policies/A": "capture",
        "loan_policies/B": "answer",
        "hold_limit_matrix": "capture",
    }


def test_a_capture_does_not_replace_what_a_person_wrote(desk):
    desk.open(questionnaire_html(questions({"loan_policies": [{"name": "A", "loan_period": "28 days"}]})))
    desk.click("[value=there]")
    desk.one(".ask textarea").send_keys("28 days")
    desk.add(policy("A", field("Regular Loan Period", "21 days")))
    assert "The screen shows: 21 days." in desk.text(".ask .seen")
    assert "The screen contradicts this answer: Regular Loan Period." in desk.text(".verdict")
    desk.one("#name").send_keys("Jane")
    desk.click("#finish button")
    assert "A capture contradicts answer 1." in desk.text("#message")
    desk.click(".seen button")
    assert desk.content("adams.answers.json")["sources"] == {"loan_policies/A": "capture"}
    # A newer capture counts, and without captures a person has to answer.
    desk.add(policy("A", field("Regular Loan Period", "14 days"), at="2026-11-25T10:00:00Z"))
    assert desk.each(".ask textarea", "value") == ["14 days"]
    desk.remove_captures()
    assert desk.text("#count") == "0 of 1 answered"
    desk.click("[value=missing]")
    desk.script(
        "const area = document.querySelector('#capture-text'); area.value = arguments[0];"
        "document.querySelector('#capture-add').click()",
        json.dumps(policy("A")),
    )
    assert "The screen contradicts this answer: a capture shows it." in desk.text(".verdict")


def test_a_file_that_is_no_capture_is_refused(desk):
    desk.open(questionnaire_html(questions({"loan_policies": [{"name": "A"}]})))
    for text, reason in [
        ("{", "is not a capture"),
        ('{"format": "x"}', "is not a capture"),
        (json.dumps(policy("A") | {"items": [{"type": "x"}]}), "is damaged"),
        (json.dumps([policy("A"), policy("A") | {"version": 2}]), "another version"),
        (
            json.dumps([policy("A" * 9000, at=f"2026-11-25T{at // 60:02}:{at % 60:02}:00Z") for at in range(450)]),
            "too large",
        ),
    ]:
        desk.script("document.querySelector('#captured').textContent = ''")
        desk.choose_file("#capture-files", "x.json", text)
        wait_until(lambda: desk.text("#captured") != "")
        assert reason in desk.text("#captured") and desk.all("#capture-list > li") == []


# ------------------------------------------------------------------------------------------------ captures: worksheet

WANTED = {
    "loan_policies": [
        {"name": "A", "loan_period": "28 days"},
        {"name": "B", "loan_period": "7 days", "fixed_due_dates": ["2027-01-31", "2026-12-24"]},
    ],
    "hold_limit_policies": [{"name": "A"}],
    "hold_limit_matrix": [{"material_format": "Book", "hold_limit_policy": "A"}],
}


def test_captures_are_compared_with_the_steps(desk):
    library = RecordedLibrary(found={"loan_policies": [{"name": "A", "loan_period": "14 days"}, {"name": "C"}]})
    library.declare({**WANTED, "loan_policies": [*WANTED["loan_policies"], {"name": "C", "state": "absent"}]})
    sheet = library.sheet()
    number = {step["name"]: step["number"] for step in steps_of(sheet)}
    changed, created, gone, matrix = (
        f"#step-{number[name]}"
        for name in ("loan_policies/A", "loan_policies/B", "loan_policies/C", "hold_limit_matrix")
    )
    desk.open(worksheet_html(sheet))
    desk.click(f"{changed} [data-done]")
    assert desk.text(f"{changed} .source") == "stated by a person"
    desk.add(
        policy("A", field("Regular Loan Period", "21 days"), {"type": "unread", "text": "a frame of another site"}),
        policy("B", field("Regular Loan Period", "7 days"), field("Fixed due date(s)", "2026-12-24; 2027-01-31")),
        policy("C"),
        capture([matrix_table(["All", "Book", "B"])], "Hold Limit Matrix"),
    )
    assert "Not read: a frame of another site" in desk.text("#capture-list")
    assert desk.text(f"{created} .verdict") == "Seen on the screen: this step is done."
    assert desk.text(f"{created} .source") == "seen on the screen"
    assert "Regular Loan Period: 21 days, wanted 28 days" in desk.text(f"{changed} .verdict")
    assert "This contradicts your answer." in desk.text(f"{changed} .verdict")
    assert "When it was captured, it was still there." in desk.text(f"{gone} .verdict")
    assert "Not on the screen: All | Book | A\nNot on this worksheet: All | Book | B" in desk.text(f"{matrix} .verdict")
    assert [desk.one(f"{one} [data-done]").is_selected() for one in (changed, created, gone, matrix)] == [
        True,
        True,
        False,
        False,
    ]
    assert_contrast(desk, "light")
    assert_contrast(desk, "dark")
    desk.one("#name").send_keys("Jane")
    desk.click("#finish button")
    assert f"A capture contradicts your answer to step {changed.rpartition('-')[2]}." in desk.text("#message")
    desk.add(policy("A", field("Regular Loan Period", "3 weeks"), field("Renew Period", ""), at="2026-11-25T10:00:00Z"))
    assert "3 weeks, wanted 28 days" in desk.text(f"{changed} .verdict")
    # The same as 28 days.
    desk.add(policy("A", field("Regular Loan Period", "4 weeks"), at="2026-11-25T11:00:00Z"))
    desk.click(f"{matrix} [data-done]")
    assert "contradicts" in desk.text(f"{matrix} .verdict")
    desk.click(f"{matrix} [data-done]")
    desk.reload()
    file = desk.sent("adams.confirmation.json")
    content = json.loads(file.read_text(encoding="utf-8"))
    assert {one["step"]: one["source"] for one in content["steps"]} == {
        "loan_policies/A": "capture",
        "loan_policies/B": "capture",
    }
    assert len(content["captures"]) == 6 and content["version"] == 1
    assert [one.key for one in library.confirm(file).confirmed] == ["loan_policies/A", "loan_policies/B"]
    # What the browser kept may be damaged.
    desk.script(
        "for (const key of Object.keys(localStorage)) if (key.includes('captures'))"
        " localStorage[key] = localStorage[key].replace('reshare.wms capture', 'x')"
    )
    desk.reload()
    assert len(desk.all("#capture-list > li")) == 5
    # Without its captures, a step has to be ticked by a person.
    desk.remove_captures()
    assert not [one for one in desk.all("[data-done]") if one.is_selected()]
    assert desk.all("#capture-list > li") == []


def test_that_a_map_is_whole_is_asked_and_stated_with_one_click(desk):
    library = RecordedLibrary()
    library.declare({name: WANTED[name] for name in ("hold_limit_policies", "hold_limit_matrix")})
    sheet = library.sheet()
    number = next(step["number"] for step in steps_of(sheet) if step["name"] == "hold_limit_matrix")
    desk.open(worksheet_html(sheet))
    table = {**matrix_table(["All", "Book", "A"]), "all_rows": None}
    desk.add(capture([table, {"type": "pager", "text": "1 - 1 of 60"}], "Hold Limit Matrix"))
    assert "the pager is '1 - 1 of 60'; show all rows on one page" in desk.text("#capture-list")
    assert not desk.all("#capture-list ul button")
    desk.remove_captures()
    desk.add(capture([table], "Hold Limit Matrix"))
    assert "are these all rows (1)?" in desk.text("#capture-list")
    assert desk.text(f"#step-{number} .verdict") == ""
    assert_accessible(desk)
    desk.click("#capture-list ul button")
    assert desk.text(f"#step-{number} .verdict") == "Seen on the screen: this step is done."
    (sent,) = desk.content("adams.confirmation.json")["captures"]
    assert sent["items"][-1]["all_rows"] is True


def test_the_pages_of_a_map_are_one_map(desk):
    library = RecordedLibrary()
    rows = [{"material_format": f"Format {number}", "hold_limit_policy": "A"} for number in range(7)]
    library.declare({"hold_limit_policies": WANTED["hold_limit_policies"], "hold_limit_matrix": rows})
    sheet = library.sheet()
    number = next(step["number"] for step in steps_of(sheet) if step["name"] == "hold_limit_matrix")
    first, second, third = pages_of("hold_limit_matrix", rows, 3)
    desk.open(worksheet_html(sheet))
    desk.add(drawn("hold_limit_policy", WANTED["hold_limit_policies"][0], whole=True))
    desk.add(third, first)
    assert "it has several pages; not captured: rows 4 - 6 of 7" in desk.text("#capture-list")
    assert desk.text(f"#step-{number} .verdict") == ""
    desk.add(second)
    assert "3 pages of one map." in desk.text("#capture-list")
    assert desk.text(f"#step-{number} .verdict") == "Seen on the screen: this step is done."
    file = desk.sent("adams.confirmation.json")
    assert "hold_limit_matrix" in [one.key for one in library.confirm(file).confirmed]
    (matrix,) = library.content.confirmed["hold_limit_matrix"].values()
    assert (matrix.source.how, len(matrix.fields["rows"])) == (CAPTURE, 7)
    desk.click("#capture-list li:last-child button")
    assert len(desk.all("#capture-list > li")) == 1


def test_what_a_text_means_is_asked_once_and_counts_for_all_captures(desk):
    library = RecordedLibrary()
    named = {"overdue_notification_policy": "No fines", "loan_period": "7 days"}
    library.declare(
        {
            "notification_policies": [{"name": "No fines", "notification_type": "Overdue"}],
            "loan_policies": [
                {"name": "A", **named},
                {"name": "B", "overdue_periodic_bill": None, "loan_period": "7 days"},
            ],
        }
    )
    labels = knowing(library.store(), KEPT, ScreenLabels(DECLARABLE))
    sheet = worksheet.sheet(library.content, library.steps(), labels)
    desk.open(worksheet_html(sheet))
    names = {step["name"]: f"#step-{step['number']} .verdict" for step in steps_of(sheet)}
    bill = field("Overdue Periodic Bill", "Kein Entgelt", "choice")
    notice = field("Overdue Notification Policy", "No fines", "choice")
    days = field("Regular Loan Period", "7 days")
    desk.add(policy("A", notice, bill, days), policy("B", bill, days))
    # The name of something that is known is not asked for.
    assert desk.text(names["loan_policies/A"]) == "Seen on the screen: this step is done."
    assert [one.text for one in desk.all("#capture-list ul button")] == ["It is a name", "Nothing is chosen"] * 2
    desk.click("#capture-list ul button + button")
    assert not desk.all("#capture-list ul button")
    assert "'Kein Entgelt'" not in desk.text("#capture-list")
    file = desk.sent("adams.confirmation.json")
    given = json.loads(file.read_text(encoding="utf-8"))["captures"]
    assert [one["labels"] for one in given] == [{"blank": ["Kein Entgelt"]}] * 2
    assert [one.key for one in library.confirm(file).confirmed] == ["loan_policies/A", "loan_policies/B"]
    (kept,) = library.content.screen_labels
    assert (kept.path, kept.text) == ("blank", "Kein Entgelt")


def test_captures_of_all_screens_tick_a_whole_worksheet_and_the_import_agrees(desk):
    library = library_preparing()
    sheet = library.sheet()
    desk.open(worksheet_html(sheet))
    there = [step for step in library.steps() if not library.store().readable(step.kind)]
    desk.add(*(drawn(step.kind.name, step.kind.show(step.wanted)) for step in there))
    done = [step.key for step in there if not step.goes_live]
    assert desk.text("#count") == f"{len(done)} of {sheet['count']} done"
    assert set(desk.each(".by-capture .source", "textContent")) == {"seen on the screen"}
    file = desk.sent("adams.confirmation.json")
    assert [one.key for one in library.confirm(file).confirmed] == done
    assert library.content.confirmed["loan_policies"][("ReShare lending",)].source.how == CAPTURE


def test_other_labels_of_a_library_are_known_to_the_page(desk):
    library = RecordedLibrary()
    library.declare({"loan_policies": [{"name": "A", "loan_period": "28 days"}]})
    labels = ScreenLabels(DECLARABLE, {"loan_policy": {"screen": ["Rules"], "fields": {"loan_period": ["Lend for"]}}})
    desk.open(worksheet_html(worksheet.sheet(library.content, library.steps(), labels)))
    desk.paste("body", plain=json.dumps(capture([field("Policy Name", "A"), field("Lend for", "28 days")], "Rules")))
    assert desk.text(".verdict") == "Seen on the screen: this step is done."


def test_captures_are_accessible_and_not_printed(desk):
    desk.open(questionnaire_html(questions(ASKED)))
    desk.add(policy("A", field("Regular Loan Period", "21 days"), field("Automatic Renewal", "No", "switch")))
    for detail in desk.all("details"):
        desk.script("arguments[0].open = true", detail)
    desk.click(".add")
    desk.paste("[data-column=hold_limit_policy]", plain=tabbed(MATRIX, [["All", "All", ""]]))
    assert_accessible(desk)
    for scheme in ("light", "dark"):
        assert_contrast(desk, scheme)
    assert desk.one("label[for=capture-files]").is_displayed()
    with desk.media(UPRIGHT, "print"):
        assert not desk.one("#captures").is_displayed()
        assert not [one for one in desk.all(".paste, .pasted, .seen, .source, .verdict") if one.is_displayed()]
        assert desk.browser.find_elements(By.CSS_SELECTOR, ".box")
