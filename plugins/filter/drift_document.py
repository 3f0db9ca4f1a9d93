# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: drift_document
short_description: Write the outcomes of a comparison as JSON
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns the text of the C(drift_file) of the playbook C(reshare.wms.drift).
positional: _input
options:
  _input:
    description: The outcomes of P(reshare.wms.drift_outcome#filter), by library.
    type: dict
    required: true
  consortium:
    description: The findings of M(reshare.wms.validate_inventory) with C(scope=consortium).
    type: list
    elements: dict
    default: []
"""

EXAMPLES = r"""
- name: Write the outcome of one library
  ansible.builtin.copy:
    content: "{{ {inventory_hostname: outcome} | reshare.wms.drift_document }}"
    dest: drift.json
    mode: "0644"
"""

RETURN = r"""
_value:
  description:
    - A JSON object, whose structure is in C(docs/schemas/drift.json). C(state) is the worst state of all libraries, V(bad_input) if none is worse and
      C(consortium) contains an error, or V(no_libraries). C(message) is empty unless nothing was compared.
  type: str
"""

from ..plugin_utils._comparison.outcomes import document
from ..plugin_utils._filter import filter_module

FilterModule = filter_module(drift_document=document)
