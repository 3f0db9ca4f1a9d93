# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Recognition of captures. The scripts of the pages have to recognise the same cases (tests/browser)."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.json_shape import ShapeError
from ansible_collections.reshare.wms.plugins.module_utils._screens.capture import parse
from ansible_collections.reshare.wms.plugins.module_utils._screens.labels import ScreenLabels, plain
from ansible_collections.reshare.wms.plugins.module_utils._screens.recognition import Reading, recognise
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from support.drawn_captures import CASES, as_shown, capture_of


def reading_of(case: dict[str, Any]) -> Reading:
    labels = ScreenLabels(DECLARABLE, case.get("labels"))
    return recognise(parse(capture_of(case)), DECLARABLE, labels, case.get("known", {}))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_capture_is_recognised_by_its_labels(case):
    found = reading_of(case)
    assert (found.kind.name if found.kind else None) == case["kind"]
    assert [as_shown(one) for one in found.objects] == case["objects"]
    assert sorted(one.label for one in found.open) == sorted(case["open"])
    assert found.unplaced == case["unplaced"]


@pytest.mark.parametrize("kind", DECLARABLE, ids=lambda kind: kind.name)
def test_the_labels_of_a_screen_are_unambiguous(kind):
    """No two inputs of a section have the same label, and no other kind the same screen and identity."""
    labels = ScreenLabels(DECLARABLE)
    seen = [(one.section, name) for one in kind.schema.inputs() for name in labels.of(kind, one)]
    assert len(seen) == len(set(seen))
    for other in DECLARABLE:
        if other is not kind and other.columns == kind.columns == ():
            assert not labels.screens(kind) & labels.screens(other)


@pytest.mark.parametrize(
    "given",
    [
        [],
        {"loan_polcy": {}},
        {"loan_policy": []},
        {"loan_policy": {"field": {}}},
        {"loan_policy": {"fields": {"loan_perod": ["x"]}}},
        {"loan_policy": {"fields": {"loan_period": "x"}}},
        {"loan_policy": {"screen": [""]}},
        {"blank": "None"},
        {"ill_settings": {"fields": {"reshare.enabled": ["x"]}}},
    ],
)
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
        {"items": [{"type": "field", "label": "x", "value": {"a": 1}, "control": "text"}]},
        {"items": [{"type": "table", "header": ["a"], "rows": [[1]]}]},
        {"items": [{"type": "heading", "text": "x" * 10_001}]},
        {"items": [{"type": "heading", "text": "x"}] * 20_001},
    ],
)
def test_another_structure_is_no_capture(change):
    with pytest.raises(ShapeError):
        parse({**capture_of(CASES[0]), **change})


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
