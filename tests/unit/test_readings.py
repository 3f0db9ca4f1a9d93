# SPDX-License-Identifier: GPL-3.0-or-later

"""The lookup of readings: a value counts if the items have its texts, and a patch gives it for them."""

from __future__ import annotations

import copy
import json

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._screens.inputs import inputs_of
from ansible_collections.reshare.wms.plugins.module_utils._screens.patches import Patches, digest, read_patches, text_of
from ansible_collections.reshare.wms.plugins.module_utils._screens.readings import ReadingLookup, explains
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from support.read_screens import taught

KINDS = {kind.name: kind for kind in DECLARABLE}
ADAMS, ORIGIN = "100101", "https://worldcat.org"


def control(kind, *drawn, flags=()):
    return {
        "is": "control",
        "kind": kind,
        "name": "",
        "drawn": list(drawn),
        "zone": "form",
        **({"flags": list(flags)} if flags else {}),
    }


def text(words, **more):
    return {"is": "text", "text": words, "zone": "form", **more}


CAPTURE = {
    "at": "2026-12-01T16:00:00Z",
    "address": f"{ORIGIN}/{ADAMS}/loans",
    "items": [
        text("Regular Loan Period"),
        control("text", "21"),
        control("choice", "days"),
        text("Automatic Renewal"),
        control("tick", flags=["on"]),
    ],
}


def patch(name, *values, **more):
    facts = [{"input": one, "state": state, "value": value} for one, state, value in values]
    return {
        "id": name,
        "says": "taught",
        "by": "Jane Doe",
        "origin": ORIGIN,
        "kind": "loan_policy",
        "face": "edit",
        "values": facts,
        **more,
    }


PATCHES = (
    patch("p1", ("renew_period", [["text", [], ["2"]], ["choice", [], ["days"]]], "2 days")),
    patch("p2", ("include_closed_days", [["tick", ["on"], []]], "Yes")),
)


def reading(**more):
    values = [
        {"input": "loan_period", "items": [1, 2], "texts": ["21", "days"], "value": "21 days"},
        {"input": "automatic_renewal", "items": [4], "texts": [], "value": "Yes"},
    ]
    about = {
        "at": CAPTURE["at"],
        "library": ADAMS,
        "origin": ORIGIN,
        "kind": "loan_policy",
        "face": "edit",
        "capture": digest(CAPTURE),
    }
    return {**about, "patches": ["p1", "p2"], "values": values, "rows": None, "count": None, **more}


def found(given=None, capture=None, patches=PATCHES, library=ADAMS):
    """The first problem."""
    return ReadingLookup(given or reading(), capture or CAPTURE, Patches(patches).counting, KINDS).problem(library)


def test_a_reading_counts_if_patches_give_its_values():
    assert found() is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"library": "100201"}, "it is of institution 100201, not of 100101"),
        ({"origin": "https://elsewhere.org"}, "its capture is of https://worldcat.org, not of https://elsewhere.org"),
        ({"at": "2026-12-01T17:00:00Z"}, "its capture has another time"),
        ({"patches": ["p1", "p2", "p3"]}, "it rests on patch p3, which is revoked or unknown"),
        ({"patches": ["p1"]}, "automatic_renewal: no patch gives 'Yes' for ''"),
        ({"kind": "loan_policy_map"}, "it has the rows of another kind of screen"),
        ({"face": "row"}, "a screen to fill in shows nothing that was saved"),
    ],
)
def test_a_reading_of_something_else_is_refused(change, reason):
    assert found(reading(**change)) == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"value": "21 weeks"}, "loan_period: no patch gives '21 weeks' for '21, days'"),
        ({"value": "12 days"}, "loan_period: no patch gives '12 days' for '21, days'"),
        ({"texts": ["12", "days"], "value": "12 days"}, "loan_period: the items have other texts"),
        ({"items": [1, 9]}, "loan_period: the capture has no such items"),
        ({"input": "color"}, "color: there is no such input"),
    ],
)
def test_a_value_that_is_not_there_is_refused(change, reason):
    given = reading()
    given["values"][0] |= change
    assert found(given) == reason


@pytest.mark.parametrize("flag", ["struck", "covered", "cut"])
def test_what_does_not_count_on_the_screen_is_refused(flag):
    capture = copy.deepcopy(CAPTURE)
    capture["items"][1]["flags"] = [flag]
    given = reading(capture=digest(capture))
    assert found(given, capture) == "loan_period: it is drawn as something that does not count"


def test_two_meanings_of_one_drawing_are_refused():
    other = patch("p3", ("automatic_renewal", [["tick", ["on"], []]], "No"), by="Max Roe")
    assert found(patches=(*PATCHES, other)) == "automatic_renewal: patch p3 gives 'No' for the same"


def test_a_revoked_patch_gives_no_value():
    patches = (*PATCHES, {"id": "r1", "says": "revoked", "by": "Max Roe", "patches": ["p1"]})
    assert found(patches=patches) == "it rests on patch p1, which is revoked or unknown"
    assert Patches(patches).by("Jane Doe") == ["p2"]


def test_a_blank_of_a_form_says_nothing_about_limits_or_tables():
    """What stands for a blank there can mean that there is no limit."""
    drawn = [["text", [], ["None"]]]
    patches = (patch("p1", ("recall_bill", drawn, "")),)
    capture = CAPTURE | {"items": [text("None")]}

    def blank(kind, name):
        value = {"input": name, "items": [0], "texts": ["None"], "value": ""}
        given = reading(kind=kind, capture=digest(capture), patches=["p1"], values=[value])
        return found(given, capture, patches)

    assert blank("loan_policy", "due_date_adjustment") is None
    assert blank("patron_type_policy", "max_claimed_lost") == "max_claimed_lost: no patch gives '' for 'None'"


def test_that_one_column_can_be_blank_says_nothing_about_others():
    patches = (patch("p1", ("long_overdue_policy", [], ""), kind="loan_policy_map"),)

    def blank(name):
        cells = [{"input": name, "items": [], "texts": [], "value": ""}]
        return found(
            reading(kind="loan_policy_map", patches=["p1"], values=[], rows=[{"cells": cells}]), patches=patches
        )

    assert blank("long_overdue_policy") is None
    assert blank("loan_policy") == "loan_policy: no patch gives '' for ''"


def test_the_cells_of_rows_are_looked_up():
    capture = CAPTURE | {"items": [text("Faculty", cell=[0, 1, 0])]}
    patches = (patch("p1", ("patron_policy", [["text", [], ["Staff"]]], "Staff"), kind="loan_policy_map"),)
    cell = {"input": "patron_policy", "items": [0], "texts": ["Faculty"], "value": "Faculty"}
    given = reading(
        kind="loan_policy_map", capture=digest(capture), patches=["p1"], values=[], rows=[{"cells": [cell]}]
    )
    assert found(given, capture, patches) is None
    cell["value"] = "All"
    assert found(given, capture, patches) == "patron_policy: no patch gives 'All' for 'Faculty'"


def view(*texts):
    return [["text", [], [one]] for one in texts]


@pytest.mark.parametrize(
    ("name", "taught", "meant", "state", "value", "is_right"),
    [
        ("loan_period", view("2 semaines"), "2 weeks", view("1 semaines"), "1 week", True),
        ("loan_period", view("28 jours"), "28 days", view("28 semaines"), "28 days", False),
        ("loan_period", view("28 jours"), "28 days", view("28 jours (2)"), "28 days", False),
        ("due_date_adjustment", view("Next day"), "Next day", view("Last day"), "Last day", True),
        ("due_date_adjustment", view("—"), "", view("None"), "None", False),
        ("due_date_adjustment", [["text", ["differs"], ["A"]]], "A", [["text", [], []]], "", True),
        ("due_date_adjustment", [["text", ["differs"], ["A"]]], "A", [["text", [], ["B"]]], "B", False),
        (
            "fixed_due_dates",
            view("2027-01-31"),
            "2027-01-31",
            view("2027-06-30", "2027-02-28"),
            "2027-02-28\n2027-06-30",
            True,
        ),
        ("automatic_renewal", view("Oui"), "Yes", view("Non"), "No", False),
    ],
)
def test_a_value_follows_from_a_confirmed_one(name, taught, meant, state, value, is_right):
    assert explains(taught, meant, state, value, inputs_of(KINDS["loan_policy"])[name]) is is_right


@pytest.mark.parametrize(
    ("drawn", "value", "is_right"),
    [
        ("1.234,50", "1234.50", True),
        ("1.234", "1234.00", True),
        ("20", "20.00", True),
        ("12,5", "12.50", True),
        ("12,50", "1250.00", False),
    ],
)
def test_amounts_have_groups_of_three(drawn, value, is_right):
    about = inputs_of(KINDS["patron_type_policy"])["outstanding_bill_value_limit"]
    assert explains([["text", [], ["10,50"]]], "10.50", [["text", [], [drawn]]], value, about) is is_right


def test_rows_are_counted_by_a_text_of_the_capture():
    given = reading(kind="loan_policy_map", patches=[], values=[], rows=[], count={"first": 1, "last": 25, "total": 43})
    assert found(given) == "no text of its capture counts these rows"
    capture = CAPTURE | {"items": [text("1 to 25 of 43 rows")]}
    assert found(given | {"capture": digest(capture)}, capture) is None


PATCH = taught("loan_policy", [("loan_period", "28 days")], by="Jane Do\u00e9")


def write(folder, patch, **changed):
    name, content = text_of(patch)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps({**json.loads(content), **changed}), encoding="utf-8")


def test_patches_have_the_names_of_their_files(tmp_path):
    write(tmp_path, PATCH)
    assert read_patches(tmp_path, KINDS) == [PATCH]
    assert read_patches(tmp_path, KINDS, "reviews") == read_patches(tmp_path / "none", KINDS) == []


def test_a_patch_has_the_same_name_without_the_person(tmp_path):
    write(tmp_path, PATCH, by="a person (erased 2026-12-01)")
    assert [one["id"] for one in read_patches(tmp_path, KINDS)] == [PATCH["id"]]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"library": "100301"}, "was edited"),
        ({"version": 2}, "has version 2; this release reads 1"),
        ({"format": "other"}, "is not a patch of a known screen"),
        ({"kind": "loan_polcy"}, "kind is not a kind of object"),
    ],
)
def test_what_is_no_patch_or_was_edited_is_refused(tmp_path, changed, reason):
    write(tmp_path, PATCH, **changed)
    with pytest.raises(ValidationError, match=reason):
        read_patches(tmp_path, KINDS)
