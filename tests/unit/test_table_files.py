# SPDX-License-Identifier: GPL-3.0-or-later

"""Maps in CSV files: written for a spreadsheet, and read again."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._answers import inbox, table_files
from ansible_collections.reshare.wms.plugins.module_utils._answers.received import TABLE, RejectedFile
from ansible_collections.reshare.wms.plugins.module_utils._answers.table_files import OBJECTS
from ansible_collections.reshare.wms.plugins.module_utils._core import spreadsheet
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.spreadsheet import MOST_BYTES
from ansible_collections.reshare.wms.plugins.module_utils._jobs.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._screens.labels import ScreenLabels
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.plugin_utils._spreadsheets.configuration_tables import documents
from support.configuration_strategies import configurations

LABELS = ScreenLabels(DECLARABLE)
HEADER = "Patron Policy,Material Format,Holding Location,Shelving Location,Loan Policy,Long Overdue and Lost Policy"


def rows_in(folder, content: bytes, name: str = "loan_policy_map.csv"):
    path = folder / name
    path.write_bytes(content)
    tables = [kind.name for kind in DECLARABLE if kind.columns]
    if inbox.read(path, tables).format != TABLE:
        inbox.refuse_unknown(path, tables)
    return table_files.read(path, LABELS)[1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(configurations())
@example(
    {
        "loan_policies": [{"name": "A"}],
        "loan_policy_map": [{"material_format": "_", "shelving_location": "All", "loan_policy": "A"}],
    }
)
def test_a_map_is_read_as_it_was_written_or_its_unclear_cells_are_named(tmp_path, configuration):
    written = documents(configuration)
    declared = declare_all(configuration, (), DECLARABLE)
    maps = [kind for kind in DECLARABLE if kind.columns and kind.name in declared]
    assert set(written) == {OBJECTS, *(f"{kind.name}.csv" for kind in maps)}
    for kind in maps:
        (table,) = kind.declared_objects(declared[kind.name])
        shown = [{name: value for name, value in row.items() if name != "precedence"} for row in table["rows"]]
        name, content = f"{kind.name}.csv", written[f"{kind.name}.csv"].encode()
        # Screens show such a name also where nothing is chosen, so a file with it can mean both.
        unclear = [value for row in shown for value in row.values() if isinstance(value, str) and LABELS.is_mark(value)]
        if not unclear:
            assert rows_in(tmp_path, content, name) == shown
            continue
        with pytest.raises(RejectedFile) as fault:
            rows_in(tmp_path, content, name)
        assert [value for value in unclear if f"{value!r} can be a name" not in str(fault.value)] == []


@given(
    st.lists(
        st.text(alphabet="'=+-@|\"; a", min_size=1, max_size=8).filter(lambda text: text.strip() and ";" not in text)
    )
)
def test_no_cell_is_a_formula(names):
    rows = [{"patron_policy": name, "loan_policy": "A"} for name in dict.fromkeys(name.strip() for name in names)]
    (document,) = [
        text
        for name, text in documents({"loan_policy_map": {"exact": True, "rows": rows}} if rows else {}).items()
        if name != OBJECTS
    ] or [""]
    cells = [cell for row in csv.reader(io.StringIO(document.removeprefix("\ufeff"), newline="")) for cell in row]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t")] == []


@given(st.text(alphabet="'=+-@|;,\t xy", max_size=10))
def test_no_part_of_a_cell_is_a_formula_at_whatever_delimiter_a_spreadsheet_splits(text):
    document = spreadsheet.write(["Name"], [[text]]).removeprefix("\ufeff")
    ((_name,), (cell,)) = csv.reader(io.StringIO(document, newline=""))
    assert not [part for part in re.split("[,;\t]", cell) if part[:1] in ("=", "+", "-", "@")]
    assert spreadsheet._unquoted(cell) == text


def test_every_object_is_listed_with_the_labels_of_its_screen():
    configuration = {
        "loan_policies": [
            {"name": "A", "loan_period": "28 days", "fixed_due_dates": ["2026-12-24", "2026-12-31"]},
            {"name": "B", "state": "absent"},
        ],
        "ill_settings": {"reshare": {"enable": False}},
    }
    rows = list(csv.reader(io.StringIO(documents(configuration)[OBJECTS].removeprefix("\ufeff"), newline="")))
    screen = "WMS Circulation > Loans > Loan Policy"
    assert rows == [
        ["Screen", "Object", "Field", "Value"],
        [screen, "Loan Policy 'A'", "Policy Name", "A"],
        [screen, "Loan Policy 'A'", "Regular Loan Period", "28 days"],
        [screen, "Loan Policy 'A'", "Fixed due date(s)", "2026-12-24; 2026-12-31"],
        [screen, "Loan Policy 'B'", "state", "absent"],
        [screen, "Loan Policy 'B'", "Policy Name", "B"],
        ["WMS Circulation > Integrations > ILL Settings", "ILL Settings", "ReShare: Enable", "No"],
    ]  # fmt: skip


#: The same row as spreadsheets write it.
SAME = {
    "labels": f"{HEADER}\r\nStudent,,MAIN,ILL,A,\r\n".encode(),
    "option names, other order, semicolons, BOM": (
        b"\xef\xbb\xbfloan_policy;shelving_location;holding_location;patron_policy;material_format;long_overdue_policy\nA;ILL;MAIN;Student;all;\n"
    ),
    "tabs and UTF-16": (HEADER.replace(",", "\t") + "\tRow\nStudent\tAll\tMAIN\tILL\tA\t\t1\n\t\t\t\t\t\t\n").encode(
        "utf-16"
    ),
}


@pytest.mark.parametrize("way", SAME)
def test_a_spreadsheet_can_write_the_same_map_in_many_ways(tmp_path, way):
    row = {
        "patron_policy": "Student",
        "material_format": "All",
        "holding_location": "MAIN",
        "shelving_location": "ILL",
        "loan_policy": "A",
    }
    assert rows_in(tmp_path, SAME[way]) == [row]


#: A file, and the parts of the error.
WRONG = {
    "name": ("loan_policy_mpa.csv", b"", ["is not the name of a map", "'loan_policy_map'"]),
    "policy": ("loan_policy.csv", b"", ["is not the name of a map"]),
    "empty": ("loan_policy_map.csv", b"\n", ["it is empty"]),
    "column": ("loan_policy_map.csv", f"{HEADER},Lone Policy\n".encode(), ["'Lone Policy' is not a column", "'Loan Policy'"]),
    "no column": ("loan_policy_map.csv", HEADER.replace(",Loan Policy", "").encode(), ["Loan Policy: there is no such column"]),
    "twice": ("loan_policy_map.csv", f"{HEADER},Loan Policy\n".encode(), ["Loan Policy: there is more than one such column"]),
    "short": ("loan_policy_map.csv", f"{HEADER}\n\nAll,All\n".encode(), ["Loan Policy Map, line 3", "fewer cells"]),
    "long": ("loan_policy_map.csv", f"{HEADER}\nAll,All,MAIN,All,A, B,\n".encode(), ["line 2", "more cells"]),
    "header again": ("loan_policy_map.csv", f"{HEADER}\nAll,All,MAIN,All,A,\n{HEADER}\n".encode(), ["line 3", "'Patron Policy' is the label of a column"]),
    "repeated": ("loan_policy_map.csv", f"{HEADER}\nB,,,,A,\n,,MAIN,,A,\nAll,,,,A,\n".encode(), ["line 3", "Patron Policy is blank where other rows have All"]),
    "cut off": ("loan_policy_map.csv", f"{HEADER}\nAll,All,MAIN,All,Regular loa...,\n".encode(), ["line 2", "is cut off"]),
    "quote": ("loan_policy_map.csv", f'{HEADER}\nAll,All,MAIN,All,A",\n'.encode(), ["line 2: Loan Policy", "quotation mark"]),
    "open quote": ("loan_policy_map.csv", f'{HEADER}\nAll,All,MAIN,All,"A,\n'.encode(), ["line 2: is not CSV"]),
    "quote over lines": ("loan_policy_map.csv", f'{HEADER}\nAll,"All,A,\nAll,All",MAIN,All,A,\n'.encode(), ["line 3: Material Format", "line breaks"]),
    "no policy": ("loan_policy_map.csv", f"{HEADER}\nAll,All,All,All,,\n".encode(), ["line 2", "it has no Loan Policy"]),
    "unclear": ("loan_policy_map.csv", f"{HEADER}\nAll,All,All,All,A,None\n".encode(), ["line 2", "'None' can be a name"]),
    "place": ("loan_policy_map.csv", f"{HEADER}\nAll,All,All,ILL,A,\n".encode(), ["line 2", "requires Holding Location"]),
    "binary": ("loan_policy_map.csv", b"\x89PNG\r\n\x1a\n\0\xff", ["is not UTF-8"]),
    "hidden": ("loan_policy_map.csv", f"{HEADER}\nStu\u202edent,,,,A,\n".encode(), ["line 2: Patron Policy", "hidden"]),
    "large": ("loan_policy_map.csv", b"x" * (MOST_BYTES + 1), ["larger than"]),
    "columns": ("loan_policy_map.csv", b"a," * 500_000, ["1000 are allowed"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_with_its_line_and_column(tmp_path, case):
    name, content, parts = WRONG[case]
    with pytest.raises(RejectedFile) as fault:
        rows_in(tmp_path, content, name)
    assert [part for part in (name, *parts) if part not in str(fault.value)] == []


def test_a_configuration_that_is_none_is_refused():
    with pytest.raises(ValidationError):
        documents({"loan_polices": []})
