# SPDX-License-Identifier: GPL-3.0-or-later

"""The libraries whose pages are sent to their contact in one e-mail."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import UndefinedError

from ansible_collections.reshare.wms.plugins.filter.same_contact import same_contact
from ansible_collections.reshare.wms.plugins.module_utils._core.contacts import contact_of

JANE = {"name": "Jane", "email": "Jane@Example.org"}
EVE = {"name": "Eve", "email": "eve@example.org"}


def library(name: str, contact: Any, **more: Any) -> dict[str, Any]:
    return {"inventory_hostname": name, "wms_registry_id": name, "library_contact": contact, **more}


def test_the_first_library_of_a_contact_gets_the_options_of_the_others():
    two = library("two", {"name": "Other", "email": "jane@example.org"}, wms_record_dir="record", wms_key="secret")
    found = same_contact([library("one", JANE), library("three", EVE), two, {"inventory_hostname": "four"}])
    (options,) = found["one"]["together"]
    assert options.pop("wms_record_dir").startswith("/")
    assert options == {"library": "two", "wms_registry_id": "two", "library_contact": two["library_contact"]}
    assert {name: (one["first"], len(one["together"])) for name, one in found.items()} == {
        **{"one": ("one", 1), "two": ("one", 0)},
        **{"three": ("three", 0), "four": ("four", 0)},
    }


class Unevaluated(dict[str, Any]):
    """The variables of a host, of which one refers to an undefined variable."""

    def get(self, key: str, default: Any = None) -> Any:
        if key == "wms_record_dir":
            raise UndefinedError("'x' is undefined")
        return super().get(key, default)


def test_a_library_whose_variables_cannot_be_evaluated_is_apart():
    found = same_contact([library("one", JANE), Unevaluated(library("bad", JANE)), library("two", JANE)])
    assert {name: [other["library"] for other in one["together"]] for name, one in found.items()} == {
        **{"one": ["two"], "two": [], "bad": []}
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (library("one", JANE), library("two", EVE)),
        (library("one", None), library("two", None)),
        (library("one", {"name": "Jane"}), library("two", {"name": "Jane"})),
        # A copy for a deputy would have the pages of the other library, and a reply would go elsewhere.
        (library("one", JANE), library("two", {**JANE, "deputy": EVE})),
        (library("one", JANE), library("two", JANE, worksheet_reply_to="other@example.org")),
        (library("one", JANE), library("two", JANE, worksheet_again=True)),
    ],
)
def test_libraries_with_other_e_mails_are_apart(first, second):
    assert [one["together"] for one in same_contact([first, second]).values()] == [[], []]


@pytest.mark.parametrize(
    ("deputy", "problem"),
    [
        ("eve@example.org", "has a deputy that is not a dictionary of name and email"),
        ({"name": "Eve"}, "has a deputy that is not a dictionary of name and email"),
        ({**EVE, "deputy": JANE}, "has a deputy that is not a dictionary of name and email"),
        ({**EVE, "email": "eve"}, "has a deputy that has an email that is not an e-mail address"),
        ({**EVE, "phone": 1}, "has a deputy that has the unknown key phone"),
    ],
)
def test_a_deputy_is_a_person_with_an_address(deputy, problem):
    with pytest.raises(ValueError, match=problem):
        contact_of({**JANE, "deputy": deputy})
    assert contact_of({**JANE, "deputy": EVE}).addresses == ["Jane@Example.org", "eve@example.org"]
