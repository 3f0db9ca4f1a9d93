#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
---
module: hold_limit_matrix
short_description: Manage rows of the Hold Limit Matrix
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Manages the rows that select the Hold Limit Policies of a patron, in OCLC Service Configuration at WMS Circulation > Holds and Schedules
    > Hold Limit Matrix.
  - Every matching row applies. A hold is blocked if any limit is exceeded. OCLC recommends one row that matches everything.
  - The matrix has no column for a location, so borrowed items cannot have their own limit (except by material format, which is inferred).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.table.matrix
  - reshare.wms.attributes
options:
  rows:
    description:
      - The rows to manage (with O(exact=true), all rows).
    type: list
    elements: dict
    required: true
    suboptions:
      patron_policy:
        description:
          - Column "Patron Policy". The name of a Patron Type Policy, which is the name of a patron type.
          - If not set, V(All).
        type: str
      material_format:
        description:
          - Column "Material Format", exactly as in the list on the screen, for example V(Book). Material formats cannot be looked up, so a
            misspelt format is not detected.
          - If not set, V(All). This is the safe value for ReShare's temporary items, because their format is not documented by OCLC.
        type: str
      hold_limit_policy:
        description:
          - Column "Hold Limits Policy". The name of a Hold Limit Policy (see M(reshare.wms.hold_limit_policy)).
          - Required for a new row, and for every row with O(exact=true).
        type: str
      state:
        description:
          - V(present) adds the row to the table.
          - V(absent) removes the row with these selectors. The result column is not required.
        type: str
        choices:
          - present
          - absent
        default: present
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.hold_limit_policy
  - module: reshare.wms.collection_type_policy
  - module: reshare.wms.patron_type_policy
  - name: Hold Limit Matrix
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Holds_and_Schedules/020Hold_Limit_Matrix
"""

EXAMPLES = r"""
---
# The connection options are omitted here. Set them once with module_defaults (see the examples of reshare.wms.circulation_configuration),
# or with environment variables.

- name: Limit the holds of students
  reshare.wms.hold_limit_matrix:
    rows:
      - hold_limit_policy: Nobody is limited
      - patron_policy: Student
        hold_limit_policy: Standard

- name: Remove the limit of students
  reshare.wms.hold_limit_matrix:
    rows:
      - patron_policy: Student
        state: absent
"""

RETURN = r"""
---
extends_documentation_fragment:
  - reshare.wms.table
  - reshare.wms.changes
  - reshare.wms.record
  - reshare.wms.record.knowledge
  - reshare.wms.record.worksheet
  - reshare.wms.library
  - reshare.wms.failure
object:
  sample:
    rows:
      - patron_policy: All
        material_format: All
        hold_limit_policy: Nobody is limited
changes:
  sample:
    - kind: hold_limit_matrix
      name: ""
      identity: {}
      title: Hold Limit Matrix
      rows:
        - patron_policy: All
          material_format: All
      action: updated
      what:
        - "+ everything -> Hold Limits Policy Nobody is limited"
"""

from ansible_collections.reshare.wms.plugins.module_utils._jobs.wms import object_task
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.holds import HOLD_LIMIT_MATRIX

TASK = object_task(HOLD_LIMIT_MATRIX)

if __name__ == "__main__":
    TASK.main()
