#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: declarations_info
short_description: Show what the roles declare for a library
version_added: 1.0.0
description:
  - Returns the objects that the roles C(borrowing), C(lending), C(reshare_settings) and C(enable_reshare) declare for the library, as the variables of the
    playbook C(reshare.wms.apply). Nothing is sent to any system.
  - In the place of a secret is the name of its variable, and no secret is evaluated, so no vault password is needed for it.
  - The variables of the roles have to be loaded (C(tasks_from=declared)). The playbook C(reshare.wms.declared) does it.
options:
  show:
    description: Whether to display the document.
    type: bool
    default: true
extends_documentation_fragment: reshare.wms.controller.info
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.reshare_configuration
"""

EXAMPLES = r"""
---
- name: Load the variables of role onboard
  ansible.builtin.import_role:
    name: reshare.wms.onboard
    tasks_from: declared

- name: Show what the roles declare for the library
  reshare.wms.declarations_info:
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.controller
yaml:
  description: A YAML document with C(circulation_configuration) and C(reshare_configuration).
  returned: success
  type: str
  sample: |
    ---
    circulation_configuration:
      loan_policies:
        - name: ReShare borrowing
          loan_period: 112 days
"""
