# SPDX-License-Identifier: GPL-3.0-or-later

"""OCLC's report files: which are read, which are rejected, and what is kept of them."""

from __future__ import annotations

import csv
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Declaration
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._wms import report_files, report_findings
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.module_utils._wms.report_files import RejectedReport, reports
from ansible_collections.reshare.wms.plugins.module_utils._wms.report_findings import Wanted, evidence_in, moment
from ansible_collections.reshare.wms.plugins.module_utils._wms.resolution import Resolver, declared_objects

#: As in oclc-reports.md 2.1.
_PATRON_COLUMNS = (
    "Inst_Symbol|Patron_Given_Name|Patron_Family_Name|Patron_Gender|Patron_Date_of_Birth|Patron_Barcode|Patron_Borrower_Category"
    "|Patron_Home_Branch_ID|Patron_Street_Address1|Patron_Street_Address2|Patron_City_or_Locality|Patron_State_or_Province"
    "|Patron_Postal_Code|Patron_Phone_Number|Patron_Email_Address|Patron_Verified_Flag|Patron_Total_Fines|Patron_Created_Date"
    "|Patron_Source_System|Patron_Expiration_Date|Patron_User_ID_At_Source|Patron_Blocked_Flag|Patron_Username"
    "|Patron_Last_Activity_Date|Patron_Last_Modified_Date|Patron_Custom_Category_1|Patron_Country|Patron_Public_Notes"
)
PATRON_HEADER = _PATRON_COLUMNS.split("|")

EVENT_HEADER = (
    *("Event Type", "Event Date/Time", "Event Loan Policy", "Event Borrower Category", "Event Due Date/Time"),
    *("Item Barcode", "Item Material Format", "Item Temporary Shelving Location", "Patron Barcode"),
)

FULL = "ADM.Circulation_Patron_Report_Full.20261122.txt"

CONFIGURATION = {
    "loan_policies": [
        {"name": "ReShare borrowing", "loan_period": "28 days"},
        {"name": "ReShare lending", "loan_period": "56 days"},
    ],
    "loan_policy_map": [
        {"holding_location": "ADMM", "shelving_location": "Interlibrary Loan", "loan_policy": "ReShare borrowing"},
        {"patron_policy": "ReShare lending", "loan_policy": "ReShare lending"},
    ],
    "patron_accounts": [
        {
            "barcode": "LEND-1",
            "patron_type": "ReShare lending",
            "home_branch": "111",
            "expires": "2030-01-01",
            "family_name": "L",
        }
    ],
}

#: A map in which faculty has a row of its own above.
FACULTY = {
    "patron_policy": "Faculty",
    "holding_location": "ADMM",
    "shelving_location": "Interlibrary Loan",
    "loan_policy": "One year",
}


def resolver(configuration):
    return Resolver(declared_objects(declare_all(configuration, (), DECLARABLE)))


def wanted(**changed):
    accounts: Declaration = declare_all(CONFIGURATION, (), DECLARABLE)["patron_account"]
    given = {
        "existing": resolver(CONFIGURATION),
        "expected": resolver(CONFIGURATION),
        "accounts": {item.identity[0]: item for item in accounts.items},
        "holding_location": "ADMM",
        "shelving_location": "Interlibrary Loan",
        "lending_patron_type": "ReShare lending",
        "since": None,
        "today": date(2026, 11, 26),
    }
    return Wanted(**{**given, **changed})


def evidence(path, symbol=None, **changed):
    """The evidence in a file with one report."""
    (found,) = evidence_in(reports(path), symbol, wanted(**changed))
    return found


def patron(**cells):
    return [cells.get(column, "") for column in PATRON_HEADER]


def lending(**cells):
    account = {
        "Inst_Symbol": "ADM",
        "Patron_Barcode": "LEND-1",
        "Patron_Borrower_Category": "ReShare lending",
        "Patron_Home_Branch_ID": "111",
        "Patron_Expiration_Date": "2030-01-01",
        "Patron_Blocked_Flag": "N",
    }
    return patron(**{**account, **cells})


def pipes(path, rows, header=PATRON_HEADER):
    path.write_text("".join("|".join(row) + "\n" for row in [header, *rows]), encoding="utf-8")
    return path


def event(
    policy,
    patron_type="Student",
    place="Interlibrary Loan",
    at="2026/11/02 10:00:00",
    due="2026/11/30 23:59:00",
    kind="Book",
):
    return ["Checkout", at, policy, patron_type, due, "I-1", kind, place, "P-1"]


def quoted(path, rows, header=EVENT_HEADER, delimiter=";"):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return path


def codes(found):
    return [(one.code, one.severity) for one in found.findings]


def test_a_patron_file_gives_types_and_lending_accounts_and_nothing_else(tmp_path):
    people = [
        patron(
            Inst_Symbol="ADM",
            Patron_Family_Name='canary "Bo"',
            Patron_Barcode=f"canary-{number}",
            Patron_Borrower_Category="Student",
            Patron_Email_Address="canary@example.org",
        )
        for number in range(5)
    ]
    found = evidence(pipes(tmp_path / FULL, [*people, lending()]))
    assert found.patron_types == {"Student": 5, "ReShare lending": 1}
    assert found.accounts == {
        "LEND-1": {
            "barcode": "LEND-1",
            "patron_type": "ReShare lending",
            "home_branch": "111",
            "expires": "2030-01-01",
            "blocked": False,
        }
    }
    assert found.date == {
        **{"report": "patrons", "file": FULL, "imported": None},
        **dict.fromkeys(("first", "last"), "2026-11-22"),
    }
    assert (found.rows, found.unreadable, found.findings) == (6, 0, [])
    assert "canary" not in repr(found)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Patron_Borrower_Category": "Student"}, "account_differs"),
        ({"Patron_Home_Branch_ID": "112"}, "account_differs"),
        ({"Patron_Blocked_Flag": "true"}, "account_blocked"),
        ({"Patron_Expiration_Date": "2026-11-25"}, "account_expires"),
        ({"Patron_Barcode": "LEND-2"}, "account_missing"),
    ],
)
def test_lending_accounts_are_compared(tmp_path, cells, code):
    assert codes(evidence(pipes(tmp_path / FULL, [lending(**cells)]))) == [(code, "error")]


FORMER = {"barcode": "LEND-1", "patron_type": "ReShare lending", "blocked": True, "state": "existing"}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"Patron_Blocked_Flag": "Y", "Patron_Expiration_Date": "2026-11-25"}, []),
        ({"Patron_Barcode": "LEND-2"}, []),
        ({"Patron_Blocked_Flag": ""}, []),
        ({"Patron_Blocked_Flag": "N"}, [("account_differs", "error")]),
        ({"Patron_Blocked_Flag": "Y", "Patron_Borrower_Category": "Student"}, [("account_differs", "error")]),
    ],
)
def test_an_account_that_is_declared_as_blocked_is_expected_to_be_blocked(tmp_path, cells, found):
    (account,) = declare_all({"patron_accounts": [FORMER]}, (), DECLARABLE)["patron_account"].items
    path = pipes(tmp_path / FULL, [lending(**cells)])
    assert codes(evidence(path, accounts={"LEND-1": account})) == found


def test_the_report_of_a_week_proves_no_missing_account(tmp_path):
    week = tmp_path / "ADM.Circulation_Patron_Report_Week.20261122.txt"
    assert evidence(pipes(week, [lending(Patron_Barcode="other")])).findings == []


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_contradicting_loan_is_an_error_with_its_day_and_row(tmp_path, delimiter):
    rows = [
        event("ReShare borrowing"),
        event("One year", "Faculty", at="2026/11/05 09:00:00"),
        event("One year", "Faculty", at="2026/11/03 09:00:00"),
        event("One year", "Faculty", place="Stacks"),
        event("ReShare lending", "ReShare lending", "Stacks", due="2026/12/28"),
    ]
    with_row = {**CONFIGURATION, "loan_policy_map": [FACULTY, *CONFIGURATION["loan_policy_map"]]}
    found = evidence(quoted(tmp_path / "events.csv", rows, delimiter=delimiter), existing=resolver(with_row))
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.direction) == ("other_policy", "error", "borrowing")
    assert (finding.patron_type, finding.at, finding.count) == ("Faculty", "2026-11-03", 2)
    assert "Row 1 of the Loan Policy Map" in finding.message
    assert found.loans == {"borrowing": 3, "lending": 1}


def test_a_map_that_is_not_as_recorded_is_named(tmp_path):
    (finding,) = evidence(quoted(tmp_path / "events.csv", [event("One year", "Faculty")])).findings
    assert "the map in Service Configuration differs" in finding.message


CURRENT_HEADER = (
    *("Item Barcode", "Title", "Item Lending Policy", "Material Format", "Item Status", "Due Date"),
    *("Borrower Category", "Item Temporary Shelving Location"),
)
SNAPSHOT = "ADM.All_Checked_Out_Items.20261125.csv"


def current(policy, patron_type="Student", due="2026/11/30"):
    return ["I-1", "canary", policy, "Book", "On Loan", due, patron_type, "Interlibrary Loan"]


def test_current_loans_show_their_policy_and_no_period(tmp_path):
    path = quoted(tmp_path / SNAPSHOT, [current("ReShare borrowing"), current("One year", "Faculty")], CURRENT_HEADER)
    found = evidence(path)
    assert (found.report, found.first, found.last) == ("current_loans", "2026-11-25", "2026-11-25")
    assert (found.loans, found.periods) == ({"borrowing": 2}, {})
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.at) == ("other_policy", "error", None)
    assert (finding.loan_policy, finding.expected) == ("One year", "ReShare borrowing")
    # Such a loan can be older than the change.
    (finding,) = evidence(path, since=date(2026, 11, 3)).findings
    assert (finding.code, finding.severity) == ("other_policy", "warning")
    assert "canary" not in repr(found)


def test_current_loans_with_check_out_dates_are_compared_as_others(tmp_path):
    rows = [[*current("One year"), "2026-11-02"], [*current("ReShare borrowing", due="2026/12/02"), "2026-11-04"]]
    path = quoted(tmp_path / SNAPSHOT, rows, [*CURRENT_HEADER, "Check Out Date"])
    assert evidence(path, since=date(2026, 11, 3)).findings == []
    assert codes(evidence(path)) == [("other_policy", "error")]


def test_zipped_current_loans_are_divided_by_symbol(tmp_path):
    rows = [["ADM", *current("ReShare borrowing")], ["BAK", *current("One year", "Faculty")]]
    quoted(tmp_path / SNAPSHOT, rows, ["Institution Symbol", *CURRENT_HEADER])
    with zipfile.ZipFile(tmp_path / "old.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(tmp_path / SNAPSHOT, SNAPSHOT)
    for path in (tmp_path / SNAPSHOT, tmp_path / "old.zip"):
        assert codes(evidence(path, "ADM")) == []
        assert codes(evidence(path, "BAK")) == [("other_policy", "error")]
        with pytest.raises(RejectedReport, match="rows of several institutions"):
            evidence(path)
    (tmp_path / SNAPSHOT).write_text((tmp_path / SNAPSHOT).read_text("utf-8-sig")[:-10], encoding="utf-8")
    with pytest.raises(RejectedReport, match="ends in the middle of a row"):
        evidence(tmp_path / SNAPSHOT, "BAK")


def test_texts_of_a_report_are_names_in_one_line(tmp_path):
    (finding,) = evidence(quoted(tmp_path / "events.csv", [event("One year\u202e", "Faculty")])).findings
    assert finding.loan_policy == "One year\\u202e"
    for long in (event("x" * 201), event("One year", "canary" * 40)):
        with pytest.raises(RejectedReport, match="a name of more than 200 characters") as caught:
            evidence(quoted(tmp_path / "events.csv", [long]))
        assert "canary" not in str(caught.value)


def test_the_inventory_of_items_proves_nothing(tmp_path):
    header = ["Inst_symbol", "BarCode", "Item_Temporary_Shelving_Location"]
    found = evidence(pipes(tmp_path / "ADM.Circulation_Item_Inventories.20261122.txt", [["ADM", "1", "X"]], header))
    assert (found.report, found.rows, found.last) == ("inventory", 1, "2026-11-22")
    assert (found.loans, found.findings) == ({}, [])


def test_a_period_is_proven_if_all_loans_have_it(tmp_path):
    rows = [event("ReShare borrowing"), event("ReShare borrowing", at="2026/11/03", due="2026/12/01")]
    assert evidence(quoted(tmp_path / "events.csv", rows)).periods == {"ReShare borrowing": "2026-11-03"}
    for other in ("2026/12/02", "2026/11/29", ""):
        found = evidence(quoted(tmp_path / "events.csv", [*rows, event("ReShare borrowing", due=other)]))
        assert found.periods == {}


def test_a_report_without_the_place_of_items_says_what_was_not_compared(tmp_path):
    header = [name for name in EVENT_HEADER if name != "Item Temporary Shelving Location"]
    row = event("One year", "Faculty")
    del row[EVENT_HEADER.index("Item Temporary Shelving Location")]
    found = evidence(quoted(tmp_path / "events.csv", [row], header))
    assert (found.loans, codes(found)) == ({}, [("incomplete", "warning")])


def test_a_date_in_the_future_is_no_evidence(tmp_path):
    late = pipes(tmp_path / FULL.replace("2026", "2027"), [lending()])
    with pytest.raises(RejectedReport, match="date in the future"):
        evidence(late)
    found = evidence(quoted(tmp_path / "events.csv", [event("One year", at="2062/11/02")]))
    assert (found.last, codes(found)) == (None, [("incomplete", "warning")])


def test_loans_before_the_last_change_prove_nothing(tmp_path):
    path = quoted(tmp_path / "events.csv", [event("One year", "Faculty")])
    assert evidence(path, since=date(2026, 11, 3)).findings == []


def test_a_shorter_period_is_reported(tmp_path):
    rows = [
        event("ReShare borrowing", due="2026/11/12"),
        event("ReShare lending", "ReShare lending", "Stacks", due="2026/12/01"),
    ]
    found = evidence(quoted(tmp_path / "events.csv", [*rows, event("ReShare borrowing", due="2026/12/02")]))
    assert codes(found) == [("shorter_period", "warning"), ("shorter_period", "error")]


def test_ambiguous_dates_are_not_guessed(tmp_path):
    assert moment("11/12/2026") is None
    assert codes(evidence(quoted(tmp_path / "events.csv", [event("One year", "Faculty", at="11/12/2026")]))) == [
        ("incomplete", "warning")
    ]


def test_a_group_report_is_divided_by_symbol(tmp_path):
    header = ["Institution Symbol", *EVENT_HEADER]
    rows = [["ADM", *event("ReShare borrowing")], ["BAK", *event("One year", "Faculty")]]
    path = quoted(tmp_path / "group.csv", rows, header)
    assert evidence(path, "adm").findings == []
    assert codes(evidence(path, "BAK")) == [("other_policy", "error")]
    with pytest.raises(RejectedReport, match=r"group\.csv has rows of several institutions"):
        evidence(path)
    with pytest.raises(RejectedReport, match="no row for institution 'XYZ'"):
        evidence(path, "XYZ")


def test_zipped_reports_are_read(tmp_path):
    pipes(tmp_path / FULL, [lending()])
    with zipfile.ZipFile(tmp_path / "old.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(tmp_path / FULL, f"../../{FULL}")
    (one,) = evidence_in(reports(tmp_path / "old.zip"), None, wanted())
    assert (one.report, one.file) == ("patrons", f"old.zip ({FULL})")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("page.csv", b"<html><body>Sign in</body></html>"),
        ("binary.txt", bytes(range(256)) * 20),
        ("latin.txt", "|".join(PATRON_HEADER).encode() + "\nADM|Zoë\n".encode("latin-1")),
        ("broken.zip", b"PK\x03\x04 no more"),
        ("cut.txt", ("|".join(PATRON_HEADER) + "\n" + "|".join(lending()) + "\nADM|Ann").encode()),
        ("other.csv", b"Title;Author\nA;B\n"),
        ("twice.csv", b"Event Date;Event Loan Policy;Event Loan Policy;Event Borrower Category\n"),
        ("line.txt", b"x" * 1_000_001),
        ("cell.csv", b"x" * 200_000),
        ("wide.csv", b";".join([b"a"] * 600) + b"\n"),
        ("cells.txt", ("|".join(PATRON_HEADER) + "\n" + "ADM|canary\n" * 5 + "|".join(lending()) + "\n").encode()),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_other_damaged_and_truncated_files_are_rejected_by_name(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RejectedReport) as caught:
        evidence(tmp_path / name)
    assert str(caught.value).startswith(name)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("place", [0.3, 0.6, 0.9])
def test_a_damaged_zip_file_is_rejected_while_it_is_read(tmp_path, place):
    pipes(tmp_path / FULL, [lending(Patron_Public_Notes=str(number)) for number in range(3000)])
    with zipfile.ZipFile(tmp_path / "bad.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(tmp_path / FULL, FULL)
    content = bytearray((tmp_path / "bad.zip").read_bytes())
    content[round(len(content) * place)] ^= 0xFF
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(RejectedReport, match=r"^bad\.zip"):
        evidence(tmp_path / "bad.zip")


def test_a_row_with_a_delimiter_in_a_note_is_left_out_and_counted(tmp_path):
    rows = [lending()] * 200
    found = evidence(pipes(tmp_path / FULL, [*rows[:100], [*lending(), "a note"], *rows[100:]]))
    assert (found.rows, found.unreadable) == (200, 1)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("closed", [False, True])
def test_a_quotation_mark_that_nobody_closed_swallows_no_row(tmp_path, delimiter, closed):
    rows = [EVENT_HEADER, *[event("ReShare borrowing")] * 1000]
    rows[10] = [*rows[10][:5], '"I-1', *rows[10][6:]]
    if closed:
        rows[1000] = [*rows[1000][:5], 'I-1"', *rows[1000][6:]]
    text = "".join(delimiter.join(row) + "\n" for row in rows)
    (tmp_path / "events.csv").write_text(text, encoding="utf-8")
    found = evidence(tmp_path / "events.csv")
    assert (found.rows, found.unreadable, found.loans) == (1000, 0, {"borrowing": 1000})
    assert codes(found) == []


def test_a_line_that_cannot_be_a_row_is_counted_and_many_are_an_error(tmp_path):
    rows = [event("ReShare borrowing")] * 1000
    broken = [[*event("ReShare borrowing")[:-1], "P;1\n2"]]
    found = evidence(quoted(tmp_path / "events.csv", [*rows, *broken, *rows]))
    assert (found.rows, found.unreadable) == (2000, 2)
    with pytest.raises(RejectedReport, match="40 of 1040 rows"):
        evidence(quoted(tmp_path / "events.csv", [*rows[1:], *broken * 20, *rows[:1]]))


def test_a_value_in_the_wrong_column_is_counted_and_not_kept(tmp_path):
    # The family name has a delimiter, and the end of the row is missing.
    shifted = patron(Inst_Symbol="ADM", Patron_Family_Name="canary|Jones", Patron_Barcode="canary-1")[:-1]
    rows = [lending(), *[patron(Inst_Symbol="ADM", Patron_Borrower_Category="Student")] * 5, shifted]
    rare = patron(Inst_Symbol="ADM", Patron_Borrower_Category="canary type")
    found = evidence(pipes(tmp_path / FULL, [*rows, rare, rare]))
    assert found.patron_types == {"ReShare lending": 1, "Student": 5}
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.count) == ("incomplete", "warning", 3)
    assert "canary" not in repr(found)


def test_a_small_zip_file_with_too_many_rows_is_rejected(tmp_path, monkeypatch):
    small = [replace(form, most=100) for form in report_files.FORMS]
    monkeypatch.setattr(report_files, "FORMS", small)
    monkeypatch.setattr(report_findings, "PATRONS", small[0])
    pipes(tmp_path / FULL, [lending()] * 60)
    with zipfile.ZipFile(tmp_path / "many.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(tmp_path / FULL, FULL)
        packed.write(tmp_path / FULL, f"again/{FULL}")
    with pytest.raises(RejectedReport, match="more rows than are read"):
        list(evidence_in(reports(tmp_path / "many.zip"), None, wanted()))


def test_a_large_file_is_not_kept_in_memory(tmp_path):
    path = pipes(
        tmp_path / FULL,
        (patron(Patron_Barcode=str(number), Patron_Borrower_Category="Student") for number in range(20_000)),
    )
    tracemalloc.start()
    try:
        assert evidence(path).patron_types["Student"] == 20_000
        assert tracemalloc.get_traced_memory()[1] < path.stat().st_size
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_report_or_rejected(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(b"Event Date;Event Loan Policy;Event Borrower Category\n" + content)
    try:
        evidence(path)
    except RejectedReport as fault:
        assert str(fault).startswith("any.csv")
