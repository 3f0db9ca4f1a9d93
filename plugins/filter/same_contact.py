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
  description: By library, the first library with the same contact (first), and, for that first one, the options of the others (together).
  type: dict
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ansible.errors import AnsibleError
from jinja2 import UndefinedError

from ..module_utils._core.contacts import same_address
from ..module_utils._core.files import absolute
from ..plugin_utils._filter import filter_module

_OF_MAIL = tuple(
    f"worksheet_{name}" for name in ("sender", "sender_name", "reply_to", "smtp_host", "reminder_days", "again")
)
_OPTIONS = ("wms_record_dir", "wms_registry_id", "library_display_name", "library_contact", "worksheet_due_days")


def same_contact(libraries: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """For each library, the first one with the same contact, and for that first one the options of the others."""
    groups: dict[str, dict[str, dict[str, Any]]] = {}
    for library in libraries:
        name = str(library["inventory_hostname"])
        try:
            key, options = _key(library) or name, _options(library)
        except (AnsibleError, UndefinedError):
            # An expression without a value is reported by the task of the library.
            key, options = name, {}
        groups.setdefault(key, {})[name] = {"library": name, **options}
    return {
        name: {"first": first, "together": others if name == first else []}
        for (first, *_rest), (_own, *others) in ((group, group.values()) for group in groups.values())
        for name in (first, *_rest)
    }


def _key(variables: Mapping[str, Any]) -> str | None:
    """The key that libraries with the same e-mails share; None for a library that gets none."""
    contact = variables.get("library_contact") or {}
    addresses = [str((person or {}).get("email") or "") for person in (contact, contact.get("deputy"))]
    of_mail = [variables.get(name) for name in _OF_MAIL]
    return json.dumps([*map(same_address, addresses), *of_mail], default=str) if addresses[0] else None


def _options(variables: Mapping[str, Any]) -> dict[str, Any]:
    options = {name: variables[name] for name in _OPTIONS if variables.get(name)}
    folder = {"wms_record_dir": str(absolute(options["wms_record_dir"]))} if "wms_record_dir" in options else {}
    return {**options, **folder}


FilterModule = filter_module(same_contact=same_contact)
