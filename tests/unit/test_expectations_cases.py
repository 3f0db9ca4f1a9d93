# SPDX-License-Identifier: GPL-3.0-or-later

"""The truth table of a library: over random maps, and as CSV of any kind."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._wms.cases import CASE, read_cases
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.module_utils._wms.expectations import (
    DIFFERS,
    MET,
    UNDECIDED,
    judge_cases,
    present_cases,
    summary,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.resolution import Objects, declared_objects
from ansible_collections.reshare.wms.plugins.plugin_utils._spreadsheets import spreadsheet
from ansible_collections.reshare.wms.plugins.plugin_utils._spreadsheets.expectations_table import (
    parse_cases,
    read_file,
    write,
)

TEMPORARY = ("M", "ILL")
TYPES, FORMATS = ["Student", "Faculty", "=cmd|' /C calc'!A0"], ["Book", "Map", "Other", "-DVD"]
PLACES = [
    {},
    {"holding_location": "M"},
    {"holding_location": "M", "shelving_location": "ILL"},
    {"holding_location": "L"},
]
POLICIES = {
    "loan_policies": [{"name": "A", "loan_period": "28 days", "overdue_periodic_bill": "'-Fine"}, {"name": "B"}],
    "loan_limit_policies": [{"name": "C", "loan_count_limit": 5}, {"name": "D", "loan_count_limit": "No Limit"}],
}


def rows(column: str, policies: Sequence[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of a map, with policies of which one does not exist."""
    selecting = st.fixed_dictionaries(
        {}, optional={"patron_policy": st.sampled_from(TYPES), "material_format": st.sampled_from(FORMATS)}
    )
    one = st.builds(
        lambda row, place, policy: {**row, **place, column: policy},
        selecting,
        st.sampled_from(PLACES),
        st.sampled_from([*policies, "Unknown"]),
    )
    return st.lists(one, max_size=5)


def objects_of(**tables: list[dict[str, Any]]) -> Objects:
    stored: dict[str, list[Mapping[str, Any]]] = {
        "loan_policy": [{**one} for one in POLICIES["loan_policies"]],
        "loan_limit_policy": [{**one} for one in POLICIES["loan_limit_policies"]],
        "patron_type_policy": [{"name": name} for name in TYPES],
        "holding_code": [{"holding_code": code} for code in ("M", "L")],
        **{name: [{"rows": table}] for name, table in tables.items()},
    }

    def objects(kind: Kind) -> Sequence[Mapping[str, Any]]:
        return stored.get(kind.name, [])

    return objects


def states(cases: Any, objects: Objects, complete: bool = True) -> list[str]:
    return [one.state for one in judge_cases(read_cases(cases), objects, TEMPORARY, complete=complete)]


@given(rows("loan_policy", ["A", "B"]), rows("loan_limit_policy", ["C", "D"]), st.booleans())
def test_the_present_table_is_met_as_data_and_as_csv(loans, limits, complete):
    objects = objects_of(loan_policy_map=loans, loan_limit_matrix=limits)
    table = present_cases(objects, TEMPORARY, complete=complete)
    assert set(states(table, objects, complete)) <= {MET}
    from_csv = parse_cases(write(table).encode())
    assert [case.expected for case in read_cases(from_csv)] == [case.expected for case in read_cases(table)]
    assert set(states(from_csv, objects, complete)) <= {MET}


@given(
    rows("loan_policy", ["A", "B"]),
    st.sampled_from(TYPES),
    st.sampled_from([*FORMATS, None]),
    st.sampled_from(PLACES),
    st.sampled_from(["A", "B", None]),
)
def test_a_case_is_met_if_the_first_row_that_matches_has_the_policy(table, patron, material, place, policy):
    item = {"patron_policy": patron, "material_format": material, **place}
    matching = [row for row in table if all(row[key] == item.get(key) for key in row.keys() - {"loan_policy"})]
    found = matching[0]["loan_policy"] if matching else None
    case = {"patron_type": patron, "material_format": material or "(any other)", **place, "loan_policy": policy}
    assert states([case], objects_of(loan_policy_map=table)) == [MET if found == policy else DIFFERS]


def test_a_case_for_every_format_names_the_formats_that_differ():
    table = [{"material_format": "Map", "loan_policy": "B"}, {"loan_policy": "A"}]
    (one,) = judge_cases(
        read_cases([{"loan_policy": "A"}]), objects_of(loan_policy_map=table), TEMPORARY, complete=True
    )
    (difference,) = one.data["differences"]
    assert (difference["material_formats"], difference["found"]) == (["Map"], "B")
    assert [(row["row"], row["applies"]) for row in difference["matched"]] == [(1, True), (2, False)]
    assert "material format Map" in one.text


def test_declared_rows_alone_leave_other_cases_undecided():
    declared = declare_all(
        {
            "loan_policies": [{"name": "R", "loan_period": "112 days", "overdue_periodic_bill": None}],
            "loan_policy_map": [{"holding_location": "M", "shelving_location": "ILL", "loan_policy": "R"}],
        },
        (),
        DECLARABLE,
    )
    borrowed = {"location": "temporary", "patron_type": "Student"}
    cases = [
        {**borrowed, "loan_policy": "R", "loan_period": "16 weeks"},
        {**borrowed, "loan_policy": "R", "loan_period": "112 days", "fine": None},
        {**borrowed, "fine": "Daily"},
        {**borrowed, "renewals": 0},
        {"patron_type": "Student", "loan_policy": "A"},
    ]
    assert states(cases, declared_objects(declared), complete=False) == [DIFFERS, MET, DIFFERS, UNDECIDED, UNDECIDED]


def test_the_temporary_location_has_to_be_declared():
    with pytest.raises(ValidationError, match=r"case 1 \(every patron type, temporary location\)"):
        judge_cases(read_cases([{"location": "temporary", "fine": None}]), objects_of(), (None, None), complete=True)


@pytest.mark.parametrize(
    ("case", "part"),
    [
        ({"location": "temporary", "loan_period": "28 days"}, "requires the patron type"),
        ({"patron_type": "Student", "location": "temporary", "fine": None}, "requires the expected loan_period"),
        ({"patron_type": "Student", "loan_period": "28 days"}, "requires location 'temporary', or a test_item"),
        ({"patron_type": "Student", "loan_period": "28 days", "test_item": "I"}, "requires Holding Location"),
    ],
)
def test_a_case_that_can_not_be_played_is_refused(case, part):
    with pytest.raises(ValidationError, match=part):
        read_cases([{**case, "test_patron": "P"}])


#: A document, by its characteristics, all with the same case.
SAME = {
    "keys": b"patron_type,loan_period,fine\nStudent,28 days,(none)\n",
    "labels, any order, semicolons": b"Regular Loan Period;Overdue Periodic Bill;Patron Type\r\n28 days;(NONE);Student\r\n",
    "tabs and blanks": b"Patron type\tloan_period\tMaterial Format\tfine\n\n Student \t28 days\t\t(none)\n\t\t\t\n",
    "tabs and UTF-16": "Patron Type\tRegular Loan Period\tfine\nStudent\t28 days\t(none)\n".encode("utf-16"),
    "BOM and quotes": b'\xef\xbb\xbf"Patron Type","loan_period","fine"\r"Student","28 days","(none)"\r',
}


@pytest.mark.parametrize("kind", SAME)
def test_a_spreadsheet_can_write_the_same_case_in_many_ways(kind):
    assert parse_cases(SAME[kind]) in (
        [{"patron_type": "Student", "loan_period": "28 days", "fine": cell}] for cell in ("(none)", "(NONE)")
    )


#: A document, and the parts of the error.
WRONG: dict[str, tuple[bytes, list[str]]] = {
    "empty": (b"\n", ["is empty"]),
    "encoding": ("patron_type,fine\nÉtudiant,(none)\n".encode("cp1252"), ["is not UTF-8", "CSV UTF-8"]),
    "column": (b"patron_type,lone_policy\nStudent,A\n", ["line 1", "'lone_policy'", "Loan Policy"]),
    "twice": (b"fine,Overdue Periodic Bill\nA,B\n", ["line 1", "'Overdue Periodic Bill'"]),
    "value": (b"patron_type,loan_period\nStudent,28 days\nFaculty,112\n", ["line 3", "loan_period", "without a unit"]),
    "more cells": (b"patron_type,fine\nStudent,A,B\n", ["line 2", "column without a name"]),
    "nothing expected": (b"patron_type,fine\nStudent,\n", ["line 2", "no value is expected"]),
    "place": (b"shelving_location,fine\nStacks,A\n", ["line 2", "requires Holding Location"]),
    "open quote": (b'patron_type,fine\n"Student,A\n', ["line", "is not CSV"]),
    "quote": (b'patron_type,fine\nStudent,A"\n', ["line 2: fine", "quotation mark"]),
    "quote over lines": (b'patron_type,fine\n"Student,A\nFaculty",B\n', ["line 3: patron_type", "line breaks"]),
    "long cell": (b"patron_type,fine\nStudent," + b"A" * 2000 + b"\n", ["line 2: fine", "2000 characters"]),
    "hidden": ("patron_type,fine\nStu\u202edent,A\n".encode(), ["line 2: patron_type", "hidden"]),
    "large": (b"x" * (spreadsheet.MOST_BYTES + 1), ["larger than"]),
    "columns": (b"a," * 500_000, ["1000 are allowed"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_document_is_refused_with_its_line_and_column(case):
    document, parts = WRONG[case]
    with pytest.raises(ValidationError) as fault:
        parse_cases(document)
    assert [part for part in parts if part not in str(fault.value)] == []


@given(st.text(alphabet="'=+-@|;,\t xy", max_size=10))
def test_no_part_of_a_cell_is_a_formula_at_whatever_delimiter_a_spreadsheet_splits(text):
    document = spreadsheet.write(["Name"], [[text]]).removeprefix("\ufeff")
    ((_name,), (cell,)) = csv.reader(io.StringIO(document, newline=""))
    assert not [part for part in re.split("[,;\t]", cell) if part[:1] in ("=", "+", "-", "@")]
    assert spreadsheet._unquoted(cell) == text


@given(st.one_of(st.binary(max_size=200), st.text(alphabet=",;\t\"'\n\r\0=fineA1 ", max_size=80).map(str.encode)))
def test_any_document_gives_valid_cases_or_an_error(document):
    try:
        cases = parse_cases(document)
    except ValidationError:
        return
    read_cases(cases)
    assert all(set(case) <= set(CASE.names) for case in cases)


def test_a_file_that_is_none_is_refused(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    for path in (tmp_path / "missing.csv", tmp_path / "folder.csv"):
        with pytest.raises(ValidationError, match="cannot be read"):
            read_file(str(path))


@pytest.mark.parametrize(
    ("number", "rest"), [(0, []), (1, []), (10, []), (11, ["1 more case"]), (13, ["3 more cases"])]
)
def test_a_summary_names_the_first_ten_cases_and_counts_the_others(number, rest):
    cases = [SimpleNamespace(state=DIFFERS, text=f"case {one}") for one in range(number)]
    others = [SimpleNamespace(state=MET, text="met")] * 20
    assert summary([*others, *cases], DIFFERS) == ". ".join([*(f"Case {one}" for one in range(min(number, 10))), *rest])
