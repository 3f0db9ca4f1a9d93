# SPDX-License-Identifier: GPL-3.0-or-later

"""``reshare-wms-sandbox librarian`` answers questionnaires, makes the steps of worksheets on the sandbox's screens, and writes what is sent back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reshare_wms_sandbox import cli

from support.system_client import SystemClient

COLUMNS = ["Patron Policy", "Material Format", "Hold Request Policy"]


def step(plural: str, declared: Any, name: str | None = None, **more: Any) -> dict[str, Any]:
    named = name or plural
    return {
        **{"name": named, "digest": "d", "title": named, "asked": ["Do it"], "table": None, "confirmed": None},
        **{"declares": {plural: declared}, **more},
    }


def question(name: str, *fields: str, columns: Any = None) -> dict[str, Any]:
    return {"name": name, "title": name, "columns": columns, "fields": [{"name": field} for field in fields]}


def row(mark: str, *cells: str, **more: Any) -> dict[str, Any]:
    return {"mark": mark, "cells": list(cells), "before": None, "where": "", **more}


class Desk:
    """A librarian's folder with the worksheet of one library."""

    def __init__(self, library: SystemClient, folder: Path):
        self.library, self.folder = library, folder

    def write(self, *steps: dict[str, Any], **changes: Any) -> Path:
        return self._page(
            "adams.html", **{"digest": "w", "groups": [{"steps": list(steps)}], "last": [], "screens": {}, **changes}
        )

    def ask(self, *questions: dict[str, Any], page: str = "questionnaire", **changes: Any) -> Path:
        return self._page(f"adams.{page}.html", **{"groups": [{"questions": list(questions)}], **changes})

    def _page(self, name: str, **data: Any) -> Path:
        sheet = {"library": "adams", "registry_id": self.library.id, "record": "token", "rehearsal": True, **data}
        text = json.dumps(sheet).replace("<", "\\u003c")
        path = self.folder / name
        path.write_text(f'<!doctype html><script type="application/json" id="sheet">{text}</script>', encoding="utf-8")
        return path

    def play(self, *options: str) -> int:
        with pytest.raises(SystemExit) as ended:
            cli.main(["librarian", str(self.folder), "--sandbox", self.library.base, *options])
        return int(ended.value.code or 0)

    @property
    def confirmation(self) -> dict[str, Any]:
        return json.loads((self.folder / "adams.confirmation.json").read_text(encoding="utf-8"))

    @property
    def answers(self) -> dict[str, Any]:
        return json.loads((self.folder / "adams.answers.json").read_text(encoding="utf-8"))


@pytest.fixture
def desk(library, tmp_path) -> Desk:
    return Desk(library, tmp_path)


@pytest.mark.parametrize(
    ("contrary", "made"),
    [
        ({"save-effect": "ignored"}, step("loan_policies", [{"name": "New", "loan_period": "3 days"}])),
        ({"loan-policy-map-screen": "default"}, step("loan_policy_map", [])),
    ],
)
def test_what_the_screen_does_not_show_after_save_is_not_confirmed(make, tmp_path, contrary, made):
    columns = ["Patron Policy", "Material Format", "Holding Location", "Shelving Location", "Loan Policy"]
    columns.append("Long Overdue and Lost Policy")
    below = row("", "Faculty", "All", "All", "All", "One year", "")
    rows = [row("new", "Student", "All", "All", "All", "One year", "", where="Directly above Faculty."), below]
    if made["name"] == "loan_policy_map":
        made["table"] = {"columns": columns, "rows": rows, "gone": []}
    for chosen, answer in (({}, "done"), (contrary, "impossible")):
        desk = Desk(make(contrary=chosen), tmp_path)
        desk.write(made)
        assert desk.play() == (answer == "impossible")
        assert [one["answer"] for one in desk.confirmation["steps"]] == [answer]
    # A row that the system moved is there when the step is tried again, and a person moves it to its place.
    assert desk.play() == (made["name"] != "loan_policy_map")


def test_every_kind_of_step_is_made_and_confirmed(desk, tmp_path, capsys):
    library = desk.library
    amounts = [{"amount": "0.10", "recurrence": "1 day", "duration": None}, {"amount": "1.00", "recurrence": "1 week"}]
    desk.write(
        step("shelving_locations", [{"holding_code": "TSTM", "name": "Interlibrary Loan"}]),
        step(
            "bill_reasons", [{"name": "Fine", "auto_calculate_tax": True, "associated_with": "Only applies to holds"}]
        ),
        step(
            "bill_structures",
            [{"name": "Daily", "bill_reason": "Fine", "bill_type": "Periodic Bill", "recurring_amounts": amounts}],
        ),
        step(
            "loan_policies",
            [
                {
                    "name": "New",
                    "loan_period": "112 days",
                    "automatic_renewal": False,
                    "fixed_due_dates": ["2028-01-31"],
                    "other_settings": {"Max": 3, "Quiet": True},
                }
            ],
        ),
        step(
            "loan_policies", [{"name": "New", "state": "adopted", "circulates": "never", "loan_period": None}], "again"
        ),
        step("hold_request_policies", [{"name": name} for name in ("One", "Two", "Three")]),
        step(
            "hold_request_policy_map",
            [],
            table={
                "columns": COLUMNS,
                "rows": [
                    row("new", "All", "All", "Three"),
                    row("new", "All", "All", "One"),
                    row("new", "All", "All", "Two"),
                ],
                "gone": [],
            },
        ),
        step(
            "ill_settings",
            {
                "reshare": {
                    "temporary_item_holding_location": "TSTM",
                    "temporary_item_shelving_location": "Interlibrary Loan",
                    "enable": True,
                }
            },
        ),
        step("holidays", [{"name": "Done already"}], confirmed={"by": "Jane"}),
    )
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    assert desk.play("--inbox", str(inbox), "--by", "Jane Doe") == 0, capsys.readouterr().err
    assert "adams: 8 of 8 steps were done" in capsys.readouterr().out
    assert library.shelving_locations().endswith("; Interlibrary Loan") and library.live
    assert library.find_object("bill_structures", "Daily")["recurring_amounts"] == [
        {name: value for name, value in one.items() if value} for one in amounts
    ]
    policy = library.find_object("loan_policies", "New")
    assert (policy["circulates"], policy["automatic_renewal"], policy.get("loan_period")) == ("never", False, None)
    assert (policy["fixed_due_dates"], policy["other_settings"]) == (["2028-01-31"], {"Max": "3", "Quiet": "Yes"})
    assert [one["hold_request_policy"] for one in library.rows("hold_request_policy_map")] == ["Three", "One", "Two"]

    changed = [
        row("moved", "All", "All", "Two", where="Above all."),
        row("changed", "All", "All", "New one", before=["All", "All", "Three"]),
    ]
    table = {"columns": COLUMNS, "rows": changed, "gone": [["All", "All", "One"]]}
    desk.write(
        step("hold_request_policies", [{"name": "New one"}]),
        step("hold_request_policy_map", [], table=table),
        step("hold_request_policies", [{"name": "Three", "state": "absent"}], "removed"),
    )
    assert desk.play() == 0, capsys.readouterr().err
    assert [one["hold_request_policy"] for one in library.rows("hold_request_policy_map")] == ["Two", "New one"]
    assert library.find_object("hold_request_policies", "Three") is None
    found = json.loads((inbox / "adams.confirmation.json").read_text(encoding="utf-8"))
    assert (found["by"], found["worksheet"], found["record"], len(found["steps"])) == ("Jane Doe", "w", "token", 8)
    assert found["steps"][0] == {
        **{"step": "shelving_locations", "digest": "d", "answer": "done", "remark": None, "asked": ["Do it"]},
        "source": "answer",
    }
    assert desk.confirmation["by"] == "The librarian of adams"


@pytest.mark.parametrize("page", ["questionnaire", "audit"])
def test_questions_are_answered_with_what_is_on_the_screens(desk, capsys, page):
    policy, *_others = desk.library.configuration["loan_policies"]
    asked = question(f"loan_policies/{policy['name']}", "loan_period", "recall_bill")
    missing = question("loan_policies/None such", "loan_period")
    of_map = question("loan_policy_map", columns=["loan_policy"])
    desk.ask(asked, missing, of_map, question("ill_settings", "reshare.enable", "no.such"), page=page)
    assert desk.play("--by", "Jane Doe") == 0, capsys.readouterr().err
    assert "adams: 4 questions were answered" in capsys.readouterr().out
    assert desk.answers["answers"] == {
        asked["name"]: {"loan_period": policy["loan_period"], "recall_bill": policy.get("recall_bill")},
        missing["name"]: None,
        "loan_policy_map": desk.library.rows("loan_policy_map"),
        "ill_settings": {"reshare.enable": None, "no.such": None},
    }
    found = (desk.answers[name] for name in ("format", "by", "record", "rehearsal"))
    assert [*found] == ["reshare.wms answers", "Jane Doe", "token", True]


def test_a_step_that_the_screens_refuse_is_reported_with_the_reason(desk, capsys):
    desk.write(
        step("loan_policies", [{"name": "A", "recall_bill": "None such"}], "a"),
        step("loan_policies", [{"name": "B", "no_such_field": "x"}], "b"),
        step("patron_accounts", [{"name": "C"}], "c"),
        step("loan_policy_map", [], "d", table={"columns": COLUMNS, "rows": [], "gone": []}),
        step("loan_policies", [{"name": "E"}], "e"),
    )
    before = desk.library.configuration["loan_policies"]
    assert desk.play() == 1
    assert [one["answer"] for one in desk.confirmation["steps"]] == [*["impossible"] * 4, "done"]
    reasons = [one["remark"] for one in desk.confirmation["steps"]]
    assert "'None such' does not exist" in reasons[0] and "no field 'no_such_field'" in reasons[1]
    assert "no such screen" in reasons[2] and "other columns" in reasons[3]
    assert "adams: 1 of 5 steps were done" in capsys.readouterr().err
    assert [one["name"] for one in desk.library.configuration["loan_policies"]] == [
        *(one["name"] for one in before),
        "E",
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"rehearsal": False}, "is not for a rehearsal"),
        ({"rehearsal": None}, "is not for a rehearsal"),
        ({"rehearsal": "true"}, "is not a worksheet that this release can follow: rehearsal"),
        ({"library": "../adams"}, "can follow: library"),
        ({"registry_id": "1/../2"}, "can follow: registry_id"),
        ({"groups": [{"steps": [{}]}]}, "can follow: groups.0.steps.0"),
        ({"groups": None}, "can follow: groups"),
    ],
)
def test_other_worksheets_are_refused_and_nothing_changes(desk, capsys, changes, reason):
    before = desk.library.configuration
    desk.write(step("loan_policies", [{"name": "A"}]), **changes)
    assert (desk.play(), desk.library.configuration) == (1, before)
    assert reason in capsys.readouterr().err
    assert [path.name for path in desk.folder.iterdir()] == ["adams.html"]


def test_other_files_and_addresses_get_a_sentence(desk, capsys):
    assert desk.play() == 1
    assert "contains no worksheet" in capsys.readouterr().err
    path = desk.write(step("loan_policies", [{"name": "A"}]))
    for content in (b"", b"<p>", path.read_bytes().replace(b'{"library"', b'{{"library"'), b"\xff" * 100):
        path.write_bytes(content)
        assert desk.play() == 1
        assert "worksheet" in capsys.readouterr().err or content.startswith(b"<!doctype")
    desk.write(step("loan_policies", [{"name": "A"}]), registry_id="1")
    assert desk.play() == 1
    assert "a library that the sandbox does not have" in capsys.readouterr().err
    assert not list(desk.folder.glob("*.json"))
    desk.write(step("loan_policies", [{"name": "A"}]))
    assert desk.play("--sandbox", "http://127.0.0.1:9") == 1
    assert "there is no sandbox at http://127.0.0.1:9" in capsys.readouterr().err
