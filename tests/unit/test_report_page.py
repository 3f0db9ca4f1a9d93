# SPDX-License-Identifier: GPL-3.0-or-later

"""A report as a page: well formed, self-contained, with the outcome of a run."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from ansible_collections.reshare.wms.plugins.plugin_utils._comparison.results import dump
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.findings import Finding
from ansible_collections.reshare.wms.plugins.plugin_utils._report import report_page
from ansible_collections.reshare.wms.plugins.plugin_utils._report.todo import task_groups
from support.html_outline import Outline
from support.report_examples import (
    CHECKED,
    CREATED,
    KINDS,
    MAP,
    ROW,
    SHORTER,
    STARTED,
    about,
    change,
    check_result,
    consortium_report,
    html,
    knowledge,
    onboarding_report,
    outcome,
    pending_step,
    report_of,
    result,
)


@pytest.mark.parametrize("count", [6, 200])
def test_a_page_is_well_formed_and_its_links_lead_somewhere(count):
    outline = Outline(html(consortium_report(count)))
    assert outline.open == []
    assert len(set(outline.ids)) == len(outline.ids)
    links = {link for link in outline.links if not link.startswith("../record/worksheets/")}
    assert {link.removeprefix("#") for link in links} <= set(outline.ids)


HOSTILE = "</noscript></script><img src=x onerror=alert(1)>'\"{{ 7000 * 7 }}\N{RIGHT-TO-LEFT OVERRIDE}\ud800"


def test_nothing_in_a_result_becomes_markup():
    bad = change("loan_policy", HOSTILE, {HOSTILE: HOSTILE}, {HOSTILE: [HOSTILE, {"a": HOSTILE}]})
    results = [
        result(
            HOSTILE,
            **outcome(
                bad, pending_steps=[pending_step("loan_policy_map", "", HOSTILE)], worksheet=HOSTILE, warnings=[HOSTILE]
            ),
        ),
        result("b" + HOSTILE, status="failed", msg=HOSTILE, declared={HOSTILE: 1, "loan_policy": 1}),
        result("c" + HOSTILE, **CHECKED, checks=[check_result(HOSTILE, "fail", HOSTILE, HOSTILE)]),
        result(
            "d" + HOSTILE,
            **{**CHECKED, "role": "", "task": HOSTILE},
            checks=[check_result("a", "waived", reason=HOSTILE)],
        ),
    ]
    report = report_of(results, playbook=HOSTILE)
    text = report_page.html(report, HOSTILE, Path(HOSTILE))
    assert text.startswith("<!doctype html>")
    assert "<img" not in text and "49000" not in text
    assert Outline(text).open == []
    assert Outline(text).tags.count("script") == 2
    assert text.count("</noscript") == len(report["libraries"])
    assert json.loads(dump(report))["playbook"] == HOSTILE


def test_files_are_links_from_the_folder_of_the_page():
    report = report_of([result("a", **outcome(pending_steps=[], worksheet="/srv/record/worksheets/a b%.html"))])
    assert 'href="../record/worksheets/a%20b%25.html"' in report_page.html(report, None, Path("/srv/reports/x.json"))
    report = report_of([result("a", **outcome(pending_steps=[], worksheet="javascript:alert(1)"))])
    assert 'href="javascript%3Aalert%281%29"' in report_page.html(report, None, Path("x.json"))


def compared(pairs: list[dict], **more) -> dict:
    """The report of a run that compared libraries."""
    finding = asdict(Finding("error", "invalid", HOSTILE, None, HOSTILE, "", HOSTILE, 3))
    inventory = {"summary": "1 error.", "findings": [finding], "consortium": {"complete": True, "pairs": pairs, **more}}
    return report_of([result(module="validate_inventory", **inventory)])


def pair(lender: str, borrower: str, **changes) -> dict:
    complete = {"account": None, "account_missing": False, "patron_id": None, "short_days": 0, "lends_back": True}
    return {"lender": lender, "borrower": borrower, **complete, **changes}


def test_libraries_are_compared_in_a_matrix_of_lenders_and_borrowers():
    report = compared([pair("hill", "lake", short_days=70, lends_back=False), pair("lake", HOSTILE, account=HOSTILE)])
    text = html(report)
    assert "70 days short, one way" in text
    assert (Outline(text).open, "<img" in text) == ([], False)
    assert report_page.headline(report) == "1 error"
    assert json.loads(dump(report))["inventory"]["consortium"]["pairs"][0]["short_days"] == 70


def test_with_many_libraries_only_pairs_that_do_not_fit_are_listed():
    pairs = [pair("hill", f"library-{number}", patron_id=False) for number in range(1000)]
    text = html(compared(pairs, complete=False))
    assert "no patron ID" in text and "500 more pairs are in the JSON file." in text


def test_a_page_names_no_address_and_allows_no_script_but_its_own():
    text = html(consortium_report(6))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith("default-src &#39;none&#39;;")
    assert policy.count("sha256-") == text.count("<script>") == 2
    assert not re.search(r'(src|href)="(?!#|data:,"|\.\./record/)', text)


def test_the_same_data_make_the_same_page():
    assert html(consortium_report(6)) == html(consortium_report(6))


def test_details_that_several_libraries_have_are_once_in_the_page():
    steps = [pending_step("loan_policy", "ReShare lending")]
    report = report_of(
        [
            *(result(name, **outcome(CREATED, pending_steps=steps)) for name in ("adams", "baker")),
            result("curie", **outcome(CREATED)),
        ]
    )
    text = html(report)
    assert text.count("+ circulates: always") == 2
    assert text.count("asked for since 25 November 2026") == 1
    assert len(re.findall(r'<h4 [^>]*><a href="#e1">Loan Policy</a>', text)) == 2
    assert "Loan Policy (2 libraries)" in " ".join(" ".join(Outline(text).texts).split())


def test_a_page_of_two_hundred_libraries_with_every_kind_changed_has_a_reasonable_size():
    report = onboarding_report(200)
    assert len(report["libraries"]["library-000"]["families"]) == len(KINDS) - 1  # without patron accounts
    assert len(html(report)) < 3_500_000
    assert len(dump(report)) < 6_000_000
    assert len(html(consortium_report(200))) < 2_000_000


@pytest.mark.parametrize(
    "states, expected",
    [
        (["in_place"], "The library is in place"),
        (["changed", "in_place"], "All 2 libraries are in place"),
        (["failed"], "The library failed"),
        (["failed", "failed", "in_place"], "2 of 3 libraries failed"),
        (["drift"], "The library is not as declared"),
        (["drift", "pending"], "1 of 2 libraries is not as declared"),
        (["drift", "drift"], "2 of 2 libraries are not as declared"),
        (["pending"], "The library has pending steps"),
        (["pending", "in_place"], "1 of 2 libraries has pending steps"),
        (["recorded"], "The library has new values in its record, not compared with the inventory"),
        (["stated"], "The library is as declared, stated by a person"),
        (["stated", "changed"], "1 of 2 libraries is as declared, stated by a person"),
        (["not_checkable", "drift"], "1 of 2 libraries could not be checked in full"),
    ],
)
def test_the_headline_says_how_it_stands(states, expected):
    report = consortium_report(6)
    summary = {state: [] for state in report["summary"]}
    for number, one in enumerate(states):
        summary[one].append(str(number))
    members = {"withdrawn": None, "live": None, "verification": None}
    families = {"loan_policy": {"pending_steps": [{"question": False}]}}
    found = {
        **report,
        "summary": summary,
        "libraries": {name: {"families": families, **members} for name in map(str, range(len(states)))},
    }
    assert report_page.headline(found) == expected


def test_where_only_checks_were_made_nothing_is_called_in_place():
    text = html(report_of([result(name, **CHECKED, checks=[check_result("a")]) for name in ("adams", "baker")]))
    assert "All 2 libraries passed their checks" in text
    assert "This run only made checks." in text
    assert "in place" not in " ".join(Outline(text).texts)
    assert "The library passed its checks" in html(report_of([result(**CHECKED, checks=[check_result("a")])]))


CONFIRMED = {"changed": True, "confirmed": [about("loan_policy", "A")], "pending_steps": [], "worksheet": None}
WITHDRAWN = {"by": "Jane Doe", "at": "2026-11-26T09:30:00Z", "reason": None}
DISABLED = change("ill_settings", "", {"reshare": {"enable": True}}, {"reshare": {"enable": False}})
ENABLED = change("ill_settings", "", {"reshare": {"enable": False}}, {"reshare": {"enable": True}})


@pytest.mark.parametrize(
    "results, headline, outcome_text, next_step",
    [
        pytest.param(
            [
                result(
                    module="record_questions",
                    worksheet=None,
                    questionnaires=["/q.html"],
                    questions=[about("loan_policy", "A")],
                )
            ],
            "The library has open questions",
            "Nothing was changed in WMS or ReShare in this run.",
            "Complete questionnaires: import them with reshare.wms.receive",
            id="ask",
        ),
        pytest.param(
            [
                result(module="ill_settings", check_mode=True, task="Compare", **outcome(ENABLED, live=False)),
                result(module="ill_settings", **outcome(ENABLED, pending_steps=[pending_step("ill_settings", "")])),
            ],
            "The library has pending steps",
            "This run added steps to the worksheet of 1 library. The link is live at 0 of 1 library.",
            "Complete worksheets: import it with reshare.wms.receive",
            id="last step",
        ),
        pytest.param(
            [result(module="record_import", **CONFIRMED)],
            "The library has new values in its record, not compared with the inventory",
            "This run wrote to the record of 1 library, and changed nothing in WMS or ReShare.",
            "Compare with the inventory: Run reshare.wms.onboard",
            id="receive",
        ),
        pytest.param(
            [result(module="ill_settings", check_mode=True, **outcome(DISABLED, live=True, withdrawn=WITHDRAWN))],
            "The library is not as declared",
            "Check mode: nothing was changed in this run. The link is live at 1 of 1 library.",
            "Review differences: run the same playbook without --check",
            id="withdraw in check mode",
        ),
        pytest.param(
            [result(module="ill_settings", **outcome(DISABLED, live=False, withdrawn=WITHDRAWN))],
            "The library is withdrawn",
            "This run made changes at 1 library. The link is live at 0 of 1 library. 1 library is withdrawn.",
            "",
            id="withdraw",
        ),
        pytest.param(
            [result(module="ill_settings", **outcome(ENABLED, live=True, withdrawn=None))],
            "The library is in place",
            "This run made changes at 1 library. The link is live at 1 of 1 library.",
            "",
            id="go live",
        ),
        pytest.param(
            [result(module="ncip_verification", changed=True, checks=[check_result("lent")], left_behind=[])],
            "The library passed its checks",
            "This run lent and returned test items at 1 library.",
            "",
            id="verify",
        ),
    ],
)
def test_the_page_says_what_a_playbook_did_and_what_is_left_to_do(results, headline, outcome_text, next_step):
    report = report_of(results)
    assert (report_page.headline(report), report_page.outcome(report)) == (headline, outcome_text)
    todo = [f"{one.title}: {one.intro}" for one in task_groups(report)]
    title, _colon, command = next_step.partition(": ")
    assert len(todo) == bool(next_step)
    assert all(one.startswith(title) and command in one for one in todo)


def test_what_a_verification_left_behind_is_listed():
    left = [{"kind": "temporary_item", "detail": "an item 'ZZ-1'"}]
    found = report_of([result(module="ncip_verification", changed=True, checks=[], left_behind=left)])
    verification = {"state": "pass", "transactions": True, "left_behind": ["an item 'ZZ-1'"]}
    assert found["libraries"]["adams"]["verification"] == verification
    assert "an item &#39;ZZ-1&#39;" in html(found)


def test_what_is_only_stated_by_a_person_is_nowhere_called_in_place():
    text = html(report_of([result(**outcome(declared=["loan_policy"], knowledge=knowledge("loan_policy", days=400)))]))
    words = " ".join(" ".join(Outline(text).texts).split())
    assert "The library is as declared, stated by a person" in words
    assert re.findall("in place|In place|up to date", words) == ["in place"] * 2, "the tiles with the number 0"
    assert "adams 22 October 2025 0 0 0 4 1: Loan Policy 'ReShare borrowing'" in words


def test_the_page_says_when_and_how_long():
    report = report_of(
        [result(check_mode=True, **outcome(SHORTER))], finished=STARTED.replace(hour=11, minute=31, second=2)
    )
    texts = " ".join(" ".join(Outline(html(report, "Example Consortium")).texts).split())
    assert "26 November 2026, 09:30 (UTC)" in texts
    assert "2 h 1 min" in texts
    assert "Check mode: nothing was changed in this run." in texts
    assert "Example Consortium" in texts
    later = {**report, "started": "2026-07-01T08:05:00-05:30"}
    assert "1 July 2026, 08:05 (UTC-05:30)" in html(later)


def test_what_stands_behind_a_cell_is_told():
    steps = [pending_step("loan_policy", "ReShare borrowing", "The screen does not offer it.")]
    results = [
        result(task="Real", **outcome(change(**MAP), change("bill_reason", "Old", {"name": "Old"}, None))),
        result(**outcome(CREATED, pending_steps=steps, worksheet="/record/adams.html")),
        result(
            task="Gate", check_mode=True, **outcome(change("ill_settings", "", {"enable": False}, {"enable": True}))
        ),
    ]
    texts = " ".join(" ".join(Outline(html(report_of(results))).texts).split())
    for expected in (
        "Loan Policy 'ReShare borrowing' asked for since 25 November 2026 (The screen does not offer it.)",
        "Loan Policy 'ReShare borrowing' : to be created by a person",
        "+ name: ReShare borrowing + circulates: always",
        "Loan Policy Map : updated",
        f"+ - {ROW}",
        "Bill Reason 'Old' : removed - name: Old",
        "ILL Settings : would be updated (enable) - enable: no + enable: yes",
        "Worksheet: /record/adams.html",
    ):
        assert expected in texts
