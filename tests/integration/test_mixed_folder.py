# SPDX-License-Identifier: GPL-3.0-or-later

"""A folder with files of all formats: one import gives the same record as an import of each file, in any order."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from support.library_record import Record, objects
from support.read_screens import Screens

POLICIES = [{"name": "Weeks", "loan_period": "28 days"}, {"name": "Days", "loan_period": "3 days"}]
PATRONS = (
    "Inst_Symbol|Patron_Family_Name|Patron_Barcode|Patron_Borrower_Category|Patron_Expiration_Date|Patron_Blocked_Flag"
)


def received(record: Record, folder: Path) -> list[str]:
    """A file of each format, for a library with two pending steps."""
    record.declare(loan_policies=POLICIES)
    own = folder / record.library.name
    own.mkdir(parents=True)
    shown = {"loan_policies": [POLICIES[0]], "bill_reasons": [{"name": "Lost"}]}
    screens = Screens(record.library.id, seen=False).show_all(shown)
    texts = {
        folder / f"{record.library.name}.confirmation.json": json.dumps(record.confirmation(record.steps[:1])),
        folder / f"{record.library.name}.answers.json": json.dumps(
            record.questionnaire_answers({"loan_policies/Months": None})
        ),
        own / "screens.json": json.dumps(record.confirmation((), screens=screens.member)),
        own / "ONE.Circulation_Patron_Report_Full.20261101.txt": "\n".join(
            [PATRONS, *["ONE|canary|canary-1|Emeritus|2030-01-01|N"] * 5, ""]
        ),
    }
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return list(map(str, texts))


def taken(record: Record, files: list[str], **options: Any) -> dict[str, Any]:
    result = record.run("record_import", files=files, by="John Roe", **options)
    assert (result.get("msg"), result["unassigned_files"], result["other_files"]) == (None, [], [])
    return result


def kept(record: Record) -> tuple[Any, ...]:
    """The content of a record, without the times of imports, and without the order of objects and of the history. The loans of a report are compared
    from the last change that the record has at that time (since)."""
    content = record.content
    for one in content["evidence"].values():
        one.pop("imported")
        one.pop("since", None)
    state = {
        (part, plural): sorted(map(str, map(_timeless, one if isinstance(one, list) else [one])))
        for part in ("confirmed", "pending", "evidence")
        for plural, one in content[part].items()
    }
    return state, Counter((one["event"], one["object"], one["by"]) for one in content["history"])


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(one) for name, one in value.items() if name not in ("at", "capture")}
    return [_timeless(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("order", ["one by one", "backwards", "in two parts"])
def test_one_folder_gives_the_same_record_as_its_files_in_any_order(make, tmp_path, order):
    together, apart = Record(make(), tmp_path / "together"), Record(make(), tmp_path / "apart")
    received(together, tmp_path / "one")
    result = taken(together, [str(tmp_path / "one")], shared=True)
    assert len(result["imported_files"]) == 4
    assert objects(result["recorded"]) == [("loan_policy", "Months")]
    assert (len(result["confirmed"]), len(result["screens"]), result["patron_types"]) == (1, 2, {"Emeritus": 5})
    files = received(apart, tmp_path / "other")
    parts = {"one by one": [[one] for one in files], "backwards": [[one] for one in reversed(files)]}
    for part in parts.get(order, [files[::2], files[1::2]]):
        taken(apart, part)
    for one, other in zip(kept(apart), kept(together), strict=True):
        assert {k: (v, other.get(k)) for k, v in one.items() if other.get(k) != v} == {}
        assert one == other
    # Whatever is imported again changes nothing.
    before = together.files()
    again = taken(together, [str(tmp_path / "one")])
    assert (again["changed"], together.files()) == (False, before)


@pytest.mark.parametrize("first", ["confirmation", "answers"])
def test_an_object_that_was_set_up_and_then_answered_as_existing_is_confirmed_once(make, tmp_path, first):
    """A person completes the worksheet, then the questionnaire, in which the new object exists."""
    record = Record(make(), tmp_path / "record")
    record.declare(loan_policies=POLICIES)
    letters = {
        "confirmation": record.confirmation(record.steps),
        "answers": record.questionnaire_answers({f"loan_policies/{one['name']}": one for one in POLICIES}),
    }
    for name in [first, *(letters.keys() - {first})]:
        result = taken(record, [record.send_file(letters[name], f"{name}.json")])
    assert (result["pending"], len(result["without_effect"])) == (False, 2 if first == "answers" else 0)
    assert {one["fields"]["name"] for one in record.content["confirmed"]["loan_policies"]} == {"Weeks", "Days"}


def test_files_without_a_name_need_a_person_and_others_are_listed(make, tmp_path):
    record, other = Record(make(), tmp_path / "record"), Record(make(), tmp_path / "record")
    folder = tmp_path / "received"
    received(record, folder)
    theirs = received(other, folder)
    (folder / "page.html").write_text("<html>", encoding="utf-8")
    (folder / "ONE.Circulation_Patron_Report_Full.20261102.txt").write_text(f"{PATRONS}\n", encoding="utf-8")
    result = record.run("record_import", files=[str(folder)])
    # The files with a name are imported all the same.
    assert (result["failed"], len(result["imported_files"])) == (True, 3), result["msg"]
    assert [one["why"] for one in result["rejected_files"]] == ["invalid"]
    assert f"{result['rejected_files'][0]['path']} names no person: option 'by' is required" in result["msg"]
    result = record.run("record_import", files=[str(folder)], by="John Roe", shared=True)
    assert (result.get("msg"), len(result["imported_files"])) == (None, 4)
    assert [one["path"] for one in result["unassigned_files"]] == [str(folder / "page.html")]
    assert {one["path"]: one["library"] for one in result["other_files"]} == {
        **dict.fromkeys([*theirs[:2], str(folder / other.library.name)], other.library.name),
        str(folder / "ONE.Circulation_Patron_Report_Full.20261102.txt"): "received",
    }
