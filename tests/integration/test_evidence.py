# SPDX-License-Identifier: GPL-3.0-or-later

"""OCLC's report files held against libraries, by the module and by the playbook, and as evidence in records."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.canaries import traces
from support.check_results import check_named
from support.environment import ROOT
from support.library_record import Record
from support.roles import Roles
from support.sftp_server import sftp_server

#: The record can only be compared with loans that are later than its confirmations.
CONFIRMED, SINCE = "2026-10-30T08:00:00Z", "2026-10-31"
PLACE = {"holding_location": "TSTM", "shelving_location": "Interlibrary Loan"}
HEADER = (
    "Institution Symbol;Event Type;Event Date/Time;Event Due Date/Time;Event Loan Policy;Event Borrower Category;"
    "Item Temporary Shelving Location;Patron Barcode"
)
BORROWED = "{symbol};Checkout;{day} 10:00:00;{due};{policy};Faculty;Interlibrary Loan;canary"
PATRONS = (
    "Inst_Symbol|Patron_Family_Name|Patron_Barcode|Patron_Borrower_Category|Patron_Expiration_Date|Patron_Blocked_Flag"
)


def events(path, day="2026/11/02", due="", **policies):
    """A group report with one loan per library."""
    rows = [BORROWED.format(symbol=symbol, policy=policy, day=day, due=due) for symbol, policy in policies.items()]
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return [str(path)]


def sent(roles: Roles, files):
    """The options of a task that receives these files."""
    return {
        "files": files,
        "by": "A job",
        "institution_symbol": "ONE",
        "configuration": roles["enable_reshare_circulation"],
        "lending_patron_type": roles["lending_patron_type"],
        **PLACE,
    }


def test_a_report_is_compared_without_a_key(library, tmp_path):
    record, roles = Record(library, tmp_path / "record"), Roles(library)
    without_key = {"wms_key": None, "wms_secret": None, "wms_read_locations": False}
    options = {**sent(roles, events(tmp_path / "events.csv", ONE="One year")), **without_key}
    (finding,) = record.run("record_import", **options)["findings"]
    assert "the map in Service Configuration differs" in finding["message"]


def test_a_damaged_file_is_named(library, tmp_path):
    (tmp_path / "page.csv").write_text("<html>", encoding="utf-8")
    found = Record(library, tmp_path / "record").run("record_import", files=[str(tmp_path / "page.csv")], by="A job")
    (one,) = found["unassigned_files"]
    assert one["reason"].startswith(f"{tmp_path}/page.csv is not a known report")


def confirmed(library, directory) -> tuple[Record, Roles]:
    """A library whose steps were all confirmed in October."""
    record = Record(library, directory / "record")
    roles = Roles(library, **record.options)
    roles.declare()
    record.confirm()
    roles.declare()
    record.path.write_text(aged(record), encoding="utf-8")
    return record, roles


def aged(record: Record) -> str:
    """The record as if everything in it was made in October."""
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", CONFIRMED, record.path.read_text("utf-8"))


@pytest.fixture
def recorded(library, tmp_path) -> tuple[Record, Roles]:
    return confirmed(library, tmp_path)


def test_evidence_is_recorded_once_and_makes_reports_a_go_live_check(recorded, tmp_path):
    record, roles = recorded
    live = {"stage": "live"}
    assert "evidence" not in {one["name"] for one in roles.preflight(**live)["checks"]}
    options = sent(roles, events(tmp_path / "events.csv", ONE="ReShare borrowing", due="2027/02/22"))
    checked = record.run("record_import", True, **options)
    assert "evidence" not in record.content
    before = record.content
    found = record.run("record_import", **options)
    assert (found["changed"], found["since"], found["findings"]) == (True, SINCE, [])
    assert (checked["changed"], checked["diff"], checked["loans"]) == (True, found["diff"], found["loans"])
    kept = record.content
    assert (kept["evidence"]["events"]["last"], kept["evidence"]["events"]["loans"]) == ("2026-11-02", {"borrowing": 1})
    # Only the period of the policy is believed.
    policies = {one["fields"]["name"]: one for one in kept["confirmed"]["loan_policies"]}
    learnt = {"how": "report", "by": "Circulation Events", "at": "2026-11-02T00:00:00Z"}
    assert policies["ReShare borrowing"].pop("learnt") == {"loan_period": learnt}
    assert [kept[part] for part in ("confirmed", "pending", "history")] == [
        before[part] for part in ("confirmed", "pending", "history")
    ]
    assert check_named(roles.preflight(**live), "evidence")["detail"] == "Circulation Events: 1 loan until 2026-11-02"
    files = record.files()
    assert record.run("record_import", **options)["changed"] is False
    older = events(tmp_path / "older.csv", day="2026/11/01", ONE="One year")
    assert record.run("record_import", **{**options, "files": older})["changed"] is False
    assert record.files() == files


def test_a_contradiction_fails_the_go_live_checks_until_the_map_changes(recorded, tmp_path):
    record, roles = recorded
    found = record.run("record_import", **sent(roles, events(tmp_path / "events.csv", ONE="One year")))
    assert [one["code"] for one in found["findings"]] == ["other_policy"]
    result = roles.preflight(stage="live")
    failed = check_named(result, "evidence")
    assert failed["status"] == "fail"
    assert (
        "the Loan Policy 'One year' was applied to 1 loan (Faculty, unknown material format), first on 2026-11-02, not"
        in failed["detail"]
    )
    assert [(one["report"], one["last"], one["loans"]) for one in result["evidence"]] == [("events", "2026-11-02", 1)]
    # A report proves nothing about a change that is planned or later.
    shorter = Roles(record.library, **record.options, borrowing_loan_period="21 days")
    assert "evidence" not in {one["name"] for one in shorter.preflight()["checks"]}
    record.declare(loan_policy_map=[{"material_format": "Map", "loan_policy": "ReShare borrowing"}])
    record.confirm()
    assert "evidence" not in {one["name"] for one in roles.preflight(stage="live")["checks"]}
    options = sent(roles, events(tmp_path / "events.csv", ONE="One year"))
    assert record.run("record_import", **options)["findings"] == []
    assert len(record.run("record_import", **options, since="2026-11-01")["findings"]) == 1


@pytest.mark.parametrize(("blocked", "status"), [("N", "pass"), ("Y", "fail")])
def test_a_patron_report_shows_accounts_that_cannot_be_read_and_patron_types(recorded, tmp_path, blocked, status):
    record, roles = recorded
    barcode = roles["enable_reshare_circulation"]["patron_accounts"][0]["barcode"]
    rows = [
        *["ONE|canary|canary-1|Emeritus|2030-01-01|N"] * 5,
        f"ONE|canary|{barcode}|ReShare lending|2099-12-31|{blocked}",
    ]
    path = tmp_path / "ONE.Circulation_Patron_Report_Full.20261101.txt"
    path.write_text("\n".join([PATRONS, *rows, ""]), encoding="utf-8")
    found = record.run("record_import", **sent(roles, [str(path)]))
    assert found["patron_types"] == {"Emeritus": 5, "ReShare lending": 1}
    assert traces(yaml.dump([found, {name: text.decode() for name, (text, _at) in record.files().items()}])) == []
    assert check_named(roles.preflight(), "lending_accounts")["detail"] == ""
    record.library.fault("identity", times=-1, status=403)
    shown = roles.preflight(stage="live")
    accounts = check_named(shown, "lending_accounts")
    assert (accounts["status"], "of 2026-11-01" in accounts["detail"]) == (status, True)
    record.library.clear_faults()
    assert "Emeritus" in check_named(roles.preflight(), "patron_types")["detail"]


@pytest.mark.matrix
def test_the_playbook_fails_the_library_that_is_contradicted(make, controller, tmp_path, tmp_path_factory):
    """The third library has a configuration service, and so no record."""
    one, two, served = make(), make(), make()
    (agreeing, _roles), (record, _roles) = confirmed(one, tmp_path), confirmed(two, tmp_path)
    reports = tmp_path / "reports"
    reports.mkdir()
    file = events(reports / "events.csv", ONE="ReShare borrowing", TWO="One year")[0]
    people = [
        f"{symbol}|canary|canary-{symbol}|Emeritus|2030-01-01|N" for symbol in ("ONE", "TWO") for _number in range(5)
    ]
    (reports / "ALL.Circulation_Patron_Report_20261101.txt").write_text("\n".join([PATRONS, *people, ""]), "utf-8")
    variables = {
        # A path, as with -e, or a list.
        one.name: {"receive_files": file, "receive_symbol": "ONE", "receive_by": "A job", **agreeing.variables},
        two.name: {"receive_files": [str(reports)], "receive_symbol": "TWO", "receive_by": "A job", **record.variables},
        served.name: {"receive_files": file, "receive_symbol": "ONE", "receive_by": "A job"},
    }
    # A short path: ansible-core 2.22 makes a socket below TMPDIR, whose name is limited to 107 characters.
    written = tmp_path_factory.mktemp("w")
    done = controller.playbook(
        "reshare.wms.receive",
        [one, two, served],
        *("-vvv", "--diff", "-e", f"run_file={written}/run.json"),
        variables=variables,
        TMPDIR=str(written),
    )
    assert [done.stats(each)["failures"] for each in (one, two, served)] == [0, 1, 0]
    assert f"so they have no record: {served.name}" in " ".join(done.output.split())
    assert "the Loan Policy 'One year' was applied" in done.failure(two)
    assert record.content["evidence"]["patron_changes"]["patron_types"] == {"Emeritus": 5}
    # Nothing about a patron is left anywhere.
    texts = [path.read_text("utf-8") for path in (*written.rglob("*"), *record.directory.rglob("*")) if path.is_file()]
    assert [traces(text) for text in (done.output, str(done.lines), *texts)] == [[]] * (2 + len(texts))
    assert "events.csv" in (written / "run.html").read_text("utf-8")


# OCLC's report files, fetched from a real SFTP server by the playbook of examples/consortium


PLAYBOOK = ROOT / "examples/consortium/fetch.yml"


@pytest.mark.long
def test_new_report_files_are_fetched_with_a_key_from_the_known_server(make, controller, tmp_path):
    library, other = make(), make()
    here = tmp_path / "fetched reports" / library.name
    with sftp_server(tmp_path / "file exchange") as server:

        def play(*arguments: str, **more: Any) -> Any:
            given = {library.name: {**server.variables, **more}}
            folder = f"reports_dir='{here.parent}'"
            return controller.playbook(str(PLAYBOOK), [library, other], "-e", folder, *arguments, variables=given)

        def fetched() -> dict[str, str]:
            return {path.name: path.read_text(encoding="utf-8") for path in here.iterdir()}

        first, second = (f"ADM.Circulation_Patron_Report_Full.202611{day}.txt" for day in (15, 22))
        (server.reports / first).write_text("a|b\n", encoding="utf-8")
        (server.reports / "ADM.Circulation_Item_Inventories.20261122.txt").write_text("a\n", encoding="utf-8")
        checked = play("--check")
        assert (checked.status, here.exists(), server.accounts) == (0, False, [])
        done = play()
        assert (done.status, fetched(), server.accounts) == (0, {first: "a|b\n"}, ["wx_adm"]), done.output
        assert here.stat().st_mode & 0o777 == 0o700
        # A new file, and an interrupted transfer.
        (server.reports / second).write_text("c|d\n", encoding="utf-8")
        (here / first).write_text("a|", encoding="utf-8")
        done = play()
        assert (done.status, fetched()) == (0, {first: "a|b\n", second: "c|d\n"})
        assert done.result("List the new files", library)["changed"] is True
        done = play()
        assert (done.stats(library)["changed"], done.stats(other)["ok"]) == (0, 0)

        # Another server, or one that pretends to be it.
        known = Path(server.variables["oclc_sftp_known_hosts"]).read_text(encoding="utf-8")
        Path(server.variables["oclc_sftp_known_hosts"]).write_text("", encoding="utf-8")
        refused = play()
        assert refused.status == 2
        assert "Host key verification failed" in refused.failed(library)["stderr"]
        missing = play(oclc_sftp_files="*.Nothing")
        assert missing.status == 2

        # A listing without an end.
        Path(server.variables["oclc_sftp_known_hosts"]).write_text(known, encoding="utf-8")
        server.endless.set()
        ended = play(oclc_sftp_seconds=2)
        server.endless.clear()
        assert (ended.status, ended.failed(library)["rc"]) == (2, 124)
