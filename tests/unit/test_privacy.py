# SPDX-License-Identifier: GPL-3.0-or-later

"""What is kept about people: a person is erased from the files and the record proves the same, and old files are removed that nobody needs."""

from __future__ import annotations

import errno
import html
import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.action import forget_person, old_files
from ansible_collections.reshare.wms.plugins.module_utils._record import document
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.plugin_utils._comparison.outcomes import document as drift_document
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
    assert done["files"] == [{"path": str(folder / "adams.yml"), "count": 3}]
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


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"by": NAME, "remark": f"line\n{NAME}: done"}),
        json.dumps({"by": f"({NAME})"}, ensure_ascii=False),
        f"<p>{html.escape(NAME)}</p><b>{NAME.replace(chr(39), '&#x27;')}</b>",
        f'<script>{{"by": "{NAME.replace(chr(39), chr(92) + "u0027")}"}}</script>',
        "confirmed by Zoë\n    O'Neil-Lê, waits",
        "Zoë O\\'Neil\\-Lê",
        "Zoe\u0308 O'Neil-Le\u0302",
        f"{NAME}'s answer; {NAME}.",
    ],
)
def test_a_name_is_found_however_a_file_writes_it(text):
    replaced = PersonName(NAME).replaced(text, "a person")
    assert "Neil" not in replaced
    assert PersonName(NAME).count(replaced) == 0


@pytest.mark.parametrize(
    "text", ["Jane Doering", "Mary Jane-Jane Doe", "Jane Doe-Smith", "jane doe", "xJane Doe", "Jane, Doe"]
)
def test_the_name_of_another_person_is_kept(text):
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
        (RECORD.replace("name: Other", f'name: "{NAME}"'), "invalid"),
        (
            RECORD.replace(
                "    sent_back:",
                f"    confirmed: {{how: answer, by: \"{NAME}\", at: '2026-11-26T11:00:00Z'}}\n    sent_back:",
            ),
            "invalid",
        ),
    ],
    ids=["damaged", "value of the configuration", "waits for approval"],
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
    folder = written(tmp_path / "record", **{f"{NAME}__json": "{}", "note__md": "By ZOË O'NEIL-LÊ"})
    (folder / "adams.yml").write_text(RECORD.replace("by: John Roe", f'by: "{NAME.upper()}"'), encoding="utf-8")
    (folder / "screen.png").write_bytes(b"\x89PNG\0")
    (folder / "reply.eml").write_text(f"From: {NAME}", encoding="utf-8")
    (folder / "link.json").symlink_to(folder / "note.md")
    (folder / ".git").mkdir()
    (folder / ".git/packed").write_text(NAME, encoding="utf-8")
    done = forget(folder, NAME)
    assert done["named_files"] == [str(folder / f"{NAME}.json")]
    assert {*done["unread_files"]} == {str(folder / name) for name in ("screen.png", "link.json", "reply.eml")}
    assert NAME not in (folder / "reply.eml").read_text(encoding="utf-8")
    assert done["similar"] == [NAME.upper()]
    assert (folder / ".git/packed").read_text(encoding="utf-8") == NAME


def test_old_files_are_removed_that_nobody_needs(tmp_path):
    days = [datetime.now(UTC) - timedelta(days=number) for number in (90, 60, 1)]
    for name, libraries, day in (("one", "ab", days[0]), ("two", "bc", days[1]), ("new", "b", days[2])):
        text = json.loads(drift_document({}))
        text |= {"finished": day.isoformat(timespec="seconds"), "libraries": dict.fromkeys(libraries)}
        (tmp_path / f"{name}.json").write_text(json.dumps(text), encoding="utf-8")
    archive = tmp_path / "archive"
    archive.mkdir()
    sent = {"format": "reshare.wms answers", "library": "a"}
    for name, text in {
        "answers.json": sent,
        "captures.json": [{"format": "reshare.wms capture"}],
        "other.json": {},
    }.items():
        (archive / name).write_text(json.dumps(text), encoding="utf-8")
        os.utime(archive / name, (time.time() - 40 * 86400,) * 2)
    (archive / "young.json").write_text(json.dumps(sent), encoding="utf-8")
    (archive / "damaged.json").write_text("{", encoding="utf-8")
    before = state(tmp_path)
    # The first report is the last one of a, and the second one that of c.
    expected = {str(archive / "answers.json"), str(archive / "captures.json")}
    assert {*perform(old_files.ActionModule, check=True, folder=str(tmp_path), keep_days=30)["removed"]} == expected
    assert state(tmp_path) == before
    done = perform(old_files.ActionModule, folder=str(tmp_path), keep_days=30)
    assert (done["changed"], {*done["removed"]}) == (True, expected)
    assert before.keys() - state(tmp_path).keys() == expected
    later = json.loads((tmp_path / "new.json").read_text(encoding="utf-8")) | {"libraries": dict.fromkeys("abc")}
    (tmp_path / "last.json").write_text(json.dumps(later), encoding="utf-8")
    (tmp_path / "one.html").touch()
    done = perform(old_files.ActionModule, folder=str(tmp_path), keep_days=30)
    assert {*done["removed"]} == {str(tmp_path / name) for name in ("one.json", "two.json", "one.html")}
    assert perform(old_files.ActionModule, folder=str(tmp_path), keep_days=30)["changed"] is False
    assert perform(old_files.ActionModule, folder=str(tmp_path), keep_days=0)["failed"] is True
    assert perform(old_files.ActionModule, folder=str(tmp_path / "missing"), keep_days=1)["changed"] is False
