# SPDX-License-Identifier: GPL-3.0-or-later

"""What the roles set is evaluated as Ansible would evaluate it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

from ansible_collections.reshare.wms.plugins.plugin_utils._roles.computed import FILTERS
from ansible_collections.reshare.wms.plugins.plugin_utils._roles.library_values import LibraryValues
from ansible_collections.reshare.wms.plugins.plugin_utils._roles.role_defaults import COMPOSED, written
from support.environment import ROOT

#: The variables of a library that the roles need, and what makes the filters do something.
LIBRARY: dict[str, Any] = {
    "inventory_hostname": "adams",
    "groups": {"all": ["adams", "baker", "web"]},
    "hostvars": {"adams": {}, "baker": {"reshare_symbol": "RESHARE:BAK"}, "web": {}},
    "wms_registry_id": "100101",
    "wms_main_branch": "100111",
    "wms_key": "key",
    "wms_secret": "secret",
    "borrowing_holding_location": "ADMM",
    "borrowing_hold_limits": {"Faculty": 20},
    "borrowing_former_policy_names": ["Old", "ReShare borrowing"],
    "borrowing_pickup_locations": ["Main"],
    "lending_account_barcode": "RS-0",
    "lending_account_expires": "2031-12-31",
    "lending_account_pattern": "RS-{symbol}",
    "lending_former_partner_symbols": ["RESHARE:OLD", "RESHARE:BAK"],
    "reshare_settings_connector": {"address": "https://connector.example.org"},
}


def variables(**more: Any) -> dict[str, Any]:
    return {**written("defaults"), **LIBRARY, **more, **written("vars")}


def by_ansible(given: dict[str, Any], text: str) -> Any:
    return Templar(DataLoader(), variables=given).template(trust_as_template(text))


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


#: Of the roles whose variables are made without Ansible.
NAMES = [
    name for name in {**COMPOSED, **written("vars")} if name.startswith(("borrowing_", "lending_", "reshare_settings_"))
]


@pytest.mark.parametrize("name", NAMES)
def test_a_variable_of_a_role_has_the_value_that_ansible_gives_it(name):
    given = variables()
    values = LibraryValues(given, Templar(DataLoader(), variables=given))
    assert plain(values[name]) == plain(by_ansible(given, "{{ " + name + " }}"))


@pytest.mark.parametrize("name", sorted(COMPOSED))
def test_null_means_a_default_that_is_composed(name):
    found = [variables(), variables(**{name: None})]
    texts = ("borrowing_declared", "lending_declared", "reshare_settings_declared", "enable_reshare_circulation")
    one, other = ([plain(by_ansible(given, "{{ " + text + " }}")) for text in texts] for given in found)
    assert one == other


@pytest.mark.parametrize(("value", "rows"), [(None, {}), (False, {"a": False}), (0, {"a": 0}), ("", {"a": ""})])
def test_what_is_null_is_omitted_and_nothing_else(value, rows):
    given = {"one": value, "entry": {"a": trust_as_template("{{ one | reshare.wms.if_set }}")}}
    assert LibraryValues(given, Templar(DataLoader(), variables=given))["entry"] == rows
    assert by_ansible(given, "{{ entry }}") == rows


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            {"consortium_loan_period": "long"},
            "lending_loan_period cannot be evaluated: the period or the number of days is 'long'",
        ),
        (
            {"borrowing_hold_limits": ["Faculty"]},
            "borrowing_parts cannot be evaluated: 'list' object has no attribute 'items'",
        ),
        ({"borrowing_more": "none"}, "a configuration is 'none'; write a dictionary of objects by kind"),
    ],
)
def test_a_fault_names_the_variable_and_nothing_else(more, message):
    with pytest.raises(AnsibleError) as raised:
        by_ansible(variables(**more), "{{ enable_reshare_circulation }}")
    assert message in str(raised.value) and str(raised.value).count(message) == 1


def test_every_filter_has_its_documentation():
    assert {*FILTERS, "if_set"} == {path.stem for path in (ROOT / "plugins/filter").glob("*.yml")}
