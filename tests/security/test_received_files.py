# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that others plant or send: links and pipes in place of files, confirmations of other records, and misleading
texts."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.filter.visible import visible as escaped
from ansible_collections.reshare.wms.plugins.module_utils._answers import inbox, received
from ansible_collections.reshare.wms.plugins.module_utils._core import files
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import TaskError, ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.texts import character, hidden, visible
from ansible_collections.reshare.wms.plugins.module_utils._record import file as record_file
from ansible_collections.reshare.wms.plugins.module_utils._record import sources
from ansible_collections.reshare.wms.plugins.module_utils._record.content import RecordData
from ansible_collections.reshare.wms.plugins.module_utils._record.file import LARGEST, RecordFile
from ansible_collections.reshare.wms.plugins.module_utils._task.result_warnings import result_warnings
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from support.library import Library
from support.library_record import Record

WEEKS = {"name": "Weeks", "loan_period": "4 weeks"}
SHELF = {"holding_code": "TSTM", "name": "Interlibrary Loan"}
NOW = "2026-11-25T09:30:00Z"


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Record:
    return Record(library, tmp_path / "record")


@pytest.fixture
def pending(record: Record) -> Record:
    """A record with one pending step."""
    record.declare(loan_policies=[WEEKS])
    return record


def real(record: Record) -> None:
    """Let a record be one that was created with OCLC's systems."""
    text = record.path.read_text(encoding="utf-8").replace("rehearsal: true", "rehearsal: false")
    record.path.write_text(text, encoding="utf-8")


# Writing


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    path = tmp_path / "victim"
    path.write_text("precious", encoding="utf-8")
    return path


def test_no_name_of_a_temporary_file_is_known_beforehand(tmp_path, victim, monkeypatch):
    """Even if the name is known: an existing file is not written to."""
    names: list[str] = []
    real = os.open

    def watch(path: Any, flags: int, *mode: int) -> int:
        if flags & os.O_CREAT:
            names.append(Path(path).name)
            assert flags & os.O_EXCL and flags & os.O_NOFOLLOW
        return real(path, flags, *mode)

    monkeypatch.setattr(os, "open", watch)
    for text in ("one", "two"):
        files.replace({tmp_path / "page.html": text})
    assert len(set(names)) == 2
    (tmp_path / "link").symlink_to(victim)
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "link", b"x")
    assert victim.read_text(encoding="utf-8") == "precious"


def test_a_link_in_the_place_of_a_page_is_replaced_and_not_followed(tmp_path, victim):
    page = tmp_path / "page.html"
    page.symlink_to(victim)
    files.replace({page: "text"})
    assert (page.is_symlink(), page.read_text(encoding="utf-8")) == (False, "text")
    assert victim.read_text(encoding="utf-8") == "precious"


def test_a_file_keeps_its_permissions_and_a_new_one_has_those_of_the_umask(tmp_path):
    page = tmp_path / "page.html"
    before = os.umask(0o027)
    try:
        files.replace({page: "one"})
        assert stat.S_IMODE(page.stat().st_mode) == 0o640
        page.chmod(0o664)
        files.replace({page: "two"})
        assert stat.S_IMODE(page.stat().st_mode) == 0o664
    finally:
        os.umask(before)


@pytest.mark.parametrize("planted", ["record", "record of nothing", "worksheets"])
def test_a_link_in_the_record_directory_is_refused(pending, tmp_path, planted):
    elsewhere = tmp_path / "elsewhere"
    path = pending.directory / "worksheets" if planted == "worksheets" else pending.path
    path.rename(elsewhere)
    if planted == "record of nothing":
        elsewhere.unlink()
    path.symlink_to(elsewhere)
    before = elsewhere.exists() and sorted(elsewhere.rglob("*"))
    for check in (True, False):
        assert pending.error("loan_policy", check, **WEEKS) == ("file_error", str(path), [])
    assert (elsewhere.exists() and sorted(elsewhere.rglob("*"))) == before


def test_the_record_directory_can_be_a_link(pending, tmp_path):
    pending.directory.rename(tmp_path / "elsewhere")
    pending.directory.symlink_to(tmp_path / "elsewhere")
    pending.declare(bill_reasons=[{"name": "Lost"}])
    assert "Lost" in (tmp_path / "elsewhere" / pending.path.name).read_text(encoding="utf-8")


def test_a_record_of_any_size_is_refused_at_once(pending):
    text = pending.path.read_text(encoding="utf-8")
    pending.path.write_text(text + "#" * LARGEST, encoding="utf-8")
    assert pending.error("loan_policy", **WEEKS) == ("file_error", str(pending.path), [])
    assert "is larger than 4 MB; restore the last good version" in pending.failure("loan_policy", **WEEKS)


def test_a_record_does_not_grow_beyond_its_limit(pending, monkeypatch):
    monkeypatch.setattr(record_file, "LARGEST", pending.path.stat().st_size + 50)
    assert pending.run("loan_policy", **WEEKS)["changed"] is False
    assert pending.error("loan_policy", **{**WEEKS, "name": "Months"}) == ("file_error", str(pending.path), [])


@pytest.mark.parametrize("plant", [lambda path, victim: path.symlink_to(victim), lambda path, victim: os.mkfifo(path)])
def test_what_is_planted_in_the_place_of_the_lock_is_not_written(tmp_path, victim, plant):
    plant(tmp_path / ".adams.lock", victim)
    file = RecordFile(str(tmp_path), "adams", "100101", DECLARABLE)
    try:
        with file.locked():
            pass
    except TaskError as fault:
        assert fault.code == "file_error"
    assert victim.read_text(encoding="utf-8") == "precious"


def test_the_lock_can_be_used_by_others_of_the_group(tmp_path):
    before = os.umask(0o002)
    try:
        with RecordFile(str(tmp_path), "adams", "100101", DECLARABLE).locked():
            assert stat.S_IMODE((tmp_path / ".adams.lock").stat().st_mode) == 0o664
    finally:
        os.umask(before)


@pytest.mark.parametrize("name", ["adams.questionnaire", "adams.Questionnaire", "adams.audit"])
def test_no_library_has_a_name_that_makes_its_worksheet_the_questions_of_another(tmp_path, name):
    with pytest.raises(ValidationError):
        RecordFile(str(tmp_path), name, "100101", DECLARABLE)


# Reading


@pytest.mark.parametrize("plant", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_other_objects_in_an_inbox_are_named_and_not_waited_for(pending, plant):
    good = Path(pending.send_file(pending.confirmation(pending.steps)))
    odd = good.with_name("a.json")
    plant(odd)
    done = pending.run("record_import", files=[str(good.parent)])
    assert ([one["name"] for one in done["confirmed"]], done["pending"]) == (["Weeks"], False)
    assert [one["path"] for one in done["unassigned_files"]] == [str(odd)]


def test_a_device_never_ends_and_is_not_read():
    with pytest.raises(received.RejectedFile):
        inbox.read_file(Path("/dev/zero"))


def test_a_pipe_in_the_place_of_a_record_is_refused(record):
    record.directory.mkdir()
    os.mkfifo(record.path)
    failed = record.run("loan_policy", **WEEKS)
    assert (failed["failure"]["code"], failed["failure"].get("object")) == ("file_error", str(record.path))


# The record of a file


#: Changes of a confirmation, and the words in the message of the rejection.
FORGED: dict[str, tuple[dict[str, Any], str]] = {
    "other institution": ({"registry_id": "91003"}, "is for institution 91003, but"),
    "other record": (
        {"record": "0" * 32, "rehearsal": False},
        "created by a worksheet of another record of the library",
    ),
}


@pytest.mark.parametrize("case", FORGED)
@pytest.mark.parametrize("format_", ["confirmation", "answers"])
def test_a_file_of_another_record_is_refused_and_the_message_says_why(pending, format_, case):
    changes, part = FORGED[case]
    confirmation, answers = (
        pending.confirmation(pending.steps),
        pending.questionnaire_answers({"loan_policies/Weeks": None}),
    )
    path = pending.send_file({**(confirmation if format_ == "confirmation" else answers), **changes})
    failed = pending.failed("record_import", files=[path])
    assert [(one["path"], one["why"]) for one in failed["rejected_files"]] == [(path, "other_record")]
    assert part in failed["msg"]


def test_a_confirmation_does_not_fit_a_record_that_was_made_anew(pending):
    sent = pending.send_file(pending.confirmation(pending.steps))
    for path in (pending.path, *pending.directory.glob("worksheets/*")):
        path.unlink()
    pending.declare(loan_policies=[WEEKS])
    assert pending.rejected("record_import", files=[sent]) == [(sent, "other_record", None)]


def test_a_confirmation_of_a_rehearsal_does_not_fit_a_real_record_as_the_message_says(pending):
    real(pending)
    sent = pending.send_file(pending.confirmation(pending.steps, record="0" * 32))
    failed = pending.run("record_import", files=[sent])
    assert [(one["path"], one["why"]) for one in failed["rejected_files"]] == [(sent, "other_record")]
    # The message says which record it was.
    assert "created by a worksheet of a rehearsal against the sandbox, not of the record in use" in failed["msg"]


# The date of a file


@pytest.mark.parametrize(
    "at",
    ["9999-99-99T00:00:00Z", "2026-02-30T00:00:00Z", "٢٠٢٦-11-25T09:30:00Z", "2026-11-25T25:00:00Z", "2026-11-25", "0000-01-01T00:00:00Z"],
)  # fmt: skip
def test_an_invalid_time_is_rejected(at):
    assert sources.parsed(at) is None


@pytest.mark.parametrize("format_", ["confirmation", "answers"])
def test_a_date_in_the_future_is_rejected(pending, format_):
    at = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"
    letter = (
        pending.confirmation(pending.steps, at=at)
        if format_ == "confirmation"
        else pending.questionnaire_answers({}, at=at)
    )
    path = pending.send_file(letter)
    assert pending.rejected("record_import", files=[path]) == [(path, "future", None)]


def test_a_day_ahead_is_a_wrong_clock_and_more_is_the_future():
    assert not sources.is_ahead("2026-11-26T09:30:00Z", NOW)
    assert sources.is_ahead("2026-11-26T09:30:01Z", NOW)


# Rehearsals


def test_a_record_of_a_rehearsal_is_marked_everywhere(record):
    asked = record.run("record_questions", configuration={"loan_policies": [WEEKS]})
    made = record.declare(bill_reasons=[{"name": "Lost"}])
    assert (asked["sandbox"], made["sandbox"], record.content["rehearsal"]) == (True, True, True)
    assert record.worksheet_data()["rehearsal"] is True and record.worksheet_data(".questionnaire")["rehearsal"] is True
    assert "# THIS IS A REHEARSAL" in record.path.read_text(encoding="utf-8")
    for purpose in ("", ".questionnaire"):
        assert "**Rehearsal.**" in record.worksheet("md", purpose).read_text(encoding="utf-8")
        assert "Rehearsal." in record.worksheet("html", purpose).read_text(encoding="utf-8")
    # Known from the record when no system is called.
    again = record.declare(bill_reasons=[{"name": "Lost"}])
    assert (again["sandbox"], again["changed"]) == (True, False)
    assert set(result_warnings(again)) <= set(again["warnings"])


@pytest.mark.parametrize("check", [True, False])
def test_a_real_record_is_not_used_with_the_sandbox(pending, check):
    real(pending)
    pending.library.reset()
    account = {"barcode": "LEND-1", "patron_type": "Faculty", "home_branch": "91", "family_name": "X"}
    for module, arguments in (("shelving_location", SHELF), ("patron_account", account)):
        assert pending.error(module, check, **arguments)[:2] == ("other_library", str(pending.path))
    assert not pending.library.writes()


def test_a_record_of_a_rehearsal_is_not_used_with_real_systems_as_the_message_says(pending, monkeypatch):
    from ansible_collections.reshare.wms.plugins.module_utils._http import session

    monkeypatch.setattr(session, "SANDBOX_HEADER", "X-Not-There")
    assert pending.error("shelving_location", **SHELF)[:2] == ("other_library", str(pending.path))
    # The message says what it is.
    assert "was created with the sandbox" in pending.failure("shelving_location", **SHELF)


def test_without_a_response_it_is_not_known_whether_a_record_is_real(record):
    # Neither OCLC nor ReShare can be called.
    made = record.run("loan_policy", **WEEKS, wms_read_locations=False, wms_key=None, reshare_url=None)
    assert (made["sandbox"], "rehearsal" in record.content) == (None, False)
    assert not record.library.calls()
    record.declare(shelving_locations=[SHELF])
    assert record.content["rehearsal"] is True


# Texts


def test_no_text_rearranges_others_or_passes_for_a_line_of_its_own(pending):
    odd = "ok\u202e\x1b[2J\n[ERROR] adams: all is well"
    shown = r"ok\u202e\x1b[2J [ERROR] adams"
    message = pending.failure("record_import", by="Jane", done=[odd])
    assert shown in message
    letter = pending.confirmation(pending.steps, impossible=odd, remark=odd)
    taken = pending.run("record_import", files=[pending.send_file(letter)])
    assert not any(one in json.dumps(taken, ensure_ascii=False) for one in "\u202e\x1b")
    assert not any(one in pending.path.read_text(encoding="utf-8") for one in ("\u202e", "\x1b", r'"\e'))
    for suffix in ("html", "md"):
        page = pending.worksheet(suffix).read_text(encoding="utf-8").partition('<script type="application/json"')[0]
        assert "\u202e" not in page and "\x1b" not in page
        assert "u202e" in page


@pytest.mark.parametrize(
    "one", "\x00\x07\x1b\x7f\x9b\xad\u034f\u200b\u2028\u202e\u2066\u2800\u3164\ufeff\U000e0041", ids=ascii
)
def test_a_character_that_cannot_be_seen_is_found_and_escaped(one):
    assert f"contains {character(one)} (character 5)" in hidden(f"Jane{one}Doe")
    assert visible(f"Jane{one}Doe") == f"Jane{ascii(one)[1:-1]}Doe"


def test_a_name_of_a_person_has_only_characters_that_can_be_seen(pending):
    one = "\u202e"
    named = pending.confirmation(pending.steps, by=f"Jane{one}Doe")
    assert "which cannot be seen" in pending.failure("record_import", files=[pending.send_file(named)])
    assert "which cannot be seen" in pending.failure("record_import", by=f"Jane Doe{one}", done=["all"])
    assert pending.content.get("history", []) == []


def test_data_that_a_playbook_shows_are_escaped():
    given = [{"remark\x1b": ("a\nb", 1, None)}, "\u202e\x9b]0;x\x07"]
    assert escaped(given) == [{r"remark\x1b": ["a b", 1, None]}, r"\u202e\x9b]0;x\x07"]


def test_letters_of_any_script_stay():
    text = "O\N{RIGHT SINGLE QUOTATION MARK}Neill, Søren, 日本, עברית, नमस्ते, 👩‍🔬\n\ttab"
    assert visible(text) == text


# Moved files


def test_imported_files_are_moved_without_overwriting(pending, tmp_path):
    pending.declare(bill_reasons=[{"name": "Lost"}])
    archive, steps = tmp_path / "done", pending.steps
    for number, step in enumerate(steps):
        sent = pending.send_file(pending.confirmation([step]), "same.json")
        done = pending.run("record_import", files=[sent], archive=str(archive))
        assert (done["imported_files"], Path(sent).exists()) == ([sent], False)
        assert len([*archive.iterdir()]) == number + 1
    assert {str(path) for path in archive.iterdir()} >= set(done["archived_files"])


def test_rejected_files_stay_and_check_mode_moves_nothing(pending, tmp_path):
    bad = pending.send_file(pending.confirmation(pending.steps, by=""), "bad.json")
    good = pending.send_file(pending.confirmation(pending.steps), "good.json")
    options = {"files": [bad, good], "archive": str(tmp_path / "done")}
    pending.run("record_import", True, **options)
    assert Path(good).exists() and not (tmp_path / "done").exists()
    pending.run("record_import", **options)
    assert (Path(bad).exists(), Path(good).exists()) == (True, False)


def test_a_content_has_a_token_that_nobody_can_guess():
    tokens = {RecordData("adams", "1").token for _number in range(100)}
    assert len(tokens) == 100 and {len(token) for token in tokens} == {32}
