# SPDX-License-Identifier: GPL-3.0-or-later

"""truth.json of a collection of pages for `make screens` and `make fill`: what is malformed is told, and nothing outside of the collection is served."""

from __future__ import annotations

import json

import pytest
from screens.catalogue import catalogue
from screens.truth import read_truth

LIBRARY = {"registry_id": "100101", "symbol": "ADM", "display_name": "Adams College"}
PAGE = {"id": "a1", "file": "a1.html", "library": "A", "kind": "loan_policy", "face": "edit", "values": {"name": "Std"}}
ROW = ["All", "All", "All", "All", "Std", ""]
MAP = {"id": "m1", "file": "a1.html", "library": "A", "kind": "loan_policy_map", "map": "m", "first": 1, "total": 1}
MAP |= {"rows": [ROW]}


@pytest.fixture
def read(tmp_path):
    def of(pages, libraries=None, **more):
        (tmp_path / "a1.html").write_text("<p>", encoding="utf-8")
        truth = {"version": 1, "libraries": libraries or {"A": LIBRARY}, "pages": pages, **more}
        (tmp_path / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
        return read_truth(tmp_path, catalogue())

    return of


def test_a_collection_as_documented_is_read(read):
    trap = {**PAGE, "id": "t1", "twin": "a1", "open": ["loan_period"]}
    filled = [{**PAGE, "wanted": {"name": "Long"}, "save": "button"}, {**MAP, "wanted": [ROW], "save": "button"}]
    assert len(read([*filled, trap, {**PAGE, "id": "t2", "twin": "a1", "open": "all"}])["pages"]) == 4


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ({"file": "../secret.html"}, "no file"),
        ({"file": "/etc/hostname"}, "no file"),
        ({"kind": "loans"}, "not a kind"),
        ({"face": "print"}, "face"),
        ({"library": "B"}, "no library"),
        ({"values": {"loan_perod": "28 days"}}, "no input"),
        ({"values": {"name": 28}}, "texts"),
        ({"open": "some"}, "open must be"),
        ({"twin": "b1"}, "no twin"),
        ({"twin": "a1"}, "no twin"),
        ({"click": "#tab"}, "another type"),
        ({"teach": 1}, "another type"),
        ({"colour": "red"}, "not a member"),
        ({"map": "m"}, "no map"),
        ({"wanted": {"name": "Std"}}, "needs save"),
        ({"wanted": [["Std"]], "save": "button"}, "values by inputs|lists of 0"),
        ({"wanted": {"nmae": "Std"}, "save": "button"}, "values by inputs"),
    ],
    ids=str,
)
def test_a_malformed_page_is_named(read, page, problem):
    with pytest.raises(ValueError, match=f"page a1: .*{problem}"):
        read([PAGE | page])


def test_other_malformed_collections_are_named(read, tmp_path):
    for pages, more, problem in (
        ([PAGE, PAGE], {}, "same id"),
        ([], {}, "not empty"),
        ([MAP | {"rows": [ROW[:2]]}], {}, "rows must be"),
        ([MAP | {"total": 0}], {}, "do not fit"),
        ([1], {}, "not an object"),
        ([PAGE], {"libraries": {"A": {**LIBRARY, "registry_id": "../x"}}}, "registry_id"),
        ([PAGE], {"version": 2}, "version"),
    ):
        with pytest.raises(ValueError, match=problem):
            read(pages, **more)
    (tmp_path / "truth.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(ValueError, match="too deeply|truth"):
        read_truth(tmp_path, catalogue())
