# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: plan_document
short_description: Write the plans of libraries as the text of a file
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns the text of the C(plan_file) of the playbook C(reshare.wms.onboard), which M(reshare.wms.plan_info) reads with its option C(plan).
positional: _input
options:
  _input:
    description: The return values C(planned) of M(reshare.wms.plan_info), by library.
    type: dict
    required: true
  by:
    description: The person who makes the plan.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Write the plan of one library
  ansible.builtin.copy:
    content: "{{ {inventory_hostname: found.planned} | reshare.wms.plan_document(by='Jane Doe') }}"
    dest: plan.json
    mode: "0644"
"""

RETURN = r"""
_value:
  description:
    - "A JSON object: C(format) is V(reshare.wms plan), C(version) is V(1), C(made) is the time in UTC, C(by) is the person, C(fingerprint) is
      the SHA-256 digest of the plan, and C(libraries) has the plans by library."
  type: str
"""

from ..module_utils._core.reviewed_plan import document
from ..plugin_utils._filter import filter_module

FilterModule = filter_module(plan_document=document)
