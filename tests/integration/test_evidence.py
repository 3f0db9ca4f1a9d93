# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OCLC's report files held against libraries, by the module and by the playbook."""

from __future__ import annotations

import pytest

from support.controller import run
from support.library_record import Record
from support.roles import Roles, apply_roles

PLACE = {"holding_location": "TSTM", "shelving_location": "Interlibrary Loan"}
HEADER = "Institution Symbol;Event Type;Event Date/Time;Event Loan Policy;Event Borrower Category;Item Temporary Shelving Location"
BORROWED = "{symbol};Checkout;2026/11/02 10:00:00;{policy};Faculty;Interlibrary Loan"


def events(path, **policies):
    """A group report with one loan per library."""
    rows = [BORROWED.format(symbol=symbol, policy=policy) for symbol, policy in policies.items()]
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return [str(path)]


def asked(roles: Roles, files):
    return {
        "paths": files,
        "institution_symbol": "ONE",
        "configuration": roles["enable_reshare_circulation"],
        "lending_patron_type": roles["lending_patron_type"],
        **PLACE,
    }


def test_the_row_that_applied_is_named_and_nothing_is_written(library, tmp_path):
    roles = apply_roles(library)
    own = {**PLACE, "patron_policy": "Faculty", "loan_policy": "One year"}
    run("circulation_configuration", library, configuration={"loan_policy_map": [own]})
    library.reset()
    told = asked(roles, events(tmp_path / "events.csv", ONE="One year"))
    found = run("oclc_report_info", library, **told)
    (finding,) = found["findings"]
    assert (finding["code"], finding["patron_type"], finding["at"]) == ("other_policy", "Faculty", "2026-11-02")
    assert "Row 1 of the Loan Policy Map selects it" in finding["message"]
    assert (found["changed"], found["loans"]) == (False, {"borrowing": 1, "lending": 0})
    assert not library.writes()
    assert run("oclc_report_info", library, True, **told) == found


def test_a_record_is_compared_without_a_key(library, tmp_path):
    record, roles = Record(library, tmp_path / "record"), Roles(library)
    without_key = {"wms_key": None, "wms_secret": None, "wms_read_locations": False}
    told = {**asked(roles, events(tmp_path / "events.csv", ONE="One year")), **without_key}
    (finding,) = record.run("oclc_report_info", **told)["findings"]
    assert "the map in Service Configuration differs" in finding["message"]


def test_a_damaged_file_fails_the_task(library, tmp_path):
    (tmp_path / "page.csv").write_text("<html>", encoding="utf-8")
    found = run("oclc_report_info", library, paths=[str(tmp_path / "page.csv")])
    assert found["failure"]["code"] == "invalid"
    assert found["msg"].startswith(f"{library.name}: page.csv is not a known report")


@pytest.mark.matrix
def test_the_playbook_fails_the_library_that_is_contradicted(make, controller, tmp_path):
    one, two = make(), make()
    files = events(tmp_path / "events.csv", ONE="ReShare borrowing", TWO="One year")
    variables = {
        library.name: {"evidence_paths": paths, "evidence_symbol": symbol}
        # A path, as with -e, or a list.
        for library, symbol, paths in ((one, "ONE", files[0]), (two, "TWO", files))
    }
    done = controller.playbook("reshare.wms.evidence", [one, two], variables=variables)
    assert (done.stats(one)["failures"], done.stats(two)["failures"]) == (0, 1)
    assert "the Loan Policy 'One year' was applied" in done.failure(two)
