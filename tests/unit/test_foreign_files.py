# SPDX-License-Identifier: GPL-3.0-or-later

"""Any edited record, and any file that somebody sends, is either read as a whole or rejected with a TaskError; data
that was read can be written and read again.

To search longer: see test_foreign_bytes.py.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, note
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._answers import answers, importing, inbox, received
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._record import document
from ansible_collections.reshare.wms.plugins.module_utils._record.content import CONFIRMED, Event, RecordData
from ansible_collections.reshare.wms.plugins.module_utils._record.file import RecordFile
from ansible_collections.reshare.wms.plugins.module_utils._record.record_store import RecordStore
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import CAPTURE, Attribution, Source
from ansible_collections.reshare.wms.plugins.module_utils._record.steps import steps
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from support.malformed_data import ALIAS_BOMB, RAW_YAML, assert_data_or_error, damaged_bytes, data_bytes

NOW = "2026-11-25T09:30:00Z"
TOKEN = "0123456789abcdef" * 2
JANE = Attribution("Jane Doe", "2026-11-26T08:00:00Z")


def kind(plural: str) -> Kind:
    return next(one for one in DECLARABLE if one.plural == plural)


def record() -> RecordData:
    """A record with every sort of field."""
    content = RecordData(
        "adams",
        "100101",
        TOKEN,
        True,
        history=[Event(JANE, CONFIRMED, "Loan Policy 'A' created", "loan_policies/A", "a remark", "0" * 16)],
    )
    for plural, identity, fields in (
        ("loan_policies", ("A",), {"name": "A", "loan_period": {"value": 28, "unit": "days"}, "circulates": None}),
        ("loan_policies", ("B",), None),
        ("loan_policy_map", (), {"rows": [kind("loan_policy_map").schema.complete({"loan_policy": "A"})]}),
    ):
        content.confirm(kind(plural), identity, fields, Source(CAPTURE, JANE))
    enabled = {"reshare": {"enable": True, "temporary_item_holding_location": "WEST"}}
    entry = {"holding_code": "WEST", "name": "Maps"}
    content.ask(kind("shelving_locations"), ("WEST", "Maps"), None, entry, NOW[:10])
    content.ask(
        kind("loan_policies"), ("A",), {"name": "A"}, {"name": "A", "other_settings": {"Colour": "red"}}, NOW[:10]
    )
    content.ask(kind("ill_settings"), (), None, enabled, NOW[:10])
    return content


def store(content: RecordData) -> RecordStore:
    return RecordStore(content, DECLARABLE, {}, NOW)


def kept(content: RecordData) -> str:
    """The document of a record, which has to be readable."""
    [(step.asked, step.declares, step.lines, step.digest) for step in steps(DECLARABLE, store(content))]
    text = document.dump(content, DECLARABLE)
    assert document.dump(document.load(text, DECLARABLE), DECLARABLE) == text
    return text


def load(path: Path) -> str:
    return kept(RecordFile(str(path.parent), "adams", "100101", DECLARABLE).load())


def confirm(path: Path) -> str:
    content = record()
    file = inbox.read_file(path)
    signed = received.check(file, content, NOW)
    importing.apply(store(content), signed, answers.parse_answers(file, signed.attribution))
    return kept(content)


def adopt(path: Path) -> str:
    content = record()
    file = inbox.read_file(path)
    signed = received.check(file, content, NOW)
    importing.apply(store(content), signed, answers.parse_answers(file, signed.attribution))
    return kept(content)


@dataclass(frozen=True)
class File:
    """name: of the file. take: reads it and returns the result. document: correct content. spoilt: damaged content."""

    name: str
    take: Callable[[Path], str]
    document: Any
    spoilt: st.SearchStrategy[bytes]

    def __str__(self) -> str:
        return self.name


LETTER = {"version": 1, "library": "adams", "registry_id": "100101", "record": TOKEN, "rehearsal": False}
LETTER |= {"by": "Jane Doe", "at": "2026-11-26T08:30:00Z", "remark": "by phone"}
CONFIRMATION = {
    "format": received.CONFIRMATION,
    **LETTER,
    "worksheet": "0" * 16,
    "steps": [
        {"step": step.key, "digest": step.digest, "answer": answer, "remark": "no", "asked": step.asked}
        for step, answer in zip(steps(DECLARABLE, store(record())), ["done", "done", "impossible"])
    ],
}
ANSWERS = {
    "format": received.ANSWERS,
    **LETTER,
    "answers": {
        "loan_policies/C": {"loan_period": "4 weeks", "circulates": "always", "other_settings.Colour": "blue"},
        "loan_policies/D": None,
        "shelving_locations/WEST/Maps": {},
        "loan_policy_map": [{"patron_policy": "Faculty", "loan_policy": "C"}],
        "ill_settings": {"reshare.enable": "Yes", "reshare.temporary_item_holding_location": "WEST"},
        "notification_settings": {"notification_types.Hold Pickup": "No"},
        "collection_type_policies/E": {"locations": [{"holding_location": "WEST"}]},
    },
}
TEXT = document.dump(record(), DECLARABLE)
RECORD = yaml.safe_load(TEXT)
FILES = (
    File("adams.yml", load, RECORD, data_bytes(RECORD, RAW_YAML) | damaged_bytes(TEXT.encode())),
    File("confirmation.json", confirm, CONFIRMATION, data_bytes(CONFIRMATION)),
    File("answers.json", adopt, ANSWERS, data_bytes(ANSWERS)),
)


def take(file: File, body: bytes) -> str:
    with TemporaryDirectory() as directory:
        path = Path(directory, file.name)
        path.write_bytes(body)
        return file.take(path)


@pytest.mark.parametrize("file", FILES, ids=str)
def test_correct_files_are_accepted(file):
    assert take(file, json.dumps(file.document).encode()) != kept(RecordData("adams", "100101"))


@pytest.mark.parametrize(
    "text",
    [
        # Tags that cannot be constructed.
        "library: !!bool maybe",
        'library: !!int ""',
        # A key that is not a text: showing it would fill the memory.
        f"? {ALIAS_BOMB}\n: 1",
        # A number that no float can represent.
        f"library: 1{':1' * 400}.5",
        # A number that Python converts to no text, and others of that length.
        f"library: 0x{'f' * 100_000}",
        f"library: 0b{'1' * 100_000}",
        f"library: {'9' * 100_000}",
        # A source that no record has.
        re.sub(r"how: \w+", "how: read", TEXT),
        # A value that a page cannot contain as JSON, and that is not equal to itself.
        TEXT.replace("Colour: red", "Colour: .nan"),
    ],
)
def test_former_failures_of_records_stay_fixed(text):
    with pytest.raises(document.Damaged, match="line "):
        document.load(text, DECLARABLE)


@pytest.mark.parametrize("file", FILES, ids=str)
@given(data=st.data())
def test_any_file_is_imported_or_rejected(file, data):
    body = data.draw(file.spoilt)
    note(f"{file.name}: {body[:2000]!r}")
    assert_data_or_error(lambda: take(file, body))


@pytest.mark.parametrize(
    ("make", "reason"),
    [(lambda path: None, "No such file or directory"), (os.mkfifo, "Not a directory")],
    ids=["missing", "pipe"],
)
def test_a_folder_that_cannot_be_read_is_an_error_with_its_remedy(tmp_path, make, reason):
    folder = tmp_path / "received"
    make(folder)
    with pytest.raises(ValidationError) as refused:
        list(inbox.find([str(folder)], "adams", shared=False, archive=None))
    assert str(refused.value) == f"{folder} cannot be read: {reason}; correct the path, or create the folder"


@pytest.mark.parametrize(
    "files", [[], {}, [{}], [{"format": "reshare.wms files", "library": "adams"}], [None]], ids=str
)
def test_a_file_of_several_libraries_without_theirs_is_rejected(tmp_path, files):
    path = tmp_path / "libraries.files.json"
    path.write_text(json.dumps({"format": received.FILES, "version": received.VERSION, "files": files}))
    with pytest.raises(received.RejectedFile) as rejected:
        inbox.single(inbox.read_file(path))
    assert rejected.value.why == received.DAMAGED
