# SPDX-License-Identifier: GPL-3.0-or-later

"""The account of a run as a page and as Markdown: well formed, self-contained, and without markup from others."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from ansible_collections.reshare.wms.plugins.plugin_utils._account import run_page
from ansible_collections.reshare.wms.plugins.plugin_utils._account.differences import blocks, lines
from ansible_collections.reshare.wms.plugins.plugin_utils._account.markdown import LINES, markdown
from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_document import text as json_text
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.findings import Finding
from support.account_examples import (
    CHECKS,
    CREATED,
    HOSTILE,
    IN_PLACE,
    LIVE,
    MAP,
    NEVER_LIVE,
    ROW,
    SHORTER,
    WITHDRAWN,
    about,
    account_of,
    change,
    check_result,
    consortium_account,
    failed,
    html,
    knowledge,
    onboarding_account,
    outcome,
    status_html,
    step,
)
from support.html_outline import Outline


def words(document: dict[str, Any]) -> str:
    """The text of the page."""
    return " ".join(" ".join(Outline(html(document)).texts).split())


def pair(lender: str, borrower: str, **changes: Any) -> dict[str, Any]:
    whole = {"account": None, "account_missing": False, "patron_id": None, "short_days": 0, "lends_back": True}
    whole["excepted_until"] = None
    return {"lender": lender, "borrower": borrower, **whole, **changes}


def between(*findings: Finding, pairs: Any = (), complete: bool = True) -> dict[str, Any]:
    """The result of the comparison of the libraries with each other."""
    consortium = {"complete": complete, "pairs": [*pairs]}
    return {"summary": "1 error.", "findings": [*map(asdict, findings)], "consortium": consortium}


def hostile_account() -> dict[str, Any]:
    """An account in which each text that others choose is hostile."""
    bad = change(
        "loan_policy",
        HOSTILE,
        {"loan_period": "1 day", HOSTILE: HOSTILE},
        {"loan_period": HOSTILE, HOSTILE: [HOSTILE]},
        title=HOSTILE,
    )
    asked = outcome(
        bad, pending_steps=[step("loan_policy_map", "", remark=HOSTILE)], worksheet=HOSTILE, warnings=[HOSTILE]
    )
    wrong = [check_result(HOSTILE, "fail", HOSTILE, HOSTILE), check_result("a", "waived", reason=HOSTILE)]
    finding = Finding("error", "invalid", HOSTILE, None, HOSTILE, "", HOSTILE, 3)
    libraries = {
        HOSTILE: {"wms": asked},
        f"b{HOSTILE}": {"wms": failed(HOSTILE), "link": {**LIVE, "withdrawn": {**WITHDRAWN, "reason": HOSTILE}}},
        f"c{HOSTILE}": {"checks": {"changed": False, "checks": wrong}},
        f"d{HOSTILE}": {"between": between(finding, pairs=[pair(HOSTILE, "lake", account=HOSTILE)])},
    }
    return account_of(
        {name: {"between": libraries[f"d{HOSTILE}"]["between"], **own} for name, own in libraries.items()},
        "drift",
        True,
    )


# ------------------------------------------------------------------------------------------------------------------- page


@pytest.mark.parametrize(
    "made", [lambda: html(consortium_account(6)), lambda: html(consortium_account(200)), lambda: status_html(24, 40)]
)
def test_a_page_is_well_formed_and_its_links_lead_somewhere_in_it(made):
    text = made()
    outline = Outline(text)
    assert (outline.open, text.startswith("<!doctype html>")) == ([], True)
    assert len(set(outline.ids)) == len(outline.ids)
    links = {link for link in outline.links if not link.startswith("../record/worksheets/")}
    assert {link.removeprefix("#") for link in links} - {"run.json"} <= set(outline.ids)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith("default-src &#39;none&#39;;")
    assert policy.count("sha256-") == text.count("<script>") == 2
    assert not re.search(r'(src|href)="(?!#|data:,"|\.\./record/|run\.json)', text)
    assert text == made()


def test_nothing_in_an_account_becomes_markup():
    document = hostile_account()
    text = run_page.html(document, Path(HOSTILE))
    outline = Outline(text)
    assert (outline.open, "img" in outline.tags, "49000" in text) == ([], False, False)
    assert outline.tags.count("script") == 2
    assert text.count("</noscript") == len(document["libraries"])


def test_files_are_links_from_the_folder_of_the_page():
    for path, address in (
        ("/srv/record/worksheets/a b%.html", "../record/worksheets/a%20b%25.html"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
    ):
        document = account_of({"a": {"wms": outcome(pending_steps=[step()], worksheet=path)}})
        assert f'href="{address}"' in run_page.html(
            document, Path("/srv/runs/x.json") if "/" in path else Path("x.json")
        )


def test_a_page_of_two_hundred_libraries_has_a_reasonable_size():
    document = onboarding_account(200)
    assert len(html(document)) < 3_500_000
    assert len(json_text(document)) < 9_000_000
    assert len(html(consortium_account(200))) < 1_000_000
    assert len(status_html(200, 60)) < 1_000_000


@pytest.mark.parametrize(
    ("states", "headline"),
    [
        (["in_place"], "The library is in place"),
        (["in_place", "in_place"], "All 2 libraries are in place"),
        ([None, "in_place"], "1 of 2 libraries is in place"),
        ([None, None], "Nothing was compared with the inventory"),
        (["failed", "failed", "in_place"], "2 of 3 libraries failed"),
        (["drift", "failed"], "1 of 2 libraries is not as declared"),
        (["pending", "not_checkable"], "1 of 2 libraries could not be checked in full"),
        (["pending", "stated"], "1 of 2 libraries waits for a person"),
        (["stated"], "The library is as declared, stated by a person"),
    ],
)
def test_the_headline_is_the_worst_state(states, headline):
    document = account_of({str(number): {} for number in range(len(states))})
    for one, state in zip(document["libraries"].values(), states):
        one["state"] = state
    assert run_page.headline(document) == headline
    assert run_page.headline(account_of({})) == "No library was part of this run"


def test_the_page_has_what_is_behind_each_state():
    asked = [step(remark="The screen does not offer it.")]
    remark = {"at": "2026-11-26T10:00:00Z", "remark": "There is a second map.", **about("loan_policy_map")}
    evidence = {
        "report": "events",
        "file": "events.csv",
        "first": "2026-11-02",
        "last": "2026-11-25",
        "loans": 311,
        "imported": None,
    }
    document = account_of(
        {
            "adams": {
                "wms": outcome(CREATED, MAP, pending_steps=asked, worksheet="/record/adams.html", remarks=[remark])
            },
            "baker": {"checks": {"changed": False, "checks": CHECKS, "evidence": [evidence]}},
            "curie": {
                "wms": outcome(change("bill_reason", "Old", {"name": "Old"}, None)),
                "link": {**LIVE, "live": False, "withdrawn": WITHDRAWN},
            },
            "darwin": {"wms": outcome(declared=["loan_policy"], knowledge=knowledge("loan_policy", days=400))},
            "euler": {
                "story": {"changed": True, "checks": [], "left_behind": [{"detail": "an item 'ZZ-1'"}]},
                "wms": failed("euler: no"),
            },
        }
    )
    text = words(document).replace("\xa0", " ")
    for expected in (
        "Loan Policy 'ReShare borrowing' since 25 Nov 2026 (The screen does not offer it.)",
        "Loan Policy 'ReShare borrowing' : to be created by a person",
        "+ name: ReShare borrowing + circulates: always",
        "Loan Policy Map : updated",
        f"+ - {ROW}",
        "Bill Reason 'Old' : removed - name: Old",
        "Page: /record/adams.html",
        "Remark about Loan Policy Map, 26 Nov 2026: There is a second map.",
        "Send OCLC the form, and set the day.",
        "Waived because: renewed by the patron load",
        "events.csv until 2026-11-25, 311 loans",
        "Withdrawn on 26 Nov 2026: Merger",
        "darwin 22 Oct 2025 0 0 0 4 1: Loan Policy 'ReShare borrowing'",
    ):
        assert expected in text, expected


def test_libraries_are_compared_in_a_matrix_or_if_many_by_what_does_not_fit():
    finding = Finding("error", "invalid", "hill", None, "70 days are missing", "", "/srv/host_vars/hill.yml", 3)
    few = between(finding, pairs=[pair("hill", "lake", short_days=70, lends_back=False), pair("lake", "hill")])
    assert "70 days short, one way" in words(account_of({"hill": {"between": few}}, "validate"))
    excepted = between(pairs=[pair("hill", "lake", short_days=70, excepted_until="2027-03-01"), pair("lake", "hill")])
    assert "excepted until 2027-03-01" in words(account_of({"hill": {"between": excepted}}, "validate"))
    many = between(
        finding, pairs=[pair("hill", f"library-{number}", patron_id=False) for number in range(1000)], complete=False
    )
    text = words(account_of({"hill": {"between": many}}, "validate"))
    assert "no patron ID" in text and "500 more pairs are in the JSON file." in text


# ---------------------------------------------------------------------------------------------------------------- Markdown


def rows(document: dict[str, Any]) -> list[list[str]]:
    """The cells of the tables, without their headings."""
    tables = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in markdown(document).splitlines()
        if line.startswith("|")
    ]
    return [row for row in tables if row[0] not in ("---", "Problem", "Change")]


def test_equal_changes_of_several_libraries_are_one_row_with_both_values():
    libraries = {f"library{number}": {"wms": outcome(SHORTER)} for number in range(50)} | {
        "adams": {"wms": outcome(CREATED, MAP)}
    }
    found = rows(account_of(libraries, check=True))
    assert found[0] == [
        "`Loan Policy 'ReShare borrowing' would be updated: loan_period 21 days \u2192 28 days`",
        "`library0`, `library1`, `library2`, `library3` and 46 more",
    ]
    assert ["`Loan Policy 'ReShare borrowing' would be created`", "`adams`"] in found
    assert ["`Loan Policy Map would be updated: rows (+1 -0)`", "`adams`"] in found
    assert rows(account_of(dict.fromkeys("ab", {"wms": outcome(SHORTER)}), check=True))[0][1] == "all 2 libraries"


@pytest.mark.parametrize("count", [1, 6, 200])
def test_the_markdown_fits_on_a_screen(count):
    text = markdown(consortium_account(count, check=True))
    assert len(text.splitlines()) <= LINES
    assert max(map(len, text.splitlines())) < 1000
    many = {f"library{number}": {"wms": failed(f"no {number}")} for number in range(99)}
    assert len(markdown(account_of(many)).splitlines()) <= LINES


def test_failed_checks_and_findings_are_problems():
    finding = Finding("error", "unknown", "adams", None, "adams: unknown", "", "/home/jane/host_vars/adams.yml", 7)
    shared = [Finding("warning", "one_way", name, None, "lends to one", "", None) for name in ("adams", "curie")]
    note = Finding("note", "missing", "adams", None, "wms_key is missing.")
    compared = between(finding, *shared, note)
    wrong = {"changed": False, "checks": [check_result("form", "fail", "HTTP 401", "Correct it.")]}
    found = rows(
        account_of({"adams": {"between": compared}, "curie": {"between": compared, "checks": wrong}}, "drift", True)
    )
    assert ["`error: adams.yml:7: unknown`", "`adams`"] in found
    assert ["`warning: lends to one`", "all 2 libraries"] in found
    assert ["`form is well: HTTP 401`", "`curie`"] in found
    assert not [row for row in found if "wms_key is missing" in row[0]]


def test_nothing_in_an_account_becomes_markup_of_a_comment():
    document = {**hostile_account(), "playbook": HOSTILE, "finished": HOSTILE}
    shown = MarkdownIt("gfm-like", {"html": True, "linkify": False}).enable("table").render(markdown(document))
    outside = re.sub(r"<code>.*?</code>", "", shown, flags=re.S)
    assert set(re.findall(r"<(\w+)", outside)) <= {"h3", "p", "table", "thead", "tbody", "tr", "th", "td"}
    assert [sign for sign in ("@everyone", "evil", "#1", "**b**") if sign in outside] == []
    assert "<img" not in shown and "\N{RIGHT-TO-LEFT OVERRIDE}" not in shown
    assert len(markdown(document).splitlines()) <= LINES


def test_a_rehearsal_is_no_proof_in_a_comment():
    assert "**Rehearsal**" in markdown(account_of({"adams": {"wms": {**IN_PLACE, "sandbox": True}}}))
    held = markdown(account_of({"adams": {"wms": IN_PLACE, "link": outcome(NEVER_LIVE, live=False)}}, "drift", True))
    assert "**Rehearsal**" not in held and "Go live: 1 library." in held


# ------------------------------------------------------------------------------------------------------------ differences


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "(blank)"),
        ("", "(blank)"),
        (True, "yes"),
        ({"a": False, "b": {}, "c": []}, "a: no|b: (none)|c: (none)"),
        ({"a": {"b": 1, "c": None}}, "a:|  b: 1|  c: (blank)"),
        ({"a": ["x", {"y": 1, "z": ["q"]}]}, "a:|  - x|  - y: 1|    z:|      - q"),
        ({"text": "one\ntwo"}, "text: ||  one|  two"),
        ([["a", "b"]], "- - a|  - b"),
    ],
)
def test_values_are_lines_like_yaml(value, text):
    assert "|".join(lines(value)) == text


def test_a_difference_is_what_comes_and_what_goes():
    assert blocks({"a": 1, "b": 2}, {"a": 1, "b": 3}) == [(" ", ["a: 1"]), ("-", ["b: 2"]), ("+", ["b: 3"])]
    assert blocks(None, {"a": 1}) == [("+", ["a: 1"])]
    assert blocks({"a": 1}, None) == [("-", ["a: 1"])]
    assert blocks(None, None) == []
    # Of a long table, only the neighbours of what differs.
    long = [f"row {number}" for number in range(100)]
    found = blocks({"rows": long}, {"rows": [*long[:50], "new", *long[50:]]})
    assert [sign for sign, some in found] == ["...", " ", "+", " "]
    assert (found[2][1], sum(len(some) for sign, some in found)) == (["  - new"], 7)
