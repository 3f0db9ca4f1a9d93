# SPDX-License-Identifier: GPL-3.0-or-later

"""A person is erased from the records, which prove the same, and all other files with the name are listed."""

from __future__ import annotations

import errno
import html
import json
import os
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from ansible_collections.reshare.wms.plugins.action import forget_person
from ansible_collections.reshare.wms.plugins.module_utils._record import document
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.plugin_utils._privacy.person_name import PersonName
from support.controller_action import perform

NAME, ADDRESS = "Zoë O'Neil-Lê", "zoe@adams.example"
RECORD = f"""\
version: 1
library: adams
wms_registry_id: '100101'
token: 5d41402abc4b2a76b9719d911017c592
confirmed:
  loan_policies:
  - fields: {{name: ReShare borrowing, loan_period: 28 days}}
    how: answer
    by: "{NAME}"
    at: '2026-11-25T09:30:00Z'
    learnt:
      loan_period: {{how: capture, by: John Roe, at: '2026-11-26T08:15:00Z'}}
pending:
  loan_policies:
  - set: {{name: Other, loan_period: 7 days}}
    since: '2026-11-26'
    sent_back: {{remark: "Ask {NAME}, who has the screen", by: John Roe, at: '2026-11-26T10:00:00Z'}}
sent:
  worksheet: {{to: {ADDRESS}, first: '2026-11-26T09:30:00Z', at: '2026-11-26T09:30:00Z', reminders: 0, accepted: true, steps: [5afe969ba678759b]}}
history:
- {{at: '2026-11-25T09:30:00Z', by: "{NAME}", event: confirmed, object: loan_policies/ReShare borrowing, what: created, step: 5afe969ba678759b}}
"""


def forget(folder: Path, person: str, check: bool = False) -> dict[str, Any]:
    return perform(forget_person.ActionModule, check, person=person, folders=[str(folder)])


@pytest.fixture(autouse=True)
def _one_day(monkeypatch):
    """The pseudonyms of a test have one date."""
    monkeypatch.setattr(forget_person, "now", lambda: "2026-11-28T23:59:59Z")


def test_records_in_folders_of_the_folder_are_locked_as_other_writers_do(tmp_path):
    record = tmp_path / "2025/adams.yml"
    record.parent.mkdir()
    record.write_text(RECORD, encoding="utf-8")
    assert forget(tmp_path, NAME, check=True)["changed"]
    assert [one.name for one in record.parent.iterdir()] == ["adams.yml"]
    assert forget(tmp_path, NAME)["changed"]
    # The lock of RecordFile.locked, which stays.
    assert sorted(one.name for one in record.parent.iterdir()) == [".adams.lock", "adams.yml"]


def state(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}


def written(folder: Path, **files: str) -> Path:
    """A folder with a record and files whose names have a dot in place of two underscores."""
    folder.mkdir()
    for name, text in {"adams__yml": RECORD, **files}.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def test_a_person_is_erased_and_the_record_proves_the_same(tmp_path):
    folder = written(tmp_path / "record")
    before = document.load(RECORD, DECLARABLE)
    shown = forget(folder, NAME, check=True)
    assert (folder / "adams.yml").read_text(encoding="utf-8") == RECORD
    done = forget(folder, NAME)
    name = done["pseudonym"]
    assert shown == done
    assert name == "a person (erased 2026-11-28)"
    assert (done["records"], done["other_files"]) == ([str(folder / "adams.yml")], [])
    assert NAME in done["diff"][0]["before"] and name in done["diff"][0]["after"]
    text = (folder / "adams.yml").read_text(encoding="utf-8")
    after = document.load(text, DECLARABLE)
    assert "Neil" not in text
    assert document.dump(after, DECLARABLE).replace(name, NAME) == document.dump(before, DECLARABLE)
    assert [one.attribution.by for one in after.history] == [name]
    assert forget(folder, NAME)["changed"] is False
    # Another person is another one, also when an approval is compared with a confirmation.
    other = forget(folder, "John Roe")["pseudonym"]
    assert other == name.replace("person", "person 2")
    forget(folder, ADDRESS)
    assert "zoe" not in (folder / "adams.yml").read_text(encoding="utf-8")


#: A name as files of different kinds write it.
WRITTEN = {
    "json": json.dumps({"by": NAME, "remark": f"line\n{NAME}: done"}),
    "text": json.dumps({"by": f"({NAME})"}, ensure_ascii=False),
    "html": f"<p>{html.escape(NAME)}</p>",
    "script": f'<script>{{"by": "{NAME.replace(chr(39), chr(92) + "u0027")}"}}</script>',
    "address": f"https://adams.example/?by={quote(NAME)}",
    "form": f"by={quote(NAME).replace('%20', '+')}",
    "lines": "confirmed by Zoë\n    O'Neil-Lê, waits",
    "decomposed": unicodedata.normalize("NFD", NAME),
    "upper": NAME.upper(),
    "lower": NAME.lower(),
    "both": quote(unicodedata.normalize("NFD", NAME.upper())),
    "genitive": f"{NAME}'s answer; {NAME}.",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_name_is_found_however_a_file_writes_it(tmp_path, name):
    folder = written(tmp_path / "record", **{f"{name}__txt": WRITTEN[name]})
    done = forget(folder, NAME)
    assert done["other_files"] == [str(folder / f"{name}.txt")]
    assert (folder / f"{name}.txt").read_text(encoding="utf-8") == WRITTEN[name]
    assert not PersonName(NAME).is_in(PersonName(NAME).replaced(WRITTEN[name], "a person"))


@pytest.mark.parametrize("given", ["JANE DOE", "Jane%20Doe", "jane doe", "Jane  Doe", "Jane\u00a0Doe", "&#74;ane Doe"])
def test_the_case_and_encoding_of_the_file_do_not_matter(given):
    assert PersonName("Jane Doe").is_in(f"by: {given}")
    assert "oe" not in PersonName("Jane Doe").replaced(f"by: {given}", "a person").lower().replace("person", "")


@pytest.mark.parametrize("text", ["Jane Doering", "Mary Jane-Jane Doe", "Jane Doe-Smith", "xJane Doe", "Jane, Doe"])
def test_the_name_of_another_person_is_kept(text):
    assert not PersonName("Jane Doe").is_in(text)
    assert PersonName("Jane Doe").replaced(text, "a person") == text


@pytest.mark.parametrize("text", ["mary.jane@x.example", "jane@x.example.org", "jane@x.example-y"])
def test_the_address_of_another_person_is_kept(text):
    assert PersonName("jane@x.example").replaced(text, "a person") == text


@pytest.mark.parametrize(
    "name", ["", "   ", "Jane", "a b", "Jane\u202e Doe", "x" * 201, "a person (erased 2026-11-28)"]
)
def test_a_name_that_could_mean_others_is_rejected(tmp_path, name):
    folder = written(tmp_path / "record", report__html=f"<p>{name}</p>")
    before = state(folder)
    done = forget(folder, name)
    assert (done["failed"], done["failure"]["code"], done["failure"].get("fields", [])) == (True, "invalid", ["person"])
    assert state(folder) == before


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (RECORD + "unknown: 1\n", "file_error"),
        (
            RECORD.replace(
                "    sent_back:",
                f"    confirmed: {{how: answer, by: \"{NAME}\", at: '2026-11-26T11:00:00Z'}}\n    sent_back:",
            ),
            "invalid",
        ),
    ],
    ids=["damaged", "waits for approval"],
)
def test_nothing_changes_if_one_file_cannot(tmp_path, record, code):
    folder = written(tmp_path / "record", baker__yml=record.replace("library: adams", "library: baker"), z__html=NAME)
    before = state(folder)
    done = forget(folder, NAME)
    assert (done["failed"], done["failure"]["code"]) == (True, code)
    assert "baker.yml" in done["msg"]
    assert state(folder) == before


def test_nothing_changes_if_a_folder_cannot_be_read(tmp_path, monkeypatch):
    """The name could be in its files. Tests can run as root, who may read every folder."""
    folder, scandir = written(tmp_path / "record"), os.scandir
    (folder / "closed").mkdir()

    def refused(path):
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    done = forget(folder, NAME)
    assert (done["failed"], done["failure"]["code"]) == (True, "file_error")
    assert f"{folder}/closed cannot be read: Permission denied. Nothing was changed" in done["msg"]
    assert (folder / "adams.yml").read_text(encoding="utf-8") == RECORD


def test_what_cannot_be_erased_is_named(tmp_path):
    folder = written(
        tmp_path / "record", **{f"{NAME}__json": "{}", "note__md": "By ZOË O'NEIL-LÊ", "other__md": "By Zoe"}
    )
    (folder / "adams.yml").write_text(RECORD.replace("name: Other", f'name: "{NAME}"'), encoding="utf-8")
    (folder / "screen.png").write_bytes(b"\x89PNG\0")
    (folder / "reply.eml").write_text(f"From: {NAME}", encoding="utf-8")
    (folder / "link.json").symlink_to(folder / "note.md")
    (folder / ".git").mkdir()
    (folder / ".git/packed").write_text(NAME, encoding="utf-8")
    before = state(folder)
    done = forget(folder, NAME)
    # A record that has it as a value of the configuration is changed, and listed.
    assert {*done["other_files"]} == {
        str(folder / name) for name in (f"{NAME}.json", "note.md", "reply.eml", "adams.yml")
    }
    assert {*done["unread_files"]} == {str(folder / name) for name in ("screen.png", "link.json", "reply.eml")}
    assert {name for name, content in state(folder).items() if before[name] != content} == {str(folder / "adams.yml")}


def test_a_name_in_another_case_in_a_record_is_erased(tmp_path):
    folder = written(tmp_path / "record")
    (folder / "adams.yml").write_text(RECORD.replace("by: John Roe", f'by: "{NAME.upper()}"'), encoding="utf-8")
    forget(folder, NAME)
    assert "neil" not in (folder / "adams.yml").read_text(encoding="utf-8").lower()
