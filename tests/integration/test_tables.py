# SPDX-License-Identifier: GPL-3.0-or-later

"""Maps in CSV files: written by the playbook tables, and imported by receive."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.controller import run
from support.library import Library
from support.library_record import Record, objects

TABLES, RECEIVE = "reshare.wms.tables", "reshare.wms.receive"
ROWS = [
    {"patron_policy": "Student", "loan_policy": "Four weeks"},
    {"material_format": "DVD; =Blu-ray", "loan_policy": "Four weeks", "long_overdue_policy": "Lost"},
]
THERE = {
    "loan_policies": [{"name": "Four weeks", "loan_period": {"value": 28, "unit": "days"}}],
    "loan_policy_map": {"rows": ROWS},
}
CSV = "loan_policy_map.csv"


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Record:
    return Record(library, tmp_path / "record")


@pytest.mark.matrix
@pytest.mark.long
def test_maps_written_for_one_library_are_imported_for_another(make, controller, tmp_path):
    written, tables = tmp_path / "written", tmp_path / "tables"
    read, one, two = make(configuration=THERE), Record(make(), tmp_path / "record"), Record(make(), tmp_path / "record")
    done = controller.playbook(TABLES, read, "-e", f"tables_dir={written}")
    assert (done.status, done.stats(read)["changed"] > 0) == (0, True)
    known, declared = written / "known" / read.name, written / "declared" / read.name
    assert "ReShare borrowing" in (declared / CSV).read_text(encoding="utf-8-sig")
    assert "28 days" in (known / "objects.csv").read_text(encoding="utf-8-sig")
    again = controller.playbook(TABLES, read, "-e", f"tables_dir={written}")
    assert (again.status, again.stats(read)["changed"]) == (0, 0)

    for name in (one.library.name, "nobody"):
        shutil.copytree(known, tables / name)
    variables = {each.library.name: each.variables for each in (one, two)}
    taken = controller.playbook(
        RECEIVE,
        [one.library, two.library],
        "-e",
        f"receive_files={tables}",
        "-e",
        "receive_by=Jane",
        variables=variables,
    )
    assert taken.status == 2
    assert f"{tables}/nobody" in " ".join(taken.output.split())
    confirmed = one.content["confirmed"]["loan_policy_map"]
    assert (confirmed["how"], confirmed["by"]) == ("answer", "Jane")
    found = run("circulation_configuration_info", one.library, **one.options)["configuration"]["loan_policy_map"]
    assert found == run("circulation_configuration_info", read)["configuration"]["loan_policy_map"]
    assert not two.path.exists()


def test_a_table_is_imported_as_a_whole_and_once(record, tmp_path):
    header = (
        "Loan Policy,Patron Policy,Material Format,Holding Location,Shelving Location,Long Overdue and Lost Policy\n"
    )
    inbox = tmp_path / "tables"
    inbox.mkdir()
    good, bad = inbox / "loan_policy_map.csv", inbox / "hold_limit_matrix.csv"
    good.write_text(f"{header}Regular,Student,,,,\n", encoding="utf-8")
    bad.write_text("Patron Policy,Hold Limits Policy\nAll,A\n", encoding="utf-8")
    asked = {"files": [str(inbox)]}
    nobody = record.run("record_import", **asked)
    assert (nobody["failed"], nobody["failure"]["code"], record.path.exists()) == (True, "rejected_file", False)
    pretended = record.run("record_import", check=True, by="Jane", **asked)
    done = record.run("record_import", by="Jane", **asked)
    for result in (pretended, done):
        assert (result["failed"], result["changed"], objects(result["recorded"])) == (
            True,
            True,
            [("loan_policy_map", "")],
        )
        assert [(one["path"], one["why"], one["object"]) for one in result["rejected_files"]] == [
            (str(bad), "invalid", "Hold Limit Matrix")
        ]
    assert set(record.content["confirmed"]) == {"loan_policy_map"}
    bad.unlink()
    before = record.files()
    again = record.run("record_import", by="John", **asked)
    assert (again["changed"], again["recorded"], record.files()) == (False, [], before)
