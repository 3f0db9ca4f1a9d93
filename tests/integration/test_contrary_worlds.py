# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks in worlds in which OCLC is otherwise than assumed; `tests/tools/measure contrary` has all of them, with all journeys."""

from __future__ import annotations

from typing import Any

import pytest

from support.controller import run
from support.library import Library

pytestmark = pytest.mark.usefixtures("impatient")

SECTION = {"temporary_item_holding_location": "TSTM", "temporary_item_shelving_location": "Reserves"}
ACCOUNT = {"barcode": "LEND-NN", "family_name": "ReShare", "patron_type": "Faculty", "home_branch": "91NN"}


def world(make, assumption: str, alternative: str) -> Library:
    return make(contrary={assumption: alternative})


def not_stored(result: dict[str, Any]) -> tuple[str, list[str]]:
    """The code and the fields of a failure after a change that was accepted."""
    return result["failure"]["code"], result["failure"].get("fields", [])


def test_a_link_that_the_service_does_not_enable_is_an_error(make):
    library = world(make, "ill-settings-pair", "ignored")
    done = run("ill_settings", library, reshare={"enable": True, **SECTION})
    assert (not_stored(done), library.live) == (("unexpected_response", ["reshare"]), False)


def test_a_link_that_the_service_does_not_disable_is_an_error(make):
    library = world(make, "ill-settings-disable", "ignored")
    assert run("ill_settings", library, reshare={"enable": True, **SECTION})["changed"] is True
    done = run("ill_settings", library, reshare={"enable": False})
    assert (not_stored(done), library.live) == (("not_seen", ["reshare"]), True)


def test_a_policy_that_the_service_saves_without_a_field_is_an_error(make):
    done = run("loan_policy", world(make, "save-effect", "ignored"), name="New", loan_period="3 days")
    assert not_stored(done) == ("unexpected_response", ["loan_period"])


@pytest.mark.parametrize(("alternative", "right"), [("order", True), ("default", False)])
def test_rows_may_be_saved_in_another_order_only_if_it_does_not_matter(make, alternative, right):
    if right:
        library = world(make, "map-order", alternative)
        rows = [{"patron_policy": "Faculty", "loan_limit_policy": "Fifty"}]
        done = run("loan_limit_matrix", library, rows=rows)
    else:
        library = world(make, "loan-policy-map-screen", alternative)
        done = run("loan_policy_map", library, rows=[{"patron_policy": "Student", "loan_policy": "One year"}])
    assert "failure" not in done if right else not_stored(done) == ("unexpected_response", ["rows"])


@pytest.mark.parametrize(
    ("assumption", "alternative"),
    [("oauth-granted-scopes", "type"), ("scim-search-whole", "type"), ("scim-value-types", "missing")],
)
def test_a_response_of_another_type_or_without_what_is_off_is_understood(make, assumption, alternative):
    library = world(make, assumption, alternative)
    account = library.numbered({**ACCOUNT, "expires": "2099-12-31", "blocked": False})
    for changed in (True, False):
        done = run("patron_account", library, **account)
        assert (done.get("msg"), done["changed"]) == (None, changed)


def test_an_object_that_the_service_lists_twice_is_one_object(make):
    library = world(make, "patron-type-row", "doubled")
    for changed in (True, False):
        done = run("borrower_category", library, name="New")
        assert (done.get("msg"), done["changed"]) == (None, changed)


def test_an_address_that_is_stored_in_lower_case_is_the_same(make):
    library = world(make, "scim-email-unique", "normalised")
    account = library.numbered({**ACCOUNT, "expires": "2099-12-31", "email": "Ill-NN@Example.org"})
    done = [run("patron_account", library, **account) for _twice in range(2)]
    assert [(one.get("msg"), one["changed"]) for one in done] == [(None, True), (None, False)]


@pytest.mark.parametrize("alternative", ["decomposed", "entities", "capitals"])
def test_an_account_whose_texts_are_returned_in_another_form_is_as_declared(make, alternative):
    """Only another spelling in the inventory, or another field, is written."""
    library = world(make, "scim-texts", alternative)
    account = library.numbered({**ACCOUNT, "expires": "2099-12-31", "family_name": "Bücher & Co"})
    declared = [account, {**account, "family_name": "BÜCHER & Co"}, {**account, "blocked": True}]
    done = [run("patron_account", library, **one) for one in declared for _twice in range(2)]
    assert [(one.get("msg"), one["changed"]) for one in done] == [(None, True), (None, False)] * 3
    assert run("patron_account", library, **account, state="absent")["changed"] is True


def test_an_address_that_is_not_stored_is_an_error(make):
    library = world(make, "scim-email-unique", "ignored")
    account = library.numbered({**ACCOUNT, "expires": "2099-12-31", "email": "ill-NN@example.org"})
    done = run("patron_account", library, **account)
    assert not_stored(done) == ("unexpected_response", ["email"])


def test_an_account_whose_record_has_no_schemas_is_changed(make):
    library = world(make, "scim-schemas", "missing")
    account = library.numbered({**ACCOUNT, "expires": "2099-12-31"})
    done = [run("patron_account", library, **account, given_name=name) for name in ("A", "B", "B")]
    assert [(one.get("msg"), one["changed"]) for one in done] == [(None, True), (None, True), (None, False)]


@pytest.mark.parametrize("alternative", ["type", "missing"])
def test_an_account_whose_record_has_no_text_as_institution_is_changed(make, alternative):
    library = world(make, "scim-institution", alternative)
    account = library.numbered({**ACCOUNT, "expires": "2099-12-31"})
    done = [run("patron_account", library, **account, given_name=name) for name in ("A", "B", "B")]
    assert [(one.get("msg"), one["changed"]) for one in done] == [(None, True), (None, True), (None, False)]


def test_a_text_that_is_saved_without_its_line_breaks_is_an_error(make):
    library = world(make, "notification-policy-screen", "normalised")
    done = run("notification_policy", library, name="New", notification_type="Loan Overdue", start_text="One\nTwo")
    assert not_stored(done) == ("unexpected_response", ["start_text"])
