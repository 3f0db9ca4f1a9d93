# SPDX-License-Identifier: GPL-3.0-or-later

"""The states of a comparison: the state of each result, and their order."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
import yaml

from ansible_collections.reshare.wms.plugins.module_utils._core.checks import PROBLEMS
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CODES
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import HOW, summary
from ansible_collections.reshare.wms.plugins.plugin_utils._comparison.outcomes import STATES, document, library_outcome
from support.environment import ROOT


def state(*results: dict[str, Any], checks: dict[str, Any] | None = None) -> str:
    return library_outcome({"wms": results}, checks)["state"]


def failed(code: str) -> dict[str, Any]:
    return {"failed": True, "msg": "adams: it went wrong", "failure": {"code": code}}


def known(**fields: int) -> dict[str, Any]:
    """How a map was learnt."""
    entry = {**MAP, "fields": {**dict.fromkeys(HOW, 0), **fields}, "days": 3, "at": NOW, "stale": False}
    return {**summary([entry]), "objects": [entry]}


NOW = "2026-11-26T09:30:00Z"
MAP = {"kind": "loan_policy_map", "name": "", "identity": {}, "title": "Loan Policy Map"}
WAITS = {"pending_steps": [{**MAP, "rows": [], "since": "2026-11-25", "remark": None}]}
#: A result for each state.
EXAMPLES = {
    "in_place": {"changes": [], "pending_steps": []},
    "stated": {"changes": [], "pending_steps": [], "knowledge": known(capture=3, answer=1)},
    "pending": WAITS,
    "not_checkable": failed("error"),
    "unreachable": failed("unreachable"),
    "refused": failed("refused"),
    "bad_input": failed("invalid"),
    "drift": {"changes": [{**MAP, "rows": [], "action": "updated", "what": []}]},
}


def test_each_state_counts_for_more_than_those_before_it():
    assert tuple(EXAMPLES) == STATES
    for better, worse in pairwise(STATES):
        assert (state(EXAMPLES[better]), state(EXAMPLES[worse])) == (better, worse)
        assert state(EXAMPLES[better], EXAMPLES[worse]) == state(EXAMPLES[worse], EXAMPLES[better]) == worse


def test_knowledge_counts_each_object_once_as_it_was_told_last():
    results = [EXAMPLES["stated"], {"knowledge": known(capture=4)}]
    found = library_outcome({"wms": results, "reshare": [{}]})
    assert found["knowledge"] == summary(known(capture=4)["objects"])
    assert found["state"] == "in_place"
    assert library_outcome({"reshare": [{}]})["knowledge"] is None


def test_every_code_of_a_failure_has_a_state():
    assert {state(failed(code)) for code in CODES} == {"bad_input", "unreachable", "refused", "not_checkable"}
    # Ansible's own messages have no code.
    assert state({"failed": True, "msg": "'agreed' is undefined"}) == "not_checkable"


def test_what_waits_in_the_pretended_run_only_is_drift():
    found = library_outcome({"wms": [{**WAITS, **EXAMPLES["drift"]}]})
    assert (found["state"], found["drift"], found["pending"]) == ("drift", [MAP], [])
    # A change names the holding code, and a step one of its shelving locations.
    code = {"kind": "shelving_location", "name": "ADMM", "identity": {"holding_code": "ADMM"}, "title": "..."}
    steps = [{**code, "name": name, "identity": {"holding_code": name, "name": "ILL"}} for name in ("ADMM", "ADMS")]
    found = library_outcome({"wms": [{"changes": [code], "pending_steps": steps}]})
    assert (found["drift"], found["pending"]) == ([code], steps[1:])


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ({"reshare": {"enable": None, "temporary_item_holding_location": None}}, "pending"),
        # With a record, when nobody was asked about the page.
        ({}, "pending"),
        # Somebody has disabled it.
        ({"reshare": {"enable": False, "temporary_item_holding_location": "ADMM"}}, "drift"),
    ],
)
def test_a_link_that_was_never_live_is_pending_and_one_that_was_is_drift(section, expected):
    page = {"kind": "ill_settings", "name": "", "identity": {}, "title": "ILL Settings"}
    switch = {"changes": [{**page, "earlier": {"ill_settings": section}}]}
    found = library_outcome({"wms": [{}, switch]})
    assert (found["state"], found["drift" if expected == "drift" else "pending"]) == (expected, [page])
    # It hides no other difference.
    assert state(EXAMPLES["drift"], switch) == "drift"
    # A withdrawn library is not about to go live.
    assert state({**switch, "withdrawn": {"by": None, "at": None, "reason": None}}) == "drift"


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("borrowed_items", "pass", "in_place"),
        ("borrowed_items", "waived", "in_place"),
        ("borrowed_items", "unknown", "not_checkable"),
        ("borrowed_items", "fail", "drift"),
        ("reshare_login", "fail", "refused"),
    ],
)
def test_a_go_live_check_has_a_state(name, status, expected):
    assert state({}, checks={"checks": [{"name": name, "status": status}]}) == expected


def test_go_live_checks_that_could_not_be_made_at_all_keep_what_was_found_before():
    assert state(EXAMPLES["in_place"], checks=failed("invalid")) == "bad_input"


def test_the_document_of_no_library_has_a_state_of_its_own():
    drift = json.loads(document({}, message="The inventory has no host."))
    assert (drift["state"], drift["message"], drift["libraries"]) == ("no_libraries", "The inventory has no host.", {})


@pytest.mark.parametrize(
    ("states", "severity", "expected"),
    [
        (["in_place"], "error", "bad_input"),
        (["in_place"], "warning", "in_place"),
        (["in_place", "drift"], "error", "drift"),
        ([], "error", "no_libraries"),
    ],
)
def test_what_does_not_fit_between_libraries_counts_for_the_run(states, severity, expected):
    libraries = {str(number): {"state": state, "sandbox": False} for number, state in enumerate(states)}
    drift = json.loads(document(libraries, consortium=[{"severity": severity, "library": "0"}]))
    assert drift["state"] == expected
    assert [one["state"] for one in drift["libraries"].values()] == states
    assert len(drift["consortium"]) == 1


def test_the_playbook_and_its_page_name_every_state():
    (play,) = yaml.safe_load((ROOT / "playbooks/drift.yml").read_text(encoding="utf-8"))
    (validate,) = [task for task in play["tasks"][0]["block"] if "reshare.wms.validate_variables" in task]
    options = validate["reshare.wms.validate_variables"]["options"]
    assert tuple(options["drift_fails_on"]["choices"]) == STATES
    page = (ROOT / "docs/watch.md").read_text(encoding="utf-8")
    assert [name for name in (*STATES, "no_libraries") if f"| `{name}` |" not in page] == []


@pytest.mark.parametrize(("returned", "codes"), [("failure", CODES), ("checks", PROBLEMS)])
def test_every_code_of_a_failure_and_of_a_check_is_documented(returned, codes):
    text = (ROOT / f"plugins/doc_fragments/{returned}.py").read_text(encoding="utf-8")
    assert [code for code in codes if f"V({code})" not in text] == []


def test_an_account_that_a_partner_without_a_farewell_can_still_use_is_drift_with_the_command():
    account = {"kind": "patron_account", "name": "FOR-THREE", "identity": {}, "title": "Patron Account 'FOR-THREE'"}
    partner = {"kind": "reshare_institutional_patron_ids", "name": "RESHARE:THREE", "identity": {}, "title": "Partner"}
    found = library_outcome({"wms": [{"left_over": [account]}], "reshare": [{"left_over": [account, partner]}]})
    assert (found["state"], found["systems"]["wms"]["state"]) == ("drift", "in_place")
    assert found["drift"] == [account, partner]
    command = 'ansible-playbook reshare.wms.onboard -e \'{"lending_former_partner_symbols": ["RESHARE:THREE"]}\''
    assert command in found["message"]


@pytest.mark.parametrize(
    ("by", "live", "message"),
    [(None, None, "removed, link not read."), (None, False, ""), ("Jane Doe", None, "")],
)
def test_a_removal_that_only_the_inventory_states_shows_whether_the_link_was_read(by, live, message):
    removed = {"by": by, "at": None}
    found = library_outcome({}, withdrawn={**removed, "reason": None, "removed": removed}, live=live)
    assert (found["state"], found["message"]) == ("in_place", message)
