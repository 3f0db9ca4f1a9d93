# SPDX-License-Identifier: GPL-3.0-or-later

"""The connection options of every module, as Ansible's argument spec."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import env_fallback

Arguments = dict[str, dict[str, Any]]


def unmarked(arguments: Arguments) -> Arguments:
    """The options without no_log, which from ansible-core 2.22 on would mask even short values inside other words."""
    return {name: {key: part for key, part in option.items() if key != "no_log"} for name, option in arguments.items()}


#: The systems of a library.
WMS, RESHARE = SYSTEMS = ("wms", "reshare")
#: The options that are needed for any request to a system.
CREDENTIALS = {
    WMS: ("wms_token_url", "wms_registry_id", "wms_key", "wms_secret"),
    RESHARE: ("reshare_url", "reshare_tenant", "reshare_username", "reshare_password"),
}


def _option(name: str, **rest: Any) -> dict[str, Any]:
    return {"type": "str", "fallback": (env_fallback, [f"RESHARE_WMS_{name.upper().removeprefix('WMS_')}"]), **rest}


#: The connection options: the same for every module, so that one module_defaults group covers all.
CONNECTION: Arguments = {
    "library": {"type": "str"},
    "wms_registry_id": _option("wms_registry_id"),
    "wms_key": _option("wms_key", no_log=True),
    "wms_secret": _option("wms_secret", no_log=True),
    "wms_token_url": _option("wms_token_url", default="https://oauth.oclc.org/token", no_log=False),
    "wms_scim_scope": _option("wms_scim_scope", default="SCIM"),
    "wms_identity_url": _option("wms_identity_url", default="https://{registry_id}.share.worldcat.org/idaas/scim/v2"),
    "wms_configuration_url": _option("wms_configuration_url"),
    "wms_record_dir": _option("wms_record_dir", type="path"),
    "wms_metadata_url": _option("wms_metadata_url", default="https://metadata.api.oclc.org"),
    "wms_ncip_url": _option("wms_ncip_url", default="https://circ.sd00.worldcat.org/ncip"),
    "wms_read_locations": {"type": "bool", "default": True},
    "wms_manual_accounts": {"type": "bool", "default": False},
    "wms_knowledge_days": {"type": "int", "default": 365},
    "wms_approval": {"type": "bool", "default": False},
    "wms_fill": {"type": "bool", "default": False},
    "library_display_name": {"type": "str"},
    "library_contact": {
        "type": "dict",
        "options": {
            "name": {"type": "str", "required": True},
            "email": {"type": "str"},
            "deputy": {
                "type": "dict",
                "options": {"name": {"type": "str", "required": True}, "email": {"type": "str", "required": True}},
            },
        },
    },
    "worksheet_due_days": {"type": "int"},
    "reshare_url": _option("reshare_url"),
    "reshare_tenant": _option("reshare_tenant"),
    "reshare_symbol": _option("reshare_symbol"),
    "reshare_replaced_registry_id": _option("reshare_replaced_registry_id"),
    "reshare_username": _option("reshare_username"),
    "reshare_password": _option("reshare_password", no_log=True),
    "wms_main_branch": {"type": "str"},
    "borrowing_holding_location": {"type": "str"},
    "reshare_settings_pickup_entries": {"type": "dict"},
    "consortium_exceptions": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {
            **{name: {"type": "str", "required": True} for name in ("library", "reason", "by", "until")},
            **{name: {"type": "str"} for name in ("object", "field", "agreement", "value")},
        },
        "mutually_exclusive": [["object", "agreement"]],
        "required_one_of": [["object", "agreement"]],
        "required_by": {"field": ["object"]},
    },
    "left_out": {"type": "list", "elements": "str", "choices": list(SYSTEMS), "default": []},
    "withheld": {"type": "list", "elements": "dict", "default": []},
    "timeout": {"type": "float", "default": 30.0},
    "retries": {"type": "int", "default": 4},
    "parallel_requests": {"type": "int", "default": 4},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": _option("ca_path", type="path"),
    "state_dir": _option("state_dir", type="path"),
    "slices": {"type": "int", "default": 1},
}

_PREFIXES = ("wms_", "reshare_", "library_", "worksheet_", "borrowing_", "consortium_")
#: The connection options that follow from the run: its tags, and the task withheld_info.
_OF_RUN = ("left_out", "withheld")
#: The inventory variables for connection options that a task does not set.
VARIABLES = {
    **{
        name: name if name.startswith(_PREFIXES) else f"reshare_wms_{name}"
        for name in CONNECTION
        if name not in _OF_RUN
    },
    "library": "inventory_hostname",
}
