# SPDX-License-Identifier: GPL-3.0-or-later

"""Recognition of captures. The scripts of the pages have to recognise the same cases (tests/browser)."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.json_shape import ShapeError
from ansible_collections.reshare.wms.plugins.module_utils._screens.capture import parse
from ansible_collections.reshare.wms.plugins.module_utils._screens.joining import joined
from ansible_collections.reshare.wms.plugins.module_utils._screens.labels import ScreenLabels, plain
from ansible_collections.reshare.wms.plugins.module_utils._screens.recognition import recognise
from ansible_collections.reshare.wms.plugins.module_utils._screens.screen import Reading
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from support.drawn_captures import (
    CASES,
    WRONG_LABELS,
    as_shown,
    capture_of,
    field,
    numbered_pages,
    pages_of,
    table_item,
)


def reading_of(case: dict[str, Any]) -> Reading:
    capture = parse(capture_of(case))
    labels = ScreenLabels(DECLARABLE, case.get("labels"), case.get("library")).stated(capture.labels)
    return recognise(capture, DECLARABLE, labels.knowing(case.get("names", {})), case.get("known", {}))


# pytest escapes other characters again at each call in a process, as tests/tools/mutants.py calls it.
@pytest.mark.parametrize("case", CASES, ids=[case["name"].encode("ascii", "replace").decode() for case in CASES])
def test_a_capture_is_recognised_by_its_labels(case):
    found = reading_of(case)
    assert (found.kind.name if found.kind else None) == case["kind"]
    assert [as_shown(one) for one in found.objects] == case["objects"]
    assert sorted(one.label for one in found.open) == sorted(case["open"])
    assert found.unplaced == case["unplaced"]


def test_the_name_of_the_library_says_nothing_against_its_values():
    values = [field("Policy Name", "A"), field("Regular Loan Period", "28 days")]
    capture = parse(
        capture_of({"headings": ["Loan Policy"], "items": [*values, {"type": "note", "text": "Adams University"}]})
    )
    for name, seen in (("Adams University", 1), (None, 0)):
        labels = ScreenLabels(DECLARABLE, None, name)
        assert len(recognise(capture, DECLARABLE, labels, {}).objects) == seen
        assert labels.notes == [name] * seen


@pytest.mark.parametrize("kind", DECLARABLE, ids=lambda kind: kind.name)
def test_the_labels_of_a_screen_are_unambiguous(kind):
    """No two inputs of a section have the same label, and no other kind the same screen and identity."""
    labels = ScreenLabels(DECLARABLE)
    seen = [(one.section, name) for one in kind.schema.inputs() for name in labels.of(kind, one)]
    assert len(seen) == len(set(seen))
    for other in DECLARABLE:
        if other is not kind and other.columns == kind.columns == ():
            assert not labels.screens(kind) & labels.screens(other)


@pytest.mark.parametrize("given", WRONG_LABELS)
def test_wrong_labels_are_refused_with_their_place(given):
    with pytest.raises(ValidationError) as fault:
        ScreenLabels(DECLARABLE, given)
    assert all(problem.startswith("wms_screen_labels: ") for problem in fault.value.problems)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "x"},
        {"version": 2},
        {"version": "1"},
        {"title": None},
        {"items": {}},
        {"items": [{}]},
        {"items": [{"type": "script", "text": "x"}]},
        {"items": [{"type": "field", "label": "x"}]},
        {"items": [{**field("x", "y"), "value": {"a": 1}}]},
        {"items": [{**field("x", "y"), "state": ["other"]}]},
        {"items": [table_item(["a"], [[1]])]},
        {"items": [{**table_item(["a"], []), "around": ["x" * 301]}]},
        {"items": [{**table_item(["a"], []), "doubts": [{"row": 0, "code": "other"}]}]},
        {"items": [{"type": "heading", "text": "x" * 10_001}]},
        {"items": [{"type": "heading", "text": "x"}] * 20_001},
    ],
)
def test_another_structure_is_no_capture(change):
    with pytest.raises(ShapeError):
        parse({**capture_of(CASES[0]), **change})


@pytest.mark.parametrize("item", [field("x", "y"), table_item(["a"], [])])
def test_a_capture_without_the_members_of_this_version_is_of_another(item):
    older = {name: value for name, value in item.items() if name not in ("state", "around")}
    with pytest.raises(ShapeError, match="another version of the assistant"):
        parse({**capture_of(CASES[0]), "items": [older]})


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Policy Name:", "policy  name"),
        ("Enable *", "enable"),
        ("Name (required)", "NAME"),
        ("\u200fName\u200e", "name"),
        ("Ｎame?", "name"),
        (":" * 10_000 + "x" + "(required) *" * 10, ":" * 10_000 + "x"),
    ],
)
def test_a_label_is_compared_without_marks(text, same):
    assert plain(text) == plain(same)


MAP_ROWS = [{"material_format": f"Format {number}", "hold_limit_policy": "A"} for number in range(7)]


def joined_map(captures: list[dict[str, Any]]) -> list[int]:
    """The number of rows of each map that is recognised."""
    readings = [
        recognise(one.capture, DECLARABLE, ScreenLabels(DECLARABLE), {}) for one in joined(list(map(parse, captures)))
    ]
    return [len(one.fields["rows"]) for reading in readings for one in reading.objects]


def test_the_pages_of_a_map_are_one_map_in_any_order():
    pages = pages_of("hold_limit_matrix", MAP_ROWS, 3)
    assert joined_map(pages) == joined_map(pages[::-1]) == [7]
    (whole,) = joined(list(map(parse, pages[::-1])))
    assert (whole.parts, [row[1] for row in whole.capture.tables[0].grid.rows][:4]) == (
        (2, 1, 0),
        ["Format 0", "Format 1", "Format 2", "Format 3"],
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda pages: pages[:2],
        lambda pages: pages[1:],
        lambda pages: [*pages, another_cell(pages[1])],
        lambda pages: [{**pages[0], "at": "2026-11-25T08:59:00Z"}, *pages[1:]],
        lambda pages: [{**pages[0], "address": "https://worldcat.org/other"}, *pages[1:]],
        lambda pages: [{**pages[0], "items": [field("Patron Policy", "Student"), *pages[0]["items"]]}, *pages[1:]],
        lambda pages: [replaced(pages[0], "1 - 3 of 8"), *pages[1:]],
        lambda pages: [
            replaced(one, f"{first} - {first + 2} of 9,999,999,999")
            for one, first in zip(pages, (1, 4, 7), strict=True)
        ],
        lambda pages: [replaced(pages[0], "1 - 4 of 7"), *pages[1:]],
    ],
    ids=[
        "the last is missing",
        "the first is missing",
        "twice, with different rows",
        "an hour before",
        "address",
        "filter",
        "total",
        "huge",
        "overlap",
    ],
)
def test_pages_that_are_not_one_whole_map_stay_open(spoil):
    assert joined_map(spoil(pages_of("hold_limit_matrix", MAP_ROWS, 3))) == []


def another_cell(page: dict[str, Any]) -> dict[str, Any]:
    """A page with another text in its last row."""
    items = [{**one, "rows": [*one["rows"][:-1], ["x"] * 3]} if "rows" in one else one for one in page["items"]]
    return {**page, "items": items}


def scrolled(*parts: range) -> list[dict[str, Any]]:
    """Captures of a map without numbers, of which each shows these rows."""
    pages = [pages_of("hold_limit_matrix", [MAP_ROWS[at] for at in part], len(part))[0] for part in parts]
    shown = [[one for one in page["items"] if one["type"] != "pager"] for page in pages]
    scrolls = {"type": "pager", "text": "more rows appear while the table is scrolled"}
    return [
        {**page, "at": f"2026-11-25T09:3{at}:00Z", "items": [*items, scrolls]}
        for at, (page, items) in enumerate(zip(pages, shown, strict=True))
    ]


def test_parts_of_a_map_with_common_rows_are_one_map_whose_end_a_person_states():
    parts = scrolled(range(0, 4), range(3, 6), range(5, 7))
    assert joined_map(parts) == []
    assert [one.parts for one in joined(list(map(parse, parts)))] == [(0, 1, 2)]
    stated = [
        {**page, "items": [{**one, "all_rows": True} if "rows" in one else one for one in page["items"]]}
        for page in parts
    ]
    assert joined_map(stated) == [7]
    assert joined_map([stated[0], stated[2]]) == []


def test_common_rows_that_are_there_twice_join_nothing():
    first, second = scrolled(range(0, 4), range(3, 6))
    again = {
        **second,
        "items": [{**one, "rows": [*one["rows"], one["rows"][0]]} if "rows" in one else one for one in second["items"]],
    }
    assert len(joined(list(map(parse, [first, again])))) == 2


def test_pages_with_the_numbers_of_pages_are_one_map_and_a_missing_one_is_named():
    pages = [
        replaced(page, f"Page {at} of 3", keep=False)
        for at, page in enumerate(pages_of("hold_limit_matrix", MAP_ROWS, 3), 1)
    ]
    assert joined_map(pages) == [7]
    assert [one.capture.missing for one in joined(list(map(parse, pages[::2])))] == ["pages 2 of 3"] * 2
    by_rows = pages_of("hold_limit_matrix", MAP_ROWS, 2)
    assert [one.capture.missing for one in joined(list(map(parse, [by_rows[0], by_rows[3]])))] == [
        "rows 3 - 6 of 7"
    ] * 2


def test_pages_whose_rows_are_numbered_are_one_map_whose_end_a_person_states():
    pages = numbered_pages(MAP_ROWS, 3)
    assert [one.parts for one in joined(list(map(parse, pages[::-1])))] == [(2, 1, 0)]
    assert joined_map(pages) == joined_map(pages[:2]) == []
    stated = numbered_pages(MAP_ROWS, 3, all_rows=True)
    assert joined_map(stated) == [7]
    # Page 2 is missing, and the first page alone is not the map, though a person says so.
    assert joined_map([stated[0], stated[2]]) == []
    assert [one.capture.missing for one in joined(list(map(parse, stated[::2])))] == ["rows 4 - 6 of 7"] * 2
    # Other rows with the same numbers.
    other = numbered_pages(MAP_ROWS[1:], 3, all_rows=True)[0]
    assert joined_map([stated[0], other]) == []


def replaced(page: dict[str, Any], text: str, keep: bool = True) -> dict[str, Any]:
    """A page whose pager has another text. keep: whether its other pager stays."""
    shown = [item for item in page["items"] if keep or item.get("text") != "1 2 3 Next"]
    items = [{**item, "text": text} if item.get("text", "").endswith("of 7") else item for item in shown]
    return {**page, "items": items}
