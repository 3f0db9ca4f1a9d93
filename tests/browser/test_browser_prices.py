# SPDX-License-Identifier: GPL-3.0-or-later

"""What it costs people to have the existing configuration of libraries read: the first library teaches the screens, the second one answers what is new, and
after that, only names are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from support.assistant_browser import AssistantBrowser, Panel, assistant_browser
from support.library import Library
from support.library_record import Record
from support.screen_examples import READY, screen_path
from support.screen_librarian import read
from support.waiting import wait_until

#: Of each question: one click at the screen. What a person may cost more: twice of what adoption cost before, and two clicks a kind to teach it.
BEFORE, TEACHING = 30, 2
NAMES = ("Adults", "Students", "Members", "Readers", "Friends")


def configuration(at: int) -> dict[str, Any]:
    """The existing configuration of a library: other names, numbers and choices than those of the others. All kinds that have a screen of their own: accounts
    are read through an API, and a shelving location is a part of a cell."""
    name, days, even = NAMES[at], 20 + at, at % 2 == 0
    overdue, pickup, reminder, fine = f"{name} overdue", f"{name} pickup", f"{name} reminder", f"{name} fine"
    first, second = {"holding_location": "TSTM"}, {"holding_location": "TSTA"}
    return {
        "borrower_categories": [{"name": name, "description": f"{name} of the town"}],
        "notification_policies": [
            {"name": overdue, "notification_type": "Loan Overdue", "subject": f"Overdue {at}", "start_text": f"Dear {name},"},
            {"name": pickup, "notification_type": "Hold Pickup", "subject": f"Ready {at}", "start_text": f"Come, {name}"},
        ],
        "notification_templates": [
            {"name": reminder, "notification_type": "Loan Overdue", "subject": f"Reminder {at}", "footer": f"The desk of {name}"}
        ],
        "bill_reasons": [
            {"name": f"Late {at}", "associated_with": ("Only applies to items", "Only applies to holds")[at % 2], "auto_calculate_tax": not even}
        ],
        "bill_structures": [
            {"name": fine, "bill_reason": f"Late {at}", "bill_type": "Fixed Bill", "amount": f"{at + 2}.00"}
        ],
        "patron_type_policies": [
            {"name": name, "use_patron_supplied_email": even, "outstanding_bill_value_limit": f"{at + 1}.50", "max_claimed_lost": at + 1,
             "max_claimed_returned": "No Limit", "max_claimed_never_had": at + 2, "total_loan_value_limit": f"{at + 3}00.00",
             "bill_notification_policy": overdue}
        ],
        "loan_policies": [
            {"name": f"{name} {what}", "circulates": circulates, "loan_period": {"value": value, "unit": unit}, "include_closed_days": closed,
             "renew_period": {"value": value + 1, "unit": unit}, "automatic_renewal": not closed, "overdue_grace_period": {"value": at + 1, "unit": "days"},
             "overdue_notification_policy": overdue, "overdue_periodic_bill": fine}
            for what, circulates, value, unit, closed in (("books", "always", days, "days", True), ("media", "never", at + 2, "weeks", False))
        ],
        "long_overdue_policies": [{"name": f"{name} lost", "loan_long_overdue_notice": reminder}],
        "loan_limit_policies": [
            {"name": f"{name} {days}", "loan_count_limit": days, "loan_count_blocks_renewal": even, "loan_value_limit": f"{days}0.00"}
        ],
        "hold_limit_policies": [{"name": f"{name} holds", "verified_hold_count_limit": at + 3, "unverified_hold_count_limit": "No Limit"}],
        "hold_request_policies": [
            {"name": f"{name} requests", "default_hold_request_period": {"value": at + 2, "unit": "months"}, "bill_for_placing_hold": fine,
             "hold_request_expiry_notification_policy": pickup}
        ],
        "hold_fulfillment_policies": [
            {"name": f"{name} shelf", "hold_shelf_period": {"value": at + 5, "unit": "days"}, "item_approval": even, "exclude_closed_hours": not even,
             "hold_pickup_notification_policy": pickup}
        ],
        "loan_policy_map": {"rows": [{"patron_policy": name, "loan_policy": f"{name} media"}, {"loan_policy": f"{name} books"}]},
        "loan_limit_matrix": {"rows": [{"patron_policy": name, "loan_limit_policy": f"{name} {days}"}]},
        "hold_limit_matrix": {"rows": [{"patron_policy": name, "hold_limit_policy": f"{name} holds"}]},
        "hold_request_policy_map": {"rows": [{"hold_request_policy": f"{name} requests"}]},
        "hold_fulfillment_policy_map": {"rows": [{**(first, second)[at % 2], "hold_fulfillment_policy": f"{name} shelf"}]},
        "hold_pickup_locations_map": {"rows": [{**(first, second)[at % 2], "default_pickup_locations": ["Main"]}]},
        "collection_type_policies": [
            {"name": f"{name} closed", "default_availability": ("Available", "Unavailable")[at % 2], "fulfill_holds_for": f"{name} only"}
        ],
        "notification_settings": {
            "notification_types": {"Loan Overdue": even, "Hold Pickup": not even}, "other_settings": {"Reply to": f"ill@{at}.example.org"}
        },
        "ill_settings": {
            "reshare": {"enable": False, "temporary_item_holding_location": "TSTM", "temporary_item_shelving_location": "Stacks"},
            "zfl_server": {"host": f"z{at}.example.org", "port": f"{8080 + at}"},
        },
    }  # fmt: skip


@dataclass
class Price:
    """What one library cost. screens: that were read. answers: the buttons that were clicked beside the one at each screen. values: that were asked for."""

    screens: int = 0
    values: int = 0
    answers: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    with assistant_browser(tmp_path_factory.mktemp("assistant")) as browser:
        yield browser


def adopted(browser: AssistantBrowser, record: Record, declared: dict[str, Any], folder: Path) -> Price:
    """A person answers the questionnaire of a library at its screens, and sends the file, which is imported."""
    shown = f"Library {record.library.number}"
    asked = record.run("record_questions", configuration=declared, library_display_name=shown)
    assert asked.get("msg") is None
    sheet = record.worksheet_data(".questionnaire")
    questions = [one for group in sheet["groups"] for one in group["questions"]]
    panel: Panel | None = None
    price = Price()
    for question in questions:
        plural, _slash, name = question["name"].partition("/")
        browser.driver.get(record.library.base + screen_path(record.library.id, plural, name or None))
        wait_until(lambda: browser.driver.execute_script(READY))
        if panel is None:
            panel = browser.open_panel()
            panel.paste(record.worksheet(purpose=".questionnaire").read_text(encoding="utf-8"))
            panel.until("document.querySelectorAll('.question').length")
        card = f"document.getElementById('question-{question['number']}')"
        price.answers += read(panel, f"{card}.classList.contains('by-capture')")
        price.screens += 1
        assert panel.script(f"{card}.classList.contains('by-capture')"), (
            question["name"],
            panel.text(".tab"),
            panel.text("#learn"),
        )
        price.values += len(question["fields"])
    assert panel is not None
    panel.script(
        "(() => { const name = document.getElementById('name'); name.value = 'Jane Doe'; name.dispatchEvent(new Event('input')); })()"
    )
    browser.download_into(folder)
    panel.click("Download answers")
    path = folder / f"{record.library.name}.answers.json"
    wait_until(path.exists)
    panel.click("Remove this page from the assistant")
    panel.until("document.getElementById('choose').checkVisibility()")
    result = record.run("record_import", files=[str(path)])
    assert result.get("msg") is None, result
    return price


@pytest.mark.parametrize(
    ("plurals", "count"),
    [
        pytest.param(("borrower_categories", "loan_policies", "hold_limit_matrix"), 2, id="few kinds"),
        pytest.param((), 5, id="all kinds", marks=pytest.mark.long),
    ],
)
def test_the_first_library_teaches_and_later_ones_answer_only_what_is_new(assistant, sandbox, tmp_path, plurals, count):
    prices = []
    for at in range(count):
        there = configuration(at)
        library = Library(sandbox, tmp_path / "state", configuration=there)
        declared = {plural: value for plural, value in there.items() if not plurals or plural in plurals}
        record = Record(library, tmp_path / "record")
        prices.append(adopted(assistant, record, declared, tmp_path))
        assert record.confirmed("loan_policies")[0]["loan_period"] == f"{20 + at} days"
    print(prices)
    first, last = prices[0], prices[-1]
    assert first.screens + len(first.answers) <= 2 * BEFORE + TEACHING * len(declared)
    # New names are asked for at once on a screen; that these are all rows, where nothing counts them.
    assert {one for one in last.answers if "all rows" not in one} <= {"Yes, all of them"}
