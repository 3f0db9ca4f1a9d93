# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures that others forge or damage: huge, deep, of other types, with texts that mislead, and with secrets."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from support.drawn_captures import capture, drawn, field, table_item
from support.library import Library
from support.library_record import Record

WEEKS = {"name": "Weeks", "loan_period": "28 days"}
SCREEN = drawn("loan_policy", WEEKS)
TOMORROW = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"

#: What is in a file, and the words in the message.
REFUSED: dict[str, tuple[Any, str]] = {
    "empty": (b"", "is not JSON"),
    "page": (b"<!DOCTYPE html>", "is not JSON"),
    "deep": (b"[" * 100_000, "is not JSON"),
    "huge": (b" " * 5_000_001, "is larger than 5 MB"),
    "number": (b'{"items": 1e999}', "is not JSON"),
    "digits": (b'{"version": ' + b"9" * 5000 + b"}", "is not JSON"),
    "text": ("capture", "is not a file of a worksheet"),
    "list of lists": ([[SCREEN]], "is not a file of a worksheet"),
    "other format": ({**SCREEN, "format": "reshare.wms answers"}, "library is missing or not a text"),
    "other version": ({**SCREEN, "version": 2}, "was made by another version of the assistant"),
    "items": ({**SCREEN, "items": {"0": {}}}, "items is not of type list"),
    "type": ({**SCREEN, "items": [{"type": ["field"]}]}, "items[0].type is none of"),
    "value": ({**SCREEN, "items": [{**field("A", "x"), "value": {"__proto__": "x"}}]}, "items[0].value is not of type"),
    "long": (capture([field("A", "x" * 10_001)], "A"), "items[1].value has 10001 characters"),
    "many": (capture([{"type": "pager", "text": ""}] * 20_000, "A"), "has more than 20000 items"),
    "no time": ({**SCREEN, "at": "\u0662\u0660\u0662\u0666-11-25T09:30:00Z"}, "has a capture whose time is not one such as"),
    "future": ({**SCREEN, "at": TOMORROW}, "is in the future"),
}  # fmt: skip


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Record:
    return Record(library, tmp_path / "record")


def send(folder: Path, name: str, content: Any) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(path)


def seen(record: Record, *captures: dict[str, Any], **options: Any) -> dict[str, Any]:
    path = send(record.directory.parent, "captures.json", list(captures))
    result = record.run("record_import", files=[path], by="Jane", **options)
    assert result.get("msg") is None
    return result


def told_of(result: dict[str, Any]) -> str:
    """The problem with the only file: an error of its library, or that its format is not known."""
    return result.get("msg") or result["unassigned_files"][0]["reason"]


def test_a_damaged_file_is_refused_by_name_and_the_others_are_imported(record, tmp_path):
    folder = tmp_path / "captures"
    folder.mkdir()
    good = send(folder, "good.json", SCREEN)
    paths = {case: send(folder, f"{case}.json", content) for case, (content, _part) in REFUSED.items()}
    result = record.run("record_import", files=[str(folder)], by="Jane")
    assert (result["failed"], result["changed"], result["imported_files"]) == (True, True, [good])
    assert "report this as a bug" not in result["msg"]
    problems = {
        case: told_of(record.run("record_import", True, files=[path], by="Jane")) for case, path in paths.items()
    }
    wrong = [
        (case, message)
        for case, message in problems.items()
        if paths[case] not in message or REFUSED[case][1] not in message
    ]
    assert wrong == []
    assert [one["name"] for one in record.confirmed("loan_policies")] == ["Weeks"]


def test_a_capture_among_the_files_of_several_libraries_is_named_and_not_imported(record, tmp_path):
    path = send(tmp_path, "capture.json", [SCREEN])
    (other,) = record.run("record_import", files=[path], shared=True)["other_files"]
    assert (other["path"], other["library"]) == (path, tmp_path.name)
    assert "names no library" in other["reason"]


@pytest.mark.parametrize(
    "items",
    [
        [field("Policy Name", "A"), *(field("Regular Loan Period", f"{number} days") for number in range(15_000))],
        [field("Policy Name", "A"), field("Regular Loan Period", "9" * 5000 + " days"), field("Renew Period", "1 " + "d" * 9000)],
        [field(":" * 9_999 + "x", "1", "text", "\u0301" * 9_000) for _item in range(60)],
        [field("Policy Name", ["A"] * 1000, "choices"), field("Regular Loan Period", [], "switch")],
    ],
    ids=["one label", "numbers", "labels", "types"],
)  # fmt: skip
def test_odd_values_stay_open(record, items):
    table = table_item(["Policy Name"] * 3, [["A"], [], ["B"] * 9])
    pager = {"type": "pager", "text": f"1 of {'9' * 9000}"}
    screens = [capture([*items, table, pager], "Loan Policy"), capture([table, pager], "Loan Policy Map")]
    result = seen(record, *screens)
    fields = {name for one in result["captures"] for found in one["objects"] for name in found["fields"]}
    assert fields <= {"name"}


def test_texts_mislead_nobody_and_are_never_templates(record, library):
    odd = "{{ lookup('pipe', 'id') }}\u202e\x1b[2J<b>"
    secret = library.options["wms_secret"]
    names = [odd, f"with {secret}", "- x: !!python/object", "\ud800 half"]
    result = seen(record, *(drawn("loan_policy", {"name": name, "loan_period": "3 days"}) for name in names))
    shown = [found["name"] for one in result["captures"] for found in one["objects"]]
    assert shown[0] == odd
    assert secret not in json.dumps(result)
    # The record can be read again.
    assert record.run("loan_policy", True, name=odd, loan_period="3 days")["changed"] is False
    assert len(record.confirmed("loan_policies")) == len(names)


def test_fields_that_no_record_can_have_together_stay_open(record):
    label = "Temporary Item Shelving Location"
    screen = capture(
        [
            field(label, "Stacks", "text", "ReShare"),
            field("Temporary Item Holding Location", "", "text", "ReShare"),
        ],
        "ILL Settings",
    )
    result = seen(record, screen)
    assert (result["changed"], len(result["captures"][0]["open"])) == (False, 1)
