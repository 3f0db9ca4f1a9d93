# SPDX-License-Identifier: GPL-3.0-or-later

"""The shape of foreign JSON: values that match, and the messages for those that do not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.json_shape import (
    ANYTHING,
    COUNT,
    HEADER,
    ID,
    SCALAR,
    Closed,
    Each,
    MaximumRule,
    NumberRule,
    OneOf,
    ShapeError,
    TextRule,
    _fit,
    fit,
    load,
)

FILE = Closed(
    {"version": NumberRule(1), "by": TextRule(5), "state": OneOf(("new", "old")), "rows": Each([COUNT], ("a", "b"))},
    {"items": MaximumRule(2, {"text": TextRule(blank=True), "on": bool}), **{"set": dict, "gone": (bool, None)}},
    either=("set", "gone"),
)
VALID = {"version": 1, "by": "Jane", "state": "new", "rows": {"a": [0]}, "set": {}}


@pytest.mark.parametrize(
    "text, shape",
    [
        ('{"id": 1, "more": [{}]}', {"id": ID}),
        ("{}", {"name": (str, None)}),
        ('{"name": null}', {"name": (str, None)}),
        ('[{"a": [1, 2]}, {"a": []}]', [{"a": [int]}]),
        ('[true, 1, 1.5, "x", null]', [SCALAR]),
        ('{"place": "x"}', {"place": (*SCALAR, {"id": ID})}),
        ('{"place": {"id": "x"}}', {"place": (*SCALAR, {"id": ID})}),
        ('"\\"1-a b\\""', HEADER),
        ("[[[]]]", list),
    ],
)
def test_values_that_match_the_shape_are_accepted(text, shape):
    load(text, shape)


@pytest.mark.parametrize(
    "text, shape, problem",
    [
        ("[]", {}, "it is not of type object"),
        ("{}", {"id": ID}, "id is missing"),
        ('{"id": null}', {"id": ID}, "id is missing"),
        ('{"id": ""}', {"id": ID}, "id is not of type whole number or fitting text"),
        ('{"id": ".."}', {"id": ID}, "id is not of type whole number or fitting text"),
        ('{"id": true}', {"id": int}, "id is not of type whole number"),
        (
            '{"rows": [{}, {"a": {"b": [1, "x"]}}]}',
            {"rows": [{"a": ({"b": [int]}, None)}]},
            "rows[1].a.b[1] is not of type whole number",
        ),
        ('{"place": {}}', {"place": (*SCALAR, {"id": ID})}, "place.id is missing"),
        ('{"place": []}', {"place": (str, {"id": ID}, None)}, "place is not of type text or object"),
        ('"a\\nb"', HEADER, "it is not of type fitting text"),
        ('"\\u00e9"', HEADER, "it is not of type fitting text"),
    ],
)
def test_a_mismatch_is_reported_with_its_path(text, shape, problem):
    with pytest.raises(ShapeError) as misfit:
        load(text, shape)
    assert str(misfit.value) == problem


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, None),
        ({"items": [{"text": " ", "on": True, "more": 1}]}, None),
        ({"version": 2}, "version must be 1"),
        ({"version": True}, "version is not of type whole number"),
        ({"version": None}, "version is missing"),
        ({"by": " "}, "by is blank"),
        ({"by": "Jane D"}, "by has 6 characters; write at most 5"),
        ({"state": "odd"}, "state must be one of new, old"),
        ({"state": ["new"]}, "state is not of type text"),
        ({"rows": {"a": [0, -1]}}, "rows.a[1] must be a number from 0"),
        ({"rows": {"c": []}}, "rows.c is an unknown key. Known: 'a', 'b'."),
        ({"more\n": 1}, "more  is an unknown key."),
        ({"gone": None}, "it must have either set or gone"),
        ({"items": [{}] * 3}, "items has more than 2 items"),
        ({"items": [{"text": ""}]}, "items[0].on is missing"),
    ],
)
def test_a_rule_is_stricter_than_a_type(change, problem):
    text = json.dumps({**VALID, **change})
    if problem is None:
        load(text, FILE)
    else:
        with pytest.raises(ShapeError, match=f"^{re.escape(problem)}"):
            load(text, FILE)


@pytest.mark.parametrize("name", VALID)
def test_a_closed_object_has_all_its_members(name):
    with pytest.raises(ShapeError):
        load(json.dumps({one: value for one, value in VALID.items() if one != name}), FILE)


@pytest.mark.parametrize(
    "text",
    ["", "{", "NaN", "[-Infinity]", "1e999", "9" * 5_000, "[" * 51 + "]" * 51, "[" * 100_000, b"\xff\xff\xff", b"\x00"],
)
def test_unusable_json_is_rejected(text):
    with pytest.raises(ValueError):
        load(text)


def test_usable_json_is_accepted():
    assert load("[" * 50 + "]" * 50)
    assert load("\ufeff[1]") == load(b"\xef\xbb\xbf[1]") == load("[1]".encode("utf-16")) == [1]
    assert load('["\\ud800", "\\ud83d\\udcda"]') == ["?", "\U0001f4da"]


def _any_of(shapes):
    """A tuple of the shapes, with at most one for lists, one for objects and one for texts, as the documentation demands."""
    kinds = [kind for shape in shapes for kind in (shape if isinstance(shape, tuple) else (shape,))]
    same = {re.Pattern: str}
    return tuple(
        {kind if isinstance(kind, type) else same.get(type(kind), type(kind)): kind for kind in kinds}.values()
    )


_SHAPES = st.recursive(
    st.sampled_from([str, int, float, bool, None, dict, list, ANYTHING, ID, HEADER, SCALAR]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=1),
        st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
        st.lists(st.one_of(inner, st.none()), min_size=2, max_size=3).map(_any_of),
    ),
    max_leaves=6,
)
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.just(1.5), st.sampled_from(["", "..", "a", " b"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
        st.lists(inner).map(lambda rows: rows * 2),
    ),
    max_leaves=12,
)


def _matches(value, shape):
    """What the module's documentation says, one value at a time."""
    if isinstance(shape, tuple):
        return any(_matches(value, kind) for kind in shape)
    if shape is None:
        return value is None
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    if isinstance(shape, type):
        return shape in (ANYTHING, value.__class__)
    if isinstance(shape, list):
        return isinstance(value, list) and all(_matches(one, shape[0]) for one in value)
    return isinstance(value, dict) and all(_matches(value.get(name), inner) for name, inner in shape.items())


@given(value=_VALUES, shape=_SHAPES)
def test_a_list_is_checked_like_each_of_its_rows(value, shape):
    if _matches(value, shape):
        load(json.dumps(value), shape)
    else:
        with pytest.raises(ShapeError):
            load(json.dumps(value), shape)


_PARTS = {
    **{"version": st.sampled_from([1, 2, True, None]), "by": st.sampled_from(["Jane", "", "Jane Doe", 1])},
    **{
        "state": st.sampled_from(["new", "old", "other", None]),
        "set": st.just({}),
        "gone": st.sampled_from([True, 0, None]),
    },
    "rows": st.dictionaries(
        st.sampled_from("abc"), st.lists(st.sampled_from([0, 1, -1, True, None]), max_size=2), max_size=2
    ),
    "items": st.lists(
        st.sampled_from([{"text": "", "on": True}, {"text": ""}, {"text": 1, "on": False}, {}, 1]), max_size=3
    ),
}
_FILES = st.one_of(
    st.fixed_dictionaries({name: st.just(value) for name, value in VALID.items()}, optional={"items": _PARTS["items"]}),
    st.fixed_dictionaries({}, optional=_PARTS),
)


@given(st.lists(_FILES, max_size=3))
def test_files_are_checked_together_like_each_of_their_values(files):
    def is_refused(check: Callable[[], None]) -> bool:
        try:
            check()
        except ShapeError:
            return True
        return False

    assert is_refused(lambda: fit(files, [FILE])) is is_refused(lambda: _fit(files, [FILE], ()))
