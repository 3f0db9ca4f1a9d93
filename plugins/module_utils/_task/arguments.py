# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Ansible's argument specs: the connection options, and the options of an object from its kind."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import env_fallback

from .._core.fields import Field, ListOf, Schema, Section
from .._core.kinds import EntryKind, ObjectKind
from .._core.objects import Kind
from .._core.tables import TableKind

Arguments = dict[str, dict[str, Any]]


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
    "reshare_url": _option("reshare_url"),
    "reshare_tenant": _option("reshare_tenant"),
    "reshare_symbol": _option("reshare_symbol"),
    "reshare_replaced_registry_id": _option("reshare_replaced_registry_id"),
    "reshare_username": _option("reshare_username"),
    "reshare_password": _option("reshare_password", no_log=True),
    "timeout": {"type": "float", "default": 30.0},
    "retries": {"type": "int", "default": 4},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": _option("ca_path", type="path"),
    "state_dir": _option("state_dir", type="path"),
}

#: The inventory variables for connection options that a task does not set.
VARIABLES = {
    **{name: name if name.startswith(("wms_", "reshare_")) else f"reshare_wms_{name}" for name in CONNECTION},
    "library": "inventory_hostname",
}


def object_arguments(kind: Kind) -> Arguments:
    """The options of the module of a kind, without the connection."""
    if isinstance(kind, TableKind):
        columns = record_arguments(kind.record)
        columns["state"] = {"type": "str", "choices": ["present", "absent"], "default": "present"}
        rows = {"type": "list", "elements": "dict", "required": True, "options": columns}
        return {"rows": rows, "exact": {"type": "bool", "default": False}}
    options = record_arguments(kind.record)
    if isinstance(kind, ObjectKind):
        for name in kind.identity:
            options[name]["required"] = True
        options["state"] = {"type": "str", "choices": list(kind.states), "default": "present"}
        if kind.former_marks:
            options[kind.former_marks] = {"type": "list", "elements": "str", "default": []}
    if isinstance(kind, EntryKind):
        for option in options.values():
            option["required"] = True
        options["state"] = {"type": "str", "choices": ["present", "absent"], "default": "present"}
    return options


def record_arguments(record: Schema) -> Arguments:
    """The options that stand for the fields of a record."""
    return {field.name: _field_argument(field) for field in record}


def _field_argument(field: Field) -> dict[str, Any]:
    argument: dict[str, Any] = dict(field.value.argument)
    if isinstance(field.value, (Section, ListOf)):
        argument["options"] = record_arguments(field.value.record)
    return argument
