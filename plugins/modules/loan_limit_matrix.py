#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: loan_limit_matrix
short_description: Manage rows of the Loan Limit Matrix
version_added: 1.0.0
description:
  - Manages the rows that select the Loan Limit Policies of a loan, in OCLC Service Configuration at WMS Circulation > Loans > Loan Limit
    Matrix.
  - Every matching row applies, and the most restrictive limits are used.
  - According to OCLC's public pages, the matrix has patron, material format and location. That the location has two columns, as in the
    maps, is inferred.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.table.loan_limit_matrix
seealso:
  - module: reshare.wms.loan_limit_policy
  - module: reshare.wms.patron_type_policy
  - name: Policy Considerations
    description: OCLC's recommendation for its own interlibrary loan service.
    link: https://help.oclc.org/Resource_Sharing/WorldShare_Interlibrary_Loan/WorldShare_Circulation_Integration/030Policy_Considerations
"""

EXAMPLES = r"""
---
- name: Disallow renewals of borrowed items
  reshare.wms.loan_limit_matrix:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        loan_limit_policy: No renewals
"""

RETURN = "extends_documentation_fragment: reshare.wms.table"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.loans import LOAN_LIMIT_MATRIX

TASK = object_task(LOAN_LIMIT_MATRIX)

if __name__ == "__main__":
    TASK.main()
