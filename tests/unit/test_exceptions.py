# SPDX-License-Identifier: GPL-3.0-or-later

"""What a library could not do, until a day: consortium_exceptions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.withheld import without
from ansible_collections.reshare.wms.plugins.module_utils._jobs.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._jobs.excepted import LibraryException, withheld_of
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.option_types import check

ENTRY = LibraryException("adams", "No.", "Board", "2027-03-01", "Loan Policy 'ReShare lending'", "Regular Loan Period")
DECLARED = declare_all(
    {
        "shelving_locations": [{"holding_code": "ABCA", "name": "Interlibrary Loan"}],
        "loan_policies": [{"name": "ReShare lending", "circulates": "always", "loan_period": "126 days"}],
        "loan_policy_map": [{"patron_policy": "ReShare lending", "loan_policy": "ReShare lending"}],
        "loan_limit_policies": [{"name": "ReShare lending", "loan_count_limit": "No Limit", "loan_value_limit": 5}],
        "collection_type_policies": [
            {
                "name": "ReShare borrowing",
                "default_availability": "Available",
                "locations": [{"holding_location": "ABCA", "shelving_location": "Interlibrary Loan"}],
            }
        ],
        "notification_settings": {"notification_types": {"Overdue": True}},
        "ill_settings": {"reshare": {"enable": True}},
    },
    (),
    DECLARABLE,
)


def left(**changes: Any) -> list[str]:
    """The fields that are left of the Loan Policy."""
    withheld = withheld_of(DECLARED, [replace(ENTRY, **changes)])
    return list(without(withheld, "loan_policy", DECLARED["loan_policy"]).items[0].fields)


@pytest.mark.parametrize("field", ["Regular Loan Period", "loan_period"])
def test_an_excepted_field_leaves_the_declaration(field):
    assert left(field=field) == ["name", "circulates"]


def test_an_object_that_is_excepted_as_a_whole_keeps_what_identifies_it():
    assert left(field=None) == ["name"]


def test_other_objects_stay_declared():
    assert left(object="Loan Policy 'ReShare borrowing'") == ["name", "circulates", "loan_period"]


@pytest.mark.parametrize(
    ("title", "field", "reason"),
    [
        ("Loan Policy 'ReShare lending'", "Policy Name", "has no such declared field"),
        ("Loan Policy 'ReShare lending'", "Regular Loan Perod", "Similar: "),
        ("Loan Policy 'ReShare lending'", "Renew Period", "has no such declared field"),
        ("Loan Policy 'ReShare lendng'", None, "is no declared object. Similar: 'Loan Policy 'ReShare lending''"),
        ("Loan Policy Map", None, "its rows decide which policies apply"),
        ("Shelving Location 'ABCA / Interlibrary Loan'", None, "the identity of the library, or every loan"),
        ("ILL Settings", None, "the identity of the library, or every loan"),
        ("Collection Type Policy 'ReShare borrowing'", None, "the identity of the library, or every loan"),
        ("Collection Type Policy 'ReShare borrowing'", "Locations", "the identity of the library, or every loan"),
        ("Collection Type Policy 'ReShare borrowing'", "Default availability", None),
        ("Loan Limit Policy 'ReShare lending'", "loan_count_limit", "is declared as No Limit"),
        ("Loan Limit Policy 'ReShare lending'", None, "is declared as No Limit"),
        ("Loan Limit Policy 'ReShare lending'", "loan_value_limit", None),
        ("Next-Generation Notifications General Settings", None, None),
    ],
)
def test_what_can_be_excepted(title, field, reason):
    found = replace(ENTRY, object=title, field=field).refusal(DECLARED)
    assert found is None if reason is None else reason in str(found)


HOSTILE = "\"It's\": {{ lookup('pipe', 'id') }}\n- no # comment \u2028 &x *y !z % @ `" + "x" * 900


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"reason": HOSTILE}, None),
        ({"reason": "x" * 10_000}, "entry 1 has reason, which is blank or has more than 1000 characters"),
        ({"by": " "}, "entry 1 has by, which is blank or has more than 1000 characters"),
        ({"until": "soon"}, "entry 1 has until, which is 'soon'"),
        ({"until": None}, "entry 1 is wrong: missing required arguments: until"),
        ({"reasn": "x"}, "entry 1 is wrong: unsupported parameter reasn"),
        ({"agreement": "all"}, "entry 1 is wrong: parameters are mutually exclusive: object|agreement"),
        ({"object": None, "field": None}, "entry 1 is wrong: one of the following is required: object, agreement"),
        ({"object": None, "agreement": "all"}, "field"),
    ],
)
def test_an_entry_that_is_wrong_is_refused_with_its_number(changes, problem):
    entry = {"library": "adams", "object": "Loan Policy 'X'", "field": "loan_period", "reason": "No.", "by": "Board"}
    given = [{name: one for name, one in {**entry, "until": "2027-03-01", **changes}.items() if one is not None}]
    if problem is None:
        check({"type": "exceptions"}, given)
    else:
        with pytest.raises(ValueError) as raised:
            check({"type": "exceptions"}, given)
        assert problem in str(raised.value)
