# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose a ReShare tenant is: with the variables of another library, nothing of it may be changed."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import CurrentObject
from ansible_collections.reshare.wms.plugins.module_utils._record import document
from ansible_collections.reshare.wms.plugins.module_utils._record.content import RecordData
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import Attribution
from ansible_collections.reshare.wms.plugins.module_utils._reshare.ownership import (
    TenantOwner,
    configured_for_wms,
    other_tenant,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.plugin_utils._account.lines import run_lines
from ansible_collections.reshare.wms.plugins.plugin_utils._roles.withdrawn import of_withdrawal
from support.account_examples import account_of, command_line, failed, outcome


def setting(key: str, value: Any) -> CurrentObject:
    return CurrentObject(key, None, {"key": key, "value": value})


def entry(*symbols: str, managed: bool = True) -> CurrentObject:
    return CurrentObject("entry", None, {"managed": managed, "symbols": list(symbols)})


OURS, THEIRS, BLANK = ([setting("wms_registry_id", value)] for value in ("91475", "91476", " "))
PARTNER = entry("ISIL:VAL", managed=False)
DIRECTORY = [entry("ISIL:ADM"), PARTNER]
ADAMS = TenantOwner("ISIL:ADM", frozenset({"91475"}))


@pytest.mark.parametrize("owner", [ADAMS, TenantOwner("adm", ADAMS.registry_ids)], ids=["with authority", "without"])
@pytest.mark.parametrize("settings", [OURS, BLANK, [], None], ids=["set", "blank", "no row", "unreadable"])
def test_the_tenant_whose_own_entry_has_the_symbol_is_the_librarys(owner, settings):
    assert list(other_tenant(owner, settings, DIRECTORY)) == []


@pytest.mark.parametrize(
    ("owner", "settings", "entries", "reasons"),
    [
        (ADAMS, THEIRS, DIRECTORY, ["is '91476', not '91475', so the tenant seems to belong to another library"]),
        # A symbol of a partner proves nothing.
        (ADAMS, OURS, [entry("ISIL:VAL"), entry("ISIL:ADM", managed=False)], ["has the symbol 'ISIL:VAL', not"]),
        (ADAMS, OURS, [PARTNER], ["has no symbol, not 'ISIL:ADM'"]),
        (ADAMS, THEIRS, [entry("ISIL:VAL")], ["is '91476', not '91475'", "has the symbol 'ISIL:VAL'"]),
        # One of them can be read.
        (ADAMS, OURS, None, []),
        (ADAMS, THEIRS, None, ["is '91476', not '91475'"]),
        (ADAMS, BLANK, None, ["does not show the library of this tenant, and its directory cannot be read"]),
        (ADAMS, None, None, ["and its directory cannot be read"]),
        (TenantOwner(None, ADAMS.registry_ids), BLANK, DIRECTORY, ["and reshare_symbol is not set"]),
        (TenantOwner(None, ADAMS.registry_ids), OURS, DIRECTORY, []),
        # Several registry IDs of one institution cannot be told apart by the tenant.
        (TenantOwner("ISIL:ADM", frozenset({"91475", "91476"})), OURS, DIRECTORY, ["is '91475', not '91475', '91476'"]),
        # Without WMS, the registry ID is not looked at, and proves nothing.
        (TenantOwner("ISIL:ADM", frozenset()), THEIRS, DIRECTORY, []),
        (TenantOwner("ISIL:ADM", frozenset()), THEIRS, None, ["and its directory cannot be read"]),
        # A registry ID that the tenant had before.
        (TenantOwner("ISIL:ADM", ADAMS.registry_ids, "91476"), THEIRS, DIRECTORY, []),
        (TenantOwner("ISIL:ADM", ADAMS.registry_ids, "91477"), THEIRS, DIRECTORY, ["is '91476', not '91475'"]),
    ],
)
def test_any_other_tenant_is_refused_with_the_reasons(owner, settings, entries, reasons):
    found = list(other_tenant(owner, settings, entries))
    assert len(found) == len(reasons)
    assert all(reason in text for reason, text in zip(reasons, found))


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"host_lms_integration": "manual", "wms_registry_id": " ", "wms_api_key": ""}, []),
        # The adapter of another product line.
        ({"host_lms_integration": "wms"}, []),
        ({"host_lms_integration": "wms2"}, ["host_lms_integration: wms2"]),
        ({"wms_registry_id": " 91475 "}, ["wms_registry_id: 91475"]),
        ({"wms_api_key": "a secret", "wms_registry_id": "91475"}, ["wms_registry_id: 91475", "wms_api_key"]),
    ],
)
def test_what_shows_that_a_tenant_was_configured_before_has_no_secret(values, shown):
    assert configured_for_wms([setting(*one) for one in values.items()]) == shown


# What is declared of the ReShare tenant of a withdrawn library, and what the last lines of withdraw state


OWN, ON = "RESHARE:ADAMS", "on:_will_supply_only"
CODES = {
    "new_requests": {"patron_profiles": [{"code": "STATUS", "can_create_requests": False}]},
    "automatic_answers": {"settings": {"auto_responder_status": "off"}},
    "new_loans": {"directory_entries": [{"slug": OWN, "loan_policy": "not_lending"}]},
}
STOPS = {"link": {}, **{code: {"configuration": configuration} for code, configuration in CODES.items()}}
FORMER = {
    "new_requests": {"patron_profiles": [{"code": "STATUS", "can_create_requests": None}]},
    "automatic_answers": {"settings": {"auto_responder_status": ON}},
    "new_loans": {"directory_entries": [{"slug": OWN, "loan_policy": "lending_all_types"}]},
}


def declared(configuration: dict[str, Any], former: Any, state: str = "disabled") -> Any:
    """What is declared of a library without a record."""
    values = {"enable_reshare_state": state, "enable_reshare_former": former}
    return of_withdrawal(values, configuration, STOPS)


def test_a_stop_wins_over_what_the_inventory_declares_while_the_library_is_withdrawn():
    more = {
        "settings": {"auto_responder_status": ON, "ncip_use_due_date": "on"},
        "patron_profiles": [{"code": "STATUS", "name": "Everybody", "can_create_requests": True}],
        "directory_entries": [{"slug": "adams", "loan_policy": "lending_all_types", "returns": "yes"}],
    }
    found = declared(more, FORMER)
    assert found["settings"] == {"auto_responder_status": "off", "ncip_use_due_date": "on"}
    assert found["patron_profiles"] == [{"code": "STATUS", "name": "Everybody", "can_create_requests": False}]
    # The same entry, by its symbol and by its slug.
    assert found["directory_entries"] == [
        {"slug": OWN, "loan_policy": "not_lending"},
        {"slug": "adams", "returns": "yes"},
    ]
    # Afterwards, the inventory wins.
    again = declared(more, FORMER, "enabled")
    assert again["settings"] == more["settings"] and again["patron_profiles"] == more["patron_profiles"]
    assert again["directory_entries"] == [*more["directory_entries"], {"slug": OWN}]


def test_nothing_is_stopped_of_which_nobody_knows_what_it_was():
    assert declared({}, {}) == declared({}, None) == {}
    assert declared({}, {"new_loans": {}, "another": FORMER, "link": {}}) == CODES["new_loans"]
    assert declared({}, {"new_loans": {}}, "enabled") == {}


def test_the_record_decides_where_there_is_one(tmp_path):
    content = RecordData("adams", "100101")
    content.withdraw(Attribution("Jane Doe", "2026-11-26T09:30:00Z"), None)
    content.keep_former("new_loans", FORMER["new_loans"])
    file = tmp_path / "adams.yml"
    file.write_text(document.dump(content, DECLARABLE), encoding="utf-8")
    recorded = {"wms_record_dir": str(tmp_path), "wms_registry_id": "100101", "inventory_hostname": "adams"}
    again = {"enable_reshare_again": "adams"}
    for more, expected in (
        ({"enable_reshare_former": FORMER}, CODES["new_loans"]),
        (again, FORMER["new_loans"]),
        (again | {"enable_reshare_state": "disabled"}, CODES["new_loans"]),
        # Steps of its worksheet are pending.
        (again | {"reshare_settings_waits": True}, CODES["new_loans"]),
        ({"enable_reshare_again": ["baker"]}, CODES["new_loans"]),
    ):
        assert of_withdrawal(recorded | more, {}, STOPS) == expected
    file.write_text("withdrawn: []", encoding="utf-8")
    assert of_withdrawal(recorded, {}, STOPS) == {}


@pytest.mark.parametrize("damaged", ["text", ["text"], {"slug": OWN}, 7])
def test_former_values_of_another_shape_are_left_to_the_module_that_refuses_them(damaged):
    entries = [{"slug": "adams-main", "lms_location_code": "100102"}]
    former = {"new_loans": {"directory_entries": damaged}}
    found = declared({"directory_entries": entries}, former, "enabled")["directory_entries"]
    assert damaged in found and found != entries


def test_a_second_withdrawal_keeps_the_first_former_values():
    content = RecordData("adams", "100101")
    content.keep_former("new_loans", FORMER["new_loans"])
    assert content.withdrawal is None
    content.withdraw(Attribution("Jane Doe", "2026-11-26T09:30:00Z"), None)
    for found in (FORMER["new_loans"], {}, CODES["new_loans"]):
        content.keep_former("new_loans", found)
    content.keep_former("automatic_answers", {})
    content.withdraw(Attribution("Mary Major", "2026-11-27T09:30:00Z"), "Merger")
    assert content.withdrawal.former == {"new_loans": FORMER["new_loans"], "automatic_answers": {}}


def test_the_last_lines_name_what_is_stopped_what_is_not_and_who_has_to_do_it():
    silent = failed("adams: connection timed out", "unreachable", no_answer=True)
    items = [{**outcome(), "item": {"key": "new_requests"}}, {**silent, "item": {"key": "automatic_answers"}}]
    page = outcome(declared=["ill_settings"], pending=True, live=True, withdrawn=None)
    libraries = {"adams": {"enable_reshare_result": page, "withdraw_stopped": {"results": items}}}
    found_account = account_of(libraries, "withdraw", ended=("adams",))
    assert {one["code"]: one["state"] for one in found_account["libraries"]["adams"]["stops"]} == {
        **{"new_requests": "stopped", "automatic_answers": "not_stopped", "new_loans": "not_stopped"},
        **{"link": "asked", "open_requests": "by_hand"},
    }
    lines = [one.strip() for one in run_lines(found_account, command_line("withdraw"))]
    found = [one for one in lines if one.startswith(("Stopped: ", "Not stopped"))]
    assert [one.split(": ")[0] for one in found] == [
        *("Stopped", "Not stopped before a person has done it", "Not stopped", "Not stopped", "Not stopped")
    ]
    assert "phone the library's staff" in found[-1]
    assert account_of(libraries)["libraries"]["adams"]["stops"] == []
