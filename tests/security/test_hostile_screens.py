# SPDX-License-Identifier: GPL-3.0-or-later

"""Screens in a file that others forge or damage: huge, deep, of other types, with texts that mislead, and with secrets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.library import Library
from support.library_record import Record
from support.read_screens import Screens, store_patches

WEEKS = {"name": "Weeks", "loan_period": "28 days"}
BIG = "9" * 4000


def each(part: str, **more: Any) -> Callable[[dict[str, Any]], None]:
    """Changes members of the only capture, reading or patch."""

    def change(member: dict[str, Any]) -> None:
        member[part] = [{**one, **more} for one in member[part]]

    return change


def item(**more: Any) -> Callable[[dict[str, Any]], None]:
    def change(member: dict[str, Any]) -> None:
        member["captures"][0]["items"][0] |= more

    return change


#: What is changed in the screens of a file, and the words in the message.
REFUSED: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "no list": (lambda one: one.update(captures={}), "captures is not of type list"),
    "other member": (lambda one: one.update(more=1), "more is an unknown key"),
    "capture of another format": (each("captures", version=1), "has no capture in the file"),
    "changed capture": (item(text="other"), "has no capture in the file"),
    "type": (each("readings", values={}), "damaged reading"),
    "negative item": (each("readings", values=[{"input": "name", "items": [-1], "texts": [], "value": ""}]), "no such items"),
    "true item": (each("readings", values=[{"input": "name", "items": [True], "texts": [], "value": ""}]), "damaged reading"),
    "proto": (each("readings", values=[{"input": "__proto__", "items": [], "texts": [], "value": ""}]), "there is no such input"),
    "path": (each("patches", kind="../../x"), "is not a kind of object"),
    "path of time": (each("patches", at="../x"), "at is not"),
    "path of library": (each("patches", library="../x"), "library is not"),
    "many": (lambda one: one.update(patches=one["patches"] * 501), "at most 500 are read"),
    "large number": (each("patches", version=int(BIG)), "has version"),
    "deep elements": (each("patches", elements=["x"]), "elements[0] is not of type object"),
}  # fmt: skip


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Record:
    made = Record(library, tmp_path / "record")
    made.start()
    return made


def member(record: Record, *policies: dict[str, Any], seen: bool = False) -> dict[str, Any]:
    given = Screens(record.library.id, seen).show_all({"loan_policies": [*policies] or [WEEKS]})
    store_patches(record.directory, given.known)
    return json.loads(json.dumps(given.member))


def send(record: Record, screens: dict[str, Any]) -> str:
    return record.send_file(record.confirmation((), screens=screens))


def test_damaged_screens_reject_the_file_and_nothing_is_written(record):
    wrong = {}
    for case, (change, words) in REFUSED.items():
        screens = member(record)
        change(screens)
        message = record.failure("record_import", files=[send(record, screens)])
        if words not in message or "report this as a bug" in message:
            wrong[case] = message
    assert wrong == {}
    assert not (record.directory / "screens").exists()


def test_texts_mislead_nobody_and_are_never_templates(record, library):
    odd = "{{ lookup('pipe', 'id') }}\u202e\x1b[2J<b>"
    secret = library.options["wms_secret"]
    names = [odd, f"with {secret}", "- x: !!python/object"]
    screens = member(record, *({"name": name, "loan_period": "3 days"} for name in names), seen=True)
    result = record.run("record_import", files=[send(record, screens)])
    assert result.get("msg") is None
    assert result["screens"][0]["object"]["name"] == odd
    assert secret not in json.dumps(result)
    # The record can be read again.
    assert record.run("loan_policy", True, name=odd, loan_period="3 days")["changed"] is False
    assert len(record.confirmed("loan_policies")) == len(names)


def test_fields_that_no_record_can_have_together_stay_open(record):
    page = {"reshare": {"temporary_item_holding_location": "TSTM", "temporary_item_shelving_location": "Stacks"}}
    given = Screens(record.library.id).show_all({"ill_settings": page})
    store_patches(record.directory, given.known)
    screens = json.loads(json.dumps(given.member))
    screens["readings"][0]["values"] = screens["readings"][0]["values"][1:]
    result = record.run("record_import", files=[send(record, screens)])
    assert result.get("msg") is None
    assert "temporary_item_holding_location" not in str(record.content["confirmed"].get("ill_settings"))


def test_a_link_in_the_folder_of_screens_is_not_followed(record, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (record.directory / "screens").symlink_to(elsewhere)
    assert "is a symbolic link" in record.failure("record_import", files=[send(record, member(record))])
    assert list(elsewhere.iterdir()) == []


def test_an_edited_patch_is_an_error_that_names_its_file(record):
    result = record.run("record_import", files=[send(record, member(record))])
    (name,) = result["known_screens"]
    path = record.directory / f"screens/loan_policy/{name}.json"
    path.write_text(path.read_text(encoding="utf-8").replace("28 days", "82 days"), encoding="utf-8")
    message = record.failure("record_import", files=[send(record, member(record))])
    assert str(path) in message and "was edited" in message
