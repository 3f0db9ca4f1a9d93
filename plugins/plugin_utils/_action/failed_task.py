# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The failure of a task as Ansible displays it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleAction
from ansible.utils.display import Display

from ...module_utils._core.texts import without_name

_DISPLAY = Display()
#: What Ansible sets itself, or adds to the result of a process.
_OF_ANSIBLE = frozenset({"failed", "exception", "ansible_parsed", "_ansible_parsed"})


def failed_task(result: Mapping[str, Any], library: str) -> AnsibleAction:
    """The exception that ends an action plugin with a failed result. Ansible displays an error with its place in the playbook, and equal errors once:
    so this one does not name the library. The line of each library and the result have the message with the name."""
    for warning in result.get("warnings") or ():
        _DISPLAY.warning(warning)
    rest = {name: value for name, value in result.items() if name not in _OF_ANSIBLE}
    return AnsibleAction(without_name(result["msg"], library), result=rest)
