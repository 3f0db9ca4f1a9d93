# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook declared prints: YAML of everything that the roles declare, without secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

from ansible_collections.reshare.wms.plugins.plugin_utils._roles.printed import declared_document
from support.environment import ROOT
from support.first_request import role_variables
from support.offline_validation import loaded

SECRETS = {"wms_api_key": "{{ wms_key }}", "wms_api_secret": "{{ wms_secret }}"}


def trusted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: trusted(one) for key, one in value.items()}
    return trust_as_template(value) if isinstance(value, str) else value


def printed(inventory: Path = ROOT / "examples/inventory", **variables: Any) -> str:
    """The document of adams. variables: additional ones of its inventory; an ellipsis removes one."""
    manager, hostvars, loader = loaded(inventory)
    every = {
        **role_variables(DataLoader(), "defaults"),
        **{"hostvars": hostvars, "groups": manager.get_groups_dict(), "inventory_hostname": "adams"},
        **hostvars.raw_get("adams"),
        **variables,
        **role_variables(DataLoader(), "vars"),
    }
    given = {name: value for name, value in every.items() if value is not ...}
    return declared_document(given, Templar(loader, variables=given))


def settings(text: str) -> dict[str, Any]:
    """The settings in a document."""
    return yaml.safe_load(text)["reshare_configuration"]["settings"]


def test_in_the_place_of_a_secret_is_the_name_of_its_variable():
    text = printed()
    assert SECRETS.items() <= settings(text).items()
    assert "adams-wskey" not in text
    assert yaml.safe_load(text)["circulation_configuration"]["ill_settings"]["reshare"]["enable"] is True


def test_secrets_need_neither_a_vault_password_nor_a_value():
    assert SECRETS.items() <= settings(printed(ROOT / "examples/consortium/inventory")).items()
    assert SECRETS.items() <= settings(printed(wms_key=..., wms_secret=...)).items()


@pytest.mark.parametrize(
    ("variables", "setting", "expression"),
    [
        ({"reshare_settings_wms_secret": "s3cret"}, "wms_api_secret", "reshare_settings_wms_secret"),
        ({"wms_secret": "{{ vault_wms_secret }}", "vault_wms_secret": "s3cret"}, "wms_api_secret", "vault_wms_secret"),
        ({"wms_secret": "{{ other }}", "other": "s3cret"}, "wms_api_secret", "wms_secret"),
        ({"wms_secret": "{{ lookup('file', '/nonexistent') }}"}, "wms_api_secret", "wms_secret"),
        (
            {"reshare_settings_connector": {"address": "https://a", "username": "u", "password": "s3cret"}},
            *("wms_connector_password", "reshare_settings_connector['password']"),
        ),
        (
            {"reshare_settings_more": {"settings": {"new_token": "s3cret"}}},
            *("new_token", "reshare_settings_more['settings']['new_token']"),
        ),
    ],
)
def test_a_secret_of_the_inventory_is_named(variables, setting, expression):
    text = printed(**trusted(variables))
    assert "s3cret" not in text
    assert settings(text)[setting] == "{{ " + expression + " }}"


def test_a_text_that_looks_like_an_expression_stays_a_text():
    text = printed(borrowing_more={"notification_templates": [{"name": "Hello {{ wms_secret }}"}]})
    assert '!unsafe "Hello {{ wms_secret }}"' in text


def test_an_error_names_the_variable():
    with pytest.raises(AnsibleError, match="'borrowing_holding_location' is undefined"):
        printed(borrowing_holding_location=...)
