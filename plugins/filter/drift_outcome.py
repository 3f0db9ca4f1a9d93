# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: drift_outcome
short_description: Summarise the results of a comparison with the inventory
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Summarises results of this collection's modules in check mode. The playbook C(reshare.wms.drift) writes the summary to its
    C(drift_file).
positional: _input
options:
  _input:
    description: Results by the name of the compared system. Skipped results are allowed.
    type: dict
    required: true
  checks:
    description: The result of M(reshare.wms.preflight_info), if the go-live checks ran.
    type: dict
    default: {}
  complaint:
    description: The titles of the checks that did not pass.
    type: str
    default: ""
  withdrawn:
    description: The return value C(withdrawn) of M(reshare.wms.ill_settings).
    type: dict
  live:
    description: The return value C(live) of M(reshare.wms.ill_settings).
    type: bool
"""

EXAMPLES = r"""
- name: Compare ILL Settings
  reshare.wms.ill_settings:
    reshare:
      enable: true
  check_mode: true
  ignore_errors: true
  register: compared

- name: Show the state
  ansible.builtin.debug:
    msg: "{{ ({'wms': [compared]} | reshare.wms.drift_outcome).state }}"
"""

RETURN = r"""
_value:
  description:
    - The outcome of a library, whose structure is in C(docs/schemas/drift.json).
    - "The states are, from the best to the worst: V(in_place); V(stated) (as declared, but at least one field is only stated by a
      person); V(pending) (steps of a worksheet are pending, or the link was never live, and only going live is left); V(not_checkable) (another
      error); V(unreachable) (a system did not respond, or returned a server error); V(refused) (a system rejected the credentials, or they
      lack a permission); V(bad_input) (a variable is missing or wrong); V(drift) (an object is not as declared, or a go-live check
      failed)."
  type: dict
"""

from ..plugin_utils._comparison.outcomes import library_outcome
from ..plugin_utils._filter import filter_module

FilterModule = filter_module(drift_outcome=library_outcome)
