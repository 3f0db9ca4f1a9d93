# SPDX-License-Identifier: GPL-3.0-or-later

"""What is declared of the ReShare tenant of a withdrawn library, and what the last lines of withdraw state."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._record import document
from ansible_collections.reshare.wms.plugins.module_utils._record.content import RecordData
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import Attribution
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.plugin_utils._account.lines import run_lines
from ansible_collections.reshare.wms.plugins.plugin_utils._roles.withdrawn import of_withdrawal
from support.account_examples import account_of, command_line, failed, outcome

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
