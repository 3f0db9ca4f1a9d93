# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""The differences between two comparisons of the libraries."""

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
    description: The drift file of the present run.
    type: dict
    required: true
  before:
    description: The drift file with which it is compared; V(null) if this is the first one.
    type: dict
"""

EXAMPLES = r"""
- name: Show what changed since yesterday
  ansible.builtin.debug:
    msg: "{{ (today | from_json | reshare.wms.drift_changes(yesterday | from_json)).text }}"
"""

RETURN = r"""
_value:
  description:
    - "C(changed) is whether something changed, V(true) for the first file. C(state) is the state of the present run. C(text) is a message for
      people. C(libraries) has the libraries that changed, each with C(library), C(state), C(before) (the state before), C(withdrawn), C(appeared)
      and C(gone) (titles of objects and checks). A state is V(null) if the library was not compared. C(document) is the drift file for the
      next comparison: the present one, with the earlier libraries if nothing was compared."
  type: dict
"""

from collections.abc import Callable, Mapping
from typing import Any, Optional

from ansible.errors import AnsibleFilterError

from ansible_collections.reshare.wms.plugins.plugin_utils._drift_changes import changes, checked


def drift_changes(now: Mapping[str, Any], before: Optional[Mapping[str, Any]] = None) -> dict[str, Any]:  # noqa: UP045
    """The differences."""
    try:
        return changes(checked(now), None if before is None else checked(before))
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise AnsibleFilterError(f"a drift file cannot be read: {fault}") from fault


class FilterModule:
    """Ansible's entry point."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by name."""
        return {"drift_changes": drift_changes}
