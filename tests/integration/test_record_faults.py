# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults of records: damaged by hand, a full disk, killed or concurrent runs, or no response from OCLC."""

from __future__ import annotations

import errno
import fcntl
import itertools
import os
import random
import re
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._pages import page
from ansible_collections.reshare.wms.plugins.module_utils._record import file as record_file
from support.child_processes import kill_after, run_in_parallel
from support.controller import Controller
from support.library import Library
from support.library_record import Record, objects, titles
from support.waiting import PATIENCE

POLICY = {"name": "Weeks", "loan_period": "4 weeks"}
SHELF = {"holding_code": "TSTM", "name": "Interlibrary Loan"}
ACCOUNT = {
    "barcode": "LEND-NN",
    "patron_type": "Partner",
    "home_branch": "91NN",
    "family_name": "ReShare lending",
    "expires": "2099-12-31",
}

MAIL = {"smtp_host": "mail.example.org", "sender": "wms@example.org"}


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Record:
    return Record(library, tmp_path / "record")


@pytest.fixture
def kept(record: Record) -> Record:
    """A record with a confirmed and a pending object."""
    record.declare(loan_policies=[POLICY], borrower_categories=[{"name": "Partner"}])
    record.confirm()
    record.declare(loan_policies=[{"name": "Days", "loan_period": "3 days"}])
    return record


# Damaged files

#: A replacement in the file, and the key of the problem, None if it has no key.
DAMAGE = {
    "not YAML": ("loan_period: 4 weeks", "loan_period: [4 weeks", None),
    "conflict": ("    loan_period: 3 days\n", "<<<<<<< HEAD\n    loan_period: 3 days\n=======\n", None),
    "not UTF-8": ("Jane Doe", "J\udcfcrgen", None),
    "unknown kind": ("  borrower_categories:", "  borower_categories:", "confirmed.borower_categories"),
    "unknown field": ("loan_period: 3", "loan_peroid: 3", "pending.loan_policies[0].set"),
    "no name": ("name: Days", "name:", "pending.loan_policies[0].set"),
    "nobody": ("by: Jane Doe", "by:", "confirmed.borrower_categories[0].by"),
}


def damage(record: Record, case: str) -> int:
    """Damage a record. Returns the last damaged line."""
    old, new, _key = DAMAGE[case]
    before, _old, after = record.path.read_text(encoding="utf-8").partition(old)
    record.path.write_bytes(f"{before}{new}{after}".encode(errors="surrogateescape"))
    return before.count("\n") + new.count("\n") + 1


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_record_is_refused_with_its_key_and_stays_as_it_is(kept, case):
    damage(kept, case)
    key = DAMAGE[case][2]
    damaged = ("damaged", str(kept.path), [key] if key else [])
    for module, arguments in (
        ("loan_policy", POLICY),
        ("circulation_configuration_info", {}),
        ("record_import", {"by": "Jane", "done": ["all"]}),
        ("record_questions", {"configuration": {"loan_policies": [POLICY]}}),
    ):
        assert kept.error(module, **arguments) == damaged
    assert kept.error("loan_policy", True, **POLICY) == damaged


#: The words in the message about a damaged record, one case for each kind of damage.
DAMAGED = {
    "not YAML": "this is not YAML",
    "not UTF-8": "this is not UTF-8",
    "unknown field": "'loan_peroid' is not a known field. Similar: 'loan_period'",
    "no name": "this Loan Policy has no name",
}


@pytest.mark.parametrize("case", DAMAGED)
def test_the_message_about_a_damaged_record_has_the_line_and_the_remedy(kept, case):
    damaged = damage(kept, case)
    message = kept.failure("loan_policy", **POLICY)
    assert DAMAGED[case] in message
    assert (
        "Nothing was changed. Correct the file manually, or restore the last good version from your repository"
        in message
    )
    # The line of an error within an object can be the object's first line; a YAML error has the line where the parser
    # noticed it.
    assert f"{kept.path}, line " in message
    assert abs(int(re.search(r", line (\d+)", message)[1]) - damaged) <= 3


def test_the_record_of_another_library_or_institution_is_refused(kept, make, tmp_path):
    other = Record(make(), kept.directory)
    other.path.write_bytes(kept.path.read_bytes())
    assert other.error("loan_policy", **POLICY) == ("other_library", str(other.path), [])
    expected = ("other_library", str(kept.path), [])
    assert kept.error("loan_policy", **POLICY, wms_registry_id="128807") == expected


@pytest.mark.parametrize("text", ["", " \n", "---\n", "null\n", "# nothing\n", "{}\n", "[]\n"])
def test_an_emptied_record_is_not_treated_as_a_new_one(kept, text):
    kept.path.write_text(text, encoding="utf-8")
    assert kept.error("loan_policy", **POLICY)[:2] == ("damaged", str(kept.path))


def test_a_record_saved_by_another_editor_is_read(kept):
    text = kept.path.read_text(encoding="utf-8").replace("'", '"').replace("\n", "\r\n")
    kept.path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    again = kept.declare(loan_policies=[POLICY, {"name": "Days", "loan_period": "3 days"}])
    assert (again["changed"], titles(again["pending_steps"])) == (False, ["Loan Policy 'Days'"])


def test_the_other_libraries_go_on_where_one_record_is_damaged(kept, make, controller):
    other = Record(make(), kept.directory)
    kept.path.write_text("library: [", encoding="utf-8")
    variables = {one.library.name: one.variables for one in (kept, other)}
    task = {"name": "policy", "reshare.wms.loan_policy": {**POLICY, "library": "{{ inventory_hostname }}"}}
    done = controller.play([task], [kept.library, other.library], variables=variables)
    assert done.status == 2
    assert done.result("policy", kept.library)["failure"]["code"] == "damaged"
    assert kept.path.read_text(encoding="utf-8") == "library: ["
    assert other.pending("loan_policies") == [POLICY]


STORES = ("invalid", None, ["wms_record_dir", "wms_configuration_url"])


@pytest.mark.parametrize("module", ["loan_policy", "circulation_configuration_info", "ill_settings"])
def test_exactly_one_of_record_and_service_is_required(record, monkeypatch, module):
    arguments = {"loan_policy": POLICY, "ill_settings": {"reshare": {"enable": False}}}.get(module, {})
    url = record.library.options["wms_configuration_url"]
    assert record.error(module, **arguments, wms_configuration_url=url) == STORES
    assert record.error(module, **arguments, wms_record_dir=None) == STORES
    monkeypatch.setenv("RESHARE_WMS_CONFIGURATION_URL", url)
    assert record.error(module, **arguments) == STORES
    monkeypatch.delenv("RESHARE_WMS_CONFIGURATION_URL")
    monkeypatch.setenv("RESHARE_WMS_RECORD_DIR", str(record.directory))
    assert record.run(module, **arguments, wms_record_dir=None).get("msg") is None


@pytest.mark.parametrize("name", ["Alma/Mater", "..", "../libraryNN"])
def test_a_library_whose_name_can_not_be_a_file_s_is_refused(make, tmp_path, name):
    record = Record(make(name=name), tmp_path / "record")
    for check in (True, False):
        assert record.error("loan_policy", check, **POLICY) == ("invalid", None, ["library"])
    assert list(tmp_path.iterdir()) == []


# A record that is missing

#: What a record is opened for, by module.
OPENED = {
    "circulation_configuration": {"configuration": {"loan_policies": [POLICY]}},
    "loan_policy": POLICY,
    "ill_settings": {"reshare": {"enable": True}},
    "record_import": {"by": "Jane Doe"},
    "record_questions": {},
    "circulation_configuration_info": {},
    "policy_resolution_info": {},
}


def configure_tenant(record: Record) -> None:
    """What the role reshare_settings writes first."""
    settings = {"host_lms_integration": "wms2", "wms_registry_id": record.library.id}
    assert record.run("reshare_configuration", configuration={"settings": settings})["changed"] is True


def test_a_lost_record_of_a_configured_library_is_not_started_again(kept):
    configure_tenant(kept)
    moved = Record(kept.library, kept.directory.parent / "recrod")
    for module, arguments in OPENED.items():
        for check in (True, False):
            assert moved.error(module, check, **arguments) == ("no_record", str(moved.path), [])
    assert not moved.files()
    # A wrong name of the folder does not make one.
    assert not moved.directory.exists()
    message = moved.failure("loan_policy", **POLICY)
    assert "(host_lms_integration: wms2, wms_registry_id: 9" in message
    assert f"{moved.directory} has no record of any library" in message
    assert "reshare.wms.ask" in message


def test_the_checks_say_once_that_the_record_is_missing(kept):
    configure_tenant(kept)
    moved = Record(kept.library, kept.directory.parent / "recrod")
    checks = moved.run("preflight_info", circulation_configuration={"loan_policies": [POLICY]})["checks"]
    assert [one["name"] for one in checks if "does not exist" in one["detail"]] == ["circulation_plan"]
    assert {one["detail"] for one in checks if one["name"] in ("patron_types", "legacy_notifications")} == {
        "see circulation_plan"
    }


def test_a_missing_record_costs_one_look_and_only_until_it_is_started(record):
    record.declare(loan_policies=[POLICY])
    calls = record.library.calls()
    # Shared with the proof of identity.
    assert calls["settings", "appSettings", "GET"] == 1
    record.declare(loan_policies=[POLICY])
    assert record.library.calls() == calls


def test_the_first_run_is_finished_after_the_tenant_was_configured(record):
    record.declare(loan_policies=[POLICY])
    configure_tenant(record)
    # Tasks about ReShare alone start no record, and need none.
    assert record.run("reshare_setting", key="host_lms_integration", value="wms2")["changed"] is False
    assert record.declare(loan_policies=[POLICY])["changed"] is False


def test_questions_start_the_record_of_a_configured_library_and_a_regular_import_does_not(record):
    configure_tenant(record)
    configuration = {"loan_policies": [POLICY]}
    received = record.directory.parent / "received"
    received.mkdir()
    again = {"configuration": configuration, "files": [str(received)]}
    assert record.error("record_import", **again) == ("no_record", str(record.path), [])
    started = record.run("record_questions", configuration=configuration)
    assert (started.get("msg"), len(started["questions"])) == (None, 1)
    path = record.send_file(record.questionnaire_answers({"loan_policies/Weeks": {"loan_period": "4 weeks"}}))
    taken = record.run("record_import", configuration=configuration, files=[path])
    assert taken.get("msg") is None
    assert record.declare(loan_policies=[POLICY])["changed"] is False


def test_accounts_of_the_library_show_that_it_was_configured(kept):
    kept.declare(patron_accounts=[{**kept.library.numbered(ACCOUNT), "patron_type": "Partner"}])
    kept.path.unlink()
    for path in kept.directory.glob("worksheets/*"):
        path.unlink()
    configuration = {"patron_accounts": [kept.library.numbered(ACCOUNT)], "borrower_categories": [{"name": "Partner"}]}
    for check in (True, False):
        result = kept.failed("circulation_configuration", check, configuration=configuration)
        assert result["failure"]["code"] == "no_record"
    # An account that somebody else created shows nothing.
    configuration["patron_accounts"][0]["state"] = "adopted"
    assert kept.run("circulation_configuration", configuration=configuration).get("msg") is None


#: What is left of a record, by its path in the record directory.
LEFT = {
    "backup": "NAME.yml.backup",
    "archive": "archive/2026/NAME.yml",
    "other suffix": "NAME.yaml",
    "worksheet": "worksheets/NAME.md",
    "questionnaire": "worksheets/NAME.questionnaire.html",
}


@pytest.mark.parametrize("case", LEFT)
def test_what_is_left_of_a_record_shows_that_there_was_one(kept, case):
    text = kept.path.read_text(encoding="utf-8")
    for path in [kept.path, *kept.directory.glob("worksheets/*")]:
        path.unlink()
    left = kept.directory / LEFT[case].replace("NAME", kept.library.name)
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_text(text, encoding="utf-8")
    # Not a record, and nothing that could be read for ever.
    (kept.directory / "notes.txt").write_text(f"wms_registry_id: {kept.library.id}", encoding="utf-8")
    os.mkfifo(kept.directory / "pipe.yml")
    for check in (True, False):
        assert f"{left} is of this library" in kept.failure("loan_policy", check, **POLICY)
    assert kept.error("worksheet_mail", **MAIL) == ("no_record", str(kept.path), [])


def test_a_record_that_a_killed_run_did_not_finish_was_none(kept):
    text = kept.path.read_text(encoding="utf-8")
    for path in [kept.path, *kept.directory.glob("worksheets/*")]:
        path.unlink()
    unfinished = kept.path.with_name(f".{kept.path.name}.{'0' * 16}.new")
    unfinished.write_text(text, encoding="utf-8")
    assert kept.run("loan_policy", **POLICY)["pending"] is True
    assert kept.path.exists() and not unfinished.exists()


def test_a_new_library_gets_a_record_beside_those_of_others(kept, make):
    other = Record(make(), kept.directory)
    assert other.declare(loan_policies=[POLICY])["pending"] is True


# Directories and disks


def test_a_run_without_changes_creates_no_record(record):
    assert record.run("loan_policy", name="Weeks", state="absent")["changed"] is False
    assert record.files() == {}


@pytest.mark.parametrize("where", ["{tmp}/a-file", "{tmp}/a-file/record", "/proc/record"])
def test_an_unwritable_directory_is_reported(record, tmp_path, where):
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    where = where.format(tmp=tmp_path)
    path = f"{where}/{record.library.name}.yml"
    assert record.error("loan_policy", **POLICY, wms_record_dir=where) == ("file_error", path, [])


@pytest.fixture
def full_disk(monkeypatch):
    """Makes the writing of files with that suffix fail near the end."""

    def set_up(suffix: str, function: str = "replace") -> None:
        real = getattr(os, function)

        def fails(path: Any, *others: Any) -> Any:
            if function == "fsync" or str(others[0]).endswith(suffix):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(path, *others)

        monkeypatch.setattr(os, function, fails)

    return set_up


@pytest.mark.parametrize("function", ["replace", "fsync"])
def test_a_write_that_fails_leaves_the_old_record_as_its_message_says(kept, full_disk, function):
    full_disk(".yml", function)
    for module, arguments in (
        ("loan_policy", POLICY | {"circulates": "never"}),
        ("record_import", {"by": "J", "done": ["all"]}),
    ):
        message, code = (one(module, **arguments) for one in (kept.failure, lambda *a, **b: kept.error(*a, **b)[0]))
        assert code == "file_error"
        assert "cannot be written: No space left on device. The file was not changed" in message


def test_changes_at_oclc_are_reported_although_the_record_cannot_be_written(kept, full_disk):
    account = kept.library.numbered(ACCOUNT)
    full_disk(".yml")
    failed = kept.run(
        "circulation_configuration", configuration={"loan_policies": [{"name": "New"}], "patron_accounts": [account]}
    )
    assert failed["failed"] is True
    assert kept.library.patrons(account["barcode"])
    assert failed["failure"]["code"] == "file_error"
    assert failed["changed"] is True
    assert ("patron_account", account["barcode"]) in objects(failed["changes"])


def test_an_unwritable_worksheet_is_reported_with_the_recorded_steps(kept, full_disk):
    full_disk(".html")
    failed = kept.run("loan_policy", **POLICY, circulates="never")
    assert failed["failed"] is True
    assert (failed["failure"]["code"], failed["failure"].get("object")) == ("file_error", str(kept.worksheet()))
    noted = {"name": "Weeks", "circulates": "never"} in kept.pending("loan_policies")
    assert failed["changed"] is noted


def test_steps_requested_before_a_failure_are_kept_and_reported(kept):
    kept.library.fault("identity", "users", "POST", times=-1, status=500, body="No.")
    declared = {"loan_policies": [{"name": "New"}], "patron_accounts": [kept.library.numbered(ACCOUNT)]}
    failed = kept.run("circulation_configuration", configuration=declared)
    assert (failed["failed"], failed["changed"], failed["pending"]) == (True, True, True)
    assert objects(failed["changes"]) == [("loan_policy", "New")]
    assert titles(kept.steps) == ["Loan Policy 'Days'", "Loan Policy 'New'"]


def test_a_record_in_the_folder_of_the_job_is_refused_before_any_request(record, tmp_path, monkeypatch):
    monkeypatch.setenv("AWX_PRIVATE_DATA_DIR", str(tmp_path))
    for check in (True, False):
        for module in ("loan_policy", "record_questions", "record_import"):
            arguments = {"name": "Weeks"} if module == "loan_policy" else {}
            assert record.error(module, check, **arguments) == ("invalid", None, ["wms_record_dir"])
    assert not record.library.calls()
    assert not record.directory.exists()
    monkeypatch.setenv("AWX_PRIVATE_DATA_DIR", str(tmp_path / "other"))
    assert record.run("loan_policy", name="Weeks")["changed"] is True


# Killed and concurrent runs


def names(record: Record) -> set[str]:
    """The names of the pending loan policies."""
    return {one["name"] for one in record.pending("loan_policies")}


def declared_until_killed(record: Record, number: int, after: float) -> set[str]:
    """Kill a process that declares one policy after the other. Returns the policies that it reported as pending before."""
    reading, writing = os.pipe()

    def work() -> None:
        for turn in range(1000):
            name = f"P{number}.{turn}"
            record.run("loan_policy", name=name, loan_period="1 day")
            os.write(writing, f"{name}\n".encode())

    kill_after(work, after)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as output:
        return set(output.read().split())


def test_runs_that_are_killed_lose_nothing_and_one_more_run_puts_all_right(record):
    record.run("loan_policy", name="Warm")
    promised: set[str] = set()
    chance, once = random.Random(11), run_in_parallel(lambda: record.run("loan_policy", name="Warm"))
    for number in range(10):
        promised |= declared_until_killed(record, number, chance.uniform(0.5, 4) * once)
        if promised:
            assert promised <= names(record)
    assert promised
    done = record.run("loan_policy", **POLICY)
    assert done.get("msg") is None
    assert names(record) >= {*promised, "Weeks"}
    assert titles(record.steps) == [f"Loan Policy '{name}'" for name in sorted(names(record))]
    assert record.run("loan_policy", **POLICY)["changed"] is False


@pytest.mark.parametrize(("owner", "function"), [(os, "fsync"), (os, "replace"), (os, "chmod")])
def test_temporary_files_of_a_killed_run_are_removed(kept, monkeypatch, owner, function):
    """Record directories are repositories, so no temporary files may remain. The next run can declare something else."""
    real, expected = getattr(owner, function), {*kept.files()}

    def killed_before(number: int) -> bool:
        left = itertools.count(-number)

        def step(*arguments: Any, **keywords: Any) -> Any:
            if next(left) == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **keywords)

        def work() -> None:
            monkeypatch.setattr(owner, function, step)
            kept.run("loan_policy", name="New", loan_period="1 day")

        return kill_after(work, PATIENCE)

    number = 0
    while killed_before(number):
        number += 1
        kept.run("loan_policy", name="New", state="absent")
        assert {*kept.files()} == expected
    assert number > 0


def test_a_record_that_another_run_makes_meanwhile_is_not_lost(record, monkeypatch):
    made = Record(record.library, record.directory.parent / "made")
    assert made.run("loan_policy", name="A", loan_period="1 day").get("msg") is None
    look = record_file.RecordFile._left_behind

    def late(file: record_file.RecordFile) -> Path | None:
        if not file.path.exists():
            shutil.copytree(made.directory, record.directory, dirs_exist_ok=True)
        return look(file)

    monkeypatch.setattr(record_file.RecordFile, "_left_behind", late)
    assert record.run("loan_policy", name="B", loan_period="1 day").get("msg") is None
    assert names(record) == {"A", "B"}


def test_many_workers_and_two_controllers_lose_nothing(record, tmp_path):
    controllers = [Controller(tmp_path / name) for name in ("one", "other")]
    task = {
        "loop": [1, 2, 3],
        "name": "{{ who }}.{{ item }}",
        "loan_period": "1 day",
        "library": "{{ inventory_hostname }}",
    }
    loop = {"name": "policies", "loop": task.pop("loop"), "reshare.wms.loan_policy": task}

    # Ansible's loader of plugins is not made for several threads that load the same one for the first time.
    record.run("circulation_configuration_info")

    def controlled(controller: Controller) -> str:
        controller.directory.mkdir()
        more = {record.library.name: {**record.variables, "who": controller.directory.name}}
        played = controller.play([loop], record.library, variables=more)
        return played.output if played.status else ""

    def worker(number: int) -> list[Any]:
        return [record.run("loan_policy", name=f"{number}.{turn}", loan_period="1 day") for turn in range(5)]

    with ThreadPoolExecutor(10) as pool:
        started = [pool.submit(controlled, controller) for controller in controllers]
        # Ansible needs a second to start.
        while not record.path.exists() and not wait(started, timeout=0.01).done:
            pass
        results = [result for task in [pool.submit(worker, number) for number in range(8)] for result in task.result()]
        assert [task.result() for task in started] == ["", ""]
    assert [result.get("msg") for result in results] == [None] * 40
    everyone = [f"{number}.{turn}" for number in range(8) for turn in range(5)]
    assert names(record) == {*everyone, *(f"{who}.{item}" for who in ("one", "other") for item in (1, 2, 3))}


def test_the_worksheet_of_two_runs_at_once_is_about_both(record, monkeypatch):
    """Another run finishes while a run is about to write its worksheet."""
    render, others = page.worksheet_html, []
    with ThreadPoolExecutor() as pool:

        def slow(sheet: Any) -> str:
            text = render(sheet)
            if not others:
                others.append(pool.submit(record.run, "loan_policy", name="Other", loan_period="1 day"))
                wait(others, timeout=0.5)
            return text

        monkeypatch.setattr(page, "worksheet_html", slow)
        record.run("loan_policy", **POLICY)
        assert others[0].result().get("msg") is None
    assert names(record) == {"Other", "Weeks"}
    assert titles(record.steps) == ["Loan Policy 'Other'", "Loan Policy 'Weeks'"]


def test_a_record_that_another_run_holds_is_waited_for_but_not_forever(kept, monkeypatch):
    monkeypatch.setattr(record_file, "PATIENCE", 0.3)
    with kept.path.with_name(f".{kept.library.name}.lock").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        error = kept.error("loan_policy", **POLICY, circulates="never")
        assert error == ("locked", str(kept.path), [])
        assert kept.run("loan_policy", True, **POLICY, circulates="never")["changed"] is True
    assert kept.run("loan_policy", **POLICY, circulates="never")["changed"] is True


# Locations that cannot be read

#: Faults of the Metadata API, the code and status of the failure, and words in the message.
UNREADABLE: dict[str, tuple[dict[str, Any], tuple[str, int | None], list[str]]] = {
    "401": ({"status": 401, "body": '{"message": "Unauthorized"}'}, ("refused", 401), ["HTTP 401: Unauthorized"]),
    "403": (
        {"status": 403, "body": '{"message": "No"}'},
        ("refused", 403),
        ["WorldCatMetadataAPI:get_holding", "wms_read_locations"],
    ),
    "500": ({"status": 500, "body": "Out of order"}, ("unreachable", 500), ["HTTP 500: 'Out of order'"]),
    "HTML": (
        {"status": 200, "body": "<title>Sign in</title>"},
        ("unexpected_response", 200),
        ["page ('Sign in') instead of JSON; check"],
    ),
    "other institution": (
        {"status": 200, "body": '{"id": "128807"}'},
        ("unexpected_response", 200),
        ["128807 instead of 9NN; check wms_registry_id"],
    ),
    "slow": ({"delay": 3600}, ("unreachable", None), ["no complete response within 2 s; retry later"]),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_locations_that_can_not_be_read_are_explained_by_the_message_and_nothing_pending_is_lost(kept, case):
    effect, expected, parts = UNREADABLE[case]
    kept.library.fault("metadata", times=-1, **kept.library.numbered(effect))
    kept.declare(loan_policies=[{"name": "More"}])
    for check in (True, False):
        options = {"timeout": 2 if "delay" in effect else 120, "retries": 0}
        failed = kept.failed("shelving_location", check, **SHELF, **options)
        assert (failed["failure"]["code"], failed["failure"].get("status")) == expected
        assert "/metadata/worldcat/manage/institution-config/branch-shelving-locations" in failed["msg"]
        assert [part for part in kept.library.numbered(parts) if part not in failed["msg"]] == []
    assert names(kept) == {"Days", "More"}
    # Tasks that need no location continue.
    assert kept.declare(loan_policies=[{"name": "More still"}])["changed"] is True


@pytest.mark.parametrize("partial", [False, True])
def test_a_key_that_may_not_read_locations_is_refused_and_the_message_has_the_remedy(make, tmp_path, partial):
    record = Record(make(wskey={"scopes": ["SCIM"], "partial": partial}), tmp_path / "record")
    failed = record.failed("shelving_location", **SHELF)
    message = failed["msg"]
    assert failed["failure"]["code"] == "refused"
    assert "WorldCatMetadataAPI:get_holding_codes" in message
    assert "ask OCLC to add" in message or "Ask OCLC to add" in message
    assert "wms_read_locations" in message
