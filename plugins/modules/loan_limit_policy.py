#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: loan_limit_policy
short_description: Manage a Loan Limit Policy
version_added: 1.0.0
description:
  - Manages how many items a patron may have on loan and how often a loan may be renewed, in OCLC Service Configuration at WMS Circulation >
    Loans > Loan Limit Policy.
  - The policy has no effect until a row of the Loan Limit Matrix refers to it (see M(reshare.wms.loan_limit_matrix)).
  - For its own interlibrary loan services, OCLC recommends a policy without renewals for the location of borrowed items, because the lender
    decides on renewals. That the same applies to ReShare is inferred.
  - V(No Limit) corresponds to "Enable limit" set to "No" on the screen.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
  loan_count_limit:
    description:
      - Field "Maximum number of items on loan" of the Loan Count Limit, or V(No Limit).
    type: str
  loan_count_blocks_renewal:
    description:
      - Field "Block renewal when limit is exceeded" of the Loan Count Limit.
    type: bool
  loan_value_limit:
    description:
      - Field "Maximum monetary value of items on loan" of the Loan Value Limit, such as V(500.00), or V(No Limit). OCLC reads an item's
        value from its holdings record (876 $c). Items without a cost there add nothing.
    type: str
  loan_value_blocks_renewal:
    description:
      - Field "Block renewal when limit is exceeded" of the Loan Value Limit.
    type: bool
  verified_renew_time_limit:
    description:
      - Field "Verified Renew Time Limit". How often a verified patron may renew a loan, or V(No Limit). V(0) means no
        renewal, unless staff override the limit.
    type: str
notes:
  - In a circulation group, the policy of the item's institution applies.
seealso:
  - module: reshare.wms.loan_limit_matrix
  - module: reshare.wms.loan_policy
  - name: Loan Limit Policy
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Loans/010Loan_Limit_Policy
  - name: Policy Considerations
    description: OCLC's recommendation for its own interlibrary loan service.
    link: https://help.oclc.org/Resource_Sharing/WorldShare_Interlibrary_Loan/WorldShare_Circulation_Integration/030Policy_Considerations
"""

EXAMPLES = r"""
---
- name: Create a policy without renewals
  reshare.wms.loan_limit_policy:
    name: No renewals
    loan_count_limit: No Limit
    loan_value_limit: No Limit
    verified_renew_time_limit: 0
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.loans import LOAN_LIMIT_POLICY

TASK = object_task(LOAN_LIMIT_POLICY)

if __name__ == "__main__":
    TASK.main()
