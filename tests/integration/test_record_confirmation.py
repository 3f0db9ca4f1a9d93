# SPDX-License-Identifier: GPL-3.0-or-later

"""Confirmations: a returned file is imported if it matches the pending steps, and rejected with the reason if it does
not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from support.controller import run
from support.library import Library
from support.library_record import Record, objects, titles

WEEKS = {"name": "Weeks", "loan_period": "4 weeks"}
DAYS = {"name": "Days", "loan_period": "3 days"}
SHELF = {"holding_code": "TSTM", "name": "Interlibrary Loan"}
LIVE = {"enable": True, "temporary_item_holding_location": "TSTM", "temporary_item_shelving_location": "Stacks"}
RECEIVE = "Import files and confirmations"


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Record:
    return Record(library, tmp_path / "record")


@pytest.fixture
def two(record: Record) -> Record:
    """A record with two pending policies."""
    record.declare(loan_policies=[DAYS, WEEKS])
    return record


def taken(record: Record, *paths: str, check: bool = False, **options: Any) -> dict[str, Any]:
    result = record.run("record_import", check, files=list(paths), **options)
    assert result.get("msg") is None
    return result


def names(record: Record, part: str = "pending") -> list[str]:
    """The names of the loan policies in a part of the record."""
    return [one["name"] for one in getattr(record, part)("loan_policies")]


# Files that match


@pytest.mark.parametrize("as_folder", [False, True], ids=["file", "folder"])
def test_importing_a_file_or_folder_again_changes_nothing(two, as_folder):
    path = two.send_file(two.confirmation(two.steps[:1]))
    path = str(Path(path).parent) if as_folder else path
    files = two.files()
    pretended = taken(two, path, check=True)
    assert two.files() == files
    done = taken(two, path)
    assert {**pretended, "warnings": []} == {**done, "warnings": []}
    assert (done["changed"], objects(done["confirmed"]), done["impossible"]) == (True, [("loan_policy", "Days")], [])
    assert (done["pending"], objects(done["pending_steps"])) == (True, [("loan_policy", "Weeks")])
    assert done["diff"] == {
        "before": {"pending": ["Loan Policy 'Days'", "Loan Policy 'Weeks'"]},
        "after": {"pending": ["Loan Policy 'Weeks'"]},
    }
    assert (names(two, "confirmed"), names(two)) == (["Days"], ["Weeks"])
    files = two.files()
    again = taken(two, path)
    assert (again["changed"], again["confirmed"], objects(again["pending_steps"])) == (
        False,
        [],
        [("loan_policy", "Weeks")],
    )
    assert two.files() == files


def test_what_is_left_on_a_later_worksheet_can_be_confirmed_with_the_earlier_one(two):
    early = two.send_file(two.confirmation(two.steps), "early.json")
    two.confirm(two.steps[:1])
    two.declare(bill_reasons=[{"name": "Lost"}])
    assert objects(taken(two, early)["confirmed"]) == [("loan_policy", "Weeks")]
    assert titles(two.steps) == ["Bill Reason 'Lost'"]


def test_options_confirm_steps_and_report_impossible_ones(two):
    two.declare(bill_reasons=[{"name": "Lost"}])
    result = taken(
        two,
        by="Jane Doe",
        done=["Loan Policy 'Days'", "bill_reasons/Lost"],
        impossible={"Loan Policy 'Weeks'": "no permission"},
        remark="on Monday",
    )
    assert objects(result["confirmed"]) == [("loan_policy", "Days"), ("bill_reason", "Lost")]
    assert objects(result["impossible"]) == [("loan_policy", "Weeks")]
    assert [one["remark"] for one in result["pending_steps"]] == ["no permission"]
    # The reason is about a step, the remark about the whole confirmation.
    assert [one["identity"] for one in result["remarks"]] == [{"name": "Weeks"}, None]
    remarks = {(event["event"], event["object"]): event.get("remark") for event in two.content["history"]}
    assert remarks["confirmed", "bill_reasons/Lost"] == "on Monday"
    assert remarks["impossible", "loan_policies/Weeks"] == "no permission"
    assert objects(taken(two, by="John Roe", done=["all"])["confirmed"]) == [("loan_policy", "Weeks")]
    assert two.content["confirmed"]["loan_policies"][1]["by"] == "John Roe"


def test_steps_that_are_no_longer_declared_are_discarded(two):
    gone = taken(two, by="Jane Doe", discard=["Loan Policy 'Weeks'"])
    assert (objects(gone["discarded"]), names(two)) == ([("loan_policy", "Weeks")], ["Days"])
    last = two.content["history"][-1]
    assert (last["event"], last["object"]) == ("discarded", "loan_policies/Weeks")
    taken(two, by="Jane Doe", discard=["all"])
    assert (two.content["pending"], two.worksheet().exists()) == ({}, False)
    assert two.declare(loan_policies=[WEEKS])["pending"] is True


def test_an_impossible_step_stays_with_its_remark_in_every_result(two):
    path = two.send_file(two.confirmation(two.steps[1:], impossible="OCLC is migrating"))
    first = taken(two, path)
    assert (first["changed"], objects(first["impossible"])) == (True, [("loan_policy", "Weeks")])
    assert taken(two, path)["changed"] is False
    results = [
        two.run("loan_policy", **WEEKS),
        two.run("loan_policy", True, **WEEKS),
        two.declare(loan_policies=[WEEKS]),
        taken(two, by="Jane", done=["Loan Policy 'Days'"]),
        two.run("record_questions", configuration={"bill_reasons": [{"name": "Lost"}]}),
    ]
    for result in results:
        assert result["pending"] is True
        assert [one["remark"] for one in result["pending_steps"] if one["name"] == "Weeks"] == ["OCLC is migrating"]
    (step,) = two.steps
    assert (step["impossible"]["remark"], step["impossible"]["by"]) == ("OCLC is migrating", "Jane Doe")
    # Another declaration is another step.
    two.declare(loan_policies=[{**WEEKS, "loan_period": "5 weeks"}])
    assert two.steps[0]["impossible"] is None
    assert two.confirm()["pending"] is False


ODD = [
    'O\'Neill & <b>"Söhne"</b> {{ x }}',
    "日本 😀 \u2028 a/b/../c",
    "- yes: #no",
    "tab\tand\nline",
    "\ud800 half a letter",
]


@pytest.mark.parametrize("odd", ODD)
def test_names_and_remarks_can_contain_any_text(make, tmp_path, odd):
    printable = odd.replace("\n", " ").replace("\ud800", "?")
    record = Record(make(name=f"Library {printable.replace('/', '-')}"), tmp_path / "record")
    # Nobody could type the name of a policy with the other characters, nor that of a person with those that cannot be seen.
    typed, person = "".join(filter(str.isprintable, odd)), odd.replace("\u2028", "")
    record.declare(loan_policies=[{"name": " ".join(typed.split()), "loan_period": "3 days"}, WEEKS])
    odd_one, weeks = sorted(record.steps, key=lambda step: "Weeks" in step["title"])
    letter = record.confirmation([odd_one], by=person, remark=f"see: {odd}")
    letter["steps"] += record.confirmation([weeks], impossible=odd)["steps"]
    done = taken(record, record.send_file(letter, "answer.json"))
    assert (titles(done["confirmed"]), titles(done["impossible"])) == ([odd_one["title"]], [weeks["title"]])
    assert record.declare(loan_policies=[WEEKS])["changed"] is False
    if "\ud800" not in odd:
        assert record.content["history"][0]["by"] == person
        assert record.steps[0]["impossible"]["remark"] == odd.replace("\u2028", r"\u2028")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"done": ["all"]}, (None, ["by"])),
        ({"impossible": {"Loan Policy 'Weeks'": "no"}}, (None, ["by"])),
        ({"discard": ["all"]}, (None, ["by"])),
        ({"by": "J", "done": ["Loan Policy 'Week'"]}, ("Loan Policy 'Week'", [])),
        ({"by": "J", "impossible": {"ILL Settings": "no"}}, ("ILL Settings", [])),
        ({"by": "J", "discard": ["Loan Policy 'Days'", "x"]}, ("x", [])),
        ({"files": ["/nowhere/x.json"]}, ("/nowhere/x.json", ["files"])),
    ],
)
def test_invalid_options_are_rejected(two, options, error):
    assert two.error("record_import", **options) == ("invalid", *error)


# Files that do not match


def test_a_confirmation_of_an_outdated_worksheet_is_refused(two):
    path = two.send_file(two.confirmation(two.steps))
    two.declare(loan_policies=[{**WEEKS, "loan_period": "2 weeks"}])
    for check in (True, False):
        expected = [(path, "outdated", "Loan Policy 'Weeks'")]
        assert two.rejected("record_import", check, files=[path]) == expected
    two.declare(loan_policies=[{"name": "Weeks", "state": "absent"}])
    assert two.rejected("record_import", files=[path]) == [(path, "outdated", "loan_policies/Weeks")]


def test_an_old_confirmation_is_not_taken_for_a_step_that_is_asked_again(two):
    """Folders keep their files: a step that was made, removed and requested again is not confirmed by the old file."""
    old = two.send_file(two.confirmation(two.steps), "old.json")
    taken(two, old)
    two.declare(loan_policies=[{"name": "Weeks", "state": "absent"}])
    two.confirm(at=f"{datetime.now(UTC) + timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}")
    two.declare(loan_policies=[WEEKS])
    later = two.run("record_import", files=[old])
    assert later.get("confirmed", []) == []
    assert names(two) == ["Weeks"]


def test_a_location_that_oclc_does_not_have_is_not_confirmed(two):
    two.declare(shelving_locations=[SHELF])
    path = two.send_file(two.confirmation(two.steps))
    contradicted = ("contradicted", "Shelving Location 'TSTM / Interlibrary Loan'")
    assert two.rejected("record_import", files=[path]) == [(path, *contradicted)]
    assert two.rejected("record_import", by="J", done=["all"]) == [(None, *contradicted)]
    two.make_steps()
    done = taken(two, path)
    assert ([one["identity"] for one in done["read_back"]], done["pending"]) == ([SHELF], False)
    # An ordinary tick: OCLC was asked first.
    again = taken(two, path)
    assert (done["without_effect"], [one for one in again["without_effect"] if not one["repeated"]]) == ([], [])
    two.declare(shelving_locations=[{**SHELF, "state": "absent"}])
    path = two.send_file(two.confirmation(two.steps))
    assert two.rejected("record_import", files=[path]) == [(path, *contradicted)]


def test_an_account_that_oclc_has_otherwise_is_refused_and_the_message_has_both_values(two):
    by_hand = {"wms_manual_accounts": True}
    two.declare(borrower_categories=[{"name": "Faculty"}])
    two.confirm()
    account = {
        "barcode": "LEND-1",
        "patron_type": "Faculty",
        "home_branch": two.library.branch,
        "family_name": "Lending",
    }
    two.run("patron_account", **account, expires="2099-12-31", **by_hand)
    path = two.send_file(two.confirmation(two.steps))
    contradicted = [(path, "contradicted", "Patron Account 'LEND-1'")]
    assert two.rejected("record_import", files=[path], **by_hand) == contradicted
    run("patron_account", two.library, **account, expires="2097-06-30")
    assert two.rejected("record_import", files=[path], **by_hand) == contradicted
    message = two.failure("record_import", files=[path], **by_hand)
    assert "Patron Account 'LEND-1' has Expiration Date '2097-06-30' at OCLC, not '2099-12-31'" in message
    run("patron_account", two.library, **account, expires="2099-12-31")
    assert taken(two, path, **by_hand)["pending"] is False
    # The account of a partner who leaves.
    two.run("patron_account", **account, blocked=True, **by_hand)
    path = two.send_file(two.confirmation(two.steps))
    two.make_steps()
    done = taken(two, path, **by_hand)
    assert (done["pending"], len(done["read_back"]), done["without_effect"]) == (False, 1, [])


def test_ill_settings_are_not_confirmed_while_something_else_waits_and_the_message_names_it(record):
    record.declare(ill_settings={"reshare": LIVE})
    path = record.send_file(record.confirmation(record.steps))
    record.declare(loan_policies=[WEEKS])
    message = record.failure("record_import", files=[path])
    assert "confirms ILL Settings, which goes live, while these steps are pending: Loan Policy 'Weeks'" in message
    assert "set Enable to No on the screen until the other steps are done" in message
    assert record.rejected("record_import", files=[path]) == [(path, "early", "ILL Settings")]
    by_hand = record.rejected("record_import", by="Jane", done=["ILL Settings"])
    assert by_hand == [(None, "early", "ILL Settings")]
    taken(record, by="Jane", done=["Loan Policy 'Weeks'"])
    assert objects(taken(record, path)["confirmed"]) == [("ill_settings", "")]


def test_all_means_what_the_worksheet_asks_for_and_not_what_it_holds_back(record):
    record.declare(ill_settings={"reshare": LIVE}, loan_policies=[WEEKS])
    assert (titles(record.steps), record.worksheet_data()["locked"]) == (["Loan Policy 'Weeks'"], ["ILL Settings"])
    record.run("record_import", by="Jane", done=["all"])
    assert "ill_settings" not in record.content["confirmed"]
    assert "ill_settings" in record.content["pending"]


DONE = {"step": "loan_policies/Weeks", "digest": "x", "answer": "done"}
#: Files whose library cannot be determined.
NOBODYS = ("empty", "half", "page", "bytes", "encoding", "nested", "huge", "list", "no library")
#: Damage by mail programs or people, and the reason of the rejection.
SPOILT: dict[str, tuple[Any, str]] = {
    "empty": (b"", "damaged"),
    "half": (lambda letter: json.dumps(letter)[:-9].encode(), "damaged"),
    "page": (b"<!DOCTYPE html><html></html>", "damaged"),
    "bytes": (b"\xff\xfe\x00\xd8", "damaged"),
    "encoding": (lambda letter: json.dumps({**letter, "by": "Zoë"}, ensure_ascii=False).encode("cp1252"), "damaged"),
    "nested": (b"[" * 100_000, "damaged"),
    "huge": (lambda letter: json.dumps({**letter, "x": "x" * 6_000_000}).encode(), "damaged"),
    "list": ([1, 2], "damaged"),
    "other format": ({"format": "reshare.wms confirmation 2"}, "damaged"),
    "other version": ({"version": 2}, "other_version"),
    "no library": ({"library": None}, "damaged"),
    "nobody": ({"by": "  "}, "damaged"),
    "no institution": ({"registry_id": None}, "damaged"),
    "no record": ({"record": ["x"]}, "damaged"),
    "long name": ({"by": "x" * 201}, "damaged"),
    "long remark": ({"remark": "x" * 2001}, "damaged"),
    "long reason": ({"steps": [{**DONE, "answer": "impossible", "remark": "x" * 2001}]}, "damaged"),
    "no time": ({"at": "yesterday"}, "damaged"),
    "no steps": ({"steps": {}}, "damaged"),
    "no answer": ({"steps": [{"step": "loan_policies/Weeks", "digest": "x"}]}, "damaged"),
    "other step": ({"steps": [{**DONE, "step": "loan_policies/Week"}]}, "outdated"),
    "other digest": ({"steps": [DONE]}, "outdated"),
}  # fmt: skip


def spoil(record: Record, case: str, name: str = "spoilt.json") -> str:
    how = SPOILT[case][0]
    letter = record.confirmation(record.steps)
    path = record.send_file(
        how if isinstance(how, list) else {**letter, **how} if isinstance(how, dict) else letter, name
    )
    if not isinstance(how, (dict, list)):
        Path(path).write_bytes(how(letter) if callable(how) else how)
    return path


@pytest.mark.parametrize("case", SPOILT)
def test_a_damaged_file_is_named_and_rejected(two, case):
    path, why = spoil(two, case), SPOILT[case][1]
    if case in NOBODYS:
        files = two.files()
        (one,) = taken(two, path)["unassigned_files"]
        assert (one["path"], one["why"], two.files()) == (path, why, files)
    else:
        ((rejected, reason, _about),) = two.rejected("record_import", files=[path])
        assert (rejected, reason) == (path, why)


@pytest.mark.parametrize("case", ["other version", "no steps", "other step"])
def test_the_good_files_in_a_folder_with_a_bad_one_are_taken_and_the_bad_one_is_named(two, case):
    bad = spoil(two, case, "b.json")
    good = [two.send_file(two.confirmation([step]), name) for step, name in zip(two.steps, ["a.json", "c.json"])]
    folder = Path(bad).parent
    # What people send in place of the file, and what no person sends.
    sent = [folder / name for name in ("d.html", "e.eml", "f.zip")]
    for path in (*sent, folder / ".gitkeep"):
        path.write_bytes(b"PK\x03\x04 \xff")
    (folder / "done").mkdir(exist_ok=True)
    result = two.run("record_import", files=[str(folder)])
    assert [one["path"] for one in result["rejected_files"]] == [bad]
    assert [one["path"] for one in result["unassigned_files"]] == list(map(str, sent))
    assert result["imported_files"] == good
    assert names(two, "confirmed") == ["Days", "Weeks"]


def test_files_about_other_libraries_are_left_alone_and_named(two, make):
    other = Record(make(), two.directory)
    other.declare(loan_policies=[WEEKS])
    theirs = other.send_file(other.confirmation(other.steps))
    done = taken(two, two.send_file(two.confirmation(two.steps)), theirs)
    assert [(one["path"], one["library"]) for one in done["other_files"]] == [(theirs, other.library.name)]
    assert names(other) == ["Weeks"]


def test_one_inbox_serves_all_libraries_and_a_message_names_files_of_none(two, make, controller):
    """With answers and broken files among the confirmations, and a file of a person who serves two libraries. Imported files are moved on request."""
    other, idle = Record(make(), two.directory), Record(make(), two.directory)
    records = (two, other, idle)
    for record in (other, idle):
        record.declare(loan_policies=[WEEKS])
    parts = [two.confirmation(two.steps, remark="There is a second map."), other.confirmation(other.steps)]
    two.send_file({"format": "reshare.wms files", "version": 1, "files": parts}, "both.json")
    orphan = two.send_file({**two.confirmation([]), "library": "atlantis"}, "orphan.json")
    two.send_file(two.questionnaire_answers({}), "answers.json")
    inbox = Path(orphan).parent
    (inbox / "broken.json").write_text("{", encoding="utf-8")
    bad = idle.send_file(idle.confirmation(idle.steps, by=""))
    variables = {record.library.name: record.variables for record in records}
    arguments = ("-e", f"receive_files={inbox}", "-e", f"receive_archive={inbox / 'done'}")
    done = controller.playbook("reshare.wms.receive", [one.library for one in records], *arguments, variables=variables)
    assert done.status == 2
    for record in (two, other):
        result = done.result(RECEIVE, record.library)
        assert (result["changed"], result["pending"], result["worksheet"]) == (True, False, None)
    assert (
        done.result("Show what came in and what is pending", two.library)["msg"]["remarks"][0]["remark"]
        == "There is a second map."
    )
    rejected = done.result(RECEIVE, idle.library)["rejected_files"]
    assert [(one["path"], one["why"]) for one in rejected] == [(bad, "damaged")]
    done_files = {path.name: json.loads(path.read_bytes()) for path in (inbox / "done").iterdir()}
    assert [one for name, one in done_files.items() if name.startswith("both-")] in (parts, parts[::-1])
    assert "answers.json" in done_files and len(done_files) == 3
    assert {*inbox.glob("*.json")} == {Path(path) for path in (orphan, bad, inbox / "broken.json")}
    # Of the library whose file was rejected, the message alone is printed.
    (failed,) = done.results("Fail if a file was rejected", idle.library)
    assert failed["msg"].startswith(f"{idle.library.name}: {bad}") and "pending_steps" not in done.output
    (unassigned,) = done.results("Fail if a file belongs to no library of the inventory", two.library)
    assert [
        part for part in (f"{orphan} is for atlantis", "broken.json is not JSON") if part not in unassigned["msg"]
    ] == []
    found = done.result("Summarise the run", two.library)["libraries"]
    assert [name for name, one in found.items() if one["state"] == "failed"] == [idle.library.name]


def test_answers_on_the_command_line_are_for_one_library_and_the_message_names_the_variable(two, make, controller):
    other = Record(make(), two.directory)
    other.declare(loan_policies=[WEEKS])
    libraries, variables = [two.library, other.library], {one.library.name: one.variables for one in (two, other)}
    variables[other.library.name]["wms_approval"] = True
    spoken = ("-e", json.dumps({"receive_by": "Jane Doe", "receive_done": ["all"]}))
    refused = controller.playbook("reshare.wms.receive", libraries, *spoken, variables=variables)
    assert refused.status == 2
    assert [names(two), names(other)] == [["Days", "Weeks"], ["Weeks"]]
    shown = " ".join(refused.output.split())
    named = ",".join(library.name for library in libraries)
    assert "receive_libraries has to name the libraries of the run. It names none; the run has " in shown

    done = controller.playbook(
        "reshare.wms.receive", libraries, *spoken, "-e", f"receive_libraries={named}", variables=variables
    )
    assert done.status == 0
    assert [names(two, "confirmed"), names(other, "confirmed")] == [["Days", "Weeks"], []]

    second = ("-e", json.dumps({"receive_approved_by": "John Roe", "receive_approved": ["all"]}))
    assert controller.playbook("reshare.wms.receive", [other.library], *second, variables=variables).status == 0
    assert names(other, "confirmed") == ["Weeks"]


@pytest.mark.parametrize(
    "options",
    [
        {"by": "   ", "done": ["all"]},
        {"by": "Jane", "impossible": {"Loan Policy 'Weeks'": " "}},
        {"by": "Jane", "impossible": {"Loan Policy 'Weeks'": None}},
    ],
    ids=["nobody", "blank", "null"],
)
def test_a_blank_answer_never_spoils_the_record(two, options):
    result = two.run("record_import", **options)
    again = two.run("loan_policy", **WEEKS)
    assert again.get("msg") is None
    assert result.get("failed") or again["pending_steps"][0]["remark"] not in ("None", "", " ")
