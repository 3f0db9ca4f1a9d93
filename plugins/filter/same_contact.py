# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: same_contact
short_description: Find the libraries that one person serves
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Finds the libraries with the same address in C(library_contact), the same deputy, and the same variables for e-mails. The playbook
    C(reshare.wms.send_worksheets) sends their pages together (O(reshare.wms.worksheet_mail#module:together)).
positional: _input
options:
  _input:
    description: The variables of the libraries.
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Show the libraries that one person serves
  ansible.builtin.debug:
    msg: "{{ ansible_play_hosts | map('extract', hostvars) | reshare.wms.same_contact }}"
  run_once: true
"""

RETURN = r"""
_value:
  description: By library, the first one with the same contact (first), and, for this one, the options of the others (together).
  type: dict
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..module_utils._core.contacts import same_address
from ..module_utils._core.files import absolute
from ..plugin_utils._filter import filter_module

_OF_MAIL = tuple(
    f"worksheet_{name}" for name in ("sender", "sender_name", "reply_to", "smtp_host", "reminder_days", "again")
)
_OPTIONS = ("wms_record_dir", "wms_registry_id", "library_display_name", "library_contact", "worksheet_due_days")


def same_contact(libraries: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """For each library, the first one with the same contact, and for this one the options of the others."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for one in libraries:
        groups.setdefault(_key(one), []).append(one)
    return {
        str(one["inventory_hostname"]): {
            "first": str(first["inventory_hostname"]),
            "together": [_options(other) for other in others] if one is first else [],
        }
        for first, *others in groups.values()
        for one in (first, *others)
    }


def _key(variables: Mapping[str, Any]) -> str:
    """What libraries with the same e-mails have in common; the name of one that gets none."""
    contact = variables.get("library_contact") or {}
    if not contact.get("email"):
        return str(variables["inventory_hostname"])
    addresses = [same_address(str(one.get("email") or "")) for one in (contact, contact.get("deputy") or {})]
    return json.dumps([addresses, [variables.get(name) for name in _OF_MAIL]], default=str)


def _options(variables: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: variables[name] for name in _OPTIONS if variables.get(name)}
    if "wms_record_dir" in found:
        found["wms_record_dir"] = str(absolute(found["wms_record_dir"]))
    return {"library": str(variables["inventory_hostname"]), **found}


FilterModule = filter_module(same_contact=same_contact)
