# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: drift_changes
short_description: Compare two drift files
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns what changed between two C(drift_file) of the playbook C(reshare.wms.drift). The playbook C(reshare.wms.alert) uses this filter.
  - A library has changed if its state, its withdrawal, its objects that differ, or its checks that did not pass are others. The time and the
    text of messages do not count.
positional: before
options:
  _input:
    description: The drift file of the present run, as text or data.
    type: raw
    required: true
  before:
    description: The drift file with which it is compared, as text or data; V(null) if this is the first one.
    type: raw
  names:
    description: The paths of both files, for messages.
    type: list
    elements: str
    default: [the drift file of this run, the drift file of the last alert]
"""

EXAMPLES = r"""
- name: Show what changed since yesterday
  ansible.builtin.debug:
    msg: "{{ (today | reshare.wms.drift_changes(yesterday)).text }}"
"""

RETURN = r"""
_value:
  description:
    - "C(changed) is whether something changed, V(true) for the first file. C(state) is the state of the present run. C(text) is a message for
      people, and C(chat_text) the same for a chat system, which finds no mention and no link in it."
    - "C(libraries) has the libraries that changed, each with C(library), C(state), C(before) (the state before), C(withdrawn), C(appeared) and
      C(gone) (titles of objects and checks). A state is V(null) if the library was not compared. C(document) is the drift file for the next
      comparison: the present one, with the earlier libraries if nothing was compared."
  type: dict
"""

from collections.abc import Sequence
from typing import Any

from ansible.errors import AnsibleFilterError

from ..plugin_utils._comparison.drift_changes import changes, read
from ..plugin_utils._filter import filter_module

_NAMES = ("the drift file of this run", "the drift file of the last alert")


def drift_changes(now: Any, before: Any = None, names: Sequence[str] = _NAMES) -> dict[str, Any]:
    """The differences."""
    try:
        return changes(read(now, names[0]), None if before is None else read(before, names[1]))
    except ValueError as fault:
        raise AnsibleFilterError(str(fault)) from None


FilterModule = filter_module(drift_changes=drift_changes)
