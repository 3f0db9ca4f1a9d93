# SPDX-License-Identifier: GPL-3.0-or-later

"""The libraries of a consortium compared with each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.values import Duration
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.excepted import LibraryException
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.agreement import (
    BORROWING,
    EVERY_PAIR,
    LENDING,
    ComparedLibrary,
    consortium,
    consortium_findings,
    pair_words,
)

NAMES = ("hill", "lake", "valley")


def period(text: str) -> Any:
    return Duration().normalise(text)


def member(name: str, **changes: Any) -> ComparedLibrary:
    """A library that fits to the others."""
    partners = [f"R:{other}" for other in NAMES if other != name]
    accounts = {symbol: f"ACC-{symbol}" for symbol in partners}
    return replace(
        ComparedLibrary(
            library=name,
            identities={"reshare_symbol": f"R:{name}", "wms_registry_id": name, "reshare_tenant": name},
            borrowing=period("112 days"),
            lending=period("126 days"),
            agreed=period("16 weeks"),
            transit=14,
            partners=partners,
            accounts=accounts,
            patron_ids=dict(accounts),
            barcodes={*accounts.values(), "DEFAULT"},
            taken={"lending_account_barcode": "DEFAULT", "verify_borrowing": "TEST"},
        ),
        **changes,
    )


def found(**changes: Any) -> list[tuple[str, str, str | None]]:
    """The findings if the library valley has these values."""
    members = [member("hill"), member("lake"), member("valley", **changes)]
    return [(one.library, one.code, one.variable) for one in consortium_findings(members, NAMES)]


def text(**changes: Any) -> str:
    members = [member("hill"), member("lake"), member("valley", **changes)]
    return " ".join(one.message for one in consortium_findings(members, NAMES))


def test_libraries_that_fit_have_no_finding():
    assert found() == []


ACCOUNTS = {"R:hill": "ACC-R:hill", "R:lake": "ACC-R:lake"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lending": period("56 days")}, [("lending_too_short", "lending_loan_period")]),
        ({"lending": period("18 weeks")}, []),
        # Four months can be as short as 120 days.
        ({"lending": period("4 months")}, [("lending_too_short", "lending_loan_period")]),
        ({"lending": period("5 months")}, []),
        ({"borrowing": period("28 days")}, [("borrowing_differs", "borrowing_loan_period")]),
        ({"lending": None, "borrowing": None}, []),
        ({"accounts": {"R:hill": "ACC-R:hill"}}, [("account_missing", "lending_partner_accounts")]),
        ({"barcodes": {"ACC-R:hill"}}, [("account_missing", "lending_accounts")]),
        ({"patron_ids": {"R:hill": "ACC-R:hill"}}, [("patron_id_missing", "reshare_settings_partner_accounts")]),
        ({"patron_ids": {**ACCOUNTS, "R:lake": "X"}}, [("patron_id_differs", "reshare_settings_partner_accounts")]),
        (
            {"accounts": dict.fromkeys(ACCOUNTS, "A"), "patron_ids": dict.fromkeys(ACCOUNTS, "A"), "barcodes": {"A"}},
            [("account_shared", "lending_partner_accounts")],
        ),
        ({"taken": {"lending_account_barcode": "ACC-R:hill"}}, [("account_taken", "lending_account_barcode")]),
        ({"taken": {"verify_borrowing": "ACC-R:lake"}}, [("account_taken", "verify_borrowing")]),
        (
            {"taken": {"lending_account_barcode": "DEFAULT", "verify_borrowing": "DEFAULT"}},
            [("account_taken", "verify_borrowing")],
        ),
        (
            {"accounts": {}, "patron_ids": {}, "partners": [*ACCOUNTS, "R:lakes"]},
            [("partner_unknown", "lending_partner_symbols")],
        ),
    ],
)
def test_what_does_not_fit_is_found_at_the_library_that_can_correct_it(changes, expected):
    assert found(**changes) == [("valley", *one) for one in expected]


def test_without_an_agreement_a_lender_has_to_cover_its_partners():
    members = [replace(member(name), agreed=None, transit=0, lending=period("112 days")) for name in NAMES]
    assert list(consortium_findings(members, NAMES)) == []
    members[0] = replace(members[0], borrowing=period("120 days"))
    assert [(one.library, one.code) for one in consortium_findings(members, NAMES)] == [
        ("lake", "lending_too_short"),
        ("valley", "lending_too_short"),
    ]


def test_a_library_without_a_symbol_is_found_also_if_it_is_the_only_one():
    alone = member("hill", identities={}, partners=[], accounts={}, patron_ids={})
    assert [one.code for one in consortium_findings([alone], NAMES)] == ["symbol_missing"]


def test_a_library_to_which_nobody_lends_back_is_found_on_both_sides_of_the_pair():
    only = {"R:hill": "ACC-R:hill"}
    changes = {"partners": list(only), "accounts": only, "patron_ids": only}
    assert found(**changes) == [("lake", "one_way", "lending_partner_symbols")]


def test_an_identity_of_two_libraries_is_found_at_both():
    same = {"reshare_symbol": "R:valley", "wms_registry_id": "hill", "reshare_tenant": "valley"}
    assert found(identities=same) == [
        ("hill", "duplicate", "wms_registry_id"),
        ("valley", "duplicate", "wms_registry_id"),
    ]


def test_every_pair_is_listed_until_there_are_too_many():
    members = [member("hill"), member("lake"), member("valley", lending=period("56 days"), patron_ids={})]
    shown = consortium(members)
    assert shown["complete"] is True and len(shown["pairs"]) == 6
    pair = next(one for one in shown["pairs"] if (one["lender"], one["borrower"]) == ("valley", "hill"))
    assert (pair["account"], pair["account_missing"], pair["patron_id"]) == ("ACC-R:hill", False, False)
    assert (pair["short_days"], pair["lends_back"]) == (70, True)
    many = [*members, *(ComparedLibrary(f"other{number}") for number in range(EVERY_PAIR))]
    shown = consortium(many)
    assert shown["complete"] is False
    assert {one["lender"] for one in shown["pairs"]} == {"valley"}


# ------------------------------------------------------------------------------------------------------------ exceptions


def exception(**changes: Any) -> LibraryException:
    return LibraryException(**{"library": "valley", "reason": "No.", "by": "Board", "until": "2027-03-01", **changes})


SHORT = [("valley", "note", "hill (42 days short), lake (42 days short)")]


@pytest.mark.parametrize(
    ("periods", "excepted", "expected"),
    [
        # A shorter lender names its partners, and no night fails.
        ({"lending": period("84 days")}, {LENDING: {"object": "X"}}, SHORT),
        ({"lending": period("84 days")}, {"all": {"agreement": "all"}}, SHORT),
        ({"lending": None}, {LENDING: {"object": "X"}}, [("valley", "note", "hill (not known), lake (not known)")]),
        # A longer borrower is named at its lenders.
        (
            {"borrowing": period("140 days")},
            {BORROWING: {"object": "X"}},
            [("hill", "note", "valley (28 days short)"), ("lake", "note", "valley (28 days short)")],
        ),
        # Partners whose loans fit are not named.
        ({"lending": period("126 days")}, {LENDING: {"object": "X"}}, []),
        ({"borrowing": period("28 days")}, {BORROWING: {"object": "X"}}, []),
    ],
)
def test_an_exception_names_the_partners_that_it_concerns(periods, excepted, expected):
    exceptions = {name: exception(**one) for name, one in excepted.items()}
    members = [member("hill"), member("lake"), member("valley", **periods, exceptions=exceptions)]
    seen = list(consortium_findings(members, NAMES, "2027-03-01"))
    assert {one.code for one in seen} <= {"excepted"}
    assert [(one.library, one.severity, one.message.partition("longer loans: ")[2][:-1]) for one in seen] == expected


def test_partners_that_follow_an_exception_are_not_named():
    followed = [member(name, borrowing=period("70 days"), agreed=period("70 days")) for name in ("hill", "lake")]
    valley = member("valley", lending=period("84 days"), exceptions={LENDING: exception(object="X")})
    assert list(consortium_findings([*followed, valley], NAMES, "2027-03-01")) == []


def test_an_exception_for_one_partner_is_none_for_the_others():
    changes = {"agreed": None, "lending": period("84 days"), "exceptions": {"hill": exception(agreement="hill")}}
    members = [member("hill"), member("lake"), member("valley", **changes)]
    seen = [(one.code, one.severity) for one in consortium_findings(members, NAMES, "2027-03-01")]
    assert seen == [("lending_too_short", "error"), ("excepted", "note")]
    words = {pair["borrower"]: pair_words(pair) for pair in consortium(members)["pairs"] if pair["lender"] == "valley"}
    assert words == {"hill": "", "lake": "42 days short"}


def test_the_day_after_its_end_an_exception_is_a_warning_and_no_night_fails():
    valley = member("valley", lending=period("84 days"), exceptions={"all": exception(agreement="all")})
    members = [member("hill"), member("lake"), valley]
    severities = [
        [one.severity for one in consortium_findings(members, NAMES, day)] for day in ("2027-03-01", "2027-03-02")
    ]
    assert severities == [["note"], ["warning"]]
