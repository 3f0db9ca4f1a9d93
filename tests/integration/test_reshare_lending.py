# SPDX-License-Identifier: GPL-3.0-or-later

"""Libraries that lend to each other: one declaration creates the accounts in WMS and the values in ReShare."""

from __future__ import annotations

from typing import Any

import pytest

from support.controller import Controller
from support.library import Library, circulation
from support.reshare_tenant import consortium_entry, directory_entry, patron_ids
from support.roles import Roles

#: Everything except the live switch, which other tests cover.
ONBOARD = ("reshare.wms.onboard", "--skip-tags", "enable_reshare")


def lend_to_each_other(libraries: list[Library]) -> dict[str, dict[str, Any]]:
    """Add each library to the directories of the others. Returns the additional inventory variables of each."""
    for library in libraries:
        directory = [
            {
                "slug": f"slug-{one.number}",
                "name": f"Library {one.number}",
                "status": "Managed" if one is library else "Reference",
                "symbols": [symbol(one)],
            }
            for one in libraries
        ]
        directory.append(
            {
                "slug": "desk",
                "name": "Desk",
                "type": "Branch",
                "status": "Managed",
                "tags": ["pickup"],
                "parent": f"slug-{library.number}",
            }
        )
        directory.append(consortium_entry([f"slug-{one.number}" for one in libraries]))
        library.seed["reshare"]["directory"] = directory
        library.install()
    return {
        one.name: {"reshare_symbol": symbol(one), "reshare_settings_pickup_entries": {"desk": one.branch}}
        for one in libraries
    }


def symbol(library: Library) -> str:
    return f"RESHARE:L{library.number}"


def barcodes(library: Library) -> set[str]:
    """The barcodes of the lending accounts in WMS."""
    return {circulation(record)["barcode"] for record in library.state()["patrons"]}


def lent_to(library: Library, held_by: str = "directory") -> dict[str, str]:
    """The account of each partner in ReShare, by symbol."""
    held = patron_ids(library, held_by)
    assert all(len(values) == 1 for values in held.values())
    return {directory_entry(library, slug)["symbols"][0]: values[0] for slug, values in held.items()}


@pytest.fixture
def consortium_of_three(make) -> tuple[list[Library], dict[str, dict[str, Any]]]:
    libraries = [make() for _number in range(3)]
    return libraries, lend_to_each_other(libraries)


def declare(libraries: list[Library], variables: dict[str, dict[str, Any]], check: bool = False) -> list[list[bool]]:
    """Apply everything except the live switch, as the playbook does. Returns the changes of each library's tasks."""
    others = {"groups": {"all": list(variables)}, "hostvars": variables}
    return [
        [one["changed"] for one in Roles(library, **variables[library.name], **others).declare(check)]
        for library in libraries
    ]


def test_accounts_and_patron_ids_come_from_one_declaration(consortium_of_three):
    (patterned, mapped, one_for_all), variables = consortium_of_three
    libraries = [patterned, mapped, one_for_all]
    variables[patterned.name]["lending_account_pattern"] = "FOR-{symbol}"
    accounts = {symbol(patterned): "OURS-1", symbol(one_for_all): "OURS-2"}
    variables[mapped.name]["lending_partner_accounts"] = accounts
    fresh = [library.settled() for library in libraries]

    pretended = declare(libraries, variables, check=True)
    assert [library.settled() for library in libraries] == fresh

    made = declare(libraries, variables)
    assert made == pretended == [[True, True, True]] * 3
    assert lent_to(patterned) == {
        symbol(mapped): f"FOR-L{mapped.number}",
        symbol(one_for_all): f"FOR-L{one_for_all.number}",
    }
    assert lent_to(mapped) == accounts
    assert lent_to(one_for_all) == {}
    for library in libraries:
        default = library.variables["lending_account_barcode"]
        assert library.settings()["default_institutional_patron_id"] == default
        # Every account to which ReShare checks out items exists in WMS, and no other account does.
        assert barcodes(library) == {default, *lent_to(library).values()}
        assert lent_to(library, "directory_copy") == lent_to(library)
        assert directory_entry(library, "desk")["lmsLocationCode"] == library.branch

    settled = [library.settled() for library in libraries]
    for library in libraries:
        library.reset()
    assert declare(libraries, variables) == [[False, False, False]] * 3
    for library in libraries:
        assert not library.writes()
    assert [library.settled() for library in libraries] == settled


def test_a_partner_that_moves_to_another_account_moves_in_both_systems(consortium_of_three):
    libraries, variables = consortium_of_three
    library, first, second = libraries
    for accounts in ({first: "A-1", second: "A-2"}, {first: "A-1", second: "A-1"}):
        declared = {symbol(partner): barcode for partner, barcode in accounts.items()}
        variables[library.name]["lending_partner_accounts"] = declared
        if accounts[second] == "A-1":
            # Otherwise the account would be left over, and no system would show it any more.
            variables[library.name]["lending_former_partner_accounts"] = {symbol(second): "A-2"}
        declare([library], variables)
        assert lent_to(library) == declared
        assert set(declared.values()) <= barcodes(library)


def test_a_wrong_partner_stops_before_anything_is_written_to_reshare(make, controller: Controller):
    libraries = [make(), make()]
    nobodys, own = libraries
    variables = lend_to_each_other(libraries)
    variables[nobodys.name]["lending_partner_accounts"] = {"RESHARE:NOBODY": "X-1"}
    variables[own.name]["lending_partner_accounts"] = {symbol(own): "X-1"}
    before = [library.settled()["reshare"] for library in libraries]
    done = controller.playbook(ONBOARD[0], libraries, *ONBOARD[1:], variables=variables)
    failure = done.failed(nobodys)["failure"]
    assert (failure["code"], failure.get("object")) == (
        "invalid",
        "Institutional patron ID of partner 'RESHARE:NOBODY'",
    )
    # Known without a request, so not even an account was created.
    failure = done.failed(own)["failure"]
    assert (failure["code"], failure.get("fields", [])) == ("invalid", ["lending_partner_accounts"])
    assert not own.writes()
    assert [library.state()["reshare"] for library in libraries] == before
