# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: visible
short_description: Escape characters that cannot be seen
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Escapes control characters and other characters that cannot be seen in texts, also in lists and dictionaries, so that a terminal shows them
    and does not act on them. Each text becomes one line.
  - The playbooks use this filter when they show values of received files and of other systems.
positional: _input
options:
  _input:
    description: Any data.
    type: raw
    required: true
"""

EXAMPLES = r"""
- name: Show the remarks
  ansible.builtin.debug:
    msg: "{{ received_result.remarks | reshare.wms.visible }}"
"""

RETURN = r"""
_value:
  description: The same data with escaped texts.
  type: raw
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._core.texts import one_line
from ..plugin_utils._filter import filter_module


def visible(value: Any) -> Any:
    """The data with every text in one line, and hidden characters escaped."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return {visible(key): visible(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [visible(item) for item in value]
    return value


FilterModule = filter_module(visible=visible)
