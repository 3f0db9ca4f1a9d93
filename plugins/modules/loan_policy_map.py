#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: loan_policy_map
short_description: Manage rows of the Loan Policy Map
version_added: 1.0.0
description:
  - Manages the rows that select the Loan Policy of a loan, in OCLC Service Configuration at WMS Circulation > Loans > Loan Policy Map.
  - The first matching row from the top applies. The usual reason for a wrong loan period is an earlier row that also matches.
  - If an item has a temporary location, this location is matched, not the permanent location. ReShare's borrowed items are therefore
    matched by the two locations in ILL Settings (see M(reshare.wms.ill_settings)). Lent items are matched by the patron type of the lending
    account.
  - OCLC recommends a last row in which every column is V(All). The behaviour for an item that no row matches is not documented by OCLC.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.table.loan_policy_map
seealso:
  - module: reshare.wms.loan_policy
  - module: reshare.wms.long_overdue_policy
  - module: reshare.wms.patron_type_policy
  - module: reshare.wms.shelving_location
  - module: reshare.wms.ill_settings
  - name: Loan Policy Map
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Loans/050Loan_Policy_Map
  - name: Why is my loan policy not being applied correctly?
    description: One of OCLC's troubleshooting pages.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Troubleshooting/Why_is_my_loan_policy_not_being_applied_correctly
"""

EXAMPLES = r"""
---
- name: Set the loan policies of borrowed items and lending accounts
  reshare.wms.loan_policy_map:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        loan_policy: ReShare borrowing
        long_overdue_policy: ReShare long overdue
      - patron_policy: ReShare lending
        loan_policy: ReShare lending

- name: Place the row of one partner above all others
  reshare.wms.loan_policy_map:
    rows:
      - patron_policy: ReShare courier
        loan_policy: ReShare courier
        precedence: 20

- name: Clear the long overdue policy of a row, and remove another row
  reshare.wms.loan_policy_map:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        long_overdue_policy: null
      - patron_policy: ILL
        state: absent

- name: Manage the whole map
  reshare.wms.loan_policy_map:
    exact: true
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        loan_policy: ReShare borrowing
      - loan_policy: Standard
"""

RETURN = "extends_documentation_fragment: reshare.wms.table"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.loans import LOAN_POLICY_MAP

TASK = object_task(LOAN_POLICY_MAP)

if __name__ == "__main__":
    TASK.main()
