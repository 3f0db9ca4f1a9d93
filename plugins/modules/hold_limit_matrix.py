#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: hold_limit_matrix
short_description: Manage rows of the Hold Limit Matrix
version_added: 1.0.0
description:
  - Manages the rows that select the Hold Limit Policies of a patron, in OCLC Service Configuration at WMS Circulation > Holds and Schedules
    > Hold Limit Matrix.
  - Every matching row applies. A hold is blocked if any limit is exceeded. OCLC recommends one row that matches everything.
  - The matrix has no column for a location, so borrowed items cannot have their own limit (except by material format, which is inferred).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.table.hold_limit_matrix
seealso:
  - module: reshare.wms.hold_limit_policy
  - module: reshare.wms.collection_type_policy
  - module: reshare.wms.patron_type_policy
  - name: Hold Limit Matrix
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Holds_and_Schedules/020Hold_Limit_Matrix
"""

EXAMPLES = r"""
---
- name: Limit the holds of students
  reshare.wms.hold_limit_matrix:
    rows:
      - hold_limit_policy: Nobody is limited
      - patron_policy: Student
        hold_limit_policy: Standard
"""

RETURN = "extends_documentation_fragment: reshare.wms.table"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.holds import HOLD_LIMIT_MATRIX

TASK = object_task(HOLD_LIMIT_MATRIX)

if __name__ == "__main__":
    TASK.main()
